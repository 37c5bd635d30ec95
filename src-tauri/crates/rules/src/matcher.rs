//! Finds all words of all packs in one pass, and the patterns that they form.

use std::cell::OnceCell;
use std::ops::Range;

use crate::figures::{Number, numbers};
use crate::fold::Folded;
use crate::pattern::{Part, Patterns, Reach, SetId, Vocabulary, What};
use crate::trie::Trie;

/// A stretch of the folded text, in characters, the end not included.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) const fn len(self) -> usize {
        self.end - self.start
    }

    pub(crate) const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub(crate) const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The words of all packs, and the sets that they belong to.
#[derive(Debug)]
pub(crate) struct Matcher {
    trie: Trie,
    sets_of: Rows,
    /// The words of each set, in order.
    words_of: Rows,
    /// The marks of each word's sets: most words are told from those of a set by these alone.
    marks: Vec<u32>,
}

/// Rows of numbers, one behind the other in memory.
#[derive(Debug)]
struct Rows {
    numbers: Vec<u32>,
    ends: Vec<usize>,
}

impl Rows {
    fn new<'a>(rows: impl IntoIterator<Item = &'a Vec<usize>>) -> Self {
        let (mut numbers, mut ends) = (Vec::new(), Vec::new());
        for row in rows {
            numbers.extend(row.iter().filter_map(|number| u32::try_from(*number).ok()));
            ends.push(numbers.len());
        }
        Self { numbers, ends }
    }

    fn row(&self, at: usize) -> &[u32] {
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or_default();
        let end = self.ends.get(at).copied().unwrap_or_default();
        self.numbers.get(start..end).unwrap_or_default()
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
        let words = self.sets_of.ends.len();
        let sets = self.words_of.ends.len();
        let mut found: Vec<Word> = Vec::with_capacity(folded.len());
        let mut first_at = Vec::with_capacity(folded.len() + 1);
        let mut times = vec![0_u32; words];
        let classes = self.trie.classes(&folded.chars);
        for start in 0..folded.len() {
            let first = found.len();
            first_at.push(first);
            let rest = classes.get(start..).unwrap_or_default();
            self.trie.words_at(rest, |word, length| {
                let end = start + length;
                let span = Span { start, end };
                if is_whole(folded, span) && folded.is_one_word(start, end) {
                    let marks = self.marks.get(word as usize).copied();
                    found.push(Word {
                        word,
                        start: start as u32,
                        end: end as u32,
                        marks: marks.unwrap_or_default(),
                    });
                    if let Some(times) = times.get_mut(word as usize) {
                        *times += 1;
                    }
                }
            });
            if found.len() > first + 1
                && let Some(here) = found.get_mut(first..)
            {
                here.reverse();
            }
        }
        first_at.push(found.len());
        let mut counts = vec![0_u32; sets];
        for (word, times) in times.iter().enumerate().filter(|(_, times)| **times > 0) {
            for set in self.sets_of.row(word) {
                if let Some(count) = counts.get_mut(*set as usize) {
                    *count += times;
                }
            }
        }
        let numbers = numbers(folded);
        Scan {
            folded,
            matcher: self,
            longest_number: numbers
                .iter()
                .map(|number| number.span.len())
                .max()
                .unwrap_or_default(),
            found,
            first_at,
            times,
            counts,
            by_set: vec![OnceCell::new(); sets],
            by_word: OnceCell::new(),
            numbers,
        }
    }
}

