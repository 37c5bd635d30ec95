//! Extracts the text of a part, in order, as the document's usual program displays it.
//!
//! WordprocessingML and DrawingML use the same names for paragraphs, runs and tables, so one walk handles both.

mod blocks;

use std::collections::HashMap;

use roxmltree::Node;

use super::bullets::Bullets;
use super::crops::Crop;
use super::fields::Fields;
use super::forms;
use super::styles::RunLook;
use super::symbols::{self, SymbolFont};
use super::word::{NoteKind, Word, note_id};
use super::xml::{attribute, child, relation};
use crate::prepare::plan::Note;
use crate::prepare::raised;

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
    /// Relationship IDs of its pictures, in order, with their crops.
    pub(super) pictures: Vec<(String, Crop)>,
    pub(super) notes: Vec<Note>,
}

/// State of the walk through a part.
pub(super) struct Walk<'w> {
    shapes: Shapes,
    /// Text of charts, diagrams and inserted documents by relationship ID; each is used once.
    graphics: HashMap<String, String>,
    word: &'w mut Word,
    walked: Walked,
    /// Text anchored beside the current paragraph.
    aside: String,
    /// Text of a paragraph whose end is not displayed; the next paragraph continues it.
    carried: String,
    fields: Fields,
    /// Style of the current paragraph.
    style: Option<String>,
    look: RunLook,
    bullets: Bullets,
    /// Mark of the current footnote or endnote.
    mark: String,
}

impl<'w> Walk<'w> {
    /// Walks through a whole part.
    pub(super) fn through(
        root: Node<'_, '_>,
        shapes: Shapes,
        graphics: HashMap<String, String>,
        word: &'w mut Word,
    ) -> Walked {
        let mut walk = Self::new(shapes, graphics, word);
        walk.node(root);
        walk.ended()
    }

    /// Walks through the footnotes or endnotes that the text refers to, in the order of their marks.
    pub(super) fn notes(
        root: Node<'_, '_>,
        kind: NoteKind,
        graphics: HashMap<String, String>,
        word: &'w mut Word,
    ) -> Walked {
        let mut walk = Self::new(Shapes::All, graphics, word);
        let by_id: HashMap<&str, Node<'_, '_>> = root
            .children()
            .filter(Node::is_element)
            .filter(|note| !matches!(attribute(*note, "type"), Some(kind) if kind != "normal"))
            .map(|note| (note_id(note), note))
            .collect();
        let order = walk.word.notes(kind).order.clone();
        for id in &order {
            walk.word.notes(kind).mark(id).clone_into(&mut walk.mark);
            if let Some(note) = by_id.get(id.as_str()) {
                walk.children(*note);
            }
        }
        let notes = walk.word.notes(kind);
        if by_id.keys().any(|id| !notes.has(id)) {
            walk.note(Note::HiddenLeftOut);
        }
        walk.ended()
    }

    fn new(shapes: Shapes, graphics: HashMap<String, String>, word: &'w mut Word) -> Self {
        Self {
            shapes,
            graphics,
            word,
            walked: Walked::default(),
            aside: String::new(),
            carried: String::new(),
            fields: Fields::default(),
            style: None,
            look: RunLook::default(),
            bullets: Bullets::default(),
            mark: String::new(),
        }
    }

    fn ended(mut self) -> Walked {
        self.walked.text.push_str(&self.carried);
        self.walked.text.push_str(&self.aside);
        self.walked.text = blocks::tidy(&raised::written_out(&self.walked.text));
        let notes = [&self.word.footnotes, &self.word.endnotes];
        if self.word.numbering.guessed || notes.iter().any(|notes| notes.is_unsure()) {
            self.note(Note::NumbersGuessed);
        }
        self.walked
    }

    fn note(&mut self, note: Note) {
        if !self.walked.notes.contains(&note) {
            self.walked.notes.push(note);
        }
    }

