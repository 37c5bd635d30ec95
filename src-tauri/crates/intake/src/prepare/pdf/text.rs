//! Text of all pages in normal characters.
//!
//! Fonts map glyphs to characters that merely look right: a ligature, or a Kangxi radical instead of the character. These
//! are normalised. Full-width punctuation and digits stay as they are.

use unicode_normalization::UnicodeNormalization;

/// Maximum length of a file's text, in characters.
pub(super) const MAX_CHARACTERS: usize = 500_000;

/// Joins the pages with an empty line between two; `None` if there is no text.
pub(super) fn joined(pages: &[String]) -> Option<String> {
    let mut text = String::new();
    for page in pages.iter().map(|page| plain(page)) {
        if !text.is_empty() && !page.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&page);
    }
    if let Some((end, _)) = text.char_indices().nth(MAX_CHARACTERS) {
        text.truncate(end);
    }
    (!text.is_empty()).then_some(text)
}

/// Normalises the text of one page.
fn plain(page: &str) -> String {
    let signs: String = page.nfc().flat_map(meant).collect();
    let lines = signs.lines().map(line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The normal characters for a compatibility character.
fn meant(sign: char) -> Vec<char> {
    match sign {
        // Radicals, compatibility ideographs, ligatures.
        '\u{2e80}'..='\u{2fdf}'
        | '\u{f900}'..='\u{fb06}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{2f800}'..='\u{2fa1f}' => sign.nfkc().collect(),
        '\n' => vec!['\n'],
        // Soft hyphens, byte order marks, zero-width spaces.
        '\u{ad}' | '\u{feff}' | '\u{200b}' => Vec::new(),
        _ if sign.is_whitespace() => vec![' '],
        _ if sign.is_control() => Vec::new(),
        _ => vec![sign],
    }
}

/// Collapses spaces in a line, and drops those between Chinese characters, which are often positioned one by one.
fn line(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let before = plain.chars().next_back();
        let after = word.chars().next();
        let chinese = before.is_some_and(is_wide) && after.is_some_and(is_wide);
        if before.is_some() && !chinese {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain
}

/// Whether a character is full-width.
fn is_wide(sign: char) -> bool {
    matches!(sign, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_those_that_people_write() {
        for (page, written) in [
            ("\u{2f26}\u{2f08}", "子人"),
            ("e\u{fb03}cient  work", "efficient work"),
            ("投 资 有 风险， 入市", "投资有风险，入市"),
            ("年化 3.5 % 起", "年化 3.5 % 起"),
            ("（全角）\u{0}\u{ad}", "（全角）"),
            (" a\u{a0}b \n\n c", "a b\nc"),
        ] {
            assert_eq!(plain(page), written);
        }
        assert_eq!(joined(&[String::new(), " \n".to_owned()]), None);
        let pages = ["一".to_owned(), String::new(), "二".to_owned()];
        assert_eq!(joined(&pages).as_deref(), Some("一\n\n二"));
    }
}