/// The bit of a set among the marks of a word.
const fn mark(set: SetId) -> u32 {
    1 << (set % 32)
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

/// A word of the text.
#[derive(Clone, Copy, Debug)]
struct Word {
    word: u32,
    start: u32,
    end: u32,
    marks: u32,
}

impl Word {
    const fn span(self) -> Span {
        Span {
            start: self.start as usize,
            end: self.end as usize,
        }
    }
}

/// The places of a set are picked out of all words, rather than put together word by word and sorted, if at least one of this
/// many words belongs to it.
const FEW: usize = 16;

/// The places of a set.
#[derive(Clone, Debug)]
enum Places {
    /// Only one of its words occurs: its places stand in a row already.
    OfWord(Range<usize>),
    /// Those of several words.
    Own(Vec<Span>),
}

/// What one pass found in a text.
#[derive(Debug)]
pub(crate) struct Scan<'a> {
    pub(crate) folded: &'a Folded,
    matcher: &'a Matcher,
    /// All words by start, and of those that start together the longest first.
    found: Vec<Word>,
    /// For each character the first of the words that start there or behind.
    first_at: Vec<usize>,
    /// How often each word occurs, and how often words of each set do.
    times: Vec<u32>,
    counts: Vec<u32>,
    /// The places of each word, put together when one is first needed.
    by_word: OnceCell<(Vec<Span>, Vec<usize>)>,
    /// The places of a set, put together when they are first needed. Most sets only need to be looked for around another word.
    by_set: Vec<OnceCell<Places>>,
    longest_number: usize,
    pub(crate) numbers: Vec<Number>,
}

