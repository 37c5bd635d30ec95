//! Documents as PDF: PDF/A-2a, tagged, with embedded fonts.
//!
//! Typst lays out a fixed template (`letter.typ`). The document reaches it as values, never as source text, so its words
//! can't be read as markup. Nothing is read from disk, from the network or from the clock; equal documents and fonts give
//! equal bytes.

mod content;
mod fonts;
mod lists;
mod picture;
mod table;
mod text;
mod world;

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::document::Document;
use fonts::Typefaces;
pub use fonts::{FontBytes, FontFile, Fonts};
use text::Characters;
use world::Memory;

/// The most characters of a document, about 500 pages.
pub const MAX_CHARACTERS: usize = 500_000;
/// The most paragraphs of a document, in cells and outside.
pub const MAX_PARAGRAPHS: usize = 50_000;
/// The most pixels of all pictures together, ten photographs of a telephone.
pub const MAX_PIXELS: u64 = 120_000_000;

/// The first moment of the last year that a PDF can name, 9999. Times before 1970 are not valid for a document.
const LATEST_MS: i64 = 253_370_764_800_000;

/// The reason why a document could not be written as PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PdfError {
    /// The document has Chinese characters, and no font has most of them.
    #[error("no font with Chinese characters")]
    NoChineseFont,
    /// There is no font that can be used.
    #[error("no font")]
    NoFont,
    /// The document is longer than [`MAX_CHARACTERS`] or [`MAX_PARAGRAPHS`].
    #[error("the document is too long")]
    TooLong,
    /// A picture is neither a PNG nor a JPEG, is damaged or in the colours of a printing press (CMYK), or the pictures up
    /// to it have more than [`MAX_PIXELS`].
    #[error("picture {number} can't be used")]
    Picture {
        /// Its number among the pictures, from 1.
        number: usize,
    },
    /// Typst or the checks of PDF/A refused the document.
    #[error("typesetting failed: {0}")]
    Typesetting(String),
}

/// Writes a document as PDF.
///
/// Invisible characters are left out. A character that no font has, or from a private use area, appears as its code,
/// such as `[U+1F600]`; [`uncovered`] lists them. Pictures keep their bytes where they are JPEG, and with them their
/// metadata, such as a place.
///
/// # Errors
/// Any [`PdfError`].
pub fn write(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    content::check_length(document)?;
    let typefaces = Typefaces::of(fonts, content::characters(document))?;
    let characters = Characters::new(&typefaces);
    let inputs = content::inputs(document, &typefaces, &characters)?;
    let written = typeset(document, &Memory::new(typefaces, inputs));
    // Typst keeps what it has computed for the next document, and that is most of its memory.
    comemo::evict(0);
    written
}

/// The characters of a document that no font has, in order of their codes.
#[must_use]
pub fn uncovered(document: &Document, fonts: &Fonts) -> BTreeSet<char> {
    fonts::uncovered(fonts, content::characters(document))
}

fn typeset(document: &Document, world: &Memory) -> Result<Vec<u8>, PdfError> {
    let pages = typst::compile::<PagedDocument>(world)
        .output
        .map_err(|errors| refused(&errors))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("FinAgent Desk".to_owned())),
        // PDF/A-2a demands a time.
        timestamp: moment(document.at_ms.clamp(0, LATEST_MS)).map(typst_pdf::Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_2a])
            .map_err(|error| PdfError::Typesetting(error.message().to_string()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options).map_err(|errors| refused(&errors))
}

/// A time as Typst takes it, in UTC.
fn moment(at_ms: i64) -> Option<Datetime> {
    let at = Timestamp::from_millisecond(at_ms)
        .ok()?
        .to_zoned(TimeZone::UTC);
    let part = |part: i8| u8::try_from(part).ok();
    Datetime::from_ymd_hms(
        at.year().into(),
        part(at.month())?,
        part(at.day())?,
        part(at.hour())?,
        part(at.minute())?,
        part(at.second())?,
    )
}

fn refused(errors: &[SourceDiagnostic]) -> PdfError {
    let mut messages: Vec<_> = errors
        .iter()
        .map(|error| error.message.to_string())
        .collect();
    messages.dedup();
    messages.truncate(5);
    PdfError::Typesetting(messages.join("; "))
}
