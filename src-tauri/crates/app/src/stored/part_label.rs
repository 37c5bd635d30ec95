//! What of the material a part of an audit covers, in the request of its record.

use serde::{Deserialize, Serialize};

/// What of the material a part covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLabel {
    /// What it shows of the picture.
    pub region: Option<Rectangle>,
    /// The picture it belongs to, where the file has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PagePlace>,
    /// It shows the whole picture; the other parts are strips of it.
    pub context: bool,
    /// What it holds of the copy.
    pub text: Option<TextSpan>,
}

/// A rectangle in pixels of the picture as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePlace {
    /// What the pictures of the file are.
    pub kind: PageKind,
    /// Its number, from 1.
    pub number: u32,
    /// Where it lies on the sheet.
    pub region: Rectangle,
}

/// What the pictures of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PageKind {
    /// Pages of a document or a scan.
    Page,
    /// Frames of an animation.
    Frame,
    /// Pictures in a text.
    Picture,
}

/// A span of the copy, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSpan {
    /// Its first character, from 1.
    pub from: u32,
    /// Its last character.
    pub to: u32,
}
