//! Flowcharts as pictures. The SVG itself is never sent to the window: it is untrusted.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which part of a flowchart to draw, at which resolution.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartOrder {
    /// Pixels of the picture per pixel of the chart.
    pub scale: f32,
    /// The part to draw, in pixels of the chart; `null` for all of it.
    pub region: Option<Region>,
}

/// A part of a flowchart, in pixels of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// A drawn flowchart. Sent before the bytes of the picture: the length of this as four bytes (little-endian), this as
/// JSON, then the PNG.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    /// Width of the whole chart, in its own pixels.
    pub width: f32,
    /// Height of the whole chart, in its own pixels.
    pub height: f32,
    /// The part of the chart in the picture.
    pub region: Region,
    /// Pixels of the picture per pixel of the chart: fewer than requested if the picture would have been too large.
    pub scale: f32,
    /// The title in the SVG.
    pub title: String,
    /// The description in the SVG.
    pub description: String,
    /// The labels in the order of the source: the text alternative.
    pub labels: Vec<String>,
    /// The elements left out of the picture.
    pub left_out: LeftOut,
}

/// The number of elements of a flowchart that were not drawn, or not as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// Pictures; external ones are always omitted.
    pub images: u32,
    /// Filters.
    pub filters: u32,
    /// Labels beyond the limit.
    pub labels: u32,
    /// Animated elements, which are drawn as they are at the end.
    pub moving: u32,
    /// Elements that appear only on a click or under the pointer.
    pub on_demand: u32,
    /// Emoji drawn as plain signs.
    pub signs: u32,
}
