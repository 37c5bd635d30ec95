//! Splits Markdown into top-level blocks and renders each as HTML that is not sanitised yet.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::html::HtmlWriter;
use crate::marks::Marked;

/// A top-level block.
pub(crate) struct RawBlock {
    /// Start of its first line, including leading spaces, since they decide what the line is.
    pub(crate) start: usize,
    /// Whether its second line had a say in where it starts: a table, or a paragraph that nearly became one.
    pub(crate) takes_two_lines: bool,
    pub(crate) html: String,
}

/// The first blocks of `text`, at most `limit`, and whether these are all.
pub(crate) fn parse(text: &str, limit: usize) -> (Vec<RawBlock>, bool) {
    let marked = Marked::new(text);
    let mut blocks = Vec::new();
    let mut writer = HtmlWriter::default();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut takes_two_lines = false;
    for (event, range) in Parser::new_ext(&marked.text, options()).into_offset_iter() {
        if depth == 0 {
            if blocks.len() == limit {
                return (blocks, false);
            }
            start = line_start(text, marked.original(range.start));
            takes_two_lines = matches!(event, Event::Start(Tag::Table(_) | Tag::Paragraph));
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        writer.write(event, marked.text.get(range).unwrap_or_default());
        if depth == 0 {
            blocks.push(RawBlock {
                start,
                takes_two_lines,
                html: writer.take(),
            });
        }
    }
    (blocks, true)
}

/// Smart punctuation, mathematics and heading attributes stay off: an audit shows what was written.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset)
        .and_then(|before| before.rfind(['\n', '\r']))
        .map_or(0, |end| end + 1)
}
