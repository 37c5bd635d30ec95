//! The review of an audit record, from the first decision to the archived letter.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::{Config, TS};

use super::{
    EarlierAnswer, EarlierVersion, FindingBasis, FindingKind, FindingSeverity, LaterVersion,
    ListedSubmission, NotChecked, Problem,
};

/// The state of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReviewState {
    /// A draft that can change.
    Open,
    /// Signed by the reviewer.
    Reviewed,
    /// Approved by a second person.
    Approved,
    /// Returned by the second person; a draft again.
    Returned,
    /// Archived; nothing changes any more.
    Archived,
}

/// The result of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Conclusion {
    /// 通过
    Pass,
    /// 修改后通过
    PassAfterChanges,
    /// 不通过
    Refused,
}

/// The submission: the material, who submitted it and for what. Any text may be empty; dates are YYYY-MM-DD.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Submission {
    /// 编号, such as SC-2026-0001.
    pub number: String,
    /// 材料名称
    pub title: String,
    /// 材料类型, such as 海报.
    #[serde(rename = "type")]
    pub kind: String,
    /// 投放渠道
    pub channel: String,
    /// 关联产品
    pub product: String,
    /// 适用客群
    pub audience: String,
    /// 申请部门
    pub department: String,
    /// 申请人
    pub submitter: String,
    /// 联系方式
    pub contact: String,
    /// 拟投放日期
    pub planned: String,
    /// 有效期至
    pub valid_until: String,
    /// 素材来源
    pub source: String,
}

/// A person's decision on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Choice {
    /// 采纳
    Adopted,
    /// 改判: with another severity or another wording.
    Changed,
    /// 不采纳
    Dismissed,
}

/// A decision on a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewDecision {
    /// [`ReviewFinding::id`].
    pub finding: String,
    /// The person's decision.
    pub choice: Choice,
    /// The severity that the person gives it, if it was changed.
    pub severity: Option<FindingSeverity>,
    /// The words that the person puts in the place of the suggestion.
    pub wording: String,
    /// The reason; required unless it was adopted.
    pub reason: String,
}

/// The answer to a point of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PointResult {
    /// 通过
    Pass,
    /// 不通过
    Fail,
    /// 不适用
    NotApplicable,
}

/// A point of the checklist with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckResult {
    /// [`ChecklistPoint::id`].
    pub point: String,
    /// The answer.
    pub result: PointResult,
    /// The reason; required unless it passes.
    pub note: String,
}

/// Something to put right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rectification {
    /// The item to put right.
    pub item: String,
    /// By whom.
    pub owner: String,
    /// By when, as YYYY-MM-DD.
    pub deadline: String,
}

/// The part of a review that a person can change while it is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewDraft {
    /// The submission.
    pub submission: Submission,
    /// At most one for each finding.
    pub decisions: Vec<ReviewDecision>,
    /// At most one for each point.
    pub checklist: Vec<CheckResult>,
    /// The conclusion that the person drew.
    pub conclusion: Option<Conclusion>,
    /// The opinion as a whole.
    pub opinion: String,
    /// The items to put right.
    pub rectification: Vec<Rectification>,
    /// At most one for each finding of the previous version.
    pub earlier: Vec<EarlierAnswer>,
}

/// The source of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FindingSource {
    /// A rule, offline.
    Rules,
    /// The service.
    Service,
    /// A person.
    Person,
}

/// A finding to decide on. The same words found by a rule and by the service are one finding.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewFinding {
    /// The same as long as the record is the same.
    pub id: String,
    /// From 1, by severity and position.
    pub number: u32,
    /// Its sources.
    pub sources: Vec<FindingSource>,
    /// The id of the rule.
    pub rule: Option<String>,
    /// The kind of finding; `null` if no rule found it.
    pub kind: Option<FindingKind>,
    /// The topic of the rule; may be empty.
    pub topic: String,
    /// The most serious of its sources; medium where the service does not say.
    pub severity: FindingSeverity,
    /// In a few words.
    pub title: String,
    /// Details that the title leaves out; may be empty.
    pub explanation: String,
    /// The exact words; empty if something is missing.
    pub excerpt: String,
    /// The suggestion; may be empty.
    pub suggestion: String,
    /// The law behind the rule.
    pub basis: Option<FindingBasis>,
    /// The law as the service names it, unchecked; may be empty.
    pub service_basis: String,
    /// The first words of its passage in the service's report; may be empty.
    pub passage: String,
    /// See [`super::Finding::picture`].
    pub picture: Vec<[[f32; 2]; 4]>,
    /// See [`super::Finding::copy`].
    pub copy: Vec<[u32; 2]>,
    /// The person's reason for dismissing it before the run.
    pub dismissed: Option<String>,
}

