//! The register of reviews (台账) as a workbook, and the page for the yearly report. Both hold the submissions of one period,
//! in the language of the window.

mod columns;
mod page;
mod sheets;
mod words;

use records::Records;
use report::register::workbook;

use super::{
    letter::Made,
    statistics::{Counted, count},
};
use crate::{
    file_name,
    recording::moment,
    wire::{Problem, ReviewStatistics},
};
use words::Words;

/// The figures of a period: see [`ReviewStatistics::period`].
///
/// # Errors
/// `review_period`; errors of reading the records.
pub fn statistics(records: &Records, period: &str) -> Result<ReviewStatistics, Problem> {
    Ok(count(records, period)?.statistics)
}

/// The register of a period as an Excel workbook: a row for each submission, and sheets with the figures.
///
/// # Errors
/// `review_period`; errors of reading the records.
pub fn register(records: &Records, period: &str, english: bool) -> Result<Made, Problem> {
    let counted = count(records, period)?;
    let words = Words { english };
    let now = moment();
    let local_ms = now
        .utc_ms
        .saturating_add(i64::from(now.offset_minutes) * 60_000);
    let bytes = workbook(&sheets::sheets(&counted, words, local_ms));
    let bytes = bytes.map_err(|error| Problem::internal(&error.to_string()))?;
    let title = words.say("审查台账", "review register");
    Ok(Made {
        name: format!("{}.xlsx", stem(&counted, &title)),
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes,
    })
}

/// The figures of a period as a page for the yearly report.
///
/// # Errors
/// `review_period`; errors of reading the records.
pub fn yearly_page(records: &Records, period: &str, english: bool) -> Result<Made, Problem> {
    let counted = count(records, period)?;
    let words = Words { english };
    let title = words.say("消保审查统计", "review statistics");
    let now = moment();
    let made = file_name::local(now.utc_ms, now.offset_minutes, "%Y-%m-%d %H:%M");
    Ok(Made {
        name: format!("{}.html", stem(&counted, &title)),
        media_type: "text/html",
        bytes: page::page(&counted.statistics, words, &made).into_bytes(),
    })
}

fn stem(counted: &Counted, title: &str) -> String {
    let period = counted.statistics.period.as_str();
    file_name::stem(&moment(), title, &[period])
}

#[cfg(test)]
mod tests;
