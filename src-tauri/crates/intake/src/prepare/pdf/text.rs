//! The text of all pages, in the signs that people write.
//!
//! Fonts name their letters by what they look like: a ligature, a radical of a Chinese dictionary where the character is meant.
//! Those become plain letters. Punctuation and digits of full width stay as the page has them.

use unicode_normalization::UnicodeNormalization;

/// Most characters of the text of a file.
pub(super) const MOST_CHARACTERS: usize = 500_000;

/// The pages, with an empty line between two; `None` where nothing is written on any.
pub(super) fn joined(pages: &[String]) -> Option<String> {
    let mut text = String::new();
    for page in pages.iter().map(|page| plain(page)) {
        if !text.is_empty() && !page.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&page);
    }
    if let Some((end, _)) = text.char_indices().nth(MOST_CHARACTERS) {
        text.truncate(end);
    }
    (!text.is_empty()).then_some(text)
}

/// One page in plain signs.
fn plain(page: &str) -> String {
    let signs: String = page.nfc().flat_map(meant).collect();
    let lines = signs.lines().map(line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// What a sign is meant as.
fn meant(sign: char) -> Vec<char> {
    match sign {
        // Radicals, look-alikes of characters, ligatures.
        '\u{2e80}'..='\u{2fdf}'
        | '\u{f900}'..='\u{fb06}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{2f800}'..='\u{2fa1f}' => sign.nfkc().collect(),
        '\n' => vec!['\n'],
        // A hyphen that is there only where a line breaks, a mark that stands before a text.
        '\u{ad}' | '\u{feff}' | '\u{200b}' => Vec::new(),
        _ if sign.is_whitespace() => vec![' '],
        _ if sign.is_control() => Vec::new(),
        _ => vec![sign],
    }
}

/// A line with single spaces, and none between Chinese characters, which are often set one by one.
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

/// A character or a sign as wide as one.
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
