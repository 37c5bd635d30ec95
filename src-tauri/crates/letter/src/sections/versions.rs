//! The previous version, and the status of its findings.

use super::{
    paragraph,
    tables::{cell, table, text},
};
use crate::{
    document::{Block, Cell, Colour, Language, Run},
    model::{EarlierStatus, Letter},
    words,
};

/// Nothing for a first version.
pub(super) fn blocks(letter: &Letter, language: Language) -> Vec<Block> {
    let Some(previous) = &letter.previous else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Heading {
        level: 2,
        text: words::heading_earlier(language).to_owned(),
    }];
    // Apart, since a justified line before a long hash would be stretched.
    let version = words::version_of(language, &previous.number, previous.version);
    let lines = words::previous_record(language, &version, &previous.record);
    blocks.extend(lines.iter().map(|line| paragraph(line)));
    if letter.earlier.is_empty() {
        blocks.push(paragraph(words::no_earlier(language)));
        return blocks;
    }
    let names = [
        words::earlier_number(language),
        words::issue(language),
        words::excerpt(language),
        words::earlier_status(language),
        words::note(language),
    ];
    let rows = letter.earlier.iter().map(|earlier| {
        vec![
            Cell::plain(earlier.number.to_string()),
            text(language, &earlier.title),
            text(language, &earlier.excerpt),
            cell(vec![Run {
                colour: match earlier.status {
                    Some(EarlierStatus::Present) => Some(Colour::High),
                    Some(EarlierStatus::Resolved) => Some(Colour::Low),
                    Some(EarlierStatus::NotApplicable) | None => None,
                },
                ..Run::bold(words::status_of(language, earlier.status))
            }]),
            text(language, &earlier.note),
        ]
    });
    blocks.push(Block::Table(table(&[4, 8, 9, 5, 7], &names, rows)));
    blocks
}
