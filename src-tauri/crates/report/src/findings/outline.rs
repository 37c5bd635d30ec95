//! The structure of an answer: its blocks, items, rows and cells in reading order, with their text and where it came from.
//!
//! The nodes lie in one list, each before its children, so that no depth of nesting can exhaust the stack.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::blocks::options;
use crate::enclosure::Opening;
use crate::marks::{Marked, unmarked};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(usize),
    /// Also the text of an item that has no paragraphs.
    Paragraph,
    List,
    Item,
    Table,
    /// The header of a table.
    Head,
    Row,
    Cell,
    Quote,
    /// A code block, or HTML, which is shown as text.
    Verbatim,
    Rule,
    Footnote,
}

/// Text without markup.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Words {
    pub(super) text: String,
    /// The parts in bold.
    pub(super) bold: Vec<Range<usize>>,
    /// The parts set as code.
    pub(super) code: Vec<Range<usize>>,
    /// Offsets at which the rendered report has something that `text` lacks.
    pub(super) breaks: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Bytes of the Markdown.
    pub(super) range: Range<usize>,
    /// The index after its last descendant.
    pub(super) end: usize,
    /// 0 for top-level blocks.
    depth: usize,
    /// Of paragraphs, headings, cells and code blocks.
    pub(super) words: Words,
}

#[derive(Debug, Default)]
pub(super) struct Outline {
    nodes: Vec<Node>,
}

impl Words {
    /// A part, without spaces around it.
    pub(super) fn slice(&self, range: Range<usize>) -> Self {
        let part = self.text.get(range.clone()).unwrap_or_default();
        let start = range.start + part.len() - part.trim_start().len();
        let text = part.trim().to_owned();
        let end = start + text.len();
        let inside = |ranges: &[Range<usize>]| {
            let from = ranges.partition_point(|range| range.end <= start);
            let ranges = ranges.get(from..).unwrap_or_default();
            let ranges = ranges.iter().take_while(|range| range.start < end);
            ranges
                .map(|range| range.start.max(start) - start..range.end.min(end) - start)
                .collect()
        };
        Self {
            bold: inside(&self.bold),
            code: inside(&self.code),
            breaks: Vec::new(),
            text,
        }
    }

    /// The text in bold at the very start.
    pub(super) fn lead_in(&self) -> Option<&str> {
        let first = self.bold.first().filter(|bold| bold.start == 0)?;
        self.text.get(first.clone())
    }

    fn newline(&mut self) {
        self.text.push('\n');
    }
}

impl Outline {
    pub(super) fn new(markdown: &str) -> Self {
        match Opening::of(markdown) {
            Opening::Fenced(enclosure) => {
                let body = markdown.get(enclosure.body..).unwrap_or_default();
                let source = match enclosure.closing(body) {
                    Some(closing) => closing.blanked(body),
                    None => Cow::Borrowed(body),
                };
                Builder::build(&source, enclosure.body)
            }
            Opening::Plain | Opening::Undecided => Builder::build(markdown, 0),
        }
    }

    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub(super) fn get(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    pub(super) fn kind(&self, index: usize) -> Option<Kind> {
        self.get(index).map(|node| node.kind)
    }

    pub(super) fn range(&self, index: usize) -> Range<usize> {
        self.get(index).map_or(0..0, |node| node.range.clone())
    }

    /// The node and its descendants.
    pub(super) fn subtree(&self, index: usize) -> Range<usize> {
        index..self.get(index).map_or(index, |node| node.end)
    }

    pub(super) fn blocks(&self) -> Vec<usize> {
        self.siblings(0..self.nodes.len()).collect()
    }

    pub(super) fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        self.siblings(index + 1..self.subtree(index).end)
    }

    fn siblings(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let mut next = range.start;
        std::iter::from_fn(move || {
            let index = next;
            if index >= range.end {
                return None;
            }
            next = self.get(index)?.end.max(index + 1);
            Some(index)
        })
    }

    /// What counts as a piece of the answer: paragraphs and other top-level blocks, list items, rows. A heading with something
    /// below it is the name of that.
    pub(super) fn pieces(&self) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        for (index, node) in self.nodes.iter().enumerate() {
            let counts = match node.kind {
                Kind::Item | Kind::Row => true,
                Kind::Heading(level) => node.depth == 0 && !self.is_above_text(node.end, level),
                Kind::Table => node.depth == 0 && self.children(index).count() < 2,
                Kind::List | Kind::Head | Kind::Cell | Kind::Rule => false,
                Kind::Paragraph | Kind::Quote | Kind::Verbatim | Kind::Footnote => node.depth == 0,
            };
            if counts {
                pieces.push(node.range.clone());
            }
        }
        pieces
    }

    fn is_above_text(&self, next: usize, level: usize) -> bool {
        match self.kind(next) {
            Some(Kind::Heading(below)) => below > level,
            Some(_) => true,
            None => false,
        }
    }
}

