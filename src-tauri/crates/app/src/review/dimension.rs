//! The dimension (审查维度) under which a letter files a finding, by the topic of its rule.

const CHOICE: (&str, &str) = ("自主选择权", "Free choice");
const INFORMATION: (&str, &str) = ("知情权", "Right to know");
const FAIRNESS: (&str, &str) = ("公平交易", "Fair dealing");
const SECURITY: (&str, &str) = ("信息安全", "Information security");
const MISLEADING: (&str, &str) = ("虚假或误导", "False or misleading");
const SUITABILITY: (&str, &str) = ("适当性", "Suitability");
const OWN: (&str, &str) = ("自定义规则", "Own rule");

/// The topics of the built-in packs and of rules that were written in the window, in alphabetical order.
const TOPICS: &[(&str, (&str, &str))] = &[
    ("annual-rate", INFORMATION),
    ("annualised", MISLEADING),
    ("award", MISLEADING),
    ("benchmark", INFORMATION),
    ("compare", FAIRNESS),
    ("contradiction", MISLEADING),
    ("cover", MISLEADING),
    ("credit", MISLEADING),
    ("date", INFORMATION),
    ("deposit-insurance", MISLEADING),
    ("deposit-mix", MISLEADING),
    ("deposit-rate", FAIRNESS),
    ("disclosure", FAIRNESS),
    ("disparagement", FAIRNESS),
    ("documents", INFORMATION),
    ("endorsement-expert", MISLEADING),
    ("endorsement-state", MISLEADING),
    ("fund-raising", SUITABILITY),
    ("fund-words", MISLEADING),
    ("gift", CHOICE),
    ("grade", SUITABILITY),
    ("guarantee", MISLEADING),
    ("guarantee-local", MISLEADING),
    ("hype", MISLEADING),
    ("identity", INFORMATION),
    ("inducement", CHOICE),
    ("instalment", INFORMATION),
    ("insurance-notice", INFORMATION),
    ("irr", MISLEADING),
    ("layout", INFORMATION),
    ("licence", MISLEADING),
    ("liquidity", INFORMATION),
    ("loan-use", SUITABILITY),
    ("minors", SUITABILITY),
    ("outlook", INFORMATION),
    ("own", OWN),
    ("past-performance", MISLEADING),
    ("past-performance-statement", INFORMATION),
    ("performance-window", MISLEADING),
    ("practice", INFORMATION),
    ("prediction", MISLEADING),
    ("price", INFORMATION),
    ("privacy", SECURITY),
    ("private-public", SUITABILITY),
    ("private-words", MISLEADING),
    ("registration", INFORMATION),
    ("risk-notice", INFORMATION),
    ("risk-notice-full", INFORMATION),
    ("shareholder", INFORMATION),
    ("source", INFORMATION),
    ("stock-tips", SUITABILITY),
    ("suitability", SUITABILITY),
    ("superlative", MISLEADING),
    ("tying", CHOICE),
    ("unfair-terms", FAIRNESS),
    ("urgency", CHOICE),
];

/// The dimension of a topic; the topic itself if a pack of the person names one that is not known.
pub fn of_topic(topic: &str, english: bool) -> &str {
    let known = TOPICS.iter().find(|(name, _)| *name == topic);
    match known {
        Some((_, (_, dimension))) if english => dimension,
        Some((_, (dimension, _))) => dimension,
        None => topic,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The topics of the rules in the built-in packs.
    fn topics() -> BTreeSet<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../rules/packs");
        let mut topics = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let pack: toml::Table = text.parse().unwrap();
            let rules = pack.get("rule").and_then(toml::Value::as_array);
            for rule in rules.into_iter().flatten() {
                topics.insert(rule["topic"].as_str().unwrap().to_owned());
            }
        }
        topics
    }

    #[test]
    fn every_topic_of_the_built_in_packs_has_a_dimension_and_no_other() {
        let mut topics = topics();
        assert!(topics.len() > 40, "{}", topics.len());
        topics.insert("own".to_owned());
        let known: BTreeSet<_> = TOPICS
            .iter()
            .map(|(topic, _)| (*topic).to_owned())
            .collect();
        assert_eq!(known, topics);
    }

    #[test]
    fn a_topic_of_a_pack_from_elsewhere_keeps_its_name() {
        assert_eq!(of_topic("privacy", false), "信息安全");
        assert_eq!(of_topic("suitability", true), "Suitability");
        assert_eq!(of_topic("分行专项", false), "分行专项");
        assert_eq!(of_topic("", true), "");
    }
}
