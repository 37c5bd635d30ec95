//! The rules of the demo audit: their types here, the rules in `table`, the law in `basis`, matching in `search`, and
//! negation, which turns a promise into a denial, in `negation`.
//!
//! This is a small table for a demo. It quotes only articles whose text was read, and says "unverified" otherwise.

mod basis;
mod negation;
mod search;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use basis::Basis;
pub(crate) use search::{Finding, audit};
pub(crate) use table::{RULES, VERSION};

use crate::language::{Bilingual, Language};

/// One rule. Ids are never reused.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) id: &'static str,
    pub(crate) title: Bilingual,
    pub(crate) severity: Severity,
    pub(crate) verdict: Verdict,
    pub(crate) dimension: Dimension,
    pub(crate) check: Check,
    pub(crate) basis: Basis,
    pub(crate) suggestion: Bilingual,
}

/// Lowercase phrases separated by `|`; a space matches any run of spaces and hyphens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrases(&'static str);

impl Phrases {
    const NONE: Self = Self("");

    fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split('|').filter(|phrase| !phrase.is_empty())
    }
}

/// The condition of a rule.
#[derive(Debug)]
pub(crate) enum Check {
    /// One of these phrases occurs, not negated, not directly after one of `not_after` and not directly before one of
    /// `not_before`.
    Phrases {
        phrases: Phrases,
        not_after: Phrases,
        not_before: Phrases,
    },
    /// One of `when` occurs but none of `any_of`.
    Required { when: Phrases, any_of: Phrases },
}

/// The severity of a finding, by the rank of its legal basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    High,
    Medium,
    Low,
}

/// The verdict on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Violation,
    NeedsEvidence,
    NeedsPerson,
    Advice,
}

/// The aspect of consumer protection that a rule covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dimension {
    Lawful,
    Truthful,
    RiskWarning,
    Complete,
    Fair,
}

impl Severity {
    pub(crate) const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    pub(crate) const fn name(self, language: Language) -> &'static str {
        match self {
            Self::High => language.pick("高", "High"),
            Self::Medium => language.pick("中", "Medium"),
            Self::Low => language.pick("低", "Low"),
        }
    }
}

impl Verdict {
    pub(crate) const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Violation => language.pick("涉嫌违规", "likely violation"),
            Self::NeedsEvidence => language.pick("需举证", "needs evidence"),
            Self::NeedsPerson => language.pick("需人工判断", "needs a person"),
            Self::Advice => language.pick("建议", "advice"),
        }
    }
}

impl Dimension {
    pub(crate) const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Lawful => language.pick("合法合规", "lawfulness"),
            Self::Truthful => language.pick("真实准确", "truth and accuracy"),
            Self::RiskWarning => language.pick("风险提示", "risk warning"),
            Self::Complete => language.pick("信息完整", "completeness"),
            Self::Fair => language.pick("公平诚信", "fairness and good faith"),
        }
    }
}
