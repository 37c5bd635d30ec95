//! Kinds of ZIP packages, recognised by the names of their parts.
//!
//! A package is one document and never an archive: its parts say nothing on their own.

use super::{Content, contains};
use crate::archive::Archive;

/// Number of leading bytes in which the entries of a truncated package are recognised.
const PROBE: usize = 4096;
/// Maximum number of names that are examined.
const MAX_NAMES: usize = 20_000;

/// Detects the kind of a ZIP file.
pub(super) fn of(bytes: &[u8]) -> Content {
    let Some(archive) = Archive::open(bytes) else {
        // Report the intended kind even if the end of the archive is missing.
        let start = bytes.get(..PROBE).unwrap_or(bytes);
        return match () {
            () if contains(start, b"word/") => Content::Docx,
            () if contains(start, b"ppt/") => Content::Pptx,
            () => Content::Zip,
        };
    };
    let mut seen = Seen::default();
    for entry in archive.entries().take(MAX_NAMES) {
        if entry.name == b"mimetype" {
            let kind = archive.unpack(&entry, 200, &mut 0).unwrap_or_default();
            if let Some(found) = of_media_type(&kind) {
                return found;
            }
        }
        seen.part(entry.name);
    }
    seen.kind()
}

/// The kind that the part `mimetype` names.
fn of_media_type(media_type: &[u8]) -> Option<Content> {
    match media_type {
        _ if media_type.starts_with(b"application/vnd.oasis.opendocument") => {
            Some(Content::OpenDocument)
        }
        _ if media_type.starts_with(b"application/epub") => Some(Content::Epub),
        _ if media_type.starts_with(b"application/") => Some(Content::Package),
        _ => None,
    }
}

/// The format that the names of the parts indicate.
#[derive(Default)]
struct Seen {
    /// Kind of an Office document.
    office: Option<Content>,
    /// Whether there is a list of content types. Any archive may have a folder called "word", but only packages have a list.
    typed: bool,
    /// Whether there are relationships, which all packages with content types have.
    related: bool,
    /// Any other kind.
    other: Option<Content>,
    content: bool,
    /// Parts that accompany the content of a mind map.
    beside_content: bool,
}

impl Seen {
    fn part(&mut self, name: &[u8]) {
        let name = String::from_utf8_lossy(name).replace('\\', "/");
        let lower = name.to_ascii_lowercase();
        let office = match lower.split_once('/') {
            Some(("word", _)) => Some(Content::Docx),
            Some(("ppt", _)) => Some(Content::Pptx),
            Some(("xl", _)) => Some(Content::Xlsx),
            Some(("visio", _)) => Some(Content::Visio),
            _ => None,
        };
        self.office = self.office.or(office);
        let other = match lower.as_str() {
            "ofd.xml" => Some(Content::Ofd),
            "meta-inf/container.xml" => Some(Content::Epub),
            "index.zip" | "index.apxl" | "buildversionhistory.plist" => Some(Content::Iwork),
            _ if lower.ends_with(".iwa") => Some(Content::Iwork),
            "meta-inf/manifest.mf" | "androidmanifest.xml" | "canvas.fig" => Some(Content::Package),
            _ => None,
        };
        self.other = self.other.or(other);
        match lower.as_str() {
            "[content_types].xml" => self.typed = true,
            "_rels/.rels" => self.related = true,
            "content.json" | "content.xml" => self.content = true,
            "metadata.json" | "manifest.json" | "meta-inf/manifest.xml" | "document.json" => {
                self.beside_content = true;
            }
            _ => {}
        }
    }

    fn kind(self) -> Content {
        match self {
            Self {
                typed: true,
                office: Some(office),
                ..
            } => office,
            Self {
                other: Some(other), ..
            } => other,
            Self {
                typed: true,
                related: true,
                ..
            } => Content::Package,
            Self {
                content: true,
                beside_content: true,
                ..
            } => Content::Xmind,
            _ => Content::Zip,
        }
    }
}
