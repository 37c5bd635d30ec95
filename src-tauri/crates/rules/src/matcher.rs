//! Finds all words of all packs in one pass, and the patterns that they form.

use std::cell::OnceCell;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::figures::{Number, numbers};
use crate::fold::Folded;
use crate::pattern::{Part, Reach, SetId, Vocabulary, What};

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

/// The automaton over all words.
#[derive(Debug)]
pub(crate) struct Matcher {
    automaton: AhoCorasick,
    sets_of: Vec<Vec<SetId>>,
    words_of: Vec<Vec<usize>>,
}

impl Matcher {
    pub(crate) fn new(vocabulary: &Vocabulary) -> Result<Self, String> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&vocabulary.words)
            .map_err(|error| error.to_string())?;
        let mut words_of = vec![Vec::new(); vocabulary.sets];
        for (word, sets) in vocabulary.sets_of.iter().enumerate() {
            for set in sets {
                if let Some(words) = words_of.get_mut(*set) {
                    words.push(word);
                }
            }
        }
        Ok(Self {
            automaton,
            sets_of: vocabulary.sets_of.clone(),
            words_of,
        })
    }

    pub(crate) fn scan<'a>(&'a self, folded: &'a Folded) -> Scan<'a> {
        let mut by_word: Vec<Vec<Span>> = vec![Vec::new(); self.sets_of.len()];
        for word in self.automaton.find_overlapping_iter(&folded.text) {
            let (Some(start), Some(last)) = (
                folded.char_at.get(word.start()),
                folded.char_at.get(word.end().saturating_sub(1)),
            ) else {
                continue;
            };
            let span = Span {
                start: *start as usize,
                end: *last as usize + 1,
            };
            if !is_whole(folded, span) || !folded.is_one_word(span.start, span.end) {
                continue;
            }
            if let Some(spans) = by_word.get_mut(word.pattern().as_usize()) {
                spans.push(span);
            }
        }
        let mut present = vec![false; self.words_of.len()];
        for (sets, spans) in self.sets_of.iter().zip(&by_word) {
            for set in sets.iter().filter(|_| !spans.is_empty()) {
                if let Some(present) = present.get_mut(*set) {
                    *present = true;
                }
            }
        }
        Scan {
            folded,
            matcher: self,
            by_word,
            present,
            by_set: vec![OnceCell::new(); self.words_of.len()],
            numbers: numbers(folded),
        }
    }
}

/// A word in Latin letters or digits must not be part of a longer one.
fn is_whole(folded: &Folded, span: Span) -> bool {
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

/// What one pass found in a text.
#[derive(Debug)]
pub(crate) struct Scan<'a> {
    pub(crate) folded: &'a Folded,
    matcher: &'a Matcher,
    by_word: Vec<Vec<Span>>,
    /// Whether any word of a set was found.
    present: Vec<bool>,
    /// The places of a set, put together when a rule first asks for them.
    by_set: Vec<OnceCell<Vec<Span>>>,
    pub(crate) numbers: Vec<Number>,
}

impl Scan<'_> {
    /// Where words of a set stand, by start.
    pub(crate) fn words(&self, set: SetId) -> &[Span] {
        if !self.has(set) {
            return &[];
        }
        let Some(cell) = self.by_set.get(set) else {
            return &[];
        };
        cell.get_or_init(|| {
            let words = self
                .matcher
                .words_of
                .get(set)
                .map_or(&[][..], Vec::as_slice);
            let mut spans: Vec<Span> = words
                .iter()
                .filter_map(|word| self.by_word.get(*word))
                .flatten()
                .copied()
                .collect();
            // By start; of those that start together the longest first.
            spans.sort_unstable_by_key(|span| (span.start, usize::MAX - span.end));
            spans
        })
    }

    fn has(&self, set: SetId) -> bool {
        self.present.get(set) == Some(&true)
    }

    /// Words of a set that start in this stretch.
    pub(crate) fn words_from(&self, set: SetId, start: usize, end: usize) -> &[Span] {
        let words = self.words(set);
        let first = words.partition_point(|span| span.start < start);
        let last = words.partition_point(|span| span.start < end);
        words.get(first..last).unwrap_or_default()
    }

    /// Whether a word of the set lies within this stretch.
    pub(crate) fn has_word(&self, set: SetId, start: usize, end: usize) -> bool {
        self.words_from(set, start, end)
            .iter()
            .any(|span| span.end <= end)
    }

    /// All places of a pattern.
    pub(crate) fn find(&self, pattern: &[Part], places: &mut Vec<Span>) {
        if !self.is_possible(pattern) {
            return;
        }
        let Some((first, rest)) = pattern.split_first() else {
            return;
        };
        match first.what {
            What::Words(set) => {
                for span in self.words(set) {
                    self.finish(*span, rest, places);
                }
            }
            What::Number => {
                for number in &self.numbers {
                    self.finish(number.span, rest, places);
                }
            }
            What::Rest => {}
        }
    }

    /// The first place of any of the patterns that starts and ends in this stretch.
    pub(crate) fn find_in(&self, patterns: &[Vec<Part>], start: usize, end: usize) -> Option<Span> {
        let mut places = Vec::new();
        for pattern in patterns {
            self.find(pattern, &mut places);
        }
        places
            .into_iter()
            .filter(|span| span.start >= start && span.end <= end)
            .min()
    }

    fn is_possible(&self, pattern: &[Part]) -> bool {
        pattern.iter().all(|part| match part.what {
            What::Words(set) => self.has(set),
            What::Number => !self.numbers.is_empty(),
            What::Rest => true,
        })
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
                let end = Folded::around(of, at.saturating_sub(1)).1;
                Some(end.min(at + usize::from(part.room)).max(at))
            }
            What::Words(set) => self
                .words_from(set, at, limit)
                .iter()
                .filter(|span| within(span.start))
                .find_map(|span| self.end_of(span.end, rest)),
            What::Number => {
                let first = self
                    .numbers
                    .partition_point(|number| number.span.start < at);
                self.numbers
                    .get(first..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|number| number.span.start < limit)
                    .filter(|number| within(number.span.start))
                    .find_map(|number| self.end_of(number.span.end, rest))
            }
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
        let matcher = Matcher::new(&vocabulary).unwrap();
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
