//! The part of the material that a part of an audit covers, in the request of its record.

use serde::{Deserialize, Serialize};

/// Which part of the material a part of an audit covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLabel {
    /// The part of the picture it shows.
    pub region: Option<Rectangle>,
    /// The picture of the file it belongs to, if the file has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PagePlace>,
    /// It shows the whole picture; the other parts are its strips.
    pub context: bool,
    /// The range of the text it contains.
    pub text: Option<TextSpan>,
}

/// A rectangle in a picture, in pixels as shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePlace {
    /// The kind of picture.
    pub kind: PageKind,
    /// Its number, from 1.
    pub number: u32,
    /// Its rectangle on the sheet.
    pub region: Rectangle,
}

/// The kind of pictures in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PageKind {
    /// Pages of a document or a scan.
    Page,
    /// Frames of an animation.
    Frame,
    /// Pictures in a text document.
    Picture,
}

/// A range of the text, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSpan {
    /// The first character, from 1.
    pub from: u32,
    /// The last character.
    pub to: u32,
}
