//! The result of a comparison.

use serde::{Deserialize, Serialize};

/// The outcome of comparing the published picture with the approved one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The same file or the same pixels.
    Identical,
    /// The same picture, compressed or scaled again.
    Same,
    /// The whole picture, unaltered, with something around it: a screenshot with a status bar, or a chat.
    Framed,
    /// Unaltered, but part of it is missing ([`Registration::missing`]). There may also be something around it.
    Cropped,
    /// Something was changed: [`Comparison::regions`] and [`Comparison::words`] say what. It may also be cropped or framed.
    Altered,
    /// The same words, but the pictures can't be aligned: another layout.
    SameWords,
    /// Other material.
    Other,
}

/// A rectangle of a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl Rect {
    /// Whether the two rectangles share at least one pixel.
    pub fn meets(&self, other: &Self) -> bool {
        let apart = |from: u32, length: u32, other_from: u32, other_length: u32| {
            from.saturating_add(length) <= other_from
                || other_from.saturating_add(other_length) <= from
        };
        !apart(self.x, self.width, other.x, other.width)
            && !apart(self.y, self.height, other.y, other.height)
    }
}

/// Where the approved picture lies in the published one. A point (x, y) of the approved picture is found at
/// (`scale_x` × x + `offset_x`, `scale_y` × y + `offset_y`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    /// Published pixels per approved pixel, horizontally.
    pub scale_x: f64,
    /// Published pixels per approved pixel, vertically.
    pub scale_y: f64,
    /// Published position of the approved picture's left edge, in pixels; negative if it is cut off.
    pub offset_x: f64,
    /// Published position of the approved picture's top edge, in pixels; negative if it is cut off.
    pub offset_y: f64,
    /// The part of the approved picture that was published.
    pub approved: Rect,
    /// The part of the published picture that shows it.
    pub published: Rect,
    /// The strips of the approved picture that are missing: at most four, disjoint.
    pub missing: Vec<Rect>,
    /// Whether the published picture shows something around the approved one.
    pub framed: bool,
}

/// The kind of difference in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegionKind {
    /// Something else stands there.
    Changed,
    /// Something was there, and nothing is left.
    Removed,
    /// Nothing was there, and something was added.
    Added,
    /// The shapes are the same, but the colour differs.
    Recoloured,
}

/// A region where the pictures differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Its position in the approved picture.
    pub approved: Rect,
    /// Its position in the published picture.
    pub published: Rect,
    /// The kind of difference.
    pub kind: RegionKind,
    /// Indices of the approved lines that it touches.
    pub approved_lines: Vec<usize>,
    /// Indices of the published lines that it touches.
    pub published_lines: Vec<usize>,
}

/// The kind of difference in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordKind {
    /// Only in the approved picture.
    Removed,
    /// Only in the published picture.
    Added,
    /// Other words stand in their place.
    Changed,
}

/// The certainty that words differ. OCR misreads small letters, so the pixels decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The pictures differ there as well.
    Pixels,
    /// The words lie in a part of the approved picture that is missing.
    CutOff,
    /// Only the text differs: the pictures can't be aligned, or the letters are too small to compare.
    TextOnly,
    /// The text differs, but the pictures agree: most likely OCR misread one of them. This is not an alteration.
    Misread,
}

/// Words that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordChange {
    /// The kind of difference.
    pub kind: WordKind,
    /// The approved words; empty if words were added.
    pub approved: String,
    /// The published words; empty if words were removed.
    pub published: String,
    /// The position of the words in the approved picture, or where they would be. `None` if unknown.
    pub approved_place: Option<Rect>,
    /// The position of the words in the published picture, or where they would be. `None` if unknown.
    pub published_place: Option<Rect>,
    /// The certainty of the difference.
    pub evidence: Evidence,
}

/// A note to the user about a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "note")]
pub enum Note {
    /// Colours are shifted by up to this many levels of 255 throughout, which was not counted as an alteration.
    ToneShift {
        /// The largest shift, in levels of 255.
        levels: u8,
    },
    /// The published picture is blurred or small. Letters below this size, in approved pixels, can't be compared.
    Coarse {
        /// Smallest letter size compared, in pixels of the approved picture.
        letters: u32,
    },
    /// Approved lines whose letters are too small to compare in the published picture.
    SmallLines {
        /// The number of such lines.
        lines: u32,
    },
    /// There are more regions than [`crate::MAX_REGIONS`]; only the largest are listed.
    MoreRegions {
        /// The number of regions left out.
        left_out: u32,
    },
    /// There are more word changes than [`crate::MAX_WORDS`].
    MoreWords {
        /// The number of changes left out.
        left_out: u32,
    },
    /// There are more than [`crate::MAX_LINES`] lines or 20,000 words, or more than 4,000 words could not be told apart by
    /// their places; the rest of the text was not compared.
    MoreLines,
    /// One picture or both have no lines of text, so no words were compared.
    NoLines,
}

/// The result of comparing a published picture with the approved one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The verdict.
    pub outcome: Outcome,
    /// The position of the approved picture in the published one; `None` if it was not found there.
    pub registration: Option<Registration>,
    /// The regions that differ, from top to bottom. Empty without a registration.
    pub regions: Vec<Region>,
    /// Words that differ, in the order of the approved lines, then the added ones.
    pub words: Vec<WordChange>,
    /// Indices of the published lines that lie around the approved picture. They were not compared.
    pub frame_lines: Vec<usize>,
    /// Notes to the user.
    pub notes: Vec<Note>,
}
