//! The content of a signed review.

use serde::{Deserialize, Serialize};

use crate::offline_check::Stretch;

/// A review of the material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewed {
    /// The submission.
    pub submission: Submission,
    /// The version of the material, from 1.
    pub version: u32,
    /// The uid of the record of the previous version.
    pub previous: Option<String>,
    /// A decision on each finding.
    pub findings: Vec<Decided>,
    /// The points that were gone through.
    pub checklist: Vec<ChecklistResult>,
    /// The conclusion that the app proposed, if it could.
    pub proposed: Option<Conclusion>,
    /// The conclusion of the reviewer.
    pub conclusion: Conclusion,
    /// The opinion of the reviewer.
    pub opinion: String,
    /// The items to put right.
    pub rectification: Vec<Rectification>,
    /// The status of the findings of the previous version. Left out if there are none, as in texts before this field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierFinding>,
}

/// The submission. Every field may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// Its number.
    pub number: String,
    /// The title of the material.
    pub title: String,
    /// The type of material.
    #[serde(rename = "type")]
    pub material_type: String,
    /// The channel of publication.
    pub channel: String,
    /// The product it advertises.
    pub product: String,
    /// Whom it addresses.
    pub audience: String,
    /// The department that submits it.
    pub department: String,
    /// The person who submits it.
    pub submitter: String,
    /// The contact details of that person.
    pub contact: String,
    /// The planned publication.
    pub planned: String,
    /// Until when it may be used.
    pub valid_until: String,
    /// The source of the material.
    pub source: String,
}

/// A finding with the decision on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// Its number in the review, from 1.
    pub number: u32,
    /// Its sources.
    pub sources: Vec<FindingSource>,
    /// The id of the rule, if a rule found it.
    pub rule: Option<String>,
    /// Its severity.
    pub severity: Severity,
    /// The title.
    pub title: String,
    /// The explanation.
    pub explanation: String,
    /// The exact words; empty if something is missing.
    pub excerpt: String,
    /// The suggested wording.
    pub suggestion: String,
    /// The law behind it.
    pub basis: Option<DecidedBasis>,
    /// The corners of the words in pixels of the material as it is shown.
    pub picture: Vec<[[i32; 2]; 4]>,
    /// The position of the words in the copy.
    pub copy: Vec<Stretch>,
    /// The decision.
    pub decision: Decision,
    /// The severity that the reviewer decided, if another than the original.
    pub decided_severity: Option<Severity>,
    /// The words that the reviewer asks for.
    pub wording: String,
    /// The reason.
    pub reason: String,
}

/// The source of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingSource {
    /// The offline rules.
    Rules,
    /// The service.
    Service,
    /// A person.
    Person,
}

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// High risk.
    High,
    /// Medium risk.
    Medium,
    /// Low risk.
    Low,
}

/// The decision on a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// The finding stands.
    Adopted,
    /// The finding stands with another severity or wording.
    Changed,
    /// The finding does not stand.
    Dismissed,
}

/// The law behind a finding of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecidedBasis {
    /// The title of the law.
    pub law: String,
    /// The article.
    pub article: Option<String>,
    /// The part of the article that matters, word for word.
    pub text: Option<String>,
    /// `A` to `D`.
    pub confidence: String,
}

/// A point of the checklist and its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistResult {
    /// The id of the point.
    pub id: String,
    /// Its group.
    pub category: String,
    /// The point to check.
    pub point: String,
    /// The rule behind it.
    pub basis: String,
    /// The result.
    pub result: PointResult,
    /// A remark; may be empty.
    pub note: String,
}

/// The result of a point of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointResult {
    /// The material meets it.
    Pass,
    /// The material does not meet it.
    Fail,
    /// The point does not apply to the material.
    NotApplicable,
}

/// The conclusion of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// The material may be published.
    Pass,
    /// The material may be published once it is changed.
    PassAfterChanges,
    /// The material may not be published.
    Refused,
}

impl Conclusion {
    /// The name in statements.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::PassAfterChanges => "pass_after_changes",
            Self::Refused => "refused",
        }
    }
}

/// A finding of the previous version, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierFinding {
    /// Its number in the review of that version.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// The words it was about; empty if something was missing.
    pub excerpt: String,
    /// Its status.
    pub status: EarlierStatus,
    /// A remark; may be empty.
    pub note: String,
}

/// The status of a finding of the previous version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EarlierStatus {
    /// The material no longer has it.
    Resolved,
    /// The material still has it.
    Present,
    /// No longer applies, for the reason in the note.
    NotApplicable,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rectification {
    /// The item.
    pub item: String,
    /// The person responsible.
    pub owner: String,
    /// Until when.
    pub deadline: String,
}

impl Reviewed {
    /// Whether earlier findings belong to a previous version, and are named once each, in their order.
    pub(super) fn names_earlier(&self) -> bool {
        let numbers: Vec<_> = self.earlier.iter().map(|one| one.number).collect();
        (numbers.is_empty() || self.previous.is_some())
            && numbers.first() != Some(&0)
            && numbers.array_windows().all(|[one, next]| one < next)
    }

    pub(super) fn words(&self) -> Vec<&str> {
        let submission = &self.submission;
        let mut words: Vec<&str> = vec![
            &submission.number,
            &submission.title,
            &submission.material_type,
            &submission.channel,
            &submission.product,
            &submission.department,
            &submission.submitter,
            &submission.source,
        ];
        for finding in &self.findings {
            words.extend(finding.rule.as_deref());
            let own = [
                &finding.title,
                &finding.excerpt,
                &finding.wording,
                &finding.reason,
            ];
            words.extend(own.map(String::as_str));
        }
        words.extend(self.checklist.iter().map(|point| point.note.as_str()));
        words.push(&self.opinion);
        words.extend(self.rectification.iter().map(|item| item.item.as_str()));
        for earlier in &self.earlier {
            words.extend([&earlier.title, &earlier.excerpt, &earlier.note].map(String::as_str));
        }
        words
    }
}
