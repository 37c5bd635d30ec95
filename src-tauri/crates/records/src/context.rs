//! The snippet that a search shows: the text around the first match, with all matches marked.

use crate::trigrams::fold_char;

/// Characters of the original text shown before the first match, and after it.
const AROUND: usize = 40;

/// Characters folded before each look for a match.
const CHUNK: usize = 256;

/// A part of a snippet: matched text, or the text around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The text, on one line.
    pub text: String,
    /// The text matches a search term.
    pub hit: bool,
}

/// The snippet around the first match of one of the folded terms; empty if none matches.
pub(crate) fn passage(text: &str, terms: &[String]) -> Vec<Part> {
    let folded = Folded::of(text, terms);
    let first = terms
        .iter()
        .filter(|term| !term.is_empty())
        .filter_map(|term| Some((folded.text.find(term.as_str())?, term.len())))
        .min();
    let Some((at, length)) = first else {
        return Vec::new();
    };
    let hit = folded.original(at, at + length);
    let from = hit.0.saturating_sub(AROUND);
    let until = (hit.1 + AROUND).min(folded.starts.len());
    let marked = folded.marked(terms, from, until);
    parts(text.chars().skip(from).zip(marked))
}

/// A folded text, with the position of each character of the original in it.
struct Folded {
    text: String,
    /// For each character of the original: the byte offset of its folded form.
    starts: Vec<usize>,
}

impl Folded {
    /// Folds the text up to its first match and the context after it; all of it if nothing matches.
    fn of(text: &str, terms: &[String]) -> Self {
        let longest = terms.iter().map(String::len).max().unwrap_or(0);
        let mut folded = Self {
            text: String::new(),
            starts: Vec::new(),
        };
        let mut chars = text.chars();
        let mut searched = 0;
        while folded.push(chars.by_ref().take(CHUNK)) {
            let fresh = folded.text.get(searched..).unwrap_or_default();
            if terms.iter().any(|term| fresh.contains(term.as_str())) {
                folded.push(chars.by_ref().take(AROUND + 2 * longest));
                break;
            }
            let kept = folded.text.len().saturating_sub(longest);
            searched = folded.text.floor_char_boundary(kept);
        }
        folded
    }

    /// Appends the folded form of more characters; returns whether there were any.
    fn push(&mut self, chars: impl Iterator<Item = char>) -> bool {
        let before = self.starts.len();
        for c in chars {
            self.starts.push(self.text.len());
            fold_char(c, &mut self.text);
        }
        self.starts.len() > before
    }

    /// The range of characters of the original that a byte range of the folded text came from.
    fn original(&self, from: usize, until: usize) -> (usize, usize) {
        // Some characters fold to nothing, such as a second space. The character that left something comes first.
        let before = self.starts.partition_point(|start| *start <= from);
        let place = before.saturating_sub(1);
        let begins = self.starts.get(place).copied().unwrap_or(0);
        let first = self.starts.partition_point(|start| *start < begins);
        let from = if begins == from { first } else { place };
        (from, self.starts.partition_point(|start| *start < until))
    }

    /// For each character of a snippet, whether it belongs to a match, including one that begins or ends outside.
    fn marked(&self, terms: &[String], from: usize, until: usize) -> Vec<bool> {
        let mut marked = vec![false; until.saturating_sub(from)];
        let end = self.starts.get(until).copied().unwrap_or(self.text.len());
        for term in terms.iter().filter(|term| !term.is_empty()) {
            let begin = self.starts.get(from).copied().unwrap_or(0);
            let begin = self
                .text
                .floor_char_boundary(begin.saturating_sub(term.len()));
            let stop = self.text.ceil_char_boundary(end.saturating_add(term.len()));
            let Some(near) = self.text.get(begin..stop) else {
                continue;
            };
            for (at, _) in near.match_indices(term.as_str()) {
                let hit = self.original(begin + at, begin + at + term.len());
                let inside = hit.0.max(from)..hit.1.min(until);
                for place in inside {
                    if let Some(mark) = marked.get_mut(place - from) {
                        *mark = true;
                    }
                }
            }
        }
        marked
    }
}

/// Joins characters with equal marks into parts, on one line, with white space of any length as one space.
fn parts(chars: impl Iterator<Item = (char, bool)>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (c, hit) in chars {
        let blank = c.is_whitespace() || c.is_control();
        // Drop white space at the beginning, unless it is part of a match.
        let after_blank = parts.last().map_or(!hit, |part| part.text.ends_with(' '));
        if blank && after_blank {
            continue;
        }
        let c = if blank { ' ' } else { c };
        match parts.last_mut() {
            Some(part) if part.hit == hit => part.text.push(c),
            _ => parts.push(Part {
                text: c.to_string(),
                hit,
            }),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trigrams::fold;

    fn shown(text: &str, terms: &[&str]) -> String {
        let terms: Vec<String> = terms.iter().map(|term| fold(term)).collect();
        let parts = passage(text, &terms);
        let shown = parts.iter().map(|part| match part.hit {
            true => format!("[{}]", part.text),
            false => part.text.clone(),
        });
        shown.collect()
    }

    #[test]
    fn all_words_are_marked_as_they_stand_in_the_original() {
        assert_eq!(
            shown(
                "示例ＡＰＰ：\r\n\t保本 高收益，保本",
                &["app", "保本", "益"]
            ),
            "示例[ＡＰＰ]： [保本] 高收[益]，[保本]"
        );
    }

    #[test]
    fn a_passage_has_forty_characters_on_each_side() {
        let text = format!("{}保本{}", "前".repeat(100), "后".repeat(100));
        assert_eq!(
            shown(&text, &["保本"]),
            format!("{}[保本]{}", "前".repeat(40), "后".repeat(40))
        );
    }

    #[test]
    fn a_hit_inside_of_what_one_character_was_folded_to_marks_that_character() {
        assert_eq!(shown("一ﬁ二", &["i"]), "一[ﬁ]二");
        assert_eq!(shown("a\u{1}\u{1}b", &["\u{1}"]), "a[ ]b");
        assert_eq!(shown("\u{1}b", &["\u{1}"]), "[ ]b");
    }

    #[test]
    fn nothing_is_shown_where_nothing_is_found() {
        assert_eq!(passage("保本", &["高收益".to_owned()]), Vec::new());
        assert_eq!(passage("保本", &[]), Vec::new());
    }
}
