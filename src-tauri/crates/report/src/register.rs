//! A register of runs as a file for a spreadsheet: an Excel workbook, or comma-separated values that Excel opens right.
//!
//! A table of plain cells and the words around it come in; where they come from is not known here. What a person or a service
//! wrote is never a formula, whatever it begins with.

mod sheet;

pub use sheet::xlsx;

/// A table with the words around it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Register {
    /// The sheet's name, the workbook's title, and what stands above each printed page.
    pub title: String,
    /// Above the table, such as that demo answers are among the rows.
    pub notice: Option<String>,
    /// When it is made, in milliseconds since 1970 by the local clock.
    pub made_local_ms: i64,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Long texts in it are wrapped; otherwise it is as wide as they are.
    pub wraps: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text; never a formula.
    Text(String),
    /// A number.
    Number(f64),
    /// A date with its time of day, in milliseconds since 1970 by the local clock.
    Date(i64),
}

/// Why there is no file: more rows or columns than a sheet takes, or a defect. The text is for developers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a register could not be written: {0}")]
pub struct Error(String);

/// The register as comma-separated values: UTF-8 with a byte order mark, without which Excel takes it for something else;
/// lines end with CRLF. A text that a spreadsheet would take for a formula gets a `'` before it.
///
/// # Errors
/// None that could be caused from outside.
pub fn csv(register: &Register) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    if let Some(notice) = &register.notice {
        writer.write_record([text(notice)])?;
    }
    writer.write_record(register.columns.iter().map(|column| text(&column.head)))?;
    for row in &register.rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(written) => text(written),
            Cell::Number(number) => number.to_string(),
            Cell::Date(local_ms) => date(*local_ms),
        }))?;
    }
    writer
        .into_inner()
        .map_err(|error| Error(error.to_string()))
}

impl From<csv::Error> for Error {
    fn from(error: csv::Error) -> Self {
        Self(error.to_string())
    }
}

/// A text of a CSV.
fn text(written: &str) -> String {
    let written = shown(written);
    if is_like_formula(&written) {
        format!("'{written}")
    } else {
        written
    }
}

/// Without what no sheet can hold: control characters, and what is no character.
fn shown(written: &str) -> String {
    let shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    let holds = |c: &char| !matches!(c, '\u{fffe}' | '\u{ffff}');
    written.chars().filter(shown).filter(holds).collect()
}

/// Whether a spreadsheet may take a text for a formula; in full width some do as well.
fn is_like_formula(written: &str) -> bool {
    const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    written.starts_with(BEGINNINGS)
}

/// A date as Excel reads it in every language: `2026-09-01 09:30:00`.
fn date(local_ms: i64) -> String {
    const DAY_S: i64 = 86_400;
    let seconds = local_ms.div_euclid(1000);
    let (days, second) = (seconds.div_euclid(DAY_S), seconds.rem_euclid(DAY_S));
    // Years that begin in March, in eras of 400: the leap day comes last.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + i64::from(month < 3);
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!(
        "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{:02}",
        second % 60
    )
}

#[cfg(test)]
mod tests;
