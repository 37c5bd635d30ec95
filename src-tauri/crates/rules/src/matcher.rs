//! Finds all words of all packs in one pass.

use crate::fold::Folded;
use crate::pattern::{SetId, Vocabulary};
use crate::scan::{Scan, Word, Words};
use crate::span::Span;
use crate::trie::Trie;

/// The words of all packs, and the sets that they belong to.
#[derive(Debug)]
pub(crate) struct Matcher {
    trie: Trie,
    sets_of: Rows,
    /// The words of each set, in order.
    words_of: Rows,
    /// The marks of each word's sets: most words are told from those of a set by these alone.
    marks: Vec<u64>,
}

/// Rows of numbers, one behind the other in memory.
#[derive(Debug)]
struct Rows {
    numbers: Vec<u32>,
    /// Where each row starts, and the end of the last.
    bounds: Vec<u32>,
}

impl Rows {
    fn new<'a>(rows: impl IntoIterator<Item = &'a Vec<usize>>) -> Self {
        let (mut numbers, mut bounds) = (Vec::new(), vec![0]);
        for row in rows {
            numbers.extend(row.iter().filter_map(|number| u32::try_from(*number).ok()));
            bounds.push(numbers.len() as u32);
        }
        Self { numbers, bounds }
    }

    fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    fn row(&self, at: usize) -> &[u32] {
        match self.bounds.get(at..at + 2) {
            Some([start, end]) => self.numbers.get(*start as usize..*end as usize),
            _ => None,
        }
        .unwrap_or_default()
    }
}

impl Matcher {
    pub(crate) fn new(vocabulary: &Vocabulary) -> Self {
        let mut words_of = vec![Vec::new(); vocabulary.sets];
        for (word, sets) in vocabulary.sets_of.iter().enumerate() {
            for set in sets {
                if let Some(words) = words_of.get_mut(*set) {
                    words.push(word);
                }
            }
        }
        Self {
            trie: Trie::new(&vocabulary.words),
            sets_of: Rows::new(&vocabulary.sets_of),
            words_of: Rows::new(&words_of),
            marks: vocabulary
                .sets_of
                .iter()
                .map(|sets| sets.iter().fold(0, |marks, set| marks | mark(*set)))
                .collect(),
        }
    }

    pub(crate) fn scan<'a>(&'a self, folded: &'a Folded) -> Scan<'a> {
        let mut words = Words::new(self.marks.len(), folded.len());
        let classes = self.trie.classes(&folded.chars);
        let mut breaks = folded.breaks();
        let mut unbroken = 0;
        let mut rest = classes.as_slice();
        for start in 0..folded.len() {
            while unbroken <= start {
                unbroken = breaks.next().unwrap_or(usize::MAX);
            }
            words.add(|found| {
                self.trie.words_at(rest, |word, length| {
                    let end = start + length;
                    if is_whole(folded, Span { start, end })
                        && (end <= unbroken || folded.is_one_word(start, end))
                    {
                        let marks = self.marks.get(word as usize).copied();
                        found.push(Word {
                            word,
                            start: start as u32,
                            end: end as u32,
                            marks: marks.unwrap_or_default(),
                        });
                    }
                });
            });
            rest = rest.split_first().map_or(&[], |(_, rest)| rest);
        }
        Scan::new(self, folded, words.end())
    }

    /// The sets of a word.
    pub(crate) fn sets_of(&self, word: u32) -> &[u32] {
        self.sets_of.row(word as usize)
    }

    /// How many sets there are.
    pub(crate) fn sets(&self) -> usize {
        self.words_of.len()
    }

    /// The words of a set, in order.
    pub(crate) fn words_of(&self, set: SetId) -> &[u32] {
        self.words_of.row(set)
    }
}

/// The bit of a set among the marks of a word.
pub(crate) const fn mark(set: SetId) -> u64 {
    1 << (set % 64)
}

/// A word in Latin letters or digits must not be part of a longer one.
fn is_whole(folded: &Folded, span: Span) -> bool {
    let is_ascii = |index: usize| folded.char(index).is_some_and(|c| c.is_ascii());
    if !is_ascii(span.start) && !is_ascii(span.end - 1) {
        return true;
    }
    let latin = |index: Option<usize>| {
        index
            .and_then(|index| folded.char(index))
            .is_some_and(|c| c.is_ascii_alphabetic())
    };
    let digit = |index: Option<usize>| {
        index
            .and_then(|index| folded.char(index))
            .is_some_and(|c| c.is_ascii_digit())
    };
    let before = span.start.checked_sub(1);
    let (first, last, behind) = (Some(span.start), Some(span.end - 1), Some(span.end));
    !(latin(first) && latin(before)
        || latin(last) && latin(behind)
        || digit(first) && digit(before)
        || digit(last) && digit(behind))
}
