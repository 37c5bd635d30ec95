//! Reads the certificates in a file, in the formats in which network departments hand them out.
//!
//! PEM, DER, and PKCS#7 (`.p7b`, `.p7c`) in either. The sections and elements are found here; the TLS library decides
//! whether a certificate can be trusted.

use base64::{Engine, engine::general_purpose::STANDARD};
use der::{AnyRef, Decode, Reader, SliceReader, Tag, Tagged, asn1::ObjectIdentifier};

use crate::error::CertificateFile;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Characters in a line of PEM.
const LINE: usize = 64;
/// The first byte of a file in DER: the tag of a SEQUENCE.
const SEQUENCE: u8 = 0x30;

/// Returns the certificates in a file, in DER and in the order of the file. There is at least one. Everything else in
/// the file is skipped, such as the private key beside a certificate.
///
/// # Errors
/// What the file is if it contains no certificate; [`CertificateFile::Damaged`] if one of them can't be read.
pub fn certificates(file: &[u8]) -> Result<Vec<Vec<u8>>, CertificateFile> {
    let file = file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file);
    if file.trim_ascii().is_empty() {
        return Err(CertificateFile::Empty);
    }
    let mut found = Found::default();
    if file.first() == Some(&SEQUENCE) {
        found.add_der(file)?;
    } else {
        found.add_pem(&String::from_utf8_lossy(file))?;
    }
    if found.certificates.is_empty() {
        return Err(found.other.unwrap_or(CertificateFile::Other));
    }
    Ok(found.certificates)
}

/// Writes certificates, each in DER, as PEM.
#[must_use]
pub fn certificates_to_pem(certificates: &[Vec<u8>]) -> String {
    let mut pem = String::new();
    for certificate in certificates {
        pem.push_str("-----BEGIN CERTIFICATE-----\n");
        for (at, letter) in STANDARD.encode(certificate).chars().enumerate() {
            if at > 0 && at % LINE == 0 {
                pem.push('\n');
            }
            pem.push(letter);
        }
        pem.push_str("\n-----END CERTIFICATE-----\n");
    }
    pem
}

#[derive(Default)]
struct Found {
    certificates: Vec<Vec<u8>>,
    /// The first thing that is not a certificate.
    other: Option<CertificateFile>,
}

impl Found {
    /// Adds what the sections of a PEM file contain.
    fn add_pem(&mut self, text: &str) -> Result<(), CertificateFile> {
        for section in text.split(BEGIN).skip(1) {
            let (label, rest) = section.split_once(DASHES).ok_or(CertificateFile::Damaged)?;
            if label.ends_with("PRIVATE KEY") {
                self.skip(CertificateFile::PrivateKey);
                continue;
            }
            let (body, _) = rest.split_once(END).ok_or(CertificateFile::Damaged)?;
            let body: String = body.split_ascii_whitespace().collect();
            let bytes = STANDARD.decode(body);
            self.add_der(&bytes.map_err(|_| CertificateFile::Damaged)?)?;
        }
        Ok(())
    }

    /// Adds the elements of a DER file: usually one, but tools also concatenate certificates.
    fn add_der(&mut self, bytes: &[u8]) -> Result<(), CertificateFile> {
        for element in elements(bytes).ok_or(CertificateFile::Damaged)? {
            match kind(&element).ok_or(CertificateFile::Damaged)? {
                Kind::Certificate => self.certificates.push(element.whole.to_vec()),
                Kind::Pkcs7(certificates) => self.certificates.extend(certificates),
                Kind::Not(other) => self.skip(other),
            }
        }
        Ok(())
    }

    fn skip(&mut self, other: CertificateFile) {
        self.other.get_or_insert(other);
    }
}

enum Kind {
    Certificate,
    Pkcs7(Vec<Vec<u8>>),
    Not(CertificateFile),
}

struct Element<'a> {
    tag: Tag,
    content: &'a [u8],
    whole: &'a [u8],
}

