//! Numbers as spreadsheets display them: 0.0385 in the format `0.00%` is 3.85%, and 45292 in `yyyy/m/d` is 2024/1/1.

mod dates;
mod digits;

/// Maximum length of a format, in bytes; spreadsheets allow 255 characters.
const MAX_BYTES: usize = 1_020;

/// A token of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Literal(String),
    /// A placeholder: `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// `E+` or `E-`; whether a plus sign is shown.
    Exponent(bool),
    Slash,
    /// A run of equal date letters, in lowercase.
    Date(char, usize),
    /// Hours, minutes or seconds that are not limited to a day, hour or minute.
    Elapsed(char, usize),
    /// `AM/PM` or a variant, with both forms.
    HalfDay(String, String),
    General,
    /// The text of a cell.
    Text,
}

/// One section of a format.
#[derive(Debug, Default)]
struct Section {
    tokens: Vec<Token>,
    condition: Option<(String, f64)>,
    /// Number of `DBNum`: the kind of Chinese numerals.
    numerals: Option<u32>,
    /// Whether the names of months and days are Chinese.
    chinese: bool,
    /// Whether it depends on the system's settings.
    by_system: bool,
}

/// The number as displayed; `None` if the format is not understood. Text that is not a number stays as it is.
pub(super) fn formatted(value: &str, format: &str, from_1904: bool) -> Option<String> {
    let Ok(number) = value.trim().parse::<f64>() else {
        return Some(value.to_owned());
    };
    if !number.is_finite() {
        return Some(value.to_owned());
    }
    if format.len() > MAX_BYTES {
        return None;
    }
    let sections: Vec<Section> = split(format).iter().map(|text| section(text)).collect();
    let (section, signed) = chosen(&sections, number)?;
    if section.by_system {
        return None;
    }
    let number = if signed { number } else { number.abs() };
    let is_date = section
        .tokens
        .iter()
        .any(|token| matches!(token, Token::Date(..) | Token::Elapsed(..)));
    match is_date {
        true => dates::written(section, number, from_1904),
        false if section.numerals.is_some() => None,
        false => digits::written(&section.tokens, number),
    }
}

/// Whether a format is the one that says nothing.
pub(super) fn is_general(format: &str) -> bool {
    format.trim().is_empty() || format.trim().eq_ignore_ascii_case("general")
}

/// The section for a number, and whether its sign is still to be written.
fn chosen(sections: &[Section], number: f64) -> Option<(&Section, bool)> {
    let holds = |section: &Section| {
        section
            .condition
            .as_ref()
            .map(|(sign, limit)| match sign.as_str() {
                "<" => number < *limit,
                "<=" => number <= *limit,
                ">" => number > *limit,
                ">=" => number >= *limit,
                "=" => number.total_cmp(limit).is_eq(),
                _ => number.total_cmp(limit).is_ne(),
            })
    };
    if sections.iter().any(|section| section.condition.is_some()) {
        let numbers = sections.iter().take(3);
        let found = numbers
            .into_iter()
            .find(|section| holds(section).unwrap_or(true));
        return found.or(sections.last()).map(|section| (section, true));
    }
    Some(match (sections, number) {
        ([only], _) => (only, true),
        ([_, negative, ..], ..0.0) => (negative, false),
        ([_, _, zero, ..], 0.0) => (zero, false),
        ([first, ..], _) => (first, true),
        ([], _) => return None,
    })
}

/// Splits a format at its semicolons.
fn split(format: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let mut characters = format.chars();
    let (mut quoted, mut bracketed) = (false, false);
    while let Some(character) = characters.next() {
        let Some(last) = sections.last_mut() else {
            break;
        };
        match character {
            '"' => quoted = !quoted,
            '\\' if !quoted => {
                last.push(character);
                last.extend(characters.next());
                continue;
            }
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            ';' if !quoted && !bracketed => {
                sections.push(String::new());
                continue;
            }
            _ => {}
        }
        last.push(character);
    }
    sections
}

