//! Who vouches for the authority, for what, and when.

use rfc3161::{Chain, Error, MAX_ROOTS, check, roots};

use crate::authority::{Authority, HASH, NONCE, Shape, USUAL};

#[test]
fn a_stamp_tells_which_root_vouches_for_it() {
    let authority = Authority::new(USUAL);
    let stranger = Authority::new(USUAL);
    let answer = authority.stamp();
    let chain = |roots: &[Vec<u8>]| check(&answer, &HASH, Some(NONCE), roots).unwrap().chain;
    assert_eq!(chain(&[authority.root(), stranger.root()]), Chain::Root(0));
    // A root that bears the same name but another key vouches for nothing.
    assert_eq!(chain(&[stranger.root(), authority.root()]), Chain::Root(1));
    assert_eq!(chain(&[authority.certificate("middle")]), Chain::Root(0));
    assert_eq!(chain(&[authority.certificate("own")]), Chain::Root(0));
    assert_eq!(chain(&[stranger.root()]), Chain::SelfAsserted);
    assert_eq!(chain(&[]), Chain::SelfAsserted);
}

#[test]
fn a_root_that_is_no_certificate_is_named() {
    let authority = Authority::new(USUAL);
    let roots = [authority.root(), b"-----BEGIN CERTIFICATE-----".to_vec()];
    let refused = check(&authority.stamp(), &HASH, Some(NONCE), &roots);
    assert!(matches!(refused, Err(Error::Root(1))), "{refused:?}");
}

#[test]
fn a_certificate_is_judged_as_of_the_time_of_the_stamp() {
    let authority = Authority::new(Shape {
        valid: ("20200101000000Z", "20201231235959Z"),
        ..USUAL
    });
    let at = |time: &str| {
        let token = authority.sign(&Authority::content_at(time), &["-cades"]);
        check(&token, &HASH, Some(NONCE), &[authority.root()])
    };
    let stamp = at("20200630120000").unwrap();
    assert_eq!(
        (stamp.time_ms, stamp.chain),
        (1_593_518_400_000, Chain::Root(0))
    );
    for time in ["20191231235959", "20210101000000", "20261130120000"] {
        let refused = at(time);
        assert!(matches!(refused, Err(Error::NotValidThen)), "{refused:?}");
    }
}

#[test]
fn without_a_root_the_authoritys_own_validity_still_counts() {
    let authority = Authority::new(USUAL);
    let token = authority.sign(&Authority::content_at("20191231235959"), &["-cades"]);
    let refused = check(&token, &HASH, Some(NONCE), &[] as &[&[u8]]);
    assert!(matches!(refused, Err(Error::NotValidThen)), "{refused:?}");
}

#[test]
fn without_a_root_the_validity_of_the_certificates_above_does_not_count() {
    let authority = Authority::new(USUAL);
    // The root in the token is of today.
    let token = authority.sign(&Authority::content_at("20240630120000"), &["-cades"]);
    let stamp = check(&token, &HASH, Some(NONCE), &[] as &[&[u8]]).unwrap();
    assert_eq!(stamp.chain, Chain::SelfAsserted);
}

#[test]
fn a_certificate_for_another_purpose_is_refused() {
    let content = Authority::content_at("20261130120000");
    for extensions in [
        "extendedKeyUsage = critical,codeSigning",
        "extendedKeyUsage = timeStamping",
        "extendedKeyUsage = critical,timeStamping,codeSigning",
        "keyUsage = critical,keyEncipherment\nextendedKeyUsage = critical,timeStamping",
        "keyUsage = critical,digitalSignature",
    ] {
        let authority = Authority::new(Shape {
            extensions,
            ..USUAL
        });
        let token = authority.sign(&content, &["-cades"]);
        let refused = check(&token, &HASH, Some(NONCE), &[authority.root()]);
        assert!(
            matches!(refused, Err(Error::Purpose)),
            "{extensions}: {refused:?}"
        );
    }
}

#[test]
fn a_signature_that_does_not_name_its_certificate_is_refused() {
    let authority = Authority::new(USUAL);
    let token = authority.sign(&Authority::content_at("20261130120000"), &[]);
    let refused = check(&token, &HASH, Some(NONCE), &[authority.root()]);
    assert!(
        matches!(refused, Err(Error::Malformed("token"))),
        "{refused:?}"
    );
}

#[test]
fn a_file_of_roots_is_pem_or_one_certificate_and_anything_else_is_refused() {
    let authority = Authority::new(USUAL);
    let (root, middle) = (authority.root(), authority.certificate("middle"));
    let pem = authority.pem("chain");
    let both = roots(&pem).unwrap();
    assert_eq!(both, [middle, root.clone()]);
    assert_eq!(roots(&root).unwrap(), both[1..]);
    let many = authority.pem("root").repeat(MAX_ROOTS + 1);
    let key = authority.pem_of_key();
    for none in [b"".as_slice(), b"root", &many, &pem[..100], &key] {
        let refused = roots(none);
        assert!(matches!(refused, Err(Error::NoRoots)), "{refused:?}");
    }
    let cut = roots(&root[..root.len() - 1]);
    assert!(matches!(cut, Err(Error::Root(0))), "{cut:?}");
}
