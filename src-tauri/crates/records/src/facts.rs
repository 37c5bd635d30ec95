//! What is written down of a run: when it starts, and when it ends.
//!
//! Both are kept as JSON texts, byte for byte as they were first written, and the chain holds the SHA-256 of each. Nothing in
//! them is the key: a fingerprint says which one was used.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{material::Material, timestamp::Timestamp};

/// Which assistant ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The audit of material.
    Audit,
    /// Company due diligence.
    Diligence,
    /// Regulatory updates.
    Updates,
    /// A line of a sparring.
    Sparring,
    /// The audit of what was said in a sparring.
    Lines,
}

impl Kind {
    /// All of them, in the order of the window.
    pub const ALL: [Self; 5] = [
        Self::Audit,
        Self::Diligence,
        Self::Updates,
        Self::Sparring,
        Self::Lines,
    ];

    /// Its name in the database and in packages.
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

    /// The kind of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The whole answer is there.
    Finished,
    /// It failed; what had arrived is kept.
    Failed,
    /// The person stopped it; what had arrived is kept.
    Cancelled,
    /// The app ended in the middle of it; what had arrived is kept.
    Interrupted,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Finished,
        Self::Failed,
        Self::Cancelled,
        Self::Interrupted,
    ];

    /// Its name in the database and in packages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }

    /// The outcome of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == name)
    }
}

/// What a material is in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// As it was brought.
    Received,
    /// As it was sent to the service.
    Sent,
}

impl Role {
    /// Its name in the database and in packages.
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
    /// What it is in the run.
    pub role: Role,
    /// The name that the person or the request gives it.
    pub name: String,
    /// It.
    pub material: Material,
}

/// A run that starts.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRecord {
    /// Its identity, from [`crate::new_uid`].
    pub uid: String,
    /// Which assistant.
    pub kind: Kind,
    /// What a person calls it.
    pub title: String,
    /// Records of a kind with the same subject are versions of one another.
    pub subject: String,
    /// When.
    pub at: Timestamp,
    /// The app's version.
    pub app: String,
    /// Whom it asks: scheme, host and port.
    pub origin: String,
    /// The demo service answers.
    pub demo: bool,
    /// The model asked for.
    pub model: String,
    /// The temperature asked for, in the digits that are sent.
    pub temperature: String,
    /// `stream` or `sync`.
    pub mode: String,
    /// Which key was used, without telling it.
    pub key_fingerprint: Option<String>,
    /// The path of the endpoint.
    pub endpoint: String,
    /// The fields of the request as they are sent; of a picture its name, type and number of bytes.
    pub request: Value,
    /// How what was sent of a picture came about, as the caller describes it.
    pub preparation: Option<Value>,
    /// The place in the queue that it is the audit of: that is noted there together with the start.
    pub queued: Option<i64>,
    /// Pictures, as received and as sent.
    pub materials: Vec<Attached>,
}

/// What is written down when a run starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// `received` or `sent`.
    pub role: Role,
    /// Which one of that role, from 1.
    pub place: u32,
    /// Its name.
    pub name: String,
    /// Of its bytes.
    pub sha256: String,
    /// Its media type.
    pub media_type: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Its size.
    pub bytes: u64,
}

/// The JSON text that is written when a run starts. Its fields are described in docs/evidence.md.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StartedPart {
    /// `finagent-record-1`.
    pub format: String,
    /// See [`NewRecord`], also for what follows.
    pub uid: String,
    /// Which assistant.
    pub kind: Kind,
    /// What a person calls it.
    pub title: String,
    /// Links versions.
    pub subject: String,
    /// When.
    pub at: Timestamp,
    /// The app's version.
    pub app: String,
    /// The version of the database's format.
    pub schema: u32,
    /// Whom it asks.
    pub origin: String,
    /// The demo service answers.
    pub demo: bool,
    /// The model asked for.
    pub model: String,
    /// The temperature asked for.
    pub temperature: String,
    /// `stream` or `sync`.
    pub mode: String,
    /// Which key was used.
    pub key_fingerprint: Option<String>,
    /// The endpoint's path.
    pub endpoint: String,
    /// The fields as sent.
    pub request: Value,
    /// How what was sent came about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preparation: Option<Value>,
    /// The materials, by their hashes.
    pub materials: Vec<Part>,
}

