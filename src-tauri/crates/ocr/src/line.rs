//! Results and limits of reading a picture.

use crate::{
    Turn,
    quad::{Point, Quad},
};

/// Direction in which a line runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From left to right, slanted by 45° at most; on a page that is upside down, from right to left.
    Along,
    /// Rotated by 90° clockwise: it runs down.
    TurnedRight,
    /// Rotated by 90° counterclockwise: it runs up.
    TurnedLeft,
    /// A vertical column of upright letters.
    Column,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The recognised text.
    pub text: String,
    /// The model's confidence, from [`Limits::confidence`] to 1.
    pub confidence: f32,
    /// Its corners in reading direction: upper left, upper right, lower right, lower left.
    pub quad: Quad,
    /// Direction in which it runs.
    pub direction: Direction,
    /// Approximate font size in pixels of the picture: within 15 % for lines of six letters or more.
    pub font_size: f32,
    /// Distance of the centre of each letter from the upper left corner, in reading direction and in pixels.
    pub(crate) centres: Vec<f32>,
}

impl Line {
    /// Whether a point lies within the line's rectangle.
    pub(crate) fn holds(&self, point: Point) -> bool {
        let [a, b, _, d] = self.quad;
        let from = |to: Point| Point::new(to.x - a.x, to.y - a.y);
        let (along, across, point) = (from(b), from(d), from(point));
        let inside = |side: Point| (0.0..=side.dot(side)).contains(&point.dot(side));
        inside(along) && inside(across)
    }
}

/// The lines of a picture, in reading order.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page {
    /// Lines from top to bottom, column by column.
    pub lines: Vec<Line>,
    /// Detected lines that were not read because [`Limits::lines`] was reached. If it is not 0 the picture may hold even
    /// more: detection stops soon after.
    pub left_out: usize,
    /// How the page was turned before it became a picture. The lines are read accordingly; their corners are still those in
    /// the picture as it is.
    pub turned: Turn,
}

/// Limits on the work for one picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Maximum number of lines read, from the top. Long lines use up more of it: the total is 11 letters per line allowed. A
    /// crowded poster has a few hundred lines. This bounds the time: 11 letters take 40 to 80 ms of CPU time on top of
    /// detection, so the default of 1000 adds a minute or slightly more.
    pub lines: usize,
    /// Lines with a lower confidence are dropped; they are mostly patterns that look like letters.
    pub confidence: f32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            lines: 1000,
            confidence: 0.5,
        }
    }
}

/// Progress of reading a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress<'a> {
    /// Detection has covered part of the picture.
    Looked {
        /// Share of the picture, from 0 to 1.
        part: f32,
    },
    /// Detection is complete; recognition has not begun.
    Found {
        /// Their corners, as if all lines ran from left to right: the direction is not known yet.
        quads: &'a [Quad],
    },
    /// A line has been read. Lines arrive in no particular order.
    Read {
        /// The line, or `None` if it turned out not to be text.
        line: Option<&'a Line>,
        /// Number of lines read so far, including this one.
        done: usize,
        /// Number of lines detected.
        of: usize,
    },
}
