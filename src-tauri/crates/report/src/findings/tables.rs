//! Tables of findings: one a row, or one as rows of names and values.

use std::ops::Range;

use super::fields::{Field, Part};
use super::outline::{Kind, Outline, Words};

/// What a table is.
pub(super) enum Table {
    /// A finding a row; the fields of the columns.
    Rows(Vec<Option<Field>>),
    /// Rows of names and values; the nodes of each finding, with the header of the table in the first.
    Pairs(Vec<Range<usize>>),
    /// Something else.
    Other,
}

pub(super) fn kind(outline: &Outline, table: usize) -> Table {
    let mut rows = outline.children(table);
    let Some(head) = rows
        .next()
        .filter(|head| outline.kind(*head) == Some(Kind::Head))
    else {
        return Table::Other;
    };
    let columns: Vec<_> = cells(outline, head)
        .map(|words| Field::named(&words.text))
        .collect();
    let pairs = pairs(outline, table);
    if !pairs.is_empty() {
        return Table::Pairs(pairs);
    }
    let has = |field| columns.contains(&Some(field));
    let core = [
        Field::Quote,
        Field::Problem,
        Field::Severity,
        Field::Basis,
        Field::Suggestion,
    ];
    let known = core.iter().filter(|field| has(**field)).count();
    let names = has(Field::Quote) || has(Field::Problem) || (has(Field::Kind) && known >= 1);
    if names && (known >= 2 || (known == 1 && (has(Field::Kind) || has(Field::Verdict)))) {
        Table::Rows(columns)
    } else {
        Table::Other
    }
}

pub(super) fn parts(outline: &Outline, row: usize, columns: &[Option<Field>]) -> Vec<Part> {
    cells(outline, row)
        .zip(columns)
        .filter_map(|(words, field)| {
            let field = (*field)?;
            let empty = words.text.trim().is_empty();
            (!empty).then(|| Part::new(Some(field), words.clone()))
        })
        .collect()
}

fn cells(outline: &Outline, row: usize) -> impl Iterator<Item = &Words> {
    let cells = outline.children(row).filter_map(|cell| outline.get(cell));
    cells.map(|cell| &cell.words)
}

/// The findings of a table of names and values; empty if it is none.
fn pairs(outline: &Outline, table: usize) -> Vec<Range<usize>> {
    let mut findings: Vec<(Range<usize>, Vec<Field>)> = Vec::new();
    let mut named = 0;
    for row in outline.children(table) {
        let mut cells = cells(outline, row);
        let (Some(name), Some(value), None) = (cells.next(), cells.next(), cells.next()) else {
            return Vec::new();
        };
        let field = Field::named(name.text.trim_end_matches(['：', ':']));
        let is_head = outline.kind(row) == Some(Kind::Head);
        // The header of two named columns is one of findings in rows.
        if is_head && field.is_some() && Field::named(&value.text).is_some() {
            return Vec::new();
        }
        // “项目 | 内容” says nothing about the rows.
        let field = field.filter(|field| !is_head || *field != Field::Kind);
        let nodes = outline.subtree(row);
        named += usize::from(field.is_some() && !is_head);
        match (findings.last_mut(), field) {
            (Some((_, fields)), Some(field)) if fields.first() == Some(&field) => {
                findings.push((nodes, vec![field]));
            }
            (Some((finding, fields)), field) => {
                finding.end = nodes.end;
                fields.extend(field);
            }
            (None, field) => findings.push((nodes, field.into_iter().collect())),
        }
    }
    let rows = outline.children(table).count();
    // Most rows must have a name that is known.
    if named < 2 || named * 2 < rows {
        return Vec::new();
    }
    findings.into_iter().map(|(nodes, _)| nodes).collect()
}
