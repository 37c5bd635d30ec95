//! A rule as the check uses it: names resolved, patterns read, the law looked up.

use std::collections::BTreeMap;

use crate::conditions::Conditions;
use crate::error::Wrong;
use crate::law::{Confidence, Law, Laws, Rank};
use crate::pack::{Check, RawBasis, RawRule, Scope, Test};
use crate::pattern::{Patterns, SetId, Vocabulary};
use crate::report::{Basis, Kind, Language, Severity};

/// A compiled rule.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) id: String,
    /// Index of its pack.
    pub(crate) pack: usize,
    pub(crate) kind: Kind,
    pub(crate) topic: String,
    pub(crate) severity: Severity,
    pub(crate) words: [Words; 2],
    pub(crate) basis: Option<Basis>,
    /// What the rule says it stands on.
    pub(crate) quotes: Option<RawBasis>,
    pub(crate) conditions: Conditions,
    pub(crate) body: Body,
    pub(crate) exempt: Patterns,
    pub(crate) hit: Vec<String>,
    pub(crate) pass: Vec<String>,
    pub(crate) example_product: String,
    pub(crate) example_date: String,
}

/// What is said about a finding, in one language.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) title: String,
    pub(crate) message: String,
    pub(crate) suggestion: String,
}

/// What a rule looks for.
#[derive(Debug)]
pub(crate) enum Body {
    /// Words that should not stand there as they do.
    Find(Find),
    /// Words that should stand there and don't.
    Need(Needed),
    /// One of the built-in checks.
    Check(Check, BTreeMap<String, f64>),
}

#[derive(Debug)]
pub(crate) struct Find {
    pub(crate) patterns: Patterns,
    pub(crate) not_after: Vec<Vec<char>>,
    pub(crate) not_before: Vec<Vec<char>>,
    pub(crate) not_in: Patterns,
    pub(crate) with: Patterns,
    pub(crate) with_in: Scope,
    pub(crate) without: Patterns,
    pub(crate) without_in: Scope,
    pub(crate) unless: Vec<Test>,
    pub(crate) less_than: Option<f64>,
    pub(crate) more_than: Option<f64>,
}

#[derive(Debug)]
pub(crate) struct Needed {
    pub(crate) need: Patterns,
    pub(crate) when: Patterns,
    pub(crate) without: Patterns,
    pub(crate) together: Scope,
}

pub(crate) fn compile(
    raw: RawRule,
    pack: usize,
    laws: &Laws,
    vocabulary: &mut Vocabulary,
) -> Result<Rule, Wrong> {
    let bodies = [
        !raw.patterns.is_empty(),
        !raw.need.is_empty(),
        raw.check.is_some(),
    ];
    if bodies.iter().filter(|body| **body).count() != 1 {
        return Err(
            "give exactly one of `match` (words to find), `need` (words that must be there) and `check`"
                .to_owned()
                .into(),
        );
    }
    let law = match &raw.basis {
        Some(basis) => Some(laws.get(&basis.law).ok_or_else(|| {
            Wrong::about("basis")(format!(
                "no law has the id “{}”; add a file laws/{0}.toml or correct the id",
                basis.law
            ))
        })?),
        None => None,
    };
    let basis = match (&raw.basis, law) {
        (Some(basis), Some(law)) => Some(read_basis(basis, law).map_err(Wrong::about("basis"))?),
        _ => None,
    };
    let body = if let Some(check) = raw.check {
        Body::Check(check, raw.params.clone())
    } else if raw.need.is_empty() {
        Body::Find(Find {
            patterns: patterns(vocabulary, &raw.patterns).map_err(Wrong::about("match"))?,
            not_after: strings(vocabulary, &raw.not_after).map_err(Wrong::about("not_after"))?,
            not_before: strings(vocabulary, &raw.not_before).map_err(Wrong::about("not_before"))?,
            not_in: patterns(vocabulary, &raw.not_in).map_err(Wrong::about("not_in"))?,
            with: patterns(vocabulary, &raw.with).map_err(Wrong::about("with"))?,
            with_in: raw.with_in,
            without: patterns(vocabulary, &raw.without).map_err(Wrong::about("without"))?,
            without_in: raw.without_in,
            unless: raw.unless.clone(),
            less_than: raw.less_than,
            more_than: raw.more_than,
        })
    } else {
        Body::Need(Needed {
            need: patterns(vocabulary, &raw.need).map_err(Wrong::about("need"))?,
            when: patterns(vocabulary, &raw.when).map_err(Wrong::about("when"))?,
            without: patterns(vocabulary, &raw.without).map_err(Wrong::about("without"))?,
            together: raw.together,
        })
    };
    let exempt = patterns(vocabulary, &raw.exempt).map_err(Wrong::about("exempt"))?;
    let conditions = Conditions::new(&raw, law)?;
    let severity = severity(&raw, law).map_err(Wrong::about("severity"))?;
    Ok(Rule {
        words: words(&raw),
        id: raw.id,
        pack,
        kind: raw.kind,
        topic: raw.topic,
        severity,
        basis,
        quotes: raw.basis,
        conditions,
        body,
        exempt,
        hit: raw.hit,
        pass: raw.pass,
        example_product: raw.example_product,
        example_date: raw.example_date,
    })
}

