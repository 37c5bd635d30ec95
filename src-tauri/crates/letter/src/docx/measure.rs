//! Estimates how many lines a row of a table takes, to decide what may stay together on a page.

use crate::document::{Cell, Run, Table};

/// The width of a Chinese character in a table, in twips.
const EM: u32 = 210;
/// The margins of a cell at both sides, in twips.
const CELL_MARGINS: u32 = 216;
/// The height of a line in a table, in twips.
const LINE: u32 = 300;

/// The estimated height of each row, in twips.
pub(super) fn heights(table: &Table, columns: &[u32]) -> Vec<u32> {
    let rows = table.rows.iter();
    rows.map(|row| {
        let cells = row.iter().zip(columns);
        let lines = cells.map(|(cell, width)| lines(cell, *width)).max();
        lines.unwrap_or(1).max(1).saturating_mul(LINE) + 120
    })
    .collect()
}

fn lines(cell: &Cell, width: u32) -> u32 {
    let half_ems = (width.saturating_sub(CELL_MARGINS) * 2 / EM).max(1);
    let paragraphs = cell.paragraphs.iter();
    let lines = paragraphs.map(|runs| {
        let text: String = runs.iter().map(|run: &Run| run.text.as_str()).collect();
        let lines = text.split('\n').map(|line| {
            let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
            let width: usize = line.chars().map(wide).sum();
            u32::try_from(width)
                .unwrap_or(u32::MAX)
                .div_ceil(half_ems)
                .max(1)
        });
        lines.fold(0_u32, u32::saturating_add)
    });
    lines.fold(0_u32, u32::saturating_add)
}
