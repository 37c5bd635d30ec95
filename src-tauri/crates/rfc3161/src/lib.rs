//! Time stamps after RFC 3161: the request to an authority, and the check of its token without a network.
//!
//! A time stamp proves that a hash existed at a time. The authority signs both, so that nobody needs to trust the clock
//! of this machine. [`request`] makes the text that is sent to the authority as `application/timestamp-query`.
//! [`check`] reads what it answered, now or years later.
//!
//! What [`check`] proves depends on the certificates given to it: see [`Chain`]. Whether the authority has revoked
//! its certificate since is not checked, because that needs a network.
//!
//! Out of scope: sending the request, and deciding which authorities to trust; [`roots`] reads a file with them.

mod certificate;
mod chain;
mod error;
mod info;
mod read;
mod request;
mod response;
mod roots;
mod signature;
mod token;

use std::time::Duration;

pub use chain::Chain;
pub use error::{Error, Failure};
pub use request::request;
pub use roots::{MAX_ROOTS, roots};

use certificate::Certificate;
use info::Info;
use token::Token;

/// The longest answer that is read, in bytes. Answers have 2 to 10 kB.
pub const MAX_BYTES: usize = 1 << 20;

/// A time stamp that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The time in milliseconds since 1970-01-01 UTC.
    pub time_ms: i64,
    /// The accuracy of the time in either direction, as the authority states it; `None` if it states none.
    pub accuracy: Option<Duration>,
    /// The stamp's number at its authority, in lowercase hexadecimal digits.
    pub serial: String,
    /// The policy by which the authority made the stamp, as an object identifier in dotted decimal form.
    pub policy: String,
    /// The authority's name from its certificate, at most 200 characters. Without a [root](Chain::Root), anybody may
    /// have written it.
    pub authority: String,
    /// The trust in the authority's certificate: who vouches for it.
    pub chain: Chain,
}

/// Returns the token within `answer`: the answer of an authority, or a token alone.
///
/// The token is what to keep; the rest of the answer is not signed. The signature is not checked.
///
/// # Errors
/// [`Error::Refused`] if the authority refused, [`Error::TooLarge`] and [`Error::Malformed`].
pub fn token(answer: &[u8]) -> Result<&[u8], Error> {
    if answer.len() > MAX_BYTES {
        return Err(Error::TooLarge);
    }
    response::token(answer)
}

/// Checks that `answer`, the answer of an authority or a token alone, is a time stamp of the hash `sha256`.
///
/// `nonce` is that of the request. A kept token may be checked without one. Each of `roots` is a certificate in DER.
/// The certificates of the authority are judged as of the stamp's time, not as of today.
///
/// # Errors
/// Each variant of [`Error`] says what is wrong. An unknown root is not an error, see [`Chain::SelfAsserted`].
pub fn check(
    answer: &[u8],
    sha256: &[u8; 32],
    nonce: Option<u64>,
    roots: &[impl AsRef<[u8]>],
) -> Result<Stamp, Error> {
    let token = Token::read(token(answer)?)?;
    let info = Info::read(token.info)?;
    info.is_of(sha256)?;
    if let Some(nonce) = nonce
        && info.nonce != Some(request::integer(nonce).as_slice())
    {
        return Err(Error::Nonce);
    }
    let certificates = token
        .certificates
        .iter()
        .map(|der| Certificate::read(der))
        .collect::<Result<Vec<_>, _>>()?;
    let signer = certificates
        .iter()
        .find(|certificate| token.signer.id.names(certificate))
        .ok_or(Error::NoCertificate)?;
    signer.is_for_time_stamps()?;
    signature::check(&token, signer)?;
    let chain = chain::check(signer, &token.certificates, info.time, roots)?;
    Ok(Stamp {
        time_ms: i64::try_from(info.time.as_millis()).map_err(|_| Error::Malformed("time"))?,
        accuracy: info.accuracy,
        serial: info.serial,
        policy: info.policy,
        authority: signer.name(),
        chain,
    })
}
