//! Decides which parts of a picture are sent: the whole picture, or strips.

use std::iter;
use std::ops::Range;

use super::MAX_PARTS;
use super::lines::Lines;
use super::plan::Region;
use super::raster::{Raster, overlap};
use super::strips::{Cutting, Sight, best_band, between, quiet_bands};
use crate::picture::Limits;
use crate::refusal::Refusal;

/// Maximum ratio of height to width. A model that is shown a taller strip downscales it.
const TALL: f64 = 2.4;
/// Usual height of a strip, in pixels; within this range it depends on the width.
const STRIP: Range<u32> = 2_000..3_000;
/// Minimum height of a strip in pixels; a lower one shows too little of a poster to be understood.
const LOWEST_STRIP: u32 = 1_500;
/// Overlap of neighbouring strips, in pixels, if the rows of text are known. A line of up to this height that was not
/// detected is still whole in one of them.
const SHARED_WITH_TEXT: u32 = 120;
/// Initial range for detecting lines on either side of a cut, in pixels. Detection is slow.
const SIGHT: u32 = 300;
/// Overlap of neighbouring strips, in percent, if the rows of text are unknown.
const SHARED_WITHOUT_TEXT: u32 = 12;

/// Region of each part in reading order: columns if the picture is too wide, strips if it is too tall.
pub(crate) fn regions(
    raster: &Raster,
    limits: &Limits,
    lines: &mut Lines<'_>,
) -> Result<Vec<Region>, Refusal> {
    let (width, height) = raster.shown();
    let columns = columns(raster, width, limits.max_side);
    let across = columns.iter().map(ExactSizeIterator::len).max();
    let across = across.and_then(|across| u32::try_from(across).ok());
    let tallest = f64::from(across.unwrap_or(width)) * TALL;
    let rows = if height > limits.max_side {
        let usual = (tallest as u32).clamp(STRIP.start, STRIP.end);
        // Check before running text detection on all of them.
        bearable(height.div_ceil(usual) as usize * columns.len() + 1)?;
        rows(raster, usual, limits.max_side, lines)
    } else {
        whole(height)
    };
    Ok(cells(&rows, &columns))
}

/// Strips of a picture that takes `needed` bytes in one piece, each small enough to fit; a single one if the picture is too
/// low to split.
pub(crate) fn lighter(
    raster: &Raster,
    limits: &Limits,
    needed: u64,
    lines: &mut Lines<'_>,
) -> Vec<Region> {
    let (width, height) = raster.shown();
    // A strip takes more than its share: neighbours overlap, and some have more content than others.
    let share = limits.max_bytes as f64 * 0.85 / needed.max(1) as f64;
    let usual = (f64::from(height) * share) as u32;
    let usual = usual.clamp(LOWEST_STRIP, STRIP.end);
    if usual >= height {
        return cells(&whole(height), &whole(width));
    }
    let rows = rows(raster, usual, limits.max_side, lines);
    cells(&rows, &whole(width))
}

/// Refuses too many parts.
pub(crate) fn bearable(parts: usize) -> Result<(), Refusal> {
    let parts = u32::try_from(parts).unwrap_or(u32::MAX);
    if parts > MAX_PARTS {
        let limit = MAX_PARTS;
        return Err(Refusal::TooManyParts { limit, parts });
    }
    Ok(())
}

fn whole(side: u32) -> Vec<Range<u32>> {
    iter::once(0..side).collect()
}

fn cells(rows: &[Range<u32>], columns: &[Range<u32>]) -> Vec<Region> {
    let in_row = |row: &Range<u32>| {
        let row = row.clone();
        columns.iter().map(move |column| Region {
            x: column.start,
            y: row.start,
            width: column.end - column.start,
            height: row.end - row.start,
        })
    };
    rows.iter().flat_map(in_row).collect()
}

fn columns(raster: &Raster, width: u32, most: u32) -> Vec<Range<u32>> {
    if width <= most {
        return whole(width);
    }
    let shared = shared_without_text(most);
    let cutting = Cutting {
        length: width,
        usual: most,
        most,
        shared,
    };
    let ink = raster.ink_of_columns();
    cutting.strips(|window, near| by_ink(&ink, &window, near, shared))
}

fn rows(raster: &Raster, usual: u32, most: u32, lines: &mut Lines<'_>) -> Vec<Range<u32>> {
    let (_, length) = raster.shown();
    let usual = usual.min(most);
    let cutting = Cutting {
        length,
        usual,
        most,
        shared: SHARED_WITH_TEXT,
    };
    let mut ink = None;
    cutting.strips(|window, near| {
        by_text(raster, lines, &window, near).unwrap_or_else(|| {
            let ink = ink.get_or_insert_with(|| raster.ink_of_rows());
            by_ink(ink, &window, near, shared_without_text(usual))
        })
    })
}

/// Finds the lines around a position, to their full extent; `None` if text detection is unavailable.
fn by_text(
    raster: &Raster,
    lines: &mut Lines<'_>,
    window: &Range<u32>,
    near: u32,
) -> Option<Sight> {
    let (_, length) = raster.shown();
    let shared = SHARED_WITH_TEXT;
    let mut far = SIGHT;
    loop {
        let band = near.saturating_sub(far)..near.saturating_add(far).min(length);
        let rows = lines.within(raster, &band)?;
        let free = between(&rows, &band);
        let cut = best_band(free, window, near);
        let at = cut.unwrap_or(near);
        let edge = |line: &Range<u32>| {
            (line.start <= band.start && band.start > 0)
                || (line.end >= band.end && band.end < length)
        };
        // A line that crosses the cut, or the start of the next strip, must be visible in full.
        let near_cut = at.saturating_sub(shared)..at + 1;
        let cut_off = |line: &&Range<u32>| edge(line) && overlap(line, &near_cut).is_some();
        if far >= length || !rows.iter().any(|line| cut_off(&line)) {
            return Some(Sight {
                cut,
                lines: rows,
                shared,
            });
        }
        far = far.saturating_mul(3);
    }
}

fn by_ink(ink: &[u32], window: &Range<u32>, near: u32, shared: u32) -> Sight {
    Sight {
        cut: best_band(quiet_bands(ink, window), window, near),
        lines: Vec::new(),
        shared,
    }
}

fn shared_without_text(strip: u32) -> u32 {
    strip * SHARED_WITHOUT_TEXT / 100
}
