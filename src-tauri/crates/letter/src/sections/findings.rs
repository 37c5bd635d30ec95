//! The findings: counts, an overview, and a table for each.

use super::{
    paragraph,
    tables::{cell, severity, table, text},
};
use crate::{
    document::{Block, Cell, Colour, Language, Run, Table},
    model::{Basis, Confidence, Decision, Finding, Letter, Severity},
    words,
};

/// The number of findings, by severity and by decision.
pub(super) fn counted(letter: &Letter, language: Language) -> String {
    let rated = |severity: Option<Severity>| {
        let of = |found: &&Finding| found.effective_severity() == severity;
        (
            words::severity_of(language, severity),
            letter.findings.iter().filter(of).count(),
        )
    };
    let decided = |decision: Option<Decision>| {
        let of = |found: &&Finding| found.decision == decision;
        (
            words::decision_of(language, decision),
            letter.findings.iter().filter(of).count(),
        )
    };
    let severities = [
        rated(Some(Severity::High)),
        rated(Some(Severity::Medium)),
        rated(Some(Severity::Low)),
        rated(Some(Severity::Advice)),
        rated(None),
    ];
    let decisions = [
        decided(Some(Decision::Adopted)),
        decided(Some(Decision::Changed)),
        decided(Some(Decision::Dismissed)),
        decided(None),
    ];
    words::counted(language, letter.findings.len(), &severities, &decisions)
}

/// One row for each finding.
pub(super) fn overview(letter: &Letter, language: Language) -> Table {
    let names = [
        words::row_number(language),
        words::severity(language),
        words::issue(language),
        words::found_by(language),
        words::decision(language),
    ];
    let rows = letter.findings.iter().map(|finding| {
        vec![
            Cell::plain(finding.number.to_string()),
            cell(vec![severity(language, finding.effective_severity())]),
            text(language, &finding.title),
            text(language, &sources(finding, language)),
            cell(vec![decision(finding, language)]),
        ]
    });
    table(&[3, 5, 14, 9, 6], &names, rows)
}

/// A heading and a table for each finding.
pub(super) fn blocks(letter: &Letter, language: Language) -> Vec<Block> {
    if letter.findings.is_empty() {
        return vec![paragraph(&counted(letter, language))];
    }
    let blocks = letter.findings.iter().flat_map(|finding| {
        let heading = Block::Heading {
            level: 2,
            text: words::finding(language, finding.number, &finding.title),
        };
        [heading, Block::Table(details(finding, language))]
    });
    blocks.collect()
}

fn details(finding: &Finding, language: Language) -> Table {
    let mut rows = vec![
        (words::severity(language), rated(finding, language)),
        (
            words::dimension(language),
            text(language, &finding.dimension),
        ),
        (
            words::found_by(language),
            text(language, &sources(finding, language)),
        ),
        (words::excerpt(language), excerpt(finding, language)),
    ];
    if !finding.explanation.trim().is_empty() {
        let explanation = Cell::plain(finding.explanation.trim());
        rows.push((words::explanation(language), explanation));
    }
    rows.extend([
        (words::rule(language), text(language, &finding.rule)),
        (words::basis(language), basis(finding, language)),
        (
            words::suggestion(language),
            text(language, &finding.suggestion),
        ),
        (
            words::decision_and_reason(language),
            decided(finding, language),
        ),
    ]);
    let row = |(name, cell)| vec![Cell::plain(name), cell];
    Table {
        widths: vec![3, 13],
        header_column: true,
        rows: rows.into_iter().map(row).collect(),
        together: true,
        ..Table::default()
    }
}

fn rated(finding: &Finding, language: Language) -> Cell {
    let mut runs = vec![severity(language, finding.effective_severity())];
    let decided = finding.decided_severity;
    if decided.is_some() && decided != finding.severity {
        runs.push(Run::plain(words::formerly(language, finding.severity)));
    }
    cell(runs)
}

fn sources(finding: &Finding, language: Language) -> String {
    let sources = finding.sources.iter();
    let words: Vec<_> = sources
        .map(|source| words::source_of(language, *source))
        .collect();
    words.join(words::list_separator(language))
}

fn excerpt(finding: &Finding, language: Language) -> Cell {
    let mut paragraphs = vec![match finding.excerpt.trim() {
        "" => vec![quiet(words::missing_words(language))],
        excerpt => vec![Run::plain(excerpt)],
    }];
    if finding.framed {
        paragraphs.push(vec![quiet(&words::framed(language, finding.number))]);
    }
    Cell { paragraphs }
}

fn basis(finding: &Finding, language: Language) -> Cell {
    let mut paragraphs = Vec::new();
    if let Some(basis) = &finding.basis {
        quote(basis, language, &mut paragraphs);
    }
    let named = finding.named_basis.trim();
    if !named.is_empty() {
        let unchecked = quiet(words::unchecked_basis(language));
        paragraphs.push(vec![unchecked, Run::plain(named)]);
    }
    if paragraphs.is_empty() {
        return Cell::plain(words::nothing(language));
    }
    Cell { paragraphs }
}

/// The law, with its words as far as they are known.
fn quote(basis: &Basis, language: Language, paragraphs: &mut Vec<Vec<Run>>) {
    let quoted = matches!(basis.confidence, Confidence::A | Confidence::B);
    let article = basis.article.as_deref().filter(|_| quoted);
    let mut law = vec![Run::plain(words::law(
        &basis.law,
        article.unwrap_or_default(),
    ))];
    if basis.confidence == Confidence::B {
        law.push(Run {
            colour: Some(Colour::Medium),
            ..Run::plain(match language {
                Language::Chinese => format!("（{}）", words::unverified(language)),
                Language::English => format!(" [{}]", words::unverified(language)),
            })
        });
    }
    paragraphs.push(law);
    if let Some(text) = basis.text.as_deref().filter(|_| quoted) {
        paragraphs.push(vec![Run::plain(text.trim())]);
    }
}

fn decided(finding: &Finding, language: Language) -> Cell {
    let mut paragraphs = vec![vec![decision(finding, language)]];
    for (label, text) in [
        (words::wording(language), finding.wording.trim()),
        (words::reason(language), finding.reason.trim()),
    ] {
        if !text.is_empty() {
            paragraphs.push(vec![Run::plain(format!("{label}{text}"))]);
        }
    }
    Cell { paragraphs }
}

fn decision(finding: &Finding, language: Language) -> Run {
    Run {
        colour: match finding.decision {
            None => Some(Colour::High),
            Some(Decision::Dismissed) => Some(Colour::Quiet),
            Some(Decision::Adopted | Decision::Changed) => None,
        },
        ..Run::bold(words::decision_of(language, finding.decision))
    }
}

fn quiet(text: &str) -> Run {
    Run {
        colour: Some(Colour::Quiet),
        ..Run::plain(text)
    }
}
