//! The token of a time stamp: whether it is of the archive that its statement names, and says the same time.

use rfc3161::{Error, Stamp};

use super::body::Stamped;
use crate::unhex;

/// The fault of the token of a `stamped` statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Not a token as RFC 3161 describes, or there is something around it.
    Form,
    /// The token is for another hash than that of the archive.
    OtherArchive,
    /// The signature is not that of its content, or was not made with a certificate for time stamps.
    Signature,
    /// The token confirms another time than the statement says.
    Time,
}

/// Checks a token against its statement. Says nothing about who vouches for the authority.
pub(crate) fn check(token: &[u8], stamped: &Stamped) -> Result<Stamp, Flaw> {
    // An answer around the token is not signed.
    let alone = rfc3161::token(token).is_ok_and(|inner| inner == token);
    if !alone {
        return Err(Flaw::Form);
    }
    let archived = unhex(&stamped.archived).ok_or(Flaw::OtherArchive)?;
    let roots: &[&[u8]] = &[];
    let stamp = rfc3161::check(token, &archived, None, roots).map_err(|error| match error {
        Error::OtherHash | Error::NotSha256 => Flaw::OtherArchive,
        Error::TooLarge | Error::Malformed(_) | Error::Refused { .. } => Flaw::Form,
        _ => Flaw::Signature,
    })?;
    if stamp.time_ms != stamped.time_ms {
        return Err(Flaw::Time);
    }
    Ok(stamp)
}
