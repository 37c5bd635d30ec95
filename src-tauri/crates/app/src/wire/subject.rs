//! Companies and topics, and the comparison of two reports on the same one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The assistants that report on a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SubjectKind {
    /// Due diligence, on a company.
    Company,
    /// Regulatory updates, on a topic.
    Topic,
}

/// A company or topic of an earlier report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// As typed.
    pub name: String,
    /// The person pinned it; others are dropped for newer ones.
    pub pinned: bool,
    /// The time a report on it was last requested, in milliseconds since 1970.
    #[ts(type = "number")]
    pub asked_at: u64,
}

/// Two reports on the same subject, side by side.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// Blocks of both reports side by side, in reading order.
    pub rows: Vec<Row>,
    /// The number of identical blocks.
    pub same: u32,
    /// The number of blocks that differ in some words.
    pub changed: u32,
    /// The number of blocks only in the new report.
    pub added: u32,
    /// The number of blocks only in the former report.
    pub removed: u32,
    /// The reports are too long to be compared to the end.
    pub cut: bool,
}

/// A block of the former report beside the corresponding one of the new report.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The kind of difference.
    pub kind: RowKind,
    /// The block of the former report.
    pub old: Option<Passage>,
    /// The block of the new report.
    pub new: Option<Passage>,
}

/// The kind of difference between two blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RowKind {
    /// Not at all.
    Same,
    /// In some words.
    Changed,
    /// Only the new report has it.
    Added,
    /// Only the former report has it.
    Removed,
}

/// A block, with the ranges of its text that differ from its counterpart.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Passage {
    /// Sanitized HTML.
    pub html: String,
    /// The differing ranges.
    pub marks: Vec<Mark>,
}

/// A range in the text of an element, as `textContent` returns it, in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// The first one.
    pub from: u32,
    /// The one after the last.
    pub to: u32,
}
