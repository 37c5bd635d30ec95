//! Findings of the rules in the material and the copy, offline.

use serde::{Deserialize, Serialize};
use ts_rs::{Config, TS};

use super::ArticleCheck;

/// The input of a check. The text of the picture comes from OCR, if the picture was read.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingsRequest {
    /// The copy.
    pub copy: String,
    /// The staged material; `null` for copy alone.
    pub material: Option<u32>,
    /// The person's statements about the material.
    #[serde(default)]
    pub context: MaterialContext,
    /// The language of titles and messages.
    #[serde(default)]
    pub english: bool,
}

/// The person's statements about the material: names as in [`ContextField::value`]; `null` where the app guesses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct MaterialContext {
    /// `fund`, `private-fund`, `wealth`, `loan`, `credit-card`, `insurance`, `deposit`, `advisory`, `none`.
    pub product: Option<String>,
    /// `public`, `qualified`.
    pub audience: Option<String>,
    /// `image`, `text`, `video`, `audio`, `sms`, `live`, `print`.
    pub medium: Option<String>,
    /// `bank`, `wealth-company`, `fund-manager`, `distributor`, `broker`, `insurer`, `insurance-intermediary`,
    /// `loan-platform`, `local-finance`, `unlicensed`.
    pub institution: Option<String>,
    /// A province or municipality in Chinese.
    pub place: Option<String>,
    /// The planned day of publication, as YYYY-MM-DD.
    pub date: Option<String>,
}

/// The person's statements about the material and its findings before a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    /// Facts about the material.
    pub context: MaterialContext,
    /// Findings of the rules that the person dismissed.
    pub dismissed: Vec<Dismissal>,
    /// Findings that the person added.
    pub own: Vec<OwnFinding>,
}

/// The draft of a run that has not begun yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingsDraft {
    /// The SHA-256 of the file that it is about; `null` for copy alone.
    pub material: Option<String>,
    /// The person's statements.
    pub judged: Judgement,
}

/// A finding that the person dismissed, identified by its rule and its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Dismissal {
    /// The id of the rule.
    pub rule: String,
    /// The words; see [`Finding::excerpt`].
    pub excerpt: String,
    /// The reason: 1 to 500 characters.
    pub reason: String,
}

/// A finding that the person added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnFinding {
    /// Its severity.
    pub severity: FindingSeverity,
    /// In a few words: 1 to 200 characters.
    pub title: String,
    /// Anything else: at most 2,000 characters.
    pub note: String,
    /// The words in the copy or in the picture; empty if something is missing.
    pub excerpt: String,
    /// A box that the person drew in the picture: its corners in pixels of the picture as shown.
    pub quad: Option<[[f32; 2]; 4]>,
    /// The words in the copy, as UTF-16 offsets.
    pub copy: Option<[u32; 2]>,
}

/// The result of a check.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Findings {
    /// By severity, then by position.
    pub findings: Vec<Finding>,
    /// The number of further findings, of which there were too many to show.
    pub omitted: u32,
    /// Rules that could not run.
    pub not_checked: Vec<UncheckedRules>,
    /// The context that the rules assumed: product, audience, medium, institution, place, date.
    pub context: Vec<ContextField>,
    /// Whether the text of the picture took part.
    pub picture: PictureChecked,
    /// The number of rules that ran or would run with more context.
    pub rules: u32,
    /// The packs that took part.
    pub packs: Vec<RulePack>,
}

/// The parts of a record's material that the rules did not check.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotChecked {
    /// The record has no offline check at all.
    pub everything: bool,
    /// The text of the picture was not known when the rules ran.
    pub picture: bool,
    /// Rules that could not run.
    pub rules: Vec<UncheckedRules>,
}

/// Whether the text of the picture took part in a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PictureChecked {
    /// There is no picture.
    None,
    /// The picture was not read (yet).
    Unread,
    /// The picture was read.
    Read,
}

/// Something a rule found.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The id of the rule.
    pub rule: String,
    /// The id of its pack.
    pub pack: String,
    /// The kind of finding.
    pub kind: FindingKind,
    /// The topic of the rule, a key under `findings.topic.` in the locale files or a word of the pack.
    pub topic: String,
    /// The severity of the finding.
    pub severity: FindingSeverity,
    /// The rule in a few words.
    pub title: String,
    /// Details that the title leaves out: figures, reasons. Often empty.
    pub explanation: String,
    /// The exact words in the text; empty where something is missing.
    pub excerpt: String,
    /// The suggestion.
    pub suggestion: String,
    /// The law behind it; `null` for good practice and for rules of the person's own.
    pub basis: Option<FindingBasis>,
    /// The words in the picture: for each stretch within one line, its corners in pixels of the picture as shown: upper left, upper
    /// right, lower right, lower left.
    pub picture: Vec<[[f32; 2]; 4]>,
    /// The words in the copy, as pairs of UTF-16 offsets: start and end.
    pub copy: Vec<[u32; 2]>,
}

