//! A complete report as plain blocks, for formats other than HTML.
//!
//! Nothing is loaded: an image becomes its alternative text. A link becomes its text and its address. HTML of the answer is
//! text, except line breaks. Deep nesting is flattened, not followed.

use std::borrow::Cow;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::address;
use crate::blocks::options;
use crate::enclosure::Opening;
use crate::live::{MAX_BLOCKS, MAX_VIEW_BYTES};
use crate::marks::{Marked, unmarked};
use crate::severity::{self, Severity};

/// Images in the alternative text of one another whose addresses are shown.
const MAX_NESTED_IMAGES: usize = 8;

/// A block, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The words on one line.
        text: String,
    },
    /// A paragraph, or the text of code.
    Paragraph {
        /// The words.
        spans: Vec<Span>,
        /// It is quoted.
        quoted: bool,
    },
    /// An item of a list, with all paragraphs of it.
    Item {
        /// 0 for the outermost list.
        depth: u8,
        /// The number; `None` in a list of bullets.
        number: Option<u32>,
        /// The words. A line feed separates paragraphs.
        spans: Vec<Span>,
    },
    /// A table; the first row is its header.
    Table(Vec<Vec<Vec<Span>>>),
}

/// Words in one style.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    /// The words. A line feed starts a new line.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck through.
    pub struck: bool,
    /// Code.
    pub code: bool,
    /// The severity that the words state.
    pub severity: Option<Severity>,
}

/// The blocks of a report, and whether it is cut: beyond [`MAX_VIEW_BYTES`], or after [`MAX_BLOCKS`] blocks, rows count as
/// such.
pub fn blocks(markdown: &str) -> (Vec<Block>, bool) {
    let view = markdown.get(..markdown.floor_char_boundary(MAX_VIEW_BYTES));
    let view = view.unwrap_or_default();
    let source = match Opening::of(view) {
        Opening::Fenced(enclosure) => {
            let body = view.get(enclosure.body..).unwrap_or_default();
            match enclosure.closing(body) {
                Some(closing) => closing.blanked(body),
                None => Cow::Borrowed(body),
            }
        }
        Opening::Plain | Opening::Undecided => Cow::Borrowed(view),
    };
    let marked = Marked::new(&source);
    let mut writer = Writer::default();
    for (event, range) in Parser::new_ext(&marked.text, options()).into_offset_iter() {
        if writer.count >= MAX_BLOCKS {
            writer.flush();
            return (writer.blocks, true);
        }
        let source = marked.text.get(range).unwrap_or_default();
        writer.event(event, source);
    }
    writer.flush();
    (writer.blocks, view.len() < markdown.len())
}

/// What the text that is being read belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Paragraph,
    Heading(u8),
    Cell,
}

#[derive(Default)]
struct Writer {
    blocks: Vec<Block>,
    /// Blocks and rows.
    count: usize,
    spans: Vec<Span>,
    place: Option<Place>,
    /// The next number of each open list; `None` in lists of bullets.
    lists: Vec<Option<u32>>,
    /// Depth and number of the item whose first words have not come yet.
    item: Option<(u8, Option<u32>)>,
    /// The last block is an item that further paragraphs belong to.
    in_item: bool,
    quotes: usize,
    /// The label of a footnote whose first words have not come yet.
    label: Option<String>,
    table: Vec<Vec<Vec<Span>>>,
    /// For each column, whether its header names a severity.
    named_columns: Vec<bool>,
    bold: usize,
    italic: usize,
    struck: usize,
    code: bool,
    /// What follows the text of each open link or image, and where its text starts in characters of `spans`.
    addresses: Vec<(String, usize)>,
}

