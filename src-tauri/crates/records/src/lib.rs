//! Records: requests, answers and times, stored so that they can be found and proven years later.
//!
//! A run is a record from the moment it starts. [`Records::begin`] stores the request before anything is sent. The
//! [`Journal`] it returns takes the bytes of the answer as they arrive and puts them on disk within a second.
//! [`Journal::end`] closes the record. The next start closes records that a crash left open, as interrupted, with everything that
//! had arrived. Every start, end, export and deletion is an event of an append-only hash [chain], so a later change
//! shows: loading a [`Record`] compares it with the chain.
//!
//! SQLite holds everything, in one folder with its backups. This crate knows neither the window nor the service. The
//! caller supplies the form of a request, a parser for the bytes of an answer, the time, and a place outside of the
//! database for an anchor of the chain.

mod audit_trail;
pub mod backup;
pub mod chain;
pub mod check;
mod context;
mod deflated;
mod draft;
mod error;
mod facts;
mod folder;
mod full_record;
mod index;
mod journal;
mod load;
mod material;
pub mod offline_check;
mod open;
mod package;
mod picture_text;
mod pictures;
mod query;
mod queue;
mod read;
mod recover;
mod review;
mod review_versions;
mod rows;
mod schema;
mod search;
mod signer;
pub mod statement;
mod statistics;
mod store;
mod timestamp;
mod trigrams;
pub mod verify;
mod writer;

pub use audit_trail::AuditEvent;
pub use context::Part as ContextPart;
pub use draft::{Draft, DraftMaterial};
pub use error::Error;
pub use facts::{
    Answer, AnswerOutcome, Attached, Digest, Ended, EndedPart, Kind, NewRecord, Outcome, Part,
    Role, Span, StartedPart, Tokens,
};
pub use full_record::FullRecord;
pub use journal::Journal;
pub use load::{DamagedRecord, Loaded, MATERIAL_BYTES, Registered};
pub use material::Material;
pub use offline_check::OfflineCheck;
pub use open::{Opening, Unfinished};
pub use package::{Package, Rendered};
pub use picture_text::PictureText;
pub use pictures::{ALIKE_BITS, ByPicture, PICTURES_SHOWN};
pub use query::{Query, Scope, Sort};
pub use queue::{QueueState, Queued, Standing};
pub use read::Record;
pub use recover::{ReadBack, Received};
pub use review::{DRAFT_MAX, ReviewRow};
pub use review_versions::ReviewVersion;
pub use rows::{Place, Row};
pub use schema::SCHEMA_VERSION;
pub use search::Found;
pub use signer::Signer;
pub use statement::{NewStatement, ReviewState, Statement, StatementBody, StatementKind};
pub use statistics::{Statistics, StatisticsRow};
pub use store::{Records, WeakRecords};
pub use timestamp::Timestamp;
pub use trigrams::fold;

/// Returns a new id of a record or a database: 128 random bits as 32 lowercase hexadecimal digits.
///
/// # Errors
/// [`Error::Internal`] if the operating system gives no random numbers.
pub fn new_uid() -> Result<String, Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| Error::Internal("random numbers".to_owned()))?;
    Ok(hex(&bytes))
}

/// Formats bytes as lowercase hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Parses a hash from 64 lowercase hexadecimal digits; `None` for anything else.
pub(crate) fn unhex(digits: &str) -> Option<chain::Hash> {
    let small = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if digits.len() != 64 || !digits.as_bytes().iter().all(small) {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(hash)
}

/// Whether a text is 128 bits in lowercase hexadecimal digits: the uid of a record or the id of a database.
pub(crate) fn is_uid(text: &str) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    text.len() == 32 && text.bytes().all(is_digit)
}

/// The SHA-256 of `bytes` as lowercase hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::Digest;
    hex(&sha2::Sha256::digest(bytes))
}
