//! How texts are made equal for searching, and the short pieces that SQLite's own index has no entry for.
//!
//! Folding is character by character, so that a place in the folded text leads back to one in the original: compatibility
//! forms (full width, ligatures) become plain, letters small, and white space of any length one space. Records are taken out
//! of the index by their folded text, so a change here needs a step of the schema that builds the index anew.

use std::collections::BTreeSet;

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

/// Every character and every pair of neighbours of a folded text, once each, as words that SQLite's plainest tokenizer takes.
pub(crate) fn grams(folded: &str) -> String {
    let mut found = BTreeSet::new();
    let mut former = None;
    for c in folded.chars() {
        found.insert((c, None));
        if let Some(former) = former {
            found.insert((former, Some(c)));
        }
        former = Some(c);
    }
    let mut words = String::with_capacity(found.len() * 10);
    for (first, second) in found {
        words.push_str(&gram(first, second));
        words.push(' ');
    }
    words
}

/// One of them.
pub(crate) fn gram(first: char, second: Option<char>) -> String {
    match second {
        None => format!("{:x}", u32::from(first)),
        Some(second) => format!("{:x}x{:x}", u32::from(first), u32::from(second)),
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
    fn each_character_and_each_pair_is_there_once() {
        assert_eq!(grams("保本保"), "4fdd 4fddx672c 672c 672cx4fdd ");
    }
}
