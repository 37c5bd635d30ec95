//! Makes untrusted text safe to show in an error: bounded, without control characters, and without the key if the
//! service echoes it.

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

use crate::{key::ApiKey, secret_search::SecretPattern};

/// The most characters of an excerpt, including the ellipsis of a truncated one.
pub const EXCERPT_LIMIT: usize = 300;

pub(crate) fn excerpt(text: &str, key: Option<&ApiKey>) -> String {
    cut(&hide(&visible(text), key), EXCERPT_LIMIT)
}

/// Puts the text on one line, without control and invisible characters.
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .collect()
}

/// Trims the text and truncates it to `limit` characters, the last of which is then an ellipsis.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    let text = text.trim();
    if text.chars().nth(limit).is_none() {
        return text.to_owned();
    }
    let kept = text.chars().take(limit.saturating_sub(1));
    kept.chain(['…']).collect()
}

/// Whether a character reorders or hides its neighbours.
pub(crate) fn is_invisible(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    category == GeneralCategory::Format
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

fn hide(text: &str, key: Option<&ApiKey>) -> String {
    let found = SecretPattern::of(key).map(|secret| secret.find(text));
    let mut hidden = String::with_capacity(text.len());
    let mut from = 0;
    for key in found.into_iter().flatten() {
        hidden.push_str(text.get(from..key.start).unwrap_or_default());
        hidden.push_str("[key]");
        from = key.end;
    }
    hidden.push_str(text.get(from..).unwrap_or_default());
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_bounded_and_without_control_characters() {
        assert_eq!(
            excerpt("  a\r\n\u{1B}[31mb\u{202E}\u{0}c ", None),
            "a  [31mbc"
        );
        assert_eq!(excerpt("a\u{61C}\u{180E}\u{3164}\u{E0061}b", None), "ab");
        let long = excerpt(&"融".repeat(1000), None);
        assert_eq!(long.chars().count(), EXCERPT_LIMIT);
        assert!(long.ends_with('…'));
        assert_eq!(
            excerpt(&"x".repeat(EXCERPT_LIMIT), None).len(),
            EXCERPT_LIMIT
        );
    }

    #[test]
    fn a_repeated_key_is_hidden_in_any_case_and_spelling_and_across_control_characters() {
        let key = ApiKey::parse("abcd.EFGH").unwrap();
        assert_eq!(
            excerpt("no abcd.EFGH, ABCD.efgh, abcd\u{0}.EFGH!", Some(&key)),
            "no [key], [key], [key]!"
        );
        assert_eq!(
            excerpt("https://host/?%61bcd%2eEFGH&abcd&#46;efgh", Some(&key)),
            "https://host/?[key]&[key]"
        );
        // Truncation must not leave part of the key at the end of the excerpt.
        let text = "x".repeat(EXCERPT_LIMIT - 3) + "abcd.EFGH";
        assert!(!excerpt(&text, Some(&key)).contains("abc"));
    }
}
