//! The facts stored about a run at its start and at its end.
//!
//! Both are stored as JSON texts, byte for byte as first written, and the chain contains the SHA-256 of each. Neither
//! contains the API key: a fingerprint tells which one was used.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{material::Material, offline_check::OfflineCheck, timestamp::Timestamp};

/// The assistant of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The audit of material: a picture, a document or a text.
    Audit,
    /// Company due diligence.
    Diligence,
    /// Regulatory updates.
    Updates,
    /// A line in a sparring conversation.
    Sparring,
    /// The audit of the adviser's lines in a sparring conversation.
    Lines,
}

impl Kind {
    /// All kinds, in the order of the window.
    pub const ALL: [Self; 5] = [
        Self::Audit,
        Self::Diligence,
        Self::Updates,
        Self::Sparring,
        Self::Lines,
    ];

    /// The name in the database and in packages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Diligence => "diligence",
            Self::Updates => "updates",
            Self::Sparring => "sparring",
            Self::Lines => "lines",
        }
    }

    /// Parses [`Self::as_str`].
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The outcome of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The answer is complete.
    Finished,
    /// The run failed; the data that had arrived is stored.
    Failed,
    /// The person stopped the run; the data that had arrived is stored.
    Cancelled,
    /// The app ended during the run; the data that had arrived is stored.
    Interrupted,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 4] = [
        Self::Finished,
        Self::Failed,
        Self::Cancelled,
        Self::Interrupted,
    ];

    /// The name in the database and in packages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }

    /// Parses [`Self::as_str`].
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == name)
    }
}

/// The role of a material in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The file as the person supplied it.
    Received,
    /// The file as sent to the service.
    Sent,
}

impl Role {
    /// The name in the database and in packages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Sent => "sent",
        }
    }
}

/// A material of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Attached {
    /// Its role in the run.
    pub role: Role,
    /// The name that the person or the request gives it.
    pub name: String,
    /// The bytes with their properties.
    pub material: Material,
}

/// The facts at the start of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRecord {
    /// The uid of the record, from [`crate::new_uid`].
    pub uid: String,
    /// The assistant.
    pub kind: Kind,
    /// The title shown to people.
    pub title: String,
    /// The subject of the run. Records of one kind with the same subject are versions of one another.
    pub subject: String,
    /// The start time.
    pub at: Timestamp,
    /// The app's version.
    pub app: String,
    /// The service asked: scheme, host and port.
    pub origin: String,
    /// Whether the demo service answers.
    pub demo: bool,
    /// The model requested.
    pub model: String,
    /// The temperature requested, in the digits sent.
    pub temperature: String,
    /// `stream` or `sync`.
    pub mode: String,
    /// The fingerprint of the API key used.
    pub key_fingerprint: Option<String>,
    /// The path of the endpoint.
    pub endpoint: String,
    /// The fields of the request as sent; for a picture its name, type and number of bytes.
    pub request: Value,
    /// The plan by which the picture sent was made from the one received, in the caller's format.
    pub preparation: Option<Value>,
    /// The queue entry that this run audits. The start of the run is stored there in the same transaction.
    pub queued: Option<i64>,
    /// Pictures, as received and as sent.
    pub materials: Vec<Attached>,
    /// The offline check before anything was sent.
    pub check: Option<OfflineCheck>,
}

/// A material in [`StartedPart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its role in the run.
    pub role: Role,
    /// Its number among those of the same role, from 1.
    pub place: u32,
    /// The name that the person or the request gives it.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Its media type.
    pub media_type: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The size in bytes.
    pub bytes: u64,
}

/// The JSON text stored at the start of a run. docs/evidence.md describes its fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StartedPart {
    /// `finagent-record-1`.
    pub format: String,
    /// The uid of the record.
    pub uid: String,
    /// The assistant.
    pub kind: Kind,
    /// The title shown to people.
    pub title: String,
    /// The subject of the run; links versions.
    pub subject: String,
    /// The start time.
    pub at: Timestamp,
    /// The app's version.
    pub app: String,
    /// The format version of the database.
    pub schema: u32,
    /// The service asked: scheme, host and port.
    pub origin: String,
    /// Whether the demo service answers.
    pub demo: bool,
    /// The model requested.
    pub model: String,
    /// The temperature requested, in the digits sent.
    pub temperature: String,
    /// `stream` or `sync`.
    pub mode: String,
    /// The fingerprint of the API key used.
    pub key_fingerprint: Option<String>,
    /// The path of the endpoint.
    pub endpoint: String,
    /// The fields of the request as sent.
    pub request: Value,
    /// The plan by which the picture sent was made from the one received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preparation: Option<Value>,
    /// The materials.
    pub materials: Vec<Part>,
    /// The offline check before anything was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<OfflineCheck>,
}

/// The format of [`StartedPart`].
pub(crate) const RECORD_FORMAT: &str = "finagent-record-1";

/// Tokens used, as far as the service reports them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// In total.
    pub total: Option<u64>,
    /// By the request.
    pub prompt: Option<u64>,
    /// By the answer.
    pub completion: Option<u64>,
}

impl Tokens {
    /// Caps numbers at the largest that the database and a package can hold: a service may send any number.
    pub(crate) fn within_bounds(self) -> Self {
        let bounded = |count: Option<u64>| count.map(|count| count.min(i64::MAX.unsigned_abs()));
        Self {
            total: bounded(self.total),
            prompt: bounded(self.prompt),
            completion: bounded(self.completion),
        }
    }
}

