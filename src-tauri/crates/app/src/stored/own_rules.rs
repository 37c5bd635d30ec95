//! The rules that the person wrote in the window, in `rules/own.json` of the data folder.

use serde::{Deserialize, Serialize};

/// Rules and exemptions of the person's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnRules {
    /// The number of the last rule or exemption. Numbers are never used again, because records name them.
    pub last: u32,
    /// The rules.
    pub rules: Vec<OwnRule>,
    /// The exemptions.
    pub exemptions: Vec<OwnExemption>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnRule {
    /// Its number.
    pub number: u32,
    /// `ban`, `evidence`, `person`, `required`, `required_if`, `number`, `advice`.
    pub kind: String,
    /// In a few words.
    pub title: String,
    /// The suggestion.
    pub suggestion: String,
    /// `high`, `medium`, `low`.
    pub severity: String,
    /// Products it holds for; all if empty.
    pub products: Vec<String>,
    /// Patterns to find, or one of which must be there.
    pub words: Vec<String>,
    /// Patterns that make the words necessary.
    pub when: Vec<String>,
    /// Patterns that are exempt.
    pub except: Vec<String>,
    /// A number below this is a finding.
    pub below: Option<f64>,
    /// A number above this is a finding.
    pub above: Option<f64>,
}

/// Sentences that no rule may object to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnExemption {
    /// Its number.
    pub number: u32,
    /// Patterns.
    pub words: Vec<String>,
    /// The reason.
    pub reason: String,
}
