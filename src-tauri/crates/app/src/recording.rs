//! Converts a run to the types of the records: at its start, during the run, and at its end.

use std::sync::Arc;

use finagent::{Answer, CallOptions, Mode, Partial, Progress};
use intake::Picture;
use records::{
    AnswerOutcome, Attached, Ended, Journal, Kind, Material, NewRecord, Outcome, ReadBack,
    Received, Record, Role, StartedPart, Timestamp, Tokens,
};
use serde_json::{Value, json};

use crate::{
    connection::Target,
    file_types::media_type,
    findings::PendingCheck,
    merged_answer::MergedAnswer,
    provenance::{self, Stretch},
    request::{RunRequest, answer_text, answers, parts_of},
    staging::Staged,
    step::Step,
    wire::{self, PartState, Problem, RunPart},
};

/// Characters of a title that is the beginning of a text.
const TITLE: usize = 80;

/// The facts about a run for its record, beside the request.
pub struct Entry {
    /// The assistant.
    pub kind: Kind,
    /// The title shown to people.
    pub title: String,
    /// The subject of the run. Runs of one kind with the same subject are versions of one another.
    pub subject: String,
    /// The picture, as received and as sent.
    pub materials: Vec<Attached>,
    /// The plan by which the picture sent was made from the one received.
    pub preparation: Option<Value>,
    /// The source of each part of the text.
    pub sources: Vec<Stretch>,
    /// The service of the earlier record whose answers are reused: no other service may answer the rest.
    pub rest_of: Option<AnsweredBy>,
    /// The queue entry that this run audits.
    pub queued: Option<i64>,
    /// Checks the material offline, before anything is sent.
    pub check: Option<PendingCheck>,
}

/// The service that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnsweredBy {
    /// The demo service, on any port.
    Demo,
    /// The service at this origin.
    Origin(String),
}

impl AnsweredBy {
    /// The service that answered a record.
    pub fn of(started: &StartedPart) -> Self {
        Self::at(started.demo, &started.origin)
    }

    /// The service at this origin.
    pub fn at(demo: bool, origin: &str) -> Self {
        if demo {
            Self::Demo
        } else {
            Self::Origin(origin.to_owned())
        }
    }
}

impl Entry {
    /// An entry for an audit; the title is the name of the picture, or else the beginning of the text.
    pub fn audit(copy: &str, picture: Option<&Staged>) -> Self {
        let Some(staged) = picture else {
            return Self::of_text(Kind::Audit, copy, format!("copy {}", digest(copy.trim())));
        };
        let received = material(staged);
        let subject = format!("picture {}", received.sha256);
        let name = &staged.material.name;
        let attached = |role, material| Attached {
            role,
            name: name.clone(),
            material,
        };
        let sent = staged.prepared.pictures.iter().map(sent);
        let sent: Vec<_> = sent.map(|sent| attached(Role::Sent, sent)).collect();
        let mut materials = vec![attached(Role::Received, received)];
        materials.extend(sent);
        Self {
            kind: Kind::Audit,
            title: name.clone(),
            subject,
            materials,
            preparation: serde_json::to_value(&staged.prepared.plan).ok(),
            sources: Vec::new(),
            rest_of: None,
            queued: None,
            check: None,
        }
    }

    /// An entry for the request of a record, which is asked once more.
    pub fn again(started: &StartedPart, materials: Vec<Attached>) -> Self {
        Self {
            kind: started.kind,
            title: started.title.clone(),
            subject: started.subject.clone(),
            materials,
            preparation: started.preparation.clone(),
            sources: provenance::stretches_of(&started.request),
            rest_of: None,
            queued: None,
            check: None,
        }
    }

    /// An entry for a report on a company or a topic.
    pub fn subject(kind: Kind, name: &str) -> Self {
        Self::of_text(kind, name, name.trim().to_owned())
    }

    /// An entry for a conversation line, or for the audit of a conversation.
    pub fn conversation(kind: Kind, id: u32, text: &str) -> Self {
        let subject = match kind {
            // Each line is a subject of its own; it only gets versions if it is sent again.
            Kind::Sparring => format!("conversation {id} {}", digest(text.trim())),
            _ => format!("conversation {id}"),
        };
        Self::of_text(kind, text, subject)
    }

    fn of_text(kind: Kind, text: &str, subject: String) -> Self {
        let words: Vec<_> = text.split_whitespace().collect();
        let title: String = visible_text::strip_invisible(&words.join(" "))
            .chars()
            .take(TITLE)
            .collect();
        Self {
            kind,
            title,
            subject,
            materials: Vec::new(),
            preparation: None,
            sources: Vec::new(),
            rest_of: None,
            queued: None,
            check: None,
        }
    }

    /// The facts to store at the start of the run.
    ///
    /// # Errors
    /// If there are no random numbers for its uid; `rest_unfit` if the service differs from that of the reused answers.
    pub fn begin(
        self,
        target: &Target,
        run_request: &RunRequest,
        options: &CallOptions,
        at: Timestamp,
    ) -> Result<NewRecord, Problem> {
        let whose = AnsweredBy::at(target.demo, &target.origin);
        if self.rest_of.is_some_and(|other| other != whose) {
            return Err(Problem::plain("rest_unfit"));
        }
        let mut request = run_request.as_sent(options);
        provenance::write(&mut request, &self.sources);
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
            endpoint: run_request.endpoint().path().to_owned(),
            request,
            preparation: self.preparation,
            queued: self.queued,
            materials: self.materials,
            // Added once the run holds its lane, because the check takes a while.
            check: None,
        })
    }
}

