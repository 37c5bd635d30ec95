//! Matches the findings of a version with those of the previous one, by their rules and their words alone: text that
//! moved is the same text.

use std::collections::HashMap;

use crate::wire::{EarlierReason, EarlierStatus};

/// Characters of an excerpt that are compared; more of them tell nothing new.
const COMPARED: usize = 200;
/// Share of common pairs of characters, in percent, from which two texts count as similar.
const SIMILAR: usize = 50;
/// Scores of two findings, the best first. Below `FOUND_SIMILAR`, up to 100 points tell how similar the words are.
const SAME: usize = 1_000;
const SAME_WORDS: usize = 900;
const FOUND_SIMILAR: usize = 500;

/// The parts of a finding that matching compares.
pub struct Found {
    rule: Option<String>,
    title: Words,
    excerpt: Words,
}

impl Found {
    /// A finding of this rule, or of a service or a person.
    pub fn new(rule: Option<&str>, title: &str, excerpt: &str) -> Self {
        Self {
            rule: rule.map(str::to_owned),
            title: Words::new(title),
            excerpt: Words::new(excerpt),
        }
    }

    /// The certainty that two findings are the same; 0 if they are not.
    fn score(&self, other: &Self) -> usize {
        let same_title = self.title.text == other.title.text;
        let same_words = self.excerpt.text == other.excerpt.text;
        let wordless = self.excerpt.is_empty();
        match (&self.rule, &other.rule) {
            (Some(rule), Some(of_other)) if rule == of_other => match () {
                () if same_words => SAME,
                () => found_similar(self.excerpt.similarity(&other.excerpt)),
            },
            // A rule may have another id in a later pack.
            (Some(_), Some(_)) if !(same_title && same_words && !wordless) => 0,
            _ if same_words && !wordless => SAME_WORDS,
            _ if same_title && same_words => SAME_WORDS,
            (None, None) if same_title => found_similar(self.excerpt.similarity(&other.excerpt)),
            (None, None) if same_words => found_similar(self.title.similarity(&other.title)),
            _ => 0,
        }
    }
}

fn found_similar(percent: usize) -> usize {
    if percent < SIMILAR {
        return 0;
    }
    FOUND_SIMILAR + percent
}

/// For each earlier finding the place of the later one that corresponds to it. No later finding corresponds to two.
pub fn counterparts(earlier: &[Found], later: &[Found]) -> Vec<Option<usize>> {
    let mut pairs = Vec::new();
    for (old, found) in earlier.iter().enumerate() {
        for (new, other) in later.iter().enumerate() {
            let score = found.score(other);
            if score > 0 {
                pairs.push((score, old, new));
            }
        }
    }
    // The best first; equal ones in the order of both versions.
    pairs.sort_by_key(|(score, old, new)| (usize::MAX - score, *old, *new));
    let mut of_earlier = vec![None; earlier.len()];
    let mut taken = vec![false; later.len()];
    for (_, old, new) in pairs {
        if let (Some(of_earlier @ None), Some(taken @ false)) =
            (of_earlier.get_mut(old), taken.get_mut(new))
        {
            *of_earlier = Some(new);
            *taken = true;
        }
    }
    of_earlier
}

/// The text of a version, in which words are looked for.
pub struct Material {
    text: String,
    /// Whether all text was read; not so for a picture without OCR.
    whole: bool,
    /// The number of times the words of findings occur without a finding.
    left: HashMap<String, usize>,
}

impl Material {
    /// The texts of a version. `whole`: there is no other text.
    pub fn new<'a>(texts: impl Iterator<Item = &'a str>, whole: bool) -> Self {
        let texts: Vec<_> = texts.map(folded).collect();
        Self {
            // Nothing folded contains a line feed.
            text: texts.join("\n"),
            whole,
            left: HashMap::new(),
        }
    }

    /// The proposed status of the earlier findings that stood, each with its counterpart.
    pub fn proposals(
        mut self,
        earlier: &[Found],
        later: &[Found],
        counterparts: &[Option<usize>],
    ) -> Vec<(Option<EarlierStatus>, EarlierReason)> {
        let found = |new: &Option<usize>| new.and_then(|new| later.get(new));
        for (old, new) in earlier.iter().zip(counterparts) {
            let times = self.text.matches(&old.excerpt.text).count();
            let left = self.left.entry(old.excerpt.text.clone()).or_insert(times);
            if found(new).is_some_and(|new| new.excerpt.text == old.excerpt.text) {
                *left = left.saturating_sub(1);
            }
        }
        let both = earlier.iter().zip(counterparts);
        both.map(|(old, new)| match found(new) {
            Some(new) if new.excerpt.text == old.excerpt.text => {
                (Some(EarlierStatus::Present), EarlierReason::Again)
            }
            Some(_) => (Some(EarlierStatus::Present), EarlierReason::Reworded),
            None => self.lost(old),
        })
        .collect()
    }

    /// The proposed status of a finding that was not found again.
    fn lost(&mut self, old: &Found) -> (Option<EarlierStatus>, EarlierReason) {
        if !old.excerpt.is_empty() {
            let left = self.left.entry(old.excerpt.text.clone()).or_default();
            if *left > 0 {
                *left -= 1;
                return (None, EarlierReason::NotFound);
            }
        } else if old.rule.is_none() {
            // Nothing but a rule looks for the same each time.
            return (None, EarlierReason::Wordless);
        }
        match self.whole {
            true => (Some(EarlierStatus::Resolved), EarlierReason::Gone),
            false => (None, EarlierReason::Unread),
        }
    }
}

/// Whether two titles are the same, or similar.
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (Words::new(one), Words::new(other));
    !one.is_empty() && one.similarity(&other) >= SIMILAR
}

/// A text without what makes no difference, and its pairs of characters in order.
struct Words {
    text: String,
    pairs: Vec<(char, char)>,
}

impl Words {
    fn new(text: &str) -> Self {
        let text = folded(text);
        let characters = text.chars().take(COMPARED);
        let mut pairs: Vec<_> = characters.clone().zip(characters.skip(1)).collect();
        pairs.sort_unstable();
        Self { text, pairs }
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The similarity of two texts in percent. A text within the other is similar.
    fn similarity(&self, other: &Self) -> usize {
        if self.text == other.text {
            return 100;
        }
        if self.is_empty() || other.is_empty() {
            return 0;
        }
        let contained = self.text.contains(&other.text) || other.text.contains(&self.text);
        let least = if contained { SIMILAR } else { 0 };
        let (mut one, mut two) = (self.pairs.as_slice(), other.pairs.as_slice());
        let mut common = 0;
        while let ([first, rest @ ..], [second, other_rest @ ..]) = (one, two) {
            match first.cmp(second) {
                std::cmp::Ordering::Less => one = rest,
                std::cmp::Ordering::Greater => two = other_rest,
                std::cmp::Ordering::Equal => {
                    common += 1;
                    (one, two) = (rest, other_rest);
                }
            }
        }
        let all = (self.pairs.len() + other.pairs.len()).max(1);
        least.max(200 * common / all)
    }
}

/// Width, letter case, spaces and punctuation make no difference.
fn folded(text: &str) -> String {
    let folded = records::fold(text);
    folded
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '%')
        .collect()
}

#[cfg(test)]
mod tests;
