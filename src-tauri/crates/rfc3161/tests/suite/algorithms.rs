//! The keys, hashes and signatures that authorities use.

use rfc3161::{Chain, Error, check};

use crate::authority::{Authority, HASH, NONCE, P256, P384, RSA, Shape, USUAL};

/// The chain of a stamp by an authority of this shape, which `openssl` accepts as well.
fn chain_of(shape: Shape) -> Chain {
    let authority = Authority::new(shape);
    let answer = authority.stamp();
    assert!(authority.openssl_agrees());
    let stamp = check(&answer, &HASH, Some(NONCE), &[authority.root()]);
    stamp.unwrap().chain
}

#[test]
fn each_usual_key_and_hash_is_accepted() {
    for key in [P256, P384, RSA] {
        for signature_hash in ["sha256", "sha384", "sha512"] {
            let shape = Shape {
                key,
                signature_hash,
                ..USUAL
            };
            assert_eq!(chain_of(shape), Chain::Root(0), "{key:?} {signature_hash}");
        }
    }
}

#[test]
fn the_certificate_may_be_named_by_each_usual_hash() {
    // SHA-1 makes the older form of the attribute.
    for certificate_hash in ["sha1", "sha256", "sha512"] {
        let shape = Shape {
            certificate_hash,
            ..USUAL
        };
        assert_eq!(chain_of(shape), Chain::Root(0), "{certificate_hash}");
    }
}

#[test]
fn an_rsa_signature_with_random_padding_is_accepted() {
    let content = Authority::content_at("20261130120000");
    for signature_hash in ["sha256", "sha384", "sha512"] {
        let authority = Authority::new(Shape {
            key: RSA,
            signature_hash,
            ..USUAL
        });
        // The salt of `openssl` is as long as the hash only if told so.
        let pss = [
            "-cades",
            "-keyopt",
            "rsa_padding_mode:pss",
            "-keyopt",
            "rsa_pss_saltlen:-1",
        ];
        let token = authority.sign(&content, &pss);
        let stamp = check(&token, &HASH, Some(NONCE), &[authority.root()]).unwrap();
        assert_eq!(stamp.chain, Chain::Root(0), "{signature_hash}");
    }
}

#[test]
fn the_signer_may_be_named_by_its_key() {
    let authority = Authority::new(USUAL);
    let content = Authority::content_at("20261130120000");
    let token = authority.sign(&content, &["-cades", "-keyid"]);
    let stamp = check(&token, &HASH, Some(NONCE), &[authority.root()]).unwrap();
    assert_eq!(stamp.chain, Chain::Root(0));
}

#[test]
fn a_weak_hash_or_key_is_refused() {
    let weak = [
        Shape {
            signature_hash: "sha1",
            ..USUAL
        },
        Shape {
            key: &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
            ..USUAL
        },
    ];
    for shape in weak {
        let authority = Authority::new(shape);
        let refused = check(&authority.stamp(), &HASH, Some(NONCE), &[authority.root()]);
        assert!(
            matches!(refused, Err(Error::Algorithm(_) | Error::Signature)),
            "{refused:?}"
        );
    }
}
