//! The file on the desk: as it was brought, and as it is sent.

use serde::Serialize;
use ts_rs::{Config, TS};

/// A picture on the desk. Its file is served under `material://localhost/<id>` where a web view can show it, and what is sent of
/// it under `material://localhost/sent/<id>-<number>`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Material {
    /// Of this run of the app.
    pub id: u32,
    /// The file's name, without its folder; empty for a picture from the clipboard.
    pub name: String,
    /// What the file is by its content: `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `svg`, `pdf`, `docx`, `pptx`, `text`.
    pub format: String,
    /// Pixels as shown, after the orientation in the file; of several pictures, those of the sheet on which they lie one below the
    /// other; 0 where there is only a text.
    pub width: u32,
    /// The same, downwards.
    pub height: u32,
    /// How many pictures it has, and what they are, where it may have several.
    pub pages: Option<(u32, PageKind)>,
    /// Characters of the text in it, for which `material_text` asks; none where it has none.
    pub text_characters: Option<u32>,
    /// Size in bytes.
    pub bytes: u32,
    /// Of the bytes, in hexadecimal.
    pub sha256: String,
    /// The file itself can be shown; otherwise only what is sent of it.
    pub showable: bool,
    /// What is sent, in order; nothing where there is only a text.
    pub parts: Vec<SentPart>,
    /// What happened to all parts alike: each an `intake::Note`, where they are listed, in small letters (`cut_by_text`); and for
    /// each page on which pictures were left out `left_out_on_page`, its number and how many.
    pub notes: Vec<String>,
    /// Other files of the same drop that were left out, by name.
    pub left_out: Vec<String>,
}

/// A rectangle of a picture, in its pixels as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Rectangle {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// One of several pictures of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PagePlace {
    /// What they are.
    pub kind: PageKind,
    /// Its number, from 1.
    pub number: u32,
    /// Where it lies on the sheet.
    pub region: Rectangle,
}

/// What the pictures of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PageKind {
    /// Pages of a document or a scan.
    Page,
    /// Frames of an animation.
    Frame,
    /// Pictures in a text.
    Picture,
}

/// One picture that is sent, and how it came about.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SentPart {
    /// Its place in the order, from 1.
    pub number: u32,
    /// What it shows of the original.
    pub region: Rectangle,
    /// The picture of the file that it is of, where there are several.
    pub page: Option<PagePlace>,
    /// It is the whole of a picture whose strips are sent as well, to show how they hang together.
    pub context: bool,
    /// Pixels sent for each pixel of the original, along a side; 1 is unscaled.
    pub scale: f64,
    /// Pixels across, as sent.
    pub width: u32,
    /// Pixels down, as sent.
    pub height: u32,
    /// Size in bytes.
    pub bytes: u32,
    /// Of the bytes sent, in hexadecimal.
    pub sha256: String,
    /// What wrote the bytes: `original` (the file as it came), `original_cut` (without some metadata), `png`, `png_grey`,
    /// `png_palette`, `jpeg`.
    pub encoder: String,
    /// Of a JPEG that was written here, 1 to 100.
    pub quality: Option<u8>,
    /// Its pixels are those of the original, but for what the notes say.
    pub lossless: bool,
    /// Why it is not simply the file: `location`, `bytes`, `side`, `kind`, `turned`, `inks`, `context`.
    pub reasons: Vec<String>,
}

/// How far the preparation of a picture is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preparing {
    /// The file's name, without its folder; empty for a picture from the clipboard.
    pub name: String,
    /// `unpacking` (from the file to pixels), `lines` (looking for lines of text, not to cut through them), `parts` (writing what
    /// is sent), `pages` (the pictures of the file, one after the other).
    pub stage: String,
    /// Parts or pictures that are done, or hundredths of the picture that were looked at.
    pub done: u32,
    /// Of so many; 0 where that is not known yet.
    pub of: u32,
    /// It takes unusually long: nothing moved for more than so many seconds.
    pub slow: Option<u32>,
}

/// The declarations of all of them.
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
