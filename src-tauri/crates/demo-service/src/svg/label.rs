//! Text in a box: wrapped by estimated width and escaped for XML.

use crate::language::is_wide;

/// Wraps `text` into lines of up to `room` tenths of an em: between any Chinese characters, inside a Latin word only if
/// the word alone is too long.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in words(text) {
        let needed = width(&word);
        if used > 0 && used + needed > room {
            lines.push(String::new());
            used = 0;
        }
        for c in word.chars() {
            let needed = char_width(c);
            if used > 0 && used + needed > room {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
                used += needed;
            }
        }
    }
    lines
        .into_iter()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Unbreakable units: a Chinese character, or a Latin word with the space after it.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        if open
            && !is_wide(c)
            && let Some(word) = words.last_mut()
        {
            word.push(c);
        } else {
            words.push(c.to_string());
        }
        open = !is_wide(c) && !c.is_whitespace();
    }
    words
}

fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    if is_wide(c) { 10 } else { 6 }
}

/// Escapes `text` as XML character data; characters that XML does not allow become spaces.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_chinese_characters_and_between_latin_words() {
        assert_eq!(wrap("一二三四五", 30), ["一二三", "四五"]);
        assert_eq!(
            wrap("Beijing Example Co., Ltd.", 100),
            ["Beijing Example", "Co., Ltd."]
        );
        assert_eq!(wrap("abcdefghij", 30), ["abcde", "fghij"]);
    }
}
