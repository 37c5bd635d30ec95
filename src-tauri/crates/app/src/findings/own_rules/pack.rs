//! Own rules as the text of a rule pack.

use serde_json::Value;

use super::{super::conversion::severity_name, OWN, conversion::kind};
use crate::wire::{OwnRuleKind, OwnRules};

/// The own rules as a rule pack for others: its id differs from that of their own rules, and from those of other exports.
pub fn exported(own: &OwnRules) -> String {
    let sha256 = records::sha256_hex(pack_text(own, OWN).as_bytes());
    let mark: String = sha256.chars().take(8).collect();
    pack_text(own, &format!("own-{mark}"))
}

/// The own rules as a rule pack. Their ids contain their numbers, which are never used again.
pub fn pack_text(own: &OwnRules, id: &str) -> String {
    let mut lines = vec![
        format!("id = \"{id}\""),
        "title = \"自定义规则\"".to_owned(),
        "title_en = \"Own rules\"".to_owned(),
        format!("version = \"{}\"", own.last),
        "checked = \"2020-01-01\"".to_owned(),
    ];
    for exemption in &own.exemptions {
        lines.push("\n[[exemption]]".to_owned());
        lines.push(format!("id = \"{id}-{}\"", exemption.number));
        lines.push(list("match", &exemption.words));
    }
    for rule in &own.rules {
        lines.push("\n[[rule]]".to_owned());
        lines.push(format!("id = \"{id}-{}\"", rule.number));
        lines.push(format!("kind = \"{}\"", kind(rule.kind)));
        lines.push("topic = \"own\"".to_owned());
        lines.push(text("title", &rule.title));
        lines.push(text("suggestion", &rule.suggestion));
        lines.push(text("severity", severity_name(rule.severity)));
        let finds = match rule.kind {
            OwnRuleKind::Required | OwnRuleKind::RequiredIf => "need",
            _ => "match",
        };
        for (name, words) in [
            (finds, &rule.words),
            ("when", &rule.when),
            ("products", &rule.products),
            ("exempt", &rule.except),
        ] {
            if !words.is_empty() {
                lines.push(list(name, words));
            }
        }
        let limits = [("less_than", rule.below), ("more_than", rule.above)];
        for (name, limit) in limits {
            let limit = limit.filter(|limit| limit.is_finite());
            lines.extend(limit.map(|limit| format!("{name} = {limit:?}")));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

/// A JSON string is a TOML string as well, except for U+007F.
fn text(name: &str, text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\u{7f}').collect();
    format!("{name} = {}", Value::from(text))
}

fn list(name: &str, words: &[String]) -> String {
    let words: Vec<String> = words
        .iter()
        .map(|word| word.chars().filter(|c| *c != '\u{7f}').collect())
        .collect();
    format!("{name} = {}", Value::from(words))
}