/// A point of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistPoint {
    /// Its id in the checklist.
    pub id: String,
    /// Its subject, such as 知情权.
    pub category: String,
    /// The question.
    pub point: String,
    /// The law behind it; may be empty.
    pub basis: String,
    /// Nothing is signed before it is answered.
    pub required: bool,
}

/// The kind of step in a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReviewStepKind {
    /// Checked again with the rules of that day.
    Checked,
    /// Signed by the reviewer.
    Reviewed,
    /// Approved.
    Approved,
    /// Returned.
    Returned,
    /// Archived.
    Archived,
    /// Time-stamped by an authority.
    Stamped,
    /// Compared with the publication.
    Compared,
}

/// A signed step of a review.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewStep {
    /// The kind of step.
    pub kind: ReviewStepKind,
    /// The time, in milliseconds since 1970.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The signer; empty if nobody signed.
    pub name: String,
    /// Their staff number.
    pub staff: String,
    /// The first 16 hexadecimal digits of their public key.
    pub key: String,
    /// The opinion or the reason; the name of the file of a comparison.
    pub words: String,
    /// The result of a comparison.
    pub outcome: Option<PublishedOutcome>,
    /// A difference found by a comparison.
    pub differences: Vec<String>,
    /// The time stamp, checked again.
    pub stamp: Option<StepStamp>,
}

/// The trust in a time stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum StampTrust {
    /// One of the roots in the settings vouches for the authority.
    Trusted,
    /// The token is intact, but there are no roots in the settings: anybody may have made it.
    Unverified,
    /// The token is intact, but none of the roots in the settings vouches for the authority.
    Untrusted,
    /// The token is not a time stamp of this archive.
    Invalid,
}

/// A time stamp on an archived review.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StepStamp {
    /// The name in the authority's certificate; empty if the token can't be read.
    pub authority: String,
    /// The address that was asked.
    pub address: String,
    /// The time that the authority confirms, in milliseconds since 1970.
    #[ts(type = "number")]
    pub time_ms: i64,
    /// The accuracy of that time in milliseconds; `null` if the authority gives none.
    pub accuracy_ms: Option<u32>,
    /// The trust in it.
    pub trust: StampTrust,
    /// The fault of an invalid one.
    pub problem: Option<Problem>,
}

/// Whether an archived review lacks its time stamp.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewStamp {
    /// The settings name an authority.
    pub wanted: bool,
    /// The review is archived, and has no time stamp that holds.
    pub missing: bool,
    /// The reason why the last request since the start of the app failed.
    pub problem: Option<Problem>,
}

/// The outcome of comparing a published picture with the approved one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PublishedOutcome {
    /// The same file.
    Identical,
    /// The same picture, compressed or scaled again.
    SamePicture,
    /// A part is cut off.
    Cropped,
    /// Unaltered, within a screenshot.
    Framed,
    /// Changed.
    Altered,
    /// Another picture.
    Other,
}

/// Something that a step still lacks.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Missing {
    /// A key under `review.missing.` in the locale files.
    pub what: String,
    /// The finding or the point that it is about.
    pub finding: Option<String>,
    /// Figures for the sentence; an object.
    #[ts(type = "Record<string, unknown>")]
    pub params: Value,
}

/// A letter in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ArchivedLetter {
    /// Its file name.
    pub name: String,
    /// The SHA-256 of the file.
    pub sha256: String,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// The picture that was audited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewPicture {
    /// Its SHA-256.
    pub sha256: String,
    /// Its file name.
    pub name: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// A review as the window shows it.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// The number of the record.
    #[ts(type = "number")]
    pub record: i64,
    /// The demo service answered.
    pub demo: bool,
    /// Its state.
    pub state: ReviewState,
    /// The part that a person can change while it is open.
    pub draft: ReviewDraft,
    /// The version of the material, from 1.
    pub version: u32,
    /// The version that this one corrects.
    pub earlier: Option<EarlierVersion>,
    /// The signed version that corrects this one.
    pub later: Option<LaterVersion>,
    /// The findings to decide on.
    pub findings: Vec<ReviewFinding>,
    /// The number of paragraphs of the service's answer that stay text.
    pub unparsed: u32,
    /// The parts that the rules did not check.
    pub not_checked: NotChecked,
    /// The points for the type of the material.
    pub checklist: Vec<ChecklistPoint>,
    /// The types of material, in the language of the window.
    pub types: Vec<String>,
    /// The conclusion that follows from the decisions; `null` until all are made.
    pub proposed: Option<Conclusion>,
    /// The entries missing before signing.
    pub missing_to_sign: Vec<Missing>,
    /// The entries missing before archiving.
    pub missing_to_archive: Vec<Missing>,
    /// The signed steps, oldest first.
    pub steps: Vec<ReviewStep>,
    /// A second person must approve.
    pub approval_needed: bool,
    /// The picture that was audited.
    pub picture: Option<ReviewPicture>,
    /// The copy that was audited.
    pub copy: String,
    /// Earlier values of the fields of [`Submission`], latest first.
    pub remembered: BTreeMap<String, Vec<String>>,
    /// Values of the fields of [`Submission`] that the app knows; the person takes them or not.
    pub proposals: BTreeMap<String, String>,
    /// The values of a list of submissions for the material; they fill a new draft.
    pub listed: Option<ListedSubmission>,
    /// Reasons to choose from.
    pub reasons: Vec<String>,
    /// The letters in the archive.
    pub letters: Vec<ArchivedLetter>,
    /// Whether it lacks its time stamp.
    pub stamp: ReviewStamp,
}

