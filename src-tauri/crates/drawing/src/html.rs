//! The text of an HTML label as lines of styled runs, before wrapping.

use std::rc::Rc;

use roxmltree::Node;

use super::computed::{Style, Styles};

/// A piece of text in one style.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) style: Rc<Style>,
}

/// The runs of one line.
pub(super) type Line = Vec<Run>;

/// The lines inside `label`, with white space collapsed and trimmed; blank lines are kept only between others.
pub(super) fn lines<'a, 'input>(
    label: Node<'a, 'input>,
    styles: &mut Styles<'a, 'input>,
) -> Vec<Line> {
    let mut lines = Lines {
        done: Vec::new(),
        open: Vec::new(),
    };
    lines.children(label, styles);
    lines.end();
    for line in &mut lines.done {
        trim_end(line);
    }
    let first = lines.done.iter().position(|line| !line.is_empty());
    let last = lines.done.iter().rposition(|line| !line.is_empty());
    match (first, last) {
        (Some(first), Some(last)) => lines.done.drain(first..=last).collect(),
        _ => Vec::new(),
    }
}

struct Lines {
    done: Vec<Line>,
    open: Line,
}

impl Lines {
    fn children<'a, 'input>(&mut self, parent: Node<'a, 'input>, styles: &mut Styles<'a, 'input>) {
        for node in parent.children() {
            if node.is_element() {
                self.element(node, styles);
            } else if let Some(text) = node.text().filter(|_| node.is_text()) {
                let style = styles.of(parent);
                self.text(text, &Rc::new(style));
            }
        }
    }

    fn element<'a, 'input>(&mut self, node: Node<'a, 'input>, styles: &mut Styles<'a, 'input>) {
        let name = node.tag_name().name();
        if name.eq_ignore_ascii_case("br") {
            self.done.push(std::mem::take(&mut self.open));
            return;
        }
        let style = styles.of(node);
        if style.hidden || name == "svg" {
            return;
        }
        let block = is_block(name)
            || matches!(
                style.layout.display.as_str(),
                "block" | "flex" | "grid" | "table"
            );
        if block {
            self.end_unless_empty();
        }
        if name == "li" {
            self.text("• ", &Rc::new(style));
        } else if matches!(name, "td" | "th") && !self.open.is_empty() {
            self.text("  ", &Rc::new(style));
        }
        self.children(node, styles);
        if block {
            self.end_unless_empty();
        }
    }

    fn text(&mut self, text: &str, style: &Rc<Style>) {
        if !style.keeps_newlines {
            self.push(text, style);
            return;
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.done.push(std::mem::take(&mut self.open));
            }
            self.push(line, style);
        }
    }

    /// Appends `text` with white space collapsed, also across runs.
    fn push(&mut self, text: &str, style: &Rc<Style>) {
        let mut space = self.open.last().is_none_or(|run| run.text.ends_with(' '));
        let mut kept = String::with_capacity(text.len());
        for c in text.chars() {
            // A no-break space is kept.
            let blank = c.is_ascii_whitespace();
            let dropped = if blank { space } else { c.is_control() };
            if !dropped {
                kept.push(if blank { ' ' } else { c });
            }
            space = blank;
        }
        if !kept.is_empty() {
            self.open.push(Run {
                text: kept,
                style: Rc::clone(style),
            });
        }
    }

    fn end(&mut self) {
        self.done.push(std::mem::take(&mut self.open));
    }

    fn end_unless_empty(&mut self) {
        if !self.open.is_empty() {
            self.end();
        }
    }
}

fn trim_end(line: &mut Line) {
    while let Some(run) = line.last_mut() {
        run.text.truncate(run.text.trim_end_matches(' ').len());
        if !run.text.is_empty() {
            break;
        }
        line.pop();
    }
}

/// Elements that are block-level by default.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "article"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "tr"
            | "ul"
    )
}
