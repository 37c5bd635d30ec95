//! Dates and times, which spreadsheets store as a number of days.

use super::{Section, Token};
use crate::prepare::office::counts;

/// Days from the beginning of the spreadsheet calendar to 1970-01-01.
const DAYS_TO_1970: i64 = 25_569;
/// Days between the two beginnings that spreadsheets count from.
const DAYS_1904: f64 = 1_462.0;
/// The last day that spreadsheets know, 9999-12-31.
const LAST_DAY: f64 = 2_958_466.0;
const DAY_SECONDS: i64 = 86_400;

/// Writes a number of days; `None` if it is no date or in numerals that are not known here.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the number is below that of the last day"
)]
pub(super) fn written(section: &Section, days: f64, from_1904: bool) -> Option<String> {
    let days = if from_1904 { days + DAYS_1904 } else { days };
    if !(0.0..LAST_DAY).contains(&days) || section.numerals.is_some_and(|kind| kind != 1) {
        return None;
    }
    let seconds = (days * 86_400.0).round() as i64;
    let moment = Moment::of(seconds);
    let half_day = section
        .tokens
        .iter()
        .any(|t| matches!(t, Token::HalfDay(..)));
    let mut out = String::new();
    for (at, token) in section.tokens.iter().enumerate() {
        let text = match token {
            Token::Date(letter, length) => {
                let is_minute = *letter == 'm' && is_minute(&section.tokens, at);
                moment.part(*letter, *length, is_minute, half_day, section)
            }
            Token::Elapsed(letter, length) => {
                let unit = match letter {
                    'h' => 3_600,
                    'm' => 60,
                    _ => 1,
                };
                format!("{:0length$}", seconds / unit, length = (*length).min(4))
            }
            Token::HalfDay(morning, afternoon) => match moment.hour < 12 {
                true => morning.clone(),
                false => afternoon.clone(),
            },
            Token::Literal(text) => text.clone(),
            Token::Slash => "/".to_owned(),
            Token::Point => ".".to_owned(),
            Token::Comma => ",".to_owned(),
            Token::Percent => "%".to_owned(),
            Token::Digit(_) => "0".to_owned(),
            Token::Exponent(_) | Token::General | Token::Text => return None,
        };
        out.push_str(&text);
    }
    Some(out)
}

/// Whether an `m` means minutes: after hours or before seconds.
fn is_minute(tokens: &[Token], at: usize) -> bool {
    let time = |token: &&Token| matches!(token, Token::Date(..) | Token::Elapsed(..));
    let before = tokens.iter().take(at).rev().find(time);
    let after = tokens.iter().skip(at + 1).find(time);
    matches!(before, Some(Token::Date('h', _) | Token::Elapsed('h', _)))
        || matches!(after, Some(Token::Date('s', _) | Token::Elapsed('s', _)))
}

struct Moment {
    year: i64,
    month: u32,
    day: u32,
    /// 0 is Sunday.
    weekday: usize,
    hour: i64,
    minute: i64,
    second: i64,
}

impl Moment {
    fn of(seconds: i64) -> Self {
        let serial = seconds.div_euclid(DAY_SECONDS);
        let time = seconds.rem_euclid(DAY_SECONDS);
        // Spreadsheets believe in a 29 February 1900, the 60th day, so the days before it are counted from another beginning.
        let (year, month, day) = match serial {
            60 => (1900, 2, 29),
            ..60 => civil(serial + 1 - DAYS_TO_1970),
            _ => civil(serial - DAYS_TO_1970),
        };
        Self {
            year,
            month,
            day,
            weekday: usize::try_from((serial + 6) % 7).unwrap_or(0),
            hour: time / 3_600,
            minute: time / 60 % 60,
            second: time % 60,
        }
    }

    fn part(
        &self,
        letter: char,
        length: usize,
        is_minute: bool,
        half_day: bool,
        section: &Section,
    ) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        const DAYS: [&str; 7] = [
            "Sunday",
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
        ];
        let padded = |number: i64| match section.numerals {
            Some(_) => counted(number),
            None if length >= 2 => format!("{number:02}"),
            None => number.to_string(),
        };
        let month = usize::try_from(self.month).unwrap_or(1).saturating_sub(1);
        let month_name = MONTHS.get(month).copied().unwrap_or_default();
        let day_name = DAYS.get(self.weekday).copied().unwrap_or_default();
        let chinese_day = "日一二三四五六".chars().nth(self.weekday).unwrap_or('日');
        let short = |name: &str| name.chars().take(3).collect::<String>();
        match (letter, length) {
            ('y', 1 | 2) if section.numerals.is_none() => format!("{:02}", self.year % 100),
            ('y' | 'e', _) => match section.numerals {
                Some(_) => digitwise(self.year),
                None => self.year.to_string(),
            },
            ('m', _) if is_minute => padded(self.minute),
            ('m', 3) if section.chinese => format!("{}月", self.month),
            ('m', 4) if section.chinese => format!("{}月", counted(self.month.into())),
            ('m', 3) => short(month_name),
            ('m', 4) => month_name.to_owned(),
            ('m', 5..) => month_name.chars().take(1).collect(),
            ('m', _) => padded(self.month.into()),
            ('d', 3) if section.chinese => format!("周{chinese_day}"),
            ('d', 4..) if section.chinese => format!("星期{chinese_day}"),
            ('d', 3) => short(day_name),
            ('d', 4..) => day_name.to_owned(),
            ('d', _) => padded(self.day.into()),
            ('a', 3) => chinese_day.to_string(),
            ('a', _) => format!("星期{chinese_day}"),
            ('h', _) if half_day => padded((self.hour + 11) % 12 + 1),
            ('h', _) => padded(self.hour),
            _ => padded(self.second),
        }
    }
}

fn counted(number: i64) -> String {
    let number = u32::try_from(number).unwrap_or(0);
    counts::written(number, "chineseCountingThousand").unwrap_or_default()
}

fn digitwise(number: i64) -> String {
    let number = u32::try_from(number).unwrap_or(0);
    counts::written(number, "ideographDigital").unwrap_or_default()
}

/// Year, month and day of a number of days since 1970-01-01.
fn civil(days: i64) -> (i64, u32, u32) {
    // Counting years from March puts the leap day at the end.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        year,
        u32::try_from(month).unwrap_or(1),
        u32::try_from(day).unwrap_or(1),
    )
}
