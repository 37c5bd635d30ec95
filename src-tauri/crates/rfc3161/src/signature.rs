//! The signature of a token, checked by AWS-LC through `webpki`.

use aws_lc_rs::digest;
use der::Tag;
use der::asn1::ObjectIdentifier;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use webpki::EndEntityCert;
use webpki::aws_lc_rs as algorithms;

use crate::Error;
use crate::certificate::Certificate;
use crate::read::Elements;
use crate::token::Token;

/// The signatures that are accepted, in tokens and in certificates: RSA from 2048 bits and the curves P-256, P-384 and
/// P-521, each with SHA-256, SHA-384 or SHA-512.
pub(crate) const ACCEPTED: [&dyn SignatureVerificationAlgorithm; 18] = [
    algorithms::ECDSA_P256_SHA256,
    algorithms::ECDSA_P256_SHA384,
    algorithms::ECDSA_P256_SHA512,
    algorithms::ECDSA_P384_SHA256,
    algorithms::ECDSA_P384_SHA384,
    algorithms::ECDSA_P384_SHA512,
    algorithms::ECDSA_P521_SHA256,
    algorithms::ECDSA_P521_SHA384,
    algorithms::ECDSA_P521_SHA512,
    algorithms::RSA_PKCS1_2048_8192_SHA256,
    algorithms::RSA_PKCS1_2048_8192_SHA384,
    algorithms::RSA_PKCS1_2048_8192_SHA512,
    algorithms::RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    algorithms::RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    algorithms::RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
    algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
];

const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
/// An RSA signature whose hash is named elsewhere.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// Reads the content of an AlgorithmIdentifier. Fails with the name of another algorithm.
    pub(crate) fn read(content: &[u8]) -> Result<Self, Unsupported> {
        let (name, parameters) = algorithm(content).map_err(|_| Unsupported(String::new()))?;
        match name {
            SHA256 if is_none(parameters) => Ok(Self::Sha256),
            SHA384 if is_none(parameters) => Ok(Self::Sha384),
            SHA512 if is_none(parameters) => Ok(Self::Sha512),
            other => Err(Unsupported(other.to_string())),
        }
    }

    fn of(self, bytes: &[u8]) -> digest::Digest {
        let algorithm = match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, bytes)
    }
}

/// The object identifier of an algorithm that is not accepted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unsupported(String);

impl From<Unsupported> for Error {
    fn from(Unsupported(name): Unsupported) -> Self {
        Self::Algorithm(name)
    }
}

/// The name and the parameters within the content of an AlgorithmIdentifier.
pub(crate) fn algorithm(content: &[u8]) -> der::Result<(ObjectIdentifier, &[u8])> {
    let mut fields = Elements::of(content)?;
    let name = ObjectIdentifier::from_bytes(fields.next(Tag::ObjectIdentifier)?)?;
    let parameters = if fields.is_empty() {
        &[]
    } else {
        fields.any()?.whole
    };
    fields.end()?;
    Ok((name, parameters))
}

/// Whether an algorithm has no parameters: nothing, or NULL.
fn is_none(parameters: &[u8]) -> bool {
    matches!(parameters, [] | [5, 0])
}

/// Checks that `certificate` is the one that the signer meant, and that its key signed the token's content.
pub(crate) fn check(token: &Token<'_>, certificate: &Certificate<'_>) -> Result<(), Error> {
    let signer = &token.signer;
    let attributes = &signer.attributes;
    if let Some(sha1) = attributes.certificate {
        // The signature covers this hash, and the other checks cover the certificate. It only says which one was meant.
        let found = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, certificate.der);
        is_equal(sha1, found.as_ref(), Error::OtherCertificate)?;
    }
    if let Some((algorithm, hash)) = attributes.certificate_v2 {
        let algorithm = algorithm.map_or(Ok(Hash::Sha256), Hash::read)?;
        let found = algorithm.of(certificate.der);
        is_equal(hash, found.as_ref(), Error::OtherCertificate)?;
    }
    let hash = Hash::read(signer.digest)?;
    let found = hash.of(token.info);
    is_equal(attributes.digest, found.as_ref(), Error::Signature)?;

    let der = CertificateDer::from(certificate.der);
    let key = EndEntityCert::try_from(&der).map_err(|_| Error::Malformed("certificate"))?;
    let (name, parameters) = algorithm(signer.algorithm).map_err(|_| Error::Malformed("token"))?;
    let hash_elsewhere = (name == RSA && is_none(parameters)).then_some(hash);
    for accepted in candidates(signer.algorithm, hash_elsewhere) {
        match key.verify_signature(accepted, &attributes.signed, signer.signature) {
            Ok(()) => return Ok(()),
            Err(webpki::Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)) => {}
            Err(_) => return Err(Error::Signature),
        }
    }
    Err(Error::Algorithm(name.to_string()))
}

/// The accepted algorithms that an AlgorithmIdentifier may mean: one for each kind of key.
fn candidates(
    content: &[u8],
    hash_elsewhere: Option<Hash>,
) -> impl Iterator<Item = &'static dyn SignatureVerificationAlgorithm> {
    let rsa = hash_elsewhere.map(|hash| match hash {
        Hash::Sha256 => algorithms::RSA_PKCS1_2048_8192_SHA256,
        Hash::Sha384 => algorithms::RSA_PKCS1_2048_8192_SHA384,
        Hash::Sha512 => algorithms::RSA_PKCS1_2048_8192_SHA512,
    });
    ACCEPTED
        .into_iter()
        .filter(move |accepted| accepted.signature_alg_id().as_ref() == content)
        .chain(rsa)
}

fn is_equal(stated: &[u8], found: &[u8], otherwise: Error) -> Result<(), Error> {
    if stated == found {
        Ok(())
    } else {
        Err(otherwise)
    }
}
