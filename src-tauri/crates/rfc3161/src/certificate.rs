//! The requirements of RFC 3161 for an authority's certificate. `chain` checks everything else about it.

use der::Tag;
use der::asn1::ObjectIdentifier;

use crate::Error;
use crate::read::{Elements, constructed, only, wrong};

/// The most characters of an authority's name.
const MAX_NAME: usize = 200;

const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const SUBJECT_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
pub(crate) const TIME_STAMPING: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");

/// The bits `digitalSignature` and `nonRepudiation` of the first byte of a key usage.
const MAY_SIGN: u8 = 0xc0;

pub(crate) struct Certificate<'a> {
    pub(crate) der: &'a [u8],
    /// The issuer's name in DER.
    pub(crate) issuer: &'a [u8],
    /// The content of an INTEGER.
    pub(crate) serial: &'a [u8],
    subject: Vec<NamePart<'a>>,
    extensions: Vec<Extension<'a>>,
}

struct NamePart<'a> {
    kind: &'a [u8],
    tag: Tag,
    text: &'a [u8],
}

pub(crate) struct Extension<'a> {
    kind: &'a [u8],
    pub(crate) critical: bool,
    value: &'a [u8],
}

impl<'a> Certificate<'a> {
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, Error> {
        read(der).map_err(|_| Error::Malformed("certificate"))
    }

    pub(crate) fn key_id(&self) -> Option<&'a [u8]> {
        only(self.extension(SUBJECT_KEY_ID)?.value, Tag::OctetString).ok()
    }

    /// Whether the certificate is for time stamps and nothing else, and says so in a way that every reader must heed.
    pub(crate) fn is_for_time_stamps(&self) -> Result<(), Error> {
        let purpose = self.extension(EXTENDED_KEY_USAGE).ok_or(Error::Purpose)?;
        let only_time_stamps = only(purpose.value, Tag::Sequence)
            .and_then(|purposes| only(purposes, Tag::ObjectIdentifier))
            .is_ok_and(|purpose| purpose == TIME_STAMPING.as_bytes());
        let may_sign = self.extension(KEY_USAGE).is_none_or(|usage| {
            only(usage.value, Tag::BitString)
                .is_ok_and(|bits| matches!(bits, [_, first, ..] if first & MAY_SIGN != 0))
        });
        if purpose.critical && only_time_stamps && may_sign {
            Ok(())
        } else {
            Err(Error::Purpose)
        }
    }

    /// The subject's name: its common name, else its unit or organisation; empty if it has none of them.
    pub(crate) fn name(&self) -> String {
        [COMMON_NAME, UNIT, ORGANISATION]
            .into_iter()
            .find_map(|wanted| {
                let part = self
                    .subject
                    .iter()
                    .find(|part| part.kind == wanted.as_bytes())?;
                let text: String = text_of(part.tag, part.text)
                    .chars()
                    .filter(|letter| !letter.is_control())
                    .take(MAX_NAME)
                    .collect();
                (!text.trim().is_empty()).then_some(text)
            })
            .unwrap_or_default()
    }

    fn extension(&self, kind: ObjectIdentifier) -> Option<&Extension<'a>> {
        self.extensions
            .iter()
            .find(|extension| extension.kind == kind.as_bytes())
    }
}

impl<'a> Extension<'a> {
    /// Reads the content of an Extension.
    pub(crate) fn read(content: &'a [u8]) -> der::Result<Self> {
        let mut fields = Elements::of(content)?;
        let kind = fields.next(Tag::ObjectIdentifier)?;
        let critical = fields.optional(Tag::Boolean)?;
        let value = fields.next(Tag::OctetString)?;
        fields.end()?;
        Ok(Self {
            kind,
            critical: critical.is_some_and(|critical| critical.content != [0]),
            value,
        })
    }
}

fn read(der: &[u8]) -> der::Result<Certificate<'_>> {
    let mut certificate = Elements::of_sequence(der)?;
    let mut fields = Elements::of(certificate.next(Tag::Sequence)?)?;
    fields.optional(constructed(0))?;
    let serial = fields.next(Tag::Integer)?;
    fields.next(Tag::Sequence)?;
    let issuer = fields.element(Tag::Sequence)?.whole;
    fields.next(Tag::Sequence)?;
    let subject = subject(fields.next(Tag::Sequence)?)?;
    fields.next(Tag::Sequence)?;
    let mut extensions: Vec<Extension<'_>> = Vec::new();
    while !fields.is_empty() {
        // The identifiers of issuer and subject, [1] and [2], are of no use.
        let field = fields.any()?;
        if field.tag != constructed(3) {
            continue;
        }
        let mut list = Elements::of_sequence(field.content)?;
        while !list.is_empty() {
            let extension = Extension::read(list.next(Tag::Sequence)?)?;
            // An extension that occurs twice could be read in two ways.
            if extensions.iter().any(|known| known.kind == extension.kind) {
                return Err(wrong(Tag::Sequence));
            }
            extensions.push(extension);
        }
    }
    Ok(Certificate {
        der,
        issuer,
        serial,
        subject,
        extensions,
    })
}

fn subject(content: &[u8]) -> der::Result<Vec<NamePart<'_>>> {
    let mut parts = Vec::new();
    let mut sets = Elements::of(content)?;
    while !sets.is_empty() {
        let mut set = Elements::of(sets.next(Tag::Set)?)?;
        while !set.is_empty() {
            let mut part = Elements::of(set.next(Tag::Sequence)?)?;
            let kind = part.next(Tag::ObjectIdentifier)?;
            let text = part.any()?;
            part.end()?;
            parts.push(NamePart {
                kind,
                tag: text.tag,
                text: text.content,
            });
        }
    }
    Ok(parts)
}

/// The text of a string. Most are UTF-8 or a subset of it.
fn text_of(tag: Tag, bytes: &[u8]) -> String {
    if tag == Tag::BmpString {
        let (pairs, _) = bytes.as_chunks::<2>();
        let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
        return char::decode_utf16(units)
            .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
    }
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_two_byte_letters_is_read() {
        let bytes = [0x79, 0x3a, 0x4f, 0x8b, 0x65, 0xf6, 0x95, 0xf4];
        assert_eq!(text_of(Tag::BmpString, &bytes), "示例时间");
        assert_eq!(text_of(Tag::Utf8String, "示例时间".as_bytes()), "示例时间");
    }
}
