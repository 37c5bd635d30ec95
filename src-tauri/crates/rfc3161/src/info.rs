//! The signed content of a token (TSTInfo): which hash, when, and by which policy.

use std::fmt::Write;
use std::time::Duration;

use der::asn1::ObjectIdentifier;
use der::{DateTime, Tag};

use crate::Error;
use crate::certificate::Extension;
use crate::read::{Elements, constructed, primitive, wrong};
use crate::signature::{Hash, algorithm};

/// The longest serial number, in bytes; RFC 3161 demands 20.
const MAX_SERIAL: usize = 64;

pub(crate) struct Info<'a> {
    imprint_algorithm: &'a [u8],
    imprint: &'a [u8],
    /// Since 1970.
    pub(crate) time: Duration,
    pub(crate) accuracy: Option<Duration>,
    pub(crate) serial: String,
    pub(crate) policy: String,
    /// The content of an INTEGER.
    pub(crate) nonce: Option<&'a [u8]>,
}

impl<'a> Info<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        read(bytes).map_err(|_| Error::Malformed("content"))
    }

    /// Whether the stamp is of this hash.
    pub(crate) fn is_of(&self, sha256: &[u8; 32]) -> Result<(), Error> {
        if Hash::read(self.imprint_algorithm) != Ok(Hash::Sha256) {
            return Err(Error::NotSha256);
        }
        if self.imprint == sha256 {
            Ok(())
        } else {
            Err(Error::OtherHash)
        }
    }
}

fn read(bytes: &[u8]) -> der::Result<Info<'_>> {
    let mut fields = Elements::of_sequence(bytes)?;
    if fields.next(Tag::Integer)? != [1] {
        return Err(wrong(Tag::Integer));
    }
    let policy = ObjectIdentifier::from_bytes(fields.next(Tag::ObjectIdentifier)?)?;
    let mut imprint = Elements::of(fields.next(Tag::Sequence)?)?;
    let imprint_algorithm = imprint.next(Tag::Sequence)?;
    algorithm(imprint_algorithm)?;
    let hash = imprint.next(Tag::OctetString)?;
    imprint.end()?;
    let serial = fields.next(Tag::Integer)?;
    let time = time(fields.next(Tag::GeneralizedTime)?)?;
    let accuracy = match fields.optional(Tag::Sequence)? {
        Some(accuracy) => Some(duration(accuracy.content)?),
        None => None,
    };
    // Whether the authority's stamps are in the order of their times; nothing here depends on it.
    fields.optional(Tag::Boolean)?;
    let nonce = fields.optional(Tag::Integer)?;
    // The authority's name as it gives it itself. The certificate's is the one that somebody vouches for.
    fields.optional(constructed(0))?;
    if let Some(extensions) = fields.optional(constructed(1))? {
        let mut extensions = Elements::of(extensions.content)?;
        while !extensions.is_empty() {
            if Extension::read(extensions.next(Tag::Sequence)?)?.critical {
                return Err(wrong(Tag::Sequence));
            }
        }
    }
    fields.end()?;
    Ok(Info {
        imprint_algorithm,
        imprint: hash,
        time,
        accuracy,
        serial: digits(serial)?,
        policy: policy.to_string(),
        nonce: nonce.map(|nonce| nonce.content),
    })
}

