//! Reasons for refusing a file, as codes and parameters; the user interface words them.

use serde_json::{Value, json};
use thiserror::Error;

use crate::picture::Format;
use crate::recognise::Content;

/// The reason why a file can't be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The file has more bytes than the limit.
    #[error("the file has {actual} bytes, more than {limit}")]
    TooLarge {
        /// Maximum number of bytes.
        limit: u64,
        /// Size in bytes, or a lower bound if the file grew while it was read.
        actual: u64,
    },
    /// A side is longer than the service accepts.
    #[error("the picture has {width} × {height} pixels, more than {limit} a side")]
    TooManyPixels {
        /// Maximum pixels a side.
        limit: u32,
        /// Width in pixels, as stored.
        width: u32,
        /// Height in pixels, as stored.
        height: u32,
    },
    /// The file is not of a supported kind.
    #[error("unsupported kind of file: {}", found.as_str())]
    Format {
        /// Detected kind of file.
        found: Content,
    },
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// A JPEG or PNG is damaged.
    #[error("damaged {} picture: {}", format.as_str(), damage.as_str())]
    Damaged {
        /// Format of the picture.
        format: Format,
        /// Kind of damage.
        damage: Damage,
    },
    /// A picture in any other format is damaged.
    #[error("damaged {} picture: {}", found.as_str(), damage.as_str())]
    Broken {
        /// Format of the picture.
        found: Content,
        /// Kind of damage.
        damage: Damage,
    },
    /// A rare variant (12-bit, arithmetic coding …) that no decoder here supports.
    #[error("unsupported variant of {}", found.as_str())]
    Undecodable {
        /// Format of the picture.
        found: Content,
    },
    /// The picture has more pixels in total than the limit.
    #[error("the picture has {width} × {height} pixels, more than {limit} in total")]
    TooVast {
        /// Maximum pixels in total.
        limit: u64,
        /// Width in pixels, according to the header.
        width: u32,
        /// Height in pixels, according to the header.
        height: u32,
    },
    /// The file declares more pixels than its bytes can plausibly fill.
    #[error("{actual} pixels in a file of {bytes} bytes, more than {limit}")]
    TooSparse {
        /// Size of the file in bytes.
        bytes: u64,
        /// Maximum pixels for a file of this size.
        limit: u64,
        /// Pixels declared by its headers, up to where they exceeded the limit.
        actual: u64,
    },
    /// The picture would have to be sent in too many parts.
    #[error("{parts} parts, more than {limit}")]
    TooManyParts {
        /// Maximum number of parts.
        limit: u32,
        /// Number of parts needed.
        parts: u32,
    },
    /// The text has an unsupported encoding, or the file is not text throughout.
    #[error("unsupported text encoding")]
    TextUndecodable,
    /// The text is longer than the limit.
    #[error("{actual} characters, more than {limit}")]
    TextTooLong {
        /// Maximum number of characters.
        limit: u32,
        /// Length in characters; a lower bound for a document.
        actual: u32,
    },
    /// The parts of a document can't be read.
    #[error("damaged {} document: {}", found.as_str(), damage.as_str())]
    DocumentDamaged {
        /// Format of the document.
        found: Content,
        /// Kind of damage.
        damage: Damage,
    },
    /// A document decompresses to more than the limit.
    #[error("the document decompresses to {actual} bytes, more than {limit}")]
    DocumentTooVast {
        /// Maximum bytes of all parts, or of the one part that is too large.
        limit: u64,
        /// Lower bound of the decompressed bytes.
        actual: u64,
    },
    /// The archive, or a file in it, is encrypted.
    #[error("the archive is encrypted")]
    ZipLocked,
    /// The archive, or a file in it, is damaged.
    #[error("damaged archive: {}", damage.as_str())]
    ZipDamaged {
        /// Kind of damage.
        damage: Damage,
    },
    /// A file in an archive uses an unsupported compression method.
    #[error("unsupported compression method {method}")]
    ZipMethod {
        /// Number of the method in the ZIP specification.
        method: u16,
    },
    /// Archives are nested too deep.
    #[error("the archive is at depth {actual}, more than {limit}")]
    ZipTooDeep {
        /// Maximum nesting depth, counting the outermost archive.
        limit: u32,
        /// Depth of this archive.
        actual: u32,
    },
    /// An archive has too many files, or a document too many parts.
    #[error("{actual} files, more than {limit}")]
    ZipTooManyFiles {
        /// Maximum number of files.
        limit: u32,
        /// Lower bound of the number of files.
        actual: u32,
    },
    /// The files of an archive decompress to more than the limit.
    #[error("the archive decompresses to {actual} bytes, more than {limit}")]
    ZipTooVast {
        /// Maximum bytes of all files.
        limit: u64,
        /// Lower bound of the decompressed bytes, including this file.
        actual: u64,
    },
    /// The archive has no files.
    #[error("the archive is empty")]
    ZipEmpty,
    /// The document needs a password to open.
    #[error("the {} document is encrypted", found.as_str())]
    Locked {
        /// Format of the document.
        found: Content,
    },
    /// The document has no pages.
    #[error("the {} document has no pages", found.as_str())]
    NoPages {
        /// Format of the document.
        found: Content,
    },
    /// The pages of a PDF don't exist until a program lays out its XFA form.
    #[error("the document is an XFA form")]
    XfaOnly,
    /// A drawing exceeds a complexity limit.
    #[error("the {} drawing is too complex: more than {limit} ({what})", found.as_str())]
    TooComplex {
        /// Format of the drawing.
        found: Content,
        /// Stable name of the limit.
        what: &'static str,
        /// The limit.
        limit: u64,
        /// The actual number, if counting went to the end.
        actual: Option<u64>,
    },
    /// The document type of a drawing declares something other than a few short entities of plain text.
    #[error("the {} drawing declares entities ({what})", found.as_str())]
    Entities {
        /// Format of the drawing.
        found: Content,
        /// Stable name of what it declares.
        what: &'static str,
    },
    /// Nothing exists at the path any more.
    #[error("the file no longer exists")]
    FileMissing,
    /// The path can't be read as a file.
    #[error("can't read the file: {}", reason.as_str())]
    FileUnreadable {
        /// The reason why it can't be read.
        reason: Unreadable,
    },
}

/// Damage of a picture, document or archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// The file is truncated.
    Truncated,
    /// The structure is inconsistent.
    Structure,
    /// The structure is valid, but the pixels can't be decoded.
    Pixels,
    /// Decoding would take far more memory than a picture of this size needs.
    Memory,
    /// Rendering takes far longer than any real file does.
    Time,
}

/// The reason why a path can't be read as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Permission denied.
    Permission,
    /// A folder.
    IsFolder,
    /// A pipe, socket or device.
    NotAFile,
    /// An I/O error of the disk or network.
    Io,
}

impl Refusal {
    /// Stable code, used by the translations.
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
            Self::XfaOnly => "document_xfa",
            Self::TooComplex { .. } => "picture_too_complex",
            Self::Entities { .. } => "picture_entities",
            Self::FileMissing => "file_missing",
            Self::FileUnreadable { .. } => "file_unreadable",
        }
    }

    /// Parameters of the message: an object, empty for codes without parameters.
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
            Self::Entities { found, what } => {
                json!({ "found": found.as_str(), "what": what })
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
            | Self::XfaOnly
            | Self::FileMissing => json!({}),
        }
    }
}

impl Damage {
    /// Stable name used in parameters.
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
    /// Stable name used in parameters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Permission => "permission",
            Self::IsFolder => "is_folder",
            Self::NotAFile => "not_a_file",
            Self::Io => "io",
        }
    }
}
