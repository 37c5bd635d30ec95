//! Measures how well the pictures agree under a mapping, block by block on a reduced copy.

use fast_image_resize::{FilterType, Resizer};

use crate::mapping::{Mapping, Pair, fit_axis};
use crate::plane::{Area, Plane, window};
use crate::side::Pixels;

/// Pixels of the reduced copy.
const PIXELS: f64 = 600_000.0;
const BLOCK: usize = 16;
/// Blocks are searched this far around their place, in reduced pixels.
const REACH: i32 = 3;
/// Standard deviation from which a block has something to compare, in levels of 255.
const TEXTURE: f64 = 6.0;
/// Correlation from which a block is the same. Resampling and JPEG leave 0.9; other text of the same size reaches 0.7.
const LIKENESS: f64 = 0.8;
/// The bars of an app cover at most this share of the picture at the top, and as much at the bottom.
const COVERED: f64 = 0.3;

/// The agreement under a mapping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Agreement {
    /// The mapping, corrected by the blocks that agree.
    pub(crate) mapping: Mapping,
    /// Blocks with something in them, in either picture.
    pub(crate) textured: usize,
    /// Blocks that agree, among the textured ones.
    pub(crate) agreeing: usize,
    /// Height of the strips at the top and at the bottom of the common part in which nothing agrees, in approved pixels.
    pub(crate) covered: (f64, f64),
}

impl Agreement {
    pub(crate) fn share(&self) -> f64 {
        self.agreeing as f64 / (self.textured.max(1)) as f64
    }
}

/// The parts of both pictures that show the same under a mapping: approved, published. `None` below 8 pixels a side.
pub(crate) fn overlap(
    mapping: &Mapping,
    approved: &Pixels<'_>,
    published: &Pixels<'_>,
) -> Option<(Area, Area)> {
    let (left, right) = mapping
        .x
        .overlap(f64::from(approved.width()), f64::from(published.width()));
    let (top, bottom) = mapping
        .y
        .overlap(f64::from(approved.height()), f64::from(published.height()));
    let (top, bottom) = (top.max(mapping.rows.0), bottom.min(mapping.rows.1));
    let a = Area {
        left,
        top,
        width: right - left,
        height: bottom - top,
    };
    let b = Area {
        left: mapping.x.at(left),
        top: mapping.y.at(top),
        width: a.width * mapping.x.scale,
        height: a.height * mapping.y.scale,
    };
    let large_enough = [a.width, a.height, b.width, b.height]
        .iter()
        .all(|side| *side >= 8.0);
    large_enough.then_some((a, b))
}

/// Measures the agreement and corrects the mapping.
pub(crate) fn agreement(
    mapping: &Mapping,
    approved: &Pixels<'_>,
    published: &Pixels<'_>,
) -> Option<Agreement> {
    let (area_a, area_b) = overlap(mapping, approved, published)?;
    let finest = mapping.scale().min(1.0);
    let reduce = (PIXELS / (area_a.width * area_a.height)).sqrt().min(finest);
    let size = |side: f64| ((side * reduce).round() as usize).max(1);
    let (width, height) = (size(area_a.width), size(area_a.height));
    let mut resizer = Resizer::new();
    let mut plane = |pixels, area| -> Option<Plane> {
        Some(
            window(
                &mut resizer,
                pixels,
                area,
                width,
                height,
                FilterType::Bilinear,
            )?
            .luma(),
        )
    };
    let (a, b) = (plane(approved, area_a)?, plane(published, area_b)?);

    let mut on_x: Vec<Pair> = Vec::new();
    let mut on_y: Vec<Pair> = Vec::new();
    let mut rows: Vec<(usize, usize)> = Vec::new();
    let centre = (BLOCK / 2) as f64;
    for top in (0..height.saturating_sub(BLOCK - 1)).step_by(BLOCK) {
        let (mut textured, mut agreeing) = (0, 0);
        for left in (0..width.saturating_sub(BLOCK - 1)).step_by(BLOCK) {
            let Some(block) = Block::of(&a, left as i32, top as i32) else {
                continue;
            };
            let spread_b = Block::of(&b, left as i32, top as i32).map_or(0.0, |b| b.spread());
            if block.spread().max(spread_b) < TEXTURE {
                continue;
            }
            textured += 1;
            if block.spread().min(spread_b) < TEXTURE / 2.0 {
                continue;
            }
            let Some((dx, dy)) = block.found_in(&b, left as i32, top as i32) else {
                continue;
            };
            agreeing += 1;
            let (x, y) = (left as f64 + centre, top as f64 + centre);
            let across = area_a.width / width as f64;
            let down = area_a.height / height as f64;
            let place_a = (area_a.left + x * across, area_a.top + y * down);
            let place_b = (
                area_b.left + (x + dx) * area_b.width / width as f64,
                area_b.top + (y + dy) * area_b.height / height as f64,
            );
            on_x.push((place_a.0, place_b.0));
            on_y.push((place_a.1, place_b.1));
        }
        rows.push((textured, agreeing));
    }
    let block = BLOCK as f64 * area_a.height / height as f64;
    let seen = uncovered(&rows);
    Some(Agreement {
        mapping: Mapping {
            x: fit_axis(mapping.x, &on_x, f64::from(approved.width())),
            y: fit_axis(mapping.y, &on_y, f64::from(approved.height())),
            rows: mapping.rows,
        },
        textured: rows.iter().map(|row| row.0).sum(),
        agreeing: rows.iter().map(|row| row.1).sum(),
        covered: (seen.0 as f64 * block, (rows.len() - seen.1) as f64 * block),
    })
}

