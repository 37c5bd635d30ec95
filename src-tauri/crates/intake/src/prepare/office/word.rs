//! The parts of a Word document outside its text, and the counters used while reading: styles, lists, notes.

use std::collections::HashMap;

use roxmltree::Node;

use super::counts;
use super::numbering::Numbering;
use super::styles::{NumberRef, RunLook, Styles};
use super::xml::{attribute, child, is_on, value};

/// Footnotes or endnotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteKind {
    Foot,
    End,
}

/// The notes of one kind that the text refers to, in the order of their marks.
#[derive(Debug)]
pub(super) struct References {
    start: u32,
    format: String,
    marks: HashMap<String, String>,
    /// IDs in order.
    pub(super) order: Vec<String>,
    numbered: u32,
    /// Whether the numbers begin again on each page or in each section, which is not known here.
    restarts: bool,
}

impl References {
    fn numbered(format: &str) -> Self {
        Self {
            start: 1,
            format: format.to_owned(),
            marks: HashMap::new(),
            order: Vec::new(),
            numbered: 0,
            restarts: false,
        }
    }

    /// Whether marks may differ from those that are displayed.
    pub(super) fn is_unsure(&self) -> bool {
        self.restarts && self.numbered > 1
    }

    /// Counts a reference and returns its mark; the mark is empty if the text itself has one.
    pub(super) fn refer(&mut self, id: &str, has_own_mark: bool) -> String {
        let mark = match has_own_mark {
            true => String::new(),
            false => {
                let number = self.start.saturating_add(self.numbered);
                self.numbered = self.numbered.saturating_add(1);
                let number = counts::written(number, &self.format);
                let number = number.unwrap_or_else(|| (self.numbered).to_string());
                format!("[{number}]")
            }
        };
        if !self.marks.contains_key(id) {
            self.order.push(id.to_owned());
            self.marks.insert(id.to_owned(), mark.clone());
        }
        mark
    }

    /// Whether the text refers to a note.
    pub(super) fn has(&self, id: &str) -> bool {
        self.marks.contains_key(id)
    }

    /// The mark of a note.
    pub(super) fn mark(&self, id: &str) -> &str {
        self.marks.get(id).map_or("", String::as_str)
    }

    fn configure(&mut self, node: Node<'_, '_>) {
        if let Some(start) = child(node, "numStart").and_then(value) {
            self.start = start.parse().unwrap_or(1);
        }
        let restart = child(node, "numRestart").and_then(value);
        self.restarts |= restart.is_some_and(|restart| restart != "continuous");
        if let Some(format) = child(node, "numFmt").and_then(value) {
            format.clone_into(&mut self.format);
        }
    }
}

/// Properties of a paragraph.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) style: Option<String>,
    pub(super) number: NumberRef,
    /// Whether the end of the paragraph is not displayed, so that the next one continues its line.
    pub(super) runs_on: bool,
    /// Whether its number is displayed although it runs on: it is a heading at the beginning of a line.
    pub(super) is_run_in: bool,
}

/// State of a Word document; of a presentation, only the size of its slides.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) footnotes: References,
    pub(super) endnotes: References,
    /// Width and height of the slides of a presentation, in EMU.
    pub(super) slide: Option<(i64, i64)>,
}

impl Default for Word {
    fn default() -> Self {
        Self {
            styles: Styles::default(),
            numbering: Numbering::default(),
            footnotes: References::numbered("decimal"),
            endnotes: References::numbered("lowerRoman"),
            slide: None,
        }
    }
}

impl Word {
    /// Reads how notes are numbered, from the settings or from the last section of the document.
    pub(super) fn configure_notes(&mut self, node: Node<'_, '_>) {
        if let Some(node) = child(node, "footnotePr") {
            self.footnotes.configure(node);
        }
        if let Some(node) = child(node, "endnotePr") {
            self.endnotes.configure(node);
        }
    }

    pub(super) fn notes(&mut self, kind: NoteKind) -> &mut References {
        match kind {
            NoteKind::Foot => &mut self.footnotes,
            NoteKind::End => &mut self.endnotes,
        }
    }

    /// Reads the properties of a paragraph.
    pub(super) fn paragraph(&self, properties: Option<Node<'_, '_>>) -> Paragraph {
        let named = properties
            .and_then(|node| child(node, "pStyle"))
            .and_then(value);
        let style = self.styles.paragraph(named);
        let own = properties.map(NumberRef::of).unwrap_or_default();
        let mark = properties.and_then(|node| child(node, "rPr"));
        let is_deleted = mark
            .is_some_and(|mark| child(mark, "del").is_some() || child(mark, "moveFrom").is_some());
        let own_look = mark.map(RunLook::of).unwrap_or_default();
        let character = mark.and_then(|mark| child(mark, "rStyle")).and_then(value);
        let look = self.styles.look(style, character, own_look);
        Paragraph {
            style: style.map(str::to_owned),
            number: self.number(own, style),
            runs_on: is_deleted || look.hidden == Some(true),
            is_run_in: !is_deleted
                && mark.is_some_and(|mark| child(mark, "specVanish").is_some_and(is_on)),
        }
    }

    fn number(&self, own: NumberRef, style: Option<&str>) -> NumberRef {
        let styled = self.styles.number(style);
        match (own.list, styled) {
            (Some(_), _) | (None, None) => own,
            (None, Some((styled, by))) => {
                let list = styled.list.unwrap_or_default();
                let names = [style, Some(by)].into_iter().flatten();
                let mut linked =
                    names.filter_map(|style| self.numbering.level_of_style(list, style));
                NumberRef {
                    list: styled.list,
                    level: own.level.or_else(|| linked.next()).or(styled.level),
                }
            }
        }
    }

    /// The look of a run in a paragraph style.
    pub(super) fn run(&self, paragraph: Option<&str>, properties: Option<Node<'_, '_>>) -> RunLook {
        let own = properties.map(RunLook::of).unwrap_or_default();
        let character = properties
            .and_then(|node| child(node, "rStyle"))
            .and_then(value);
        self.styles.look(paragraph, character, own)
    }
}

/// ID of a note or of a reference to one.
pub(super) fn note_id<'a>(node: Node<'a, '_>) -> &'a str {
    attribute(node, "id").unwrap_or_default()
}
