//! Runs: what is asked, and what happens until the end.

use std::ops::Add;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PagePlace, Problem, Rectangle};

/// What the window asks for with a run of the audit.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditRequest {
    /// The copy as it stands in its field.
    pub copy: String,
    /// Where each part of it comes from: they cover it in order, or there are none.
    #[serde(default)]
    pub sources: Vec<CopySource>,
    /// The picture to send, by id.
    pub material: Option<u32>,
    /// Ask only for the parts that have no answer in the record with this number, and take the others from there. It must be
    /// of the same material and copy.
    #[ts(type = "number | null")]
    pub rest_of: Option<i64>,
    /// `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
}

/// Where a stretch of the copy comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CopySource {
    /// Its first character, from 1.
    pub from: u32,
    /// Its last one.
    pub to: u32,
    /// How it came there.
    pub kind: SourceKind,
    /// Of the file whose text it is, or into whose text it was typed.
    pub sha256: Option<String>,
    /// That file's name; empty for a picture from the clipboard.
    pub name: String,
    /// The text of that file is not as it was put in.
    pub edited: bool,
    /// The file is another one than the material, and the person wants its text to go along.
    pub kept: bool,
}

/// How words came into the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Typed, or pasted from elsewhere.
    Typed,
    /// Read in a picture.
    Picture,
    /// The text of a document.
    Document,
    /// The copy of an earlier record, which does not say where it came from.
    Record,
}

/// What the window asks for with a run about a company or a topic.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SubjectRequest {
    /// The company or the topic, as typed.
    pub subject: String,
    /// The person was told that it is longer than the contract says, and pressed once more.
    pub insist: bool,
    /// `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
}

/// Tokens used, as far as the service says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Usage {
    /// All.
    #[ts(type = "number | null")]
    pub total: Option<u64>,
    /// Of the request.
    #[ts(type = "number | null")]
    pub prompt: Option<u64>,
    /// Of the answer.
    #[ts(type = "number | null")]
    pub completion: Option<u64>,
}

/// What is known of two, added up.
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

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The whole answer is here.
    Finished,
    /// It failed; what had arrived is kept and is incomplete.
    Failed,
    /// The person stopped it; what had arrived is kept and is incomplete.
    Cancelled,
}

/// A part of an audit in parts: a piece of the picture or of the copy, with an answer of its own.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunPart {
    /// Its place, from 1.
    pub number: u32,
    /// Of so many.
    pub of: u32,
    /// The block of the report that is its heading: an empty `<h1 class="part" data-part="…">`, whose words are the window's.
    /// `null`: it has none yet.
    pub block: Option<u32>,
    /// What it shows of the picture.
    pub region: Option<Rectangle>,
    /// The picture of the file that it is of, where there are several.
    pub page: Option<PagePlace>,
    /// It is the whole picture, whose strips are the other parts.
    pub context: bool,
    /// What it holds of the copy, where that goes along with it.
    pub text: Option<TextPiece>,
    /// Where it stands.
    pub state: PartState,
    /// Why it has no whole answer.
    pub problem: Option<Problem>,
}

/// A piece of the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TextPiece {
    /// Its first character, from 1.
    pub from: u32,
    /// Its last one.
    pub to: u32,
}

/// Where a part of an audit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PartState {
    /// It is being asked for.
    Running,
    /// Its whole answer is here.
    Finished,
    /// Its whole answer was taken from an earlier record of the same audit.
    Kept,
    /// It failed; what had arrived is kept and is incomplete.
    Failed,
    /// It was stopped, by the person or by the end of the app.
    Stopped,
    /// It was never asked for.
    Unasked,
}

/// One thing that happened in a run. The last of a run is always `Ended`.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RunEvent {
    /// The run began.
    Started {
        /// Of this run of the app.
        run: u32,
        /// It goes to the demo service.
        demo: bool,
        /// Where it goes.
        origin: String,
        /// The number of its record.
        #[ts(type = "number")]
        record: i64,
    },
    /// What arrives can't be written to its record at the moment, or can again. It is kept in memory and tried again.
    Recording {
        /// Why not; `null`: it is written again.
        problem: Option<Problem>,
    },
    /// The service took the request and answers.
    Connected,
    /// The service could not answer; it is asked again after a while.
    Retrying {
        /// Why.
        problem: Problem,
        /// Milliseconds until then.
        after_ms: u32,
        /// Number of the coming attempt, from 2.
        attempt: u32,
        /// Attempts at most.
        of: u32,
    },
    /// The service named a step of its work.
    Step {
        /// The event's name as the service writes it.
        name: String,
        /// A title, where the service gives one.
        title: Option<String>,
        /// The step's id, where the service gives one.
        step: Option<String>,
        /// Milliseconds since the run began.
        at_ms: u32,
    },
    /// Where a part of an audit in parts stands. Not sent for one that is asked for in one piece.
    Part {
        /// It.
        part: RunPart,
    },
    /// The report changed: blocks before `from` stay, `blocks` follow them, and after these
    /// comes `open`, the one that still grows, in place of the former open one.
    Report {
        /// Index of the first block that changed.
        from: u32,
        /// Finished blocks as clean HTML.
        blocks: Vec<String>,
        /// The block that still grows, as clean HTML.
        open: Option<String>,
    },
    /// Tokens used so far.
    Usage {
        /// They.
        usage: Usage,
    },
    /// The run is over, and nothing follows.
    Ended {
        /// How.
        outcome: Outcome,
        /// Why, when it failed.
        problem: Option<Problem>,
        /// Tokens used.
        usage: Option<Usage>,
        /// Milliseconds from the start.
        elapsed_ms: u32,
        /// Bytes of Markdown that can be copied and saved.
        markdown_bytes: u32,
        /// The report is longer than the window shows; the saved file has all of it.
        view_cut: bool,
        /// There is a flowchart to draw and to save.
        flowchart: bool,
        /// When the report before this one on the same subject, by the same service, was finished; in milliseconds
        /// since 1970.
        #[ts(type = "number | null")]
        former_at: Option<u64>,
    },
}
