//! Converts between the types of the rules and those of the window.

use std::collections::BTreeMap;

use rules::{
    Audience, Confidence, Context, Field, Finding, Institution, Kind, Language, Medium, Need,
    Product,
};

use super::{Check, LIMIT};
use crate::wire::{
    self, ArticleCheck, ContextField, FindingBasis, FindingKind, FindingSeverity, Findings,
    MaterialContext, RulePack, UncheckedRules,
};

/// The person's statements. An unknown name counts as not stated.
pub fn context(said: &MaterialContext) -> Context {
    Context {
        product: field(said.product.as_deref().and_then(Product::parse)),
        audience: field(said.audience.as_deref().and_then(Audience::parse)),
        medium: field(said.medium.as_deref().and_then(Medium::parse)),
        institution: field(said.institution.as_deref().and_then(Institution::parse)),
        place: field(said.place.clone().filter(|place| !place.trim().is_empty())),
        date: field(said.date.clone().filter(|date| is_date(date))),
    }
}

fn field<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Unknown, |value| Field::Known { value })
}

/// Whether a text has the form YYYY-MM-DD.
fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10
}

impl Check {
    /// The findings for the window.
    pub fn findings(&self, language: Language) -> Findings {
        let findings = self.report.findings.iter();
        let omitted = findings.len().saturating_sub(LIMIT);
        Findings {
            findings: findings.take(LIMIT).map(|one| self.finding(one)).collect(),
            omitted: u32::try_from(omitted).unwrap_or(u32::MAX),
            not_checked: self.not_checked(language),
            context: fields(&self.report.context),
            picture: self.picture,
            rules: u32::try_from(self.packs.rule_count()).unwrap_or(u32::MAX),
            packs: self
                .report
                .packs
                .iter()
                .map(|pack| RulePack {
                    id: pack.id.clone(),
                    version: pack.version.clone(),
                    sha256: pack.sha256.clone(),
                })
                .collect(),
        }
    }

    fn finding(&self, finding: &Finding) -> wire::Finding {
        let ranges = finding.ranges.iter();
        wire::Finding {
            rule: finding.rule.clone(),
            pack: finding.pack.clone(),
            kind: finding.kind.into(),
            topic: finding.topic.clone(),
            severity: finding.severity.into(),
            title: finding.title.clone(),
            explanation: finding.explanation.clone(),
            excerpt: finding.excerpt.clone(),
            suggestion: finding.suggestion.clone(),
            basis: finding.basis.as_ref().map(|basis| FindingBasis {
                law: basis.law.clone(),
                law_id: basis.law_id.clone(),
                article: basis.article.clone(),
                text: basis.text.clone(),
                confidence: name(basis.confidence),
                note: basis.note.clone(),
                checked: basis.checked.clone().map(ArticleCheck::from),
            }),
            picture: ranges
                .clone()
                .flat_map(|range| self.text.in_picture(range))
                .collect(),
            copy: ranges
                .filter_map(|range| self.text.in_copy(range))
                .collect(),
        }
    }

    /// The rules that could not run, by the facts they lack.
    fn not_checked(&self, language: Language) -> Vec<UncheckedRules> {
        let title = |rule: &str| self.packs.title(rule, language).unwrap_or(rule).to_owned();
        self.not_checked_by_needs()
            .into_iter()
            .map(|(needs, rules)| UncheckedRules {
                needs: needs.into_iter().map(need).collect(),
                titles: rules.into_iter().map(title).collect(),
            })
            .collect()
    }

    /// The rules that could not run, by the facts they lack.
    pub fn not_checked_by_needs(&self) -> BTreeMap<Vec<Need>, Vec<&str>> {
        let mut by_needs: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for rule in &self.report.not_checked {
            let rules = by_needs.entry(rule.needs.clone()).or_default();
            rules.push(rule.rule.as_str());
        }
        by_needs
    }
}

pub fn fields(context: &Context) -> Vec<ContextField> {
    vec![
        context_field("product", &context.product, |value| value.name().to_owned()),
        context_field("audience", &context.audience, |value| {
            value.name().to_owned()
        }),
        context_field("medium", &context.medium, |value| value.name().to_owned()),
        context_field("institution", &context.institution, |value| {
            value.name().to_owned()
        }),
        context_field("place", &context.place, Clone::clone),
        context_field("date", &context.date, Clone::clone),
    ]
}

fn context_field<T>(name: &str, field: &Field<T>, text: impl Fn(&T) -> String) -> ContextField {
    ContextField {
        name: name.to_owned(),
        value: field.value().map(text),
        guessed: matches!(field, Field::Guessed { .. }),
        words: match field {
            Field::Guessed { words, .. } => words.clone(),
            _ => Vec::new(),
        },
    }
}

pub fn name(confidence: Confidence) -> String {
    match confidence {
        Confidence::A => "A",
        Confidence::B => "B",
        Confidence::C => "C",
        Confidence::D => "D",
    }
    .to_owned()
}

pub fn need(need: Need) -> String {
    match need {
        Need::Product => "product",
        Need::Audience => "audience",
        Need::Medium => "medium",
        Need::Institution => "institution",
        Need::Place => "place",
        Need::Date => "date",
        Need::Picture => "picture",
    }
    .to_owned()
}

impl From<Kind> for FindingKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Ban => Self::Ban,
            Kind::Required => Self::Required,
            Kind::RequiredIf => Self::RequiredIf,
            Kind::Number => Self::Number,
            Kind::Evidence => Self::Evidence,
            Kind::Layout => Self::Layout,
            Kind::Person => Self::Person,
            Kind::Advice => Self::Advice,
        }
    }
}

/// The name of a severity in records and rule packs.
pub fn severity_name(severity: FindingSeverity) -> &'static str {
    match severity {
        FindingSeverity::High => "high",
        FindingSeverity::Medium => "medium",
        FindingSeverity::Low => "low",
    }
}

/// The severity of this name; `None` for any other text.
pub fn severity_named(name: &str) -> Option<FindingSeverity> {
    match name {
        "high" => Some(FindingSeverity::High),
        "medium" => Some(FindingSeverity::Medium),
        "low" => Some(FindingSeverity::Low),
        _ => None,
    }
}
