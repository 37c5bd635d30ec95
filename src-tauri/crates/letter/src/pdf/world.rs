//! Everything that Typst can access: the template, the document as values, and the fonts.

use std::path::PathBuf;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::fonts::Typefaces;

/// The layout. It contains no text of a document.
const TEMPLATE: &str = include_str!("letter.typ");

/// A world without files, packages and a clock.
pub(super) struct Memory {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
}

impl Memory {
    pub fn new(typefaces: Typefaces, inputs: Dict) -> Self {
        let library = Library::builder()
            .with_inputs(inputs)
            // Marks the header cells of the first column.
            .with_features([Feature::A11yExtras].into_iter().collect())
            .build();
        Self {
            library: LazyHash::new(library),
            book: LazyHash::new(typefaces.book),
            fonts: typefaces.fonts,
            template: Source::detached(TEMPLATE),
        }
    }
}

impl World for Memory {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::NotFound(PathBuf::new()))
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::NotFound(PathBuf::new()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
