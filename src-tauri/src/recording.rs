//! A run in the words of the records: what is written down of it when it starts, while it goes on, and when it ends.

use std::sync::Arc;

use finagent::{Answer, CallOptions, Mode, Partial, Progress, Request};
use records::{
    Attached, Ended, Journal, Kind, Material, Moment, NewRecord, Outcome, ReadBack, Role, Tokens,
};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    connection::Target,
    desk::OnDesk,
    ipc::{self, Problem},
    step::Step,
};

/// Characters of a title that is the beginning of a text.
const TITLE: usize = 80;

/// What a run is called in the records, beside what is asked.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which assistant.
    pub kind: Kind,
    /// What a person calls it.
    pub title: String,
    /// Runs of a kind with the same subject are versions of one another.
    pub subject: String,
    /// The picture.
    pub materials: Vec<Attached>,
}

impl Entry {
    /// Of an audit: called after the picture, or else after the copy.
    pub fn audit(copy: &str, picture: Option<&OnDesk>) -> Self {
        let Some(on_desk) = picture else {
            return Self::of_text(Kind::Audit, copy, format!("copy {}", digest(copy.trim())));
        };
        let material = material(on_desk);
        Self {
            kind: Kind::Audit,
            title: on_desk.material.name.clone(),
            subject: format!("picture {}", material.sha256),
            // It is sent byte for byte as it was brought.
            materials: [Role::Received, Role::Sent]
                .map(|role| Attached {
                    role,
                    name: on_desk.material.name.clone(),
                    material: material.clone(),
                })
                .into(),
        }
    }

    /// Of a report on a company or a topic.
    pub fn subject(kind: Kind, name: &str) -> Self {
        Self::of_text(kind, name, name.trim().to_owned())
    }

    /// Of what is said in a conversation, or of the audit of that.
    pub fn conversation(kind: Kind, id: u32, text: &str) -> Self {
        let subject = match kind {
            // Each line is a subject of its own; only asked once more it has a version.
            Kind::Sparring => format!("conversation {id} {}", digest(text.trim())),
            _ => format!("conversation {id}"),
        };
        Self::of_text(kind, text, subject)
    }

    fn of_text(kind: Kind, text: &str, subject: String) -> Self {
        let words: Vec<_> = text.split_whitespace().collect();
        let title: String = words.join(" ").chars().take(TITLE).collect();
        Self {
            kind,
            title,
            subject,
            materials: Vec::new(),
        }
    }

    /// The record with which the run begins.
    ///
    /// # Errors
    /// Where there are no random numbers for its identity.
    pub fn begin(
        self,
        target: &Target,
        request: &Request,
        options: &CallOptions,
        at: Moment,
    ) -> Result<NewRecord, Problem> {
        Ok(NewRecord {
            uid: records::new_uid()?,
            kind: self.kind,
            title: self.title,
            subject: self.subject,
            at,
            app: env!("CARGO_PKG_VERSION").to_owned(),
            origin: target.origin.clone(),
            demo: target.demo,
            model: options.model.to_string(),
            temperature: options.temperature.to_string(),
            mode: match options.mode {
                Mode::Stream => "stream".to_owned(),
                Mode::Sync => "sync".to_owned(),
            },
            key_fingerprint: target.key_fingerprint.clone(),
            endpoint: request.endpoint().path().to_owned(),
            request: request.as_sent(options),
            materials: self.materials,
        })
    }
}

/// Notes in the journal what the client reports.
pub fn note(journal: &Journal, progress: &Progress<'_>) {
    match progress {
        Progress::Attempt { number, .. } => journal.attempt(*number),
        Progress::Retrying { cause, after, .. } => {
            let problem = json!({ "code": cause.code(), "params": cause.params() });
            let after = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
            journal.retrying(&problem, after);
        }
        Progress::Connected { status, headers } => journal.connected(*status, headers),
        Progress::Bytes(bytes) => journal.bytes(bytes),
        Progress::Event(event) => {
            let Step { name, id, title } = Step::of(event);
            journal.event(&name, id.as_deref(), title.as_deref());
        }
        // What the bytes say anyway.
        _ => {}
    }
}

