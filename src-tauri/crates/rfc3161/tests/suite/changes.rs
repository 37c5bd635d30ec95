//! Tokens that were changed after they were signed.

use std::ops::Range;

use proptest::prelude::*;
use rfc3161::{Chain, Error, Stamp, check, token};

use crate::authority::{Authority, HASH, NONCE, RSA, Shape, USUAL, find};

/// A token, and what it says.
struct Sample {
    token: Vec<u8>,
    roots: [Vec<u8>; 1],
    stamp: Stamp,
    /// What the signature covers: the content, the signer's certificate, the attributes; and the signature.
    signed: [Range<usize>; 3],
}

impl Sample {
    fn new(shape: Shape) -> Self {
        let authority = Authority::new(shape);
        let token = token(&authority.stamp()).unwrap().to_vec();
        let roots = [authority.root()];
        let part = |part: &[u8]| {
            let start = find(&token, part);
            start..start + part.len()
        };
        let content = part(&authority.content(&token));
        let certificate = part(&authority.certificate("own"));
        // The identifier of the first attribute is followed by nothing that is not signed.
        let content_type = [
            0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03,
        ];
        let attributes = part(&content_type).start - 2..token.len();
        Self {
            stamp: check(&token, &HASH, Some(NONCE), &roots).unwrap(),
            signed: [content, certificate, attributes],
            token,
            roots,
        }
    }

    fn check(&self, changed: &[u8]) -> Result<Stamp, Error> {
        check(changed, &HASH, Some(NONCE), &self.roots)
    }

    /// A changed token is refused, or says the same; it may have lost the certificates that lead to the root.
    fn is_harmless(&self, changed: &[u8]) -> bool {
        self.check(changed).is_ok_and(|stamp| {
            let lost = Stamp {
                chain: Chain::SelfAsserted,
                ..self.stamp.clone()
            };
            stamp == self.stamp || stamp == lost
        })
    }

    fn accepts_a_signed_byte_changed(&self) -> Option<usize> {
        self.signed.iter().cloned().flatten().find(|at| {
            [0x01, 0x80, 0xff].iter().any(|bits| {
                let mut changed = self.token.clone();
                changed[*at] ^= bits;
                self.check(&changed).is_ok()
            })
        })
    }
}

#[test]
fn each_changed_byte_of_what_is_signed_is_noticed() {
    assert_eq!(Sample::new(USUAL).accepts_a_signed_byte_changed(), None);
    let rsa = Shape { key: RSA, ..USUAL };
    assert_eq!(Sample::new(rsa).accepts_a_signed_byte_changed(), None);
}

#[test]
fn another_time_is_noticed() {
    let sample = Sample::new(USUAL);
    let mut changed = sample.token.clone();
    let at = find(&changed, &[0x18, 0x0f]) + 2;
    changed[at..at + 4].copy_from_slice(b"2021");
    let refused = sample.check(&changed);
    assert!(matches!(refused, Err(Error::Signature)), "{refused:?}");
}

#[test]
fn the_content_of_another_stamp_is_noticed() {
    let authority = Authority::new(USUAL);
    let (first, second) = (authority.stamp(), authority.stamp());
    let content = |answer: &[u8]| authority.content(token(answer).unwrap());
    let (old, new) = (content(&first), content(&second));
    assert_ne!(old, new, "the serial numbers differ");
    let mut changed = first.clone();
    let at = find(&changed, &old);
    changed[at..at + old.len()].copy_from_slice(&new);
    let refused = check(&changed, &HASH, Some(NONCE), &[authority.root()]);
    assert!(matches!(refused, Err(Error::Signature)), "{refused:?}");
}

#[test]
fn bytes_after_the_end_are_refused() {
    let authority = Authority::new(USUAL);
    let answer = authority.stamp();
    for complete in [answer.as_slice(), token(&answer).unwrap()] {
        let longer = [complete, &[0]].concat();
        let refused = check(&longer, &HASH, Some(NONCE), &[authority.root()]);
        assert!(matches!(refused, Err(Error::Malformed(_))), "{refused:?}");
    }
}

#[test]
fn a_part_of_a_token_is_refused() {
    let sample = Sample::new(USUAL);
    for length in 0..sample.token.len() {
        let refused = sample.check(&sample.token[..length]);
        assert!(matches!(refused, Err(Error::Malformed(_))), "{refused:?}");
    }
}

#[test]
fn no_change_makes_a_token_say_something_else() {
    let sample = Sample::new(USUAL);
    let size = sample.token.len();
    let edit = (0..size, 0..8_usize, any::<[u8; 8]>(), 0..8_usize);
    let edits = prop::collection::vec(edit, 1..4);
    proptest!(|(edits in edits)| {
        let mut changed = sample.token.clone();
        for (at, removed, bytes, added) in edits {
            let at = at.min(changed.len());
            let end = (at + removed).min(changed.len());
            changed.splice(at..end, bytes[..added].iter().copied());
        }
        prop_assert!(sample.check(&changed).is_err() || sample.is_harmless(&changed));
    });
}

#[test]
fn any_bytes_are_answered() {
    proptest!(|(bytes in prop::collection::vec(any::<u8>(), 0..200))| {
        prop_assert!(check(&bytes, &HASH, None, &[] as &[&[u8]]).is_err());
    });
}
