//! Where a picture's lines of text are, for whoever cuts it: asked for once, and only when there is something to cut.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::plan::{Note, Region};
use super::raster::Raster;

/// A picture as it is shown, for whoever looks for lines of text in it.
pub struct Shown<'a> {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Three bytes a pixel, red first, row by row from the top.
    pub rgb: Cow<'a, [u8]>,
}

/// Without the pixels.
impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shown({} × {})", self.width, self.height)
    }
}

/// The rows that lines of text take; `None` where nobody can tell.
pub(crate) type Find<'a> = &'a mut dyn FnMut(Shown<'_>) -> Option<Vec<Range<u32>>>;

/// Finds them.
pub(crate) struct Lines<'a> {
    find: Find<'a>,
    found: Option<Option<Vec<Range<u32>>>>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(find: Find<'a>) -> Self {
        Self { find, found: None }
    }

    /// The rows of a picture's lines of text.
    pub(crate) fn of(&mut self, raster: &Raster) -> Option<&[Range<u32>]> {
        let find = &mut self.find;
        let found = self.found.get_or_insert_with(|| find(shown(raster)));
        found.as_deref()
    }

    /// How the picture was cut, if it was.
    pub(crate) fn note(&self) -> Option<Note> {
        self.found.as_ref().map(|found| match found {
            Some(_) => Note::CutByText,
            None => Note::CutByInk,
        })
    }
}

/// Without a copy where the pixels lie that way already.
pub(crate) fn shown(raster: &Raster) -> Shown<'_> {
    let (width, height) = raster.shown();
    let upright = raster.is_upright().then_some(&raster.data);
    let rgb = match (upright, raster.channels) {
        (Some(data), 3) => Cow::from(data),
        (Some(data), _) => Cow::from(coloured(data)),
        (None, channels) => {
            let (x, y) = (0, 0);
            let turned = raster.region(Region {
                x,
                y,
                width,
                height,
            });
            Cow::from(match channels {
                3 => turned.data,
                _ => coloured(&turned.data),
            })
        }
    };
    Shown { width, height, rgb }
}

/// The same, where the picture itself is no longer needed.
pub(crate) fn into_shown(raster: Raster) -> Shown<'static> {
    let (width, height) = raster.shown();
    let rgb = match shown(&raster).rgb {
        Cow::Owned(rgb) => rgb,
        Cow::Borrowed(_) => raster.data,
    };
    let rgb = Cow::from(rgb);
    Shown { width, height, rgb }
}

fn coloured(grey: &[u8]) -> Vec<u8> {
    grey.iter().flat_map(|value| [*value; 3]).collect()
}
