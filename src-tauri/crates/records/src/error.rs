//! Why records could not be read or written, told apart as far as a person can do something about it.

use std::io;

use platform::ReadError;
use serde_json::{Value, json};

/// Why records could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A newer version of the app has written these records.
    #[error("the records have format {found}, this program knows {known}")]
    Newer {
        /// The version of the format found.
        found: u32,
        /// The newest one that this program knows.
        known: u32,
    },
    /// Another instance of the app has these records open.
    #[error("the records are open in another window of the app")]
    InUse,
    /// Another program holds a lock on the database.
    #[error("another program holds a lock on the database")]
    Locked,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The folder or the database may not be written.
    #[error("the folder of the records can't be written")]
    ReadOnly,
    /// SQLite can't read the database: the file is corrupt, or is no database. Only this may make somebody restore a backup,
    /// so nothing but SQLite's own verdict leads here.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// One record is not what was written down of it. The code of its first fault, as [`crate::check::Fault::code`]. All other
    /// records can be used.
    #[error("the record is damaged: {0}")]
    RecordDamaged(&'static str),
    /// The bytes of a material are not the ones that it was kept with.
    #[error("the material is damaged")]
    MaterialDamaged,
    /// The chain has no event of this number, which another one names.
    #[error("the chain has no event {0}")]
    ChainGap(u64),
    /// The database belongs to another program.
    #[error("the database is another program's")]
    Foreign,
    /// A backup can't be used; the records are as they were.
    #[error("the backup is damaged: {0}")]
    BackupDamaged(String),
    /// The full-text index is corrupt. It is derived from the records, which are not affected.
    #[error("the search index is damaged: {0}")]
    IndexDamaged(String),
    /// Something that is no regular file, such as a pipe, has the name of the database.
    #[error("the database is not a regular file")]
    NotAFile,
    /// The folder is not there, as that of a drive that is not connected.
    #[error("the folder of the records is missing")]
    Missing,
    /// Reading or writing failed otherwise.
    #[error("reading or writing failed: {0}")]
    Io(String),
    /// There is no such record, backup or material.
    #[error("there is no such record")]
    Unknown,
    /// An older copy of the same records lies there.
    #[error("an older copy of these records is there")]
    Older,
    /// Records that are still being written are in the way.
    #[error("a run is still being recorded")]
    Recording,
    /// A deletion without a reason.
    #[error("a record is deleted for a reason")]
    NoReason,
    /// A package that no verifier would take: a file of it, its files together, or the zip.
    #[error("the package is too large: {actual} bytes, at most {limit}")]
    PackageTooLarge {
        /// Bytes that it may have.
        limit: u64,
        /// Bytes that it would have.
        actual: u64,
    },
    /// Something that can't happen did.
    #[error("unexpected: {0}")]
    Internal(String),
}

impl Error {
    /// A stable name for the sentence that a person reads.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Newer { .. } => "records_newer",
            Self::InUse => "records_in_use",
            Self::Locked => "records_locked",
            Self::Full => "records_full",
            Self::ReadOnly => "records_read_only",
            Self::Damaged(_) => "records_damaged",
            Self::RecordDamaged(_) => "record_damaged",
            Self::MaterialDamaged => "material_damaged",
            Self::ChainGap(_) => "records_chain_gap",
            Self::Foreign => "records_foreign",
            Self::BackupDamaged(_) => "backup_damaged",
            Self::IndexDamaged(_) => "records_index_damaged",
            Self::NotAFile => "records_not_a_file",
            Self::Missing => "records_missing",
            Self::Io(_) => "records_io",
            Self::Unknown => "record_unknown",
            Self::Older => "records_older",
            Self::Recording => "records_recording",
            Self::NoReason => "record_no_reason",
            Self::PackageTooLarge { .. } => "package_too_large",
            Self::Internal(_) => "internal",
        }
    }

    /// What that sentence needs; an object.
    #[must_use]
    pub fn params(&self) -> Value {
        match self {
            Self::Newer { found, known } => json!({ "found": found, "known": known }),
            Self::Damaged(detail)
            | Self::BackupDamaged(detail)
            | Self::IndexDamaged(detail)
            | Self::Io(detail) => json!({ "detail": detail }),
            Self::RecordDamaged(fault) => json!({ "fault": fault }),
            Self::ChainGap(seq) => json!({ "seq": seq }),
            Self::PackageTooLarge { limit, actual } => {
                json!({ "limit": limit, "actual": actual })
            }
            Self::Internal(detail) => json!({ "place": format!("records: {detail}") }),
            _ => json!({}),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        if matches!(error, rusqlite::Error::QueryReturnedNoRows) {
            return Self::Unknown;
        }
        // SQLite's own words name no path and no content.
        let detail = error.to_string();
        // What a virtual table says of itself: here that is FTS5 alone.
        let extended = error.sqlite_error().map(|error| error.extended_code);
        if extended == Some(rusqlite::ffi::SQLITE_CORRUPT_VTAB) {
            return Self::IndexDamaged(detail);
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(detail),
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Self::Io(detail),
            _ => Self::Internal(detail),
        }
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotAFile | ReadError::IsFolder => Self::NotAFile,
            error => io::Error::from(error).into(),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind;
        // What SQLite says while bytes are copied into it or out of it.
        let error = match error.downcast::<rusqlite::Error>() {
            Ok(error) => return error.into(),
            Err(error) => error,
        };
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::Missing,
            kind => Self::Io(kind.to_string()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("JSON: {error}"))
    }
}