fn section(text: &str) -> Section {
    let mut section = Section::default();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        rest = match character {
            '"' => {
                let (inner, after) = after.split_once('"').unwrap_or((after, ""));
                section.literal(inner);
                after
            }
            '\\' | '!' => {
                let escaped = after.chars().next();
                section.literal(&escaped.map(String::from).unwrap_or_default());
                after
                    .get(escaped.map_or(0, char::len_utf8)..)
                    .unwrap_or_default()
            }
            // Space as wide as a character, and a character that fills the cell.
            '_' | '*' => {
                let wide = after.chars().next().map_or(0, char::len_utf8);
                after.get(wide..).unwrap_or_default()
            }
            '[' => {
                let (inner, after) = after.split_once(']').unwrap_or((after, ""));
                section.bracketed(inner);
                after
            }
            '0' | '#' | '?' => section.token(Token::Digit(character), after),
            '.' => section.token(Token::Point, after),
            ',' => section.token(Token::Comma, after),
            '%' => section.token(Token::Percent, after),
            '/' => section.token(Token::Slash, after),
            '@' => section.token(Token::Text, after),
            _ => section.word(rest, character),
        };
    }
    section
}

impl Section {
    fn token<'a>(&mut self, token: Token, rest: &'a str) -> &'a str {
        self.tokens.push(token);
        rest
    }

    fn literal(&mut self, text: &str) {
        if let Some(Token::Literal(last)) = self.tokens.last_mut() {
            last.push_str(text);
        } else {
            self.tokens.push(Token::Literal(text.to_owned()));
        }
    }

    /// Takes the inner text of brackets.
    fn bracketed(&mut self, inner: &str) {
        let lower = inner.to_ascii_lowercase();
        if let Some(money) = inner.strip_prefix('$') {
            let (sign, place) = money.rsplit_once('-').unwrap_or((money, ""));
            self.by_system |= matches!(place.to_ascii_uppercase().as_str(), "F800" | "F400");
            self.chinese |= ["804", "404", "C04", "1004", "1404"]
                .iter()
                .any(|chinese| place.to_ascii_uppercase().ends_with(chinese))
                || place.to_ascii_lowercase().starts_with("zh");
            self.literal(sign);
        } else if let Some(kind) = lower.strip_prefix("dbnum") {
            self.numerals = Some(kind.parse().unwrap_or(0));
        } else if matches!(lower.trim_matches(['h', 'm', 's']), "") && !lower.is_empty() {
            let letter = lower.chars().next().unwrap_or('h');
            self.tokens.push(Token::Elapsed(letter, lower.len()));
        } else if inner.starts_with(['<', '>', '=']) {
            let number = inner.trim_start_matches(['<', '>', '=']);
            let sign = inner.get(..inner.len() - number.len()).unwrap_or_default();
            if let Ok(limit) = number.trim().parse() {
                self.condition = Some((sign.to_owned(), limit));
            }
        }
    }

    /// Takes letters with a meaning, or one literal character. Returns the rest.
    fn word<'a>(&mut self, rest: &'a str, character: char) -> &'a str {
        let begins = |word: &str| {
            rest.get(..word.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        };
        let after = |length: usize| rest.get(length..).unwrap_or_default();
        for (word, one, other) in [
            ("AM/PM", "AM", "PM"),
            ("A/P", "A", "P"),
            ("上午/下午", "上午", "下午"),
        ] {
            if begins(word) {
                self.tokens
                    .push(Token::HalfDay(one.to_owned(), other.to_owned()));
                return after(word.len());
            }
        }
        if begins("General") {
            self.tokens.push(Token::General);
            return after(7);
        }
        // "G/通用格式" is the same in Chinese.
        if begins("G/通用格式") {
            self.tokens.push(Token::General);
            return after("G/通用格式".len());
        }
        if begins("E+") || begins("E-") {
            self.tokens.push(Token::Exponent(begins("E+")));
            return after(2);
        }
        let letter = character.to_ascii_lowercase();
        if matches!(letter, 'y' | 'm' | 'd' | 'h' | 's' | 'e') || letter == 'a' && begins("aaa") {
            let run = rest.chars().take_while(|c| c.eq_ignore_ascii_case(&letter));
            let length = run.count();
            self.tokens.push(Token::Date(letter, length));
            return after(length);
        }
        self.literal(character.encode_utf8(&mut [0; 4]));
        after(character.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_spreadsheets_show_them() {
        for (value, format, shown) in [
            ("3.8500000000000003E-2", "0.00%", "3.85%"),
            ("0.0385", "0%", "4%"),
            ("1.005", "0.00", "1.01"),
            ("1234567.891", "#,##0.00", "1,234,567.89"),
            ("-1234.5", "#,##0", "-1,235"),
            ("-1234.5", "#,##0_);(#,##0)", "(1,235)"),
            ("0", "0;-0;\"零\"", "零"),
            ("5", ";;;", ""),
            ("12345678", "0.0,,\"百万\"", "12.3百万"),
            ("1234", "[$￥-804]#,##0.00", "￥1,234.00"),
            ("1234", "\"¥\"#,##0", "¥1,234"),
            ("5", "00000", "00005"),
            ("0.5", "#.##", ".5"),
            ("0.25", "0.0##", "0.25"),
            ("150", "[>=100]0\"高\";0\"低\"", "150高"),
            ("50", "[>=100]0\"高\";0\"低\"", "50低"),
            ("12345", "0.00E+00", "1.23E+04"),
            ("0.00012", "0.0E-0", "1.2E-4"),
            ("8.5", "General", "8.5"),
            ("0.1234567890123", "General", "0.123456789"),
            ("45292", "General", "45292"),
            ("3", "[Red]0\\年", "3年"),
            ("n/a", "0%", "n/a"),
            ("0.1", "0.0%;[Red]-0.0%", "10.0%"),
            ("-0.1", "0.0%;[Red]-0.0%", "-10.0%"),
            ("-0.001", "0%", "0%"),
        ] {
            let found = formatted(value, format, false);
            assert_eq!(found.as_deref(), Some(shown), "{value} {format}");
        }
    }

    #[test]
    fn dates_are_no_day_counts() {
        for (value, format, shown) in [
            ("45292", "yyyy/m/d", "2024/1/1"),
            ("45351", "yyyy\"年\"m\"月\"d\"日\"", "2024年2月29日"),
            ("45292", "[$-804]yyyy-mm-dd aaaa", "2024-01-01 星期一"),
            ("45292", "mmm-yy", "Jan-24"),
            ("45292", "[$-804]mmmm", "一月"),
            ("45292.5", "yyyy-mm-dd hh:mm", "2024-01-01 12:00"),
            ("0.75", "h:mm AM/PM", "6:00 PM"),
            ("1.5", "[h]:mm:ss", "36:00:00"),
            (
                "45292",
                "[DBNum1][$-804]yyyy\"年\"m\"月\"",
                "二〇二四年一月",
            ),
            ("60", "m/d", "2/29"),
            ("1", "yyyy-m-d", "1900-1-1"),
        ] {
            let found = formatted(value, format, false);
            assert_eq!(found.as_deref(), Some(shown), "{value} {format}");
        }
        assert_eq!(
            formatted("0", "yyyy-m-d", true).as_deref(),
            Some("1904-1-1")
        );
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for format in ["# ?/?", "[DBNum2]0", "[$-F800]dddd"] {
            assert_eq!(formatted("1.5", format, false), None, "{format}");
        }
        assert_eq!(formatted("1e300", "yyyy", false), None);
        assert_eq!(formatted("-5", "yyyy", false), None);
        let huge = formatted("1e300", "0.00", false).unwrap();
        assert!(huge.len() < 400);
    }
}
