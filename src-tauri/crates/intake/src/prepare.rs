//! Any picture, text or document, made ready to be sent.
//!
//! The service takes JPEG and PNG of at most 5,000,000 bytes and 6000 pixels a side. What fits is sent as it is;
//! what doesn't is changed as little as possible: first without any loss, then by a JPEG in which none can be seen, then by cutting
//! it into strips between its lines of text, and only where even that is not enough by taking pixels away. Beside strips goes the
//! whole, shrunk, so that whoever looks at them knows how they hang together. What was done stands in a [`Plan`].

mod colour;
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
mod plan;
mod raster;
mod room;
mod scan;
mod sheet;
mod shrink;
mod single;
mod strips;
mod svg;
mod text;
mod webp;
mod writing;

use std::ops::Range;

use bytes::Bytes;

pub use drawing::Fonts;
pub use lines::Shown;
pub use load::MAX_PIXELS;
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
use room::Room;
use scan::Scan;
use svg::Svg;
use text::PlainText;

/// Most bytes of a file that is prepared.
pub const MAX_FILE_BYTES: u64 = 200_000_000;

/// Most parts of a picture: each one is an audit of its own.
pub const MAX_PARTS: u32 = 100;

/// What is sent of a file: any number of pictures that the service accepts, and what is written in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// What is sent, in reading order; none where there is only a text. Of the strips of a picture the first is the whole.
    pub pictures: Vec<Picture>,
    /// How they came about; `plan.parts` has one entry for each picture.
    pub plan: Plan,
    /// The text of a document, as it is written in it.
    pub text: Option<String>,
}

impl Prepared {
    /// What stands for the file in a list.
    #[must_use]
    pub fn preview(&self) -> Option<&Preview> {
        self.pictures.first()?.preview.as_ref()
    }
}

/// What is told while a file is prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// From the file to pixels.
    Unpacking,
    /// So many parts of a picture are written, of so many.
    Parts(u32, u32),
    /// So many pictures of the file are done, of so many.
    Pages(u32, u32),
}

/// Prepares a file of any kind that is read here, told by its content: the pictures JPEG, PNG, WebP, GIF, BMP, TIFF and SVG; PDF,
/// DOCX, PPTX and plain text. The pages of a TIFF or a PDF and those frames of an animation that differ are sent one after the other,
/// as are the pictures in a document; what is written in it is its text. `fonts` stand in for those that a document names and does
/// not hold.
///
/// `text_rows` is asked around each place where a picture may be cut: for the rows of what it is shown that lines of text take,
/// in any order. Each line that is at most 5000 pixels tall will be whole in one of the parts. Where it gives none, cuts go
/// where there is least ink.
///
/// Takes up to some seconds and, for the largest, up to 2 GB: call it where that blocks nobody and may fail.
///
/// # Errors
/// [`Refusal::TooLarge`] beyond [`MAX_FILE_BYTES`] or where nothing makes it small enough; [`Refusal::TooVast`] beyond
/// [`MAX_PIXELS`] and [`Refusal::TooSparse`] beyond what its bytes can fill, by the header; [`Refusal::TooManyParts`] beyond [`MAX_PARTS`]; [`Refusal::Empty`];
/// [`Refusal::TextUndecodable`]; [`Refusal::TextTooLong`] beyond [`MAX_TEXT_CHARS`]; [`Refusal::DocumentDamaged`],
/// [`Refusal::DocumentTooVast`] and [`Refusal::ZipTooManyFiles`] for documents;
/// [`Refusal::Format`] for what is no file of these kinds; [`Refusal::Undecodable`] for rare kinds of them;
/// [`Refusal::Locked`] for a document with a password, [`Refusal::NoPages`] for one with nothing in it;
/// [`Refusal::TooComplex`] for a drawing that would grow beyond bounds;
/// [`Refusal::Damaged`] and [`Refusal::Broken`].
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
    let mut room = Room::of(content, actual);
    let Some(pages) = open(&bytes, content, fonts)? else {
        return single::prepared(bytes, content, limits, &mut room, &mut lines, &mut tell);
    };
    sheet::prepared(
        &bytes, content, pages, limits, &mut room, &mut lines, &mut tell,
    )
}

/// A file of several pictures; `None` where it is one picture, or nothing that is read here.
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

/// The picture in a file of any kind that is read here, as it is shown: turned as its metadata says, on white where it is
/// transparent, in sRGB; several of them one below the other, as a plan's regions count. Takes as much as [`prepare`] does.
///
/// # Errors
/// Those of [`prepare`] that have to do with reading.
pub fn shown(bytes: &[u8], fonts: &Fonts) -> Result<Shown, Refusal> {
    let content = Content::of(bytes);
    let Some(pages) = open(bytes, content, fonts)? else {
        return Ok(lines::into_shown(single::raster(bytes, content)?));
    };
    sheet::shown(content, pages)
}
