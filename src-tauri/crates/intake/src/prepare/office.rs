//! DOCX and PPTX, which are ZIP packages of XML: extracts the text, and the pictures one by one.
//!
//! All text is extracted and nothing is laid out: only the program that displays the document knows where a line breaks or
//! where a picture stands. External references are never fetched.

mod charts;
mod docx;
mod package;
mod pictures;
mod pptx;
mod walk;
pub(crate) mod workbook;
mod xml;

use std::collections::HashMap;

use bytes::Bytes;

use super::pages::{Page, PageKind, Pages};
use super::plan::Note;
use super::text::{self, MAX_TEXT_CHARS};
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};
use package::{Package, Relation};
use pictures::Pictures;
use walk::{Shapes, Walk};

/// A document that has been read.
pub(crate) struct Office<'a> {
    package: Package<'a>,
    text: String,
    pictures: Vec<String>,
    notes: Vec<Note>,
}

impl<'a> Office<'a> {
    /// Reads a DOCX or PPTX.
    pub(crate) fn open(bytes: &'a [u8], content: Content) -> Result<Self, Refusal> {
        let mut reading = Reading {
            package: Package::open(bytes, content)?,
            text: String::new(),
            pictures: Pictures::default(),
            notes: Vec::new(),
        };
        match content {
            Content::Pptx => pptx::read(&mut reading)?,
            _ => docx::read(&mut reading)?,
        }
        text::bearable(&reading.text)?;
        let (pictures, left_out) = reading.pictures.kept();
        let mut notes = reading.notes;
        notes.extend(left_out);
        Ok(Self {
            package: reading.package,
            text: reading.text.trim().to_owned(),
            pictures,
            notes,
        })
    }
}

impl Pages for Office<'_> {
    fn kind(&self) -> PageKind {
        PageKind::Picture
    }

    fn count(&self) -> u32 {
        u32::try_from(self.pictures.len()).unwrap_or(u32::MAX)
    }

    fn page(&mut self, number: u32) -> Result<Page, Refusal> {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        let name = self.pictures.get(at).cloned().unwrap_or_default();
        // Unpacked before for examination, but keeping all pictures in memory may take too much.
        let file = self.package.again(&name)?;
        Ok(Page::File(Bytes::from(file)))
    }

    fn text(&mut self) -> Option<String> {
        let text = std::mem::take(&mut self.text);
        (!text.is_empty()).then_some(text)
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.clone()
    }
}

/// State while reading a document.
struct Reading<'a> {
    package: Package<'a>,
    text: String,
    pictures: Pictures,
    notes: Vec<Note>,
}

impl Reading<'_> {
    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn damaged(&self) -> Refusal {
        self.package.damaged(Damage::Structure)
    }

    /// Text of a part that has not been read yet; also collects its pictures. `None` if the part does not exist or was
    /// already read: two slides may share a layout.
    fn part(&mut self, name: &str, shapes: Shapes) -> Result<Option<String>, Refusal> {
        if !self.package.first_time(name) {
            return Ok(None);
        }
        let Some(xml) = self.package.xml(name)? else {
            return Ok(None);
        };
        let relations = self.package.relations(name)?;
        let graphics = self.graphics(&relations)?;
        let document = xml::parse(&xml).ok_or_else(|| self.damaged())?;
        let walked = Walk::through(document.root_element(), shapes, graphics);
        if walked.deletions {
            self.note(Note::DeletionsLeftOut);
        }
        if walked.hidden {
            self.note(Note::SlidesHidden);
        }
        let by_id: HashMap<&str, &Relation> = relations
            .iter()
            .map(|relation| (relation.id.as_str(), relation))
            .collect();
        for id in &walked.pictures {
            let relation = by_id.get(id.as_str()).copied();
            self.pictures.take(&mut self.package, relation);
        }
        Ok(Some(walked.text))
    }

    /// Text of the charts and diagrams of a part, by relationship ID.
    fn graphics(&mut self, relations: &[Relation]) -> Result<HashMap<String, String>, Refusal> {
        let mut graphics = HashMap::new();
        for relation in relations {
            let is_graphic = matches!(relation.kind.as_str(), "chart" | "diagramData");
            if !is_graphic || !self.package.first_time(&relation.target) {
                continue;
            }
            if let Some(xml) = self.package.xml(&relation.target)? {
                let document = xml::parse(&xml).ok_or_else(|| self.damaged())?;
                graphics.insert(relation.id.clone(), charts::written(&document));
            }
        }
        Ok(graphics)
    }

    /// Appends a passage to the text, after an empty line.
    fn add(&mut self, passage: &str) -> Result<(), Refusal> {
        let passage = passage.trim_matches('\n');
        if passage.trim().is_empty() {
            return Ok(());
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(passage);
        // UTF-8 takes at most four bytes per character, so shorter text can't exceed the limit.
        match self.text.len() > MAX_TEXT_CHARS as usize * 4 {
            true => text::bearable(&self.text),
            false => Ok(()),
        }
    }
}