/// The rows of blocks between those at the top and at the bottom in which nothing agrees: first, and the one after the last.
fn uncovered(rows: &[(usize, usize)]) -> (usize, usize) {
    // A block or two agree by chance.
    let agrees = |(textured, agreeing): &(usize, usize)| *agreeing > textured / 4;
    let differs = |row: &(usize, usize)| row.0 > 0 && !agrees(row);
    let most = (rows.len() as f64 * COVERED) as usize;
    let above = rows.iter().take_while(|row| !agrees(row)).count();
    let below = rows.iter().rev().take_while(|row| !agrees(row)).count();
    let last = |differing: Option<usize>| differing.map_or(0, |at| at + 1);
    let above = last(rows.iter().take(above).rposition(differs));
    let below = last(rows.iter().rev().take(below).rposition(differs));
    let bounded = |count: usize| if count > most { 0 } else { count };
    (bounded(above), rows.len() - bounded(below))
}

struct Block {
    values: [f32; BLOCK * BLOCK],
    /// The square root of the sum of the squares: values have a mean of 0.
    length: f32,
}

impl Block {
    fn of(plane: &Plane, left: i32, top: i32) -> Option<Self> {
        let (left, top) = (usize::try_from(left).ok()?, usize::try_from(top).ok()?);
        if left + BLOCK > plane.width || top + BLOCK > plane.height {
            return None;
        }
        let mut values = [0.0_f32; BLOCK * BLOCK];
        for (out, y) in values.chunks_exact_mut(BLOCK).zip(top..) {
            let row = plane.row(y).get(left..left + BLOCK)?;
            for (out, value) in out.iter_mut().zip(row) {
                *out = f32::from(*value);
            }
        }
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        values.iter_mut().for_each(|v| *v -= mean);
        let length = values.iter().map(|v| v * v).sum::<f32>().sqrt();
        Some(Self { values, length })
    }

    fn spread(&self) -> f64 {
        f64::from(self.length) / BLOCK as f64
    }

    fn likeness(&self, other: &Self) -> f64 {
        let product: f32 = self
            .values
            .iter()
            .zip(&other.values)
            .map(|(a, b)| a * b)
            .sum();
        f64::from(product / (self.length * other.length).max(1.0))
    }

    /// The offset of the block from its expected place, to a fraction of a pixel.
    fn found_in(&self, plane: &Plane, left: i32, top: i32) -> Option<(f64, f64)> {
        let likeness = |dx: i32, dy: i32| {
            Block::of(plane, left + dx, top + dy).map_or(-1.0, |block| self.likeness(&block))
        };
        let mut best = (likeness(0, 0), 0, 0);
        for dy in -REACH..=REACH {
            for dx in -REACH..=REACH {
                // A straight edge fits anywhere along itself: stay, unless moving is clearly better.
                let found = likeness(dx, dy);
                if found > best.0 + 0.003 {
                    best = (found, dx, dy);
                }
            }
        }
        let (most, dx, dy) = best;
        if most < LIKENESS {
            return None;
        }
        let x = f64::from(dx) + vertex(likeness(dx - 1, dy), most, likeness(dx + 1, dy));
        let y = f64::from(dy) + vertex(likeness(dx, dy - 1), most, likeness(dx, dy + 1));
        Some((x, y))
    }
}

/// The position of the extremum of a parabola through three values at -1, 0 and 1, within half a pixel.
pub(crate) fn vertex(before: f64, at: f64, after: f64) -> f64 {
    let curvature = before - 2.0 * at + after;
    match curvature.abs() > 1e-6 {
        true => (0.5 * (before - after) / curvature).clamp(-0.5, 0.5),
        false => 0.0,
    }
}
