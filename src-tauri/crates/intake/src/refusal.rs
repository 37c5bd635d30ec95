//! Why something can't be taken, as codes and parameters; the window writes the sentence.

use serde_json::{Value, json};
use thiserror::Error;

use crate::picture::Format;
use crate::recognise::Content;

/// Why something that a person brought can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// More bytes than the service takes.
    #[error("{actual} bytes, at most {limit} are accepted")]
    TooLarge {
        /// Most bytes that are accepted.
        limit: u64,
        /// Bytes that there are; at least so many if the file grew while it was read.
        actual: u64,
    },
    /// A side that is longer than the service takes.
    #[error("{width} × {height} pixels, at most {limit} a side are accepted")]
    TooManyPixels {
        /// Most pixels a side.
        limit: u32,
        /// Pixels across, as stored.
        width: u32,
        /// Pixels down, as stored.
        height: u32,
    },
    /// Not a picture of a kind that the service takes.
    #[error("a file of a kind that is not read: {}", found.as_str())]
    Format {
        /// What it is instead.
        found: Content,
    },
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// The right kind of picture, but not whole.
    #[error("damaged {} picture: {}", format.as_str(), damage.as_str())]
    Damaged {
        /// What it set out to be.
        format: Format,
        /// What is wrong with it.
        damage: Damage,
    },
    /// A picture of a kind that only preparation reads, but not whole.
    #[error("damaged {} picture: {}", found.as_str(), damage.as_str())]
    Broken {
        /// What it set out to be.
        found: Content,
        /// What is wrong with it.
        damage: Damage,
    },
    /// A rare kind of picture (twelve bits, arithmetic coding …) that no decoder here knows.
    #[error("a kind of {} picture that can't be decoded", found.as_str())]
    Undecodable {
        /// What it is.
        found: Content,
    },
    /// More pixels in all than are unpacked.
    #[error("{width} × {height} pixels, at most {limit} in all are unpacked")]
    TooVast {
        /// Most pixels in all.
        limit: u64,
        /// Pixels across, as its header says.
        width: u32,
        /// Pixels down, as its header says.
        height: u32,
    },
    /// More pixels than the bytes of the file can fill with anything.
    #[error("{actual} pixels in a file of {bytes} bytes, at most {limit} are unpacked of one")]
    TooSparse {
        /// Bytes of the file.
        bytes: u64,
        /// Most pixels of a file of so many bytes.
        limit: u64,
        /// Pixels that its headers speak of, up to where it was too many.
        actual: u64,
    },
    /// A picture that would have to be sent in more parts than anybody wants audited.
    #[error("{parts} parts, at most {limit} are sent")]
    TooManyParts {
        /// Most parts.
        limit: u32,
        /// Parts that it would take.
        parts: u32,
    },
    /// A text in an encoding that is not known here, or not a text all through.
    #[error("the text's encoding is not known")]
    TextUndecodable,
    /// More text than is taken.
    #[error("{actual} characters, at most {limit} are taken")]
    TextTooLong {
        /// Most characters.
        limit: u32,
        /// Characters that there are; at least so many in a document.
        actual: u32,
    },
    /// A document whose parts can't be read.
    #[error("damaged {} document: {}", found.as_str(), damage.as_str())]
    DocumentDamaged {
        /// What it set out to be.
        found: Content,
        /// What is wrong with it.
        damage: Damage,
    },
    /// A document that unpacks to more than any is unpacked to.
    #[error("{actual} bytes of a document, at most {limit} are unpacked")]
    DocumentTooVast {
        /// Most bytes of all its parts, or of the one that is too large.
        limit: u64,
        /// Bytes that it unpacks to, at least.
        actual: u64,
    },
    /// An archive, or a file in it, that asks for a password.
    #[error("the archive is locked")]
    ZipLocked,
    /// An archive, or a file in it, that is not whole.
    #[error("damaged archive: {}", damage.as_str())]
    ZipDamaged {
        /// What is wrong with it.
        damage: Damage,
    },
    /// A file in an archive that is packed in a rare way.
    #[error("packed by method {method}, which is not known")]
    ZipMethod {
        /// The number of the method, as the format counts them.
        method: u16,
    },
    /// An archive within archives within archives.
    #[error("an archive at depth {actual}, at most {limit} within each other are opened")]
    ZipTooDeep {
        /// Most archives within each other, the outermost counted.
        limit: u32,
        /// How deep this one lies.
        actual: u32,
    },
    /// More files in an archive, or parts of a document, than are looked at.
    #[error("{actual} files, at most {limit} are taken")]
    ZipTooManyFiles {
        /// Most files.
        limit: u32,
        /// Files that there are, at least.
        actual: u32,
    },
    /// The files of an archive unpack to more than is unpacked in all.
    #[error("{actual} bytes unpacked, at most {limit} in all")]
    ZipTooVast {
        /// Most bytes of all files.
        limit: u64,
        /// Bytes that there would be with this file, at least.
        actual: u64,
    },
    /// An archive without any file.
    #[error("the archive is empty")]
    ZipEmpty,
    /// A document that opens with a password alone.
    #[error("the {} document is locked", found.as_str())]
    Locked {
        /// What it is.
        found: Content,
    },
    /// A document without a page.
    #[error("the {} document has no pages", found.as_str())]
    NoPages {
        /// What it is.
        found: Content,
    },
    /// A drawing that has more of something in it than is drawn.
    #[error("the {} drawing has too much in it: more than {limit} ({what})", found.as_str())]
    TooComplex {
        /// What it is.
        found: Content,
        /// The stable name of what there is too much of.
        what: &'static str,
        /// Most of it.
        limit: u64,
        /// How much there is, where that was counted to the end.
        actual: Option<u64>,
    },
    /// Nothing is at that path any more.
    #[error("the file is gone")]
    FileMissing,
    /// Something is there that can't be read as a file.
    #[error("the file can't be read: {}", reason.as_str())]
    FileUnreadable {
        /// Why.
        reason: Unreadable,
    },
}

