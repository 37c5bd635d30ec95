//! Which parts of a picture are sent: all of it, or strips.

use std::iter;
use std::ops::Range;

use super::MAX_PARTS;
use super::plan::{Note, Region};
use super::raster::Raster;
use super::strips::{Cutting, best_band, between, quiet_bands};
use crate::picture::Limits;
use crate::refusal::Refusal;

/// Taller than this many times its width, a picture is shrunk by whoever looks at the whole.
const TALL: f64 = 2.4;
/// Pixels of a strip, downwards; within them, it is at most as tall as a picture may be.
const STRIP: Range<u32> = 2_000..3_000;
/// Pixels that neighbouring strips share where the rows of text are known: a line that was not found is whole in
/// one of them up to this height.
const SHARED_WITH_TEXT: u32 = 120;
/// Parts of a hundred of a strip that neighbours share where nobody knows where text is.
const SHARED_WITHOUT_TEXT: u32 = 12;

/// So tall that the whole can't be read at once, and taller than a strip would be.
pub(crate) fn is_tall(width: u32, height: u32) -> bool {
    height > STRIP.end && f64::from(height) > f64::from(width) * TALL
}

/// What each part shows, in reading order: columns where it is too wide, strips where it is too tall.
pub(crate) fn regions(
    raster: &Raster,
    limits: &Limits,
    text_rows: &[Range<u32>],
    notes: &mut Vec<Note>,
) -> Result<Vec<Region>, Refusal> {
    let (width, height) = raster.shown();
    let columns = columns(raster, width, limits.max_side);
    let across = columns.iter().map(ExactSizeIterator::len).max();
    let across = across.and_then(|across| u32::try_from(across).ok());
    let tallest = f64::from(across.unwrap_or(width)) * TALL;
    let rows = if height > limits.max_side || is_tall(across.unwrap_or(width), height) {
        let usual = (tallest as u32).clamp(STRIP.start, STRIP.end);
        rows(raster, usual, limits.max_side, text_rows, notes)
    } else {
        iter::once(0..height).collect()
    };
    let parts = u32::try_from(rows.len() * columns.len()).unwrap_or(u32::MAX);
    if parts > MAX_PARTS {
        let limit = MAX_PARTS;
        return Err(Refusal::TooManyParts { limit, parts });
    }
    let in_row = |row: Range<u32>| {
        columns.clone().into_iter().map(move |column| Region {
            x: column.start,
            y: row.start,
            width: column.end - column.start,
            height: row.end - row.start,
        })
    };
    Ok(rows.into_iter().flat_map(in_row).collect())
}

fn columns(raster: &Raster, width: u32, most: u32) -> Vec<Range<u32>> {
    if width <= most {
        return iter::once(0..width).collect();
    }
    let cutting = Cutting {
        length: width,
        usual: most,
        most,
        shared: shared_without_text(most),
    };
    by_ink(&cutting, &raster.ink_of_columns())
}

fn rows(
    raster: &Raster,
    usual: u32,
    most: u32,
    text_rows: &[Range<u32>],
    notes: &mut Vec<Note>,
) -> Vec<Range<u32>> {
    let (_, length) = raster.shown();
    let usual = usual.min(most);
    if text_rows.is_empty() {
        notes.push(Note::CutByInk);
        let cutting = Cutting {
            length,
            usual,
            most,
            shared: shared_without_text(usual),
        };
        return by_ink(&cutting, &raster.ink_of_rows());
    }
    notes.push(Note::CutByText);
    let cutting = Cutting {
        length,
        usual,
        most,
        shared: SHARED_WITH_TEXT,
    };
    let free = between(text_rows, length);
    cutting.strips(text_rows, |window, near| {
        best_band(free.iter().cloned(), &window, near)
    })
}

fn by_ink(cutting: &Cutting, ink: &[u32]) -> Vec<Range<u32>> {
    cutting.strips(&[], |window, near| {
        best_band(quiet_bands(ink, &window), &window, near)
    })
}

fn shared_without_text(strip: u32) -> u32 {
    strip * SHARED_WITHOUT_TEXT / 100
}
