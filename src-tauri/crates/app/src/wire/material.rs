//! The material for an audit: as received, and as sent.

use serde::Serialize;
use ts_rs::{Config, TS};

/// A file chosen for an audit. `material://localhost/<id>` serves the file if a web view can show it, and
/// `material://localhost/sent/<id>-<number>` a part as sent.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Material {
    /// Unique until the app ends.
    pub id: u32,
    /// The file name, without its folder; empty for a picture from the clipboard.
    pub name: String,
    /// The format by content: `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `svg`, `pdf`, `docx`, `pptx`, `text`.
    pub format: String,
    /// Width in pixels as shown, after applying the orientation in the file. Several pictures count as one sheet on which
    /// they are stacked. 0 if there is only text.
    pub width: u32,
    /// Height in pixels, likewise.
    pub height: u32,
    /// The number of pictures and their kind, if it may have several.
    pub pages: Option<(u32, PageKind)>,
    /// Characters of the text in it, which `material_text` returns; `null` if it has none.
    pub text_characters: Option<u32>,
    /// Size in bytes.
    pub bytes: u32,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Whether the window can show the file itself; otherwise it shows the pictures as sent.
    pub showable: bool,
    /// The pictures sent, in order; empty if there is only text.
    pub parts: Vec<SentPart>,
    /// What happened to all parts: names of `intake::Note` in lowercase (`cut_by_text`), and for each page on which
    /// pictures were omitted `left_out_on_page`, its number and their count.
    pub notes: Vec<String>,
    /// The names of other files in the same drop, which were ignored.
    pub left_out: Vec<String>,
}

/// A rectangle in a picture, in pixels as shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Rectangle {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// One of several pictures in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PagePlace {
    /// The kind of picture.
    pub kind: PageKind,
    /// Its number, from 1.
    pub number: u32,
    /// Its rectangle on the sheet.
    pub region: Rectangle,
}

/// The kind of pictures in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PageKind {
    /// Pages of a document or a scan.
    Page,
    /// Frames of an animation.
    Frame,
    /// Pictures in a text document.
    Picture,
}

/// A picture that is sent, and how it was made.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SentPart {
    /// Its number in the order of sending, from 1.
    pub number: u32,
    /// The part of the original it shows.
    pub region: Rectangle,
    /// The picture of the file that it shows, if the file has several.
    pub page: Option<PagePlace>,
    /// A reduced overview of a picture that is also sent in strips, to show how the strips fit together.
    pub context: bool,
    /// Pixels sent per pixel of the original, along a side; 1 is unscaled.
    pub scale: f64,
    /// Width in pixels, as sent.
    pub width: u32,
    /// Height in pixels, as sent.
    pub height: u32,
    /// Size in bytes.
    pub bytes: u32,
    /// The SHA-256 of the bytes sent, in hexadecimal.
    pub sha256: String,
    /// How the bytes were written: `original` (the file unchanged), `original_cut` (without some metadata),
    /// `original_ended` (with its missing end mark), `png`, `png_grey`, `png_palette`, `jpeg`.
    pub encoder: String,
    /// The quality of a JPEG written by the app, 1 to 100.
    pub quality: Option<u8>,
    /// The pixels are those of the original, except as `Material.notes` says.
    pub lossless: bool,
    /// Why it is not the file itself: `location`, `bytes`, `side`, `kind`, `turned`, `inks`, `background`, `context`.
    pub reasons: Vec<String>,
}

/// The progress of preparing a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preparing {
    /// The file name, without its folder; empty for a picture from the clipboard.
    pub name: String,
    /// `unpacking` (decoding the file), `lines` (detecting lines of text, so that no cut goes through them), `parts`
    /// (writing what is sent), `pages` (processing the pictures of the file one after another).
    pub stage: String,
    /// Parts or pictures done, or the percentage of the picture scanned.
    pub done: u32,
    /// The total; 0 if it is not known yet.
    pub of: u32,
    /// Preparation is slow: no progress for more than this many seconds.
    pub slow: Option<u32>,
}

/// The TypeScript declarations of these types.
pub(super) fn declarations(config: &Config) -> Vec<String> {
    vec![
        Material::decl(config),
        Rectangle::decl(config),
        PagePlace::decl(config),
        PageKind::decl(config),
        SentPart::decl(config),
        Preparing::decl(config),
    ]
}
