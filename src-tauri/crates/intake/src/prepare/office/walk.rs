//! Extracts the text of a part, in order.
//!
//! WordprocessingML and DrawingML use the same names for paragraphs, runs and tables, so one walk handles both.

use std::collections::HashMap;

use roxmltree::Node;

use super::xml::{attribute, relation};

/// Maximum nesting depth of fields.
const MOST_FIELDS: usize = 32;

/// Which shapes are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shapes {
    /// All shapes.
    All,
    /// Shapes that are not placeholders: what a layout shows on every slide.
    Fixed,
    /// The body placeholder of a notes page.
    Notes,
}

/// Content of a part.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) text: String,
    /// Relationship IDs of its pictures, in order.
    pub(super) pictures: Vec<String>,
    /// Whether it has tracked deletions.
    pub(super) deletions: bool,
    /// Whether it is a hidden slide.
    pub(super) hidden: bool,
}

/// State of the walk through a part.
pub(super) struct Walk {
    shapes: Shapes,
    /// Text of charts and diagrams by relationship ID; each is used once.
    graphics: HashMap<String, String>,
    walked: Walked,
    /// Text anchored beside the current paragraph.
    aside: String,
    /// For each open field, whether its instructions have ended.
    fields: Vec<bool>,
}

impl Walk {
    /// Walks through a whole part.
    pub(super) fn through(
        root: Node<'_, '_>,
        shapes: Shapes,
        graphics: HashMap<String, String>,
    ) -> Walked {
        let mut walk = Self {
            shapes,
            graphics,
            walked: Walked::default(),
            aside: String::new(),
            fields: Vec::new(),
        };
        walk.node(root);
        let mut walked = walk.walked;
        walked.hidden = root.tag_name().name() == "sld"
            && matches!(root.attribute("show"), Some("0" | "false"));
        walked.text.push_str(&walk.aside);
        walked.text = tidy(&walked.text);
        walked
    }

    fn children(&mut self, node: Node<'_, '_>) {
        for child in node.children().filter(Node::is_element) {
            self.node(child);
        }
    }

    fn node(&mut self, node: Node<'_, '_>) {
        match node.tag_name().name() {
            // Formatting, alternative representations, and phonetic guides (ruby text).
            "pPr" | "rPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" | "sectPr" | "sdtPr"
            | "sdtEndPr" | "bodyPr" | "lstStyle" | "endParaRPr" | "extLst" | "instrText" | "rt" => {
            }
            "del" | "moveFrom" => self.walked.deletions = true,
            "p" => self.paragraph(node),
            "t" => self.written(node),
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("\u{2011}"),
            "fldChar" => self.field(attribute(node, "fldCharType")),
            "txbxContent" => {
                let inner = self.apart(node);
                self.aside.push_str(&inner);
            }
            "tbl" => self.table(node),
            "AlternateContent" => self.one_of(node),
            "blip" => self.pictures(relation(node, "embed").or(relation(node, "link"))),
            "imagedata" => self.pictures(relation(node, "id")),
            "textpath" => {
                // WordArt text along a path, as in watermarks.
                let letters = attribute(node, "string").unwrap_or_default();
                self.aside.push_str(letters);
                self.aside.push('\n');
            }
            "relIds" => self.graphic(relation(node, "dm")),
            "chart" => self.graphic(relation(node, "id")),
            "sp" if !self.is_read(node) => {}
            _ => {
                self.children(node);
            }
        }
    }

    fn push(&mut self, text: &str) {
        if self.fields.iter().all(|over| *over) {
            self.walked.text.push_str(text);
        }
    }

    fn written(&mut self, node: Node<'_, '_>) {
        for text in node.children().filter_map(|child| child.text()) {
            self.push(text);
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        let before = std::mem::take(&mut self.aside);
        self.children(node);
        // A field whose instructions never end would swallow all text after it.
        self.fields.iter_mut().for_each(|over| *over = true);
        self.walked.text.push('\n');
        let aside = std::mem::replace(&mut self.aside, before);
        self.walked.text.push_str(&aside);
    }

    fn field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") if self.fields.len() < MOST_FIELDS => self.fields.push(false),
            Some("separate") => {
                if let Some(over) = self.fields.last_mut() {
                    *over = true;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// Text of an element alone, without the text before it.
    fn apart(&mut self, node: Node<'_, '_>) -> String {
        let text = std::mem::take(&mut self.walked.text);
        let aside = std::mem::take(&mut self.aside);
        let fields = std::mem::take(&mut self.fields);
        self.children(node);
        self.fields = fields;
        let aside = std::mem::replace(&mut self.aside, aside);
        let inner = std::mem::replace(&mut self.walked.text, text);
        inner + &aside
    }

    fn table(&mut self, node: Node<'_, '_>) {
        if !self.walked.text.is_empty() && !self.walked.text.ends_with('\n') {
            self.walked.text.push('\n');
        }
        for row in within(node, "tr") {
            let cells: Vec<String> = within(row, "tc")
                .into_iter()
                .map(|cell| self.apart(cell))
                .collect();
            if let [only] = cells.as_slice() {
                // A single cell is a frame around text rather than a table.
                self.walked.text.push_str(only.trim_matches('\n'));
            } else {
                let cells = cells.iter().map(|cell| {
                    let words = cell.split_whitespace();
                    words.collect::<Vec<_>>().join(" ")
                });
                let row = cells.collect::<Vec<_>>().join("\t");
                self.walked.text.push_str(row.trim_end());
            }
            self.walked.text.push('\n');
        }
    }

    /// Of several alternatives, uses the first that yields any content.
    fn one_of(&mut self, node: Node<'_, '_>) {
        let size = |walk: &Self| {
            (
                walk.walked.text.len(),
                walk.aside.len(),
                walk.walked.pictures.len(),
            )
        };
        let before = size(self);
        for form in node.children().filter(Node::is_element) {
            self.children(form);
            if size(self) != before {
                return;
            }
        }
    }

    fn pictures(&mut self, id: Option<&str>) {
        let id = id.filter(|id| !id.is_empty());
        self.walked.pictures.extend(id.map(str::to_owned));
    }

    fn graphic(&mut self, id: Option<&str>) {
        if let Some(text) = id.and_then(|id| self.graphics.remove(id)) {
            self.aside.push_str(&text);
        }
    }

    fn is_read(&self, shape: Node<'_, '_>) -> bool {
        let place = shape
            .children()
            .filter(|child| child.tag_name().name() == "nvSpPr")
            .flat_map(|head| head.descendants())
            .find(|node| node.tag_name().name() == "ph");
        match self.shapes {
            Shapes::All => true,
            Shapes::Fixed => place.is_none(),
            Shapes::Notes => place.is_some_and(|place| attribute(place, "type") == Some("body")),
        }
    }
}

/// Rows of a table, or cells of a row; some are wrapped in revision marks or content controls.
fn within<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Vec<Node<'a, 'input>> {
    let mut found = Vec::new();
    for child in node.children() {
        match child.tag_name().name() {
            own if own == name => found.push(child),
            "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" => {
                found.extend(within(child, name));
            }
            _ => {}
        }
    }
    found
}

/// Trims the ends of lines and collapses consecutive empty lines.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        empty = match line.is_empty() {
            true => empty + 1,
            false => 0,
        };
        if empty < 2 {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy
}