    fn children(&mut self, node: Node<'_, '_>) {
        for child in node.children().filter(Node::is_element) {
            self.node(child);
        }
    }

    fn node(&mut self, node: Node<'_, '_>) {
        let slide = self.word.slide.filter(|_| self.shapes != Shapes::Notes);
        if blocks::is_hidden(node) || slide.is_some_and(|slide| blocks::is_outside(node, slide)) {
            return self.note(Note::HiddenLeftOut);
        }
        match node.tag_name().name() {
            // Formatting, alternative representations, and the guide beside ruby text, which is read with its base.
            "pPr" | "rPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" | "sectPr" | "sdtPr"
            | "sdtEndPr" | "bodyPr" | "lstStyle" | "endParaRPr" | "extLst" | "rt" => {}
            "del" | "moveFrom" => self.note(Note::DeletionsLeftOut),
            "p" => self.paragraph(node),
            "r" | "fld" => self.run(node),
            // In diagrams, this contains paragraphs.
            "t" if node.children().any(|child| child.is_element()) => self.children(node),
            "t" => self.written(node),
            "instrText" => self.fields.instruct(node.text().unwrap_or_default()),
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("\u{2011}"),
            "sym" => self.symbol(node),
            "fldChar" => self.field(node),
            "fldSimple" => self.simple_field(node),
            "sdt" => self.control(node),
            "ruby" => self.ruby(node),
            "oMath" => self.formula(node),
            "footnoteReference" => self.reference(node, NoteKind::Foot),
            "endnoteReference" => self.reference(node, NoteKind::End),
            "footnoteRef" | "endnoteRef" => {
                let mark = self.mark.clone();
                self.push(&mark);
            }
            "txbxContent" => {
                let inner = self.apart(node);
                self.aside.push_str(&inner);
            }
            "txBody" => {
                self.bullets = Bullets::default();
                self.children(node);
            }
            "tbl" => self.table(node),
            "AlternateContent" => self.one_of(node),
            "blip" => {
                let id = relation(node, "embed").or(relation(node, "link"));
                self.picture(id, Crop::of_blip(node));
            }
            "imagedata" => self.picture(relation(node, "id"), Crop::of_image_data(node)),
            "textpath" => {
                // WordArt text along a path, as in watermarks.
                let letters = attribute(node, "string").unwrap_or_default();
                self.aside.push_str(letters);
                self.aside.push('\n');
            }
            "relIds" => self.graphic(relation(node, "dm")),
            "chart" => self.graphic(relation(node, "id")),
            "altChunk" => self.chunk(relation(node, "id")),
            "sp" if !self.is_read(node) => {}
            _ => self.children(node),
        }
    }

    fn push(&mut self, text: &str) {
        if self.fields.show() {
            self.walked.text.push_str(text);
        }
    }

    fn run(&mut self, node: Node<'_, '_>) {
        let properties = node.children().find(|child| {
            let namespace = child.tag_name().namespace().unwrap_or_default();
            child.tag_name().name() == "rPr" && !namespace.ends_with("/math")
        });
        let look = self.word.run(self.style.as_deref(), properties);
        if look.hidden == Some(true) {
            return self.hidden_run(node);
        }
        let before = std::mem::replace(&mut self.look, look);
        self.children(node);
        self.look = before;
    }

