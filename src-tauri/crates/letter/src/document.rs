//! A document independent of its format: the blocks from which DOCX and PDF are written.

use serde::{Deserialize, Serialize};

/// A document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Document {
    /// The title, also in the metadata and in the header of each page.
    pub title: String,
    /// The number in the header of each page, such as SC-2026-0001; may be empty.
    pub number: String,
    /// The language of the fixed words, such as "page 1 of 3".
    pub language: Language,
    /// A line at the top of each page that no reader may miss, such as that the answers are a demo; may be empty.
    pub warning: String,
    /// The author, for the metadata; may be empty.
    pub author: String,
    /// Keywords for the metadata, such as the notice that AI assisted.
    pub keywords: Vec<String>,
    /// When it was written, in milliseconds since 1970-01-01 UTC. Two documents of the same content and time are equal in
    /// each byte.
    pub at_ms: i64,
    /// The content.
    pub blocks: Vec<Block>,
}

/// The language of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Language {
    /// Chinese in simplified characters.
    #[default]
    Chinese,
    /// English.
    English,
}

/// A part of a document, from top to bottom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// The title on the first page, centred.
    Title(String),
    /// A heading.
    Heading {
        /// 1 to 4.
        level: u8,
        /// The words.
        text: String,
    },
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// An item of a list.
    Item {
        /// 0 for the outermost list.
        depth: u8,
        /// The number of the item; `None` in a list of bullets.
        number: Option<u32>,
        /// The words.
        runs: Vec<Run>,
    },
    /// A table.
    Table(Table),
    /// A picture, as wide as the text unless it is narrower itself.
    Picture(Picture),
    /// The next block starts a page.
    PageBreak,
}

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Run {
    /// The words. A line feed starts a new line.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck through.
    pub struck: bool,
    /// Code, in a font of equal widths.
    pub code: bool,
    /// The colour; `None` for that of the text.
    pub colour: Option<Colour>,
}

/// A colour with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Colour {
    /// High risk, refused.
    High,
    /// Medium risk.
    Medium,
    /// Low risk.
    Low,
    /// Beside the point: hashes, notes.
    Quiet,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Table {
    /// The widths of the columns, relative to one another; as many as each row has cells.
    pub widths: Vec<u32>,
    /// The number of rows at the top that repeat on each page.
    pub header_rows: usize,
    /// The first column holds headings.
    pub header_column: bool,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// The rows stay together on a page where they fit.
    pub together: bool,
}

/// A cell of a table: paragraphs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Cell {
    /// The paragraphs.
    pub paragraphs: Vec<Vec<Run>>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Picture {
    /// A PNG or JPEG.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Alternative text.
    pub description: String,
    /// A line below it; may be empty.
    pub caption: String,
}

impl Run {
    /// Text without a style.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Bold text.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self {
            bold: true,
            ..Self::plain(text)
        }
    }
}

impl Cell {
    /// A cell of one paragraph without a style.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            paragraphs: vec![vec![Run::plain(text)]],
        }
    }
}
