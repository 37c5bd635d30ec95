//! Plain text of a report: the text of a block, and the headings for navigation.
//!
//! The text equals the `textContent` of the block in a browser, so that an offset means the same on both sides. Only accepts
//! HTML that the sanitiser wrote.

use crate::live::Block;
use crate::whole;

/// Maximum number of headings listed; a longer list helps nobody.
pub const MAX_HEADINGS: usize = 500;
/// Maximum length of a listed heading, in characters; a longer one ends in an ellipsis.
pub const MAX_HEADING_CHARS: usize = 200;

/// A top-level heading of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Level, 1 to 6.
    pub level: u8,
    /// Plain text on one line, not empty and not longer than [`MAX_HEADING_CHARS`] plus an ellipsis.
    pub text: String,
    /// Index of its block, as in [`crate::LiveReport`] once the report is complete.
    pub block: u32,
}

/// The first [`MAX_HEADINGS`] headings of a report, in reading order. Headings inside quotes and lists belong to those and
/// are not listed.
///
/// Renders the whole report, which can take a second at [`crate::MAX_VIEW_BYTES`].
pub fn contents(markdown: &str) -> Vec<Heading> {
    headings(&whole::blocks(markdown).0)
}

/// The headings among `blocks`.
pub(crate) fn headings(blocks: &[Block]) -> Vec<Heading> {
    (0..)
        .zip(blocks)
        .filter_map(|(block, Block { html })| {
            let level = heading_level(html)?;
            let text = on_one_line(&PlainText::of(html).text);
            (!text.is_empty()).then_some(Heading { level, text, block })
        })
        .take(MAX_HEADINGS)
        .collect()
}

/// The level, 1 to 6, if the block is a heading.
pub(crate) fn heading_level(html: &str) -> Option<u8> {
    match html.as_bytes() {
        [b'<', b'h', digit @ b'1'..=b'6', b'>', ..] => Some(digit - b'0'),
        _ => None,
    }
}

fn on_one_line(text: &str) -> String {
    let mut line = String::new();
    let words = text.split_whitespace();
    let spaced = words.flat_map(|word| word.chars().chain([' ']));
    for (count, c) in spaced.enumerate() {
        if count == MAX_HEADING_CHARS {
            line.push('…');
            return line;
        }
        line.push(c);
    }
    line.truncate(line.trim_end().len());
    line
}

/// Plain text of a block.
#[derive(Debug, Default)]
pub(crate) struct PlainText {
    pub(crate) text: String,
    /// Ascending byte offsets in `text` where a cell, item, paragraph or line ends. The text on both sides is adjacent in
    /// `text` but separate on screen.
    pub(crate) edges: Vec<usize>,
}

impl PlainText {
    /// Parses `html` as the sanitiser writes it: no comments, attributes in double quotes.
    pub(crate) fn of(html: &str) -> Self {
        let mut plain = Self::default();
        let mut rest = html;
        while let Some((text, tag)) = rest.split_once('<') {
            plain.push(text);
            let (name, after) = after_tag(tag);
            if !INLINE.contains(&name) && plain.edges.last() != Some(&plain.text.len()) {
                plain.edges.push(plain.text.len());
            }
            rest = after;
        }
        plain.push(rest);
        plain
    }

    /// Appends text and decodes the five character references that HTML serialisation uses.
    fn push(&mut self, mut html: &str) {
        while let Some((before, reference)) = html.split_once('&') {
            self.text.push_str(before);
            let known = REFERENCES
                .iter()
                .find_map(|&(name, c)| Some((reference.strip_prefix(name)?, c)));
            let (after, c) = known.unwrap_or((reference, '&'));
            self.text.push(c);
            html = after;
        }
        self.text.push_str(html);
    }
}

/// Elements that do not interrupt the line of text around them.
const INLINE: [&str; 7] = ["a", "code", "del", "em", "span", "strong", "sup"];

const REFERENCES: [(&str, char); 5] = [
    ("amp;", '&'),
    ("lt;", '<'),
    ("gt;", '>'),
    ("nbsp;", '\u{a0}'),
    ("quot;", '"'),
];

/// The name of the element whose tag starts with `tag`, and what follows the tag.
fn after_tag(tag: &str) -> (&str, &str) {
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let name = end.and_then(|end| name.get(..end)).unwrap_or(name);
    let mut quoted = false;
    let end = tag.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    let after = end.and_then(|end| tag.get(end + 1..));
    (name, after.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_touch_in_the_text_but_have_an_edge_between_them() {
        let plain = PlainText::of("<table><tr><td>20</td><td><em>1</em>5%</td></tr></table>");
        assert_eq!(plain.text, "2015%");
        assert_eq!(plain.edges, [0, 2, 5]);
    }

    #[test]
    fn character_references_and_attributes_are_read_as_a_browser_does() {
        let plain = PlainText::of(
            "<p><a href=\"https://example.com/?a=1>2&amp;b\" rel=\"x\">R&amp;amp;D</a> a&nbsp;&lt;b&gt; &quot;</p>",
        );
        assert_eq!(plain.text, "R&amp;D a\u{a0}<b> \"");
    }

    #[test]
    fn a_long_heading_is_cut_and_an_empty_one_is_not_listed() {
        let headings = contents(&format!("#\n\n## {}\n\n> # quoted", "长 ".repeat(300)));
        let [heading] = headings.as_slice() else {
            panic!("{headings:?}");
        };
        assert_eq!((heading.level, heading.block), (2, 1));
        assert_eq!(heading.text.chars().count(), MAX_HEADING_CHARS + 1);
        assert!(heading.text.ends_with('…'));
    }
}
