//! Packs parts into a ZIP archive, reproducibly.

use std::io::{Cursor, Write};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use zip::{CompressionMethod, DateTime, System, ZipWriter, write::SimpleFileOptions};

/// The document is too large for a ZIP archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("the document can't be packed")]
pub struct PackingFailed;

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Its path, without a slash in front.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Part {
    pub(super) fn text(name: &str, xml: String) -> Self {
        Self {
            name: name.to_owned(),
            bytes: xml.into_bytes(),
        }
    }
}

/// Packs the parts in this order. The same parts give the same bytes.
pub(super) fn pack(parts: &[Part]) -> Result<Vec<u8>, PackingFailed> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        // Pictures are compressed already.
        let method = match part.name.starts_with("word/media/") {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .system(System::Unix)
            .unix_permissions(0o644);
        zip.start_file(part.name.as_str(), options)
            .map_err(|_| PackingFailed)?;
        zip.write_all(&part.bytes).map_err(|_| PackingFailed)?;
    }
    let packed = zip.finish().map_err(|_| PackingFailed)?;
    Ok(packed.into_inner())
}
