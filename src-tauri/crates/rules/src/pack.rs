//! Packs as their authors write them. docs/rules.md describes the format.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{LoadError, parse};
use crate::report::{Kind, Severity};

/// A pack.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPack {
    pub(crate) id: Spanned<String>,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) title_en: String,
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) market: String,
    /// The day its laws were last looked up. Where no date is known, this one decides what is in force.
    pub(crate) checked: String,
    #[serde(default)]
    pub(crate) groups: BTreeMap<String, Spanned<Vec<String>>>,
    /// Other ways to write a character, for the groups named in `disguised`.
    #[serde(default)]
    pub(crate) disguise: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(crate) disguised: Vec<String>,
    #[serde(default, rename = "exemption")]
    pub(crate) exemptions: Vec<Spanned<RawExemption>>,
    #[serde(default, rename = "rule")]
    pub(crate) rules: Vec<Spanned<RawRule>>,
    /// Ids that were in use once and must not come back.
    #[serde(default)]
    pub(crate) retired: Vec<String>,
}

/// Sentences that no rule, or none of one topic, may accuse.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawExemption {
    pub(crate) id: String,
    #[serde(rename = "match")]
    pub(crate) patterns: Vec<String>,
    /// Only these; empty means all.
    #[serde(default)]
    pub(crate) topics: Vec<String>,
    /// Names clear only what lies inside them; sentences clear whatever overlaps them.
    #[serde(default)]
    pub(crate) names: bool,
    /// Only where the product is known to be one of these.
    #[serde(default)]
    pub(crate) products: Vec<String>,
}

/// A rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRule {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) topic: String,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) title_en: String,
    #[serde(default)]
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) message_en: String,
    #[serde(default)]
    pub(crate) suggestion: String,
    #[serde(default)]
    pub(crate) suggestion_en: String,
    /// May only lower what follows from the law's rank.
    pub(crate) severity: Option<Severity>,
    pub(crate) basis: Option<RawBasis>,

    #[serde(default)]
    pub(crate) products: Vec<String>,
    #[serde(default)]
    pub(crate) not_products: Vec<String>,
    #[serde(default)]
    pub(crate) audiences: Vec<String>,
    #[serde(default)]
    pub(crate) media: Vec<String>,
    #[serde(default)]
    pub(crate) institutions: Vec<String>,
    #[serde(default)]
    pub(crate) not_institutions: Vec<String>,
    #[serde(default)]
    pub(crate) places: Vec<String>,
    #[serde(default)]
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) until: String,

    #[serde(default, rename = "match")]
    pub(crate) patterns: Vec<String>,
    #[serde(default)]
    pub(crate) not_after: Vec<String>,
    #[serde(default)]
    pub(crate) not_before: Vec<String>,
    #[serde(default)]
    pub(crate) not_in: Vec<String>,
    #[serde(default)]
    pub(crate) exempt: Vec<String>,
    #[serde(default)]
    pub(crate) with: Vec<String>,
    #[serde(default)]
    pub(crate) with_in: Scope,
    #[serde(default)]
    pub(crate) without: Vec<String>,
    #[serde(default)]
    pub(crate) without_in: Scope,
    #[serde(default = "all_tests")]
    pub(crate) unless: Vec<Test>,
    pub(crate) less_than: Option<f64>,
    pub(crate) more_than: Option<f64>,

    #[serde(default)]
    pub(crate) need: Vec<String>,
    #[serde(default)]
    pub(crate) when: Vec<String>,
    #[serde(default = "whole_material")]
    pub(crate) together: Scope,

    pub(crate) check: Option<Check>,
    #[serde(default)]
    pub(crate) params: BTreeMap<String, f64>,

    #[serde(default)]
    pub(crate) hit: Vec<String>,
    #[serde(default)]
    pub(crate) pass: Vec<String>,
    #[serde(default)]
    pub(crate) example_product: String,
    #[serde(default)]
    pub(crate) example_date: String,
}

fn all_tests() -> Vec<Test> {
    vec![Test::Denied, Test::Warned, Test::Asked, Test::Quoted]
}

const fn whole_material() -> Scope {
    Scope::Material
}

/// What a rule stands on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawBasis {
    pub(crate) law: String,
    #[serde(default)]
    pub(crate) article: String,
    #[serde(default)]
    pub(crate) excerpt: String,
}

