//! The text recognized in a picture (OCR), and the progress events.

use serde::Serialize;
use ts_rs::TS;

use super::Problem;

/// The direction of a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum LineDirection {
    /// From left to right, within 45 degrees.
    Along,
    /// Like `along`, turned by 90 degrees clockwise: the text runs down.
    Right,
    /// Like `along`, turned by 90 degrees counterclockwise: the text runs up.
    Left,
    /// A column of upright characters.
    Column,
}

/// A line of text in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextLine {
    /// The recognized text.
    pub text: String,
    /// The confidence of the model, 0.5 to 1; a person should check values below 0.8.
    pub confidence: f32,
    /// The corners in pixels of the picture as shown: upper left, upper right, lower right, lower left, as seen by a
    /// reader of the line.
    pub quad: [[f32; 2]; 4],
    /// The direction.
    pub direction: LineDirection,
    /// The approximate font size, in pixels of the picture.
    pub font_size: f32,
}

/// All text in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PictureText {
    /// In reading order.
    pub lines: Vec<TextLine>,
    /// The number of detected lines that were not read because there were too many.
    pub left_out: u32,
    /// How the page was turned clockwise before it became a picture: 0, 90, 180 or 270 degrees. Its lines were read
    /// accordingly; their corners are those in the picture as shown.
    pub turned: u16,
}

/// The progress of OCR on a picture. The last event is one of `notInstalled`, `unread`, `read`, `stopped`, `failed`.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ReadingEvent {
    /// The OCR models are not installed.
    NotInstalled,
    /// The picture was not read before, and this request does not start reading.
    Unread,
    /// Another picture is read first.
    Waiting,
    /// Text detection is in progress.
    Looking {
        /// The share of the picture that was scanned, 0 to 1.
        part: f32,
    },
    /// The lines were detected; none is read yet.
    Found {
        /// Their corners, see [`TextLine`].
        quads: Vec<[[f32; 2]; 4]>,
    },
    /// One line was read; lines come in no particular order.
    Line {
        /// `null` if it turned out not to be text.
        line: Option<TextLine>,
        /// The number of lines read, including this one.
        done: u32,
        /// The total number.
        of: u32,
    },
    /// The whole picture was read.
    Read {
        /// The text.
        text: PictureText,
    },
    /// The person stopped it.
    Stopped,
    /// Reading failed.
    Failed {
        /// The reason.
        problem: Problem,
    },
}

/// The TypeScript declarations of these types.
pub(super) fn declarations(config: &ts_rs::Config) -> Vec<String> {
    vec![
        LineDirection::decl(config),
        TextLine::decl(config),
        PictureText::decl(config),
        ReadingEvent::decl(config),
    ]
}
