//! Dates as marketing copy writes them.

use crate::fold::Folded;
use crate::scan::Scan;
use crate::span::Span;

/// A day; the day of the month may be missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Date {
    pub(super) span: Span,
    pub(super) year: i32,
    pub(super) month: i32,
    pub(super) day: Option<i32>,
}

impl Date {
    /// Months from this date to `later`, days counted as parts.
    pub(super) fn months_to(&self, later: (i32, i32, i32)) -> f64 {
        let (year, month, day) = later;
        let months = (year - self.year) * 12 + month - self.month;
        f64::from(months) + f64::from(day - self.day.unwrap_or(1)) / 31.0
    }
}

/// All dates of a text that name a year.
pub(super) fn dates(scan: &Scan<'_>) -> Vec<Date> {
    scan.numbers
        .iter()
        .filter(|number| number.value.fract() == 0.0 && (1990.0..=2100.0).contains(&number.value))
        .filter_map(|number| date_at(scan.folded, number.span))
        .collect()
}

fn date_at(folded: &Folded, year: Span) -> Option<Date> {
    let mut at = year.end;
    let text = folded.string(year.start, year.end);
    let (year_number, months_follow) = match text.split_once('.') {
        // 2026.11.30 reads as a number with a fraction elsewhere; here only whole years come in.
        Some(_) => return None,
        None => (text.parse::<i32>().ok()?, true),
    };
    let separated = matches!(folded.char(at), Some('年' | '-' | '/' | '.'));
    if !separated || !months_follow {
        return None;
    }
    at += 1;
    let (month, behind) = small(folded, at)?;
    if !(1..=12).contains(&month) {
        return None;
    }
    at = behind;
    let mut end = at;
    let mut day = None;
    match folded.char(at) {
        Some('月') => {
            end = at + 1;
            if let Some((value, behind)) = small(folded, at + 1)
                && matches!(folded.char(behind), Some('日' | '号'))
            {
                day = Some(value);
                end = behind + 1;
            }
        }
        Some('-' | '/' | '.') => {
            if let Some((value, behind)) = small(folded, at + 1) {
                day = Some(value);
                end = behind;
            }
        }
        _ => {}
    }
    day = day.filter(|day| (1..=31).contains(day));
    Some(Date {
        span: Span {
            start: year.start,
            end,
        },
        year: year_number,
        month,
        day,
    })
}

/// A day without a year, as in 11月30日.
pub(super) fn month_and_day(folded: &Folded, start: usize, year: i32) -> Option<Date> {
    let (month, at) = small(folded, start)?;
    if folded.char(at) != Some('月') || !(1..=12).contains(&month) {
        return None;
    }
    let (day, at) = small(folded, at + 1)?;
    matches!(folded.char(at), Some('日' | '号')).then_some(Date {
        span: Span { start, end: at + 1 },
        year,
        month,
        day: Some(day),
    })
}

/// A number of one or two digits at `at`, and where it ends.
fn small(folded: &Folded, at: usize) -> Option<(i32, usize)> {
    let digits: String = folded
        .slice(at, at + 2)
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .collect();
    Some((digits.parse().ok()?, at + digits.len()))
}

/// Reads YYYY-MM-DD.
pub(super) fn parse(date: &str) -> Option<(i32, i32, i32)> {
    let mut parts = date.split('-').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}
