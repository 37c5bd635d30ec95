//! Rows of a picture's lines of text. Detection runs only around positions where the picture may be cut.

use std::fmt;
use std::ops::Range;

use super::plan::{Note, Region};
use super::raster::Raster;

/// A picture as displayed, or some of its rows, for text detection.
pub struct Shown {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// RGB, three bytes per pixel, rows from top to bottom.
    pub rgb: Vec<u8>,
    /// Number of rows of the picture above these.
    pub top: u32,
    /// Height of the whole picture, in rows.
    pub picture_height: u32,
}

/// Omits the pixels.
impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shown({} × {})", self.width, self.height)
    }
}

/// Returns the rows that lines of text occupy; `None` if detection is unavailable.
pub(crate) type Find<'a> = &'a mut dyn FnMut(Shown) -> Option<Vec<Range<u32>>>;

/// Detects lines and remembers how the picture was cut.
pub(crate) struct Lines<'a> {
    find: Find<'a>,
    note: Option<Note>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(find: Find<'a>) -> Self {
        Self { find, note: None }
    }

    /// Rows of the lines of text within `band`, clipped to it.
    pub(crate) fn within(&mut self, raster: &Raster, band: &Range<u32>) -> Option<Vec<Range<u32>>> {
        let found = (self.find)(stretch(raster, band));
        // After one cut by ink, the picture no longer counts as cut by text.
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

    /// The way the picture was cut, if it was.
    pub(crate) fn note(&self) -> Option<Note> {
        self.note
    }
}

/// Copies some rows of a picture, as displayed.
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

/// Converts the whole picture; without a copy if it is already upright RGB.
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

/// Composes several pictures on a white sheet; frees each one once it is copied.
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
