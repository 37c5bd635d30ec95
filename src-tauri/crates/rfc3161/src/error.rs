//! The reasons for refusing a time stamp.

use std::error::Error as StdError;

/// The reason why an answer is not a time stamp of the given hash.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The answer has more than [`MAX_BYTES`](crate::MAX_BYTES).
    #[error("the answer is too large for a time stamp")]
    TooLarge,
    /// The answer, or the named part of it, is not what RFC 3161 describes.
    #[error("the {0} is malformed")]
    Malformed(&'static str),
    /// The authority refused to make a time stamp.
    #[error("the authority refused: {text}")]
    Refused {
        /// The authority's own words, at most 500 characters; often empty.
        text: String,
        /// The reason that it chose from the list of RFC 3161.
        failure: Option<Failure>,
    },
    /// The time stamp is of another hash.
    #[error("the time stamp is of another hash")]
    OtherHash,
    /// The time stamp is of a hash that is not SHA-256.
    #[error("the time stamp is of a hash that is not SHA-256")]
    NotSha256,
    /// The time stamp answers another request, so it may be an older one.
    #[error("the time stamp answers another request")]
    Nonce,
    /// The answer does not contain the certificate of its signer.
    #[error("the certificate of the signer is missing")]
    NoCertificate,
    /// The signature was made for another certificate.
    #[error("the signature names another certificate")]
    OtherCertificate,
    /// The signature is not that of the content: something was changed.
    #[error("the signature is not that of the content")]
    Signature,
    /// The algorithm with this object identifier is not supported or no longer secure.
    #[error("the algorithm {0} is not supported")]
    Algorithm(String),
    /// The signer's certificate is not one for time stamps alone.
    #[error("the certificate of the signer is not for time stamps")]
    Purpose,
    /// A certificate was not valid at the time of the stamp.
    #[error("a certificate was not valid at the time of the stamp")]
    NotValidThen,
    /// A certificate on the way to the root must not be used like this, or has an algorithm that is not supported.
    #[error("the chain of certificates is broken")]
    Chain(#[source] Box<dyn StdError + Send + Sync>),
    /// The given root with this index is not a certificate.
    #[error("root {0} is not a certificate")]
    Root(usize),
    /// A file of roots has no certificate, or more than [`MAX_ROOTS`](crate::MAX_ROOTS).
    #[error("there are no certificates, or too many")]
    NoRoots,
}

impl Error {
    /// Returns the error's stable name, by which the UI selects a message.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Malformed(_) => "malformed",
            Self::Refused { .. } => "refused",
            Self::OtherHash => "other_hash",
            Self::NotSha256 => "not_sha256",
            Self::Nonce => "nonce",
            Self::NoCertificate => "no_certificate",
            Self::OtherCertificate => "other_certificate",
            Self::Signature => "signature",
            Self::Algorithm(_) => "algorithm",
            Self::Purpose => "purpose",
            Self::NotValidThen => "not_valid_then",
            Self::Chain(_) => "chain",
            Self::Root(_) => "root",
            Self::NoRoots => "no_roots",
        }
    }
}

/// The reasons for a refusal that RFC 3161 lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The authority does not support the hash algorithm.
    Algorithm,
    /// The request is not permitted or supported.
    Request,
    /// The request is malformed.
    Format,
    /// The authority has no reliable time at present.
    Time,
    /// The authority does not offer the policy.
    Policy,
    /// The authority does not support an extension.
    Extension,
    /// The additional information is not available.
    Information,
    /// The authority failed.
    System,
}