/// What is wrong with a damaged picture, document or archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It ends before its end.
    Truncated,
    /// Its parts don't fit together.
    Structure,
    /// Its parts fit, but its pixels can't be decoded.
    Pixels,
    /// Decoding it would take far more memory than a picture of its size needs.
    Memory,
    /// Drawing it takes far longer than anything that people make.
    Time,
}

/// Why something at a path can't be read as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// The system refuses.
    Permission,
    /// A folder.
    IsFolder,
    /// A pipe, a socket, a device.
    NotAFile,
    /// The medium or the network failed.
    Io,
}

impl Refusal {
    /// The stable name of the case, for the window's translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "picture_too_large",
            Self::TooManyPixels { .. } => "picture_too_many_pixels",
            Self::Format { .. } => "picture_format",
            Self::Empty => "picture_empty",
            Self::Damaged { .. } | Self::Broken { .. } => "picture_damaged",
            Self::Undecodable { .. } => "picture_undecodable",
            Self::TooVast { .. } => "picture_too_vast",
            Self::TooSparse { .. } => "picture_too_sparse",
            Self::TooManyParts { .. } => "picture_too_many_parts",
            Self::TextUndecodable => "text_undecodable",
            Self::TextTooLong { .. } => "text_too_long",
            Self::DocumentDamaged { .. } => "document_damaged",
            Self::DocumentTooVast { .. } => "document_too_vast",
            Self::ZipLocked => "zip_locked",
            Self::ZipDamaged { .. } => "zip_damaged",
            Self::ZipMethod { .. } => "zip_method",
            Self::ZipTooDeep { .. } => "zip_too_deep",
            Self::ZipTooManyFiles { .. } => "zip_too_many_files",
            Self::ZipTooVast { .. } => "zip_too_vast",
            Self::ZipEmpty => "zip_empty",
            Self::Locked { .. } => "document_locked",
            Self::NoPages { .. } => "document_no_pages",
            Self::TooComplex { .. } => "picture_too_complex",
            Self::FileMissing => "file_missing",
            Self::FileUnreadable { .. } => "file_unreadable",
        }
    }

    /// What the sentence needs: an object, empty where the code says it all.
    pub fn params(&self) -> Value {
        match self {
            Self::TooLarge { limit, actual } => json!({ "limit": limit, "actual": actual }),
            Self::TooManyPixels {
                limit,
                width,
                height,
            } => json!({ "limit": limit, "width": width, "height": height }),
            Self::Format { found } => json!({ "found": found.as_str() }),
            Self::Damaged { format, damage } => {
                json!({ "format": format.as_str(), "detail": damage.as_str() })
            }
            Self::Broken { found, damage } => {
                json!({ "format": found.as_str(), "detail": damage.as_str() })
            }
            Self::Undecodable { found } | Self::Locked { found } | Self::NoPages { found } => {
                json!({ "found": found.as_str() })
            }
            Self::TooComplex {
                found,
                what,
                limit,
                actual,
            } => {
                let mut params = json!({ "found": found.as_str(), "what": what, "limit": limit });
                if let (Some(params), Some(actual)) = (params.as_object_mut(), actual) {
                    params.insert("actual".to_owned(), json!(actual));
                }
                params
            }
            Self::TooVast {
                limit,
                width,
                height,
            } => json!({ "limit": limit, "width": width, "height": height }),
            Self::TooSparse {
                bytes,
                limit,
                actual,
            } => json!({ "bytes": bytes, "limit": limit, "actual": actual }),
            Self::TooManyParts { limit, parts } => json!({ "limit": limit, "parts": parts }),
            Self::TextTooLong { limit, actual }
            | Self::ZipTooDeep { limit, actual }
            | Self::ZipTooManyFiles { limit, actual } => {
                json!({ "limit": limit, "actual": actual })
            }
            Self::DocumentTooVast { limit, actual } | Self::ZipTooVast { limit, actual } => {
                json!({ "limit": limit, "actual": actual })
            }
            Self::DocumentDamaged { found, damage } => {
                json!({ "format": found.as_str(), "detail": damage.as_str() })
            }
            Self::ZipDamaged { damage } => json!({ "detail": damage.as_str() }),
            Self::ZipMethod { method } => json!({ "method": method }),
            Self::FileUnreadable { reason } => json!({ "reason": reason.as_str() }),
            Self::Empty
            | Self::TextUndecodable
            | Self::ZipLocked
            | Self::ZipEmpty
            | Self::FileMissing => json!({}),
        }
    }
}

impl Damage {
    /// The stable name, as it stands in the parameters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::Structure => "structure",
            Self::Pixels => "pixels",
            Self::Memory => "memory",
            Self::Time => "time",
        }
    }
}

impl Unreadable {
    /// The stable name, as it stands in the parameters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Permission => "permission",
            Self::IsFolder => "is_folder",
            Self::NotAFile => "not_a_file",
            Self::Io => "io",
        }
    }
}
