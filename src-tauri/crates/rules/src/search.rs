//! Looks for patterns in what one pass found.

use crate::pattern::{Part, Patterns, Reach, What};
use crate::scan::Scan;
use crate::span::Span;

impl Scan<'_> {
    /// All places of a pattern.
    pub(crate) fn find(&self, pattern: &[Part], places: &mut Vec<Span>) {
        let Some((first, rest)) = pattern.split_first() else {
            return;
        };
        // The part that occurs least decides how much there is to try.
        let often = self.count_of(first);
        let (mut rarest, mut least) = (first, often);
        for part in rest {
            let count = self.count_of(part);
            if count < least {
                (rarest, least) = (part, count);
            }
            if least == 0 {
                return;
            }
        }
        if often == least || rarest.ahead == 0 && rarest.numbers == 0 {
            self.each(first, |span| self.finish(span, rest, places));
            return;
        }
        // Whatever is less: the words of the first set, or all words in reach of the rarest part.
        let reach = usize::from(rarest.ahead) + usize::from(rarest.numbers) * self.longest_number;
        let mut from = 0;
        self.each(rarest, |Span { start: end, .. }| {
            let start = end.saturating_sub(reach).max(from);
            match first.what {
                What::Words(set) if often < least * reach => {
                    for span in self.words_from(set, start, end) {
                        self.finish(*span, rest, places);
                    }
                }
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
        });
    }

    /// How often a part occurs. What leaves open what stands there occurs always.
    fn count_of(&self, part: &Part) -> usize {
        match part.what {
            What::Words(set) => self.count(set),
            What::Number => self.numbers.len(),
            What::Rest => usize::MAX,
        }
    }

    /// Calls `found` with each place of a part, by start.
    fn each(&self, part: &Part, found: impl FnMut(Span)) {
        match part.what {
            What::Words(set) => self.words(set).iter().copied().for_each(found),
            What::Number => self
                .numbers
                .iter()
                .map(|number| number.span)
                .for_each(found),
            What::Rest => {}
        }
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
        let room = usize::from(part.room);
        let stretches = match part.reach {
            Reach::Clause => &self.folded.clauses,
            Reach::Sentence => &self.folded.sentences,
        };
        // Without room the next part stands right here, whatever ends in front of it.
        let limit = at
            + if room == 0 {
                1
            } else {
                stretches.rest(at).min(room + 1)
            };
        match part.what {
            What::Rest => Some(at + stretches.rest(at).min(room)),
            What::Words(set) => self
                .found(at, limit)
                .iter()
                .filter(|word| self.is_in(set, word))
                .find_map(|word| self.end_of(word.end as usize, rest)),
            What::Number => self
                .numbers_from(at, limit)
                .find_map(|number| self.end_of(number.span.end, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use bumpalo::Bump;

    use crate::figures::numbers;
    use crate::fold::Folded;
    use crate::matcher::Matcher;
    use crate::material::Material;
    use crate::pattern::Vocabulary;

    fn found(pattern: &str, text: &str) -> Vec<String> {
        let mut vocabulary = Vocabulary::default();
        let patterns = vocabulary.pattern(pattern).unwrap();
        let matcher = Matcher::new(&vocabulary);
        let folded = Folded::new(&Material::plain(text));
        let arena = Bump::new();
        let scan = matcher.scan(&folded, &arena);
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
