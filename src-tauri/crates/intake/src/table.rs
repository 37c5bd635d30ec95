//! Reads a table that a user brings: the rows of a CSV file, or of the first visible sheet of an Excel workbook (XLSX).
//!
//! Cells are text as a spreadsheet stores it; the caller interprets the columns.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::encoding;
use crate::prepare::workbook;
use crate::recognise::Content;
use crate::refusal::Refusal;

/// Maximum bytes of a file.
pub const MAX_TABLE_BYTES: usize = 10_000_000;
/// Maximum number of rows with text, including the header.
pub const MAX_TABLE_ROWS: usize = 5_000;
/// Maximum number of columns.
pub const MAX_TABLE_COLUMNS: usize = 100;
/// Maximum bytes of text in all cells.
pub const MAX_TABLE_TEXT: usize = 4_000_000;

/// The separators of a CSV file: comma, semicolon, tab.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A table. Rows without text are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The rows, in order.
    pub rows: Vec<TableRow>,
    /// Whether a number in a date column counts days from 1904 instead of 1900, as old workbooks for the Mac do.
    pub from_1904: bool,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// Its number in a spreadsheet, from 1; the number of its first line in a CSV file.
    pub number: u32,
    /// The texts of its cells, without surrounding white space; cells at the end that are empty may be missing.
    pub cells: Vec<String>,
}

/// The reason why a table can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableRefusal {
    /// Neither text nor a workbook.
    #[error("neither CSV nor XLSX: {found}")]
    Kind {
        /// [`Content::as_str`].
        found: String,
    },
    /// The file or the text in it has too many bytes.
    #[error("{actual} bytes, more than {limit}")]
    Bytes {
        /// The most bytes.
        limit: usize,
        /// The bytes, or a lower bound.
        actual: usize,
    },
    /// Too many rows.
    #[error("more than {limit} rows")]
    Rows {
        /// The most rows.
        limit: usize,
    },
    /// A row has too many columns.
    #[error("more than {limit} columns in row {row}")]
    Columns {
        /// The most columns.
        limit: usize,
        /// The number of the row.
        row: u32,
    },
    /// The text has an unknown encoding.
    #[error("unknown encoding")]
    Encoding,
    /// The workbook is damaged, or the package holds no workbook.
    #[error("damaged workbook")]
    Damaged,
    /// No cell has any text.
    #[error("the table is empty")]
    Empty,
}

/// Reads a table, whatever the name of its file.
///
/// # Errors
/// Any [`TableRefusal`].
pub fn read_table(bytes: &[u8]) -> Result<Table, TableRefusal> {
    let (limit, actual) = (MAX_TABLE_BYTES, bytes.len());
    if actual > limit {
        return Err(TableRefusal::Bytes { limit, actual });
    }
    let table = match Content::of(bytes) {
        Content::Xlsx => workbook::read(bytes)?,
        // A few bytes of CSV may look like anything else that is text.
        Content::Text | Content::Unknown if !bytes.is_empty() => {
            let (_, text) = encoding::decoded(bytes).ok_or(TableRefusal::Encoding)?;
            csv_rows(&text)?
        }
        _ if bytes.is_empty() => return Err(TableRefusal::Empty),
        found => {
            return Err(TableRefusal::Kind {
                found: found.as_str().to_owned(),
            });
        }
    };
    if table.rows.is_empty() {
        return Err(TableRefusal::Empty);
    }
    Ok(table)
}

fn csv_rows(text: &str) -> Result<Table, TableRefusal> {
    let (text, named) = without_separator_line(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(named.unwrap_or_else(|| separator(text)))
        .from_reader(text.as_bytes());
    let mut lines = Lines {
        text: text.as_bytes(),
        at: 0,
        number: 1 + u32::from(named.is_some()),
    };
    let mut rows = Rows::default();
    for record in reader.records() {
        // The text was decoded, so nothing can be wrong with it.
        let record = record.map_err(|_| TableRefusal::Encoding)?;
        let from = record.position().map_or(0, csv::Position::byte);
        let number = lines.number_at(usize::try_from(from).unwrap_or(usize::MAX));
        rows.push(number, record.iter().map(str::to_owned).collect())?;
    }
    Ok(Table {
        rows: rows.rows,
        from_1904: false,
    })
}

/// Counts the lines of a text. The reader of CSV has a number too, but not that of a row after an empty line.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    number: u32,
}

impl Lines<'_> {
    /// The number of the first line with text from a place on. Places only grow.
    fn number_at(&mut self, place: usize) -> u32 {
        let is_end = |byte: &u8| matches!(*byte, b'\r' | b'\n');
        let rest = self.text.get(place..).unwrap_or_default();
        let begin = place.saturating_add(rest.iter().take_while(|byte| is_end(byte)).count());
        let passed = self.text.get(self.at..begin).unwrap_or_default();
        let ends = passed.iter().filter(|byte| **byte == b'\n').count();
        let ends = u32::try_from(ends).unwrap_or(u32::MAX);
        self.number = self.number.saturating_add(ends);
        self.at = begin.max(self.at);
        self.number
    }
}

/// Excel writes and reads a first line that names the separator: `sep=;`.
fn without_separator_line(text: &str) -> (&str, Option<u8>) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let named = line.trim().as_bytes();
    match named {
        [s, e, p, b'=', one]
            if [*s, *e, *p].eq_ignore_ascii_case(b"sep") && SEPARATORS.contains(one) =>
        {
            (rest, Some(*one))
        }
        _ => (text, None),
    }
}

/// The separator that the first line with text has most of, outside of quotation marks; a comma if it has none.
fn separator(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty());
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut quoted = false;
    for byte in line.unwrap_or_default().bytes() {
        quoted ^= byte == b'"';
        for (one, count) in SEPARATORS.iter().zip(&mut counts) {
            *count += usize::from(*one == byte && !quoted);
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let found = SEPARATORS.iter().zip(counts);
    let mut found = found.filter(|(_, count)| *count == most);
    found.next().map_or(b',', |(one, _)| *one)
}

/// Rows within the limits.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<TableRow>,
    bytes: usize,
}

impl Rows {
    /// Appends a row, unless it has no text.
    pub(crate) fn push(&mut self, number: u32, cells: Vec<String>) -> Result<(), TableRefusal> {
        let mut cells: Vec<String> = cells
            .into_iter()
            .map(|cell| cell.trim().to_owned())
            .collect();
        let used = cells.iter().rposition(|cell| !cell.is_empty());
        cells.truncate(used.map_or(0, |last| last + 1));
        if cells.is_empty() {
            return Ok(());
        }
        if cells.len() > MAX_TABLE_COLUMNS {
            return Err(TableRefusal::Columns {
                limit: MAX_TABLE_COLUMNS,
                row: number,
            });
        }
        if self.rows.len() == MAX_TABLE_ROWS {
            return Err(TableRefusal::Rows {
                limit: MAX_TABLE_ROWS,
            });
        }
        self.bytes += cells.iter().map(String::len).sum::<usize>();
        if self.bytes > MAX_TABLE_TEXT {
            return Err(TableRefusal::Bytes {
                limit: MAX_TABLE_TEXT,
                actual: self.bytes,
            });
        }
        self.rows.push(TableRow { number, cells });
        Ok(())
    }
}

impl From<Refusal> for TableRefusal {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::DocumentTooVast { limit, actual } => Self::Bytes {
                limit: usize::try_from(limit).unwrap_or(usize::MAX),
                actual: usize::try_from(actual).unwrap_or(usize::MAX),
            },
            _ => Self::Damaged,
        }
    }
}

#[cfg(test)]
mod tests;
