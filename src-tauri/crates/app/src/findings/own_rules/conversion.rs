//! Converts own rules between the types of the window and those of the file.

use super::super::conversion::{severity_name, severity_named};
use crate::{
    stored,
    wire::{FindingSeverity, OwnExemption, OwnRule, OwnRuleKind, OwnRules},
};

/// The name of a kind in rule packs and in the file.
pub fn kind(kind: OwnRuleKind) -> &'static str {
    match kind {
        OwnRuleKind::Ban => "ban",
        OwnRuleKind::Evidence => "evidence",
        OwnRuleKind::Person => "person",
        OwnRuleKind::Required => "required",
        OwnRuleKind::RequiredIf => "required_if",
        OwnRuleKind::Number => "number",
        OwnRuleKind::Advice => "advice",
    }
}

fn kind_of(name: &str) -> OwnRuleKind {
    match name {
        "ban" => OwnRuleKind::Ban,
        "evidence" => OwnRuleKind::Evidence,
        "required" => OwnRuleKind::Required,
        "required_if" => OwnRuleKind::RequiredIf,
        "number" => OwnRuleKind::Number,
        "advice" => OwnRuleKind::Advice,
        // The mildest kind that still shows.
        _ => OwnRuleKind::Person,
    }
}

impl From<stored::OwnRules> for OwnRules {
    fn from(own: stored::OwnRules) -> Self {
        Self {
            last: own.last,
            rules: own
                .rules
                .into_iter()
                .map(|rule| OwnRule {
                    number: rule.number,
                    kind: kind_of(&rule.kind),
                    title: rule.title,
                    suggestion: rule.suggestion,
                    severity: severity_named(&rule.severity).unwrap_or(FindingSeverity::Low),
                    products: rule.products,
                    words: rule.words,
                    when: rule.when,
                    except: rule.except,
                    below: rule.below,
                    above: rule.above,
                })
                .collect(),
            exemptions: own
                .exemptions
                .into_iter()
                .map(|one| OwnExemption {
                    number: one.number,
                    words: one.words,
                    reason: one.reason,
                })
                .collect(),
        }
    }
}

impl From<OwnRules> for stored::OwnRules {
    fn from(own: OwnRules) -> Self {
        Self {
            last: own.last,
            rules: own
                .rules
                .into_iter()
                .map(|rule| stored::OwnRule {
                    number: rule.number,
                    kind: kind(rule.kind).to_owned(),
                    title: rule.title,
                    suggestion: rule.suggestion,
                    severity: severity_name(rule.severity).to_owned(),
                    products: rule.products,
                    words: rule.words,
                    when: rule.when,
                    except: rule.except,
                    below: rule.below,
                    above: rule.above,
                })
                .collect(),
            exemptions: own
                .exemptions
                .into_iter()
                .map(|one| stored::OwnExemption {
                    number: one.number,
                    words: one.words,
                    reason: one.reason,
                })
                .collect(),
        }
    }
}
