//! Tests of the rules on sample texts.

use proptest::prelude::*;

use super::search::{Excerpt, Span};
use super::*;

/// The phrases that trigger a rule.
fn triggers(rule: &Rule) -> impl Iterator<Item = &'static str> + use<> {
    match rule.check {
        Check::Phrases { phrases, .. } => phrases.iter(),
        Check::Required { when, .. } => when.iter(),
    }
}

#[test]
fn ids_are_unique_and_phrases_are_in_the_form_the_search_expects() {
    let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    for phrase in RULES.iter().flat_map(triggers) {
        assert!(
            phrase.chars().count() >= 2 && *phrase == phrase.trim().to_lowercase(),
            "{phrase}"
        );
        assert!(
            !phrase.contains('-'),
            "a space stands for the hyphen: {phrase}"
        );
    }
}

#[test]
fn every_phrase_of_the_table_is_found_by_itself() {
    for rule in RULES {
        let Check::Phrases { phrases, .. } = rule.check else {
            continue;
        };
        for phrase in phrases.iter() {
            assert!(
                found(phrase).contains(&(rule.id, phrase.to_owned())),
                "{} {phrase}",
                rule.id
            );
        }
    }
}

#[test]
fn what_was_not_read_is_not_quoted() {
    for rule in RULES {
        if let Basis::Article { law, excerpt, .. } = &rule.basis {
            assert_eq!(
                law.zh, "《中华人民共和国广告法》",
                "{}: only this law's text was read",
                rule.id
            );
            assert!(!excerpt.is_empty());
        }
    }
}

/// The phrases found, each with the id of its rule; a rule about a missing statement has an empty phrase.
fn found(text: &str) -> Vec<(&'static str, String)> {
    audit(text)
        .into_iter()
        .flat_map(|finding| {
            let id = finding.rule.id;
            let mut texts: Vec<_> = finding
                .excerpts
                .into_iter()
                .map(|excerpt| excerpt.text)
                .collect();
            if texts.is_empty() {
                texts.push(String::new());
            }
            texts.into_iter().map(move |text| (id, text))
        })
        .collect()
}

fn phrases(text: &str) -> Vec<String> {
    found(text)
        .into_iter()
        .map(|(_, text)| text)
        .filter(|text| !text.is_empty())
        .collect()
}

#[test]
fn forbidden_phrases_are_found_as_they_are_written() {
    for (text, expected) in [
        ("本产品保本保息，人人可投", vec!["保本保息"]),
        ("国家级平台，行业第一", vec!["国家级", "行业第一"]),
        (
            "ＧＵＡＲＡＮＴＥＥＤ returns",
            vec!["ＧＵＡＲＡＮＴＥＥＤ returns"],
        ),
        (
            "It is risk-free. Risk  free!",
            vec!["risk-free", "Risk  free"],
        ),
        ("专家推荐的政府背书项目", vec!["政府背书", "专家推荐"]),
        ("秒到账，低门槛", vec!["秒到账", "低门槛"]),
    ] {
        assert_eq!(phrases(text), expected, "{text}");
    }
}

#[test]
fn the_published_example_is_found_fault_with() {
    let found =
        phrases("No credit check, low interest, high limit, same-day loan, loan with collateral");
    assert_eq!(
        found,
        [
            "No credit check",
            "low interest",
            "high limit",
            "same-day loan"
        ]
    );
}

