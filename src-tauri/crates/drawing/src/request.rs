//! What crosses to the child and back beside the bytes.

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DrawRequest {
    /// Device pixels per CSS pixel of the chart. Clamped to 0.01–32 and to what a picture may hold: 16,384 pixels a side
    /// and 16,777,216 in all. What is no positive number counts as 1.
    pub scale: f32,
    /// The part of the chart that is wanted; all of it where there is none.
    pub region: Option<Region>,
}

/// A rectangle in the chart's own CSS pixels, from its left upper corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// The left edge.
    pub x: f32,
    /// The upper edge.
    pub y: f32,
    /// The width, more than 0.
    pub width: f32,
    /// The height, more than 0.
    pub height: f32,
}

/// The picture's description beside its PNG, or why there is none.
pub type Answer = Result<Drawn, Refusal>;

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// The width of the whole chart in CSS pixels.
    pub width: f32,
    /// The height of the whole chart in CSS pixels.
    pub height: f32,
    /// What the picture shows: the order's region, cut to the chart and grown to whole device pixels.
    pub region: Region,
    /// The picture's width in device pixels.
    pub pixel_width: u32,
    /// The picture's height in device pixels.
    pub pixel_height: u32,
    /// The scale as clamped, device pixels per CSS pixel.
    pub scale: f32,
    /// The chart in words.
    pub words: Words,
    /// What the picture lacks.
    pub left_out: LeftOut,
}

/// The text alternative of a chart. Text of the service: plain, to be shown as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The chart's title, empty where it has none. At most 500 characters.
    pub title: String,
    /// The chart's description, empty where it has none. At most 2,000 characters.
    pub description: String,
    /// The labels in the order of the source: at most 1,000, and 500 characters each.
    pub labels: Vec<String>,
}

/// What was not drawn, counted. All 0 for most charts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Pictures: those outside the chart, and those inside it that are no small PNG or JPEG.
    pub images: u32,
    /// Filter effects whose drawing would take too long. All of a chart's, or none.
    pub filters: u32,
    /// HTML labels beyond the bound of 2,000.
    pub labels: u32,
}
