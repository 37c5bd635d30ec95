//! Where a picture's lines of text are, for whoever cuts it: asked for only around places where it may be cut.

use std::fmt;
use std::ops::Range;

use super::plan::{Note, Region};
use super::raster::Raster;

/// A picture as it is shown, or some rows of it, for whoever looks for text in it.
pub struct Shown {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Three bytes a pixel, red first, row by row from the top.
    pub rgb: Vec<u8>,
    /// Rows of the picture above these.
    pub top: u32,
    /// Rows of the whole picture.
    pub picture_height: u32,
}

/// Without the pixels.
impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shown({} × {})", self.width, self.height)
    }
}

/// The rows of it that lines of text take; `None` where nobody can tell.
pub(crate) type Find<'a> = &'a mut dyn FnMut(Shown) -> Option<Vec<Range<u32>>>;

/// Finds them.
pub(crate) struct Lines<'a> {
    find: Find<'a>,
    note: Option<Note>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(find: Find<'a>) -> Self {
        Self { find, note: None }
    }

    /// The rows of the lines of text within some rows of a picture, cut off at their ends.
    pub(crate) fn within(&mut self, raster: &Raster, band: &Range<u32>) -> Option<Vec<Range<u32>>> {
        let found = (self.find)(stretch(raster, band));
        // Once by ink, not all cuts are by text.
        if found.is_none() || self.note.is_none() {
            self.note = Some(match found {
                Some(_) => Note::CutByText,
                None => Note::CutByInk,
            });
        }
        let shifted = |row: Range<u32>| {
            let place = |row: u32| row.saturating_add(band.start).min(band.end);
            place(row.start)..place(row.end)
        };
        Some(found?.into_iter().map(shifted).collect())
    }

    /// How the picture was cut, if it was.
    pub(crate) fn note(&self) -> Option<Note> {
        self.note
    }
}

/// Some rows of a picture, as it is shown.
fn stretch(raster: &Raster, band: &Range<u32>) -> Shown {
    let (width, picture_height) = raster.shown();
    let height = band.end - band.start;
    let part = raster.region(Region {
        x: 0,
        y: band.start,
        width,
        height,
    });
    let rgb = match part.channels {
        3 => part.data,
        _ => coloured(&part.data),
    };
    Shown {
        width,
        height,
        rgb,
        top: band.start,
        picture_height,
    }
}

/// The whole picture, where it is needed for nothing else: without a copy if it lies that way already.
pub(crate) fn into_shown(raster: Raster) -> Shown {
    if raster.is_upright() && raster.channels == 3 {
        let (width, height) = raster.shown();
        return Shown {
            width,
            height,
            rgb: raster.data,
            top: 0,
            picture_height: height,
        };
    }
    let (_, height) = raster.shown();
    stretch(&raster, &(0..height))
}

/// Several pictures at their places on a white sheet, each one given up as soon as it lies there.
pub(crate) fn on_sheet(width: u32, height: u32, pages: Vec<(Region, Raster)>) -> Shown {
    let stride = width as usize * 3;
    let mut rgb = vec![u8::MAX; stride * height as usize];
    for (place, page) in pages {
        let page = into_shown(page);
        let rows = page.rgb.chunks_exact(page.width.max(1) as usize * 3);
        let lines = rgb.chunks_exact_mut(stride.max(1));
        for (line, row) in lines.skip(place.y as usize).zip(rows) {
            let left = place.x as usize * 3;
            if let Some(line) = line.get_mut(left..left + row.len()) {
                line.copy_from_slice(row);
            }
        }
    }
    Shown {
        width,
        height,
        rgb,
        top: 0,
        picture_height: height,
    }
}

fn coloured(grey: &[u8]) -> Vec<u8> {
    grey.iter().flat_map(|value| [*value; 3]).collect()
}
