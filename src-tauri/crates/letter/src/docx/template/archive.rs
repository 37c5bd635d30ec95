//! Opens the package of a template within limits.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read},
};

use zip::ZipArchive;

use super::TemplateError;
use crate::docx::package::Part;

/// Maximum size of a template in bytes.
pub const MAX_PACKED_BYTES: usize = 20_000_000;
/// Maximum bytes that all files of a template unpack to.
pub const MAX_UNPACKED_BYTES: usize = 100_000_000;
/// Maximum number of files in a template.
pub const MAX_FILES: usize = 1_000;

/// The container of documents with a password, and of all documents of Word 97.
const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
/// The start of an entry in the directory of a ZIP archive.
const ENTRY: &[u8] = b"PK\x01\x02";

/// The parts of a template, in their order. Names of parts are compared without regard to letter case.
pub(super) struct Package(Vec<Part>);

/// Unpacks a template.
pub(super) fn open(template: &[u8]) -> Result<Package, TemplateError> {
    if template.len() > MAX_PACKED_BYTES {
        return Err(TemplateError::TooLarge);
    }
    if template.starts_with(COMPOUND_FILE) {
        return Err(TemplateError::Protected);
    }
    // The reader allocates for each entry before anybody can count them. Inside of compressed data the mark hardly occurs.
    let entries = template.windows(ENTRY.len()).filter(|it| *it == ENTRY);
    if entries.count() > MAX_FILES {
        return Err(TemplateError::TooManyFiles);
    }
    let mut zip = ZipArchive::new(Cursor::new(template)).map_err(|_| TemplateError::NotDocx)?;
    let mut parts = Vec::new();
    let mut names = BTreeSet::new();
    let mut left = MAX_UNPACKED_BYTES;
    for at in 0..zip.len() {
        let damaged = || TemplateError::Damaged(format!("#{at}"));
        let file = zip.by_index(at).map_err(|_| damaged())?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().map_err(|_| damaged())?.into_owned();
        if name.starts_with('/') || name.contains('\\') || name.split('/').any(|it| it == "..") {
            return Err(TemplateError::Damaged(name));
        }
        if !names.insert(name.to_ascii_lowercase()) {
            return Err(TemplateError::Damaged(name));
        }
        let mut bytes = Vec::new();
        let most = u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1);
        let read = file.take(most).read_to_end(&mut bytes);
        if read.is_err() {
            return Err(TemplateError::Damaged(name));
        }
        left = left
            .checked_sub(bytes.len())
            .ok_or(TemplateError::UnpacksTooLarge)?;
        parts.push(Part { name, bytes });
    }
    Ok(Package(parts))
}

impl Package {
    pub(super) fn get(&self, name: &str) -> Option<&Part> {
        let mut parts = self.0.iter();
        parts.find(|part| part.name.eq_ignore_ascii_case(name))
    }

    /// The text of a part.
    pub(super) fn text(&self, name: &str) -> Result<&str, TemplateError> {
        let damaged = || TemplateError::Damaged(name.to_owned());
        let part = self.get(name).ok_or_else(damaged)?;
        let text = std::str::from_utf8(&part.bytes).map_err(|_| damaged())?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Whether a part is, or may be taken for, XML: a name proves nothing.
    pub(super) fn is_xml(&self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        let bytes = self.get(name).map_or(&[][..], |part| &part.bytes);
        let start = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
        let utf16 = [&[0xff, 0xfe][..], &[0xfe, 0xff], b"\0<", b"<\0"];
        [".xml", ".rels", ".vml"]
            .iter()
            .any(|end| lower.ends_with(end))
            || start.trim_ascii_start().starts_with(b"<")
            || utf16.iter().any(|mark| bytes.starts_with(mark))
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.0.iter().map(|part| part.name.clone()).collect()
    }

    /// Replaces the text of a part, or adds it.
    pub(super) fn replace(&mut self, name: &str, text: String) {
        let mut parts = self.0.iter_mut();
        match parts.find(|part| part.name.eq_ignore_ascii_case(name)) {
            Some(part) => part.bytes = text.into_bytes(),
            None => self.add(name.to_owned(), text.into_bytes()),
        }
    }

    pub(super) fn add(&mut self, name: String, bytes: Vec<u8>) {
        self.0.push(Part { name, bytes });
    }

    pub(super) fn into_parts(self) -> Vec<Part> {
        self.0
    }
}
