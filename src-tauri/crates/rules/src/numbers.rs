//! The built-in checks on figures.

mod contradiction;
mod date;
mod irr;
mod limit;
mod window;

use std::collections::BTreeMap;

use crate::context::Context;
use crate::figures::Number;
use crate::fold::Folded;
use crate::layout;
use crate::material::Material;
use crate::pack::Check;
use crate::rule::KnownGroups;
use crate::scan::Scan;
use crate::span::Span;

/// A place that a built-in check found, and what is wrong there, in Chinese and in English.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) span: Span,
    pub(crate) detail: [String; 2],
}

pub(crate) struct Input<'a, 's> {
    pub(crate) scan: &'a Scan<'s>,
    pub(crate) material: &'a Material,
    pub(crate) context: &'a Context,
    pub(crate) groups: &'a KnownGroups,
    pub(crate) params: &'a BTreeMap<String, f64>,
}

impl Input<'_, '_> {
    fn param(&self, name: &str, default: f64) -> f64 {
        self.params.get(name).copied().unwrap_or(default)
    }
}

pub(crate) fn run(check: Check, input: &Input<'_, '_>) -> Vec<Problem> {
    match check {
        Check::Irr => irr::check(input.scan),
        Check::PerformanceWindow => {
            window::performance(input.scan, input.context, input.param("months", 6.0))
        }
        Check::ProductAge => window::age(input.scan, input.context, input.param("months", 6.0)),
        Check::AwardAge => window::award(input.scan, input.context, input.param("years", 2.0)),
        Check::GradeContradiction => contradiction::grades(input.scan),
        Check::DateContradiction => contradiction::dates(input.scan),
        Check::RateContradiction => contradiction::rates(input.scan),
        Check::InsuranceLimit => limit::check(input.scan, input.param("amount", 500_000.0)),
        Check::RateSize => layout::rate_size(input.scan, input.material),
        Check::NoticeSize => layout::notice_size(
            input.scan,
            input.material,
            input.groups,
            input.params.get("ratio").copied().unwrap_or(10.0),
        ),
        Check::NoticeContrast => layout::notice_contrast(
            input.scan,
            input.material,
            input.groups,
            input.params.get("contrast").copied().unwrap_or(3.0),
        ),
    }
}

/// A number with its unit.
#[derive(Clone, Copy, Debug)]
struct Amount {
    span: Span,
    value: f64,
}

/// The rates of a text, in per cent.
fn rates(scan: &Scan<'_>) -> Vec<Amount> {
    scan.numbers
        .iter()
        .filter_map(|number| {
            let end = number.span.end;
            let (value, end) = match scan.folded.char(end) {
                Some('%') => (number.value, end + 1),
                Some('‰') => (number.value / 10.0, end + 1),
                _ if stands_before(scan.folded, number.span.start, "百分之") => {
                    (number.value, end)
                }
                _ => return None,
            };
            Some(Amount {
                span: Span {
                    start: number.span.start,
                    end,
                },
                value,
            })
        })
        .collect()
}

/// The amounts of money of a text, in yuan.
fn money(scan: &Scan<'_>) -> Vec<Amount> {
    scan.numbers
        .iter()
        .filter_map(|number| money_at(scan.folded, number))
        .collect()
}

fn money_at(folded: &Folded, number: &Number) -> Option<Amount> {
    let mut end = number.span.end;
    let factor = match folded.char(end) {
        Some('万') => 10_000.0,
        Some('亿') => 100_000_000.0,
        Some('千') => 1_000.0,
        Some('百') => 100.0,
        _ => 1.0,
    };
    if factor > 1.0 {
        end += 1;
    }
    let unit = folded.char(end);
    if matches!(unit, Some('元' | '块')) {
        end += 1;
    } else if factor < 10_000.0 {
        return None;
    }
    Some(Amount {
        span: Span {
            start: number.span.start,
            end,
        },
        value: number.value * factor,
    })
}

/// Whether `word` ends right in front of `at`.
fn stands_before(folded: &Folded, at: usize, word: &str) -> bool {
    word.chars().rev().enumerate().all(|(index, c)| {
        at.checked_sub(index + 1)
            .is_some_and(|place| folded.char(place) == Some(c))
    })
}

/// Whether `word` starts at `at`.
pub(crate) fn stands_at(folded: &Folded, at: usize, word: &str) -> bool {
    word.chars()
        .enumerate()
        .all(|(index, c)| folded.char(at + index) == Some(c))
}

/// How far in front of `at` the nearest of `labels` ends, within `reach` characters of the same sentence.
fn nearest_before(folded: &Folded, at: usize, reach: usize, labels: &[&str]) -> Option<usize> {
    let (start, _) = folded.sentences.around(at);
    (0..=reach)
        .take_while(|distance| start + distance < at)
        .find(|distance| {
            let ends = |label: &&str| stands_before(folded, at - distance, label);
            labels.iter().any(ends)
        })
}
