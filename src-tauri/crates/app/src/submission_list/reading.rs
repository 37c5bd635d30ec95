//! From a table to submissions: finds the header, and reads the rows below it.

use std::collections::BTreeSet;

use intake::{Table, TableRow};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use serde_json::json;

use super::{
    columns::{Column, place},
    matching::folded,
};
use crate::wire::{ListRow, Problem, Submission};

/// The header is looked for in the first rows: a title may stand above it.
const HEADER_WITHIN: usize = 10;
/// The maximum number of characters of a field, as in a draft.
const FIELD_CHARS: usize = 500;
/// The maximum number of unknown columns named.
const UNKNOWN: usize = 50;

/// A row that names a file.
#[derive(Debug, PartialEq)]
pub struct ListedRow {
    /// Its number in the file.
    pub number: u32,
    /// The file that it is about.
    pub file: String,
    /// The values for the submission.
    pub submission: Submission,
}

/// The rows of a list.
#[derive(Debug, Default)]
pub struct Rows {
    /// Those that name a file, each another one.
    pub rows: Vec<ListedRow>,
    /// Those that name the file of an earlier row.
    pub repeated: Vec<ListRow>,
    /// Dates that can't be read.
    pub unread_dates: Vec<ListRow>,
    /// Headers that are not known, or come twice.
    pub unknown_columns: Vec<String>,
}

/// Reads the rows below the header. A row without a file name is left out.
///
/// # Errors
/// `submission_list_no_header`; `submission_list_cell` if a cell is too long for its field.
pub fn read_rows(table: &Table) -> Result<Rows, Problem> {
    let above = table.rows.iter().take(HEADER_WITHIN);
    let header = above.enumerate().find(|(_, row)| {
        let mut headers = row.cells.iter().map(|cell| Column::of(cell));
        headers.any(|column| matches!(column, Some(Column::File)))
    });
    let Some((at, header)) = header else {
        return Err(Problem::plain("submission_list_no_header"));
    };
    let mut read = Rows::default();
    let columns = columns(header, &mut read.unknown_columns);
    let mut names = BTreeSet::new();
    for row in table.rows.iter().skip(at + 1) {
        let mut listed = ListedRow {
            number: row.number,
            file: String::new(),
            submission: Submission::default(),
        };
        let headed = columns.iter().zip(&header.cells);
        for (cell, (column, header)) in row.cells.iter().zip(headed) {
            let Some(column) = column else { continue };
            let text = words(cell);
            if text.is_empty() {
                continue;
            }
            within(row, &text, header)?;
            match column {
                Column::File => listed.file = text,
                Column::Field(field) if field.is_date => match day(&text, table.from_1904) {
                    Some(day) => *place(&mut listed.submission, field.name) = day.to_string(),
                    None => read.unread_dates.push(ListRow {
                        row: row.number,
                        text,
                    }),
                },
                Column::Field(field) => *place(&mut listed.submission, field.name) = text,
            }
        }
        if listed.file.is_empty() {
            continue;
        }
        if names.insert(folded(&listed.file)) {
            read.rows.push(listed);
        } else {
            read.repeated.push(ListRow {
                row: listed.number,
                text: listed.file,
            });
        }
    }
    Ok(read)
}

/// The meaning of each column.
fn columns(header: &TableRow, unknown: &mut Vec<String>) -> Vec<Option<Column>> {
    let mut known: Vec<Option<Column>> = Vec::new();
    for cell in &header.cells {
        let column = Column::of(cell);
        let column =
            column.filter(|column| !known.iter().flatten().any(|one| one.is_same(*column)));
        let cell = words(cell);
        if column.is_none() && !cell.is_empty() && unknown.len() < UNKNOWN {
            unknown.push(cell.chars().take(FIELD_CHARS).collect());
        }
        known.push(column);
    }
    known
}

/// A cell in one line, without invisible characters.
fn words(cell: &str) -> String {
    let shown = visible_text::strip_invisible(cell);
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn within(row: &TableRow, text: &str, header: &str) -> Result<(), Problem> {
    let actual = text.chars().count();
    if actual <= FIELD_CHARS {
        return Ok(());
    }
    let column = words(header);
    let params =
        json!({ "row": row.number, "column": column, "limit": FIELD_CHARS, "actual": actual });
    Err(Problem::new("submission_list_cell", params))
}

/// A day as people and spreadsheets write it: 2026-09-01, 2026/9/1, 2026.9.1, 2026年9月1日, 20260901, or a number of days.
fn day(text: &str, from_1904: bool) -> Option<Date> {
    // A spreadsheet may have stored a time with it.
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    if let Some(days) = serial(text) {
        return of_serial(days, from_1904);
    }
    let numbers: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let (year, month, day) = match numbers.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [whole] if whole.len() == 8 => (whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A number of days as spreadsheets store a date: at most six digits, and a fraction for the time.
fn serial(text: &str) -> Option<i64> {
    let whole = text
        .split('.')
        .next()
        .filter(|whole| (1..=6).contains(&whole.len()))?;
    text.parse::<f64>().ok()?;
    // `2026.9` is neither a number of days nor a date.
    whole.parse().ok().filter(|days| *days >= 10_000)
}

fn of_serial(days: i64, from_1904: bool) -> Option<Date> {
    let origin = match from_1904 {
        true => date(1904, 1, 1),
        // Spreadsheets count 29 February 1900, which never existed.
        false => date(1899, 12, 30),
    };
    origin.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_and_spreadsheets_write_them() {
        for text in [
            "2026-09-01",
            "2026/9/1",
            "2026.9.1",
            "2026年9月1日",
            "20260901",
            "46266",
            "46266.5",
            "2026-09-01 09:30",
            "2026-09-01T00:00:00",
        ] {
            assert_eq!(day(text, false), Some(date(2026, 9, 1)), "{text}");
        }
        assert_eq!(day("44804", true), Some(date(2026, 9, 1)));
        for text in [
            "",
            "下周五",
            "2026-13-01",
            "1/9/2026",
            "2026.9",
            "999999999",
            "inf",
            "-1",
        ] {
            assert_eq!(day(text, false), None, "{text}");
        }
    }
}
