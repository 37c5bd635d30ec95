//! The text recognized in a picture (OCR), stored beside the records under the hash of the picture.

use serde::{Deserialize, Serialize};

/// All text in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PictureText {
    /// In reading order.
    pub lines: Vec<TextLine>,
    /// The number of detected lines that were not read because there were too many.
    pub left_out: u32,
    /// How the page was turned clockwise before it became a picture, in degrees; its lines were read accordingly.
    #[serde(default, skip_serializing_if = "is_default")]
    pub turned: u16,
}

/// A line of text in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TextLine {
    /// The recognized text.
    pub text: String,
    /// The confidence of the model, 0.5 to 1.
    pub confidence: f32,
    /// The corners in pixels of the picture as shown: upper left, upper right, lower right, lower left, as seen by a
    /// reader of the line.
    pub quad: [[f32; 2]; 4],
    /// The direction.
    pub direction: LineDirection,
    /// The approximate font size, in pixels of the picture.
    pub font_size: f32,
}

/// The direction of a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineDirection {
    /// From left to right, within 45 degrees.
    Along,
    /// Turned clockwise by 90 degrees: the text runs down.
    Right,
    /// Turned counterclockwise by 90 degrees: the text runs up.
    Left,
    /// A column of upright characters.
    Column,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
