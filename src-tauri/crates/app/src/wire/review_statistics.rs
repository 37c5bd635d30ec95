//! The statistics of the reviews in a period.

use serde::Serialize;
use ts_rs::{Config, TS};

/// The figures of some submissions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewFigures {
    /// Submissions: records with a draft or a signed review.
    pub submissions: u32,
    /// Those with a signed review in force.
    pub concluded: u32,
    /// Concluded with 通过.
    pub passed: u32,
    /// Concluded with 修改后通过.
    pub passed_after_changes: u32,
    /// Concluded with 不通过.
    pub refused: u32,
    /// Concluded with 通过 by the first signed review of the first version, never returned.
    pub first_pass: u32,
    /// Returned by the approver at least once.
    pub returned: u32,
    /// Without a signed review in force.
    pub open: u32,
    /// Open, and the planned date is past.
    pub overdue: u32,
    /// Findings decided by the reviews in force.
    pub findings: u32,
    /// Those adopted.
    pub adopted: u32,
    /// Those with another severity or wording.
    pub changed: u32,
    /// Those dismissed.
    pub dismissed: u32,
    /// The median time from the end of the audit to the signature in force, in milliseconds.
    #[ts(type = "number | null")]
    pub median_ms: Option<u64>,
    /// The longest such time, in milliseconds.
    #[ts(type = "number | null")]
    pub longest_ms: Option<u64>,
    /// Compared with the publication.
    pub compared: u32,
    /// Those of which something else was published: altered, or another picture.
    pub altered: u32,
    /// Those compared while there was no approval in force, or after they had been refused.
    pub unapproved: u32,
    /// Things to put right, of the reviews in force.
    pub items: u32,
    /// Those whose deadline is past. Whether they were done is not recorded.
    pub items_due: u32,
    /// Those without a readable deadline.
    pub items_undated: u32,
    /// Checked again with the rules of a later day.
    pub rechecked: u32,
}

/// The figures of the submissions that have something in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReviewGroup {
    /// The value that they share; empty if the field was empty.
    pub name: String,
    /// Their figures.
    pub figures: ReviewFigures,
}

/// A text and the number of times it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReviewReason {
    /// The words.
    pub reason: String,
    /// The number of times.
    pub count: u32,
}

/// The statistics of the reviews in a period. Demo reviews are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewStatistics {
    /// `2026`, `2026-Q3`, `2026-09`, or empty for all time.
    pub period: String,
    /// The months that have submissions, latest first.
    pub months_known: Vec<String>,
    /// All submissions of the period.
    pub all: ReviewFigures,
    /// By type of material, the largest group first; so are the next three.
    pub types: Vec<ReviewGroup>,
    /// By channel.
    pub channels: Vec<ReviewGroup>,
    /// By product.
    pub products: Vec<ReviewGroup>,
    /// By department.
    pub departments: Vec<ReviewGroup>,
    /// By month, the oldest first.
    pub months: Vec<ReviewGroup>,
    /// By quarter, the oldest first.
    pub quarters: Vec<ReviewGroup>,
    /// The reasons for dismissing findings, the most frequent first.
    pub reasons: Vec<ReviewReason>,
    /// Demo reviews of the period, which are not counted.
    pub demo: u32,
    /// Damaged records, which are not counted.
    pub damaged: u32,
}

/// The TypeScript declarations of these types.
pub(super) fn declarations(config: &Config) -> Vec<String> {
    vec![
        ReviewFigures::decl(config),
        ReviewGroup::decl(config),
        ReviewReason::decl(config),
        ReviewStatistics::decl(config),
    ]
}
