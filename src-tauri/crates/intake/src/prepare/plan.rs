//! Record of how a file was prepared, for the evidence and for anybody who wants to verify it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::pages::PageKind;
use crate::recognise::Content;

/// The source file and how it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The source file.
    pub source: Source,
    /// The parts sent, in reading order; one for each picture.
    pub parts: Vec<PartPlan>,
    /// Notes on all parts, or on the file as a whole.
    pub notes: Vec<Note>,
    /// Pages on which pictures were left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// Unreadable pictures left out on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Page number, from 1.
    pub page: u32,
    /// Number of pictures left out.
    pub pictures: u32,
}

/// The source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Kind of content, as [`Content::as_str`](crate::Content::as_str) names it.
    pub kind: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, 64 lowercase hexadecimal digits.
    pub sha256: String,
    /// Width in pixels, as displayed.
    pub width: u32,
    /// Height in pixels, as displayed.
    pub height: u32,
    /// What its pictures are, if it may have several; `width` and `height` are then those of the sheet on which they are
    /// stacked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_kind: Option<PageKind>,
    /// Region of each of them on the sheet.
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

/// The way a part was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartPlan {
    /// Region of the original that it shows.
    pub region: Region,
    /// Number of the picture in the file, from 1, if there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Resolution at which a page or vector drawing was rendered, in dots per inch, rounded; regions use these pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dots_per_inch: Option<u32>,
    /// Linear scale from original to sent pixels; 1 is unscaled, and it is never more.
    pub scale: f64,
    /// Width in pixels, as sent.
    pub width: u32,
    /// Height in pixels, as sent.
    pub height: u32,
    /// Encoder that wrote its bytes.
    pub encoder: Encoder,
    /// Quality of a JPEG that was encoded here, 1 to 100.
    pub quality: Option<u8>,
    /// Whether its pixels equal the original's, apart from what the notes of the plan say.
    pub lossless: bool,
    /// Number of bytes sent.
    pub bytes: u64,
    /// SHA-256 of the bytes sent, 64 lowercase hexadecimal digits.
    pub sha256: String,
    /// The reasons why it differs from the file; empty if it does not.
    pub reasons: Vec<Reason>,
}

/// A rectangle of the original, in its pixels and in display orientation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Pixels from the left.
    pub x: u32,
    /// Pixels from the top.
    pub y: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Region {
    /// The whole of a picture of this size.
    pub(crate) fn whole(width: u32, height: u32) -> Self {
        Self {
            x: 0,
            y: 0,
            width,
            height,
        }
    }
}

/// Encoder that wrote the bytes of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoder {
    /// None: the file is unchanged.
    Original,
    /// None: only metadata were removed from the file.
    OriginalCut,
    /// None: only the missing end mark was added to the file.
    OriginalEnded,
    /// PNG in RGB.
    Png,
    /// PNG in greyscale.
    PngGrey,
    /// PNG with a palette.
    PngPalette,
    /// JPEG without chroma subsampling (4:4:4).
    Jpeg,
}

/// The reason why a part differs from the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The metadata contained a location.
    Location,
    /// The file has too many bytes.
    Bytes,
    /// A side has too many pixels.
    Side,
    /// The file is neither JPEG nor PNG.
    Kind,
    /// The file is upright only through its orientation metadata, which some programs ignore.
    Turned,
    /// The file is CMYK, which most programs display in wrong colours.
    Inks,
    /// The document shows only this rectangle of the picture.
    Cropped,
    /// Light content on transparency, which programs that show it on white hide.
    Background,
    /// Downscaled overview of a picture whose strips are sent too, to show how they fit together.
    Context,
}

