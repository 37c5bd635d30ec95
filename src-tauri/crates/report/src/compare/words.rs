//! Tokenises text into units of comparison: words, Chinese characters, whole numbers.
//!
//! Based on Unicode word boundaries (UAX 29). Where these split a figure such as `-4.5%` or `2025-03-31`, the parts are
//! joined again: a mark on half a number would be misread.

use std::collections::HashMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::plain::PlainText;

/// Words of a text without spaces, as parallel vectors.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// IDs, equal for equal words of the same [`Vocabulary`].
    pub(crate) ids: Vec<u32>,
    /// Ranges in UTF-16 code units.
    pub(crate) places: Vec<Range<u32>>,
    /// Index of the cell, item or line that contains the word.
    pub(crate) fields: Vec<u32>,
}

/// Assigns IDs to words.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary<'a> {
    ids: HashMap<&'a str, u32>,
}

impl<'a> Vocabulary<'a> {
    pub(crate) fn read(&mut self, text: &'a PlainText) -> Words {
        let mut words = Words::default();
        let mut at = 0;
        for (field, part) in (0..).zip(fields(text)) {
            for word in split(part) {
                let units = word.chars().map(char::len_utf16).sum::<usize>();
                let from = at;
                // A text has at most a few million units, see `MAX_VIEW_BYTES`.
                at = u32::try_from(units).map_or(u32::MAX, |units| at.saturating_add(units));
                if Nature::of(word) != Nature::Space {
                    let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
                    words.ids.push(*self.ids.entry(word).or_insert(next));
                    words.places.push(from..at);
                    words.fields.push(field);
                }
            }
        }
        words
    }
}

/// Substance of a text regardless of spaces and punctuation: its other words, each after a space.
pub(crate) fn substance(text: &PlainText) -> String {
    let mut substance = String::new();
    for word in meaningful(text) {
        substance.push(' ');
        substance.push_str(word);
    }
    substance
}

/// Words that are neither space nor punctuation.
pub(crate) fn meaningful(text: &PlainText) -> impl Iterator<Item = &str> {
    fields(text)
        .flat_map(split)
        .filter(|word| Nature::of(word) == Nature::Meaning)
}

/// Parts of the text between its edges.
fn fields(text: &PlainText) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let ends = text.edges.iter().copied().chain([text.text.len()]);
    ends.filter_map(move |to| text.text.get(std::mem::replace(&mut from, to)..to))
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (start, piece) in text.split_word_bound_indices() {
        let end = start + piece.len();
        let from = joined(&ranges, text, piece).unwrap_or(start);
        while ranges.pop_if(|former| former.start >= from).is_some() {}
        ranges.push(from..end);
    }
    ranges.into_iter().filter_map(|range| text.get(range))
}

/// Start of the number that `piece` continues, if there is one.
fn joined(former: &[Range<usize>], text: &str, piece: &str) -> Option<usize> {
    let word = |back: usize| {
        let range = former.get(former.len().checked_sub(back)?)?;
        Some((range.start, text.get(range.clone())?))
    };
    let (last_start, last) = word(1)?;
    if matches!(piece, "%" | "‰" | "％") {
        return is_number(last).then_some(last_start);
    }
    if !is_number(piece) {
        return None;
    }
    let before = word(2);
    if matches!(last, "-" | "/" | ":" | "–" | ".")
        && let Some((start, _)) = before.filter(|(_, word)| is_number(word))
    {
        return Some(start);
    }
    let is_sign = matches!(last, "-" | "−" | "+" | "－" | "＋" | "±");
    let stands_alone = before.is_none_or(|(_, word)| Nature::of(word) != Nature::Meaning);
    (is_sign && stands_alone).then_some(last_start)
}

fn is_number(word: &str) -> bool {
    let unsigned = word.trim_start_matches(['-', '−', '+', '－', '＋', '±']);
    unsigned.starts_with(char::is_numeric)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    /// White space and invisible characters.
    Space,
    Punctuation,
    /// Letters, digits and symbols: `+`, `≥`, `¥`, `☑`.
    Meaning,
}

impl Nature {
    fn of(word: &str) -> Self {
        let first = word.chars().next().unwrap_or(' ');
        if word.contains(char::is_alphanumeric) {
            Self::Meaning
        } else if first.is_whitespace() || first.is_control() || visible_text::is_invisible(first) {
            Self::Space
        } else if is_punctuation(first) {
            Self::Punctuation
        } else {
            Self::Meaning
        }
    }
}

/// Punctuation of Chinese and Western prose. Excludes symbols that carry a value, such as `+`, `<`, `=`, `$` and `%`.
fn is_punctuation(c: char) -> bool {
    matches!(c,
        '!' | '"' | '#' | '&'..='*' | ','..='/' | ':' | ';' | '?' | '@' | '['..=']' | '_' | '`' | '{' | '|' | '}' | '~'
        | '¡' | '§' | '«' | '¶' | '·' | '»' | '¿'
        | '\u{2010}'..='\u{2027}'   // dashes, quotation marks, bullets, ellipses
        | '\u{2032}'..='\u{205E}'   // primes, angle quotation marks and rarer ones
        | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '\u{3030}' | '\u{30FB}'
        | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}'
        | '！' | '＂' | '＃' | '＆'..='＊' | '，'..='／' | '：' | '；' | '？' | '＠' | '［'..='］' | '＿' | '｀'
        | '｛' | '｜' | '｝' | '～' | '\u{FF5F}'..='\u{FF65}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        split(text).filter(|word| !word.trim().is_empty()).collect()
    }

    #[test]
    fn a_figure_is_one_word_with_its_sign_its_points_and_its_percent() {
        for figure in [
            "4.5%",
            "-4.5%",
            "1,000,000.00",
            "2025-03-31",
            "2025/3/31",
            "10:30",
            "１２％",
            "±0.5‰",
            "2023-2024",
        ] {
            assert_eq!(words(&format!("约 {figure} 的")), ["约", figure, "的"]);
        }
        assert_eq!(words("A-1"), ["A", "-", "1"]);
        assert_eq!(words("3. 收益"), ["3", ".", "收", "益"]);
    }

    #[test]
    fn chinese_is_cut_by_character_and_english_by_word() {
        assert_eq!(
            words("年化R2基金don't"),
            ["年", "化", "R2", "基", "金", "don't"]
        );
        assert_eq!(words("👨‍👩‍👧好"), ["👨‍👩‍👧", "好"]);
    }

    #[test]
    fn symbols_carry_meaning_and_punctuation_does_not() {
        let substance = |text: &str| {
            substance(&PlainText {
                text: text.into(),
                edges: Vec::new(),
            })
        };
        assert_eq!(substance("风险：高，（R5）。"), substance("风险 高 — “R5”"));
        for (one, other) in [
            ("≥5%", "≤5%"),
            ("☑ 备案", "☐ 备案"),
            ("-3%", "3%"),
            ("1.5", "15"),
            ("¥5", "$5"),
        ] {
            assert_ne!(substance(one), substance(other));
        }
    }
}