impl Writer {
    fn event(&mut self, event: Event<'_>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(tag, source),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::Code(text) => {
                let code = std::mem::replace(&mut self.code, true);
                self.text(&text);
                self.code = code;
            }
            Event::InlineHtml(html) if is_line_break(&html) => self.text("\n"),
            Event::Html(html) | Event::InlineHtml(html) => self.text(&html),
            Event::FootnoteReference(label) => self.text(&format!("[{label}]")),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.text("\n"),
            Event::Rule => self.flush(),
            Event::TaskListMarker(done) => self.text(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>, source: &str) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                let level = u8::try_from(level as usize).unwrap_or(6);
                self.place = Some(Place::Heading(level));
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.label = Some(format!("[{label}] "));
            }
            Tag::List(first) => {
                self.flush();
                let first = first.map(|first| u32::try_from(first).unwrap_or(u32::MAX));
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                let depth = self.lists.len().saturating_sub(1);
                let number = self.lists.last_mut().and_then(|next| {
                    let number = *next;
                    *next = next.map(|next| next.saturating_add(1));
                    number
                });
                self.in_item = false;
                self.item = Some((u8::try_from(depth).unwrap_or(u8::MAX), number));
            }
            Tag::CodeBlock(_) => {
                self.paragraph();
                self.code = true;
            }
            Tag::Table(_) => {
                self.flush();
                self.table.clear();
                self.named_columns.clear();
            }
            Tag::TableHead | Tag::TableRow => {
                self.count += 1;
                self.table.push(Vec::new());
            }
            Tag::TableCell => self.place = Some(Place::Cell),
            Tag::Emphasis => self.italic += 1,
            Tag::Strong => self.bold += 1,
            // A single tilde is a range in Chinese prose (5~10万元).
            Tag::Strikethrough if source.starts_with("~~") => self.struck += 1,
            Tag::Strikethrough => self.text("~"),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.link(link_type, &unmarked(&dest_url)),
            Tag::Image { dest_url, .. } => {
                let address = match self.addresses.len() {
                    MAX_NESTED_IMAGES.. => String::new(),
                    _ => address::in_parentheses(&unmarked(&dest_url)),
                };
                self.addresses.push((address, self.spans.len()));
            }
            _ => self.paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd, source: &str) {
        match tag {
            TagEnd::Heading(_) => self.flush(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
                self.in_item = false;
            }
            TagEnd::Item => {
                self.flush();
                // An item without words.
                if let Some((depth, number)) = self.item.take() {
                    self.push(Block::Item {
                        depth,
                        number,
                        spans: Vec::new(),
                    });
                }
                self.in_item = false;
            }
            TagEnd::CodeBlock => {
                self.flush();
                self.code = false;
            }
            TagEnd::Table => {
                let rows = std::mem::take(&mut self.table);
                self.push(Block::Table(rows));
                self.in_item = false;
            }
            TagEnd::TableHead => {
                let head = self.table.last();
                let cells = head.into_iter().flatten();
                self.named_columns = cells.map(|cell| severity::is_named(&plain(cell))).collect();
            }
            TagEnd::TableRow => {}
            TagEnd::TableCell => self.cell(),
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::Strong => {
                self.bold = self.bold.saturating_sub(1);
                if let Some(last) = self.spans.last_mut() {
                    let stated = Severity::of(&last.text);
                    last.severity = stated.filter(|_| !severity::is_bare(&last.text));
                }
            }
            TagEnd::Strikethrough if source.starts_with("~~") => {
                self.struck = self.struck.saturating_sub(1);
            }
            TagEnd::Strikethrough => self.text("~"),
            TagEnd::Link | TagEnd::Image => {
                if let Some((address, from)) = self.addresses.pop()
                    && !address.is_empty()
                {
                    let shown = plain(self.spans.get(from..).unwrap_or_default());
                    // An address that is its own text is not repeated.
                    if !address.contains(shown.trim()) || shown.trim().is_empty() {
                        self.text(&address);
                    }
                }
            }
            _ => self.flush(),
        }
    }

    fn link(&mut self, link_type: LinkType, destination: &str) {
        let followed = match link_type {
            LinkType::Email => address::followable(&format!("mailto:{destination}")),
            _ => address::followable(destination),
        };
        let shown = followed.unwrap_or_else(|| destination.to_owned());
        // Its text starts a span of its own.
        self.spans.push(self.style());
        self.addresses
            .push((address::in_parentheses(&shown), self.spans.len() - 1));
    }

    fn paragraph(&mut self) {
        self.flush();
        self.place = Some(Place::Paragraph);
        if let Some(label) = self.label.take() {
            self.text(&label);
        }
    }

    fn style(&self) -> Span {
        Span {
            text: String::new(),
            bold: self.bold > 0,
            italic: self.italic > 0,
            struck: self.struck > 0,
            code: self.code,
            severity: None,
        }
    }

    fn text(&mut self, text: &str) {
        let text = unmarked(text);
        let style = self.style();
        match self.spans.last_mut() {
            Some(last) if last.severity.is_none() && last.has_style_of(&style) => {
                last.text.push_str(&text);
            }
            _ => self.spans.push(Span {
                text: text.into_owned(),
                ..style
            }),
        }
    }

    /// A line of the source that ends: in Chinese, no space follows.
    fn soft_break(&mut self) {
        let last = self
            .spans
            .last()
            .and_then(|span| span.text.chars().next_back());
        if last.is_some_and(|last| last.is_ascii() && !last.is_ascii_whitespace()) {
            self.text(" ");
        }
    }

    fn cell(&mut self) {
        let mut spans = self.taken();
        self.place = None;
        let row = self.table.last_mut();
        let Some(row) = row else { return };
        let text = plain(&spans);
        let named = self.named_columns.get(row.len()) == Some(&true);
        if let Some(stated) = Severity::of(&text)
            && (named || !severity::is_bare(&text))
        {
            for span in &mut spans {
                span.severity = Some(stated);
            }
        }
        row.push(spans);
    }

    /// The words read so far, without spaces at the ends.
    fn taken(&mut self) -> Vec<Span> {
        let mut spans = std::mem::take(&mut self.spans);
        self.addresses.clear();
        if let Some(first) = spans.first_mut() {
            first.text = first.text.trim_start_matches('\n').to_owned();
        }
        while let Some(last) = spans.last_mut() {
            let kept = last.text.trim_end().len();
            last.text.truncate(kept);
            if kept > 0 {
                break;
            }
            spans.pop();
        }
        spans.retain(|span| !span.text.is_empty());
        spans
    }

    /// Ends the block whose words were read.
    fn flush(&mut self) {
        let place = self.place.take().unwrap_or(Place::Paragraph);
        let spans = self.taken();
        if spans.is_empty() || place == Place::Cell {
            return;
        }
        if let Place::Heading(level) = place {
            let words = plain(&spans);
            let words: Vec<_> = words.split_whitespace().collect();
            let text = words.join(" ");
            return self.push(Block::Heading { level, text });
        }
        if let Some((depth, number)) = self.item.take() {
            self.push(Block::Item {
                depth,
                number,
                spans,
            });
            self.in_item = true;
            return;
        }
        match self.blocks.last_mut() {
            Some(Block::Item { spans: before, .. }) if self.in_item => {
                before.push(Span {
                    text: "\n".to_owned(),
                    ..Span::default()
                });
                before.extend(spans);
            }
            _ => self.push(Block::Paragraph {
                spans,
                quoted: self.quotes > 0,
            }),
        }
    }

    fn push(&mut self, block: Block) {
        self.count += 1;
        self.blocks.push(block);
    }
}

