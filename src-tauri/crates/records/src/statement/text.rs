//! The text of a statement, its hash and its signature.

use ed25519_dalek::{Signature as DalekSignature, VerifyingKey};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    body::{Approved, Archived, Compared, Returned, Stamped, StatementBody, StatementKind},
    reviewed::Reviewed,
};
use crate::{chain, offline_check::OfflineCheck, unhex};

/// The format of [`Text`], and the first field of what is signed.
pub(crate) const FORMAT: &str = "finagent-statement-1";

/// The signer of a statement, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedBy {
    /// The name of the person.
    pub name: String,
    /// The staff number; may be empty.
    pub staff: String,
    /// The public key, 64 lowercase hexadecimal digits.
    pub key: String,
}

/// The JSON text of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text<Body> {
    pub format: String,
    /// The uid of the record.
    pub record: String,
    pub kind: StatementKind,
    pub at_ms: i64,
    /// The SHA-256 of the text of the record's end.
    pub ended: String,
    pub signer: Option<SignedBy>,
    pub body: Body,
}

/// Parses the text of a statement with `read`, which parses JSON as a type. `None` if a field does not fit.
pub(crate) fn parse(kind: StatementKind, read: &impl Parser) -> Option<Text<StatementBody>> {
    let text = match kind {
        StatementKind::Checked => read.parse::<OfflineCheck>()?.map(StatementBody::Checked),
        StatementKind::Reviewed => read
            .parse::<Reviewed>()?
            .map(|body| StatementBody::Reviewed(Box::new(body))),
        StatementKind::Approved => read.parse::<Approved>()?.map(StatementBody::Approved),
        StatementKind::Returned => read.parse::<Returned>()?.map(StatementBody::Returned),
        StatementKind::Archived => read.parse::<Archived>()?.map(StatementBody::Archived),
        StatementKind::Stamped => read.parse::<Stamped>()?.map(StatementBody::Stamped),
        StatementKind::Compared => read.parse::<Compared>()?.map(StatementBody::Compared),
    };
    let fits = text.format == FORMAT && text.kind == kind && text.body.is_well_formed();
    fits.then_some(text)
}

/// Parses a text of a statement with a body of some type.
pub(crate) trait Parser {
    fn parse<Body: DeserializeOwned + Serialize>(&self) -> Option<Text<Body>>;
}

/// Parses a stored text. Its hash proves its form.
pub(crate) struct Stored<'a>(pub &'a str);

impl Parser for Stored<'_> {
    fn parse<Body: DeserializeOwned + Serialize>(&self) -> Option<Text<Body>> {
        serde_json::from_str(self.0).ok()
    }
}

impl<Body> Text<Body> {
    fn map<Other>(self, change: impl FnOnce(Body) -> Other) -> Text<Other> {
        Text {
            format: self.format,
            record: self.record,
            kind: self.kind,
            at_ms: self.at_ms,
            ended: self.ended,
            signer: self.signer,
            body: change(self.body),
        }
    }
}

/// The body of a statement's event in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chained {
    /// The SHA-256 of the text.
    pub statement: String,
    pub key: Option<String>,
    pub signature: Option<String>,
}

impl Chained {
    /// Whether every field has the form that docs/evidence.md requires.
    pub(crate) fn is_well_formed(&self) -> bool {
        let signed = match (&self.key, &self.signature) {
            (None, None) => true,
            (Some(key), Some(signature)) => {
                unhex(key).is_some() && signature_bytes(signature).is_some()
            }
            _ => false,
        };
        signed && unhex(&self.statement).is_some()
    }

    /// Whether the text is signed by the signer whom it names, or names none and is unsigned.
    pub(crate) fn is_signed(&self, text: &str, signer: Option<&SignedBy>) -> bool {
        match (signer, &self.key, &self.signature) {
            (None, None, None) => true,
            (Some(signer), Some(key), Some(signature)) => {
                signer.key == *key
                    && unhex(key)
                        .zip(signature_bytes(signature))
                        .is_some_and(|(key, signature)| is_signed(&key, text, &signature))
            }
            _ => false,
        }
    }
}

/// The 32 bytes that a person signs; they follow from the text.
pub(crate) fn message(text: &str) -> chain::Hash {
    chain::digest(&[FORMAT.as_bytes(), text.as_bytes()])
}

/// Whether a key can sign: it is the one encoding of a point, and not one of the eight for which anybody can sign.
pub(crate) fn is_key(key: &[u8; 32]) -> bool {
    verifying_key(key).is_some()
}

/// Whether `signature` over a text was made with the private part of `key`.
pub(crate) fn is_signed(key: &[u8; 32], text: &str, signature: &[u8; 64]) -> bool {
    let signature = DalekSignature::from_bytes(signature);
    verifying_key(key).is_some_and(|key| key.verify_strict(&message(text), &signature).is_ok())
}

fn verifying_key(key: &[u8; 32]) -> Option<VerifyingKey> {
    let found = VerifyingKey::from_bytes(key).ok()?;
    // The library also takes numbers from the prime on, which RFC 8032 does not.
    let is_least = found.to_edwards().compress().as_bytes() == key;
    (is_least && !found.is_weak()).then_some(found)
}

/// Parses a signature from 128 lowercase hexadecimal digits.
fn signature_bytes(digits: &str) -> Option<[u8; 64]> {
    let (first, second) = digits.split_at_checked(64)?;
    let mut bytes = [0; 64];
    let halves = [unhex(first)?, unhex(second)?];
    for (byte, of) in bytes.iter_mut().zip(halves.iter().flatten()) {
        *byte = *of;
    }
    Some(bytes)
}
