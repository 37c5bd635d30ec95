//! The register: a table of records. The window supplies the column headings.

use records::{DamagedRecord, Records, Registered, Row};
use report::register::{Cell, Column, Register};

use crate::{
    long_tasks::FollowedTask,
    recording::moment,
    wire::{Problem, RecordKind, RecordOutcome, RegisterWords},
};

/// Rows read at a time.
const BATCH: usize = 200;

/// The column with long texts, which are wrapped: the title.
const WRAPPED: usize = 4;

/// The column of the outcome.
const OUTCOME: usize = 5;

/// The number of columns; the last one is the uid of the record.
const COLUMNS: usize = 13;

/// Creates the register of these records, in this order.
///
/// # Errors
/// Any read error; `stopped`.
pub fn register(
    records: &Records,
    ids: &[i64],
    words: &RegisterWords,
    long: &FollowedTask,
) -> Result<Register, Problem> {
    let mut rows = Vec::with_capacity(ids.len());
    let (mut demo, mut damaged) = (false, false);
    for batch in ids.chunks(BATCH) {
        long.unless_stopped(rows.len() as u64, ids.len() as u64)?;
        for registered in records.register(batch)? {
            rows.push(match registered {
                Registered::Sound(row) => {
                    demo |= row.demo;
                    cells(row, words)
                }
                Registered::Damaged(record) => {
                    damaged = true;
                    cells_of_damaged(record, words)
                }
            });
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
        notice: notice(demo, damaged, words),
        made_local_ms: local(now.utc_ms, now.offset_minutes),
        columns: columns.collect(),
        rows,
    })
}

fn notice(demo: bool, damaged: bool, words: &RegisterWords) -> Option<String> {
    let said = [(demo, &words.demo_notice), (damaged, &words.damaged_notice)];
    let said: Vec<_> = said
        .into_iter()
        .filter(|(so, _)| *so)
        .map(|(_, words)| words.as_str())
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Of a damaged record, only its uid is shown.
fn cells_of_damaged(record: DamagedRecord, words: &RegisterWords) -> Vec<Cell> {
    let mut cells = vec![Cell::Empty; COLUMNS];
    let told = [
        (0, Cell::Number(record.id as f64)),
        (WRAPPED, Cell::Text(words.damaged.clone())),
        (OUTCOME, Cell::Text(words.damaged.clone())),
        (COLUMNS - 1, Cell::Text(record.uid)),
    ];
    for (place, said) in told {
        if let Some(cell) = cells.get_mut(place) {
            *cell = said;
        }
    }
    cells
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
        Cell::Text(visible_text::strip_invisible(&row.title)),
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
