//! Folds texts for searching, and splits them into the short runs that SQLite's trigram index can't look up.
//!
//! Folding works character by character, so that a position in the folded text maps back to the original. Compatibility
//! forms (full width, ligatures) become plain, letters lowercase, and white space of any length one space. Removing a
//! record from the index requires its folded text, so a change here needs a migration that rebuilds the index.

use unicode_normalization::char::decompose_compatible;

/// Folds a text.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut folded);
    }
    folded
}

/// Appends the folded form of one character to a folded text.
pub(crate) fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii_graphic() {
        folded.push(c.to_ascii_lowercase());
    } else if matches!(c, '\u{4e00}'..='\u{9fff}') {
        // Most of a Chinese text: these have neither case nor compatibility forms.
        folded.push(c);
    } else if c.is_whitespace() || c.is_control() {
        if !folded.ends_with(' ') {
            folded.push(' ');
        }
    } else if matches!(c, '\u{fffe}' | '\u{ffff}') {
        // SQLite reads these two noncharacters as the replacement character.
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
/// words have two or four characters, and a phrase that occurs in many records takes ten times as long.
pub(crate) const LONGEST: usize = 4;

/// Every run of up to [`LONGEST`] characters of a folded text, once each, sorted.
pub(crate) struct Runs(Vec<[char; LONGEST]>);

impl Runs {
    pub(crate) fn of(folded: &str) -> Self {
        // A folded text never contains U+0000, so it can pad shorter runs.
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

    /// The runs that are not in `other`.
    pub(crate) fn without(mut self, other: &Self) -> Self {
        self.0.retain(|run| other.0.binary_search(run).is_err());
        self
    }

    /// The runs of the greatest length present: a short text as a whole, or all pieces of a longer one.
    pub(crate) fn longest(&self) -> impl Iterator<Item = String> {
        let text = |run: &[char; LONGEST]| -> String {
            run.iter().copied().take_while(|c| *c != '\0').collect()
        };
        let lengths = self.0.iter().map(|run| text(run).chars().count());
        let most = lengths.max().unwrap_or(0);
        let all = self.0.iter().map(text);
        all.filter(move |run| run.chars().count() == most)
    }

    /// The runs as words for the `ascii` tokenizer of FTS5.
    pub(crate) fn to_words(&self) -> String {
        let mut words = String::with_capacity(self.0.len() * 16);
        for run in &self.0 {
            push_gram(run.iter().copied().take_while(|c| *c != '\0'), &mut words);
            words.push(' ');
        }
        words
    }
}

/// The word for one run.
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
