//! Pictures: their files, and the elements that show them.

use super::{
    frame::{R, override_of, relation},
    package::Part,
    xml::escaped,
};
use crate::document::Picture;

/// English metric units in a pixel of 1/96 inch, and in a twip.
const EMU_PER_PIXEL: u64 = 9_525;
const EMU_PER_TWIP: u64 = 635;
/// Space for the heading above a picture and the caption below it, in twips.
const BESIDE_PICTURE: u32 = 1_700;
/// A picture that is taller than a page continues on the next, in at most this many strips; a taller one becomes narrower.
const MAX_STRIPS: u64 = 20;
/// A picture that is too high by no more than a quarter becomes narrower instead.
const SHRINK: (u64, u64) = (5, 4);
/// How much of a strip the next one repeats, in thousandths, so that a line of text at the edge can be read in one of them.
const OVERLAP: u64 = 30;

/// The area for text on a page, in twips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Page {
    /// The margin at each side of our own page, in twips: 2.5 cm.
    pub(super) const MARGIN: u32 = 1_418;
    /// A4 in portrait.
    pub(super) const A4: Self = Self {
        width: 11_906 - 2 * Self::MARGIN,
        height: 16_838 - 2 * Self::MARGIN,
    };
}

/// The pictures of a document.
pub(super) struct Media {
    next_id: u32,
    /// Names of parts that exist already.
    taken: Vec<String>,
    /// The prefix of the ids of the relationships.
    relation_prefix: String,
    files: Vec<File>,
}

struct File {
    part: Part,
    relation: String,
    content_type: &'static str,
}

impl Media {
    /// Pictures get ids from `first_id`, names that are not `taken`, and relationships whose ids begin with
    /// `relation_prefix`.
    pub(super) const fn new(first_id: u32, taken: Vec<String>, relation_prefix: String) -> Self {
        Self {
            next_id: first_id,
            taken,
            relation_prefix,
            files: Vec::new(),
        }
    }

    /// Adds a picture. Returns a paragraph's content for each strip of it; none if it is neither PNG nor JPEG, or empty.
    pub(super) fn add(&mut self, picture: &Picture, page: Page) -> Vec<String> {
        let (extension, content_type) = match picture.bytes.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => ("png", "image/png"),
            [0xff, 0xd8, 0xff, ..] => ("jpeg", "image/jpeg"),
            _ => return Vec::new(),
        };
        let (width, height) = (u64::from(picture.width), u64::from(picture.height));
        if width == 0 || height == 0 {
            return Vec::new();
        }
        let known = self
            .files
            .iter()
            .find(|file| file.part.bytes == picture.bytes);
        let relation = match known {
            Some(file) => file.relation.clone(),
            None => self.file(picture, extension, content_type),
        };
        let strips = Strips::of(width, height, page);
        let description = escaped(&picture.description);
        let elements = (0..strips.count).map(|at| {
            let id = self.next_id;
            self.next_id = id.saturating_add(1);
            strips.element(at, id, &relation, &description)
        });
        elements.collect()
    }

    fn file(&mut self, picture: &Picture, extension: &str, content_type: &'static str) -> String {
        let name = (self.files.len() + 1..)
            .map(|number| format!("word/media/letter{number}.{extension}"))
            .find(|name| !self.taken.contains(name))
            .unwrap_or_default();
        let relation = format!("{}{}", self.relation_prefix, self.files.len() + 1);
        self.taken.push(name.clone());
        self.files.push(File {
            part: Part {
                name,
                bytes: picture.bytes.clone(),
            },
            relation: relation.clone(),
            content_type,
        });
        relation
    }

    /// Entries for the list of content types.
    pub(super) fn content_types(&self) -> String {
        let files = self.files.iter();
        files
            .map(|file| override_of(&file.part.name, file.content_type))
            .collect()
    }

    /// Entries for the relationships of the document, seen from its folder `word`.
    pub(super) fn relations(&self) -> String {
        let files = self.files.iter();
        files
            .map(|file| {
                let target = format!("/{}", file.part.name);
                relation(&file.relation, &format!("{R}/image"), &target)
            })
            .collect()
    }

    pub(super) fn into_parts(self) -> impl Iterator<Item = Part> {
        self.files.into_iter().map(|file| file.part)
    }
}

/// The way a picture is cut to fit the pages.
struct Strips {
    /// The size of each strip, in EMU. The last may lack some rows of pixels.
    width: u64,
    height: u64,
    /// The share of it that the next one repeats.
    overlap: u64,
    /// The height of the whole picture, in EMU.
    whole: u64,
    count: u64,
}

impl Strips {
    fn of(width: u64, height: u64, page: Page) -> Self {
        let widest = u64::from(page.width) * EMU_PER_TWIP;
        let highest =
            u64::from(page.height.saturating_sub(BESIDE_PICTURE).max(1_000)) * EMU_PER_TWIP;
        let shown = (width * EMU_PER_PIXEL).min(widest).max(1);
        let whole = (shown.saturating_mul(height) / width).max(1);
        if whole <= highest {
            return Self {
                width: shown,
                height: whole,
                overlap: 0,
                whole,
                count: 1,
            };
        }
        let overlap = highest * OVERLAP / 1000;
        let count = 1 + (whole - highest).div_ceil((highest - overlap).max(1));
        let (times, of) = SHRINK;
        if whole > highest * times / of && count <= MAX_STRIPS {
            return Self {
                width: shown,
                height: (whole + (count - 1) * overlap).div_ceil(count),
                overlap,
                whole,
                count,
            };
        }
        Self {
            width: (highest.saturating_mul(width) / height).max(1),
            height: highest,
            overlap: 0,
            whole: highest,
            count: 1,
        }
    }

    fn element(&self, at: u64, id: u32, relation: &str, description: &str) -> String {
        let step = self.height.saturating_sub(self.overlap);
        let top = (at * step).min(self.whole);
        let bottom = (top + self.height).min(self.whole);
        let (width, height) = (self.width, (bottom - top).max(1));
        let crop = match self.count {
            1 => String::new(),
            _ => {
                // In thousandths of a percent of the picture.
                let before = u128::from(top) * 100_000 / u128::from(self.whole);
                let after = u128::from(self.whole - bottom) * 100_000 / u128::from(self.whole);
                format!(r#"<a:srcRect t="{before}" b="{after}"/>"#)
            }
        };
        format!(
            r#"<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{id}" name="Picture {id}" descr="{description}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{A}" noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}"><pic:nvPicPr><pic:cNvPr id="{id}" name="Picture {id}" descr="{description}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="{R}" r:embed="{relation}"/>{crop}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"#
        )
    }
}

const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
