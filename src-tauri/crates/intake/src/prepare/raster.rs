//! Pixels in memory, accessed in display orientation.

use std::ops::Range;

use image::metadata::Orientation;

use super::plan::Region;
use crate::outline::on_its_side;

/// 8-bit pixels as stored. Only extracting a region applies the orientation, so a huge picture is never in memory twice.
pub(crate) struct Raster {
    /// Width in pixels, as stored.
    pub(crate) width: u32,
    /// Height in pixels, as stored.
    pub(crate) height: u32,
    /// 1 (greyscale) or 3 (RGB).
    pub(crate) channels: usize,
    pub(crate) data: Vec<u8>,
    pub(crate) orientation: Orientation,
}

impl Raster {
    /// Pixels that need no reorientation.
    pub(crate) fn upright(width: u32, height: u32, channels: usize, data: Vec<u8>) -> Self {
        Self {
            width,
            height,
            channels,
            data,
            orientation: Orientation::NoTransforms,
        }
    }

    /// Width and height as displayed.
    pub(crate) fn shown(&self) -> (u32, u32) {
        if on_its_side(self.orientation) {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        }
    }

    /// Whether pixels are stored as displayed.
    pub(crate) fn is_upright(&self) -> bool {
        self.orientation == Orientation::NoTransforms
    }

    /// Bytes of a row, as stored.
    pub(crate) fn stride(&self) -> usize {
        self.width as usize * self.channels
    }

    /// Extracts a region, upright.
    pub(crate) fn region(&self, region: Region) -> Self {
        let bytes = region.width as usize * region.height as usize * self.channels;
        let mut data = Vec::with_capacity(bytes);
        for y in region.y..region.y + region.height {
            if self.is_upright() {
                let start = y as usize * self.stride() + region.x as usize * self.channels;
                let end = start + region.width as usize * self.channels;
                data.extend_from_slice(self.data.get(start..end).unwrap_or_default());
            } else {
                for x in region.x..region.x + region.width {
                    data.extend_from_slice(self.pixel(x, y));
                }
            }
        }
        Self::upright(region.width, region.height, self.channels, data)
    }

    /// The pixel at displayed coordinates; empty outside the picture.
    fn pixel(&self, x: u32, y: u32) -> &[u8] {
        let (right, bottom) = (self.width.wrapping_sub(1), self.height.wrapping_sub(1));
        let (x, y) = match self.orientation {
            Orientation::NoTransforms => (x, y),
            Orientation::Rotate90 => (y, bottom.wrapping_sub(x)),
            Orientation::Rotate180 => (right.wrapping_sub(x), bottom.wrapping_sub(y)),
            Orientation::Rotate270 => (right.wrapping_sub(y), x),
            Orientation::FlipHorizontal => (right.wrapping_sub(x), y),
            Orientation::FlipVertical => (x, bottom.wrapping_sub(y)),
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate270FlipH => (right.wrapping_sub(y), bottom.wrapping_sub(x)),
        };
        let at = y as usize * self.stride() + x as usize * self.channels;
        self.data.get(at..at + self.channels).unwrap_or_default()
    }

    /// Mean difference of neighbouring pixels in each displayed row; low between lines of text. Samples at most a thousand
    /// positions per row.
    pub(crate) fn ink_of_rows(&self) -> Vec<u32> {
        let (width, height) = self.shown();
        ink(height, width, |row, at| {
            difference(self.pixel(at, row), self.pixel(at + 1, row))
        })
    }

    /// The same for each displayed column.
    pub(crate) fn ink_of_columns(&self) -> Vec<u32> {
        let (width, height) = self.shown();
        ink(width, height, |column, at| {
            difference(self.pixel(column, at), self.pixel(column, at + 1))
        })
    }

    /// Converts to greyscale if all pixels are grey: a third of the bytes without loss.
    pub(crate) fn without_needless_colour(self) -> Self {
        let grey = |pixel: &[u8]| matches!(pixel, [r, g, b] if r == g && g == b);
        if self.channels != 3 || !self.data.chunks_exact(3).all(grey) {
            return self;
        }
        let data = self.data.iter().step_by(3).copied().collect();
        Self {
            channels: 1,
            data,
            ..self
        }
    }

    /// Box-filters an upright picture by `factor`; drops an incomplete row or column of squares.
    pub(crate) fn coarse(&self, factor: u32) -> Self {
        let factor = factor.clamp(1, self.width.min(self.height).max(1));
        let (width, height) = (self.width / factor, self.height / factor);
        let (side, channels) = (factor as usize, self.channels);
        let mut data = Vec::with_capacity(width as usize * height as usize * channels);
        // Division by a constant factor would dominate the running time; this multiplication gives the same result for every
        // possible sum.
        let share = (1_u64 << 56) / u64::from(factor * factor) + 1;
        let mean = |sum: u32| u8::try_from((u64::from(sum) * share) >> 56).unwrap_or(u8::MAX);
        // Sum vertically first: adding whole rows vectorises well.
        let mut columns = vec![0_u32; self.stride()];
        for rows in self.data.chunks_exact(self.stride() * side) {
            columns.fill(0);
            for row in rows.chunks_exact(self.stride()) {
                for (sum, value) in columns.iter_mut().zip(row) {
                    *sum += u32::from(*value);
                }
            }
            for square in columns.chunks_exact(side * channels) {
                match channels {
                    1 => data.push(mean(square.iter().sum())),
                    _ => data.extend(sum_of_pixels(square).map(mean)),
                }
            }
        }
        Self::upright(width, height, channels, data)
    }

