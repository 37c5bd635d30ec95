//! Runs: the requests, and the events until the end.

use std::ops::Add;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Judgement, PagePlace, Problem, Rectangle};

/// A request for an audit.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditRequest {
    /// The text to audit, as typed.
    pub copy: String,
    /// The source of each part of it. The entries cover the text in order, or there are none.
    #[serde(default)]
    pub sources: Vec<CopySource>,
    /// The id of the picture to send.
    pub material: Option<u32>,
    /// Only request the parts that have no answer in the record with this id, and take the others from there. The record
    /// must have the same material and text.
    #[ts(type = "number | null")]
    pub rest_of: Option<i64>,
    /// `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
    /// The person's statements about the material and its findings.
    #[serde(default)]
    #[ts(optional)]
    pub judged: Option<Judgement>,
}

/// The source of a range of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CopySource {
    /// The first character, from 1.
    pub from: u32,
    /// The last character.
    pub to: u32,
    /// The way the text was entered.
    pub kind: SourceKind,
    /// The SHA-256 of the file with this text, or into whose text it was typed.
    pub sha256: Option<String>,
    /// The name of that file; empty for a picture from the clipboard.
    pub name: String,
    /// The text was edited after it was inserted.
    pub edited: bool,
    /// The file is not the current material, and the person chose to keep its text.
    pub kept: bool,
}

/// The way a text was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Typed or pasted.
    Typed,
    /// Recognized in a picture (OCR).
    Picture,
    /// The text of a document.
    Document,
    /// The text of an earlier record, which does not tell its source.
    Record,
}

/// A request for a report on a company or a topic.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SubjectRequest {
    /// The company or the topic, as typed.
    pub subject: String,
    /// The person confirmed that it is longer than the contract allows.
    pub insist: bool,
    /// `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
}

/// Tokens used, as far as the service reports them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Usage {
    /// In total.
    #[ts(type = "number | null")]
    pub total: Option<u64>,
    /// By the request.
    #[ts(type = "number | null")]
    pub prompt: Option<u64>,
    /// By the answer.
    #[ts(type = "number | null")]
    pub completion: Option<u64>,
}

/// Adds the numbers that are known.
impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let sum = |one: Option<u64>, other: Option<u64>| match (one, other) {
            (Some(one), Some(other)) => Some(one.saturating_add(other)),
            (one, other) => one.or(other),
        };
        Self {
            total: sum(self.total, other.total),
            prompt: sum(self.prompt, other.prompt),
            completion: sum(self.completion, other.completion),
        }
    }
}

/// The outcome of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The answer is complete.
    Finished,
    /// The run failed; the partial data is kept, marked as incomplete.
    Failed,
    /// The person stopped the run; the partial data is kept, marked as incomplete.
    Cancelled,
}

/// A part of an audit in parts: a piece of the picture or of the text, with its own answer.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunPart {
    /// The number of the part, from 1.
    pub number: u32,
    /// The number of parts.
    pub of: u32,
    /// The index of its heading among the blocks of the report: an empty `<h1 class="part" data-part="…">`, which the
    /// window fills. `null` if it has none yet.
    pub block: Option<u32>,
    /// The part of the picture that it shows.
    pub region: Option<Rectangle>,
    /// The picture of the file that it shows, if the file has several.
    pub page: Option<PagePlace>,
    /// The whole picture; the other parts are its strips.
    pub context: bool,
    /// The piece of the text sent with it.
    pub text: Option<TextPiece>,
    /// Its state.
    pub state: PartState,
    /// The reason why it has no complete answer.
    pub problem: Option<Problem>,
}

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TextPiece {
    /// The first character, from 1.
    pub from: u32,
    /// The last character.
    pub to: u32,
}

/// The state of a part of an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PartState {
    /// Its request is in progress.
    Running,
    /// The answer is complete.
    Finished,
    /// Its complete answer was taken from an earlier record of the same audit.
    Kept,
    /// Its request failed; the partial data is kept, marked as incomplete.
    Failed,
    /// The person or the end of the app stopped it.
    Stopped,
    /// Its request was never sent.
    Unasked,
}

/// An event of a run. The last one is always `Ended`.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RunEvent {
    /// The run began.
    Started {
        /// The number of the run, unique until the app ends.
        run: u32,
        /// Whether the demo service answers.
        demo: bool,
        /// The service asked: scheme, host and port.
        origin: String,
        /// The id of its record.
        #[ts(type = "number")]
        record: i64,
    },
    /// What arrives can't be written to the record at the moment, or can again. It stays in memory and is retried.
    Recording {
        /// The reason; `null` once writing works again.
        problem: Option<Problem>,
    },
    /// The service accepted the request and is answering.
    Connected,
    /// The service could not answer; another attempt follows.
    Retrying {
        /// The reason.
        problem: Problem,
        /// Milliseconds until the next attempt.
        after_ms: u32,
        /// The number of the next attempt, from 2.
        attempt: u32,
        /// The maximum number of attempts.
        of: u32,
    },
    /// The service reported a step of its work.
    Step {
        /// The name of the event as the service writes it.
        name: String,
        /// Its title, if the service gives one.
        title: Option<String>,
        /// The id of the step, if the service gives one.
        step: Option<String>,
        /// Milliseconds since the start of the run.
        at_ms: u32,
    },
    /// The state of a part. Not sent for an audit in one request.
    Part {
        /// The part.
        part: RunPart,
    },
    /// The report changed: blocks before `from` stay, `blocks` follow them, and `open` replaces the previous open block
    /// after these.
    Report {
        /// Index of the first block that changed.
        from: u32,
        /// Complete blocks as sanitized HTML.
        blocks: Vec<String>,
        /// The block that is still growing, as sanitized HTML.
        open: Option<String>,
    },
    /// Tokens used so far.
    Usage {
        /// The total.
        usage: Usage,
    },
    /// The run has ended; no event follows.
    Ended {
        /// The outcome.
        outcome: Outcome,
        /// The reason, if it failed.
        problem: Option<Problem>,
        /// Tokens used.
        usage: Option<Usage>,
        /// Milliseconds since the start.
        elapsed_ms: u32,
        /// Bytes of Markdown to copy or save.
        markdown_bytes: u32,
        /// The report is longer than the window shows; a saved file contains all of it.
        view_cut: bool,
        /// Whether there is a flowchart.
        flowchart: bool,
        /// The time the previous report on the same subject by the same service ended, in milliseconds since 1970.
        #[ts(type = "number | null")]
        former_at: Option<u64>,
    },
}
