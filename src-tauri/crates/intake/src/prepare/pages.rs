//! Files of several pictures: pages of a document or a scan, frames of an animation.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::plan::Note;
use super::raster::Raster;
use crate::refusal::Refusal;

/// What the pictures of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// Pages of a document or a scan.
    Page,
    /// Frames of an animation.
    Frame,
    /// Pictures in a text.
    Picture,
}

impl PageKind {
    /// The stable name.
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
    /// Drawn from the file.
    Drawn(Drawn),
    /// A picture file within it.
    File(Bytes),
}

/// A page that was drawn.
pub(crate) struct Drawn {
    /// Its pixels.
    pub(crate) raster: Raster,
    /// What was given up for that.
    pub(crate) notes: Vec<Note>,
    /// So many pictures on it can't be read and are left out.
    pub(crate) pictures_left_out: u32,
}

/// A file of several pictures, opened.
pub(crate) trait Pages {
    /// What they are.
    fn kind(&self) -> PageKind;
    /// How many; none is possible where there is a text.
    fn count(&self) -> u32;
    /// The one of this number, from 0. Asked for once each, in order.
    fn page(&mut self, number: u32) -> Result<Page, Refusal>;
    /// Dots per inch that it is drawn at, where it has no pixels of its own.
    fn dots_per_inch(&self, _number: u32) -> Option<u32> {
        None
    }
    /// What is written in it, as far as it can be read without looking.
    fn text(&mut self) -> Option<String> {
        None
    }
    /// What happened to all of it.
    fn notes(&self) -> Vec<Note> {
        Vec::new()
    }
}
