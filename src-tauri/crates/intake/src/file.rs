//! Reading a path that somebody dropped.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use bytes::Bytes;

use crate::refusal::{Refusal, Unreadable};

/// Reads the file at `path`, of at most so many bytes; links are followed. Never holds more than the limit and one byte of
/// it, and waits on no pipe or device, unless one takes the file's place in the very moment between the look and the opening.
///
/// # Errors
/// [`Refusal::TooLarge`], [`Refusal::Empty`], [`Refusal::FileMissing`], [`Refusal::FileUnreadable`].
pub fn read_file(path: &Path, limit: u64) -> Result<Bytes, Refusal> {
    // Before it is opened, because opening a pipe waits for somebody to write into it.
    check(&path.metadata().map_err(refused)?, limit)?;
    let file = File::open(path).map_err(refused)?;
    // And again, because another thing may stand there by now.
    let metadata = file.metadata().map_err(refused)?;
    check(&metadata, limit)?;

    let most = limit.saturating_add(1);
    let expected = usize::try_from(metadata.len().min(most)).unwrap_or_default();
    let mut bytes = Vec::with_capacity(expected);
    file.take(most).read_to_end(&mut bytes).map_err(refused)?;
    let actual = bytes.len() as u64;
    match actual {
        0 => Err(Refusal::Empty),
        _ if actual > limit => Err(Refusal::TooLarge { limit, actual }),
        _ => Ok(bytes.into()),
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
