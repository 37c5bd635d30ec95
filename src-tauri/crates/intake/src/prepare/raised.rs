//! Raised and lowered text: "10⁹" must not read "109".
//!
//! While a part is walked, such text stands between marks, so that adjoining runs count as one. They are written out at the
//! end: as Unicode superscripts if all characters have one that is common in fonts, otherwise as ^(…) and _(…).

/// Begins raised text.
const UP: char = '\u{FDD0}';
/// Begins lowered text.
const DOWN: char = '\u{FDD1}';
/// Ends both.
const END: char = '\u{FDD2}';
/// Stands where raised text follows other such text directly.
const JOINED_UP: char = '\u{FDD3}';
/// The same for lowered text.
const JOINED_DOWN: char = '\u{FDD4}';

/// Position of text relative to its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raise {
    /// Superscript.
    Up,
    /// Subscript.
    Down,
}

/// The text between marks.
pub(super) fn marked(text: &str, raise: Raise) -> String {
    let begin = match raise {
        Raise::Up => UP,
        Raise::Down => DOWN,
    };
    format!("{begin}{text}{END}")
}

/// Whether the character is one of the marks, which must not come from a file.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, UP..=JOINED_DOWN)
}

/// Writes marked text out.
pub(super) fn written_out(text: &str) -> String {
    if !text.contains(END) {
        return text.to_owned();
    }
    let text = text.replace(&format!("{END}{UP}"), &JOINED_UP.to_string());
    let text = text.replace(&format!("{END}{DOWN}"), &JOINED_DOWN.to_string());
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once([UP, DOWN]) {
        out.push_str(before);
        let raise = match rest
            .get(before.len()..)
            .and_then(|mark| mark.chars().next())
        {
            Some(DOWN) => Raise::Down,
            _ => Raise::Up,
        };
        let (inner, after) = after.split_once(END).unwrap_or((after, ""));
        groups(inner, raise, &mut out);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Writes runs that follow each other directly, joining those of equal position.
fn groups(inner: &str, first: Raise, out: &mut String) {
    let mut raise = first;
    let mut run = String::new();
    for character in inner.chars() {
        let next = match character {
            JOINED_UP => Raise::Up,
            JOINED_DOWN => Raise::Down,
            _ => {
                run.push(character);
                continue;
            }
        };
        if next != raise {
            out.push_str(&placed(&run, raise));
            run.clear();
            raise = next;
        }
    }
    out.push_str(&placed(&run, raise));
}

/// Raised or lowered text in one line. White space around it stays outside.
pub(super) fn placed(text: &str, raise: Raise) -> String {
    let inner = text.trim();
    if inner.is_empty() || stands_alone(inner) {
        return text.to_owned();
    }
    let (before, after) = text.split_once(inner).unwrap_or_default();
    let signs: Option<String> = inner.chars().map(|c| sign(c, raise)).collect();
    let written = match (signs, raise) {
        (Some(signs), _) => signs,
        (None, Raise::Up) => format!("^({inner})"),
        (None, Raise::Down) => format!("_({inner})"),
    };
    format!("{before}{written}{after}")
}

/// Whether text can't be mistaken for part of the word or number before it: signs that are small anyway, and marks in
/// brackets.
fn stands_alone(text: &str) -> bool {
    let own = |c: char| {
        matches!(
            c,
            '®' | '™' | '©' | '℠' | '*' | '＊' | '†' | '‡' | '§' | '°' | '′' | '″' | '※'
        ) || matches!(c, '①'..='⑳' | '❶'..='❿' | '²' | '³' | '¹' | '⁰'..='₎')
            || c.is_whitespace()
    };
    let bracketed = |open, close| {
        text.strip_prefix(open)
            .and_then(|text| text.strip_suffix(close))
            .is_some()
    };
    text.chars().all(own)
        || bracketed('[', ']')
        || bracketed('［', '］')
        || bracketed('〔', '〕')
        || bracketed('【', '】')
        || matches!(text, "st" | "nd" | "rd" | "th")
}

/// The Unicode superscript or subscript of a digit or operator; of letters, only those that common fonts have.
fn sign(character: char, raise: Raise) -> Option<char> {
    const PLAIN: &str = "0123456789+-−=()n";
    let signs = match raise {
        Raise::Up => "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ",
        Raise::Down => "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎\0",
    };
    let at = PLAIN.chars().position(|plain| plain == character)?;
    signs.chars().nth(at).filter(|sign| *sign != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjoining_runs_count_as_one() {
        let up = |text| marked(text, Raise::Up);
        let down = |text| marked(text, Raise::Down);
        assert_eq!(written_out(&format!("10{}{}", up("1"), up("2"))), "10¹²");
        let both = format!("x{}{}y", down("i"), up("2a"));
        assert_eq!(written_out(&both), "x_(i)^(2a)y");
        assert_eq!(written_out(&format!("CO{}", down("2"))), "CO₂");
        assert_eq!(written_out(&format!("a{}", up(" n "))), "a ⁿ ");
        assert_eq!(written_out("no mark"), "no mark");
    }

    #[test]
    fn what_cannot_be_mistaken_stays_as_it_is() {
        for text in ["®", "①", "[12]", "*", "th", " "] {
            assert_eq!(placed(text, Raise::Up), text);
        }
        assert_eq!(placed("注1", Raise::Up), "^(注1)");
        assert_eq!(placed("TM", Raise::Up), "^(TM)");
    }
}