/// A stretch of the material around a place.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scope {
    Clause,
    #[default]
    Sentence,
    Block,
    /// The block, and the lines next to it.
    Near,
    Material,
}

/// What clears words that a pattern found.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Test {
    /// 不承诺保本
    Denied,
    /// 警惕保本高息的骗局
    Warned,
    /// 理财产品保本吗？
    Asked,
    /// 《……》第九条规定不得使用……
    Quoted,
}

/// What can't be said with patterns.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Check {
    /// The annual rate stated for instalments is lower than their internal rate of return.
    Irr,
    /// Performance over a period shorter than `months`.
    PerformanceWindow,
    /// Performance of a product younger than `months`.
    ProductAge,
    /// A rating or an award older than `years`.
    AwardAge,
    /// Grades of risk that disagree.
    GradeContradiction,
    /// Dates of one event that disagree.
    DateContradiction,
    /// Rates of one name that disagree.
    RateContradiction,
    /// A limit of deposit insurance other than `amount`.
    InsuranceLimit,
    /// The daily or monthly rate is larger than the annual rate.
    RateSize,
    /// The headline is `ratio` times as large as the risk notice.
    NoticeSize,
    /// The contrast of the risk notice is less than `contrast`.
    NoticeContrast,
}

/// How large a pack may be.
const MAX_BYTES: usize = 2 << 20;
const MAX_RULES: usize = 2_000;
const MAX_WORD_CHARS: usize = 200;
const MAX_ENTRIES: usize = 40_000;

pub(crate) fn read(file: &str, text: &str) -> Result<RawPack, LoadError> {
    let refuse = |problem: String| Err(LoadError::at(file, text, 0, problem));
    if text.len() > MAX_BYTES {
        return refuse(format!(
            "the pack is larger than {} MB; split it",
            MAX_BYTES >> 20
        ));
    }
    let pack: RawPack = parse(file, text)?;
    if pack.rules.len() > MAX_RULES {
        return refuse(format!(
            "the pack has more than {MAX_RULES} rules; split it"
        ));
    }
    let at = pack.id.span().start;
    if !is_id(pack.id.get_ref()) {
        return Err(LoadError::at(
            file,
            text,
            at,
            "an id is made of lower-case letters, digits and hyphens",
        ));
    }
    if !is_date(&pack.checked) {
        return refuse("`checked` must be a date as in 2026-11-30".to_owned());
    }
    let mut entries = 0;
    for (name, words) in &pack.groups {
        entries += words.get_ref().len();
        if words
            .get_ref()
            .iter()
            .any(|word| word.chars().count() > MAX_WORD_CHARS)
        {
            return Err(LoadError::at(
                file,
                text,
                words.span().start,
                format!("a word of “{name}” is longer than {MAX_WORD_CHARS} characters"),
            ));
        }
    }
    for rule in &pack.rules {
        let at = rule.span().start;
        let rule = rule.get_ref();
        let patterns = [
            &rule.patterns,
            &rule.not_after,
            &rule.not_before,
            &rule.not_in,
            &rule.exempt,
            &rule.with,
            &rule.without,
            &rule.need,
            &rule.when,
        ];
        for list in patterns {
            entries += list.len();
            if list
                .iter()
                .any(|pattern| pattern.chars().count() > 10 * MAX_WORD_CHARS)
            {
                return Err(LoadError::at(
                    file,
                    text,
                    at,
                    format!("a pattern of “{}” is too long", rule.id),
                ));
            }
        }
        if !is_id(&rule.id) {
            return Err(LoadError::at(
                file,
                text,
                at,
                format!(
                    "“{}” is no rule id: use lower-case letters, digits and hyphens",
                    rule.id
                ),
            ));
        }
        for (name, date) in [("from", &rule.from), ("until", &rule.until)] {
            if !date.is_empty() && !is_date(date) {
                return Err(LoadError::at(
                    file,
                    text,
                    at,
                    format!("`{name}` of “{}” must be a date as in 2026-11-30", rule.id),
                ));
            }
        }
    }
    if entries > MAX_ENTRIES {
        return refuse(format!(
            "the pack has more than {MAX_ENTRIES} words and patterns; split it"
        ));
    }
    Ok(pack)
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 80
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether a text has the form YYYY-MM-DD.
pub(crate) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