impl Span {
    fn has_style_of(&self, other: &Self) -> bool {
        (self.bold, self.italic, self.struck, self.code)
            == (other.bold, other.italic, other.struck, other.code)
    }
}

fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

fn is_line_break(html: &str) -> bool {
    let name: String = html
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '/')
        .collect();
    name.eq_ignore_ascii_case("<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks as lines.
    fn lines(markdown: &str) -> Vec<String> {
        let (blocks, _) = blocks(markdown);
        let words = |spans: &[Span]| {
            let words = spans.iter().map(|span| {
                let mark = match (span.bold, span.italic, span.struck, span.code) {
                    (true, ..) => "*",
                    (_, true, ..) => "_",
                    (_, _, true, _) => "~~",
                    (.., true) => "`",
                    _ => "",
                };
                format!("{mark}{}{mark}", span.text)
            });
            words.collect::<String>()
        };
        let line = |block: Block| match block {
            Block::Heading { level, text } => format!("{}{text}", "#".repeat(level.into())),
            Block::Paragraph { spans, quoted } => {
                format!("{}{}", if quoted { "> " } else { "" }, words(&spans))
            }
            Block::Item {
                depth,
                number,
                spans,
            } => {
                let mark = number.map_or("-".to_owned(), |number| number.to_string());
                format!("{}{mark} {}", " ".repeat(depth.into()), words(&spans))
            }
            Block::Table(rows) => rows
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|cell| words(cell))
                        .collect::<Vec<_>>()
                        .join("|")
                })
                .collect::<Vec<_>>()
                .join("/"),
        };
        blocks.into_iter().map(line).collect()
    }

    #[test]
    fn headings_lists_and_tables_keep_their_order_and_their_numbers() {
        let markdown = "## 一、结论 **高**\n\n说明**重点：**后文，*斜体*与`代码`、~~删~~。\n\n3. 第三\n   - 甲\n   - 乙\n\n   补充\n4. 第四\n\n> 引文\n\n| 项 | 数 |\n|---|---|\n| 收入 | **5**亿 |\n";
        assert_eq!(
            lines(markdown),
            [
                "##一、结论 高",
                "说明*重点：*后文，_斜体_与`代码`、~~删~~。",
                "3 第三",
                " - 甲",
                " - 乙",
                "补充",
                "4 第四",
                "> 引文",
                "项|数/收入|*5*亿",
            ]
        );
    }

    #[test]
    fn an_item_keeps_its_paragraphs_and_its_code() {
        assert_eq!(
            lines("- 一\n\n  二\n\n  ```\n  a\n  b\n  ```\n"),
            ["- 一\n二\n`a\nb`"]
        );
    }

    #[test]
    fn links_and_pictures_become_text_and_html_is_shown() {
        assert_eq!(
            lines(
                "见[公告](https://example.com/a)，<https://example.com/b>，![图](https://example.com/c.png)，[页](#x)，[坏](javascript:x)。"
            ),
            [
                "见公告 (https://example.com/a)，https://example.com/b，图 (https://example.com/c.png)，页，坏 (javascript:x)。"
            ]
        );
        assert_eq!(lines("一<br/>二<script>"), ["一\n二<script>"]);
        assert_eq!(
            lines("年报[^1]。\n\n[^1]: 第\n12 页"),
            ["年报[1]。", "[1] 第12 页"]
        );
    }

    #[test]
    fn a_level_is_marked_where_a_column_says_of_what() {
        let markdown = "| 事项 | 风险等级 | 流动性 |\n|---|---|---|\n| 甲 | 高 | 高 |\n| **中风险** | 低 | x |\n";
        let (blocks, _) = blocks(markdown);
        let [Block::Table(rows)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        let severity = |row: usize, column: usize| rows[row][column][0].severity;
        assert_eq!(severity(1, 1), Some(Severity::High));
        assert_eq!(severity(1, 2), None);
        assert_eq!(severity(2, 0), Some(Severity::Medium));
        assert_eq!(severity(2, 1), Some(Severity::Low));
    }

    #[test]
    fn an_enclosing_fence_is_left_out_and_a_vast_report_is_cut() {
        assert_eq!(lines("```markdown\n# 报告\n正文\n```\n"), ["#报告", "正文"]);
        let (_, cut) = blocks(&"一\n\n".repeat(MAX_BLOCKS + 1));
        assert!(cut);
        let (all, cut) = blocks(&"长".repeat(MAX_VIEW_BYTES));
        assert!(cut && all.len() == 1);
    }

    #[test]
    fn nested_marks_neither_overflow_nor_lose_words() {
        for (open, close) in [("> ", ""), ("- ", ""), ("**", "**"), ("[", "](x)")] {
            let markdown = format!("{}词{}", open.repeat(5_000), close.repeat(5_000));
            assert!(lines(&markdown).concat().contains('词'));
        }
    }
}
