//! The figures as columns and rows.

use super::words::{Words, hours};
use crate::wire::ReviewFigures;

/// A figure with its name in Chinese and English.
pub struct Figure {
    zh: &'static str,
    en: &'static str,
    of: fn(&ReviewFigures) -> Value,
}

/// The value of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number of things.
    Count(u32),
    /// A part of a whole; `None` if there is no whole.
    Share(Option<f64>),
    /// Milliseconds.
    Time(Option<u64>),
}

/// All figures, in the order of the tables.
pub const FIGURES: [Figure; 24] = [
    figure("送审", "Submissions", |of| Value::Count(of.submissions)),
    figure("已有结论", "Concluded", |of| Value::Count(of.concluded)),
    figure("通过", "Passed", |of| Value::Count(of.passed)),
    figure("修改后通过", "Passed after changes", |of| {
        Value::Count(of.passed_after_changes)
    }),
    figure("不通过", "Refused", |of| Value::Count(of.refused)),
    figure("一次通过", "Passed at first", |of| {
        Value::Count(of.first_pass)
    }),
    figure("一次通过率", "First-pass rate", |of| {
        share(of.first_pass, of.concluded)
    }),
    figure("曾被退回", "Returned", |of| Value::Count(of.returned)),
    figure("尚未审结", "Open", |of| Value::Count(of.open)),
    figure("逾期未决", "Overdue", |of| Value::Count(of.overdue)),
    figure("问题", "Findings", |of| Value::Count(of.findings)),
    figure("采纳", "Adopted", |of| Value::Count(of.adopted)),
    figure("改判", "Changed", |of| Value::Count(of.changed)),
    figure("不采纳", "Dismissed", |of| Value::Count(of.dismissed)),
    figure("采纳率", "Adoption rate", |of| {
        share(of.adopted + of.changed, of.findings)
    }),
    figure("用时中位数", "Median time", |of| {
        Value::Time(of.median_ms)
    }),
    figure("最长用时", "Longest time", |of| {
        Value::Time(of.longest_ms)
    }),
    figure("做过上线比对", "Compared", |of| {
        Value::Count(of.compared)
    }),
    figure("上线与审定不一致", "Published differently", |of| {
        Value::Count(of.altered)
    }),
    figure("未经审定上线", "Published without approval", |of| {
        Value::Count(of.unapproved)
    }),
    figure("整改事项", "Rectification items", |of| {
        Value::Count(of.items)
    }),
    figure("其中期限已过", "Deadline past", |of| {
        Value::Count(of.items_due)
    }),
    figure("其中无期限", "Without deadline", |of| {
        Value::Count(of.items_undated)
    }),
    figure("复检", "Checked again", |of| Value::Count(of.rechecked)),
];

/// Those of [`FIGURES`] that fit side by side on a page.
pub const FEW: [usize; 8] = [0, 2, 3, 4, 6, 10, 14, 15];

const fn figure(zh: &'static str, en: &'static str, of: fn(&ReviewFigures) -> Value) -> Figure {
    Figure { zh, en, of }
}

fn share(part: u32, whole: u32) -> Value {
    Value::Share((whole > 0).then(|| f64::from(part) / f64::from(whole)))
}

impl Figure {
    /// Its name.
    pub fn name(&self, words: Words) -> String {
        words.say(self.zh, self.en)
    }

    /// Its name as the header of numbers, which need a unit.
    pub fn head(&self, words: Words) -> String {
        let name = self.name(words);
        match (self.of)(&ReviewFigures::default()) {
            Value::Count(_) => name,
            Value::Share(_) => words.say(&format!("{name}（%）"), &format!("{name} (%)")),
            Value::Time(_) => words.say(&format!("{name}（小时）"), &format!("{name} (h)")),
        }
    }

    /// Its value.
    pub fn value(&self, of: &ReviewFigures) -> Value {
        (self.of)(of)
    }
}

impl Value {
    /// A number in the unit of its header, rounded to one decimal.
    pub fn number(self) -> Option<f64> {
        let rounded = |number: f64| (number * 10.0).round() / 10.0;
        match self {
            Self::Count(count) => Some(f64::from(count)),
            Self::Share(share) => share.map(|share| rounded(share * 100.0)),
            Self::Time(ms) => ms.map(|ms| rounded(hours(ms))),
        }
    }

    /// In words; a dash if there is no value.
    pub fn in_words(self, words: Words) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Share(share) => {
                share.map_or("—".to_owned(), |one| format!("{:.1}%", one * 100.0))
            }
            Self::Time(ms) => ms.map_or("—".to_owned(), |ms| words.duration(ms)),
        }
    }
}
