//! The person's statements about the material before a run, kept with the draft in the records, at the place `audit judgement`.

use serde::{Deserialize, Serialize};

/// What the person said, and about which material.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JudgementDraft {
    /// The SHA-256 of the file; `None` for copy alone.
    pub material: Option<String>,
    /// Facts about the material, by name.
    pub context: Vec<(String, String)>,
    /// Findings of the rules that the person dismissed.
    pub dismissed: Vec<DismissalDraft>,
    /// Findings that the person added.
    pub own: Vec<OwnFindingDraft>,
}

/// A finding that the person dismissed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DismissalDraft {
    /// The id of the rule.
    pub rule: String,
    /// The words.
    pub excerpt: String,
    /// The reason.
    pub reason: String,
}

/// A finding that the person added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnFindingDraft {
    /// `high`, `medium`, `low`.
    pub severity: String,
    /// In a few words.
    pub title: String,
    /// Anything else.
    pub note: String,
    /// The words; empty if something is missing.
    pub excerpt: String,
    /// A box in the picture.
    pub quad: Option<[[f32; 2]; 4]>,
    /// The words in the copy, as UTF-16 offsets.
    pub copy: Option<[u32; 2]>,
}
