//! Matches the rules: finds every phrase that is not negated, the longest of overlapping ones, with its position.

use std::cmp::Reverse;

use super::negation::is_denied;
use super::table::RULES;
use super::{Check, Phrases, Rule};

/// A range of characters, end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// The match of a rule: each phrase once, with all its positions; no phrase for a missing statement.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) rule: &'static Rule,
    pub(crate) excerpts: Vec<Excerpt>,
}

/// A phrase exactly as in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    pub(crate) spans: Vec<Span>,
}

/// Checks `text` against all rules. Findings are sorted by severity, then in table order.
pub(crate) fn audit(text: &str) -> Vec<Finding> {
    let original: Vec<char> = text.chars().collect();
    let folded: Vec<char> = original.iter().copied().map(fold).collect();

    let mut hits: Vec<(Span, usize)> = Vec::new();
    for (index, rule) in RULES.iter().enumerate() {
        if let Check::Phrases { phrases, .. } = rule.check {
            hits.extend(
                phrases
                    .iter()
                    .flat_map(|phrase| occurrences(&folded, phrase))
                    .map(|span| (span, index)),
            );
        }
    }
    let all: Vec<Span> = hits.iter().map(|(span, _)| *span).collect();
    hits.retain(|(span, index)| {
        let allowed = RULES
            .get(*index)
            .is_some_and(|rule| is_allowed_by_context(&rule.check, &folded, *span));
        !allowed && !is_denied(&folded, *span, &all)
    });
    let hits = longest(hits, folded.len());

    let mut findings = Vec::new();
    for (index, rule) in RULES.iter().enumerate() {
        let excerpts = match rule.check {
            Check::Phrases { .. } => {
                let spans = hits
                    .iter()
                    .filter(|(_, of)| *of == index)
                    .map(|(span, _)| *span);
                let excerpts = excerpts(&original, spans);
                if excerpts.is_empty() {
                    continue;
                }
                excerpts
            }
            Check::Required { when, any_of } => {
                let present = |phrases: Phrases| {
                    phrases
                        .iter()
                        .any(|phrase| occurrences(&folded, phrase).next().is_some())
                };
                if !present(when) || present(any_of) {
                    continue;
                }
                Vec::new()
            }
        };
        findings.push(Finding { rule, excerpts });
    }
    findings.sort_by_key(|finding| finding.rule.severity);
    findings
}

/// Folds case and width one to one, so that positions do not change.
fn fold(c: char) -> char {
    let narrow = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '’' => '\'',
        other => other,
    };
    narrow.to_ascii_lowercase()
}

/// All positions of `phrase`, overlapping ones included.
fn occurrences<'a>(text: &'a [char], phrase: &'a str) -> impl Iterator<Item = Span> + 'a {
    let first = phrase.chars().next();
    text.iter()
        .enumerate()
        .filter(move |(_, c)| Some(**c) == first)
        .filter_map(move |(start, _)| {
            Some(Span {
                start,
                end: end_of_match(text, start, phrase)?,
            })
        })
        .filter(move |span| is_whole_word(text, *span))
}

/// The end of `phrase` if it matches at `start`.
fn end_of_match(text: &[char], start: usize, phrase: &str) -> Option<usize> {
    let mut at = start;
    for wanted in phrase.chars() {
        if wanted == ' ' {
            let run = text
                .get(at..)?
                .iter()
                .take_while(|c| c.is_whitespace() || **c == '-')
                .count();
            if run == 0 {
                return None;
            }
            at += run;
        } else if *text.get(at)? == wanted {
            at += 1;
        } else {
            return None;
        }
    }
    Some(at)
}

/// A phrase in Latin letters must not be part of a longer word.
fn is_whole_word(text: &[char], span: Span) -> bool {
    let latin = |index: Option<usize>| {
        index
            .and_then(|index| text.get(index))
            .is_some_and(char::is_ascii_alphanumeric)
    };
    let glued_before = latin(Some(span.start)) && latin(span.start.checked_sub(1));
    let glued_behind = latin(span.end.checked_sub(1)) && latin(Some(span.end));
    !glued_before && !glued_behind
}

/// Whether the text directly before or after makes the phrase harmless, as in “R2（中低风险）”.
fn is_allowed_by_context(check: &Check, text: &[char], span: Span) -> bool {
    let Check::Phrases {
        not_after,
        not_before,
        ..
    } = check
    else {
        return false;
    };
    let skipped =
        |c: &&char| c.is_whitespace() || matches!(c, '(' | ')' | ':' | '-' | '“' | '”' | '"');
    let before = text.get(..span.start).unwrap_or_default();
    let before_end = before.len() - before.iter().rev().take_while(skipped).count();
    let before = before.get(..before_end).unwrap_or_default();
    let behind = text.get(span.end..).unwrap_or_default();
    let behind = behind
        .get(behind.iter().take_while(skipped).count()..)
        .unwrap_or_default();
    not_after.iter().any(|word| before.ends_with(&chars(word)))
        || not_before
            .iter()
            .any(|word| behind.starts_with(&chars(word)))
}

fn chars(word: &str) -> Vec<char> {
    word.chars().collect()
}

/// Keeps the longest of overlapping hits; of equally long ones the first; at the same position the rule higher in the
/// table.
fn longest(mut hits: Vec<(Span, usize)>, length: usize) -> Vec<(Span, usize)> {
    hits.sort_by_key(|(span, index)| (Reverse(span.end - span.start), span.start, *index));
    let mut taken = vec![false; length];
    hits.retain(|(span, _)| {
        let Some(place) = taken.get_mut(span.start..span.end) else {
            return false;
        };
        let free = !place.contains(&true);
        if free {
            place.fill(true);
        }
        free
    });
    hits.sort();
    hits
}

/// Groups equal phrases in order of first appearance.
fn excerpts(original: &[char], spans: impl Iterator<Item = Span>) -> Vec<Excerpt> {
    let mut excerpts: Vec<Excerpt> = Vec::new();
    for span in spans {
        let text: String = original
            .get(span.start..span.end)
            .unwrap_or_default()
            .iter()
            .collect();
        match excerpts.iter_mut().find(|excerpt| excerpt.text == text) {
            Some(excerpt) => excerpt.spans.push(span),
            None => excerpts.push(Excerpt {
                text,
                spans: vec![span],
            }),
        }
    }
    excerpts
}
