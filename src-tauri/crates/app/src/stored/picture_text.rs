//! The text that OCR found in a picture, kept beside the records under the picture's hash.

use serde::{Deserialize, Serialize};

/// All the text of a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PictureText {
    /// In reading order.
    pub lines: Vec<TextLine>,
    /// Places that look like lines and were not read because there were too many.
    pub left_out: u32,
}

/// A line of text in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TextLine {
    /// What it says.
    pub text: String,
    /// How sure the model is, 0.5 to 1.
    pub confidence: f32,
    /// Its corners in pixels of the picture as it is shown: upper left, upper right, lower right, lower left, seen along the line.
    pub quad: [[f32; 2]; 4],
    /// How it runs.
    pub direction: LineDirection,
    /// The approximate font size, in pixels of the picture.
    pub font_size: f32,
}

/// How a line of text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineDirection {
    /// From left to right, slanted by at most 45 degrees.
    Along,
    /// Turned clockwise by 90 degrees: it runs down.
    Right,
    /// Turned anticlockwise by 90 degrees: it runs up.
    Left,
    /// A column of upright letters.
    Column,
}
