//! Copying what is at a path that somebody dropped.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use spool::Spool;

use crate::refusal::{Refusal, Unreadable};

/// Copies the file at `path`, of at most so many bytes; links are followed. Large ones are held in a file without a name in `folder`.
/// Never copies more than the limit and one byte, and waits on no pipe or device, unless one takes the file's place in the very
/// moment between the look and the opening.
///
/// # Errors
/// [`Refusal::TooLarge`], [`Refusal::Empty`], [`Refusal::FileMissing`], [`Refusal::FileUnreadable`], which also tells of a folder
/// that can't be written to.
pub fn copy_file(path: &Path, limit: u64, folder: &Path) -> Result<Spool, Refusal> {
    // Before it is opened, because opening a pipe waits for somebody to write into it.
    check(&path.metadata().map_err(refused)?, limit)?;
    let file = File::open(path).map_err(refused)?;
    // And again, because another thing may stand there by now.
    check(&file.metadata().map_err(refused)?, limit)?;

    let most = limit.saturating_add(1);
    let copy = Spool::copy(file.take(most), folder).map_err(refused)?;
    match copy.len() {
        0 => Err(Refusal::Empty),
        actual if actual > limit => Err(Refusal::TooLarge { limit, actual }),
        _ => Ok(copy),
    }
}

fn check(metadata: &Metadata, limit: u64) -> Result<(), Refusal> {
    let reason = if metadata.is_dir() {
        Unreadable::IsFolder
    } else if !metadata.is_file() {
        Unreadable::NotAFile
    } else if metadata.len() > limit {
        return Err(Refusal::TooLarge {
            limit,
            actual: metadata.len(),
        });
    } else {
        return Ok(());
    };
    Err(Refusal::FileUnreadable { reason })
}

fn refused(error: io::Error) -> Refusal {
    let reason = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => return Refusal::FileMissing,
        ErrorKind::PermissionDenied => Unreadable::Permission,
        ErrorKind::IsADirectory => Unreadable::IsFolder,
        _ => Unreadable::Io,
    };
    Refusal::FileUnreadable { reason }
}
