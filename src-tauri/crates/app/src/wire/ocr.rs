//! The text that this machine read in a picture, and the news while it reads.

use serde::Serialize;
use ts_rs::TS;

use super::Problem;

/// How a line of text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum LineDirection {
    /// From left to right, slanted by half a right angle at most.
    Along,
    /// The same, turned by a quarter clockwise: it runs down.
    Right,
    /// The same, turned by a quarter against the clock: it runs up.
    Left,
    /// A column of upright letters.
    Column,
}

/// A line of text in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextLine {
    /// What it says.
    pub text: String,
    /// How sure the model is, 0.5 to 1; below 0.8 a person should look.
    pub confidence: f32,
    /// Its corners in pixels of the picture as it is shown: upper left, upper right, lower right, lower left, as the line's
    /// reader sees them.
    pub quad: [[f32; 2]; 4],
    /// How it runs.
    pub direction: LineDirection,
    /// About the size of its font, in pixels of the picture.
    pub font_size: f32,
}

/// All the text of a picture.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PictureText {
    /// In the order in which a person reads them.
    pub lines: Vec<TextLine>,
    /// Places that look like lines and were not read because there were too many.
    pub left_out: u32,
}

/// What happens while a picture is read. The last of them is one of `notInstalled`, `unread`, `read`, `stopped`, `failed`.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ReadingEvent {
    /// The models are not there: this app can't read pictures.
    NotInstalled,
    /// It was not read before, and nobody asks for it now.
    Unread,
    /// Another picture is read before.
    Waiting,
    /// It is being looked at for lines.
    Looking {
        /// How much of it has been looked at, 0 to 1.
        part: f32,
    },
    /// Its lines were found; none is read yet.
    Found {
        /// Their places, as those of a [`TextLine`].
        quads: Vec<[[f32; 2]; 4]>,
    },
    /// One of them was read, in no particular order.
    Line {
        /// `null` where it turned out to be none.
        line: Option<TextLine>,
        /// How many were read, with this one.
        done: u32,
        /// How many there are.
        of: u32,
    },
    /// All of it is read.
    Read {
        /// It.
        text: PictureText,
    },
    /// Somebody stopped it.
    Stopped,
    /// It could not be read.
    Failed {
        /// Why.
        problem: Problem,
    },
}

/// The declarations of all these.
pub(super) fn declarations(config: &ts_rs::Config) -> Vec<String> {
    vec![
        LineDirection::decl(config),
        TextLine::decl(config),
        PictureText::decl(config),
        ReadingEvent::decl(config),
    ]
}
