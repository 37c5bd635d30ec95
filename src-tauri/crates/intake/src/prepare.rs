//! Prepares any picture, text or document for sending.
//!
//! The service takes JPEG and PNG of at most 5,000,000 bytes and 6000 pixels a side. A file within these limits is sent
//! unchanged. Any other is changed as little as possible: first lossless compression, then a JPEG without visible loss, then
//! splitting into strips between lines of text, and only if that is not enough, downscaling. Strips are preceded by a
//! downscaled copy of the whole picture, which shows whoever examines them how they fit together. The [`Plan`] records what
//! was done.

mod backdrop;
mod bmp;
mod colour;
mod embedded;
mod encode;
mod fit;
mod flatten;
mod frames;
mod layout;
mod lines;
mod load;
mod lossy;
mod office;
mod pages;
mod pdf;
mod pixel_budget;
mod plan;
mod raised;
mod raster;
mod scan;
mod sheet;
mod shrink;
mod single;
mod strips;
mod svg;
mod text;
mod tiff;
mod webp;
mod writing;

use std::ops::Range;

use bytes::Bytes;

pub use drawing::Fonts;
pub use embedded::embedded_jpeg;
pub use lines::Shown;
pub use load::MAX_PIXELS;
pub(crate) use office::workbook;
pub use pages::PageKind;
pub use plan::{Encoder, LeftOut, Note, PartPlan, Plan, Reason, Region, Source};
pub use text::MAX_TEXT_CHARS;

use crate::picture::{Limits, Picture};
use crate::preview::Preview;
use crate::recognise::Content;
use crate::refusal::Refusal;
use frames::Frames;
use lines::Lines;
use office::Office;
use pages::Pages;
use pdf::Pdf;
use pixel_budget::PixelBudget;
use scan::Scan;
use svg::Svg;
use text::PlainText;

/// Maximum size of a file, in bytes.
pub const MAX_FILE_BYTES: u64 = 200_000_000;

/// Maximum number of parts of a picture; each part is audited separately.
pub const MAX_PARTS: u32 = 100;

/// The result of preparing a file: any number of pictures that the service accepts, and its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// Pictures to send, in reading order; empty if the file has only text. If a picture was split, the first one shows it
    /// whole.
    pub pictures: Vec<Picture>,
    /// The plan by which the pictures were made; `plan.parts` has one entry for each.
    pub plan: Plan,
    /// Text of a document, as written in it.
    pub text: Option<String>,
}

impl Prepared {
    /// Preview that represents the file in a list.
    #[must_use]
    pub fn preview(&self) -> Option<&Preview> {
        self.pictures.first()?.preview.as_ref()
    }
}

/// Progress of preparing a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Decoding the file to pixels.
    Unpacking,
    /// Parts of a picture written, and their total number.
    Parts(u32, u32),
    /// Pictures of the file completed, and their total number.
    Pages(u32, u32),
}

/// Prepares a file of any supported kind, detected from its content: JPEG, PNG, WebP, GIF, BMP, TIFF and SVG pictures; PDF,
/// DOCX, PPTX and plain text. Pages of a TIFF or PDF, distinct frames of an animation and pictures in a document become
/// separate pictures; what is written in a document becomes its text. `fonts` replace fonts that a document names but does
/// not embed.
///
/// `text_rows` is called around each place where a picture may be cut. It returns the rows of the given picture that lines
/// of text occupy, in any order. Each line of at most 5000 pixels in height will be whole in one of the parts. If it returns
/// `None`, the picture is cut where there is least ink.
///
/// Takes up to some seconds and, for the largest files, up to 2 GB. Call it where it may block and fail.
///
/// # Errors
/// - [`Refusal::TooLarge`] beyond [`MAX_FILE_BYTES`], or if nothing makes the picture small enough
/// - [`Refusal::TooVast`] if the header declares more than [`MAX_PIXELS`], [`Refusal::TooSparse`] if it declares more than
///   the bytes of the file can fill
/// - [`Refusal::TooManyParts`] beyond [`MAX_PARTS`]
/// - [`Refusal::Empty`] for an empty file
/// - [`Refusal::TextUndecodable`], and [`Refusal::TextTooLong`] beyond [`MAX_TEXT_CHARS`]
/// - [`Refusal::DocumentDamaged`], [`Refusal::DocumentTooVast`] and [`Refusal::ZipTooManyFiles`] for documents
/// - [`Refusal::Locked`] for an encrypted document, [`Refusal::NoPages`] for an empty one
/// - [`Refusal::XfaOnly`] for a PDF that is only an XFA form
/// - [`Refusal::Format`] for an unsupported kind of file, [`Refusal::Undecodable`] for an unsupported variant of a kind
/// - [`Refusal::TooComplex`] for a drawing beyond the complexity limits, [`Refusal::Entities`] for one with declarations
/// - [`Refusal::Damaged`] and [`Refusal::Broken`] for damaged pictures
pub fn prepare(
    bytes: Bytes,
    limits: &Limits,
    fonts: &Fonts,
    mut text_rows: impl FnMut(Shown) -> Option<Vec<Range<u32>>>,
    mut tell: impl FnMut(Stage),
) -> Result<Prepared, Refusal> {
    let actual = bytes.len() as u64;
    if actual > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES;
        return Err(Refusal::TooLarge { limit, actual });
    }
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    tell(Stage::Unpacking);
    let content = Content::of(&bytes);
    let mut lines = Lines::new(&mut text_rows);
    let mut budget = PixelBudget::of(content, actual);
    let Some(pages) = open(&bytes, content, fonts)? else {
        return single::prepared(bytes, content, limits, &mut budget, &mut lines, &mut tell);
    };
    sheet::prepared(
        &bytes,
        content,
        pages,
        limits,
        &mut budget,
        &mut lines,
        &mut tell,
    )
}

/// Opens a file of several pictures; `None` if it is a single picture or not supported.
fn open<'a>(
    bytes: &'a [u8],
    content: Content,
    fonts: &Fonts,
) -> Result<Option<Box<dyn Pages + 'a>>, Refusal> {
    Ok(match content {
        Content::Pdf => Some(Box::new(Pdf::open(bytes, fonts)?)),
        Content::Svg => Some(Box::new(Svg::open(bytes, fonts)?)),
        Content::Png | Content::Gif | Content::Webp => {
            Frames::open(bytes, content)?.map(|frames| Box::new(frames) as _)
        }
        Content::Tiff => Scan::open(bytes).map(|scan| Box::new(scan) as _),
        Content::Text => Some(Box::new(PlainText::open(bytes)?) as _),
        Content::Docx | Content::Pptx => Some(Box::new(Office::open(bytes, content)?) as _),
        _ => None,
    })
}

/// Decodes a file of any supported kind as it is displayed: oriented as its metadata says, on a white background where it is
/// transparent, in sRGB. Several pictures are stacked vertically, in the coordinates of a plan's regions. Takes as much time
/// and memory as [`prepare`].
///
/// # Errors
/// Those of [`prepare`] that concern reading.
pub fn shown(bytes: &[u8], fonts: &Fonts) -> Result<Shown, Refusal> {
    let content = Content::of(bytes);
    let Some(pages) = open(bytes, content, fonts)? else {
        return Ok(lines::into_shown(single::raster(bytes, content)?));
    };
    sheet::shown(content, pages)
}
