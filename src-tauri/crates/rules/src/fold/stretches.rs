//! The stretches that a text falls into: its blocks, sentences and clauses.

use super::{BLOCK_END, Gap, is_cjk};

/// The most characters of a sentence. Text without full stops is cut there, so that looking around in a sentence stays cheap.
const LONGEST_SENTENCE: usize = 1_000;

/// Stretches of a text, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Stretches {
    /// The stretch of each character, counted from 0.
    of: Vec<u32>,
    /// Where each stretch starts.
    starts: Vec<u32>,
}

impl Stretches {
    pub(super) fn with_capacity(chars: usize) -> Self {
        Self {
            of: Vec::with_capacity(chars),
            starts: Vec::new(),
        }
    }

    /// Ends the last stretch in front of `at` and starts another one there.
    pub(super) fn start(&mut self, at: usize) {
        self.end(at);
        self.starts.push(at as u32);
    }

    /// Ends the last stretch in front of `at`.
    pub(super) fn end(&mut self, at: usize) {
        let last = self.starts.len().saturating_sub(1);
        self.of.resize(at, last as u32);
    }

    /// The number of the stretch around a character; nothing has the last of all numbers.
    pub(crate) fn number(&self, index: usize) -> u32 {
        self.of.get(index).copied().unwrap_or(u32::MAX)
    }

    /// How many characters from `at` on belong to the stretch of the character in front of it.
    pub(crate) fn rest(&self, at: usize) -> usize {
        let (_, end) = self.around(at.saturating_sub(1));
        end.saturating_sub(at)
    }

    /// First character and end of the stretch around a character.
    pub(crate) fn around(&self, index: usize) -> (usize, usize) {
        let Some(number) = self.of.get(index) else {
            return (index, index);
        };
        let number = *number as usize;
        let start = self.starts.get(number).map_or(0, |start| *start as usize);
        let end = self.starts.get(number + 1);
        (start, end.map_or(self.of.len(), |end| *end as usize))
    }

    /// First character and end of the stretches that reach into a span.
    pub(crate) fn over(&self, start: usize, end: usize) -> (usize, usize) {
        (self.around(start).0, self.around(end.saturating_sub(1)).1)
    }
}

#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Bound {
    None,
    Clause,
    Sentence,
}

/// The sentences of a text, and its clauses.
pub(super) fn sentences_and_clauses(chars: &[char], gaps: &[Gap]) -> (Stretches, Stretches) {
    let mut sentences = Stretches::with_capacity(chars.len());
    let mut clauses = Stretches::with_capacity(chars.len());
    let mut ended = Bound::Sentence;
    let mut length = 0;
    for (index, (c, gap)) in chars.iter().zip(gaps).enumerate() {
        length += 1;
        // Most characters neither start nor end anything.
        if *gap == Gap::None && ended == Bound::None && !may_end(*c) && length <= LONGEST_SENTENCE {
            continue;
        }
        let mut bound = ended.max(match gap {
            Gap::Line => Bound::Sentence,
            Gap::Space if is_cjk(*c) => Bound::Clause,
            _ => Bound::None,
        });
        if length > LONGEST_SENTENCE {
            bound = Bound::Sentence;
        }
        if bound != Bound::None {
            clauses.start(index);
        }
        if bound == Bound::Sentence {
            length = 1;
            sentences.start(index);
        }
        ended = bound_behind(*c, chars.get(index + 1));
    }
    clauses.end(chars.len());
    sentences.end(chars.len());
    (sentences, clauses)
}

/// Whether anything may end with a character.
const fn may_end(c: char) -> bool {
    matches!(c, '!' | ',' | '.' | ';' | '?' | '。' | BLOCK_END)
}

/// What ends with a character.
fn bound_behind(c: char, next: Option<&char>) -> Bound {
    match c {
        '。' | '!' | '?' | ';' | BLOCK_END => Bound::Sentence,
        '.' if !next.is_some_and(|next| next.is_alphanumeric()) => Bound::Sentence,
        ',' => Bound::Clause,
        _ => Bound::None,
    }
}
