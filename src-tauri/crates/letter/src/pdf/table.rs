//! Tables as values for the template.

use typst::foundations::{Array, Dict, IntoValue, Value, dict};

use super::content::runs;
use super::text::Characters;
use crate::document::{Cell, Run, Table};

/// Rows up to about this many lines are never broken over pages.
const LINES_KEPT: usize = 12;
/// The width of the text in letters as wide as they are high, in the size of tables.
const ROW: usize = 47;
/// The padding of a cell, in the same unit.
const PADDING: usize = 1;

/// The table. Each row gets as many cells as the widest, and missing widths are those of an average column.
pub(super) fn value(table: &Table, characters: &Characters<'_>) -> Dict {
    let columns = table
        .rows
        .iter()
        .map(Vec::len)
        .chain([table.widths.len(), 1]);
    let columns = columns.max().unwrap_or(1);
    let given: usize = table.widths.iter().map(|width| *width as usize).sum();
    let average = given.checked_div(table.widths.len()).unwrap_or(1).max(1);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let width = table.widths.get(column).map(|width| *width as usize);
            width.filter(|width| *width > 0).unwrap_or(average)
        })
        .collect();
    let all: usize = widths.iter().sum();
    let letters = |width: usize| {
        (ROW.saturating_mul(width) / all)
            .saturating_sub(PADDING)
            .max(1)
    };
    let row = |row: &Vec<Cell>| {
        let lines = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| lines(cell, letters(*width)));
        let breakable = lines.max().unwrap_or(0) > LINES_KEPT;
        let cells = (0..columns).map(|column| cell(row.get(column), characters));
        dict! { "breakable" => breakable, "cells" => cells.collect::<Array>() }.into_value()
    };
    dict! {
        "kind" => "table",
        "widths" => widths.iter().map(|width| number(*width).into_value()).collect::<Array>(),
        "header-rows" => number(table.header_rows.min(table.rows.len())),
        "header-column" => table.header_column,
        "together" => table.together,
        "rows" => table.rows.iter().map(row).collect::<Array>(),
    }
}

fn cell(cell: Option<&Cell>, characters: &Characters<'_>) -> Value {
    let paragraphs = cell.map_or(&[][..], |cell| cell.paragraphs.as_slice());
    paragraphs
        .iter()
        .map(|paragraph| runs(paragraph, characters).into_value())
        .collect::<Array>()
        .into_value()
}

/// About how many lines a cell takes.
fn lines(cell: &Cell, letters: usize) -> usize {
    let paragraph = |paragraph: &Vec<Run>| {
        let text = paragraph.iter().flat_map(|run| run.text.chars());
        // In halves, since two Latin letters take about as much as one that is Chinese.
        let (mut lines, mut halves) = (1, 0_usize);
        for c in text {
            if c == '\n' {
                lines += 1 + halves / (2 * letters);
                halves = 0;
            } else {
                halves += if c.is_ascii() { 1 } else { 2 };
            }
        }
        lines + halves / (2 * letters)
    };
    cell.paragraphs.iter().map(paragraph).sum()
}

fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