    /// Fields begin and end in hidden text too.
    fn hidden_run(&mut self, node: Node<'_, '_>) {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "fldChar" => {
                    self.fields.change(attribute(child, "fldCharType"));
                }
                "rPr" | "instrText" => {}
                _ if self.fields.show() => self.note(Note::HiddenLeftOut),
                _ => {}
            }
        }
    }

    fn written(&mut self, node: Node<'_, '_>) {
        for text in node.children().filter_map(|child| child.text()) {
            let mut signs = String::with_capacity(text.len());
            for character in text.chars().filter(|c| !raised::is_mark(*c)) {
                let font = match character {
                    ' '..='~' => self.look.ascii.flatten(),
                    _ if symbols::is_private(character) => {
                        self.look.other.flatten().or(self.look.ascii.flatten())
                    }
                    '\u{A0}'..='\u{FF}' => self.look.other.flatten(),
                    _ => None,
                };
                signs.push(match font {
                    Some(font) => self.sign(Some(font), u32::from(character)),
                    None if symbols::is_private(character) => self.sign(None, 0),
                    None => character,
                });
            }
            if self.look.capitals == Some(true) {
                signs = signs.to_uppercase();
            }
            if let Some(raise) = self.look.raise.flatten().filter(|_| !signs.is_empty()) {
                signs = raised::marked(&signs, raise);
            }
            self.push(&signs);
        }
    }

    /// A sign of a symbol font.
    fn sign(&mut self, font: Option<SymbolFont>, code: u32) -> char {
        let sign = font.and_then(|font| font.sign(code));
        if sign.is_none() {
            self.note(Note::SymbolsUnknown);
        }
        sign.unwrap_or(symbols::UNKNOWN)
    }

    fn symbol(&mut self, node: Node<'_, '_>) {
        // In DrawingML, this names a font.
        let Some(code) = attribute(node, "char") else {
            return;
        };
        let code = u32::from_str_radix(code, 16).unwrap_or_default();
        let font = attribute(node, "font").and_then(SymbolFont::named);
        let plain = char::from_u32(code)
            .filter(|c| *c > ' ' && !c.is_control() && !('\u{E000}'..='\u{F8FF}').contains(c));
        let sign = match (font, plain) {
            (None, Some(plain)) if !raised::is_mark(plain) => plain,
            _ => self.sign(font, code),
        };
        self.push(sign.encode_utf8(&mut [0; 4]));
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        let before = std::mem::take(&mut self.aside);
        let properties = child(node, "pPr");
        let paragraph = self.word.paragraph(properties);
        let style = std::mem::replace(&mut self.style, paragraph.style);
        let carried = std::mem::take(&mut self.carried);
        let number = match paragraph.runs_on && !paragraph.is_run_in {
            true => String::new(),
            false => self.word.numbering.next(paragraph.number),
        };
        let start = self.walked.text.len();
        self.children(node);
        // A field whose instructions never end would swallow all text after it.
        self.fields.give_up();
        let content = self.walked.text.split_off(start);
        self.style = style;
        if paragraph.runs_on {
            self.carried = carried + &number + &content;
        } else {
            let number = match number.is_empty() && !content.is_empty() {
                true => {
                    let list = node.parent().and_then(|body| child(body, "lstStyle"));
                    self.bullets.next(properties, list)
                }
                false => number,
            };
            let text = &mut self.walked.text;
            [&number, &carried, &content, "\n"]
                .iter()
                .for_each(|part| text.push_str(part));
        }
        let aside = std::mem::replace(&mut self.aside, before);
        match paragraph.runs_on {
            true => self.aside.push_str(&aside),
            false => self.walked.text.push_str(&aside),
        }
    }

    fn field(&mut self, node: Node<'_, '_>) {
        let kind = attribute(node, "fldCharType");
        if kind == Some("begin")
            && let Some(shown) = forms::field(node)
        {
            self.push(&shown);
            return self.fields.begin_form();
        }
        if let Some(code) = self.fields.change(kind) {
            self.equation(&code);
        }
    }

    fn simple_field(&mut self, node: Node<'_, '_>) {
        let before = self.walked.text.len();
        self.children(node);
        if self.walked.text.len() == before {
            self.equation(attribute(node, "instr").unwrap_or_default());
        }
    }

    /// The text that an `EQ` field shows; other fields without a result show nothing.
    fn equation(&mut self, code: &str) {
        if let Some((text, sure)) = forms::equation(code) {
            self.push(&text);
            if !sure {
                self.note(Note::FormulasGuessed);
            }
        }
    }
}
