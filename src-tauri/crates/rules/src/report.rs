//! What a check yields.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::context::{Context, Need};
use crate::law::Confidence;

/// What a finding amounts to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The words violate the law.
    Ban,
    /// Something that must be there is missing.
    Required,
    /// Something is missing that the words ask for.
    RequiredIf,
    /// A figure can't stand as it does.
    Number,
    /// The words are allowed with proof.
    Evidence,
    /// Size or contrast, for a person to judge.
    Layout,
    /// A person must judge.
    Person,
    /// Good practice beyond the law.
    Advice,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 高
    High,
    /// 中
    Medium,
    /// 低
    Low,
}

/// A language of the report.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Language {
    /// 中文
    #[default]
    Chinese,
    /// English.
    English,
}

/// The law behind a finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Basis {
    /// Its title.
    pub law: String,
    /// Its id in the law data.
    pub law_id: String,
    /// The article, unless its words are not surely known.
    pub article: Option<String>,
    /// A part of the article, word for word.
    pub text: Option<String>,
    /// How surely the words are known.
    pub confidence: Confidence,
    /// 原文待复核, where only one copy was read.
    pub note: Option<String>,
    /// Who compared the article with the official text, where a user did.
    pub checked: Option<Checked>,
    /// SHA-256 of the file of the article, or of that of the law where no article is shown, in hex.
    pub file_sha256: String,
}

/// A comparison of an article with the official text.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Checked {
    /// The name of the person.
    pub by: String,
    /// The day, as YYYY-MM-DD.
    pub on: String,
}

/// Something a rule found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Id of the rule.
    pub rule: String,
    /// Id of its pack.
    pub pack: String,
    /// What it amounts to.
    pub kind: Kind,
    /// What it is about.
    pub topic: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The rule in a few words.
    pub title: String,
    /// What was found and why it matters.
    pub message: String,
    /// What the title leaves open: figures, reasons. Empty if there is nothing to add.
    #[serde(skip)]
    pub explanation: String,
    /// The words, as they stand in the text; empty where something is missing.
    pub excerpt: String,
    /// Where they stand, in bytes of the text. Each range holds the excerpt; where a line of the block goes on elsewhere in the
    /// text, the ranges are its pieces, and the excerpt has a newline between them.
    #[serde(serialize_with = "pairs")]
    pub ranges: Vec<Range<usize>>,
    /// The lines they stand on, from 0.
    pub lines: Vec<usize>,
    /// The law behind it; none for good practice and for rules of one's own.
    pub basis: Option<Basis>,
    /// What to do.
    pub suggestion: String,
}

/// A rule that could not run.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct NotChecked {
    /// Id of the rule.
    pub rule: String,
    /// What it lacks.
    pub needs: Vec<Need>,
}

/// A pack that took part in a check.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct PackVersion {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its file, in hex.
    pub sha256: String,
}

/// The outcome of a check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// By severity, then by position.
    pub findings: Vec<Finding>,
    /// Rules that could not run.
    pub not_checked: Vec<NotChecked>,
    /// What the rules took the material for.
    pub context: Context,
    /// The packs and laws that took part.
    #[serde(serialize_with = "listed")]
    pub packs: Arc<[PackVersion]>,
}

fn listed<S: Serializer>(packs: &Arc<[PackVersion]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(packs.iter())
}

/// Ranges as `[start, end]`.
fn pairs<S: Serializer>(ranges: &[Range<usize>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(ranges.iter().map(|range| [range.start, range.end]))
}