#[test]
fn a_denied_promise_is_no_promise() {
    for text in [
        "本产品不承诺保本。",
        "不承诺保本、保收益",
        "本行不保证本金安全，不承诺本金保本",
        "非保本浮动收益型",
        "本产品为非保本理财",
        "本产品并非无风险",
        "不存在任何保本安排",
        "严禁承诺保本保收益",
        "不得宣传零风险",
        "Returns are not guaranteed.",
        "We do not guarantee any outcome",
        "This is not a risk-free product",
        "It isn't guaranteed",
        "offered without guarantee",
    ] {
        assert_eq!(phrases(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_promise_with_a_negative_word_nearby_is_still_a_promise() {
    for (text, expected) in [
        ("不仅保本，还高收益", vec!["保本", "高收益"]),
        ("不断创造高收益", vec!["高收益"]),
        ("非常稳赚", vec!["稳赚"]),
        ("不会亏钱还保本", vec!["保本"]),
        ("没有风险保本", vec!["没有风险", "保本"]),
        ("没有一分钱不保本", vec!["保本"]),
        ("本行不承诺收益。本产品保本", vec!["保本"]),
        ("not only guaranteed but insured", vec!["guaranteed"]),
        ("No fees. Guaranteed returns.", vec!["Guaranteed returns"]),
        (
            "no credit check guaranteed approval",
            vec!["guaranteed", "no credit check"],
        ),
    ] {
        assert_eq!(phrases(text), expected, "{text}");
    }
}

#[test]
fn the_name_of_a_risk_grade_is_no_claim() {
    for text in [
        "R2 中低风险",
        "风险等级：低风险",
        "产品为R1（低风险）",
        "低风险等级",
        "本产品无风险评级",
        "高收益债基金",
        "R2 (low risk)",
    ] {
        assert_eq!(phrases(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(phrases("低风险，人人适合"), ["低风险"]);
}

#[test]
fn the_longest_of_overlapping_phrases_wins() {
    assert_eq!(
        found("保本保收益。风险提示：略"),
        [("DEMO-001", "保本保收益".to_owned())]
    );
    assert_eq!(phrases("最低利率"), ["最低利率"]);
}

#[test]
fn a_phrase_inside_a_longer_word_is_none() {
    assert_eq!(phrases("The guaranteedly thebest"), Vec::<String>::new());
}

#[test]
fn a_missing_risk_warning_is_a_finding_and_a_given_one_is_not() {
    let missing = ("DEMO-011", String::new());
    assert!(found("稳健理财，欢迎咨询").contains(&missing));
    assert!(!found("稳健理财，欢迎咨询。投资有风险，投资须谨慎。").contains(&missing));
    assert!(found("Invest with us").contains(&missing));
    assert!(!found("Invest with us. Investing involves risk.").contains(&missing));
    assert!(!found("欢迎光临本网点").contains(&missing));
}

#[test]
fn a_loan_wants_its_annual_rate() {
    let missing = ("DEMO-012", String::new());
    assert!(found("消费贷款，欢迎申请").contains(&missing));
    assert!(!found("消费贷款，年化利率 3.6% 起").contains(&missing));
}

#[test]
fn the_same_wording_is_told_once_with_all_its_places() {
    let findings = audit("保本！真的保本！");
    let excerpts = &findings
        .iter()
        .find(|finding| finding.rule.id == "DEMO-001")
        .unwrap()
        .excerpts;
    let spans = vec![Span { start: 0, end: 2 }, Span { start: 5, end: 7 }];
    assert_eq!(
        *excerpts,
        [Excerpt {
            text: "保本".into(),
            spans
        }]
    );
}

#[test]
fn findings_come_by_severity() {
    let severities: Vec<_> = audit("名额有限，低门槛，保本")
        .into_iter()
        .map(|finding| finding.rule.severity)
        .collect();
    assert!(
        severities.is_sorted() && severities.len() >= 3,
        "{severities:?}"
    );
}

/// Text made of phrases that matter to the rules, mixed with arbitrary text.
fn copy() -> impl Strategy<Value = String> {
    let phrase = prop::sample::select(
        RULES
            .iter()
            .flat_map(triggers)
            .chain([
                "不承诺",
                "非",
                "不",
                "没有",
                "R2 中",
                "not ",
                "no ",
                "，",
                "。",
                " ",
                "\n",
                "-",
                "ＮＯ",
                "😀",
            ])
            .collect::<Vec<_>>(),
    );
    let part = prop_oneof![3 => phrase.prop_map(str::to_owned), 1 => "\\PC{0,6}"];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn excerpts_are_verbatim_at_their_places_and_never_overlap(text in copy()) {
        let chars: Vec<char> = text.chars().collect();
        let mut taken = vec![false; chars.len()];
        for finding in audit(&text) {
            for excerpt in finding.excerpts {
                prop_assert!(!excerpt.text.is_empty() && !excerpt.spans.is_empty());
                for span in excerpt.spans {
                    let there: String = chars[span.start..span.end].iter().collect();
                    prop_assert_eq!(&there, &excerpt.text);
                    prop_assert!(!taken[span.start..span.end].contains(&true));
                    taken[span.start..span.end].fill(true);
                }
            }
        }
    }

    #[test]
    fn any_text_at_all_can_be_audited(text in any::<String>()) {
        for excerpt in audit(&text).iter().flat_map(|finding| &finding.excerpts) {
            prop_assert!(text.contains(&excerpt.text), "{:?} is not in {:?}", excerpt.text, text);
        }
    }
}