/// What a finished answer leaves.
pub fn finished(answer: Answer) -> Ended {
    let notes = answer.notes.iter().filter_map(|note| {
        let note = serde_json::to_value(note).ok()?;
        note.as_str().map(str::to_owned)
    });
    Ended {
        outcome: Outcome::Finished,
        problem: None,
        at_ms: 0,
        elapsed_ms: 0,
        notes: notes.collect(),
        output: answer.output,
        svg: answer.svg.filter(|svg| !svg.trim().is_empty()),
        tokens: answer.usage.as_ref().map(tokens),
        session: answer.session_id,
        max_token: answer.max_token,
    }
}

/// What an answer leaves that did not finish.
pub fn unfinished(partial: Partial, outcome: Outcome, problem: Option<&Problem>) -> Ended {
    Ended {
        outcome,
        problem: problem.map(|problem| json!({ "code": problem.code, "params": problem.params })),
        at_ms: 0,
        elapsed_ms: 0,
        output: partial.text,
        svg: partial.svg.filter(|svg| !svg.trim().is_empty()),
        tokens: partial.usage.as_ref().map(tokens),
        session: partial.session_id,
        max_token: None,
        notes: Vec::new(),
    }
}

/// How records that a crash left open are read back from their bytes.
pub fn read_back() -> ReadBack {
    Arc::new(|started, bytes| {
        let endpoint = match started.kind {
            Kind::Audit | Kind::Lines => finagent::Endpoint::Audit,
            Kind::Diligence => finagent::Endpoint::Diligence,
            Kind::Updates => finagent::Endpoint::Updates,
            Kind::Sparring => finagent::Endpoint::Sparring,
        };
        let mode = if started.mode == "sync" {
            Mode::Sync
        } else {
            Mode::Stream
        };
        let partial = finagent::read_back(endpoint, mode, bytes.to_vec());
        unfinished(partial, Outcome::Interrupted, None)
    })
}

/// A picture on the desk as the records keep it.
pub fn material(on_desk: &OnDesk) -> Material {
    let picture = &on_desk.picture;
    Material {
        sha256: picture.sha256_hex(),
        media_type: picture.format.media_type().to_owned(),
        width: on_desk.material.width,
        height: on_desk.material.height,
        look: picture.preview.as_ref().map(|preview| preview.look),
        thumbnail: picture
            .preview
            .as_ref()
            .map(|preview| preview.thumbnail.to_vec()),
        data: picture.bytes.to_vec(),
    }
}

/// Now, by this machine's clock and zone.
pub fn moment() -> Moment {
    let now = jiff::Zoned::now();
    let zone = now.time_zone().iana_name().unwrap_or_default();
    Moment {
        utc_ms: now.timestamp().as_millisecond(),
        offset_minutes: now.offset().seconds() / 60,
        zone: zone.to_owned(),
    }
}

/// Tells which key was used without telling it: the beginning of a hash that nothing else is made of.
pub fn key_fingerprint(key: &str) -> String {
    let hash = Sha256::digest(["finagent-desk key fingerprint\n", key].concat());
    records::hex(&hash).chars().take(16).collect()
}

fn tokens(usage: &finagent::Usage) -> Tokens {
    Tokens {
        total: usage.total_tokens,
        prompt: usage.prompt_tokens,
        completion: usage.completion_tokens,
    }
}

fn digest(text: &str) -> String {
    records::sha256_hex(text.as_bytes())
}

impl From<Tokens> for ipc::Usage {
    fn from(tokens: Tokens) -> Self {
        Self {
            total: tokens.total,
            prompt: tokens.prompt,
            completion: tokens.completion,
        }
    }
}

impl From<Kind> for ipc::RecordKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Audit => Self::Audit,
            Kind::Diligence => Self::Diligence,
            Kind::Updates => Self::Updates,
            Kind::Sparring => Self::Sparring,
            Kind::Lines => Self::Lines,
        }
    }
}

impl From<Option<Outcome>> for ipc::RecordOutcome {
    fn from(outcome: Option<Outcome>) -> Self {
        match outcome {
            None => Self::Running,
            Some(Outcome::Finished) => Self::Finished,
            Some(Outcome::Failed) => Self::Failed,
            Some(Outcome::Cancelled) => Self::Cancelled,
            Some(Outcome::Interrupted) => Self::Interrupted,
        }
    }
}
