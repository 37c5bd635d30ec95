//! A token: a CMS SignedData around the signed content, with the certificates of its signer.

use der::Tag;
use der::asn1::ObjectIdentifier;

use crate::Error;
use crate::certificate::Certificate;
use crate::read::{Elements, constructed, only, primitive, wrong};

/// The most certificates in a token. More would only make the search for a chain longer.
const MAX_CERTIFICATES: usize = 32;

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(crate) const TIME_STAMP_INFO: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

pub(crate) struct Token<'a> {
    /// The signed content.
    pub(crate) info: &'a [u8],
    /// The certificates in DER, in no particular order.
    pub(crate) certificates: Vec<&'a [u8]>,
    pub(crate) signer: Signer<'a>,
}

pub(crate) struct Signer<'a> {
    pub(crate) id: SignerId<'a>,
    /// The content of the AlgorithmIdentifier of the hash.
    pub(crate) digest: &'a [u8],
    pub(crate) attributes: Attributes<'a>,
    /// The content of the AlgorithmIdentifier of the signature.
    pub(crate) algorithm: &'a [u8],
    pub(crate) signature: &'a [u8],
}

/// The attribute with which a signer names its certificate.
pub(crate) enum SignerId<'a> {
    Number { issuer: &'a [u8], serial: &'a [u8] },
    Key(&'a [u8]),
}

/// The attributes that are signed, in place of the content itself.
pub(crate) struct Attributes<'a> {
    /// All of them, as they are signed.
    pub(crate) signed: Vec<u8>,
    /// The hash of the content.
    pub(crate) digest: &'a [u8],
    /// The SHA-1 of the signer's certificate.
    pub(crate) certificate: Option<&'a [u8]>,
    /// A hash of the signer's certificate: the content of its AlgorithmIdentifier (none for SHA-256), and the hash.
    pub(crate) certificate_v2: Option<(Option<&'a [u8]>, &'a [u8])>,
}

impl<'a> Token<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        read(bytes).map_err(|_| Error::Malformed("token"))
    }
}

impl SignerId<'_> {
    pub(crate) fn names(&self, certificate: &Certificate<'_>) -> bool {
        match *self {
            Self::Number { issuer, serial } => {
                certificate.issuer == issuer && certificate.serial == serial
            }
            Self::Key(key) => certificate.key_id() == Some(key),
        }
    }
}

fn read(bytes: &[u8]) -> der::Result<Token<'_>> {
    let mut content = Elements::of_sequence(bytes)?;
    is(&mut content, SIGNED_DATA)?;
    let signed_data = content.next(constructed(0))?;
    content.end()?;

    let mut fields = Elements::of_sequence(signed_data)?;
    fields.next(Tag::Integer)?;
    // The hash algorithms, repeated with each signer.
    fields.next(Tag::Set)?;
    let mut content = Elements::of(fields.next(Tag::Sequence)?)?;
    is(&mut content, TIME_STAMP_INFO)?;
    let info = only(content.next(constructed(0))?, Tag::OctetString)?;
    content.end()?;
    let mut certificates = Vec::new();
    if let Some(set) = fields.optional(constructed(0))? {
        let mut set = Elements::of(set.content)?;
        while !set.is_empty() {
            let certificate = set.any()?;
            // Other tags are obsolete forms.
            if certificate.tag == Tag::Sequence {
                certificates.push(certificate.whole);
            }
            if certificates.len() > MAX_CERTIFICATES {
                return Err(wrong(Tag::Set));
            }
        }
    }
    // Revocation lists.
    fields.optional(constructed(1))?;
    // RFC 3161 permits the authority's signature alone.
    let signer = signer(only(fields.next(Tag::Set)?, Tag::Sequence)?)?;
    fields.end()?;
    Ok(Token {
        info,
        certificates,
        signer,
    })
}

fn signer(content: &[u8]) -> der::Result<Signer<'_>> {
    let mut fields = Elements::of(content)?;
    fields.next(Tag::Integer)?;
    let id = match fields.optional(primitive(0))? {
        Some(key) => SignerId::Key(key.content),
        None => {
            let mut number = Elements::of(fields.next(Tag::Sequence)?)?;
            let issuer = number.element(Tag::Sequence)?.whole;
            let serial = number.next(Tag::Integer)?;
            number.end()?;
            SignerId::Number { issuer, serial }
        }
    };
    let digest = fields.next(Tag::Sequence)?;
    let attributes = attributes(fields.element(constructed(0))?.whole)?;
    let algorithm = fields.next(Tag::Sequence)?;
    let signature = fields.next(Tag::OctetString)?;
    // Attributes that are not signed.
    fields.optional(constructed(1))?;
    fields.end()?;
    Ok(Signer {
        id,
        digest,
        attributes,
        algorithm,
        signature,
    })
}

fn attributes(whole: &[u8]) -> der::Result<Attributes<'_>> {
    // They are signed with the tag of a SET (0x31) instead of their place in the token.
    let mut signed = whole.to_vec();
    if let Some(tag) = signed.first_mut() {
        *tag = 0x31;
    }
    let mut content_type = None;
    let mut digest = None;
    let mut certificate = None;
    let mut certificate_v2 = None;
    let mut elements = Elements::of(only(whole, constructed(0))?)?;
    while !elements.is_empty() {
        let mut attribute = Elements::of(elements.next(Tag::Sequence)?)?;
        let kind = attribute.next(Tag::ObjectIdentifier)?;
        let values = attribute.next(Tag::Set)?;
        attribute.end()?;
        // An identifier that is too long for its type is none of these.
        let earlier = match ObjectIdentifier::from_bytes(kind).ok() {
            Some(CONTENT_TYPE) => content_type
                .replace(only(values, Tag::ObjectIdentifier)?)
                .is_some(),
            Some(MESSAGE_DIGEST) => digest.replace(only(values, Tag::OctetString)?).is_some(),
            Some(SIGNING_CERTIFICATE) => certificate.replace(certificate_hash(values)?.1).is_some(),
            Some(SIGNING_CERTIFICATE_V2) => {
                certificate_v2.replace(certificate_hash(values)?).is_some()
            }
            _ => false,
        };
        // An attribute that occurs twice could be read in two ways.
        if earlier {
            return Err(wrong(Tag::Set));
        }
    }
    let known = content_type == Some(TIME_STAMP_INFO.as_bytes());
    let named = certificate.is_some() || certificate_v2.is_some();
    let (true, true, Some(digest)) = (known, named, digest) else {
        return Err(wrong(Tag::Set));
    };
    Ok(Attributes {
        signed,
        digest,
        certificate,
        certificate_v2,
    })
}

/// The first certificate of a SigningCertificate or SigningCertificateV2, which is the signer's.
fn certificate_hash(values: &[u8]) -> der::Result<(Option<&[u8]>, &[u8])> {
    let mut list = Elements::of(only(values, Tag::Sequence)?)?;
    let mut certificates = Elements::of(list.next(Tag::Sequence)?)?;
    let mut first = Elements::of(certificates.next(Tag::Sequence)?)?;
    let algorithm = first.optional(Tag::Sequence)?;
    let hash = first.next(Tag::OctetString)?;
    Ok((algorithm.map(|algorithm| algorithm.content), hash))
}

fn is(elements: &mut Elements<'_>, expected: ObjectIdentifier) -> der::Result<()> {
    if elements.next(Tag::ObjectIdentifier)? == expected.as_bytes() {
        Ok(())
    } else {
        Err(wrong(Tag::ObjectIdentifier))
    }
}