fn words(raw: &RawRule) -> [Words; 2] {
    let or = |text: &String, other: &String| {
        if text.is_empty() {
            other.clone()
        } else {
            text.clone()
        }
    };
    [
        Words {
            title: raw.title.clone(),
            message: raw.message.clone(),
            suggestion: raw.suggestion.clone(),
        },
        Words {
            title: or(&raw.title_en, &raw.title),
            message: raw.message_en.clone(),
            suggestion: or(&raw.suggestion_en, &raw.suggestion),
        },
    ]
}

impl Words {
    pub(crate) const fn index(language: Language) -> usize {
        match language {
            Language::Chinese => 0,
            Language::English => 1,
        }
    }
}

fn read_basis(basis: &RawBasis, law: &Law) -> Result<Basis, String> {
    let mut read = Basis {
        law: law.title.clone(),
        law_id: law.id.clone(),
        article: None,
        text: None,
        confidence: law.confidence,
        note: None,
        checked: None,
        file_sha256: law.file_sha256.clone(),
    };
    if basis.article.is_empty() {
        return Ok(read);
    }
    if law.article(&basis.article).is_none() {
        return Err(format!(
            "《{}》 has no article “{}” in the law data; add its text or leave `article` out",
            law.title, basis.article
        ));
    }
    let Some(article) = law.quoted(&basis.article, &basis.excerpt) else {
        return Err(format!(
            "the excerpt is not word for word in {} of 《{}》: “{}”",
            basis.article, law.title, basis.excerpt
        ));
    };
    read.confidence = law.confidence_of(article);
    read.file_sha256.clone_from(&article.file_sha256);
    if read.confidence.may_be_quoted() {
        read.article = Some(basis.article.clone());
        read.text = Some(if basis.excerpt.is_empty() {
            article.text.clone()
        } else {
            basis.excerpt.clone()
        });
    }
    if read.confidence == Confidence::B {
        read.note = Some("原文待复核".to_owned());
    }
    if read.confidence == Confidence::A {
        read.checked = article.checked();
    }
    Ok(read)
}

/// The severity that follows from the rank of the law, lowered where the rule says so.
fn severity(raw: &RawRule, law: Option<&Law>) -> Result<Severity, String> {
    let flat = matches!(raw.kind, Kind::Ban);
    let by_rank = match law.map(|law| law.rank) {
        _ if raw.kind == Kind::Advice => Severity::Low,
        Some(Rank::Law | Rank::Regulation) => Severity::High,
        Some(Rank::DepartmentRule) if flat => Severity::High,
        Some(Rank::DepartmentRule | Rank::Normative | Rank::Local) => Severity::Medium,
        Some(Rank::SelfRegulation) if flat => Severity::Medium,
        Some(Rank::SelfRegulation | Rank::Guidance) => Severity::Low,
        None => raw
            .severity
            .ok_or("a rule without `basis` must give its `severity`: high, medium or low")?,
    };
    match raw.severity {
        Some(own) if own < by_rank => Err(format!(
            "`severity` may only be lower than what follows from the rank of the law: {}",
            match by_rank {
                Severity::High => "high",
                Severity::Medium => "medium",
                Severity::Low => "low",
            }
        )),
        Some(own) => Ok(own),
        None => Ok(by_rank),
    }
}

pub(crate) fn patterns(
    vocabulary: &mut Vocabulary,
    sources: &[String],
) -> Result<Patterns, String> {
    let mut patterns = Patterns::default();
    for source in sources {
        for variant in vocabulary.pattern(source)? {
            patterns.add(&variant);
        }
    }
    Ok(patterns)
}

/// Words that stand right beside a hit: plain ones, or those of a `<group>`.
fn strings(vocabulary: &Vocabulary, sources: &[String]) -> Result<Vec<Vec<char>>, String> {
    let mut strings = Vec::new();
    for source in sources {
        match source
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
        {
            Some(group) => strings.extend(
                vocabulary
                    .group(group)?
                    .iter()
                    .map(|word| word.chars().collect()),
            ),
            None => strings.push(crate::fold::fold_word(source).chars().collect()),
        }
    }
    Ok(strings)
}

/// The groups that the language tests and the guesses know by name.
#[derive(Debug)]
pub(crate) struct KnownGroups {
    pub(crate) denial: SetId,
    pub(crate) denial_near: SetId,
    pub(crate) forbid: SetId,
    pub(crate) undenial: SetId,
    pub(crate) denial_behind: SetId,
    pub(crate) denial_next: SetId,
    pub(crate) wish: SetId,
    pub(crate) warning: SetId,
    pub(crate) speaker: SetId,
    pub(crate) question: SetId,
    pub(crate) question_behind: SetId,
    pub(crate) citation: SetId,
    pub(crate) risk_notice: SetId,
}

impl KnownGroups {
    pub(crate) fn new(vocabulary: &mut Vocabulary) -> Self {
        let mut set = |name: &str| vocabulary.set_of_group(name);
        Self {
            denial: set("denial"),
            denial_near: set("denial-near"),
            forbid: set("forbid"),
            undenial: set("undenial"),
            denial_behind: set("denial-behind"),
            denial_next: set("denial-next"),
            wish: set("wish"),
            warning: set("warning"),
            speaker: set("speaker"),
            question: set("question"),
            question_behind: set("question-behind"),
            citation: set("citation"),
            risk_notice: set("risk-notice"),
        }
    }
}
