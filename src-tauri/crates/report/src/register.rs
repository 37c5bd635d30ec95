//! Exports a register of runs for a spreadsheet: an Excel workbook, or CSV that Excel opens correctly.
//!
//! The input is a table of plain cells and the text around it; this module does not know where they come from. Text from
//! users or the service is never treated as a formula, whatever it starts with.

mod sheet;

pub use sheet::{workbook, xlsx};

/// A table and the text around it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Register {
    /// Name of the sheet, title of the workbook, and page header for printing.
    pub title: String,
    /// Notice above the table, such as that demo answers are among the rows.
    pub notice: Option<String>,
    /// Time of export, in milliseconds since 1970 in local time.
    pub made_local_ms: i64,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Header of the column.
    pub head: String,
    /// Whether long texts are wrapped; otherwise the column is as wide as its texts.
    pub wraps: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// An empty cell.
    Empty,
    /// A text; never a formula.
    Text(String),
    /// A number.
    Number(f64),
    /// A date and time, in milliseconds since 1970 in local time.
    Date(i64),
}

/// Why the register was not written: more rows or columns than a sheet allows, or a defect. The message is for developers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("can't write the register: {0}")]
pub struct Error(String);

/// Writes the register as CSV in UTF-8, with a byte order mark so that Excel detects the encoding, and CRLF line ends.
/// Prefixes a text that a spreadsheet would take for a formula with `'`.
///
/// # Errors
/// None that input could cause.
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

/// Escapes a text for CSV.
fn text(written: &str) -> String {
    let written = shown(written);
    if is_like_formula(&written) {
        format!("'{written}")
    } else {
        written
    }
}

/// Removes what no sheet can represent: control characters and noncharacters.
fn shown(written: &str) -> String {
    let shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    let holds = |c: &char| !matches!(c, '\u{fffe}' | '\u{ffff}');
    written.chars().filter(shown).filter(holds).collect()
}

/// Whether a spreadsheet may take a text for a formula; some also accept full-width characters.
fn is_like_formula(written: &str) -> bool {
    const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    written.starts_with(BEGINNINGS)
}

/// Formats a date as Excel parses it in every locale: `2026-09-01 09:30:00`.
fn date(local_ms: i64) -> String {
    const DAY_S: i64 = 86_400;
    let seconds = local_ms.div_euclid(1000);
    let (days, second) = (seconds.div_euclid(DAY_S), seconds.rem_euclid(DAY_S));
    // Years start in March, so the leap day comes last; 400 years form an era.
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
