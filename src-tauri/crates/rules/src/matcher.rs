//! Finds all words of all packs in one pass.

use bumpalo::Bump;

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

    /// Finds all words of a text. The places of sets are kept in the arena.
    pub(crate) fn scan<'a>(&'a self, folded: &'a Folded, arena: &'a Bump) -> Scan<'a> {
        let mut words = Words::new(self.marks.len(), folded.len());
        let classes = self.trie.classes(&folded.chars);
        let starts = self.trie.starts(&classes);
        let inside = inside_words(&folded.chars);
        let word = |word: u32, start: usize, end: usize| Word {
            word,
            start: start as u32,
            end: end as u32,
            marks: self.marks.get(word as usize).copied().unwrap_or_default(),
        };
        let mut breaks = folded.breaks();
        let mut unbroken = 0;
        for (at, (start, inside_at)) in starts.iter().zip(inside.windows(2)).enumerate() {
            let [inside_here, inside_behind] = *inside_at else {
                break;
            };
            words.next_start();
            while unbroken <= at {
                unbroken = breaks.next().unwrap_or(usize::MAX);
            }
            if start.goes_on && !inside_here {
                let rest = classes.get(at..).unwrap_or_default();
                words.add_longer(|found| {
                    self.trie.longer_words(rest, |number, length| {
                        let end = at + length;
                        if inside.get(end) == Some(&false)
                            && (end <= unbroken || folded.is_one_word(at, end))
                        {
                            found.push(word(number, at, end));
                        }
                    });
                });
            }
            let is_word = (start.letter > 0) & !(inside_here | inside_behind);
            words.add_letter(word(start.letter.saturating_sub(1), at, at + 1), is_word);
        }
        Scan::new(self, folded, arena, words.end())
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

/// For each character, and for what is behind the last, whether it goes on with a Latin word or a number: no word of a pack starts
/// or ends in the middle of one.
fn inside_words(chars: &[char]) -> Vec<bool> {
    let letter = |c: u32| (c | 0x20).wrapping_sub('a' as u32) < 26;
    let digit = |c: u32| c.wrapping_sub('0' as u32) < 10;
    let mut before = 0;
    let inside = chars.iter().map(|c| {
        // No branch, since nothing foretells it.
        let here = u8::from(letter(*c as u32)) | u8::from(digit(*c as u32)) << 1;
        std::mem::replace(&mut before, here) & here != 0
    });
    inside.chain([false]).collect()
}