struct Builder<'a> {
    nodes: Vec<Node>,
    open: Vec<usize>,
    /// Whether the innermost open node is a paragraph that has no tags of its own.
    implied: bool,
    bold: Option<usize>,
    marked: Marked<'a>,
    /// Takes text outside any node, of which there is none.
    nowhere: Words,
}

impl<'a> Builder<'a> {
    fn build(markdown: &'a str, base: usize) -> Outline {
        let marked = Marked::new(markdown);
        let text = marked.text.clone();
        let mut builder = Self {
            nodes: Vec::new(),
            open: Vec::new(),
            implied: false,
            bold: None,
            marked,
            nowhere: Words::default(),
        };
        for (event, range) in Parser::new_ext(&text, options()).into_offset_iter() {
            let range = base + builder.marked.original(range.start)
                ..base + builder.marked.original(range.end);
            builder.event(event, range);
        }
        while !builder.open.is_empty() {
            builder.close();
        }
        Outline {
            nodes: builder.nodes,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => match kind(&tag) {
                Some(kind) => self.start(kind, range),
                None => self.start_inline(&tag, range),
            },
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.words(range).text.push_str(&unmarked(&text)),
            Event::Code(text) => {
                let words = self.words(range);
                let start = words.text.len();
                words.text.push_str(&unmarked(&text));
                words.code.push(start..words.text.len());
            }
            Event::InlineHtml(html) if is_line_break(&html) => self.words(range).newline(),
            Event::Html(text) | Event::InlineHtml(text) => {
                let words = self.words(range);
                words.breaks.push(words.text.len());
                words.text.push_str(&unmarked(&text));
                words.breaks.push(words.text.len());
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.words(range).text.push_str(&unmarked(&text));
            }
            Event::SoftBreak | Event::HardBreak => self.words(range).newline(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.interrupt(range),
            Event::Rule => {
                self.start(Kind::Rule, range);
                self.close();
            }
        }
    }

    fn start(&mut self, kind: Kind, range: Range<usize>) {
        if self.implied {
            self.close();
        }
        let index = self.nodes.len();
        self.nodes.push(Node {
            kind,
            range,
            end: index + 1,
            depth: self.open.len(),
            words: Words::default(),
        });
        self.open.push(index);
    }

    fn close(&mut self) {
        self.implied = false;
        self.bold = None;
        let end = self.nodes.len();
        let node = self.open.pop().and_then(|index| self.nodes.get_mut(index));
        if let Some(node) = node {
            node.end = end;
        }
    }

    fn start_inline(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        if *tag == Tag::Strong {
            let at = self.words(range).text.len();
            self.bold.get_or_insert(at);
        } else if *tag != Tag::Emphasis {
            self.interrupt(range);
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => {
                let start = self.bold.take();
                let node = self
                    .open
                    .last()
                    .and_then(|&index| self.nodes.get_mut(index));
                if let Some((start, node)) = start.zip(node)
                    && start < node.words.text.len()
                {
                    node.words.bold.push(start..node.words.text.len());
                }
            }
            TagEnd::Emphasis => {}
            TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => self.interrupt(0..0),
            _ => {
                if self.implied {
                    self.close();
                }
                self.close();
            }
        }
    }

    fn interrupt(&mut self, range: Range<usize>) {
        let words = self.words(range);
        words.breaks.push(words.text.len());
    }

    /// The text that is being read.
    fn words(&mut self, range: Range<usize>) -> &mut Words {
        let innermost = self.open.last().and_then(|&index| self.nodes.get(index));
        let holds_blocks = innermost.is_none_or(|node| {
            matches!(
                node.kind,
                Kind::List | Kind::Item | Kind::Quote | Kind::Footnote | Kind::Table | Kind::Row
            )
        });
        if holds_blocks {
            self.start(Kind::Paragraph, range.clone());
            self.implied = true;
        }
        let innermost = self.open.last().copied();
        match innermost.and_then(|index| self.nodes.get_mut(index)) {
            Some(node) => {
                if self.implied {
                    node.range.end = node.range.end.max(range.end);
                }
                &mut node.words
            }
            None => &mut self.nowhere,
        }
    }
}

/// The node that a tag starts; `None` for tags within a text.
const fn kind(tag: &Tag<'_>) -> Option<Kind> {
    Some(match tag {
        Tag::Heading { level, .. } => Kind::Heading(*level as usize),
        Tag::BlockQuote(_) => Kind::Quote,
        Tag::CodeBlock(_) | Tag::HtmlBlock => Kind::Verbatim,
        Tag::List(_) => Kind::List,
        Tag::Item => Kind::Item,
        Tag::FootnoteDefinition(_) => Kind::Footnote,
        Tag::Table(_) => Kind::Table,
        Tag::TableHead => Kind::Head,
        Tag::TableRow => Kind::Row,
        Tag::TableCell => Kind::Cell,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
            return None;
        }
        // The others need extensions that are not enabled.
        _ => Kind::Paragraph,
    })
}

fn is_line_break(html: &str) -> bool {
    let name: String = html
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '/')
        .collect();
    name.eq_ignore_ascii_case("<br>")
}
