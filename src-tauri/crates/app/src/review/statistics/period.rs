//! A month, a quarter, a year, or all time.

use jiff::civil::Date;

/// The most months or quarters that a table fills in between the first and the last: a wrong clock must not make a
/// table of centuries.
const MAX_BETWEEN: usize = 240;

/// A month, a quarter, a year, or all time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// All time.
    All,
    /// A year.
    Year(i16),
    /// A year, and a quarter from 1.
    Quarter(i16, i8),
    /// A year, and a month from 1.
    Month(i16, i8),
}

impl Period {
    /// Parses [`Self::name`].
    pub fn parse(name: &str) -> Option<Self> {
        if name.is_empty() {
            return Some(Self::All);
        }
        let (year, part) = match name.split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (name, None),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let year = Some(year).filter(|year| year.len() == 4 && digits(year))?;
        let year = year.parse().ok()?;
        let found = match part {
            None => Self::Year(year),
            Some(part) => match part.strip_prefix('Q') {
                Some(quarter) => Self::Quarter(year, quarter.parse().ok()?),
                None => Self::Month(year, part.parse().ok()?),
            },
        };
        let exists = match found {
            Self::Quarter(_, quarter) => (1..=4).contains(&quarter),
            Self::Month(_, month) => (1..=12).contains(&month),
            Self::All | Self::Year(_) => true,
        };
        (exists && found.name() == name).then_some(found)
    }

    /// Such as `2026`, `2026-Q3`, `2026-09`; empty for all time.
    pub fn name(self) -> String {
        match self {
            Self::All => String::new(),
            Self::Year(year) => format!("{year:04}"),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
        }
    }

    /// The month of a day.
    pub fn month_of(day: Date) -> Self {
        Self::Month(day.year(), day.month())
    }

    /// The quarter of a day.
    pub fn quarter_of(day: Date) -> Self {
        Self::Quarter(day.year(), (day.month() + 2) / 3)
    }

    /// Whether it contains a day.
    pub fn holds(self, day: Date) -> bool {
        match self {
            Self::All => true,
            Self::Year(year) => day.year() == year,
            Self::Quarter(..) => Self::quarter_of(day) == self,
            Self::Month(..) => Self::month_of(day) == self,
        }
    }

    /// From this month or quarter to a later one, both included; nothing if there are too many.
    pub fn until(self, last: Self) -> Vec<Self> {
        let mut all = Vec::new();
        let mut at = self;
        while at <= last {
            if all.len() == MAX_BETWEEN {
                return Vec::new();
            }
            all.push(at);
            at = match at {
                Self::Month(year, 12) => Self::Month(year.saturating_add(1), 1),
                Self::Month(year, month) => Self::Month(year, month + 1),
                Self::Quarter(year, 4) => Self::Quarter(year.saturating_add(1), 1),
                Self::Quarter(year, quarter) => Self::Quarter(year, quarter + 1),
                Self::All | Self::Year(_) => break,
            };
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_period_has_one_name_and_holds_its_days() {
        for (name, holds, not) in [
            ("2026-09", date(2026, 9, 30), date(2026, 10, 1)),
            ("2026-Q3", date(2026, 7, 1), date(2026, 6, 30)),
            ("2026-Q4", date(2026, 12, 31), date(2027, 1, 1)),
            ("2026", date(2026, 1, 1), date(2025, 12, 31)),
        ] {
            let period = Period::parse(name).unwrap();
            assert_eq!(period.name(), name);
            assert!(period.holds(holds) && !period.holds(not), "{name}");
        }
        assert!(Period::parse("").unwrap().holds(date(1999, 1, 1)));
        for wrong in [
            "26",
            "2026-13",
            "2026-9",
            "2026-Q5",
            "2026-Q0",
            "2026-",
            "-2026",
            "2026-09-01",
            "+026",
        ] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn months_follow_one_another_over_the_new_year_and_never_without_end() {
        let names: Vec<_> = Period::Month(2025, 11)
            .until(Period::Month(2026, 2))
            .into_iter()
            .map(Period::name)
            .collect();
        assert_eq!(names, ["2025-11", "2025-12", "2026-01", "2026-02"]);
        let quarters = Period::Quarter(2025, 4).until(Period::Quarter(2026, 1));
        assert_eq!(quarters.len(), 2);
        assert!(
            Period::Month(1, 1)
                .until(Period::Month(9999, 12))
                .is_empty()
        );
    }
}
