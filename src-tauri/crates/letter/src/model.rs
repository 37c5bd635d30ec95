//! The content of an opinion letter, independent of language and format. The caller supplies every value; nothing here reads a
//! clock or a file.

use serde::{Deserialize, Serialize};

use crate::document::Picture;

/// An opinion letter (消保审查意见书).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Letter {
    /// Whether it is a draft. See [`Letter::effective_state`].
    pub state: State,
    /// The findings come from the demo service.
    pub demo: bool,
    /// The submission.
    pub submission: Submission,
    /// The version of the material, from 1; 0 if there are no versions.
    pub version: u32,
    /// The previous version, if there is one.
    pub previous: Option<Previous>,
    /// The status of the findings of the previous version, by their numbers there.
    pub earlier: Vec<Earlier>,
    /// The day of the review, as it is to be printed.
    pub date: String,
    /// The source of the material's text.
    pub text_sources: Vec<TextSource>,
    /// The conclusion that follows from the decisions; `None` as long as decisions are missing.
    pub proposed: Option<Conclusion>,
    /// The reviewer's conclusion.
    pub conclusion: Option<Conclusion>,
    /// The findings of the rules, the service and people, by number.
    pub findings: Vec<Finding>,
    /// The number of passages of the service's answer that are not among the findings.
    pub unparsed: u32,
    /// The parts that the rules did not check.
    pub unchecked: Unchecked,
    /// The overall opinion.
    pub opinion: String,
    /// The points of the checklist.
    pub checklist: Vec<CheckPoint>,
    /// The items to put right.
    pub rectification: Vec<Rectification>,
    /// The signed steps, in order of time.
    pub steps: Vec<Step>,
    /// The material, with the findings framed and numbered.
    pub pictures: Vec<Picture>,
    /// The evidence: which material was reviewed with which tools.
    pub evidence: Evidence,
    /// Until when the record is kept, as it is to be printed; may be empty.
    pub retain_until: String,
    /// The time of writing, in milliseconds since 1970-01-01 UTC.
    pub at_ms: i64,
}

/// The version of the material before this one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Previous {
    /// The number of its letter; empty if unknown.
    pub number: String,
    /// Its version, from 1.
    pub version: u32,
    /// The id of its record.
    pub record: String,
}

/// A finding of the previous version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Earlier {
    /// Its number there.
    pub number: u32,
    /// The finding in a few words.
    pub title: String,
    /// The exact words it was about; empty if something was missing.
    pub excerpt: String,
    /// Its status; `None` if nobody has confirmed one yet.
    pub status: Option<EarlierStatus>,
    /// A remark; may be empty.
    pub note: String,
}

/// The status of a finding of the previous version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EarlierStatus {
    /// 已整改
    Resolved,
    /// 仍存在
    Present,
    /// 不再适用
    NotApplicable,
}

/// Whether a letter is a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum State {
    /// Not signed, or not archived yet.
    #[default]
    Draft,
    /// Archived and final.
    Archived,
}

/// The submitter's information about the material. Each value may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Submission {
    /// The number of the letter, such as SC-2026-0001.
    pub number: String,
    /// The name of the material.
    pub title: String,
    /// The type of review, such as 营销宣传.
    pub kind: String,
    /// The channel of publication.
    pub channel: String,
    /// The product it advertises.
    pub product: String,
    /// The customers it addresses.
    pub audience: String,
    /// The department that submits it.
    pub department: String,
    /// The person who submits it.
    pub submitter: String,
    /// Their telephone number or address.
    pub contact: String,
    /// The planned publication.
    pub planned: String,
    /// Until when it may be used.
    pub valid_until: String,
    /// The maker of the material.
    pub source: String,
}

/// The source of text of the material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextSource {
    /// Read from the picture by OCR.
    Recognised,
    /// Taken from a document.
    Document,
    /// Typed in.
    Typed,
    /// Taken from an earlier record.
    Record,
}

/// The conclusion of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conclusion {
    /// 通过
    Pass,
    /// 修改后通过
    PassAfterChanges,
    /// 不通过
    Refused,
}

/// The severity of a finding, the lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Good practice beyond the law; no violation.
    Advice,
    /// Low risk.
    Low,
    /// Medium risk.
    Medium,
    /// High risk.
    High,
}

/// The risk that remains after the decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Risk {
    /// No finding remains.
    None,
    /// Findings remain, and none of them has a severity.
    Unrated,
    /// The highest severity among the findings that remain.
    Rated(Severity),
}

/// The source of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A rule.
    Rules,
    /// The service.
    Service,
    /// A person.
    Person,
}

/// The reviewer's decision on a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// The finding stands.
    Adopted,
    /// The finding stands with another severity or wording.
    Changed,
    /// The finding does not stand.
    Dismissed,
}

