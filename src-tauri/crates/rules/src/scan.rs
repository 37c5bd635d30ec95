//! What one pass found in a text: all words, all numbers, and the places of each set of words.

use std::cell::{OnceCell, RefCell};

use bumpalo::Bump;

use crate::figures::{Number, numbers};
use crate::fold::Folded;
use crate::matcher::{Matcher, mark};
use crate::pattern::SetId;
use crate::span::Span;

/// A word of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) word: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The marks of its sets.
    pub(crate) marks: u64,
}

impl Word {
    pub(crate) const fn span(self) -> Span {
        Span {
            start: self.start as usize,
            end: self.end as usize,
        }
    }
}

/// The words of a text, while they are collected.
#[derive(Debug)]
pub(crate) struct Words {
    /// All words by start, and of those that start together the longest first.
    all: Vec<Word>,
    /// For each of them the number of the next one that is the same word, plus one; 0 for none.
    next: Vec<u32>,
    /// For each character the first of the words that start there or behind.
    first_at: Vec<u32>,
    /// How often each word of the vocabulary occurs, and the number of its first place, like `next`.
    times: Vec<u32>,
    first: Vec<u32>,
    /// The words that occur, each once.
    different: Vec<u32>,
}

impl Words {
    pub(crate) fn new(vocabulary: usize, chars: usize) -> Self {
        Self {
            // In most texts about one word starts at each character.
            all: Vec::with_capacity(chars + chars / 2),
            next: Vec::new(),
            first_at: Vec::with_capacity(chars + 1),
            times: vec![0; vocabulary],
            first: vec![0; vocabulary],
            different: Vec::with_capacity(chars.min(vocabulary)),
        }
    }

    /// Goes on to the words that start at the next character.
    #[inline]
    pub(crate) fn next_start(&mut self) {
        self.first_at.push(self.all.len() as u32);
    }

    /// Adds words of several characters; they come with the shortest first.
    #[inline]
    pub(crate) fn add_longer(&mut self, words: impl FnOnce(&mut Vec<Word>)) {
        let first = self.all.len();
        words(&mut self.all);
        if self.all.len() > first + 1
            && let Some(here) = self.all.get_mut(first..)
        {
            here.reverse();
        }
    }

    /// Adds a word of one character, if it is one.
    #[inline]
    pub(crate) fn add_letter(&mut self, word: Word, is_word: bool) {
        push_if(&mut self.all, word, is_word);
    }

    /// Counts them, and links those of one word.
    pub(crate) fn end(mut self) -> Self {
        self.first_at.push(self.all.len() as u32);
        self.next.resize(self.all.len(), 0);
        let words = self.all.iter().zip(&mut self.next).enumerate();
        for (number, (word, next)) in words.rev() {
            let at = word.word as usize;
            if let (Some(times), Some(first)) = (self.times.get_mut(at), self.first.get_mut(at)) {
                push_if(&mut self.different, word.word, *times == 0);
                *times += 1;
                *next = std::mem::replace(first, number as u32 + 1);
            }
        }
        self
    }
}

/// Adds an item if it counts, without a branch that nothing foretells.
#[inline]
pub(crate) fn push_if<T: Copy>(items: &mut Vec<T>, item: T, counts: bool) {
    items.push(item);
    items.truncate(items.len() - usize::from(!counts));
}