/// The format of [`StartedPart`].
pub(crate) const RECORD_FORMAT: &str = "finagent-record-1";

/// Tokens used, as far as the service says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// All.
    pub total: Option<u64>,
    /// Of the request.
    pub prompt: Option<u64>,
    /// Of the answer.
    pub completion: Option<u64>,
}

impl Tokens {
    /// With no number above those that the database and a package can hold: a service may send any.
    pub(crate) fn within_bounds(self) -> Self {
        let bounded = |count: Option<u64>| count.map(|count| count.min(i64::MAX.unsigned_abs()));
        Self {
            total: bounded(self.total),
            prompt: bounded(self.prompt),
            completion: bounded(self.completion),
        }
    }
}

/// A stretch of a text or of bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Bytes before it.
    pub at: u64,
    /// Its length in bytes.
    pub bytes: u64,
}

/// What came of one of the requests of a run that asked for its material in parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Its place, from 1.
    pub number: u32,
    /// How it ended.
    pub outcome: AnswerOutcome,
    /// Why, where it failed: a code with its parameters.
    pub problem: Option<Value>,
    /// Its text, in the record's.
    pub output: Span,
    /// Its bytes, in the record's raw answer, all attempts; none where nothing was sent.
    pub raw: Option<Span>,
    /// Tokens used.
    pub tokens: Option<Tokens>,
    /// The service's id of the session.
    pub session: Option<String>,
    /// What was unusual and accepted.
    pub notes: Vec<String>,
}

/// How one of several requests ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerOutcome {
    /// The whole answer is there.
    Finished,
    /// The whole answer was taken from an earlier record, which the request names.
    Kept,
    /// It failed; what had arrived is kept.
    Failed,
    /// It was stopped, by the person or by the end of the app; what had arrived is kept.
    Stopped,
    /// It was not sent.
    Unasked,
}

impl AnswerOutcome {
    /// The whole answer is there.
    #[must_use]
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Finished | Self::Kept)
    }
}

/// How a run ended, as the caller knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// How.
    pub outcome: Outcome,
    /// Why, where it failed: a code with its parameters.
    pub problem: Option<Value>,
    /// When, in milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Milliseconds since the start.
    pub elapsed_ms: u64,
    /// The text, whole or as far as it came.
    pub output: String,
    /// The flowchart as the service sent it.
    pub svg: Option<String>,
    /// Tokens used.
    pub tokens: Option<Tokens>,
    /// The service's id of the session.
    pub session: Option<String>,
    /// The model's context length as the service gives it.
    pub max_token: Option<String>,
    /// What was unusual and accepted.
    pub notes: Vec<String>,
    /// The answers, where it asked in parts.
    pub answers: Vec<Answer>,
}

/// A text or bytes that were kept, by hash and size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Of the bytes.
    pub sha256: String,
    /// How many.
    pub bytes: u64,
}

impl Digest {
    /// Of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            sha256: crate::sha256_hex(bytes),
            bytes: bytes.len() as u64,
        }
    }
}

/// The JSON text that is written when a run ends. Its fields are described in docs/evidence.md.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndedPart {
    /// `finagent-record-1`.
    pub format: String,
    /// The record's identity.
    pub uid: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, where it failed.
    pub problem: Option<Value>,
    /// When, in milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Milliseconds since the start.
    pub elapsed_ms: u64,
    /// The raw answer.
    pub raw: Digest,
    /// The list of what happened when.
    pub happenings: Digest,
    /// The text.
    pub output: Digest,
    /// The flowchart.
    pub svg: Option<Digest>,
    /// Tokens used.
    pub tokens: Option<Tokens>,
    /// The service's id of the session.
    pub session: Option<String>,
    /// The model's context length.
    pub max_token: Option<String>,
    /// What was unusual.
    pub notes: Vec<String>,
    /// The answers, where it asked in parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

impl NewRecord {
    /// What is written down of it.
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
        }
    }
}

impl StartedPart {
    /// What of it a search finds: title, file names, and every text of the request; each on lines of its own.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = vec![self.title.as_str()];
        words.extend(self.materials.iter().map(|part| part.name.as_str()));
        texts(&self.request, &mut words);
        words.dedup();
        words.join("\n")
    }
}

/// The texts that a person wrote: `query`, `company`, and `content` of the lines before.
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
