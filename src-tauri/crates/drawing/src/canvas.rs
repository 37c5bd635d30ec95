//! Size of the picture and the part of the chart that it shows.

use resvg::tiny_skia::Transform;

use super::profile::Profile;
use super::refusal::Refusal;
use super::request::{DrawRequest, Region};

/// Minimum scale, in device pixels per CSS pixel.
const LEAST_SCALE: f64 = 0.01;

/// Size of the picture and its position in the chart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Canvas {
    scale: f64,
    /// Upper left corner, in device pixels of the whole chart.
    left: f64,
    top: f64,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Canvas {
    /// The canvas of `request` for a chart of `width` by `height` CSS pixels. `sharpness` multiplies the scale after all
    /// clamping.
    pub(super) fn of(
        width: f32,
        height: f32,
        request: &DrawRequest,
        profile: &Profile,
        sharpness: f64,
    ) -> Result<Self, Refusal> {
        let (width, height) = (f64::from(width), f64::from(height));
        let (x, y, right, bottom) = request.region.map_or((0.0, 0.0, width, height), |region| {
            let (x, y) = (f64::from(region.x), f64::from(region.y));
            (
                x.max(0.0),
                y.max(0.0),
                (x + f64::from(region.width)).min(width),
                (y + f64::from(region.height)).min(height),
            )
        });
        let is_number = request.region.is_none_or(|region| {
            [region.x, region.y, region.width, region.height]
                .iter()
                .all(|value| value.is_finite())
        });
        if !(is_number && right > x && bottom > y) {
            return Err(Refusal::OutOfSight);
        }
        let wanted = f64::from(request.scale);
        let wanted = if wanted > 0.0 {
            wanted.clamp(LEAST_SCALE, profile.scale)
        } else {
            1.0
        };
        let (shown_width, shown_height) = (right - x, bottom - y);
        // Reserve one row and one column, which snapping to whole pixels may add.
        let side = (profile.side - 1.0) / shown_width.max(shown_height);
        let area = (profile.pixels / (shown_width * shown_height)).sqrt();
        let mut scale = wanted.min(side).min(area) * sharpness;
        loop {
            let canvas = Self {
                scale,
                left: (x * scale).floor(),
                top: (y * scale).floor(),
                width: pixels(x * scale, right * scale, profile),
                height: pixels(y * scale, bottom * scale, profile),
            };
            if f64::from(canvas.width) * f64::from(canvas.height) <= profile.pixels {
                return Ok(canvas);
            }
            scale *= 0.999;
        }
    }

    /// Device pixels per CSS pixel.
    pub(super) fn scale(&self) -> f32 {
        self.scale as f32
    }

    /// The region shown, in CSS pixels.
    pub(super) fn region(&self) -> Region {
        Region {
            x: (self.left / self.scale) as f32,
            y: (self.top / self.scale) as f32,
            width: (f64::from(self.width) / self.scale) as f32,
            height: (f64::from(self.height) / self.scale) as f32,
        }
    }

    /// Transform from CSS pixels of the chart to pixels of the picture.
    pub(super) fn transform(&self) -> Transform {
        let scale = self.scale();
        Transform::from_row(scale, 0.0, 0.0, scale, -self.left as f32, -self.top as f32)
    }
}

/// Whole pixels between two edges, at least one. An excess of up to a thousandth adds none.
fn pixels(from: f64, to: f64, profile: &Profile) -> u32 {
    ((to - 0.001).ceil() - from.floor()).clamp(1.0, profile.side) as u32
}
