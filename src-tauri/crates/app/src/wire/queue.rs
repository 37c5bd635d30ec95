//! The queue: many pictures, audited one after another.

use serde::{Deserialize, Serialize};
use ts_rs::{Config, TS};

use super::{FindingCounts, Problem};

/// The queue as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Queue {
    /// Its pictures, in the order in which they are audited.
    pub items: Vec<QueueItem>,
    /// Its status.
    pub status: QueueStatus,
    /// Pictures that are audited at once, 1 to 4.
    pub at_once: u32,
    /// Milliseconds in which audits of its pictures went on: those at once count once. Nothing before the first has ended.
    #[ts(type = "number | null")]
    pub took_ms: Option<u64>,
    /// Increases by one with each message about the queue.
    pub revision: u32,
}

/// The status of the queue.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum QueueStatus {
    /// There is nothing in it.
    Empty,
    /// Not started yet.
    Ready,
    /// Running.
    Running,
    /// The service is busy, and is left alone.
    Held {
        /// Milliseconds until the queue continues.
        ms: u32,
    },
    /// Pausing: starts no further audit, and finishes those that are running.
    Pausing {
        /// The reason, if the person did not ask for it.
        by: Option<Problem>,
    },
    /// Paused: waits for the person.
    Paused {
        /// The reason, if the person did not ask for it.
        by: Option<Problem>,
    },
    /// The app ended while it worked, and the person has not said whether to go on.
    Interrupted,
    /// Nothing is left to do.
    Done,
}

/// A picture of the queue. Its thumbnail is `material://localhost/thumbnail/<sha256>`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QueueItem {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// The file's name, without its folder.
    pub name: String,
    /// Of its bytes.
    pub sha256: String,
    /// `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `svg`, `pdf`, `docx`, `pptx`, `text`.
    pub format: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Its size.
    pub bytes: u32,
    /// Its state.
    pub state: QueueState,
    /// The part being requested, and the number of parts, if it is sent in parts.
    pub part: Option<(u32, u32)>,
    /// Milliseconds that its audit took, as its record says.
    pub elapsed_ms: Option<u32>,
    /// The record of its last audit.
    #[ts(type = "number | null")]
    pub record: Option<i64>,
    /// The reason why it has no complete answer.
    pub problem: Option<Problem>,
    /// The first item of the queue with the same bytes, whose answer serves for this one as well; or the one that looks like it,
    /// where that is still there.
    #[ts(type = "number | null")]
    pub same_as: Option<i64>,
    /// The findings of the offline check.
    pub checked: QueueChecked,
}

/// Whether the rules have checked a file of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum QueueChecked {
    /// Still to be read and checked.
    #[default]
    Waiting,
    /// Being read.
    Reading,
    /// Not readable: the OCR models are missing, or reading failed.
    Unread,
    /// Checked.
    Checked {
        /// The findings.
        counts: FindingCounts,
    },
}

/// The state of a file in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum QueueState {
    /// Waiting for its turn.
    Waiting,
    /// Being audited.
    Running,
    /// Its whole answer is here.
    Finished,
    /// Failed.
    Failed,
    /// The person stopped it.
    Stopped,
    /// It was sent, and the app ended before an answer was there: the service may have counted it. It is not sent again by
    /// itself.
    Unsure,
    /// Same picture as another one in the queue; not sent.
    Same,
    /// Looks like another one in the queue; not sent unless the person agrees.
    Alike,
}

/// The result of adding files to the queue.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QueueAdded {
    /// The number of files added to the queue.
    pub added: u32,
    /// Those that were not, by name, and why; some thousand at most.
    pub refused: Vec<QueueRefusal>,
}

/// A file that could not be put into the queue.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct QueueRefusal {
    /// The file's name, without its folder.
    pub name: String,
    /// The reason.
    pub problem: Problem,
}

/// The settings for requests of the queue.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QueueOrder {
    /// `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
    /// Pictures at once, 1 to 4.
    pub at_once: u32,
}

/// The declarations of all of them.
pub(super) fn declarations(config: &Config) -> Vec<String> {
    vec![
        Queue::decl(config),
        QueueStatus::decl(config),
        QueueItem::decl(config),
        QueueChecked::decl(config),
        QueueState::decl(config),
        QueueAdded::decl(config),
        QueueRefusal::decl(config),
        QueueOrder::decl(config),
    ]
}
