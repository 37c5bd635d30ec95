//! Reads from a certificate what a person needs to tell it apart: whose it is, who issued it, and when it is valid.
//!
//! Nothing here decides about trust, and a certificate that can't be read is no error: the TLS library says what is
//! wrong with it.

use std::time::Duration;

use der::{
    AnyRef, Decode, Reader, SliceReader, Tag, Tagged,
    asn1::{GeneralizedTime, ObjectIdentifier, UtcTime},
};

use crate::excerpt::{cut, visible};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
const ALTERNATIVE_NAMES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");

/// The most characters of a name.
const NAME: usize = 120;
/// The most host names of a certificate that are read.
const HOSTS: usize = 8;

/// What a certificate says. All text is bounded and without control characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Certificate {
    /// Common name and organisation of its owner.
    pub subject: String,
    /// Common name and organisation of its issuer.
    pub issuer: String,
    /// The hosts that it is for; only the first ones of many.
    pub hosts: Vec<String>,
    /// When it becomes valid, since 1970.
    pub not_before: Duration,
    /// When it expires, since 1970.
    pub not_after: Duration,
}

/// A certificate with the names as in the file, which identify its issuer.
pub(crate) struct Read<'a> {
    pub(crate) certificate: Certificate,
    subject: &'a [u8],
    issuer: &'a [u8],
}

/// Reads a certificate in DER; `None` if it can't be read.
pub(crate) fn read(certificate: &[u8]) -> Option<Read<'_>> {
    let whole = AnyRef::from_der(certificate).ok()?;
    let signed = *elements(whole.value())?.first()?;
    let mut fields = elements(signed.value())?.into_iter().peekable();
    // Version 1 has no number.
    fields.next_if(|field| matches!(field.tag(), Tag::ContextSpecific { .. }));
    let (_serial, _algorithm) = (fields.next()?, fields.next()?);
    let issuer = fields.next()?.value();
    let validity = elements(fields.next()?.value())?;
    let subject = fields.next()?.value();
    let [not_before, not_after] = validity.as_slice() else {
        return None;
    };
    let extensions = fields.find(
        |field| matches!(field.tag(), Tag::ContextSpecific { number, .. } if number.value() == 3),
    );
    Some(Read {
        certificate: Certificate {
            subject: name(subject)?,
            issuer: name(issuer)?,
            hosts: extensions
                .and_then(|field| hosts(field.value()))
                .unwrap_or_default(),
            not_before: time(not_before)?,
            not_after: time(not_after)?,
        },
        subject,
        issuer,
    })
}

/// The name of the authority at the end of a chain, which begins with the certificate of a host: follows the issuers as
/// far as they are in the chain.
pub(crate) fn root<C: AsRef<[u8]>>(chain: &[C]) -> Option<String> {
    let read: Vec<Read<'_>> = chain.iter().filter_map(|one| read(one.as_ref())).collect();
    let mut at = read.first()?;
    // A chain may contain a loop.
    for _ in 0..read.len() {
        let next = read.iter().find(|one| one.subject == at.issuer);
        match next {
            Some(next) if next.subject != at.subject => at = next,
            _ => break,
        }
    }
    Some(at.certificate.issuer.clone())
}

fn elements(bytes: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let mut all = Vec::new();
    while !reader.is_finished() {
        all.push(AnyRef::from_der(reader.tlv_bytes().ok()?).ok()?);
    }
    Some(all)
}

/// Common name and organisation of a distinguished name; without either, its unit.
fn name(name: &[u8]) -> Option<String> {
    let mut found = [None, None, None];
    for set in elements(name)? {
        for attribute in elements(set.value())? {
            let parts = elements(attribute.value())?;
            let [kind, value] = parts.as_slice() else {
                return None;
            };
            let place = [COMMON_NAME, ORGANIZATION, UNIT]
                .iter()
                .position(|known| known.as_bytes() == kind.value());
            if let Some(slot) = place.and_then(|place| found.get_mut(place)) {
                slot.get_or_insert_with(|| text(value));
            }
        }
    }
    let [common_name, organization, unit] = found;
    let shown = match (common_name, organization) {
        (Some(name), Some(organization)) if name != organization => {
            format!("{name} ({organization})")
        }
        (Some(name), _) | (None, Some(name)) => name,
        (None, None) => unit.unwrap_or_default(),
    };
    Some(cut(&visible(&shown), NAME))
}

fn text(value: &AnyRef<'_>) -> String {
    let bytes = value.value();
    match value.tag() {
        Tag::BmpString => {
            let units = bytes.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn time(value: &AnyRef<'_>) -> Option<Duration> {
    match value.tag() {
        Tag::UtcTime => Some(value.decode_as::<UtcTime>().ok()?.to_unix_duration()),
        _ => Some(
            value
                .decode_as::<GeneralizedTime>()
                .ok()?
                .to_unix_duration(),
        ),
    }
}

/// The host names and addresses in the extensions.
fn hosts(extensions: &[u8]) -> Option<Vec<String>> {
    let list = AnyRef::from_der(extensions).ok()?;
    for extension in elements(list.value())? {
        let parts = elements(extension.value())?;
        let (Some(kind), Some(value)) = (parts.first(), parts.last()) else {
            continue;
        };
        if kind.value() != ALTERNATIVE_NAMES.as_bytes() {
            continue;
        }
        let names = elements(AnyRef::from_der(value.value()).ok()?.value())?;
        return Some(names.iter().filter_map(host).take(HOSTS).collect());
    }
    None
}

fn host(name: &AnyRef<'_>) -> Option<String> {
    let Tag::ContextSpecific { number, .. } = name.tag() else {
        return None;
    };
    let value = name.value();
    match (number.value(), value) {
        (2, _) => Some(cut(&visible(&String::from_utf8_lossy(value)), NAME)),
        (7, [a, b, c, d]) => Some(format!("{a}.{b}.{c}.{d}")),
        (7, _) => {
            let octets: [u8; 16] = value.try_into().ok()?;
            Some(std::net::Ipv6Addr::from(octets).to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

    use super::*;

    #[test]
    fn a_certificate_says_whose_it_is_who_issued_it_and_when_it_is_valid() {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "Root");
        params
            .distinguished_name
            .push(DnType::OrganizationName, "某银行");
        let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let hosts = vec!["a.example".to_owned(), "10.0.0.1".to_owned()];
        let mut params = CertificateParams::new(hosts.clone()).unwrap();
        params
            .distinguished_name
            .push(DnType::CommonName, "a\u{202e}.example");
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2060, 1, 1);
        let key = KeyPair::generate().unwrap();
        let own = params.signed_by(&key, &ca).unwrap();
        let chain = [own.der().to_vec(), ca.der().to_vec()];
        let read = read(&chain[0]).unwrap().certificate;
        assert_eq!(read.subject, "a.example");
        assert_eq!(read.issuer, "Root (某银行)");
        assert_eq!(read.hosts, hosts);
        assert_eq!(read.not_before.as_secs(), 1_577_836_800);
        assert_eq!(read.not_after.as_secs(), 2_840_140_800);
        assert_eq!(root(&chain).unwrap(), "Root (某银行)");
        assert_eq!(root(&chain[..1]).unwrap(), "Root (某银行)");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..600, with in any::<u8>()) {
            _ = read(&bytes);
            let mut certificate = rcgen::generate_simple_self_signed(["a.example".to_owned()])
                .unwrap().cert.der().to_vec();
            if let Some(byte) = certificate.get_mut(at) {
                *byte = with;
            }
            _ = read(&certificate);
            _ = root(&[certificate]);
        }
    }
}
