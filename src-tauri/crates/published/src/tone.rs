//! Shifts of brightness and colour that run through the whole picture: another colour profile, gamma or JPEG matrix.

use crate::cells::Colour;

/// Larger shifts are alterations, in levels of 255.
const LIMIT: i16 = 24;
/// Width of a bin in levels.
const BIN: usize = 16;
const BINS: usize = 256 / BIN;
/// Fewer flat cells say nothing about their tone: half a tile.
const CELLS: usize = 1000;

/// The published level of each approved level, for luma and both colour differences.
#[derive(Debug, Clone)]
pub(crate) struct Tone {
    planes: [[u8; 256]; 3],
    /// The largest shift applied, in levels.
    pub(crate) largest: u8,
}

/// Collects the properties that the flat cells of both pictures share.
#[derive(Default)]
pub(crate) struct Shifts {
    bins: [[Vec<i16>; BINS]; 3],
}

impl Shifts {
    /// Adds a cell that is flat in both pictures.
    pub(crate) fn add(&mut self, approved: Colour, published: Colour) {
        let differences = [0, 1, 2].map(|i| {
            let of = |c: Colour| c.get(i).copied().unwrap_or_default();
            (
                of(approved),
                i16::from(of(published)) - i16::from(of(approved)),
            )
        });
        if differences.iter().any(|(_, d)| d.abs() > LIMIT) {
            return;
        }
        for (plane, (level, difference)) in self.bins.iter_mut().zip(differences) {
            if let Some(bin) = plane.get_mut(usize::from(level) / BIN) {
                bin.push(difference);
            }
        }
    }

    pub(crate) fn tone(mut self) -> Tone {
        let mut largest = 0;
        let planes = [0, 1, 2].map(|i| {
            let known: Vec<(f32, f32)> = self
                .bins
                .get_mut(i)
                .into_iter()
                .flatten()
                .enumerate()
                .filter(|(_, bin)| bin.len() >= CELLS)
                .filter_map(|(index, bin)| {
                    bin.sort_unstable();
                    let median = *bin.get(bin.len() / 2)?;
                    largest = largest.max(median.unsigned_abs());
                    Some(((index * BIN + BIN / 2) as f32, f32::from(median)))
                })
                .collect();
            std::array::from_fn(|level| {
                (level as f32 + between(&known, level as f32))
                    .round()
                    .clamp(0.0, 255.0) as u8
            })
        });
        Tone {
            planes,
            largest: u8::try_from(largest).unwrap_or(u8::MAX),
        }
    }
}

/// The value at `at` on the line through `points`; constant outside of them, 0 without any.
fn between(points: &[(f32, f32)], at: f32) -> f32 {
    let before = points.iter().rev().find(|p| p.0 <= at);
    let after = points.iter().find(|p| p.0 > at);
    match (before, after) {
        (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (at - a.0) / (b.0 - a.0),
        (Some(only), None) | (None, Some(only)) => only.1,
        (None, None) => 0.0,
    }
}

impl Tone {
    pub(crate) fn none() -> Self {
        Shifts::default().tone()
    }

    pub(crate) fn luma(&self, level: u8) -> u8 {
        let [luma, ..] = &self.planes;
        luma.get(usize::from(level)).copied().unwrap_or(level)
    }

    pub(crate) fn colour(&self, colour: Colour) -> Colour {
        let mut shifted = colour;
        for (plane, level) in self.planes.iter().zip(&mut shifted) {
            *level = plane.get(usize::from(*level)).copied().unwrap_or(*level);
        }
        shifted
    }
}
