//! The register: records as rows of a table, under heads that the window lends.

use records::{Query, Records, Row};
use report::register::{Cell, Column, Register};

use crate::{
    commands::export::Followed,
    ipc::{Problem, RecordKind, RecordOutcome, RegisterWords},
    recording::moment,
};

/// Rows that are read at a time.
const BATCH: usize = 1_000;

/// Which columns hold long texts: the title.
const WRAPPED: usize = 4;

/// The register of these records, in this order.
///
/// # Errors
/// Those of reading; `stopped`.
pub fn register(
    records: &Records,
    ids: &[i64],
    words: &RegisterWords,
    long: &Followed,
) -> Result<Register, Problem> {
    let mut rows = Vec::with_capacity(ids.len());
    let mut demo = false;
    for batch in ids.chunks(BATCH) {
        long.unless_stopped(rows.len() as u64, ids.len() as u64)?;
        for row in records.rows(batch, &Query::default())? {
            demo |= row.demo;
            rows.push(cells(row, words));
        }
    }
    let now = moment();
    let columns = words
        .columns
        .iter()
        .enumerate()
        .map(|(place, head)| Column {
            head: head.clone(),
            wraps: place == WRAPPED,
        });
    Ok(Register {
        title: words.title.clone(),
        notice: demo.then(|| words.demo_notice.clone()),
        made_local_ms: local(now.utc_ms, now.offset_minutes),
        columns: columns.collect(),
        rows,
    })
}

fn cells(row: Row, words: &RegisterWords) -> Vec<Cell> {
    let word =
        |list: &[String], place: usize| Cell::Text(list.get(place).cloned().unwrap_or_default());
    let kind = RecordKind::from(row.kind) as usize;
    let outcome = RecordOutcome::from(row.outcome) as usize;
    let number = |value: Option<f64>| value.map_or(Cell::Empty, Cell::Number);
    let (sign, minutes) = match row.offset_minutes {
        behind @ ..0 => ('-', behind.unsigned_abs()),
        ahead => ('+', ahead.unsigned_abs()),
    };
    vec![
        Cell::Number(row.id as f64),
        Cell::Date(local(row.created_ms, row.offset_minutes)),
        Cell::Text(format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)),
        word(&words.kinds, kind),
        Cell::Text(names::plain(&row.title)),
        word(&words.outcomes, outcome),
        word(&words.services, usize::from(!row.demo)),
        Cell::Text(row.model),
        number(row.elapsed_ms.map(|ms| ms as f64 / 1000.0)),
        number(row.tokens.map(|tokens| tokens as f64)),
        Cell::Text(row.origin),
        row.picture.map_or(Cell::Empty, Cell::Text),
        Cell::Text(row.uid),
    ]
}

fn local(utc_ms: i64, offset_minutes: i32) -> i64 {
    utc_ms.saturating_add(i64::from(offset_minutes) * 60_000)
}
