//! The tables of the cover, the rectification, the checklist and the signed steps.

use super::paragraph;
use crate::{
    document::{Block, Cell, Colour, Language, Run, Table},
    fields::{TextField, severity_colour},
    model::{CheckResult, Letter, Severity},
    words,
};

/// A list of no more rows is not split between pages; a split saves little paper then.
const MAX_ROWS_TOGETHER: usize = 9;

/// The cover's table; `value` gives what stands beside a name.
pub(super) fn cover(language: Language, value: impl Fn(TextField) -> Run) -> Table {
    let rows = [
        (words::number(language), TextField::Number),
        (words::state(language), TextField::State),
        (words::material(language), TextField::Material),
        (words::version(language), TextField::Version),
        (words::kind(language), TextField::Kind),
        (words::channel(language), TextField::Channel),
        (words::product(language), TextField::Product),
        (words::audience(language), TextField::Audience),
        (words::department(language), TextField::Department),
        (words::submitter(language), TextField::Submitter),
        (words::contact(language), TextField::Contact),
        (words::planned(language), TextField::Planned),
        (words::valid_until(language), TextField::ValidUntil),
        (words::material_source(language), TextField::Source),
        (words::text_source(language), TextField::TextSource),
        (words::date(language), TextField::Date),
        (words::risk(language), TextField::Risk),
        (words::conclusion(language), TextField::Conclusion),
    ];
    Table {
        widths: vec![1, 3],
        header_column: true,
        rows: rows
            .map(|(name, field)| vec![Cell::plain(name), cell(vec![value(field)])])
            .to_vec(),
        together: true,
        ..Table::default()
    }
}

pub(super) fn rectification(letter: &Letter, language: Language) -> Vec<Block> {
    if letter.rectification.is_empty() {
        return vec![paragraph(words::none(language))];
    }
    let names = [
        words::row_number(language),
        words::item(language),
        words::severity(language),
        words::owner(language),
        words::deadline(language),
    ];
    let rows = letter.rectification.iter().zip(1_u32..);
    let rows = rows.map(|(entry, number)| {
        vec![
            Cell::plain(number.to_string()),
            text(language, &entry.item),
            cell(vec![match entry.severity {
                Some(_) => severity(language, entry.severity),
                None => Run::plain(words::nothing(language)),
            }]),
            text(language, &entry.owner),
            text(language, &entry.deadline),
        ]
    });
    vec![listed(&[3, 17, 5, 6, 6], &names, rows)]
}

pub(super) fn checklist(letter: &Letter, language: Language) -> Vec<Block> {
    if letter.checklist.is_empty() {
        return vec![paragraph(words::no_checklist(language))];
    }
    let names = [
        words::category(language),
        words::point(language),
        words::point_basis(language),
        words::result(language),
        words::note(language),
    ];
    let rows = letter.checklist.iter().map(|point| {
        vec![
            text(language, &point.category),
            text(language, &point.point),
            text(language, &point.basis),
            cell(vec![Run {
                colour: match point.result {
                    Some(CheckResult::Fail) => Some(Colour::High),
                    _ => None,
                },
                ..Run::plain(words::result_of(language, point.result))
            }]),
            text(language, &point.note),
        ]
    });
    vec![listed(&[4, 9, 7, 4, 6], &names, rows)]
}

pub(super) fn steps(letter: &Letter, language: Language) -> Table {
    let names = [
        words::step(language),
        words::person(language),
        words::opinion(language),
        words::time(language),
        words::key(language),
    ];
    let rows = letter.steps.iter().map(|step| {
        vec![
            Cell::plain(words::step_of(language, step.kind)),
            text(
                language,
                &words::person_of(language, &step.name, &step.staff),
            ),
            text(language, &step.words),
            text(language, &step.time),
            match step.key.is_empty() {
                true => Cell::plain(words::nothing(language)),
                false => cell(vec![hash(&step.key)]),
            },
        ]
    });
    table(&[4, 7, 8, 5, 7], &names, rows)
}

/// A table with a row of names that repeats on each page.
pub(super) fn table(
    widths: &[u32],
    names: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Table {
    let names = names.iter().copied().map(Cell::plain).collect();
    let rows: Vec<_> = std::iter::once(names).chain(rows).collect();
    Table {
        widths: widths.to_vec(),
        header_rows: 1,
        together: rows.len() <= MAX_ROWS_TOGETHER,
        rows,
        ..Table::default()
    }
}

fn listed(widths: &[u32], names: &[&str], rows: impl Iterator<Item = Vec<Cell>>) -> Block {
    Block::Table(table(widths, names, rows))
}

pub(super) fn cell(runs: Vec<Run>) -> Cell {
    Cell {
        paragraphs: vec![runs],
    }
}

/// A value that may be empty.
pub(super) fn text(language: Language, text: &str) -> Cell {
    match text.trim() {
        "" => Cell::plain(words::nothing(language)),
        text => Cell::plain(text),
    }
}

pub(super) fn severity(language: Language, severity: Option<Severity>) -> Run {
    Run {
        colour: severity_colour(severity),
        ..Run::bold(words::severity_of(language, severity))
    }
}

pub(super) fn hash(digits: &str) -> Run {
    Run {
        code: true,
        colour: Some(Colour::Quiet),
        ..Run::plain(digits)
    }
}
