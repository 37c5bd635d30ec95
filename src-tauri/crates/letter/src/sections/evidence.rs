//! The summary of the evidence.

use super::tables::{hash, text};
use crate::{
    document::{Block, Cell, Language, Run, Table},
    model::{Hashed, Letter},
    words,
};

pub(super) fn blocks(letter: &Letter, language: Language) -> Vec<Block> {
    let evidence = &letter.evidence;
    let rows = vec![
        (words::record(language), text(language, &evidence.record)),
        (
            words::materials(language),
            hashes(language, &evidence.materials),
        ),
        (
            words::answer(language),
            match evidence.answer.is_empty() {
                true => Cell::plain(words::nothing(language)),
                false => Cell {
                    paragraphs: vec![vec![hash(&evidence.answer)]],
                },
            },
        ),
        (words::model(language), text(language, &evidence.model)),
        (words::packs(language), hashes(language, &evidence.packs)),
        (
            words::statements(language),
            hashes(language, &evidence.statements),
        ),
        (words::started(language), text(language, &evidence.started)),
        (words::ended(language), text(language, &evidence.ended)),
        (
            words::retained(language),
            text(language, &letter.retain_until),
        ),
    ];
    let row = |(name, cell)| vec![Cell::plain(name), cell];
    vec![Block::Table(Table {
        widths: vec![3, 10],
        header_column: true,
        rows: rows.into_iter().map(row).collect(),
        together: true,
        ..Table::default()
    })]
}

/// Names, each with its hash on the next line.
fn hashes(language: Language, all: &[Hashed]) -> Cell {
    if all.is_empty() {
        return Cell::plain(words::nothing(language));
    }
    let both = |one: &Hashed| vec![Run::plain(format!("{}\n", one.name)), hash(&one.sha256)];
    Cell {
        paragraphs: all.iter().map(both).collect(),
    }
}