/// A review in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewRow {
    /// The number of the record.
    #[ts(type = "number")]
    pub record: i64,
    /// 编号; may be empty.
    pub number: String,
    /// The version of the material, from 1.
    pub version: u32,
    /// 材料名称, or the title of the record.
    pub title: String,
    /// Its state.
    pub state: ReviewState,
    /// The conclusion, once there is one.
    pub conclusion: Option<Conclusion>,
    /// 材料类型
    #[serde(rename = "type")]
    pub kind: String,
    /// 申请部门
    pub department: String,
    /// 申请人
    pub submitter: String,
    /// The last change, in milliseconds since 1970.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The number of findings.
    pub findings: u32,
    /// Those without a decision.
    pub undecided: u32,
    /// The demo service answered.
    pub demo: bool,
    /// Until when an archived review is kept, as YYYY-MM-DD; empty without a date.
    pub retain_until: String,
}

/// A person who can sign on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Signer {
    /// The public key in hexadecimal.
    pub key: String,
    /// Name.
    pub name: String,
    /// Staff number.
    pub staff: String,
    /// The time the key was made, in milliseconds since 1970.
    #[ts(type = "number")]
    pub created_ms: i64,
}

/// A format of the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LetterForm {
    /// For Word and WPS.
    Docx,
    /// For the file.
    Pdf,
}

/// The person's template of letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LetterTemplate {
    /// Its file name; `null` if letters have the built-in form.
    pub name: Option<String>,
    /// Its faults; empty if letters can be written with it.
    pub faults: Vec<TemplateFault>,
}

/// Something that is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TemplateFault {
    /// The fault.
    pub kind: TemplateFaultKind,
    /// The names of the fields or parts concerned, as in the template; may be empty.
    pub names: Vec<String>,
}

/// The possible faults of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TemplateFaultKind {
    /// The file can't be read; the name says why.
    Unreadable,
    /// Not a DOCX file.
    NotDocx,
    /// Has a password, or an old format.
    Protected,
    /// A part of it can't be read.
    Damaged,
    /// Larger than 20 MB.
    TooLarge,
    /// Unpacks to more than 100 MB.
    UnpacksTooLarge,
    /// Consists of more than 1,000 files.
    TooManyFiles,
    /// A part of it is too large or too deeply nested, or it has too many fields.
    TooComplex,
    /// Contains macros.
    Macros,
    /// Contains something that runs or embeds other programs.
    ActiveContent,
    /// Loads something from outside.
    External,
    /// Contains a Word field that is not allowed.
    WordField,
    /// Fields that do not exist.
    Unknown,
    /// Required fields that it lacks.
    Missing,
    /// Fields for a section that do not stand alone in a paragraph of the body.
    Misplaced,
    /// Fields for a section that occur more than once.
    Repeated,
    /// Fields without their closing braces.
    Unclosed,
    /// The letter is too large to be packed.
    Unpackable,
}

/// The TypeScript declarations of these types.
pub(super) fn declarations(config: &Config) -> Vec<String> {
    vec![
        ReviewState::decl(config),
        Conclusion::decl(config),
        Submission::decl(config),
        Choice::decl(config),
        ReviewDecision::decl(config),
        PointResult::decl(config),
        CheckResult::decl(config),
        Rectification::decl(config),
        ReviewDraft::decl(config),
        FindingSource::decl(config),
        ReviewFinding::decl(config),
        ChecklistPoint::decl(config),
        ReviewStepKind::decl(config),
        ReviewStep::decl(config),
        StampTrust::decl(config),
        StepStamp::decl(config),
        ReviewStamp::decl(config),
        PublishedOutcome::decl(config),
        Missing::decl(config),
        ArchivedLetter::decl(config),
        ReviewPicture::decl(config),
        Review::decl(config),
        ReviewRow::decl(config),
        Signer::decl(config),
        LetterForm::decl(config),
        LetterTemplate::decl(config),
        TemplateFault::decl(config),
        TemplateFaultKind::decl(config),
    ]
}
