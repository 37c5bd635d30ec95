//! What was done to a picture, as data: for the record, and for whoever wants to check it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::pages::PageKind;
use crate::recognise::Content;

/// What was brought, and how it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What was brought.
    pub source: Source,
    /// What is sent, in reading order; as many as there are pictures.
    pub parts: Vec<PartPlan>,
    /// What happened to all parts alike, or to none.
    pub notes: Vec<Note>,
    /// Pages on which pictures were left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// Pictures that were left out on a page, because they can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The page, from 1.
    pub page: u32,
    /// How many.
    pub pictures: u32,
}

/// What was brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its kind by its content, as [`Content::as_str`](crate::Content::as_str) names it.
    pub kind: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of the file, 64 small hexadecimal digits.
    pub sha256: String,
    /// Pixels across as it is shown.
    pub width: u32,
    /// Pixels down as it is shown.
    pub height: u32,
    /// What its pictures are, where it may have several; they lie one below the other on a sheet of these pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_kind: Option<PageKind>,
    /// Where each of them lies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Region>,
}

impl Source {
    pub(crate) fn of(content: Content, bytes: &[u8], (width, height): (u32, u32)) -> Self {
        let digest = Sha256::digest(bytes);
        Self {
            kind: content.as_str().to_owned(),
            bytes: bytes.len() as u64,
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            width,
            height,
            page_kind: None,
            pages: Vec::new(),
        }
    }
}

/// How one part came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartPlan {
    /// What it shows of the original.
    pub region: Region,
    /// The picture of the file that it is of, from 1, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Dots per inch, rounded, that a page or a drawing without pixels of its own was drawn at; the regions count these dots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dots_per_inch: Option<u32>,
    /// Pixels sent for each pixel of the original, along a side; 1 is unscaled, it is never more.
    pub scale: f64,
    /// Pixels across, as sent.
    pub width: u32,
    /// Pixels down, as sent.
    pub height: u32,
    /// What wrote its bytes.
    pub encoder: Encoder,
    /// Quality of a JPEG written here, 1 to 100.
    pub quality: Option<u8>,
    /// Its pixels are those of the original, but for what the plan's notes say.
    pub lossless: bool,
    /// Bytes sent.
    pub bytes: u64,
    /// SHA-256 of the bytes sent, 64 small hexadecimal digits.
    pub sha256: String,
    /// Why it is not simply the file; empty where it is.
    pub reasons: Vec<Reason>,
}

/// A rectangle of the original, in its pixels, as it is shown: turned as its metadata says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl Region {
    /// All of a picture of that size.
    pub(crate) fn whole(width: u32, height: u32) -> Self {
        Self {
            x: 0,
            y: 0,
            width,
            height,
        }
    }
}

/// What wrote the bytes of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoder {
    /// Nothing did: the file as it came.
    Original,
    /// Nothing did, but metadata were cut out of the file.
    OriginalCut,
    /// PNG in full colours.
    Png,
    /// PNG in grey.
    PngGrey,
    /// PNG with a palette.
    PngPalette,
    /// JPEG with colours as sharp as brightness (4:4:4).
    Jpeg,
}

/// Why a part is not simply the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The metadata told a place.
    Location,
    /// Too many bytes.
    Bytes,
    /// A side with too many pixels.
    Side,
    /// Neither JPEG nor PNG.
    Kind,
    /// Upright only by its metadata, which not everybody heeds.
    Turned,
    /// In four inks, which most programs show in wrong colours.
    Inks,
    /// The whole of a picture whose strips are sent as well, shrunk, to show how they hang together.
    Context,
}

/// What happened to all parts alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// An animation of which all frames look alike, sent as it came.
    Animated,
    /// Of frames that look alike, one.
    FramesAlike,
    /// More of an animation's frames differ than are sent: those that differ most are, or some from all over it.
    FramesLeftOut,
    /// Of an animation that is too long or broken, only the beginning was looked at.
    FramesCut,
    /// What was transparent lies on white.
    AlphaOnWhite,
    /// More than eight bits a channel were rounded to eight.
    EightBits,
    /// Colours converted to sRGB by the profile in the file.
    ProfileConverted,
    /// A profile that can't be used: colours were taken for sRGB.
    ProfileUnusable,
    /// Four inks converted without a profile.
    InksGuessed,
    /// Strips were cut by the rows of text that the caller named.
    CutByText,
    /// Strips were cut where there is least ink.
    CutByInk,
    /// The text was read as UTF-16.
    TextUtf16,
    /// The text was read as GB 18030, which GBK and GB 2312 are part of.
    TextGb18030,
    /// Pictures of a document were left out because they are as small as icons.
    PicturesSmall,
    /// Pictures of a document were left out because they are elsewhere; they are never fetched.
    PicturesLinked,
    /// Text that was deleted while changes were tracked was left out.
    DeletionsLeftOut,
    /// The comments in a document were left out.
    CommentsLeftOut,
    /// Among the slides are hidden ones; they were read as well.
    SlidesHidden,
    /// Letters of a font that is not in the file were drawn with another one.
    FontReplaced,
    /// Letters were left out, for want of a font or because theirs is broken.
    FontMissing,
    /// Pictures within a document or a drawing were left out: of a kind that is not read, broken, too large, or kept outside of it.
    PicturesLeftOut,
    /// Pictures in the midst of a page's other instructions are of a kind that is not read; what is drawn in their place is wrong.
    PicturesGarbled,
    /// Filter effects of a drawing were left out, which would take too long.
    FiltersLeftOut,
    /// Labels of a drawing were left out: there are too many.
    LabelsLeftOut,
    /// A drawing that says to be very large was drawn smaller.
    DrawnSmaller,
    /// Pages were drawn less finely than usual, because there are so many or such large ones.
    Coarser,
    /// Some letters are drawn but missing in the text: the file does not say what they mean.
    TextIncomplete,
    /// Of a very long text only the beginning was taken.
    TextCut,
}