/// The offset in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The offset in bytes.
    pub at: u64,
    /// The length in bytes.
    pub bytes: u64,
}

/// The result of one request of a run that sent its material in parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The number of the request, from 1.
    pub number: u32,
    /// The outcome of the request.
    pub outcome: AnswerOutcome,
    /// The error if it failed: a code with its parameters.
    pub problem: Option<Value>,
    /// The range of its text in the text of the record.
    pub output: Span,
    /// The range of its bytes in the raw answer of the record, all attempts; `None` if nothing was sent.
    pub raw: Option<Span>,
    /// Tokens used.
    pub tokens: Option<Tokens>,
    /// The session id from the service.
    pub session: Option<String>,
    /// Irregularities that were accepted.
    pub notes: Vec<String>,
}

/// The outcome of one of several requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerOutcome {
    /// The answer is complete.
    Finished,
    /// The complete answer was taken from an earlier record, which the request names.
    Kept,
    /// The request failed; the data that had arrived is stored.
    Failed,
    /// The person or the end of the app stopped it; the data that had arrived is stored.
    Stopped,
    /// The request was not sent.
    Unasked,
}

impl AnswerOutcome {
    /// Whether the answer is complete.
    #[must_use]
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Finished | Self::Kept)
    }
}

/// The facts at the end of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// The outcome of the run.
    pub outcome: Outcome,
    /// The error if it failed: a code with its parameters.
    pub problem: Option<Value>,
    /// The end time, in milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Milliseconds since the start.
    pub elapsed_ms: u64,
    /// The text, as far as it arrived.
    pub output: String,
    /// The flowchart as the service sent it.
    pub svg: Option<String>,
    /// Tokens used.
    pub tokens: Option<Tokens>,
    /// The session id from the service.
    pub session: Option<String>,
    /// The model's context length as the service reports it.
    pub max_token: Option<String>,
    /// Irregularities that were accepted.
    pub notes: Vec<String>,
    /// The results of the requests, if the material was sent in parts.
    pub answers: Vec<Answer>,
}

/// A stored text or bytes, by hash and size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// The SHA-256 of the bytes.
    pub sha256: String,
    /// The number of bytes.
    pub bytes: u64,
}

impl Digest {
    /// Computes the digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            sha256: crate::sha256_hex(bytes),
            bytes: bytes.len() as u64,
        }
    }
}

/// The JSON text stored at the end of a run. docs/evidence.md describes its fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndedPart {
    /// `finagent-record-1`.
    pub format: String,
    /// The uid of the record.
    pub uid: String,
    /// The outcome of the run.
    pub outcome: Outcome,
    /// The error if it failed: a code with its parameters.
    pub problem: Option<Value>,
    /// The end time, in milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Milliseconds since the start.
    pub elapsed_ms: u64,
    /// The raw bytes of the answer.
    pub raw: Digest,
    /// The list of what happened when.
    pub happenings: Digest,
    /// The text of the answer.
    pub output: Digest,
    /// The flowchart.
    pub svg: Option<Digest>,
    /// Tokens used.
    pub tokens: Option<Tokens>,
    /// The session id from the service.
    pub session: Option<String>,
    /// The model's context length as the service reports it.
    pub max_token: Option<String>,
    /// Irregularities that were accepted.
    pub notes: Vec<String>,
    /// The results of the requests, if the material was sent in parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

impl NewRecord {
    /// The text to store for it.
    pub(crate) fn part(&self, schema: u32) -> StartedPart {
        let mut places = [0_u32; 2];
        let materials = self.materials.iter().map(|attached| {
            let [received, sent] = &mut places;
            let place = match attached.role {
                Role::Received => received,
                Role::Sent => sent,
            };
            *place += 1;
            let material = &attached.material;
            Part {
                role: attached.role,
                place: *place,
                name: attached.name.clone(),
                sha256: material.sha256.clone(),
                media_type: material.media_type.clone(),
                width: material.width,
                height: material.height,
                bytes: material.data.len(),
            }
        });
        StartedPart {
            format: RECORD_FORMAT.to_owned(),
            materials: materials.collect(),
            uid: self.uid.clone(),
            kind: self.kind,
            title: self.title.clone(),
            subject: self.subject.clone(),
            at: self.at.clone(),
            app: self.app.clone(),
            schema,
            origin: self.origin.clone(),
            demo: self.demo,
            model: self.model.clone(),
            temperature: self.temperature.clone(),
            mode: self.mode.clone(),
            key_fingerprint: self.key_fingerprint.clone(),
            endpoint: self.endpoint.clone(),
            request: self.request.clone(),
            preparation: self.preparation.clone(),
            check: self.check.clone(),
        }
    }
}

impl StartedPart {
    /// The texts that a search looks through: title, file names, every text of the request, and the findings of the rules, each on
    /// lines of its own.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = vec![self.title.as_str()];
        words.extend(self.materials.iter().map(|part| part.name.as_str()));
        texts(&self.request, &mut words);
        words.extend(self.check.iter().flat_map(OfflineCheck::words));
        words.dedup();
        words.join("\n")
    }
}

/// Collects the texts that a person wrote: `query`, `company`, and `content` of earlier lines.
fn texts<'a>(request: &'a Value, found: &mut Vec<&'a str>) {
    match request {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text)
                        if matches!(name.as_str(), "query" | "company" | "content") =>
                    {
                        found.push(text);
                    }
                    Value::String(_) => {}
                    other => texts(other, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        _ => {}
    }
}
