//! Measures on a sample of tiles how the pictures differ where they are the same: position, tone, sharpness and noise.

use fast_image_resize::Resizer;

use crate::align::shift;
use crate::cells::colours;
use crate::difference::{Sensitivity, comparable, contrast, tolerant};
use crate::grid::{CELL, Grid, Pair, Tile};
use crate::mapping::{Mapping, fit_axis};
use crate::side::Pixels;
use crate::tone::{Shifts, Tone};

/// Tiles in the sample.
const TILES: usize = 40;
/// Contrast below which a cell is flat, in levels of 255.
const FLAT: f32 = 12.0;
/// Contrast from which a cell shows edges or letters.
const EDGES: f32 = 40.0;
/// Blurs tried, strongest first on either side.
const BLURS: [i32; 13] = [-8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8];
/// Bounds of [`Sensitivity::floor`] in levels of 255, and of [`Sensitivity::share`].
const FLOOR: (f32, f32) = (7.0, 16.0);
const SHARE: (f32, f32) = (0.14, 0.45);

/// The mapping, corrected by how far the tiles of the sample are off.
pub(crate) fn correct(
    grid: &Grid,
    mapping: &Mapping,
    pixels: (&Pixels<'_>, &Pixels<'_>),
) -> Mapping {
    let mut resizer = Resizer::new();
    let (mut on_x, mut on_y) = (Vec::new(), Vec::new());
    for tile in sample(grid) {
        let Some(pair) = grid.pair(&mut resizer, &tile, (0.0, 0.0), pixels) else {
            continue;
        };
        let [a, b] = comparable(&pair, &Tone::none(), 0);
        let (dx, dy) = shift(&a, &b);
        let [x, y] = grid.centres(&tile, (dx.unwrap_or(0.0), dy.unwrap_or(0.0)));
        on_x.extend(dx.map(|_| x));
        on_y.extend(dy.map(|_| y));
    }
    let (approved, _) = pixels;
    Mapping {
        x: fit_axis(mapping.x, &on_x, f64::from(approved.width())),
        y: fit_axis(mapping.y, &on_y, f64::from(approved.height())),
        rows: mapping.rows,
    }
}

fn sample(grid: &Grid) -> Vec<Tile> {
    let tiles = grid.tiles();
    let step = tiles.len().div_ceil(TILES).max(1);
    // A step that is a multiple of the tiles in a row would sample one column only.
    let per_row = tiles
        .iter()
        .take_while(|t| t.cells()[1] == 0)
        .count()
        .max(1);
    let step = match step > 1 && step.is_multiple_of(per_row) {
        true => step + 1,
        false => step,
    };
    tiles.into_iter().step_by(step).collect()
}

/// From when on a difference counts.
pub(crate) fn sensitivity(grid: &Grid, pixels: (&Pixels<'_>, &Pixels<'_>)) -> Sensitivity {
    let mut resizer = Resizer::new();
    let mut pairs = Vec::new();
    for tile in sample(grid) {
        let Some(mut pair) = grid.pair(&mut resizer, &tile, (0.0, 0.0), pixels) else {
            continue;
        };
        let [a, b] = comparable(&pair, &Tone::none(), 0);
        if let Some(by) = worth_moving(shift(&a, &b))
            && let Some(moved) = grid.pair(&mut resizer, &tile, by, pixels)
        {
            pair = moved;
        }
        pairs.push(pair);
    }
    let tone = tone(&pairs);
    let blur = blur(&pairs, &tone);
    let (floor, share) = noise(&pairs, &tone, blur);
    Sensitivity {
        tone,
        blur,
        floor: (floor * 2.0 + 4.0).clamp(FLOOR.0, FLOOR.1),
        share: (share * 1.4 + 0.03).clamp(SHARE.0, SHARE.1),
    }
}

/// The shift at which a tile is read again. Less than an eighth of a pixel is within the tolerance.
pub(crate) fn worth_moving(by: (Option<f64>, Option<f64>)) -> Option<(f64, f64)> {
    let by = (by.0.unwrap_or(0.0), by.1.unwrap_or(0.0));
    (by.0.abs().max(by.1.abs()) > 0.125).then_some(by)
}

fn tone(pairs: &[Pair]) -> Tone {
    let mut shifts = Shifts::default();
    for pair in pairs {
        let [a, b] = comparable(pair, &Tone::none(), 0);
        let (_, cells) = tolerant(&a, &b);
        let (approved, published) = (colours(&pair.approved), colours(&pair.published));
        for y in 0..cells.height {
            for x in 0..cells.width {
                // The limit allows for the shift itself.
                if contrast(&cells, x, y) < FLAT * 2.5 {
                    shifts.add(approved.at(x, y), published.at(x, y));
                }
            }
        }
    }
    shifts.tone()
}

/// The blur that makes the pictures most similar.
fn blur(pairs: &[Pair], tone: &Tone) -> i32 {
    let cost = |blur: i32| -> u64 {
        pairs
            .iter()
            .map(|pair| {
                let [a, b] = comparable(pair, tone, blur);
                let limited = |(a, b): (&u8, &u8)| u64::from(a.abs_diff(*b).min(60));
                a.data.iter().zip(&b.data).map(limited).sum::<u64>()
            })
            .sum()
    };
    let mut best = (cost(0), 0);
    for direction in [1, -1] {
        for blur in BLURS
            .iter()
            .filter(|b| **b * direction > 0)
            .map(|b| b.abs())
            .collect::<std::collections::BTreeSet<_>>()
        {
            let found = cost(blur * direction);
            // A clear gain only: blurring always lowers the noise a little.
            if found as f64 > best.0 as f64 * 0.97 {
                break;
            }
            best = (found, blur * direction);
        }
    }
    best.1
}

/// What flat cells differ by, in levels of 255, and cells with edges, as a share of their contrast: the 99.9th percentile
/// within a tile, the median over the tiles, so that alterations in less than half of the tiles don't count.
fn noise(pairs: &[Pair], tone: &Tone, blur: i32) -> (f32, f32) {
    let (mut floors, mut shares) = (Vec::new(), Vec::new());
    for pair in pairs {
        let [a, b] = comparable(pair, tone, blur);
        let (difference, cells) = tolerant(&a, &b);
        let (mut flat, mut edges) = (Vec::new(), Vec::new());
        for (y, row) in difference.rows().enumerate() {
            for (x, pixels) in row.chunks(CELL).enumerate() {
                let contrast = contrast(&cells, x, y / CELL);
                let most = pixels.iter().copied().max().map_or(0.0, f32::from);
                match contrast {
                    c if c >= EDGES => edges.push(most / c),
                    c if c < FLAT => flat.push(most),
                    _ => {}
                }
            }
        }
        floors.extend(quantile(&mut flat, 0.999));
        shares.extend(quantile(&mut edges, 0.999));
    }
    let middle = |values: &mut Vec<f32>| quantile(values, 0.5).unwrap_or(0.0);
    let (floor, share) = (middle(&mut floors), middle(&mut shares));
    (floor, share)
}

/// The value that the given share of the values does not exceed. `None` for too few values.
fn quantile(values: &mut [f32], share: f64) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    let index = ((values.len().checked_sub(1)?) as f64 * share).round() as usize;
    values.get(index).copied()
}
