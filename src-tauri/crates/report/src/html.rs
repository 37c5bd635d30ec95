//! Writes the parser events of a block as HTML.
//!
//! All text is escaped, and so is raw HTML of the answer, except line breaks. Nothing is ever loaded: an image becomes its
//! alternative text and its URL. Nesting is limited here, because the time that the sanitiser and the window take grows
//! faster than linearly with depth.

use std::mem;

use pulldown_cmark::{Alignment, Event, LinkType, Tag, TagEnd};

use crate::address;
use crate::list_numbers::Numbers;
use crate::marks::{MARK, is_cjk_letter, unmarked};
use crate::severity::{self, Severity};

/// Maximum nesting depth of lists, quotes and footnotes; deeper ones keep their text and lose their markup.
const MAX_CONTAINERS: usize = 32;
/// Maximum nesting depth of bold, italic, struck-through and linked text, likewise.
const MAX_INLINES: usize = 32;
/// Maximum bytes of text without a break, see [`HtmlWriter::text`].
const MAX_TEXT_NODE: usize = 4096;

/// How to close the element that is open.
enum Close {
    Nothing,
    Text(String),
    Tag(&'static str),
    Container(&'static str),
    Inline(&'static str),
    /// Offsets mark the start of the content.
    Heading(&'static str, usize),
    Cell(&'static str, usize),
    Emphasis(usize),
    Strong(usize),
}

const EMPHASIS: &str = "<em>";
const STRONG: &str = "<strong>";

/// Writes the events of one block after another.
#[derive(Default)]
pub(crate) struct HtmlWriter {
    html: String,
    open: Vec<Close>,
    containers: usize,
    inlines: usize,
    /// Bytes of text since the last break.
    unbroken: usize,
    table: Columns,
    /// Numbers of the open lists, innermost last.
    lists: Vec<Numbers>,
}

/// State of the current table; tables can't be nested.
#[derive(Default)]
struct Columns {
    alignments: Vec<Alignment>,
    next: usize,
    in_head: bool,
    in_cell: bool,
    /// For each column, whether its header names a severity.
    named_columns: Vec<bool>,
    /// Whether the first cell of the row names a severity.
    named_row: bool,
}

impl HtmlWriter {
    /// Takes the HTML of the block whose last event was written.
    pub(crate) fn take(&mut self) -> String {
        self.open.clear();
        self.containers = 0;
        self.inlines = 0;
        self.unbroken = 0;
        self.lists.clear();
        mem::take(&mut self.html)
    }

    /// Writes an event; `source` is the Markdown that it came from.
    pub(crate) fn write(&mut self, event: Event<'_>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(end) => {
                if matches!(end, TagEnd::List(_)) {
                    self.lists.pop();
                }
                self.end();
            }
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.html.push_str("<code>");
                self.text(&text);
                self.html.push_str("</code>");
            }
            Event::Html(html) => self.html_line(&html),
            Event::InlineHtml(html) => self.raw_html(&html),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::FootnoteReference(label) => {
                self.html.push_str("<sup>[");
                self.text(&label);
                self.html.push_str("]</sup>");
            }
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.html.push_str("<hr>"),
            Event::TaskListMarker(done) => self.html.push_str(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>, source: &str) {
        match tag {
            Tag::Heading { level, .. } => {
                let (open, close) = heading(level as usize);
                self.html.push_str(open);
                self.open.push(Close::Heading(close, self.html.len()));
            }
            Tag::BlockQuote(_) => self.container("<blockquote>", "</blockquote>"),
            Tag::FootnoteDefinition(label) => {
                self.container("<div class=\"footnote\">", "</div>");
                self.html.push_str("<sup>[");
                self.text(&label);
                self.html.push_str("]</sup> ");
            }
            Tag::List(first) => {
                match first {
                    None => self.container("<ul>", "</ul>"),
                    Some(1) => self.container("<ol>", "</ol>"),
                    Some(first) => self.container(&format!("<ol start=\"{first}\">"), "</ol>"),
                }
                self.lists.push(Numbers::from(first));
            }
            Tag::Item => match self.open.last() {
                Some(Close::Container(_)) => {
                    let skipped = self.lists.last_mut().and_then(|list| list.skip_to(source));
                    match skipped {
                        Some(number) => self.element(&format!("<li value=\"{number}\">"), "</li>"),
                        None => self.element("<li>", "</li>"),
                    }
                }
                _ => self.element("<br>", ""),
            },
            // Wide code scrolls inside its own box, which must be reachable by keyboard.
            Tag::CodeBlock(_) => self.element("<pre tabindex=\"0\"><code>", "</code></pre>"),
            Tag::Table(alignments) => {
                self.table = Columns {
                    alignments,
                    ..Columns::default()
                };
                self.element(
                    "<div class=\"table\" tabindex=\"0\"><table>",
                    "</tbody></table></div>",
                );
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.next = 0;
                self.element("<thead><tr>", "</tr></thead><tbody>");
            }
            Tag::TableRow => {
                self.table.in_head = false;
                self.table.named_row = false;
                self.table.next = 0;
                self.element("<tr>", "</tr>");
            }
            Tag::TableCell => {
                let (open, close) = self.table.cell();
                self.html.push_str(open);
                self.open.push(Close::Cell(close, self.html.len()));
            }
            Tag::Emphasis => {
                let start = self.html.len() + EMPHASIS.len();
                self.inline(EMPHASIS, Close::Emphasis(start));
            }
            Tag::Strong => {
                let start = self.html.len() + STRONG.len();
                self.inline(STRONG, Close::Strong(start));
            }
            // A single tilde is a range in Chinese prose (5~10万元); such text must not look deleted.
            Tag::Strikethrough if source.starts_with("~~") => {
                self.inline("<del>", Close::Inline("</del>"));
            }
            Tag::Strikethrough => self.element("~", "~"),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.link(link_type, &unmarked(&dest_url)),
            Tag::Image { dest_url, .. } => {
                let shown = address::in_parentheses(&unmarked(&dest_url));
                self.open.push(Close::Text(shown));
            }
            // The others need extensions that are not enabled; their text is kept.
            Tag::Paragraph
            | Tag::HtmlBlock
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => self.element("<p>", "</p>"),
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Close::Tag(close)) => self.html.push_str(close),
            Some(Close::Container(close)) => {
                self.html.push_str(close);
                self.containers -= 1;
            }
            Some(Close::Inline(close)) => self.end_inline(close),
            Some(Close::Emphasis(start)) => {
                let written = self.html.get(start..).unwrap_or_default();
                if written.chars().any(is_cjk_letter) {
                    self.classify(start, "cjk");
                }
                self.end_inline("</em>");
            }
            Some(Close::Strong(start)) => {
                let written = self.html.get(start..).unwrap_or_default();
                if let Some(severity) = Severity::of(written)
                    && (!severity::is_bare(written) || self.table.allows_bare())
                {
                    self.classify(start, severity.class());
                }
                self.end_inline("</strong>");
            }
            Some(Close::Heading(close, start)) => {
                let written = self.html.get(start..).unwrap_or_default();
                if let Some((from, severity)) = severity::at_end(written) {
                    self.wrap(start + from, severity);
                }
                self.html.push_str(close);
            }
            Some(Close::Cell(close, start)) => self.end_cell(close, start),
            Some(Close::Text(text)) => self.text(&text),
            Some(Close::Nothing) | None => {}
        }
    }

    fn element(&mut self, open: &str, close: &'static str) {
        self.html.push_str(open);
        self.open.push(Close::Tag(close));
    }

    fn container(&mut self, open: &str, close: &'static str) {
        if self.containers == MAX_CONTAINERS {
            self.open.push(Close::Nothing);
            return;
        }
        self.containers += 1;
        self.html.push_str(open);
        self.open.push(Close::Container(close));
    }

    fn inline(&mut self, open: &str, close: Close) {
        if self.inlines == MAX_INLINES {
            self.open.push(Close::Nothing);
            return;
        }
        self.inlines += 1;
        self.html.push_str(open);
        self.open.push(close);
    }

    fn end_inline(&mut self, close: &str) {
        self.html.push_str(close);
        self.inlines -= 1;
    }

    fn end_cell(&mut self, close: &str, start: usize) {
        let written = self.html.get(start..).unwrap_or_default();
        let named = severity::is_named(written);
        match Severity::of(written) {
            _ if self.table.in_head => self.table.named_columns.push(named),
            Some(severity) if !severity::is_bare(written) || self.table.allows_bare() => {
                self.wrap(start, severity);
            }
            _ if self.table.next == 1 => self.table.named_row = named,
            _ => {}
        }
        self.table.in_cell = false;
        self.html.push_str(close);
    }

    /// Adds a class to the element whose content begins at `start`; its tag has no attributes yet.
    fn classify(&mut self, start: usize, class: &str) {
        let attribute = format!(" class=\"{class}\"");
        self.html.insert_str(start - ">".len(), &attribute);
    }

    /// Wraps what was written from `start` on into a tag.
    fn wrap(&mut self, start: usize, severity: Severity) {
        let tag = format!("<span class=\"{}\">", severity.class());
        self.html.insert_str(start, &tag);
        self.html.push_str("</span>");
    }

    fn link(&mut self, link_type: LinkType, destination: &str) {
        let followable = match link_type {
            LinkType::Email => address::followable(&format!("mailto:{destination}")),
            _ => address::followable(destination),
        };
        match followable {
            Some(href) if self.inlines < MAX_INLINES => {
                self.html.push_str("<a href=\"");
                href.chars().for_each(|c| push_escaped(&mut self.html, c));
                self.inline("\">", Close::Inline("</a>"));
            }
            _ => self
                .open
                .push(Close::Text(address::in_parentheses(destination))),
        }
    }

    /// Writes a line of an HTML block as a line of text.
    fn html_line(&mut self, line: &str) {
        if !self.html.ends_with("<p>") {
            self.html.push_str("<br>\n");
        }
        self.raw_html(line.trim_end_matches(['\r', '\n']));
    }

    fn raw_html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (before, tag) = rest.split_at(at);
            self.text(before);
            rest = match after_line_break(tag) {
                Some(after) => {
                    self.html.push_str("<br>\n");
                    after
                }
                None => {
                    self.html.push_str("&lt;");
                    tag.strip_prefix('<').unwrap_or_default()
                }
            };
        }
        self.text(rest);
    }

    /// Writes escaped text. Inserts empty comments, which the sanitiser drops, to keep text nodes short: its serialiser
    /// searches the rest of a node again at each `&`, which is quadratic.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            push_escaped(&mut self.html, c);
            self.unbroken += c.len_utf8();
            if self.unbroken > MAX_TEXT_NODE {
                self.html.push_str("<!---->");
                self.unbroken = 0;
            }
        }
    }
}