    /// Stacks bands of rows from all over an upright picture, to estimate the size of the whole; `None` if the picture is
    /// too small to make that worthwhile.
    pub(crate) fn sample(&self) -> Option<Self> {
        const BAND: usize = 16;
        const EVERY: usize = 192;
        const WORTHWHILE: usize = 3_000_000;
        if self.data.len() / self.channels < WORTHWHILE || (self.height as usize) < 4 * EVERY {
            return None;
        }
        let data: Vec<u8> = self
            .data
            .chunks(self.stride() * EVERY)
            .filter_map(|chunk| chunk.get(..self.stride() * BAND))
            .flatten()
            .copied()
            .collect();
        let height = u32::try_from(data.len() / self.stride()).ok()?;
        Some(Self::upright(self.width, height, self.channels, data))
    }
}

/// Mean of `difference` along each of `lines`, times 16 so that thin strokes still count.
fn ink(lines: u32, length: u32, difference: impl Fn(u32, u32) -> u32) -> Vec<u32> {
    const MAX_PLACES: u32 = 1000;
    let step = (length / MAX_PLACES).max(1) as usize;
    let places = 0..length.saturating_sub(1);
    let count = u32::try_from(places.len().div_ceil(step)).unwrap_or(u32::MAX);
    let of = |line| {
        let sum: u32 = places
            .clone()
            .step_by(step)
            .map(|at| difference(line, at))
            .sum();
        sum.saturating_mul(16) / count.max(1)
    };
    (0..lines).map(of).collect()
}

fn sum_of_pixels(parts: &[u32]) -> [u32; 3] {
    let (pixels, _) = parts.as_chunks::<3>();
    pixels.iter().fold([0; 3], |[red, green, blue], [r, g, b]| {
        [red + r, green + g, blue + b]
    })
}

fn difference(one: &[u8], other: &[u8]) -> u32 {
    let parts = one.iter().zip(other);
    parts.map(|(a, b)| u32::from(a.abs_diff(*b))).sum()
}

/// The intersection of two ranges, if not empty.
pub(crate) fn overlap(range: &Range<u32>, within: &Range<u32>) -> Option<Range<u32>> {
    let common = range.start.max(within.start)..range.end.min(within.end);
    (!common.is_empty()).then_some(common)
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbImage};

    use super::*;

    #[test]
    fn each_orientation_is_shown_as_the_decoder_library_shows_it() {
        let stored = RgbImage::from_fn(5, 3, |x, y| image::Rgb([x as u8, y as u8, 7]));
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).unwrap();
            let mut wanted = DynamicImage::from(stored.clone());
            wanted.apply_orientation(orientation);
            let raster = Raster {
                orientation,
                ..Raster::upright(5, 3, 3, stored.clone().into_raw())
            };
            let (width, height) = raster.shown();
            assert_eq!((width, height), (wanted.width(), wanted.height()));
            let cut = Region {
                x: 1,
                y: 1,
                width: width - 1,
                height: height - 1,
            };
            let wanted = wanted.crop_imm(1, 1, width - 1, height - 1).into_rgb8();
            assert_eq!(raster.region(cut).data, wanted.into_raw(), "{exif}");
        }
    }

    #[test]
    fn a_mean_is_what_dividing_gives() {
        for factor in 1..60 {
            for sum in [
                0,
                1,
                factor,
                factor * factor - 1,
                factor * factor,
                1000,
                255 * factor * factor - 1,
            ] {
                let mut left = sum.min(255 * factor * factor);
                let data = (0..factor * factor).map(|_| {
                    let value = left.min(255);
                    left -= value;
                    value as u8
                });
                let coarse = Raster::upright(factor, factor, 1, data.collect()).coarse(factor);
                let sum = sum.min(255 * factor * factor);
                assert_eq!(
                    u32::from(coarse.data[0]),
                    sum / (factor * factor),
                    "{sum} {factor}"
                );
            }
        }
    }

    #[test]
    fn squares_are_averaged() {
        let data = vec![0, 10, 20, 50, 9, 30, 40, 50, 50, 9, 1, 2, 3, 4, 5];
        let coarse = Raster::upright(5, 3, 1, data).coarse(2);
        assert_eq!(
            (coarse.width, coarse.height, coarse.data),
            (2, 1, vec![20, 42])
        );
        let colours = vec![0, 10, 20, 50, 9, 30, 40, 51, 22, 9, 1, 2, 3, 4, 5];
        let coarse = Raster::upright(5, 1, 3, colours).coarse(1);
        assert_eq!((coarse.width, coarse.height), (5, 1));
        let doubled = coarse.data.repeat(2);
        let coarse = Raster::upright(5, 2, 3, doubled).coarse(2);
        assert_eq!(
            (coarse.width, coarse.height, coarse.data),
            (2, 1, vec![25, 9, 25, 24, 26, 12])
        );
    }

    #[test]
    fn a_grey_picture_needs_no_colours_and_a_nearly_grey_one_keeps_them() {
        let grey = Raster::upright(2, 1, 3, vec![9, 9, 9, 200, 200, 200]);
        assert_eq!(grey.without_needless_colour().data, [9, 200]);
        let tinted = Raster::upright(2, 1, 3, vec![9, 9, 9, 200, 200, 201]);
        assert_eq!(tinted.without_needless_colour().channels, 3);
    }
}
