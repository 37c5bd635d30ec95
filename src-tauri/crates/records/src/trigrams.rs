//! How texts are made equal for searching, and the short pieces that SQLite's own index has no entry for.
//!
//! Folding is character by character, so that a place in the folded text leads back to one in the original: compatibility
//! forms (full width, ligatures) become plain, letters small, and white space of any length one space. Records are taken out
//! of the index by their folded text, so a change here needs a step of the schema that builds the index anew.

use unicode_normalization::char::decompose_compatible;

/// The folded form of a text.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut folded);
    }
    folded
}

/// Folds one character onto the end of what was folded before it.
pub(crate) fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii_graphic() {
        folded.push(c.to_ascii_lowercase());
    } else if matches!(c, '\u{4e00}'..='\u{9fff}') {
        // Most of a Chinese text: has neither case nor another form.
        folded.push(c);
    } else if c.is_whitespace() || c.is_control() {
        if !folded.ends_with(' ') {
            folded.push(' ');
        }
    } else if matches!(c, '\u{fffe}' | '\u{ffff}') {
        // SQLite reads these two, which are no characters, as the sign for one that can't be read.
        folded.push(char::REPLACEMENT_CHARACTER);
    } else {
        decompose_compatible(c, |plain| {
            if plain.is_whitespace() || plain.is_control() {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            } else {
                folded.extend(plain.to_lowercase());
            }
        });
    }
}

/// The length in characters up to which a term is looked up as a whole, instead of as a phrase of trigrams. Most Chinese
/// words have two characters or four, and a phrase that is in many records takes ten times as long.
pub(crate) const LONGEST: usize = 4;

/// Every run of up to [`LONGEST`] characters of a folded text, once each, in order.
pub(crate) struct Runs(Vec<[char; LONGEST]>);

impl Runs {
    pub(crate) fn of(folded: &str) -> Self {
        // No folded text holds U+0000, so it can fill the rest of a shorter run.
        let mut found: Vec<[char; LONGEST]> = Vec::with_capacity(folded.len() * 2);
        let mut last = ['\0'; LONGEST];
        for c in folded.chars() {
            last.rotate_left(1);
            if let Some(end) = last.last_mut() {
                *end = c;
            }
            for length in 1..=LONGEST {
                let mut run = last;
                run.rotate_left(LONGEST - length);
                if run.first() == Some(&'\0') {
                    break;
                }
                run.iter_mut().skip(length).for_each(|rest| *rest = '\0');
                found.push(run);
            }
        }
        found.sort_unstable();
        found.dedup();
        Self(found)
    }

    /// Those that are not in `other`.
    pub(crate) fn without(mut self, other: &Self) -> Self {
        self.0.retain(|run| other.0.binary_search(run).is_err());
        self
    }

    /// Those of as many characters as any of them has: a short text as a whole, or all pieces of a longer one.
    pub(crate) fn longest(&self) -> impl Iterator<Item = String> {
        let text = |run: &[char; LONGEST]| -> String {
            run.iter().copied().take_while(|c| *c != '\0').collect()
        };
        let lengths = self.0.iter().map(|run| text(run).chars().count());
        let most = lengths.max().unwrap_or(0);
        let all = self.0.iter().map(text);
        all.filter(move |run| run.chars().count() == most)
    }

    /// As words that SQLite's plainest tokenizer takes.
    pub(crate) fn to_words(&self) -> String {
        let mut words = String::with_capacity(self.0.len() * 16);
        for run in &self.0 {
            push_gram(run.iter().copied().take_while(|c| *c != '\0'), &mut words);
            words.push(' ');
        }
        words
    }
}

/// The word for one of them.
pub(crate) fn gram(run: &str) -> String {
    let mut word = String::new();
    push_gram(run.chars(), &mut word);
    word
}

fn push_gram(run: impl Iterator<Item = char>, words: &mut String) {
    for (place, c) in run.enumerate() {
        if place > 0 {
            words.push('x');
        }
        for digit in (0..6).rev() {
            let rest = u32::from(c) >> (4 * digit);
            if rest > 0 {
                words.extend(char::from_digit(rest & 15, 16));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_spaces_make_no_difference() {
        assert_eq!(fold("ＡＰＰ　贷款\r\n\t R2"), "app 贷款 r2");
        assert_eq!(fold("ﬁnance Ⅳ"), "finance iv");
    }

    #[test]
    fn the_characters_of_a_chinese_text_are_their_own_folded_form() {
        for c in '\u{4e00}'..='\u{9fff}' {
            let mut plain = Vec::new();
            decompose_compatible(c, |part| plain.extend(part.to_lowercase()));
            assert_eq!(plain, [c]);
        }
    }

    #[test]
    fn each_run_of_up_to_four_characters_is_there_once() {
        assert_eq!(
            Runs::of("保本保").to_words(),
            "4fdd 4fddx672c 4fddx672cx4fdd 672c 672cx4fdd "
        );
        assert_eq!(
            Runs::of("aaaaa").to_words(),
            "61 61x61 61x61x61 61x61x61x61 "
        );
        assert_eq!(gram("保 \u{1f600}"), "4fddx20x1f600");
    }
}
