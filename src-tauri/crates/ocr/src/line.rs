//! What reading gives.

use crate::quad::Quad;

/// How a line runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From left to right, slanted by half a right angle at most.
    Along,
    /// The same, turned by a quarter clockwise: it runs down.
    TurnedRight,
    /// The same, turned by a quarter against the clock: it runs up.
    TurnedLeft,
    /// A column of upright letters.
    Column,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// How sure the model is, from [`Limits::confidence`] to 1.
    pub confidence: f32,
    /// Where it is: upper left, upper right, lower right, lower left, as its reader sees them.
    pub quad: Quad,
    /// How it runs.
    pub direction: Direction,
    /// About the size of its font, in pixels of the picture: within 15 % for six letters or more.
    pub font_size: f32,
}

/// The lines of a picture, in the order in which a person reads them.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page {
    /// From top to bottom, column by column.
    pub lines: Vec<Line>,
    /// Places that look like lines and were not read because there were more than [`Limits::lines`] allows. When it is not 0 the
    /// picture may hold still more: looking for them ends soon after.
    pub left_out: usize,
}

/// How much is done for one picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Lines that are read at most, the upper ones first; of long lines fewer, 11 letters for each line allowed being read in all.
    /// A crowded poster has a few hundred lines. It bounds the time: 11 letters take 40 to 80 ms of one processor on top of
    /// looking for lines, so the default of 1000 adds a minute or a little more of it.
    pub lines: usize,
    /// Lines the model is less sure of are dropped: patterns that look like letters.
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

/// What happens while a picture is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress<'a> {
    /// Part of the picture has been looked at for lines.
    Looked {
        /// From 0 to 1.
        part: f32,
    },
    /// All lines have been found, none is read yet.
    Found {
        /// Their places, as long as nobody knows how they run: as if all ran along.
        quads: &'a [Quad],
    },
    /// One of them has been read, in no particular order.
    Read {
        /// `None` when it turned out to be none.
        line: Option<&'a Line>,
        /// How many have been read, with this one.
        done: usize,
        /// How many there are.
        of: usize,
    },
}
