//! The rules that the person writes in the window.

use serde::{Deserialize, Serialize};
use ts_rs::{Config, TS};

use super::{Finding, FindingSeverity};

/// Rules and exemptions of the person's own, and packs from elsewhere.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnRulesState {
    /// Those that can be edited.
    pub own: OwnRules,
    /// Imported packs.
    pub imported: Vec<ImportedPack>,
    /// Why the packs can't be used: the file, the line and the reason, in English; the app uses its own packs alone then.
    pub unusable: Option<String>,
}

/// Rules and exemptions of the person's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnRules {
    /// The number of the last rule or exemption; the window adds one for each new one.
    pub last: u32,
    /// The rules.
    pub rules: Vec<OwnRule>,
    /// The exemptions.
    pub exemptions: Vec<OwnExemption>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnRule {
    /// Its number; its id is `own-` and the number.
    pub number: u32,
    /// The kind of finding.
    pub kind: OwnRuleKind,
    /// In a few words: 1 to 100 characters.
    pub title: String,
    /// The suggestion: at most 500 characters.
    pub suggestion: String,
    /// The severity of a finding.
    pub severity: FindingSeverity,
    /// Products it holds for, named as in `MaterialContext.product`; all if empty.
    pub products: Vec<String>,
    /// Patterns, see docs/rules.md: to find, or one of which must be there (`required`, `requiredIf`).
    pub words: Vec<String>,
    /// Patterns that make the words necessary (`requiredIf`).
    pub when: Vec<String>,
    /// Patterns that are exempt.
    pub except: Vec<String>,
    /// A number below this is a finding (`number`).
    pub below: Option<f64>,
    /// A number above this is a finding (`number`).
    pub above: Option<f64>,
}

/// The kind of finding of an own rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OwnRuleKind {
    /// The words may not stand there.
    Ban,
    /// The words are allowed with proof.
    Evidence,
    /// A person must judge.
    Person,
    /// The words must stand there.
    Required,
    /// The words must stand there if others do.
    RequiredIf,
    /// A number is too large or too small.
    Number,
    /// Good practice.
    Advice,
}

/// Sentences that no rule may object to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnExemption {
    /// Its number.
    pub number: u32,
    /// Patterns, see docs/rules.md.
    pub words: Vec<String>,
    /// The reason.
    pub reason: String,
}

/// A pack from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportedPack {
    /// Its file name.
    pub file: String,
    /// Its id.
    pub id: String,
    /// Its title in Chinese.
    pub title: String,
    /// Its title in English; may be empty.
    pub title_en: String,
    /// Its version.
    pub version: String,
}

/// The findings of own rules in a sample text, before the rules are saved.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnRulesTrial {
    /// Findings of all packs that the rules in force don't have.
    pub added: Vec<Finding>,
    /// Findings of the rules in force that are gone.
    pub removed: Vec<Finding>,
}

/// The effect of own rules on past records.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnRulesEffect {
    /// The number of records that were checked, at most 100, the latest first.
    pub records: u32,
    /// The records with other findings.
    pub changed: Vec<EffectOnRecord>,
}

/// The effect of own rules on a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EffectOnRecord {
    /// The record.
    #[ts(type = "number")]
    pub record: i64,
    /// Its title.
    pub title: String,
    /// Words of new findings; the title of the rule if something is missing.
    pub added: Vec<String>,
    /// Words of findings that are gone.
    pub removed: Vec<String>,
}

/// The TypeScript declarations of these types.
pub(super) fn declarations(config: &Config) -> Vec<String> {
    vec![
        OwnRulesState::decl(config),
        OwnRules::decl(config),
        OwnRule::decl(config),
        OwnRuleKind::decl(config),
        OwnExemption::decl(config),
        ImportedPack::decl(config),
        OwnRulesTrial::decl(config),
        OwnRulesEffect::decl(config),
        EffectOnRecord::decl(config),
    ]
}
