//! Companies and topics that were asked about: `subjects.json`.

use serde::{Deserialize, Serialize};

/// The assistants that report on a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SubjectKind {
    /// Due diligence, on a company.
    Company,
    /// Regulatory updates, on a topic.
    Topic,
}

/// A company or topic that was asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// As it was typed.
    pub name: String,
    /// It stays in the list; the others make room for newer ones.
    pub pinned: bool,
    /// When it was last asked about, in milliseconds since 1970.
    pub asked_at: u64,
}
