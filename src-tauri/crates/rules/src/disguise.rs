//! Words as people write them to slip past a list: pinyin and homophones for some of their characters.

use std::collections::BTreeMap;

/// The longest word that is disguised, in characters.
const MAX_CHARS: usize = 6;

/// `others` names for a character what is written in its place. Homophones only stand in for a character of words of three
/// characters and more, since two common characters in a row mean something else too often (支付宝本期).
pub(crate) fn variants(words: &[String], others: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut variants = Vec::new();
    for word in words {
        let chars: Vec<char> = word.chars().collect();
        if word.starts_with('<') || chars.len() < 2 || chars.len() > MAX_CHARS {
            continue;
        }
        let others_of = |c: &char| others.get(&c.to_string());
        for (index, c) in chars.iter().enumerate() {
            for other in others_of(c).into_iter().flatten() {
                if chars.len() < 3 && !other.is_ascii() {
                    continue;
                }
                variants.push(
                    chars
                        .iter()
                        .enumerate()
                        .map(|(at, c)| {
                            if at == index {
                                other.clone()
                            } else {
                                c.to_string()
                            }
                        })
                        .collect(),
                );
            }
        }
        let pinyin: Option<Vec<&String>> = chars
            .iter()
            .map(|c| others_of(c)?.iter().find(|other| other.is_ascii()))
            .collect();
        if let Some(syllables) = pinyin {
            let syllables: Vec<&str> = syllables.into_iter().map(String::as_str).collect();
            variants.push(syllables.concat());
            variants.push(syllables.join(" "));
        }
    }
    variants
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_pinyin_and_with_a_homophone() {
        let others = BTreeMap::from([
            ("保".to_owned(), vec!["bao".to_owned(), "宝".to_owned()]),
            ("本".to_owned(), vec!["ben".to_owned()]),
        ]);
        assert_eq!(
            variants(&["保本".to_owned()], &others),
            ["bao本", "保ben", "baoben", "bao ben"]
        );
        assert!(variants(&["保本型".to_owned()], &others).contains(&"宝本型".to_owned()));
    }
}
