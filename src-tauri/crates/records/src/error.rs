//! The errors of reading and writing records, with one variant for each that a person can do something about.

use std::io;

use platform::ReadError;
use serde_json::{Value, json};

/// The reason why records could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A newer version of the app has written these records.
    #[error("the records have format {found}, this program knows {known}")]
    Newer {
        /// The format version of the database.
        found: u32,
        /// The newest format version that this program knows.
        known: u32,
    },
    /// Another instance of the app has these records open.
    #[error("another window of the app has the records open")]
    InUse,
    /// Another program holds a lock on the database.
    #[error("another program holds a lock on the database")]
    Locked,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The app has no permission to write the folder or the database.
    #[error("the folder of the records is not writable")]
    ReadOnly,
    /// SQLite can't read the database: the file is corrupt or not a database. This error may make somebody restore a
    /// backup, so only SQLite's own verdict leads to it.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// One record does not match the evidence chain. Holds the code of its first fault, see
    /// [`crate::check::Fault::code`]. All other records remain usable.
    #[error("the record is damaged: {0}")]
    RecordDamaged(&'static str),
    /// The bytes of a material do not have the hash they were stored under.
    #[error("the material is damaged")]
    MaterialDamaged,
    /// The chain lacks the event of this number, although another event names it.
    #[error("the chain has no event {0}")]
    ChainGap(u64),
    /// The database belongs to another program.
    #[error("the database belongs to another program")]
    Foreign,
    /// A backup is unusable. The records have not changed.
    #[error("the backup is damaged: {0}")]
    BackupDamaged(String),
    /// The full-text index is corrupt. It is derived from the records, which are not affected.
    #[error("the search index is damaged: {0}")]
    IndexDamaged(String),
    /// The name of the database is taken by something other than a regular file, such as a pipe.
    #[error("the database is not a regular file")]
    NotAFile,
    /// The folder does not exist, for example because its drive is not connected.
    #[error("the folder of the records is missing")]
    Missing,
    /// Any other read or write failure.
    #[error("reading or writing failed: {0}")]
    Io(String),
    /// No such record, backup or material.
    #[error("there is no such record")]
    Unknown,
    /// The folder holds an older copy of the same records.
    #[error("the folder holds an older copy of these records")]
    Older,
    /// A run is still being recorded.
    #[error("a run is still being recorded")]
    Recording,
    /// A deletion needs a reason.
    #[error("deleting a record needs a reason")]
    NoReason,
    /// No verifier would accept the package: one of its files, its files together or the zip exceeds a limit.
    #[error("the package is too large: {actual} bytes, at most {limit}")]
    PackageTooLarge {
        /// The largest size allowed, in bytes.
        limit: u64,
        /// The size it would have, in bytes.
        actual: u64,
    },
    /// The review is archived: its record never changes again.
    #[error("the review is archived")]
    Archived,
    /// A statement does not follow from the state of the review.
    #[error("the review is not in a state for this statement")]
    StatementOrder,
    /// A statement names other statements than the latest ones.
    #[error("the statement refers to earlier statements")]
    StatementOutdated,
    /// Nobody can approve their own review.
    #[error("the reviewer can't approve the own review")]
    OwnWork,
    /// A statement needs a signature, or must not have one.
    #[error("the statement needs a signature, or must have none")]
    StatementUnsigned,
    /// A statement or a draft breaks a rule of its form: `files`, `form`, `quotes` or `draft`.
    #[error("the statement is invalid: {0}")]
    StatementInvalid(&'static str),
    /// A draft, a statement, its files or the statements of a record exceed a limit.
    #[error("the review is too large: {actual}, at most {limit}")]
    ReviewTooLarge {
        /// The limit, in bytes or statements.
        limit: u64,
        /// The size it would have.
        actual: u64,
    },
    /// No signer has this key.
    #[error("there is no such signer")]
    SignerUnknown,
    /// A signer has this key already.
    #[error("a signer has this key already")]
    SignerKnown,
    /// The public key is none.
    #[error("this is no public key")]
    SignerKey,
    /// The name of a signer is empty, or name or staff number are too long.
    #[error("the name of the signer is empty or too long")]
    SignerName,
    /// A signature does not belong to the statement and the key.
    #[error("the signature does not belong to the statement")]
    SignatureWrong,
    /// A state that should be impossible.
    #[error("unexpected: {0}")]
    Internal(String),
}

impl Error {
    /// A stable code for the sentence shown to a person.
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
            Self::Archived => "review_archived",
            Self::StatementOrder => "review_not_open",
            Self::StatementOutdated => "review_outdated",
            Self::OwnWork => "review_own_work",
            Self::StatementUnsigned => "review_unsigned",
            Self::StatementInvalid(_) => "review_invalid",
            Self::ReviewTooLarge { .. } => "review_too_large",
            Self::SignerUnknown => "signer_unknown",
            Self::SignerKnown => "signer_known",
            Self::SignerKey => "signer_key",
            Self::SignerName => "signer_name",
            Self::SignatureWrong => "signer_signature",
            Self::Internal(_) => "internal",
        }
    }

    /// The parameters of that sentence, a JSON object.
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
            Self::StatementInvalid(what) => json!({ "what": what }),
            Self::PackageTooLarge { limit, actual } | Self::ReviewTooLarge { limit, actual } => {
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
        // SQLite's messages contain no path and no content.
        let detail = error.to_string();
        // Only FTS5 uses a virtual table here.
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
        // SQLite's own error, raised while bytes are copied into or out of it.
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