/// Identifies a structure by the tags of its elements; `None` if they can't be read.
fn kind(element: &Element<'_>) -> Option<Kind> {
    if element.tag != Tag::Sequence {
        return Some(Kind::Not(CertificateFile::Other));
    }
    let fields = elements(element.content)?;
    let tags: Vec<Tag> = fields.iter().map(|field| field.tag).collect();
    Some(match (tags.as_slice(), fields.as_slice()) {
        ([Tag::ObjectIdentifier, ..], [kind, content]) if is(kind, SIGNED_DATA) => {
            Kind::Pkcs7(of_signed_data(content)?)
        }
        ([Tag::Sequence, Tag::Sequence, Tag::BitString], [signed, ..]) => of_signed(signed)?,
        // PKCS#12 is version 3, then a PKCS#7 structure.
        ([Tag::Integer, Tag::Sequence, ..], [_, content, ..])
            if elements(content.content)?
                .first()
                .is_some_and(|kind| is(kind, DATA) || is(kind, SIGNED_DATA)) =>
        {
            Kind::Not(CertificateFile::Pkcs12)
        }
        // PKCS#8, SEC 1 and PKCS#1; and PKCS#8 under a password.
        (
            [Tag::Integer, Tag::Sequence | Tag::OctetString, ..]
            | [Tag::Integer, Tag::Integer, Tag::Integer, ..]
            | [Tag::Sequence, Tag::OctetString],
            _,
        ) => Kind::Not(CertificateFile::PrivateKey),
        _ => Kind::Not(CertificateFile::Other),
    })
}

/// Identifies what an issuer or applicant has signed: a certificate, a request for one, or a list of revoked ones.
fn of_signed(signed: &Element<'_>) -> Option<Kind> {
    let tags: Vec<Tag> = elements(signed.content)?
        .iter()
        .map(|field| field.tag)
        .collect();
    Some(match tags.as_slice() {
        // Version 1 has no number: serial, algorithm, issuer, validity, subject, key.
        [
            Tag::ContextSpecific { .. },
            Tag::Integer,
            Tag::Sequence,
            Tag::Sequence,
            Tag::Sequence,
            Tag::Sequence,
            Tag::Sequence,
            ..,
        ]
        | [
            Tag::Integer,
            Tag::Sequence,
            Tag::Sequence,
            Tag::Sequence,
            Tag::Sequence,
            Tag::Sequence,
            ..,
        ] => Kind::Certificate,
        [Tag::Integer, Tag::Sequence, Tag::Sequence]
        | [
            Tag::Integer,
            Tag::Sequence,
            Tag::Sequence,
            Tag::ContextSpecific { .. },
        ] => Kind::Not(CertificateFile::Request),
        _ => Kind::Not(CertificateFile::Other),
    })
}

/// The certificates in the content of a PKCS#7 structure: its first field `[0]`. Nothing is signed in such a file, it is
/// only a container.
fn of_signed_data(content: &Element<'_>) -> Option<Vec<Vec<u8>>> {
    let data = elements(content.content)?.into_iter().next()?;
    let fields = elements(data.content)?;
    let certificates = fields.iter().find(
        |field| matches!(field.tag, Tag::ContextSpecific { number, .. } if number.value() == 0),
    );
    let Some(certificates) = certificates else {
        return Some(Vec::new());
    };
    let certificates = elements(certificates.content)?.into_iter();
    Some(
        certificates
            .filter(|one| matches!(kind(one), Some(Kind::Certificate)))
            .map(|one| one.whole.to_vec())
            .collect(),
    )
}

fn is(element: &Element<'_>, kind: ObjectIdentifier) -> bool {
    element.tag == Tag::ObjectIdentifier && element.content == kind.as_bytes()
}

/// The elements that `bytes` consist of.
fn elements(bytes: &[u8]) -> Option<Vec<Element<'_>>> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let mut all = Vec::new();
    while !reader.is_finished() {
        let whole = reader.tlv_bytes().ok()?;
        let element = AnyRef::from_der(whole).ok()?;
        all.push(Element {
            tag: element.tag(),
            content: element.value(),
            whole,
        });
    }
    Some(all)
}
