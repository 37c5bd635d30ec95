//! Companies and topics of earlier reports: `subjects.json`.

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

/// A company or topic of an earlier report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// As typed.
    pub name: String,
    /// The person pinned it; others are dropped for newer ones.
    pub pinned: bool,
    /// The time a report on it was last requested, in milliseconds since 1970.
    pub asked_at: u64,
}
