//! Requests to the child process and its answers, besides the bytes.

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DrawRequest {
    /// Device pixels per CSS pixel of the chart. Clamped to 0.01–32 and to the maximum picture size: 16,384 pixels a side
    /// and 16,777,216 in all. NaN, zero and negative values count as 1.
    pub scale: f32,
    /// Part of the chart to draw; `None` for all of it.
    pub region: Option<Region>,
}

/// A rectangle in CSS pixels of the chart, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width, more than 0.
    pub width: f32,
    /// Height, more than 0.
    pub height: f32,
}

/// Description of the picture, sent beside its PNG, or the reason why there is none.
pub type Answer = Result<Drawn, Refusal>;

/// Description of a drawn picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// Width of the whole chart in CSS pixels.
    pub width: f32,
    /// Height of the whole chart in CSS pixels.
    pub height: f32,
    /// Region that the picture shows: the requested one, clipped to the chart and expanded to whole device pixels.
    pub region: Region,
    /// Width of the picture in device pixels.
    pub pixel_width: u32,
    /// Height of the picture in device pixels.
    pub pixel_height: u32,
    /// The scale after clamping, in device pixels per CSS pixel.
    pub scale: f32,
    /// Text alternative of the chart.
    pub words: Words,
    /// Content missing from the picture.
    pub left_out: LeftOut,
}

/// Text alternative of a chart. It comes from the service and is untrusted: show it as plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Title of the chart, or empty. At most 500 characters.
    pub title: String,
    /// Description of the chart, or empty. At most 2,000 characters.
    pub description: String,
    /// Labels in source order: at most 1,000, of 500 characters each.
    pub labels: Vec<String>,
}

/// Number of items that were not drawn as they are. All 0 for most charts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Images: those outside the chart, and embedded ones that are not small PNG or JPEG.
    pub images: u32,
    /// Filter effects that would take too long to render. Either all of a chart's or none.
    pub filters: u32,
    /// HTML labels beyond the limit of 2,000.
    pub labels: u32,
    /// Animated elements, which are drawn as they are at the end.
    pub moving: u32,
    /// Elements that appear only on a click or under the pointer.
    pub on_demand: u32,
    /// Texts that are hidden.
    pub hidden: u32,
    /// Emoji that no colour font has, drawn as plain signs.
    pub signs: u32,
}
