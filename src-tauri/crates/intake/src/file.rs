//! Copies the file at a dropped path.

use std::io::{self, ErrorKind, Read};
use std::path::Path;

use platform::{ReadError, open_regular};
use spool::Spool;

use crate::refusal::{Refusal, Unreadable};

/// Copies the file at `path`, of at most `limit` bytes, following links. Large files go into an anonymous file in `folder`.
/// Never copies more than `limit` + 1 bytes, and never blocks on a pipe or device.
///
/// # Errors
/// [`Refusal::TooLarge`], [`Refusal::Empty`], [`Refusal::FileMissing`], [`Refusal::FileUnreadable`]; the last also if
/// `folder` is not writable.
pub fn copy_file(path: &Path, limit: u64, folder: &Path) -> Result<Spool, Refusal> {
    let file = open_regular(path).map_err(|error| match error {
        ReadError::IsFolder => unreadable(Unreadable::IsFolder),
        ReadError::NotAFile => unreadable(Unreadable::NotAFile),
        error => refused(error.into()),
    })?;
    let actual = file.metadata().map_err(refused)?.len();
    if actual > limit {
        return Err(Refusal::TooLarge { limit, actual });
    }

    let most = limit.saturating_add(1);
    let copy = Spool::copy(file.take(most), folder).map_err(refused)?;
    match copy.len() {
        0 => Err(Refusal::Empty),
        actual if actual > limit => Err(Refusal::TooLarge { limit, actual }),
        _ => Ok(copy),
    }
}

fn unreadable(reason: Unreadable) -> Refusal {
    Refusal::FileUnreadable { reason }
}

fn refused(error: io::Error) -> Refusal {
    unreadable(match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => return Refusal::FileMissing,
        ErrorKind::PermissionDenied => Unreadable::Permission,
        ErrorKind::IsADirectory => Unreadable::IsFolder,
        _ => Unreadable::Io,
    })
}