/// A number in hexadecimal digits.
fn digits(integer: &[u8]) -> der::Result<String> {
    if integer.is_empty() || integer.len() > MAX_SERIAL {
        return Err(wrong(Tag::Integer));
    }
    let bytes = match integer {
        // The zero that keeps a number from being negative.
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    let mut digits = String::new();
    for byte in bytes {
        // Writing to a string can't fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

/// The seconds [, thousandths, millionths] of an accuracy.
fn duration(content: &[u8]) -> der::Result<Duration> {
    let mut fields = Elements::of(content)?;
    let mut seconds = Duration::ZERO;
    if let Some(field) = fields.optional(Tag::Integer)? {
        seconds += Duration::from_secs(small(field.content)?.into());
    }
    if let Some(field) = fields.optional(primitive(0))? {
        seconds += Duration::from_millis(small(field.content)?.into());
    }
    if let Some(field) = fields.optional(primitive(1))? {
        seconds += Duration::from_micros(small(field.content)?.into());
    }
    fields.end()?;
    Ok(seconds)
}

/// A number from 0 to 2^31-1.
fn small(integer: &[u8]) -> der::Result<u32> {
    let (0..=0x7f, true) = (
        integer.first().copied().unwrap_or(u8::MAX),
        integer.len() <= 4,
    ) else {
        return Err(wrong(Tag::Integer));
    };
    Ok(integer
        .iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// The time `YYYYMMDDhhmmss[.f…]Z` since 1970. The crate `der` does not know fractions of a second, which most
/// authorities give.
fn time(text: &[u8]) -> der::Result<Duration> {
    let bad = || wrong(Tag::GeneralizedTime);
    let text = text.strip_suffix(b"Z").ok_or_else(bad)?;
    let (date, fraction) = text.split_at_checked(14).ok_or_else(bad)?;
    let nanoseconds = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            let missing = 9u32.saturating_sub(u32::try_from(digits.len()).unwrap_or(9));
            number(digits)
                .ok_or_else(bad)?
                .saturating_mul(10u32.pow(missing))
        }
        _ => return Err(bad()),
    };
    let mut rest = date;
    let mut part = |length: usize| {
        let (digits, after) = rest.split_at_checked(length)?;
        rest = after;
        number(digits)
    };
    let year = part(4)
        .and_then(|year| u16::try_from(year).ok())
        .ok_or_else(bad)?;
    let mut two = || {
        part(2)
            .and_then(|number| u8::try_from(number).ok())
            .ok_or_else(bad)
    };
    let whole = DateTime::new(year, two()?, two()?, two()?, two()?, two()?)?.unix_duration();
    Ok(whole.saturating_add(Duration::from_nanos(nanoseconds.into())))
}

/// Parses at most nine decimal digits.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number: u32, digit| {
        digit.is_ascii_digit().then(|| {
            number
                .saturating_mul(10)
                .saturating_add(u32::from(digit - b'0'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_may_have_a_fraction_of_a_second() {
        let whole = time(b"20240229235959Z").unwrap();
        assert_eq!(whole, Duration::from_secs(1_709_251_199));
        for (text, nanoseconds) in [
            ("20240229235959.5Z", 500_000_000),
            ("20240229235959.029Z", 29_000_000),
            ("20240229235959.000Z", 0),
            ("20240229235959.123456789Z", 123_456_789),
        ] {
            let found = time(text.as_bytes()).unwrap();
            assert_eq!(found, whole + Duration::from_nanos(nanoseconds), "{text}");
        }
    }

    #[test]
    fn a_time_in_another_form_is_refused() {
        for text in [
            "",
            "Z",
            "20240229235959",
            "20240229235959+0800",
            "20240229235959.Z",
            "20240229235959,5Z",
            "20240229235959.1234567890Z",
            "20230229235959Z",
            "20241301000000Z",
            "20240101240000Z",
            "2024010100000 Z",
            "19691231235959Z",
            "240229235959Z",
        ] {
            assert!(time(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn an_accuracy_adds_up_its_parts() {
        let parts = [0x02, 1, 1, 0x80, 2, 1, 0xf4, 0x81, 1, 100];
        assert_eq!(duration(&parts).unwrap(), Duration::from_micros(1_500_100));
        assert_eq!(duration(&[]).unwrap(), Duration::ZERO);
        assert!(duration(&[0x02, 1, 0xff]).is_err(), "negative");
        assert!(duration(&[0x02, 5, 1, 0, 0, 0, 0]).is_err(), "too long");
    }
}
