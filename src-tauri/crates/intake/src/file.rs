//! Reading a path that somebody dropped.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use bytes::Bytes;

use crate::picture::{Limits, Picture, read_bytes};
use crate::refusal::{Refusal, Unreadable};

/// Reads the picture at `path`; links are followed. Never holds more than the limit and one byte of the file,
/// and waits on no pipe or device, unless one takes the file's place in the very moment between the look and the
/// opening.
pub fn read_file(path: &Path, limits: &Limits) -> Result<Picture, Refusal> {
    // Before it is opened, because opening a pipe waits for somebody to write into it.
    check(&path.metadata().map_err(refused)?, limits)?;
    let file = File::open(path).map_err(refused)?;
    // And again, because another thing may stand there by now.
    let metadata = file.metadata().map_err(refused)?;
    check(&metadata, limits)?;

    let most = limits.max_bytes.saturating_add(1);
    let expected = usize::try_from(metadata.len().min(most)).unwrap_or_default();
    let mut bytes = Vec::with_capacity(expected);
    file.take(most).read_to_end(&mut bytes).map_err(refused)?;
    read_bytes(Bytes::from(bytes), limits)
}

fn check(metadata: &Metadata, limits: &Limits) -> Result<(), Refusal> {
    let reason = if metadata.is_dir() {
        Unreadable::IsFolder
    } else if !metadata.is_file() {
        Unreadable::NotAFile
    } else if metadata.len() > limits.max_bytes {
        return Err(Refusal::TooLarge {
            limit: limits.max_bytes,
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