/// What one pass found in a text.
#[derive(Debug)]
pub(crate) struct Scan<'a> {
    pub(crate) folded: &'a Folded,
    matcher: &'a Matcher,
    words: Words,
    /// How often words of each set occur.
    counts: Vec<u32>,
    /// The places of a set, put together when they are first needed. Most sets only need to be looked for around another word.
    by_set: Vec<OnceCell<&'a [Span]>>,
    arena: &'a Bump,
    /// Room for putting them together.
    numbers_of_words: RefCell<Vec<u32>>,
    pub(crate) longest_number: usize,
    pub(crate) numbers: Vec<Number>,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(
        matcher: &'a Matcher,
        folded: &'a Folded,
        arena: &'a Bump,
        words: Words,
    ) -> Self {
        let mut counts = vec![0; matcher.sets()];
        for word in &words.different {
            let times = words.times.get(*word as usize).copied().unwrap_or_default();
            for set in matcher.sets_of(*word) {
                if let Some(count) = counts.get_mut(*set as usize) {
                    *count += times;
                }
            }
        }
        let numbers = numbers(folded);
        Self {
            folded,
            matcher,
            words,
            counts,
            by_set: vec![OnceCell::new(); matcher.sets()],
            arena,
            numbers_of_words: RefCell::default(),
            longest_number: numbers
                .iter()
                .map(|number| number.span.len())
                .max()
                .unwrap_or_default(),
            numbers,
        }
    }
}

impl<'a> Scan<'a> {
    /// How often words of a set occur.
    pub(crate) fn count(&self, set: SetId) -> usize {
        self.counts.get(set).copied().unwrap_or_default() as usize
    }

    /// Where words of a set stand, by start, and of those that start together the longest first.
    pub(crate) fn words(&self, set: SetId) -> &[Span] {
        let count = self.count(set);
        if count == 0 {
            return &[];
        }
        self.by_set
            .get(set)
            .map(|places| places.get_or_init(|| self.places_of(set, count)))
            .map_or(&[], |places| places)
    }

    fn places_of(&self, set: SetId, count: usize) -> &'a [Span] {
        let mut numbers = self.numbers_of_words.borrow_mut();
        numbers.clear();
        for word in self.matcher.words_of(set) {
            let mut next = *self.words.first.get(*word as usize).unwrap_or(&0);
            while let Some(number) = next.checked_sub(1) {
                numbers.push(number);
                next = *self.words.next.get(number as usize).unwrap_or(&0);
            }
            if numbers.len() == count {
                break;
            }
        }
        numbers.sort_unstable();
        let word = |number: &u32| self.words.all.get(*number as usize);
        let span = |number| word(number).map_or(Span { start: 0, end: 0 }, |word| word.span());
        self.arena.alloc_slice_fill_iter(numbers.iter().map(span))
    }

    /// All words, by start, and of those that start together the longest first.
    pub(crate) fn all_words(&self) -> &[Word] {
        &self.words.all
    }

    /// The words that start in this stretch.
    pub(crate) fn found(&self, start: usize, end: usize) -> &[Word] {
        let at = |place: usize| {
            let at = self.words.first_at.get(place).copied();
            at.map_or(self.words.all.len(), |at| at as usize)
        };
        self.words.all.get(at(start)..at(end)).unwrap_or_default()
    }

    pub(crate) fn is_in(&self, set: SetId, word: &Word) -> bool {
        word.marks & mark(set) != 0 && self.matcher.words_of(set).binary_search(&word.word).is_ok()
    }

    /// Words of a set that start in this stretch.
    pub(crate) fn words_from(
        &self,
        set: SetId,
        start: usize,
        end: usize,
    ) -> impl Iterator<Item = &Span> {
        let words = self.words(set);
        let first = words.partition_point(|span| span.start < start);
        let words = words.get(first..).unwrap_or_default();
        words.iter().take_while(move |span| span.start < end)
    }

    /// Whether a word of the set lies within this stretch.
    pub(crate) fn has_word(&self, set: SetId, start: usize, end: usize) -> bool {
        self.words_from(set, start, end).any(|span| span.end <= end)
    }

    /// The numbers that start in this stretch.
    pub(crate) fn numbers_from(&self, start: usize, end: usize) -> impl Iterator<Item = &Number> {
        let first = self
            .numbers
            .partition_point(|number| number.span.start < start);
        let numbers = self.numbers.get(first..).unwrap_or_default();
        numbers
            .iter()
            .take_while(move |number| number.span.start < end)
    }
}
