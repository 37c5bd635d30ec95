//! A review that is not signed yet, in the records: see [`records::Records::review_draft`].

use serde::{Deserialize, Serialize};

/// The draft of a review. Numbers of findings are not stored, as they follow from the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewDraft {
    /// The submission.
    pub submission: Submission,
    /// The decisions made so far.
    pub decisions: Vec<Decision>,
    /// The points answered so far.
    pub checklist: Vec<PointAnswer>,
    /// `pass`, `pass_after_changes` or `refused`.
    pub conclusion: Option<String>,
    /// The opinion as a whole.
    pub opinion: String,
    /// The items to put right.
    pub rectification: Vec<Rectification>,
    /// The uid of the record that this one corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// What became of the findings of that record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierAnswer>,
    /// The number of findings, for lists.
    pub findings: u32,
    /// Those without a decision, for lists.
    pub undecided: u32,
}

/// What was submitted; dates are YYYY-MM-DD.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are those of the form")]
pub struct Submission {
    pub number: String,
    pub title: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub channel: String,
    pub product: String,
    pub audience: String,
    pub department: String,
    pub submitter: String,
    pub contact: String,
    pub planned: String,
    pub valid_until: String,
    pub source: String,
}

/// A decision on a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The id of the finding.
    pub finding: String,
    /// `adopted`, `changed` or `dismissed`.
    pub choice: String,
    /// `high`, `medium` or `low`, if it was changed.
    pub severity: Option<String>,
    /// The words in the place of the suggestion.
    pub wording: String,
    /// The reason.
    pub reason: String,
}

/// The answer to a point of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointAnswer {
    /// The id of the point.
    pub point: String,
    /// `pass`, `fail` or `not_applicable`.
    pub result: String,
    /// The reason.
    pub note: String,
}

/// The status of a finding of the previous version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierAnswer {
    /// Its number there.
    pub number: u32,
    /// `resolved`, `present` or `not_applicable`.
    pub status: String,
    /// The reason.
    pub note: String,
}

/// Something to put right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rectification {
    /// The item to put right.
    pub item: String,
    /// By whom.
    pub owner: String,
    /// By when, as YYYY-MM-DD.
    pub deadline: String,
}
