//! Tables, shapes, controls and other elements that contain text or stand for some.

use roxmltree::Node;

use super::{Shapes, Walk};
use crate::prepare::office::crops::Crop;
use crate::prepare::office::forms;
use crate::prepare::office::formulas::Formula;
use crate::prepare::office::word::{NoteKind, note_id};
use crate::prepare::office::xml::{attribute, child, is_on};
use crate::prepare::plan::Note;

impl Walk<'_> {
    /// Text of an element alone, without the text before it.
    pub(super) fn apart(&mut self, node: Node<'_, '_>) -> String {
        let text = std::mem::take(&mut self.walked.text);
        let aside = std::mem::take(&mut self.aside);
        let carried = std::mem::take(&mut self.carried);
        let fields = std::mem::take(&mut self.fields);
        let bullets = std::mem::take(&mut self.bullets);
        let style = self.style.clone();
        self.children(node);
        self.style = style;
        self.bullets = bullets;
        self.fields = fields;
        let carried = std::mem::replace(&mut self.carried, carried);
        let aside = std::mem::replace(&mut self.aside, aside);
        let inner = std::mem::replace(&mut self.walked.text, text);
        inner + &carried + &aside
    }

    pub(super) fn table(&mut self, node: Node<'_, '_>) {
        if !self.walked.text.is_empty() && !self.walked.text.ends_with('\n') {
            self.walked.text.push('\n');
        }
        for row in within(node, "tr") {
            let properties = child(row, "trPr");
            let says = |name| properties.and_then(|properties| child(properties, name));
            if says("del").is_some() {
                self.note(Note::DeletionsLeftOut);
                continue;
            }
            if says("hidden").is_some_and(is_on) {
                self.note(Note::HiddenLeftOut);
                continue;
            }
            let cells: Vec<String> = within(row, "tc")
                .into_iter()
                .map(|cell| self.cell(cell))
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

    fn cell(&mut self, node: Node<'_, '_>) -> String {
        let text = self.apart(node);
        if !is_merged(node) {
            return text;
        }
        if !text.trim().is_empty() {
            self.note(Note::HiddenLeftOut);
        }
        String::new()
    }

    /// Of several alternatives, uses the first that yields any content.
    pub(super) fn one_of(&mut self, node: Node<'_, '_>) {
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
            // What is hidden in one alternative is not to be shown by another.
            let hides = form.descendants().any(is_hidden);
            if size(self) != before || hides {
                return;
            }
        }
    }

    /// A content control; a tick box without a sign of its own shows its state.
    pub(super) fn control(&mut self, node: Node<'_, '_>) {
        let before = self.walked.text.len();
        self.children(node);
        let shown = self.walked.text.get(before..).unwrap_or_default();
        if shown.trim().is_empty()
            && let Some(sign) = forms::tick_box(node)
        {
            self.walked.text.truncate(before);
            self.push(sign);
        }
    }

    /// Text with a guide to its reading, which follows in brackets.
    pub(super) fn ruby(&mut self, node: Node<'_, '_>) {
        let base = child(node, "rubyBase").map(|base| self.apart(base));
        self.push(&base.unwrap_or_default());
        let guide = child(node, "rt")
            .map(|guide| self.apart(guide))
            .unwrap_or_default();
        if !guide.trim().is_empty() {
            self.push(&format!("({})", guide.trim()));
        }
    }

    pub(super) fn formula(&mut self, node: Node<'_, '_>) {
        let before = self.walked.text.len();
        let formula = Formula::written(node, &mut |run| self.one_run(run));
        self.walked.text.truncate(before);
        self.push(&formula.text);
        let is_displayed = node
            .parent()
            .is_some_and(|parent| parent.tag_name().name() == "oMathPara");
        let follows = node
            .next_siblings()
            .skip(1)
            .any(|next| next.tag_name().name() == "oMath");
        if is_displayed && follows {
            self.push("\n");
        }
        if formula.guessed {
            self.note(Note::FormulasGuessed);
        }
    }

    fn one_run(&mut self, run: Node<'_, '_>) -> String {
        let start = self.walked.text.len();
        self.run(run);
        self.walked.text.split_off(start)
    }

    /// A reference to a footnote or endnote.
    pub(super) fn reference(&mut self, node: Node<'_, '_>, kind: NoteKind) {
        let own = attribute(node, "customMarkFollows");
        let has_own_mark = own.is_some_and(|own| !matches!(own, "0" | "false" | "off"));
        let mark = self.word.notes(kind).refer(note_id(node), has_own_mark);
        self.push(&mark);
    }

    pub(super) fn picture(&mut self, id: Option<&str>, crop: Crop) {
        let id = id.filter(|id| !id.is_empty());
        self.walked
            .pictures
            .extend(id.map(|id| (id.to_owned(), crop)));
    }

    pub(super) fn graphic(&mut self, id: Option<&str>) {
        if let Some(text) = id.and_then(|id| self.graphics.remove(id)) {
            self.aside.push_str(&text);
        }
    }

    /// Another document that is inserted here.
    pub(super) fn chunk(&mut self, id: Option<&str>) {
        match id.and_then(|id| self.graphics.remove(id)) {
            Some(text) => {
                self.walked.text.push_str(text.trim_end());
                self.walked.text.push('\n');
            }
            None => self.note(Note::ChunksLeftOut),
        }
    }

    pub(super) fn is_read(&self, shape: Node<'_, '_>) -> bool {
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

/// Whether it is a shape or picture that is not displayed.
pub(super) fn is_hidden(node: Node<'_, '_>) -> bool {
    let namespace = node.tag_name().namespace().unwrap_or_default();
    if namespace.ends_with(":vml") {
        let style = node.attribute("style").unwrap_or_default();
        return style.split(';').any(|rule| {
            rule.split_once(':').is_some_and(|(name, value)| {
                name.trim() == "visibility" && value.trim() == "hidden"
            })
        });
    }
    let is_off = |node: Node<'_, '_>| {
        matches!(node.tag_name().name(), "docPr" | "cNvPr")
            && matches!(node.attribute("hidden"), Some("1" | "true"))
    };
    match node.tag_name().name() {
        "sp" | "pic" | "grpSp" | "graphicFrame" | "cxnSp" | "wsp" | "wgp" | "anchor" | "inline"
        | "contentPart" | "wpc" => node.children().any(|child| {
            let is_head = child.tag_name().name().starts_with("nv");
            is_off(child) || is_head && child.children().any(is_off)
        }),
        _ => false,
    }
}

/// Whether it is a shape that stands beside its slide of this size, where authors put drafts.
pub(super) fn is_outside(node: Node<'_, '_>, (width, height): (i64, i64)) -> bool {
    let is_top = || {
        let parent = node.parent();
        parent.is_some_and(|parent| parent.tag_name().name() == "spTree")
    };
    let place = match node.tag_name().name() {
        "sp" | "pic" | "cxnSp" if is_top() => child(node, "spPr"),
        "grpSp" if is_top() => child(node, "grpSpPr"),
        "graphicFrame" if is_top() => Some(node),
        _ => None,
    };
    let Some(place) = place.and_then(|place| child(place, "xfrm")) else {
        return false;
    };
    let number = |name: &str, side: &str| -> Option<i64> {
        child(place, name)?.attribute(side)?.parse().ok()
    };
    let sides = [("off", "x"), ("off", "y"), ("ext", "cx"), ("ext", "cy")];
    let [Some(left), Some(top), Some(wide), Some(tall)] = sides.map(|(a, b)| number(a, b)) else {
        return false;
    };
    // A turned shape may reach as far as its longer side.
    let is_turned = place.attribute("rot").is_some_and(|turn| turn != "0");
    let reach = match is_turned {
        true => wide.max(tall),
        false => 0,
    };
    let before = |start: i64, length: i64| start.saturating_add(length).saturating_add(reach) <= 0;
    let behind = |start: i64, end: i64| start.saturating_sub(reach) >= end;
    before(left, wide) || before(top, tall) || behind(left, width) || behind(top, height)
}

/// Whether another cell covers this one, so that its content is not displayed.
fn is_merged(cell: Node<'_, '_>) -> bool {
    let properties = child(cell, "tcPr");
    let continues = |name| {
        let merge = properties.and_then(|properties| child(properties, name));
        merge.is_some_and(|merge| attribute(merge, "val") != Some("restart"))
    };
    let covered = |name| matches!(cell.attribute(name), Some("1" | "true"));
    continues("vMerge") || continues("hMerge") || covered("vMerge") || covered("hMerge")
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
pub(super) fn tidy(text: &str) -> String {
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
