//! Counts reviews for a regulator's scoring and for the yearly report.
//!
//! Each record with a draft or a signed review is one submission. It counts on the day of the signature in force; while it is
//! open, on the day on which its audit ended. A returned review is open again. Days are those of this machine's time zone.

mod cases;
mod figures;
mod period;

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};
use records::Records;

use crate::wire::{Problem, ReviewGroup, ReviewReason, ReviewStatistics};

pub use cases::{Case, Signed};
use cases::{Cases, cases};
use figures::figures;
pub use period::Period;

/// The reviews of the period that are counted, and the figures that follow from them.
pub struct Counted {
    /// The submissions, the oldest first.
    pub cases: Vec<Case>,
    /// Their figures.
    pub statistics: ReviewStatistics,
}

/// Counts the reviews of a period: `2026`, `2026-Q3`, `2026-09`, or empty for all time.
///
/// # Errors
/// `review_period` for any other text; errors of reading the records.
pub fn count(records: &Records, period: &str) -> Result<Counted, Problem> {
    let period = Period::parse(period).ok_or_else(|| Problem::plain("review_period"))?;
    let zone = TimeZone::system();
    let today = jiff::Timestamp::now().to_zoned(zone.clone()).date();
    Ok(counted(cases(records, &zone)?, period, today))
}

fn counted(read: Cases, period: Period, today: Date) -> Counted {
    let Cases { mut cases, damaged } = read;
    let real = |case: &&Case| !case.demo;
    let mut known: Vec<_> = cases
        .iter()
        .filter(real)
        .map(|case| Period::month_of(case.day()))
        .collect();
    known.sort_unstable();
    known.dedup();
    cases.retain(|case| period.holds(case.day()));
    let all = cases.len();
    cases.retain(|case| !case.demo);
    cases.sort_by_key(|case| (case.day(), case.record));
    let statistics = ReviewStatistics {
        period: period.name(),
        months_known: known.iter().rev().map(|month| month.name()).collect(),
        all: figures(cases.iter(), today),
        types: groups(&cases, today, |case| &case.submission.kind),
        channels: groups(&cases, today, |case| &case.submission.channel),
        products: groups(&cases, today, |case| &case.submission.product),
        departments: groups(&cases, today, |case| &case.submission.department),
        months: rows(&cases, today, Period::month_of),
        quarters: rows(&cases, today, Period::quarter_of),
        reasons: reasons(&cases),
        demo: super::count(all - cases.len()),
        damaged,
    };
    Counted { cases, statistics }
}

/// The figures by a field of the submission, the largest group first.
fn groups(cases: &[Case], today: Date, field: impl Fn(&Case) -> &str) -> Vec<ReviewGroup> {
    let mut by_name: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        by_name.entry(field(case).trim()).or_default().push(case);
    }
    let mut groups: Vec<_> = by_name
        .into_iter()
        .map(|(name, cases)| ReviewGroup {
            name: name.to_owned(),
            figures: figures(cases, today),
        })
        .collect();
    // Stable: groups of the same size stay in the order of their names.
    groups.sort_by_key(|group| std::cmp::Reverse(group.figures.submissions));
    groups
}

/// The figures by month or quarter, the oldest first; those between the first and the last without submissions too.
fn rows(cases: &[Case], today: Date, part: impl Fn(Date) -> Period) -> Vec<ReviewGroup> {
    let mut by_part: BTreeMap<Period, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        by_part.entry(part(case.day())).or_default().push(case);
    }
    if let (Some(first), Some(last)) = (by_part.keys().next(), by_part.keys().next_back()) {
        for between in first.until(*last) {
            by_part.entry(between).or_default();
        }
    }
    let rows = by_part.into_iter().map(|(part, cases)| ReviewGroup {
        name: part.name(),
        figures: figures(cases, today),
    });
    rows.collect()
}

/// The reasons for dismissing findings, the most frequent first.
fn reasons(cases: &[Case]) -> Vec<ReviewReason> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for reason in cases.iter().flat_map(|case| &case.reasons) {
        *counts.entry(reason.trim()).or_default() += 1;
    }
    let mut reasons: Vec<_> = counts
        .into_iter()
        .map(|(reason, count)| ReviewReason {
            reason: reason.to_owned(),
            count,
        })
        .collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
    reasons
}

#[cfg(test)]
pub mod tests;
