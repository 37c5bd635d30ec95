//! Finds all words of all packs in one pass.

use crate::fold::Folded;
use crate::pattern::{SetId, Vocabulary};
use crate::scan::{Scan, Word, Words};
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
        let inside = inside_words(&folded.chars);
        let is_inside = |at: usize| inside.get(at).copied().unwrap_or_default();
        let word = |word: u32, start: usize, end: usize| Word {
            word,
            start: start as u32,
            end: end as u32,
            marks: self.marks.get(word as usize).copied().unwrap_or_default(),
        };
        let mut breaks = folded.breaks();
        let mut unbroken = 0;
        let goes_on = self.trie.goes_on(&classes);
        for (start, (class, goes_on)) in classes.iter().zip(goes_on).enumerate() {
            words.next_start();
            while unbroken <= start {
                unbroken = breaks.next().unwrap_or(usize::MAX);
            }
            if goes_on && !is_inside(start) {
                let rest = classes.get(start..).unwrap_or_default();
                words.add_longer(|found| {
                    self.trie.longer_words(rest, |number, length| {
                        let end = start + length;
                        if !is_inside(end) && (end <= unbroken || folded.is_one_word(start, end)) {
                            found.push(word(number, start, end));
                        }
                    });
                });
            }
            // Most characters are words.
            let letter = self.trie.letter(*class);
            let end = start + 1;
            let is_word = letter > 0 && !is_inside(start) && !is_inside(end);
            words.add_letter(word(letter.saturating_sub(1), start, end), is_word);
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

/// For each character whether it goes on with a Latin word or a number: no word starts or ends in the middle of one.
fn inside_words(chars: &[char]) -> Vec<bool> {
    let kind = |c: &char| u8::from(c.is_ascii_alphabetic()) | u8::from(c.is_ascii_digit()) << 1;
    let kinds: Vec<u8> = std::iter::once(0).chain(chars.iter().map(kind)).collect();
    let pairs = kinds.iter().zip(kinds.iter().skip(1));
    pairs.map(|(before, here)| before & here != 0).collect()
}