/// Something found in the material.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Finding {
    /// Its number, from 1, also in the frames of the picture.
    pub number: u32,
    /// Its sources.
    pub sources: Vec<Source>,
    /// The severity it was found with; `None` if none was given.
    pub severity: Option<Severity>,
    /// The severity the reviewer gave it; `None` if they left it as it was.
    pub decided_severity: Option<Severity>,
    /// The dimension or topic, such as 真实准确; may be empty.
    pub dimension: String,
    /// The finding in a few words.
    pub title: String,
    /// Details that the title leaves out; may be empty.
    pub explanation: String,
    /// The exact words of the material; empty if something is missing from it.
    pub excerpt: String,
    /// Whether it is framed in the picture.
    pub framed: bool,
    /// The rule: its id, and its title if it says more than that of the finding; empty without one.
    pub rule: String,
    /// The law behind it, from the app's own copies.
    pub basis: Option<Basis>,
    /// The basis that the service named, not checked; may be empty.
    pub named_basis: String,
    /// The suggestion; may be empty.
    pub suggestion: String,
    /// The reviewer's decision; `None` if there is none yet.
    pub decision: Option<Decision>,
    /// The wording the reviewer demands; may be empty.
    pub wording: String,
    /// The reason for the decision; may be empty.
    pub reason: String,
}

/// The law behind a finding. Law texts are Chinese in letters of any language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Basis {
    /// The title of the law, without 《》.
    pub law: String,
    /// The article, such as 第九条.
    pub article: Option<String>,
    /// The words that matter.
    pub text: Option<String>,
    /// The confidence in the wording.
    pub confidence: Confidence,
}

/// The confidence in the wording of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Confidence {
    /// Read in an official text or in two that agree.
    A,
    /// Read in one copy: the letter says 原文待复核.
    B,
    /// Known in part: the letter shows the law's title only.
    C,
    /// Not read: the letter shows the law's title only.
    #[default]
    D,
}

/// A point of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CheckPoint {
    /// The category.
    pub category: String,
    /// The point to check.
    pub point: String,
    /// The reason; may be empty.
    pub basis: String,
    /// `None` if it is open.
    pub result: Option<CheckResult>,
    /// A remark; may be empty.
    pub note: String,
}

/// The result of a point of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckResult {
    /// 通过
    Pass,
    /// 不通过
    Fail,
    /// 不适用
    NotApplicable,
}

/// Something that must be put right.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rectification {
    /// The item.
    pub item: String,
    /// The severity of the cause; `None` if it has none.
    pub severity: Option<Severity>,
    /// The person responsible; may be empty.
    pub owner: String,
    /// Until when, as it is to be printed; may be empty.
    pub deadline: String,
}

/// A signed step of the review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The kind of step.
    pub kind: StepKind,
    /// The name of the person.
    pub name: String,
    /// Their staff number; may be empty.
    pub staff: String,
    /// Their opinion, or why they returned it; may be empty.
    pub words: String,
    /// The time, as it is to be printed.
    pub time: String,
    /// The fingerprint of the key it was signed with.
    pub key: String,
}

/// The kind of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepKind {
    /// The review was signed.
    Reviewed,
    /// The review was returned to the reviewer.
    Returned,
    /// The review was approved.
    Approved,
    /// The review was archived.
    Archived,
}

/// The evidence: which material was reviewed with which tools. Each value may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// The id of the record.
    pub record: String,
    /// The files that were reviewed.
    pub materials: Vec<Hashed>,
    /// The SHA-256 of the service's answer.
    pub answer: String,
    /// The service or model that answered.
    pub model: String,
    /// The rule packs and laws in use.
    pub packs: Vec<Hashed>,
    /// The signed statements of the review.
    pub statements: Vec<Hashed>,
    /// The time the audit began, as it is to be printed.
    pub started: String,
    /// The time the audit ended, as it is to be printed.
    pub ended: String,
}

/// The parts that the rules did not check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Unchecked {
    /// Nothing was checked.
    pub everything: bool,
    /// The text of the picture was not known.
    pub picture: bool,
    /// Rules that could not run, by the facts that they lacked.
    pub rules: Vec<UncheckedRules>,
}

/// Rules that lacked the same facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UncheckedRules {
    /// The names of the facts, as in a record: `product`, `audience`, `medium`, `institution`, `place`, `date`, `picture`.
    pub needs: Vec<String>,
    /// The number of rules.
    pub count: usize,
}

/// Something identified by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Hashed {
    /// Its name, with its version if it has one.
    pub name: String,
    /// The SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// A value without which no letter is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// The number.
    Number,
    /// The date.
    Date,
    /// The department.
    Department,
    /// The submitter.
    Submitter,
    /// The conclusion.
    Conclusion,
    /// The risk level: some finding is undecided, or none of those that remain has a severity.
    Risk,
}
