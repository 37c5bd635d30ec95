//! Files of several pictures: pages of a document or scan, frames of an animation.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::plan::Note;
use super::raster::Raster;
use crate::refusal::Refusal;

/// The kind of pictures in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// Pages of a document or scan.
    Page,
    /// Frames of an animation.
    Frame,
    /// Pictures embedded in a document's text.
    Picture,
}

impl PageKind {
    /// Stable name for parameters and records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Frame => "frame",
            Self::Picture => "picture",
        }
    }
}

/// One picture of a file.
pub(crate) enum Page {
    /// Rendered from the file.
    Drawn(Drawn),
    /// A picture file inside the file.
    File(Bytes),
}

/// A rendered page.
pub(crate) struct Drawn {
    /// Its pixels.
    pub(crate) raster: Raster,
    /// Notes about what was changed or lost.
    pub(crate) notes: Vec<Note>,
    /// Number of unreadable pictures left out on it.
    pub(crate) pictures_left_out: u32,
}

/// An open file of several pictures.
pub(crate) trait Pages {
    /// The kind of pictures.
    fn kind(&self) -> PageKind;
    /// Number of pictures; may be 0 if there is text.
    fn count(&self) -> u32;
    /// Returns a picture by index, from 0. Called once for each, in order.
    fn page(&mut self, number: u32) -> Result<Page, Refusal>;
    /// Resolution at which a picture is rendered, in dots per inch, if it has no pixels of its own.
    fn dots_per_inch(&self, _number: u32) -> Option<u32> {
        None
    }
    /// Embedded text that needs no OCR.
    fn text(&mut self) -> Option<String> {
        None
    }
    /// Notes about the file as a whole.
    fn notes(&self) -> Vec<Note> {
        Vec::new()
    }
}
