//! What an authority answers, and to which request.

use std::time::{Duration, SystemTime};

use rfc3161::{Chain, Error, Failure, MAX_BYTES, check, token};

use crate::authority::{Authority, HASH, NAME, NONCE, USUAL};

const NO_ROOTS: [&[u8]; 0] = [];

fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(now.unwrap().as_millis()).unwrap()
}

#[test]
fn a_stamp_says_when_by_whom_and_by_which_rules() {
    let authority = Authority::new(USUAL);
    let before = now_ms();
    let answer = authority.stamp();
    let after = now_ms();
    assert!(authority.openssl_agrees());
    let stamp = check(&answer, &HASH, Some(NONCE), &[authority.root()]).unwrap();
    // The authority rounds to seconds.
    assert!((before - 1000..=after).contains(&stamp.time_ms));
    assert_eq!(stamp.accuracy, Some(Duration::from_micros(1_500_100)));
    assert_eq!(stamp.policy, "1.2.3.4.1");
    assert_eq!(stamp.serial, "04");
    assert_eq!(stamp.authority, NAME);
    assert_eq!(stamp.chain, Chain::Root(0));
}

#[test]
fn a_kept_token_is_checked_without_its_answer_and_its_nonce() {
    let authority = Authority::new(USUAL);
    let answer = authority.stamp();
    let kept = token(&answer).unwrap().to_vec();
    assert!(kept.len() < answer.len());
    assert_eq!(token(&kept).unwrap(), kept);
    let roots = [authority.root()];
    let stamp = check(&kept, &HASH, None, &roots).unwrap();
    assert_eq!(stamp, check(&answer, &HASH, Some(NONCE), &roots).unwrap());
}

#[test]
fn a_stamp_of_another_archive_is_refused() {
    let authority = Authority::new(USUAL);
    let refused = check(&authority.stamp(), &[1; 32], Some(NONCE), &NO_ROOTS);
    assert!(matches!(refused, Err(Error::OtherHash)), "{refused:?}");
}

#[test]
fn an_answer_to_another_request_is_refused() {
    let authority = Authority::new(USUAL);
    let refused = check(&authority.stamp(), &HASH, Some(NONCE - 1), &NO_ROOTS);
    assert!(matches!(refused, Err(Error::Nonce)), "{refused:?}");

    let without = authority.query(&["-sha256", "-cert", "-no_nonce"]);
    let hash = hash_of_data(&without);
    let answer = authority.answer(&without);
    let refused = check(&answer, &hash, Some(NONCE), &NO_ROOTS);
    assert!(matches!(refused, Err(Error::Nonce)), "{refused:?}");
    assert!(check(&answer, &hash, None, &NO_ROOTS).is_ok());
}

/// The hash within a request.
fn hash_of_data(query: &[u8]) -> [u8; 32] {
    let at = crate::authority::find(query, &[0x04, 0x20]) + 2;
    query[at..at + 32].try_into().unwrap()
}

#[test]
fn each_nonce_is_repeated_as_it_was_sent() {
    let authority = Authority::new(USUAL);
    for nonce in [0, 1, 0x7f, 0x80, 0xff00, u64::MAX] {
        let answer = authority.answer(&rfc3161::request(&HASH, nonce));
        let checked = check(&answer, &HASH, Some(nonce), &NO_ROOTS);
        assert!(checked.is_ok(), "{nonce:x}: {checked:?}");
    }
}

#[test]
fn a_refusal_comes_with_the_words_of_the_authority() {
    let authority = Authority::new(USUAL);
    let answer = authority.answer(&authority.query(&["-sha256", "-tspolicy", "1.2.9.9"]));
    let refused = check(&answer, &HASH, None, &NO_ROOTS);
    let Err(Error::Refused { text, failure }) = refused else {
        unreachable!("{refused:?}");
    };
    assert_eq!(text, "Requested policy is not supported.");
    assert_eq!(failure, Some(Failure::Policy));
}

#[test]
fn a_stamp_of_a_sha1_hash_is_refused() {
    let authority = Authority::new(USUAL);
    let answer = authority.answer(&authority.query(&["-sha1", "-cert"]));
    let refused = check(&answer, &HASH, None, &NO_ROOTS);
    assert!(matches!(refused, Err(Error::NotSha256)), "{refused:?}");
}

#[test]
fn an_answer_without_certificates_is_refused() {
    let authority = Authority::new(USUAL);
    let query = authority.query(&["-sha256"]);
    let hash = hash_of_data(&query);
    let refused = check(&authority.answer(&query), &hash, None, &NO_ROOTS);
    assert!(matches!(refused, Err(Error::NoCertificate)), "{refused:?}");
}

#[test]
fn what_is_not_an_answer_is_refused() {
    let page = b"<!DOCTYPE html><title>502 Bad Gateway</title>";
    for answer in [&[][..], &[0x30], &[0x30, 0], &[0x30, 3, 2, 1, 0], page] {
        let refused = check(answer, &HASH, None, &NO_ROOTS);
        assert!(matches!(refused, Err(Error::Malformed(_))), "{refused:?}");
    }
    let refused = check(&vec![0x30; MAX_BYTES + 1], &HASH, None, &NO_ROOTS);
    assert!(matches!(refused, Err(Error::TooLarge)), "{refused:?}");
}
