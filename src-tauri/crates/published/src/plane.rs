//! Planes of bytes, their filters, and windows of a picture at any scale.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::side::Pixels;

/// A part of a picture, in pixels; the edges may lie between pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// One byte per pixel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) data: Vec<u8>,
}

/// Three bytes per pixel, cut out of a picture.
pub(crate) struct Window {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) rgb: Vec<u8>,
}

/// The part `area` of a picture, scaled to `width` × `height`. The area is moved into the picture if it sticks out.
pub(crate) fn window(
    resizer: &mut Resizer,
    pixels: &Pixels<'_>,
    area: Area,
    width: usize,
    height: usize,
    filter: FilterType,
) -> Option<Window> {
    let (full_width, full_height) = (f64::from(pixels.width()), f64::from(pixels.height()));
    let area_width = area.width.clamp(0.01, full_width);
    let area_height = area.height.clamp(0.01, full_height);
    let left = area.left.clamp(0.0, full_width - area_width);
    let top = area.top.clamp(0.0, full_height - area_height);

    let unscaled =
        (area_width - width as f64).abs() < 0.02 && (area_height - height as f64).abs() < 0.02;
    let on_pixels = (left - left.round()).abs() < 0.02 && (top - top.round()).abs() < 0.02;
    if unscaled && on_pixels {
        return cut(
            pixels,
            left.round() as usize,
            top.round() as usize,
            width,
            height,
        );
    }
    let (w, h) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    let source = ImageRef::new(
        pixels.width(),
        pixels.height(),
        pixels.rgb(),
        PixelType::U8x3,
    )
    .ok()?;
    let mut scaled = Image::new(w, h, PixelType::U8x3);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(filter))
        .use_alpha(false)
        .crop(left, top, area_width, area_height);
    resizer.resize(&source, &mut scaled, &options).ok()?;
    Some(Window {
        width,
        height,
        rgb: scaled.into_vec(),
    })
}

fn cut(
    pixels: &Pixels<'_>,
    left: usize,
    top: usize,
    width: usize,
    height: usize,
) -> Option<Window> {
    let stride = pixels.width() as usize * 3;
    let mut rgb = Vec::with_capacity(width * height * 3);
    for row in pixels.rgb().chunks_exact(stride).skip(top).take(height) {
        rgb.extend_from_slice(row.get(left * 3..(left + width) * 3)?);
    }
    (rgb.len() == width * height * 3).then_some(Window { width, height, rgb })
}

impl Window {
    /// Luma after BT.601, as JPEG computes it.
    pub(crate) fn luma(&self) -> Plane {
        let data = self
            .rgb
            .as_chunks::<3>()
            .0
            .iter()
            .map(|&[r, g, b]| {
                ((u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29 + 128) >> 8) as u8
            })
            .collect();
        Plane {
            width: self.width,
            height: self.height,
            data,
        }
    }
}

impl Plane {
    pub(crate) fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.data.chunks_exact(self.width.max(1))
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        self.data
            .get(y * self.width..(y + 1) * self.width)
            .unwrap_or_default()
    }

    /// Standard deviation in levels of 255.
    pub(crate) fn spread(&self) -> f32 {
        let count = self.data.len().max(1) as f64;
        let sum: u64 = self.data.iter().map(|v| u64::from(*v)).sum();
        let squares: u64 = self
            .data
            .iter()
            .map(|v| u64::from(*v) * u64::from(*v))
            .sum();
        let mean = sum as f64 / count;
        (squares as f64 / count - mean * mean).max(0.0).sqrt() as f32
    }

    /// Combines each pixel with its two neighbours, first in rows, then in columns. Edges repeat.
    pub(crate) fn filtered(&self, combine: impl Fn(u8, u8, u8) -> u8 + Copy) -> Plane {
        let mut across = Vec::with_capacity(self.data.len());
        for row in self.rows() {
            let (Some(&first), Some(&last)) = (row.first(), row.last()) else {
                continue;
            };
            let second = row.get(1).copied().unwrap_or(first);
            across.push(combine(first, first, second));
            if row.len() > 1 {
                across.extend(row.array_windows::<3>().map(|&[l, c, r]| combine(l, c, r)));
                let before = row.get(row.len() - 2).copied().unwrap_or(last);
                across.push(combine(before, last, last));
            }
        }
        let across = Plane {
            width: self.width,
            height: self.height,
            data: across,
        };
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..self.height {
            let above = across.row(y.saturating_sub(1));
            let below = across.row((y + 1).min(self.height - 1));
            let rows = above.iter().zip(across.row(y)).zip(below);
            data.extend(rows.map(|((&a, &c), &b)| combine(a, c, b)));
        }
        Plane {
            width: self.width,
            height: self.height,
            data,
        }
    }

    /// Blurred slightly: a variance of half a pixel per axis.
    pub(crate) fn blurred(&self) -> Plane {
        self.filtered(|a, b, c| ((u16::from(a) + 2 * u16::from(b) + u16::from(c) + 2) >> 2) as u8)
    }

    /// The darkest level within half a pixel.
    pub(crate) fn darkest(&self) -> Plane {
        self.filtered(|a, b, c| b.min(a.midpoint(b)).min(b.midpoint(c)))
    }

    /// The brightest level within half a pixel.
    pub(crate) fn brightest(&self) -> Plane {
        self.filtered(|a, b, c| b.max(a.midpoint(b)).max(b.midpoint(c)))
    }

    /// The plane scaled to `width` × `height`.
    pub(crate) fn scaled(
        &self,
        resizer: &mut Resizer,
        width: usize,
        height: usize,
    ) -> Option<Plane> {
        let size = |side: usize| u32::try_from(side).ok();
        let source = ImageRef::new(
            size(self.width)?,
            size(self.height)?,
            &self.data,
            PixelType::U8,
        )
        .ok()?;
        let mut scaled = Image::new(size(width)?, size(height)?, PixelType::U8);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
        resizer.resize(&source, &mut scaled, &options).ok()?;
        Some(Plane {
            width,
            height,
            data: scaled.into_vec(),
        })
    }
}
