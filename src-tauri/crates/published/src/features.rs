//! Corners of a picture that can be found again at another scale.

use fast_image_resize::Resizer;

use crate::plane::Plane;

/// Ratio between two levels. A patch is recognised at a scale that is 15 % off, so 26 % between levels suffices.
const LEVEL_RATIO: f64 = 1.26;
const LEVELS: usize = 10;
/// Levels with a shorter side hold no whole patch with its surroundings.
const SHORTEST_SIDE: usize = 32;
/// Corners per level, the strongest of each cell …
const CORNERS: usize = 320;
/// … and more on long pages, in proportion to their pixels, up to this many.
const MAX_CORNERS: usize = 1_280;
const PIXELS: usize = 1_000_000;
const CELL: usize = 12;
/// A patch is 8 × 8 samples, 3 pixels apart.
const SAMPLES: usize = 8;
const STEP: usize = 3;
const REACH: usize = SAMPLES * STEP / 2;
/// Length of a descriptor as a vector.
const NORM: f32 = 2048.0;
/// Patches with less contrast (standard deviation, in levels of 255) are noise.
const CONTRAST: f32 = 8.0;

/// A corner with the brightness around it.
pub(crate) struct Corner {
    /// Position in full pixels.
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// Full pixels per pixel of its level.
    pub(crate) size: f64,
    descriptor: [i16; SAMPLES * SAMPLES],
}

impl Corner {
    /// Correlation of two patches, from -1 to 1.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        let pairs = self.descriptor.iter().zip(&other.descriptor);
        let product: i32 = pairs.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        product as f32 / (NORM * NORM)
    }

    /// Half the side of the patch, in full pixels.
    pub(crate) fn reach(&self) -> f64 {
        self.size * REACH as f64
    }
}

/// The corners of a picture at several scales. `base` is the picture reduced; `size` is full pixels per pixel of `base`.
pub(crate) fn corners(base: &Plane, size: f64) -> Vec<Corner> {
    let mut resizer = Resizer::new();
    let mut found = Vec::new();
    let most = (CORNERS * (base.width * base.height) / PIXELS).clamp(CORNERS, MAX_CORNERS);
    for level in 0..LEVELS {
        let ratio = LEVEL_RATIO.powi(level as i32);
        let width = (base.width as f64 / ratio).round() as usize;
        let height = (base.height as f64 / ratio).round() as usize;
        if width.min(height) < SHORTEST_SIDE {
            break;
        }
        let scaled = match level {
            0 => Some(base.clone()),
            _ => base.scaled(&mut resizer, width, height),
        };
        let Some(plane) = scaled else { break };
        level_corners(&plane.blurred(), size * ratio, most, &mut found);
    }
    found
}

fn level_corners(plane: &Plane, size: f64, most: usize, found: &mut Vec<Corner>) {
    let strength = strength(plane);
    let (cells_across, cells_down) = (plane.width / CELL, plane.height / CELL);
    let mut best = vec![(0.0_f32, 0_usize, 0_usize); cells_across * cells_down];
    let inside = |position: usize, side: usize| position > REACH && position + REACH + 1 < side;
    for (y, row) in strength.chunks_exact(plane.width).enumerate() {
        if !inside(y, plane.height) {
            continue;
        }
        for (x, &value) in row.iter().enumerate() {
            let cell =
                (y / CELL).min(cells_down - 1) * cells_across + (x / CELL).min(cells_across - 1);
            if let Some(best) = best.get_mut(cell)
                && value > best.0
                && inside(x, plane.width)
            {
                *best = (value, x, y);
            }
        }
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    for &(value, x, y) in best.iter().take(most) {
        if value > 0.0
            && let Some(descriptor) = descriptor(plane, x, y)
        {
            let full = |position: usize| (position as f64 + 0.5) * size;
            found.push(Corner {
                x: full(x),
                y: full(y),
                size,
                descriptor,
            });
        }
    }
}

/// The corner strength of each pixel: the weaker of the two main gradients around it.
fn strength(plane: &Plane) -> Vec<f32> {
    let (width, height) = (plane.width, plane.height);
    let mut products = [
        vec![0.0_f32; width * height],
        vec![0.0; width * height],
        vec![0.0; width * height],
    ];
    let [xx, yy, xy] = &mut products;
    for y in 1..height.saturating_sub(1) {
        let start = y * width + 1;
        let rows = plane
            .row(y - 1)
            .iter()
            .skip(1)
            .zip(plane.row(y + 1).iter().skip(1))
            .zip(plane.row(y).array_windows::<3>());
        let out = xx
            .iter_mut()
            .zip(yy.iter_mut())
            .zip(xy.iter_mut())
            .skip(start);
        for (((above, below), [left, _, right]), ((xx, yy), xy)) in rows.zip(out) {
            let across = f32::from(*right) - f32::from(*left);
            let down = f32::from(*below) - f32::from(*above);
            (*xx, *yy, *xy) = (across * across, down * down, across * down);
        }
    }
    for product in &mut products {
        *product = summed(product, width, height);
    }
    let [xx, yy, xy] = &products;
    xx.iter()
        .zip(yy)
        .zip(xy)
        .map(|((xx, yy), xy)| {
            let half = (xx - yy) * 0.5;
            (xx + yy) * 0.5 - (half * half + xy * xy).sqrt()
        })
        .collect()
}

/// The sum over five by five pixels; 0 near the edges.
fn summed(values: &[f32], width: usize, height: usize) -> Vec<f32> {
    let mut across = vec![0.0_f32; values.len()];
    for (row, out) in values
        .chunks_exact(width)
        .zip(across.chunks_exact_mut(width))
    {
        for (window, out) in row.array_windows::<5>().zip(out.iter_mut().skip(2)) {
            *out = window.iter().sum();
        }
    }
    let mut sums = vec![0.0_f32; values.len()];
    for y in 2..height.saturating_sub(2) {
        let Some(out) = sums.get_mut(y * width..(y + 1) * width) else {
            continue;
        };
        for row in across.chunks_exact(width).skip(y - 2).take(5) {
            for (out, value) in out.iter_mut().zip(row) {
                *out += value;
            }
        }
    }
    sums
}

fn descriptor(plane: &Plane, x: usize, y: usize) -> Option<[i16; SAMPLES * SAMPLES]> {
    let (left, top) = (x.checked_sub(REACH)?, y.checked_sub(REACH)?);
    let mut samples = [0.0_f32; SAMPLES * SAMPLES];
    for (index, sample) in samples.iter_mut().enumerate() {
        let (from_x, from_y) = (left + index % SAMPLES * STEP, top + index / SAMPLES * STEP);
        for y in from_y..from_y + STEP {
            let row = plane.row(y).get(from_x..from_x + STEP)?;
            *sample += row.iter().map(|v| f32::from(*v)).sum::<f32>();
        }
    }
    let count = samples.len() as f32;
    let mean = samples.iter().sum::<f32>() / count;
    let length = samples
        .iter()
        .map(|s| (s - mean).powi(2))
        .sum::<f32>()
        .sqrt();
    if length / count.sqrt() / (STEP * STEP) as f32 <= CONTRAST {
        return None;
    }
    Some(samples.map(|s| ((s - mean) / length * NORM) as i16))
}