/// Records the progress of the client in the journal.
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
        // The bytes contain the rest.
        _ => {}
    }
}

/// The end of a run with a complete answer.
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
        answers: Vec::new(),
    }
}

/// The end of a run without a complete answer.
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
        answers: Vec::new(),
    }
}

/// Parses the answers of records that a crash left open.
pub fn read_back() -> ReadBack {
    Arc::new(|started, heard| {
        let parts = parts_of(started);
        if parts.is_empty() {
            let last = heard.first().map(|heard| heard.last).unwrap_or_default();
            return read_one(started, last);
        }
        let of = count(parts.len());
        let mut merged = MergedAnswer::default();
        for (number, part) in (1..).zip(parts) {
            let heading = part.label.heading(number, of);
            match (
                part.kept,
                heard.iter().find(|heard| heard.part == Some(number)),
            ) {
                (Some(kept), _) => {
                    merged.heading(&heading);
                    merged.kept(number, &kept.output);
                }
                (None, Some(heard)) => {
                    merged.heading(&heading);
                    let (outcome, ended) = read_part(started, heard);
                    merged.answered(number, outcome, ended, Some(heard.raw));
                }
                (None, None) => merged.unasked(number),
            }
        }
        merged.ended(Outcome::Interrupted, None)
    })
}

/// Parses the answer to a part. It may be complete, even though the run was interrupted in a later part.
fn read_part(started: &StartedPart, heard: &Received<'_>) -> (AnswerOutcome, Ended) {
    let (endpoint, mode) = way(started);
    match finagent::read_back(endpoint, mode, heard.last.to_vec()) {
        Ok(answer) => (AnswerOutcome::Finished, finished(answer)),
        Err(partial) => {
            let ended = unfinished(*partial, Outcome::Interrupted, None);
            (AnswerOutcome::Stopped, ended)
        }
    }
}

fn read_one(started: &StartedPart, bytes: &[u8]) -> Ended {
    let (endpoint, mode) = way(started);
    let partial = finagent::read_back(endpoint, mode, bytes.to_vec())
        .map_or_else(|partial| *partial, Partial::from);
    unfinished(partial, Outcome::Interrupted, None)
}

fn way(started: &StartedPart) -> (finagent::Endpoint, Mode) {
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
    (endpoint, mode)
}

/// The parts of an ended record with several requests, each with its heading and its text.
pub fn parts(record: &Record) -> Vec<(RunPart, String, &str)> {
    let asked = parts_of(&record.started);
    let of = count(asked.len());
    let answers = answers(record).iter();
    answers
        .zip(asked)
        .map(|(answer, asked)| {
            let number = answer.number;
            let part = RunPart {
                state: match answer.outcome {
                    AnswerOutcome::Finished => PartState::Finished,
                    AnswerOutcome::Kept => PartState::Kept,
                    AnswerOutcome::Failed => PartState::Failed,
                    AnswerOutcome::Stopped => PartState::Stopped,
                    AnswerOutcome::Unasked => PartState::Unasked,
                },
                problem: answer.problem.as_ref().map(Problem::recorded),
                ..asked.label.told(number, of)
            };
            let heading = asked.label.heading(number, of);
            (part, heading, answer_text(record, answer))
        })
        .collect()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The material of an audit as received, for a record.
pub fn material(staged: &Staged) -> Material {
    let source = &staged.prepared.plan.source;
    let preview = staged.prepared.preview();
    Material {
        sha256: source.sha256.clone(),
        media_type: media_type(&source.kind),
        width: source.width,
        height: source.height,
        look: preview.map(|preview| preview.look),
        thumbnail: preview.map(|preview| preview.thumbnail.to_vec()),
        data: staged.file.clone(),
    }
}

/// A picture as sent, for a record.
fn sent(picture: &Picture) -> Material {
    let (width, height) = picture.shown_size();
    let preview = picture.preview.as_ref();
    Material {
        sha256: picture.sha256_hex(),
        media_type: picture.format.media_type().to_owned(),
        width,
        height,
        look: preview.map(|preview| preview.look),
        thumbnail: preview.map(|preview| preview.thumbnail.to_vec()),
        data: picture.bytes.clone().into(),
    }
}

/// The current time with the local offset and time zone.
pub fn moment() -> Timestamp {
    let now = jiff::Zoned::now();
    let zone = now.time_zone().iana_name().unwrap_or_default();
    Timestamp {
        utc_ms: now.timestamp().as_millisecond(),
        offset_minutes: now.offset().seconds() / 60,
        zone: zone.to_owned(),
    }
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

impl From<Tokens> for wire::Usage {
    fn from(tokens: Tokens) -> Self {
        Self {
            total: tokens.total,
            prompt: tokens.prompt,
            completion: tokens.completion,
        }
    }
}

impl From<Kind> for wire::RecordKind {
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

impl From<Option<Outcome>> for wire::RecordOutcome {
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
