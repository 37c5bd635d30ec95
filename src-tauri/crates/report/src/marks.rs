//! Inserts invisible marks that make the parser read a text as intended, and not deeper than is safe.
//!
//! **Bold CJK text.** CommonMark decides by the spaces and punctuation around `**` whether it opens or closes emphasis, and
//! Chinese, Japanese and Korean have no spaces: in `**风险提示：**投资有风险` or `**4.5%**的收益` the second pair does not close and the
//! asterisks are displayed. The remedy that these communities agreed on treats a CJK letter like punctuation if the other
//! neighbour of the run is punctuation. The parser has no such option, so a mark that it takes for punctuation is inserted.
//! Single asterisks are left alone: they are footnote marks more often than emphasis (`收益率*（年化）`).
//!
//! **Nesting.** One line can open a thousand nested quotes, lists or footnotes, and the parser takes quadratic time for
//! them. A mark ends the series; the rest of the line is text.
//!
//! Marks are removed again wherever text is written.

use std::borrow::Cow;

/// Maximum number of containers that one line may open or continue.
pub(crate) const MAX_CONTAINERS_A_LINE: usize = 32;

/// The Ugaritic word divider: punctuation that no answer uses.
pub(crate) const MARK: char = '\u{1039F}';

/// Text with marks inserted, and their positions.
pub(crate) struct Marked<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Ascending offsets of the marks in `text`.
    marks: Vec<usize>,
}

impl<'a> Marked<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut places: Vec<usize> = asterisk_places(text).chain(nesting_places(text)).collect();
        places.sort_unstable();
        if places.is_empty() {
            let text = Cow::Borrowed(text);
            return Self {
                text,
                marks: places,
            };
        }
        let mut out = String::with_capacity(text.len() + places.len() * MARK.len_utf8());
        let mut copied = 0;
        for place in &mut places {
            out.push_str(text.get(copied..*place).unwrap_or_default());
            copied = *place;
            *place = out.len();
            out.push(MARK);
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        Self {
            text: Cow::Owned(out),
            marks: places,
        }
    }

    /// Converts an offset in the marked text to one in the original text.
    pub(crate) fn original(&self, offset: usize) -> usize {
        offset - self.marks.partition_point(|&mark| mark < offset) * MARK.len_utf8()
    }
}

/// Removes the marks.
pub(crate) fn unmarked(text: &str) -> Cow<'_, str> {
    if text.contains(MARK) {
        Cow::Owned(text.replace(MARK, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Positions at which a mark lets asterisks next to CJK letters open or close.
fn asterisk_places(text: &str) -> impl Iterator<Item = usize> {
    let mut from = 0;
    let runs = std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find("**")?;
        let run = text.get(start..)?;
        let end = start + run.len() - run.trim_start_matches('*').len();
        from = end;
        Some((start, end))
    });
    // A longer run is a thematic break or noise.
    runs.filter(|(start, end)| end - start <= 3)
        .filter_map(|(start, end)| {
            let before = text.get(..start)?.chars().next_back()?;
            let after = text.get(end..)?.chars().next()?;
            if is_punctuation(before) && is_cjk_letter(after) {
                Some(end)
            } else if is_cjk_letter(before) && is_punctuation(after) {
                Some(start)
            } else {
                None
            }
        })
}

/// Positions at which a mark keeps a line from opening more containers.
fn nesting_places(text: &str) -> impl Iterator<Item = usize> {
    let mut start = 0;
    text.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let line_start = start;
        start += line.len();
        let mut rest = line.trim_start_matches([' ', '\t']);
        for _ in 0..MAX_CONTAINERS_A_LINE {
            rest = after_container(rest)?.trim_start_matches([' ', '\t']);
        }
        (!rest.trim_end().is_empty()).then_some(line_start + line.len() - rest.len())
    })
}

/// What follows the marker of a quote, list item or footnote.
fn after_container(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix('>') {
        return Some(rest);
    }
    if let Some(label) = line.strip_prefix("[^") {
        return label.split_once("]:").map(|(_, rest)| rest);
    }
    let bullet = line.strip_prefix(['-', '+', '*']);
    let ordered = || {
        line.trim_start_matches(|c: char| c.is_ascii_digit())
            .strip_prefix(['.', ')'])
    };
    bullet
        .or_else(ordered)
        .filter(|rest| rest.starts_with([' ', '\t']))
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control()
}

pub(crate) fn is_cjk_letter(c: char) -> bool {
    c.is_alphanumeric()
        && matches!(c,
            '\u{1100}'..='\u{11FF}'     // Hangul Jamo
            | '\u{2E80}'..='\u{9FFF}'   // radicals, kana, Bopomofo, Han
            | '\u{A960}'..='\u{A97F}'   // Hangul Jamo
            | '\u{AC00}'..='\u{D7FF}'   // Hangul
            | '\u{F900}'..='\u{FAFF}'   // Han, compatibility
            | '\u{FF66}'..='\u{FFDC}'   // half-width kana and Hangul
            | '\u{20000}'..='\u{3FFFF}') // Han, extensions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_between_the_asterisks_and_the_letter() {
        assert_eq!(
            Marked::new("**风险：**投资").text,
            format!("**风险：**{MARK}投资")
        );
        assert_eq!(
            Marked::new("称**“保本”**的").text,
            format!("称{MARK}**“保本”**{MARK}的")
        );
    }

    #[test]
    fn a_mark_ends_a_series_of_containers() {
        for marker in [">", "> ", "- ", "1. ", "[^a]: ", "+\t> "] {
            let line = format!("{}b\n", marker.repeat(MAX_CONTAINERS_A_LINE));
            let text = format!("c\n{line}d");
            let marked = Marked::new(&text).text.into_owned();
            assert_eq!(unmarked(&marked), text);
            let containers = marked.split(MARK).next().unwrap();
            assert!(containers.len() <= text.len() - "b\nd".len(), "{marked}");
            assert!(marked.contains(MARK), "{marked}");
        }
    }

    #[test]
    fn text_that_needs_no_help_is_not_copied() {
        for text in [
            "**bold** and **“bold”**, more",
            "**重点**内容",
            "收益率*（年化）*",
            "****",
            "**",
        ] {
            assert!(matches!(Marked::new(text).text, Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn offsets_lead_back_to_the_original() {
        let original = "**甲：**乙，**“丙”**丁";
        let marked = Marked::new(original);
        for (offset, c) in marked.text.char_indices().filter(|&(_, c)| c != MARK) {
            let (_, rest) = original.split_at(marked.original(offset));
            assert!(rest.starts_with(c), "{offset}");
        }
        assert_eq!(unmarked(&marked.text), original);
    }
}