/// A note on all parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// An animation whose frames all look alike, sent unchanged.
    Animated,
    /// Of similar frames, only one was kept.
    FramesAlike,
    /// More frames differ than are sent: only the most distinct ones are, or a sample from the whole animation.
    FramesLeftOut,
    /// Only the beginning of an animation was examined, because it is too long or damaged.
    FramesCut,
    /// Transparency was composited onto white.
    AlphaOnWhite,
    /// Light content on transparency was composited onto grey, because white would hide it.
    AlphaOnGrey,
    /// Composited onto white, a picture is of one plain colour.
    AlphaPlain,
    /// The end mark of a JPEG is missing; all of its pixels are there.
    EndMissing,
    /// Pages that can't be read were left out.
    PagesLeftOut,
    /// More than 8 bits per channel were rounded to 8.
    EightBits,
    /// Colours were converted to sRGB by the embedded profile.
    ProfileConverted,
    /// The embedded profile is unusable; colours were taken as sRGB.
    ProfileUnusable,
    /// CMYK was converted without a profile.
    InksGuessed,
    /// Strips were cut between the rows of text that the caller reported.
    CutByText,
    /// Strips were cut where there is least ink.
    CutByInk,
    /// The text was decoded as UTF-16.
    TextUtf16,
    /// The text was decoded as GB 18030, a superset of GBK and GB 2312.
    TextGb18030,
    /// Pictures of a document were left out because they are as small as icons.
    PicturesSmall,
    /// Pictures of a document were left out because they are external, which are never fetched.
    PicturesLinked,
    /// Tracked deletions were left out.
    DeletionsLeftOut,
    /// Comments of a document were left out.
    CommentsLeftOut,
    /// Some slides are hidden; they were read too. Version 0.1.0 did that.
    SlidesHidden,
    /// Hidden slides were left out.
    HiddenSlidesLeftOut,
    /// Text or shapes that are hidden, or stand beside the slide, were left out.
    HiddenLeftOut,
    /// Signs of a symbol font are unknown; each is replaced by 〓.
    SymbolsUnknown,
    /// Parts of formulas are not understood; their text was written in order.
    FormulasGuessed,
    /// Numbers of paragraphs have an unknown style and were written in digits, or numbers of notes restart where only a layout
    /// could tell.
    NumbersGuessed,
    /// Numbers in a chart have a format that is not understood; they were written as stored.
    ChartNumbersGuessed,
    /// Other documents that a document inserts were left out.
    ChunksLeftOut,
    /// Pictures were cropped to the part that the document shows.
    PicturesCropped,
    /// A font that is not embedded was substituted.
    FontReplaced,
    /// Glyphs were left out because their font is missing or broken.
    FontMissing,
    /// Pictures in a document or drawing were left out: unsupported, damaged, too large, or external.
    PicturesLeftOut,
    /// Inline images in a page's content stream have an unsupported format and are drawn wrongly.
    PicturesGarbled,
    /// Filter effects of a drawing were left out because they would take too long.
    FiltersLeftOut,
    /// Labels of a drawing were left out because there are too many.
    LabelsLeftOut,
    /// A drawing is animated; it was rendered as it is at the end, with everything that appeared on the way.
    Still,
    /// Content of a drawing that appears only on a click or under the pointer was left out.
    OnDemandLeftOut,
    /// Emoji that can't be drawn in colour were replaced by plain signs.
    SignsReplaced,
    /// A drawing that declares a very large size was rendered smaller.
    DrawnSmaller,
    /// Pages were rendered at a lower resolution than usual because they are many or very large.
    Coarser,
    /// Some glyphs are drawn but missing from the text, since the file does not map them to characters.
    TextIncomplete,
    /// Only the beginning of a very long text was taken.
    TextCut,
    /// Text of a PDF that nobody sees was left out: outside the page, clipped, covered, transparent or invisible.
    UnseenLeftOut,
    /// Invisible text that a scanner's program laid over the picture of a page was left out.
    ScannerTextLeftOut,
    /// Some text of a PDF can't be told from what is around it on the page as drawn; it is in the text all the same.
    TextUnseen,
    /// Layers of a PDF that are switched off were left out.
    LayersLeftOut,
    /// The file leaves it to the reader's program to draw the values of form fields; they were drawn in a simple way.
    FieldsDrawn,
    /// The PDF also contains an XFA form, which only few programs show; its other form was read.
    XfaLeftOut,
}
