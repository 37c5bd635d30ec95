//! Flowcharts as pictures. The SVG itself never crosses: it is foreign.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What of a flowchart is wanted, and how sharp.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartOrder {
    /// Pixels of the picture for each pixel of the chart.
    pub scale: f32,
    /// In the chart's own pixels; all of it where none is given.
    pub region: Option<Region>,
}

/// A part of a flowchart, in the chart's own pixels.
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

/// What was drawn. It crosses before the bytes of the picture: its length as four bytes (little-endian), itself as JSON, then
/// the PNG.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    /// Of the whole chart, in its own pixels.
    pub width: f32,
    /// Of the whole chart, in its own pixels.
    pub height: f32,
    /// What the picture shows of it.
    pub region: Region,
    /// Pixels of the picture for each pixel of the chart: less than asked for where the picture would have been too large.
    pub scale: f32,
    /// The chart's own title.
    pub title: String,
    /// The chart's own description.
    pub description: String,
    /// Its labels, in the order in which they stand in the source: the text alternative.
    pub labels: Vec<String>,
    /// What the source asks for and the picture does not show.
    pub left_out: LeftOut,
}

/// How many things of a flowchart were not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// Pictures: those outside the file always are.
    pub images: u32,
    /// Filters.
    pub filters: u32,
    /// Labels beyond the most that are drawn.
    pub labels: u32,
}