impl Scan<'_> {
    /// Where words of a set stand, by start.
    pub(crate) fn words(&self, set: SetId) -> &[Span] {
        let count = self.counts.get(set).copied().unwrap_or_default();
        if count == 0 {
            return &[];
        }
        let Some(cell) = self.by_set.get(set) else {
            return &[];
        };
        match cell.get_or_init(|| self.places_of(set, count as usize)) {
            Places::OfWord(range) => {
                let (places, _) = self.by_word.get_or_init(|| self.places_by_word());
                places.get(range.clone()).unwrap_or_default()
            }
            Places::Own(spans) => spans,
        }
    }

    fn places_of(&self, set: SetId, count: usize) -> Places {
        if count * FEW > self.found.len() {
            return Places::Own(self.numbered(set).map(|(_, span)| span).collect());
        }
        let (places, ends) = self.by_word.get_or_init(|| self.places_by_word());
        let mut spans = Vec::new();
        for word in self.matcher.words_of.row(set) {
            let times = self.times.get(*word as usize).copied().unwrap_or_default() as usize;
            if times == 0 {
                continue;
            }
            let end = ends.get(*word as usize).copied().unwrap_or_default();
            let start = end.saturating_sub(times);
            if times == count {
                return Places::OfWord(start..end);
            }
            if spans.is_empty() {
                spans.reserve_exact(count);
            }
            spans.extend_from_slice(places.get(start..end).unwrap_or_default());
        }
        // By start; of those that start together the longest first.
        spans.sort_unstable_by_key(|span| (span.start, usize::MAX - span.end));
        Places::Own(spans)
    }

    /// The words of a set with their numbers, by start, and of those that start together the longest first.
    pub(crate) fn numbered(&self, set: SetId) -> impl Iterator<Item = (usize, Span)> {
        let words = self.found.iter().filter(move |word| self.is_in(set, word));
        words.map(|word| (word.word as usize, word.span()))
    }

    /// The places of all words in a row, and where those of each word end.
    fn places_by_word(&self) -> (Vec<Span>, Vec<usize>) {
        let mut next = Vec::with_capacity(self.times.len());
        let mut total = 0;
        for times in &self.times {
            next.push(total);
            total += *times as usize;
        }
        let mut places = vec![Span { start: 0, end: 0 }; total];
        for found in &self.found {
            if let Some(at) = next.get_mut(found.word as usize)
                && let Some(place) = places.get_mut(*at)
            {
                *place = found.span();
                *at += 1;
            }
        }
        (places, next)
    }

    /// The words that start in this stretch.
    fn found(&self, start: usize, end: usize) -> &[Word] {
        let at = |place: usize| {
            let at = self.first_at.get(place).copied();
            at.unwrap_or(self.found.len())
        };
        self.found.get(at(start)..at(end)).unwrap_or_default()
    }

    fn is_in(&self, set: SetId, word: &Word) -> bool {
        word.marks & mark(set) != 0
            && self
                .matcher
                .words_of
                .row(set)
                .binary_search(&word.word)
                .is_ok()
    }

    /// Words of a set that start in this stretch.
    pub(crate) fn words_from(&self, set: SetId, start: usize, end: usize) -> &[Span] {
        let words = self.words(set);
        let first = words.partition_point(|span| span.start < start);
        let words = words.get(first..).unwrap_or_default();
        let last = words.partition_point(|span| span.start < end);
        words.get(..last).unwrap_or_default()
    }

    /// Whether a word of the set lies within this stretch.
    pub(crate) fn has_word(&self, set: SetId, start: usize, end: usize) -> bool {
        self.words_from(set, start, end)
            .iter()
            .any(|span| span.end <= end)
    }

    /// All places of a pattern.
    pub(crate) fn find(&self, pattern: &[Part], places: &mut Vec<Span>) {
        let Some((first, rest)) = pattern.split_first() else {
            return;
        };
        // The part that occurs least decides how much there is to try.
        let mut rarest = first;
        let mut least = self.count(first);
        for part in rest {
            let count = self.count(part);
            if count < least {
                (rarest, least) = (part, count);
            }
        }
        if least == 0 {
            return;
        }
        if rarest.ahead == 0 && rarest.numbers == 0 || self.count(first) == least {
            for at in 0..self.count(first) {
                self.finish(self.place(first, at), rest, places);
            }
            return;
        }
        let reach = usize::from(rarest.ahead) + usize::from(rarest.numbers) * self.longest_number;
        let mut from = 0;
        for at in 0..least {
            let end = self.place(rarest, at).start;
            let start = end.saturating_sub(reach).max(from);
            match first.what {
                What::Words(set) => {
                    for word in self.found(start, end) {
                        if self.is_in(set, word) {
                            self.finish(word.span(), rest, places);
                        }
                    }
                }
                What::Number => {
                    for number in self.numbers_from(start, end) {
                        self.finish(number.span, rest, places);
                    }
                }
                What::Rest => {}
            }
            from = from.max(end);
        }
    }

    /// How often a part occurs. What leaves open what stands there occurs always.
    fn count(&self, part: &Part) -> usize {
        match part.what {
            What::Words(set) => self.counts.get(set).copied().unwrap_or_default() as usize,
            What::Number => self.numbers.len(),
            What::Rest => usize::MAX,
        }
    }

    /// An occurrence of a part, counted from 0 by start.
    fn place(&self, part: &Part, at: usize) -> Span {
        let place = match part.what {
            What::Words(set) => self.words(set).get(at).copied(),
            What::Number => self.numbers.get(at).map(|number| number.span),
            What::Rest => None,
        };
        place.unwrap_or(Span { start: 0, end: 0 })
    }

    /// The numbers that start in this stretch.
    fn numbers_from(&self, start: usize, end: usize) -> &[Number] {
        let first = self
            .numbers
            .partition_point(|number| number.span.start < start);
        let numbers = self.numbers.get(first..).unwrap_or_default();
        let last = numbers.partition_point(|number| number.span.start < end);
        numbers.get(..last).unwrap_or_default()
    }

    /// The first place of any of the patterns that starts and ends in this stretch.
    pub(crate) fn find_in(&self, patterns: &Patterns, start: usize, end: usize) -> Option<Span> {
        let mut places = Vec::new();
        for pattern in patterns.iter() {
            self.find(pattern, &mut places);
        }
        places
            .into_iter()
            .filter(|span| span.start >= start && span.end <= end)
            .min()
    }

    fn finish(&self, first: Span, rest: &[Part], places: &mut Vec<Span>) {
        if let Some(end) = self.end_of(first.end, rest) {
            places.push(Span {
                start: first.start,
                end,
            });
        }
    }

    /// Where the rest of a pattern ends that goes on at `at`.
    fn end_of(&self, at: usize, rest: &[Part]) -> Option<usize> {
        let Some((part, rest)) = rest.split_first() else {
            return Some(at);
        };
        let limit = at + usize::from(part.room) + 1;
        let within = |start: usize| {
            if part.room == 0 {
                return true;
            }
            match part.reach {
                Reach::Clause => {
                    self.folded.clause(at.saturating_sub(1)) == self.folded.clause(start)
                }
                Reach::Sentence => {
                    self.folded.sentence(at.saturating_sub(1)) == self.folded.sentence(start)
                }
            }
        };
        match part.what {
            What::Rest => {
                let of = match part.reach {
                    Reach::Clause => &self.folded.clauses,
                    Reach::Sentence => &self.folded.sentences,
                };
                let same = of.get(at.saturating_sub(1));
                let room = of.get(at..).unwrap_or_default().iter();
                let more = room
                    .take(usize::from(part.room))
                    .take_while(|value| Some(*value) == same);
                Some(at + more.count())
            }
            What::Words(set) => self
                .found(at, limit)
                .iter()
                .filter(|word| self.is_in(set, word) && within(word.start as usize))
                .find_map(|word| self.end_of(word.end as usize, rest)),
            What::Number => self
                .numbers_from(at, limit)
                .iter()
                .filter(|number| within(number.span.start))
                .find_map(|number| self.end_of(number.span.end, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::material::Material;

    fn found(pattern: &str, text: &str) -> Vec<String> {
        let mut vocabulary = Vocabulary::default();
        let patterns = vocabulary.pattern(pattern).unwrap();
        let matcher = Matcher::new(&vocabulary);
        let folded = Folded::new(&Material::plain(text));
        let scan = matcher.scan(&folded);
        let mut places = Vec::new();
        for pattern in &patterns {
            scan.find(pattern, &mut places);
        }
        places
            .iter()
            .map(|span| folded.string(span.start, span.end))
            .collect()
    }

    #[test]
    fn parts_must_follow_in_reach() {
        assert_eq!(found("收益~4保证", "收益绝对保证"), ["收益绝对保证"]);
        assert!(found("收益~4保证", "收益好,保证").is_empty());
        assert_eq!(found("收益~~4保证", "收益好,保证"), ["收益好,保证"]);
        assert!(found("收益~~4保证", "收益好。保证").is_empty());
    }

    #[test]
    fn a_pattern_is_found_wherever_its_parts_are_rare_or_frequent() {
        let text = "收益收益,3收益不4.5收益收益保证收益。收益收益收益收益好,保证";
        assert_eq!(
            found("(收益|益)~3保证", text),
            ["收益收益保证", "益收益保证", "收益保证", "益保证"]
        );
        assert_eq!(found("#~9保证", text), ["4.5收益收益保证"]);
        assert_eq!(
            found("收益~~3保证", text),
            ["收益收益保证", "收益保证", "收益好,保证"]
        );
    }

    #[test]
    fn numbers_are_read_in_digits_and_in_chinese() {
        assert_eq!(
            found("近#个月", "近3个月,近十二个月"),
            ["近3个月", "近十二个月"]
        );
        let folded = Folded::new(&Material::plain("1,234.5 二十四 一百二十 半"));
        let values: Vec<f64> = numbers(&folded).iter().map(|number| number.value).collect();
        assert_eq!(values, [1234.5, 24.0, 120.0, 0.5]);
    }

    #[test]
    fn words_of_different_phrases_are_not_read_together() {
        assert!(found("保本", "担保 本金").is_empty());
        assert_eq!(found("保本", "保 本 保 息"), ["保本"]);
        assert_eq!(found("保本", "保*本"), ["保本"]);
        assert!(found("no", "note").is_empty());
    }
}
