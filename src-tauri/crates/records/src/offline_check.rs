//! The offline check of a material against rule packs, as stored at the start of a run. docs/evidence.md describes the fields.

use serde::{Deserialize, Serialize};

/// The offline check before anything was sent, and the person's decisions on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfflineCheck {
    /// The rule packs in use, and the laws behind the findings.
    pub packs: Vec<RulePack>,
    /// The context that the rules assumed.
    pub context: Vec<Assumption>,
    /// Whether the text of the picture took part.
    pub picture: PictureChecked,
    /// By severity, then by position; findings of the person last.
    pub findings: Vec<Finding>,
    /// The number of further findings, which were too many to store.
    pub omitted: u64,
    /// Rules that could not run.
    pub not_checked: Vec<Unchecked>,
}

/// A file of rules or of a law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// The id; `law:` precedes that of a law.
    pub id: String,
    /// The version; may be empty.
    pub version: String,
    /// The SHA-256 of the file.
    pub sha256: String,
}

/// A fact that the rules assumed about the material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// `product`, `audience`, `medium`, `institution`, `place`, `date`.
    pub name: String,
    /// `None` if it is unknown.
    pub value: Option<String>,
    /// The words behind a guess; `None` if the person gave the value, or nobody did.
    pub guessed_from: Option<Vec<String>>,
}

/// Whether the text of the picture took part in the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureChecked {
    /// There is no picture.
    None,
    /// The picture was not read.
    Unread,
    /// The picture was read.
    Read,
}

/// Something that the rules or the person found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The id of the rule; `None` if the person found it.
    pub rule: Option<String>,
    /// The kind of the rule, such as `ban`; `person_added` if the person found it.
    pub kind: String,
    /// The topic of the rule; may be empty.
    pub topic: String,
    /// `high`, `medium` or `low`.
    pub severity: String,
    /// The finding in a few words.
    pub title: String,
    /// Figures and reasons, or the note of the person; may be empty.
    pub explanation: String,
    /// The exact words; empty if something is missing.
    pub excerpt: String,
    /// The suggestion; may be empty.
    pub suggestion: String,
    /// The law behind it.
    pub basis: Option<Basis>,
    /// The words in the picture: corners in pixels of the material as shown, in reading order.
    pub picture: Vec<[[i32; 2]; 4]>,
    /// The words in the copy.
    pub copy: Vec<Stretch>,
    /// The person's reason for dismissing it; `None` if nobody did.
    pub dismissed: Option<String>,
}

/// The law behind a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The id of the law.
    pub id: String,
    /// The title of the law.
    pub law: String,
    /// The article; `None` unless its exact words are known.
    pub article: Option<String>,
    /// The part of the article that matters, word for word.
    pub text: Option<String>,
    /// `A` to `D`.
    pub confidence: String,
}

/// A stretch of the copy, in characters from 1, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// The first character.
    pub from: u32,
    /// The last character.
    pub to: u32,
}

/// Rules that could not run, because the same facts are unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unchecked {
    /// The facts, named as in [`Assumption::name`], or `picture`.
    pub needs: Vec<String>,
    /// The ids of the rules.
    pub rules: Vec<String>,
}

impl OfflineCheck {
    /// Whether each place in the copy holds words of its finding's excerpt.
    pub(crate) fn quotes(&self, copy: &str) -> bool {
        let findings = self.findings.iter();
        quotes(
            copy,
            findings.map(|finding| (finding.excerpt.as_str(), finding.copy.as_slice())),
        )
    }

    /// The texts that a search looks through: the rules with their titles and topics, and the words found.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.findings.iter().flat_map(|finding| {
            let rule = finding.rule.as_deref().unwrap_or_default();
            let words = [rule, &finding.topic, &finding.title, &finding.excerpt];
            words.into_iter().filter(|words| !words.is_empty())
        })
    }
}

/// Whether each place in the copy holds words of its finding's excerpt, for findings as excerpt and places.
pub(crate) fn quotes<'a>(
    copy: &str,
    mut findings: impl Iterator<Item = (&'a str, &'a [Stretch])>,
) -> bool {
    let characters: Vec<char> = copy.chars().collect();
    findings.all(|(excerpt, places)| {
        places.iter().all(|place| {
            let from = (place.from as usize).wrapping_sub(1);
            let words = characters.get(from..place.to as usize);
            words.is_some_and(|words| {
                let words: String = words.iter().collect();
                !words.is_empty() && excerpt.contains(&words)
            })
        })
    })
}
