//! Companies and topics, and what two reports on the same one differ in.

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

/// A company or topic that was asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// As it was typed.
    pub name: String,
    /// The person wants it kept; the others make room for newer ones.
    pub pinned: bool,
    /// When it was last asked about, in milliseconds since 1970.
    #[ts(type = "number")]
    pub asked_at: u64,
}

/// Two reports on the same subject, laid beside one another.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// Blocks of one beside those of the other, in reading order.
    pub rows: Vec<Row>,
    /// Blocks that are the same.
    pub same: u32,
    /// Blocks that differ in some words.
    pub changed: u32,
    /// Blocks that only the new report has.
    pub added: u32,
    /// Blocks that only the former report has.
    pub removed: u32,
    /// The reports are too long to be compared to their end.
    pub cut: bool,
}

/// A block of the former report beside the one of the new report that belongs to it.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// How they differ.
    pub kind: RowKind,
    /// Of the former report.
    pub old: Option<Passage>,
    /// Of the new report.
    pub new: Option<Passage>,
}

/// How two blocks differ.
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

/// A block, and where its text differs from its counterpart's.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Passage {
    /// Clean HTML.
    pub html: String,
    /// Places in its text.
    pub marks: Vec<Mark>,
}

/// A place in the text of an element, as `textContent` gives it, in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// The first one.
    pub from: u32,
    /// The one after the last.
    pub to: u32,
}
