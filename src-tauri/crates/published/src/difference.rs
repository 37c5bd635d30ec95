//! Finds the differences between two aligned windows, cell by cell.

use crate::cells::{Cells, Colour, colours, extremes};
use crate::grid::{CELL, Pair};
use crate::plane::Plane;
use crate::tone::Tone;

/// The corrections that make the pictures comparable, and the thresholds above which a difference counts.
#[derive(Debug, Clone)]
pub(crate) struct Sensitivity {
    pub(crate) tone: Tone,
    /// Times the approved picture (positive) or the published one (negative) is blurred to be as sharp as the other.
    pub(crate) blur: i32,
    /// A difference in luma counts from `floor` + `share` × local contrast, in levels of 255.
    pub(crate) floor: f32,
    pub(crate) share: f32,
}

/// A difference in colour counts from this many levels …
const COLOUR_FLOOR: f32 = 14.0;
/// … plus this share of the range of colours around it: JPEG smears colours across edges.
const COLOUR_SHARE: f32 = 0.4;

/// The kind of difference in a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct CellDifference {
    /// Pixels whose luma differs, at most 16.
    pub(crate) pixels: u8,
    /// The sum of their differences, as shares of the local contrast.
    pub(crate) strength: f32,
    /// Whether the mean colour differs.
    pub(crate) colour: bool,
}

/// Luma of both windows, made comparable.
pub(crate) fn comparable(pair: &Pair, tone: &Tone, blur: i32) -> [Plane; 2] {
    let mut approved = pair.approved.luma();
    approved
        .data
        .iter_mut()
        .for_each(|level| *level = tone.luma(*level));
    // Once in any case: it halves the noise of JPEG and leaves letters readable.
    let (mut a, mut b) = (approved.blurred(), pair.published.luma().blurred());
    for _ in 0..blur {
        a = a.blurred();
    }
    for _ in blur..0 {
        b = b.blurred();
    }
    [a, b]
}

/// The difference of each pixel from the most similar point within half a pixel of it in the other picture, in both directions, and the
/// darkest and brightest level of each cell.
pub(crate) fn tolerant(a: &Plane, b: &Plane) -> (Plane, Cells<(u8, u8)>) {
    let (low_a, high_a) = (a.darkest(), a.brightest());
    let (low_b, high_b) = (b.darkest(), b.brightest());
    let bounds = low_a
        .data
        .iter()
        .zip(&high_a.data)
        .zip(low_b.data.iter().zip(&high_b.data));
    let data = a
        .data
        .iter()
        .zip(&b.data)
        .zip(bounds)
        .map(|((&a, &b), ((&low_a, &high_a), (&low_b, &high_b)))| {
            let missing = a.saturating_sub(high_b).max(low_b.saturating_sub(a));
            let added = b.saturating_sub(high_a).max(low_a.saturating_sub(b));
            missing.max(added)
        })
        .collect();
    let cells = extremes([&low_a, &low_b], [&high_a, &high_b]);
    (
        Plane {
            width: a.width,
            height: a.height,
            data,
        },
        cells,
    )
}

/// The contrast in and around a cell, in levels of 255.
pub(crate) fn contrast(cells: &Cells<(u8, u8)>, x: usize, y: usize) -> f32 {
    let (low, high) = cells
        .around(x, y)
        .fold((u8::MAX, 0), |(low, high), c| (low.min(c.0), high.max(c.1)));
    f32::from(high.saturating_sub(low))
}

/// The difference in each cell of two aligned windows.
pub(crate) fn differences(pair: &Pair, how: &Sensitivity) -> Cells<CellDifference> {
    let [a, b] = comparable(pair, &how.tone, how.blur);
    let (difference, cells) = tolerant(&a, &b);
    let mut result: Cells<CellDifference> = Cells::new(cells.width, cells.height);
    let limits: Vec<(f32, f32)> = (0..cells.values.len())
        .map(|i| {
            let contrast = contrast(&cells, i % cells.width, i / cells.width);
            (how.floor + how.share * contrast, contrast.max(how.floor))
        })
        .collect();
    for (y, row) in difference.rows().enumerate() {
        let limits = limits
            .chunks_exact(cells.width)
            .nth(y / CELL)
            .unwrap_or_default();
        let out = result.row_mut(y / CELL);
        for ((pixels, &(limit, contrast)), cell) in row.chunks(CELL).zip(limits).zip(out) {
            for &pixel in pixels {
                let pixel = f32::from(pixel);
                if pixel > limit {
                    cell.pixels += 1;
                    cell.strength += pixel / contrast;
                }
            }
        }
    }
    recoloured(pair, &how.tone, &mut result);
    result
}

fn recoloured(pair: &Pair, tone: &Tone, result: &mut Cells<CellDifference>) {
    let (mut approved, published) = (colours(&pair.approved), colours(&pair.published));
    approved
        .values
        .iter_mut()
        .for_each(|colour| *colour = tone.colour(*colour));
    for y in 0..approved.height {
        for x in 0..approved.width {
            let range_a = range(&approved, x, y);
            let range_b = range(&published, x, y);
            let differs = [1, 2].into_iter().any(|plane| {
                let of = |c: Colour| f32::from(c.get(plane).copied().unwrap_or_default());
                let (a, b) = (of(approved.at(x, y)), of(published.at(x, y)));
                let (low_a, high_a) = (of(range_a.0), of(range_a.1));
                let (low_b, high_b) = (of(range_b.0), of(range_b.1));
                let difference = (a - high_b).max(low_b - a).max(b - high_a).max(low_a - b);
                let whole = high_a.max(high_b) - low_a.min(low_b);
                difference > COLOUR_FLOOR + COLOUR_SHARE * (whole - difference).max(0.0)
            });
            if differs && let Some(cell) = result.at_mut(x, y) {
                cell.colour = true;
            }
        }
    }
}

/// The lowest and highest values around a cell, each plane by itself.
fn range(colours: &Cells<Colour>, x: usize, y: usize) -> (Colour, Colour) {
    colours
        .around(x, y)
        .fold(([u8::MAX; 3], [0; 3]), |(mut low, mut high), colour| {
            for ((low, high), value) in low.iter_mut().zip(&mut high).zip(colour) {
                *low = (*low).min(value);
                *high = (*high).max(value);
            }
            (low, high)
        })
}