fn push_escaped(html: &mut String, c: char) {
    match c {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '"' => html.push_str("&quot;"),
        '\0' => html.push(char::REPLACEMENT_CHARACTER),
        MARK => {}
        c => html.push(c),
    }
}

impl Columns {
    /// Whether a bare “高” means a severity here: always outside tables, in a cell only if the header of its column or row
    /// says so. High liquidity is not a high risk.
    fn allows_bare(&self) -> bool {
        let column = self.next.checked_sub(1);
        let named = column.and_then(|column| self.named_columns.get(column));
        !self.in_cell || self.named_row || named == Some(&true)
    }

    fn cell(&mut self) -> (&'static str, &'static str) {
        let alignment = self.alignments.get(self.next).unwrap_or(&Alignment::None);
        self.next += 1;
        self.in_cell = true;
        if self.in_head {
            let open = match alignment {
                Alignment::None => "<th>",
                Alignment::Left => "<th align=\"left\">",
                Alignment::Center => "<th align=\"center\">",
                Alignment::Right => "<th align=\"right\">",
            };
            (open, "</th>")
        } else {
            let open = match alignment {
                Alignment::None => "<td>",
                Alignment::Left => "<td align=\"left\">",
                Alignment::Center => "<td align=\"center\">",
                Alignment::Right => "<td align=\"right\">",
            };
            (open, "</td>")
        }
    }
}

fn heading(level: usize) -> (&'static str, &'static str) {
    match level {
        1 => ("<h1>", "</h1>"),
        2 => ("<h2>", "</h2>"),
        3 => ("<h3>", "</h3>"),
        4 => ("<h4>", "</h4>"),
        5 => ("<h5>", "</h5>"),
        _ => ("<h6>", "</h6>"),
    }
}

/// What follows a `<br>`, in any spelling, at the start of `html`.
fn after_line_break(html: &str) -> Option<&str> {
    let (name, rest) = html.split_at_checked(3)?;
    if !name.eq_ignore_ascii_case("<br") {
        return None;
    }
    let rest = rest.trim_start();
    rest.strip_prefix('/').unwrap_or(rest).strip_prefix('>')
}
