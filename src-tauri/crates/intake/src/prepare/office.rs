//! DOCX and PPTX, which are ZIP packages of XML: extracts the text, and the pictures one by one.
//!
//! All text that is displayed is extracted and nothing is laid out: only the program that displays the document knows where a
//! line breaks or where a picture stands. External references are never fetched.

mod bullets;
mod charts;
mod chunks;
mod counts;
mod crops;
mod docx;
mod fields;
mod forms;
mod formulas;
mod number_format;
mod numbering;
mod package;
mod pictures;
mod pptx;
mod styles;
mod symbols;
mod walk;
mod word;
pub(crate) mod workbook;
mod xml;

use std::collections::HashMap;

use bytes::Bytes;
use roxmltree::Node;

use super::pages::{Drawn, Page, PageKind, Pages};
use super::plan::Note;
use super::single;
use super::text::{self, MAX_TEXT_CHARS};
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};
use crops::Crop;
use package::{Package, Relation};
use pictures::Pictures;
use walk::{Shapes, Walk, Walked};
use word::{NoteKind, Word};

/// A document that has been read.
pub(crate) struct Office<'a> {
    package: Package<'a>,
    text: String,
    pictures: Vec<(String, Crop)>,
    notes: Vec<Note>,
}

impl<'a> Office<'a> {
    /// Reads a DOCX or PPTX.
    pub(crate) fn open(bytes: &'a [u8], content: Content) -> Result<Self, Refusal> {
        Self::within(bytes, content, 0)
    }

    /// Reads a document inside `depth` others.
    fn within(bytes: &'a [u8], content: Content, depth: u32) -> Result<Self, Refusal> {
        let mut reading = Reading {
            package: Package::open(bytes, content)?,
            text: String::new(),
            pictures: Pictures::default(),
            notes: Vec::new(),
            word: Word::default(),
            depth,
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
        let (name, crop) = self.pictures.get(at).cloned().unwrap_or_default();
        // Unpacked before for examination, but keeping all pictures in memory may take too much.
        let file = self.package.again(&name)?;
        if crop.cuts()
            && let Ok(raster) = single::raster(&file, Content::of(&file))
            && let Some(visible) = crop.region(raster.shown())
        {
            return Ok(Page::Drawn(Drawn {
                raster: raster.region(visible),
                notes: Vec::new(),
                pictures_left_out: 0,
            }));
        }
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
    word: Word,
    /// Number of documents around this one.
    depth: u32,
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
        self.walked(name, |root, graphics, word| {
            Walk::through(root, shapes, graphics, word)
        })
    }

    /// Text of the footnotes or endnotes that the text refers to.
    fn notes(&mut self, name: &str, kind: NoteKind) -> Result<Option<String>, Refusal> {
        self.walked(name, |root, graphics, word| {
            Walk::notes(root, kind, graphics, word)
        })
    }

    fn walked(
        &mut self,
        name: &str,
        walk: impl FnOnce(Node<'_, '_>, HashMap<String, String>, &mut Word) -> Walked,
    ) -> Result<Option<String>, Refusal> {
        if !self.package.first_time(name) {
            return Ok(None);
        }
        let Some(xml) = self.package.xml(name)? else {
            return Ok(None);
        };
        let relations = self.package.relations(name)?;
        let graphics = self.graphics(&relations)?;
        let document = xml::parse(&xml).ok_or_else(|| self.damaged())?;
        let walked = walk(document.root_element(), graphics, &mut self.word);
        for note in walked.notes {
            self.note(note);
        }
        let by_id: HashMap<&str, &Relation> = relations
            .iter()
            .map(|relation| (relation.id.as_str(), relation))
            .collect();
        for (id, crop) in &walked.pictures {
            let relation = by_id.get(id.as_str()).copied();
            self.pictures.take(&mut self.package, relation, *crop);
        }
        Ok(Some(walked.text))
    }

    /// Text of the charts, diagrams and inserted documents of a part, by relationship ID.
    fn graphics(&mut self, relations: &[Relation]) -> Result<HashMap<String, String>, Refusal> {
        let mut graphics = HashMap::new();
        for relation in relations.iter().filter(|relation| !relation.outside) {
            let text = match relation.kind.as_str() {
                "chart" | "chartEx" | "diagramData" => self.graphic(&relation.target)?,
                "aFChunk" => self.chunk(&relation.target)?,
                _ => None,
            };
            graphics.extend(text.map(|text| (relation.id.clone(), text)));
        }
        Ok(graphics)
    }

    /// Text of a chart or diagram, and of the shapes that are drawn on it.
    fn graphic(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        if !self.package.first_time(name) {
            return Ok(None);
        }
        let Some(xml) = self.package.xml(name)? else {
            return Ok(None);
        };
        let document = xml::parse(&xml).ok_or_else(|| self.damaged())?;
        let written = charts::written(&document);
        for note in written.notes {
            self.note(note);
        }
        let mut text = written.text;
        for shapes in self.package.relations(name)? {
            if shapes.kind == "chartUserShapes" && !shapes.outside {
                let drawn = self.part(&shapes.target, Shapes::All)?;
                text.push_str(&drawn.unwrap_or_default());
            }
        }
        Ok(Some(text))
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
