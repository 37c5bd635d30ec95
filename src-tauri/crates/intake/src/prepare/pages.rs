//! Files of several pictures: pages of a document or a scan, frames of an animation. Each is sent as a picture of its own, and all
//! of them lie on one sheet, one below the other, so that a place in the file is told as it is in a picture.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::layout;
use super::load::MAX_PIXELS;
use super::plan::{Note, Region};
use super::raster::Raster;
use crate::refusal::Refusal;

/// Pixels between two pages on the sheet.
pub(crate) const GAP: u32 = 24;

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
    /// Drawn from the file, and what was given up for that.
    Drawn(Raster, Vec<Note>),
    /// A picture file within it.
    File(Bytes),
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

/// The sheet on which the pages lie.
#[derive(Default)]
pub(crate) struct Sheet {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) places: Vec<Region>,
}

impl Sheet {
    /// Lays a page of that size at the end.
    ///
    /// # Errors
    /// [`Refusal::TooVast`] where the sheet would have more pixels than are unpacked, [`Refusal::TooManyParts`] for more pages than
    /// anybody wants audited.
    pub(crate) fn lay(&mut self, (width, height): (u32, u32)) -> Result<Region, Refusal> {
        let y = match self.places.is_empty() {
            true => 0,
            false => self.height.saturating_add(GAP),
        };
        let place = Region {
            x: 0,
            y,
            width,
            height,
        };
        self.width = self.width.max(width);
        self.height = y.saturating_add(height);
        let (width, height) = (self.width, self.height);
        if u64::from(width) * u64::from(height) > MAX_PIXELS {
            let limit = MAX_PIXELS;
            return Err(Refusal::TooVast {
                limit,
                width,
                height,
            });
        }
        self.places.push(place);
        layout::bearable(self.places.len())?;
        Ok(place)
    }
}