/// The kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FindingKind {
    /// The words violate the law.
    Ban,
    /// Something that must be there is missing.
    Required,
    /// Something is missing that the words require.
    RequiredIf,
    /// A figure is wrong or lacks something.
    Number,
    /// The words are allowed with proof.
    Evidence,
    /// Size or contrast, for a person to judge.
    Layout,
    /// A person must judge.
    Person,
    /// Good practice beyond the law; never a violation.
    Advice,
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FindingSeverity {
    /// 高风险
    High,
    /// 中风险
    Medium,
    /// 低风险
    Low,
}

/// The law behind a finding.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingBasis {
    /// The title of the law.
    pub law: String,
    /// The id of the law.
    pub law_id: String,
    /// The article; `null` unless its exact words are known.
    pub article: Option<String>,
    /// The part of the article that matters, word for word.
    pub text: Option<String>,
    /// The confidence in the wording: `A` to `D`.
    pub confidence: String,
    /// A remark on the words, such as 原文待复核.
    pub note: Option<String>,
    /// The person who compared the article with the official text, if anybody did.
    pub checked: Option<ArticleCheck>,
}

/// Rules that could not run, because the same facts are unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UncheckedRules {
    /// `product`, `audience`, `medium`, `institution`, `place`, `date`, `picture`.
    pub needs: Vec<String>,
    /// The titles of the rules.
    pub titles: Vec<String>,
}

/// The context that the rules assumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContextField {
    /// `product`, `audience`, `medium`, `institution`, `place`, `date`.
    pub name: String,
    /// The name of the value; `null` if it is unknown.
    pub value: Option<String>,
    /// Whether the app guessed it.
    pub guessed: bool,
    /// The words behind the guess.
    pub words: Vec<String>,
}

/// A rule pack that took part in a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulePack {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its file, in hexadecimal.
    pub sha256: String,
}

/// The findings of a recorded audit.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordFindings {
    /// The offline check before the run; `null` in records of the first versions.
    pub check: Option<RecordCheck>,
    /// Later checks of the same material, oldest first.
    pub rechecks: Vec<Recheck>,
    /// The findings in the service's answer.
    pub answer: AnswerFindings,
}

/// A check of a recorded material with the rules of a later day.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Recheck {
    /// The time, in milliseconds since 1970.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The findings of the rules.
    pub check: RecordCheck,
}

/// The offline check of a record, with the person's decisions on it.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordCheck {
    /// The findings of the rules. `rules` is 0, as the record does not say how many there were.
    pub findings: Findings,
    /// The findings that the person dismissed.
    pub dismissed: Vec<Dismissal>,
    /// The findings that the person added.
    pub own: Vec<OwnFinding>,
}

/// The number of findings of the rules in a file, by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct FindingCounts {
    /// 高风险
    pub high: u32,
    /// 中风险
    pub medium: u32,
    /// 低风险
    pub low: u32,
    /// Good practice beyond the law.
    pub advice: u32,
}

/// The findings in the service's answer to an audit, as far as its structure shows them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerFindings {
    /// In the order of the answer.
    pub findings: Vec<AnswerFinding>,
    /// The number of paragraphs, rows and list items that are no findings and stay text.
    pub unparsed: u32,
}

/// A finding in the service's answer.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerFinding {
    /// The finding in a few words, as the answer puts it.
    pub title: String,
    /// The severity that the answer gives; `null` if it gives none.
    pub severity: Option<FindingSeverity>,
    /// Words of the material that the answer quotes; empty if it quotes none that occur in the material.
    pub excerpt: String,
    /// The law as the answer names it; may be empty. Nobody has checked it.
    pub basis: String,
    /// The suggestion of the answer; may be empty.
    pub suggestion: String,
    /// The first words of its passage in the report, by which it can be found there.
    pub passage: String,
    /// The excerpt in the picture, see [`Finding::picture`].
    pub picture: Vec<[[f32; 2]; 4]>,
    /// The excerpt in the copy, see [`Finding::copy`].
    pub copy: Vec<[u32; 2]>,
}

/// The TypeScript declarations of these types.
pub(super) fn declarations(config: &Config) -> Vec<String> {
    vec![
        FindingsRequest::decl(config),
        MaterialContext::decl(config),
        Judgement::decl(config),
        FindingsDraft::decl(config),
        Dismissal::decl(config),
        OwnFinding::decl(config),
        Findings::decl(config),
        PictureChecked::decl(config),
        Finding::decl(config),
        FindingKind::decl(config),
        FindingSeverity::decl(config),
        FindingBasis::decl(config),
        UncheckedRules::decl(config),
        ContextField::decl(config),
        RulePack::decl(config),
        AnswerFindings::decl(config),
        AnswerFinding::decl(config),
        RecordFindings::decl(config),
        NotChecked::decl(config),
        RecordCheck::decl(config),
        Recheck::decl(config),
        FindingCounts::decl(config),
    ]
}
