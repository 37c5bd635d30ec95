//! Opens and reads only regular files, up to a size limit.
//!
//! The path of one of the app's own files may hold a named pipe, on which opening blocks for ever, an endless device, a
//! folder, or a file of gigabytes. None of them may keep the app from starting or fill its memory.

use std::{
    fs::{File, Metadata, OpenOptions},
    io::{self, Read},
    path::Path,
};

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no file at the path.
    #[error("there is no such file")]
    Missing,
    /// The path is a folder.
    #[error("it is a folder")]
    IsFolder,
    /// The path is a pipe, a socket or a device.
    #[error("it is not a regular file")]
    NotAFile,
    /// The file exceeds the limit. If it grew while being read, `actual` is the number of bytes read.
    #[error("it has {actual} bytes, the limit is {limit}")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
        /// The file's size in bytes.
        actual: u64,
    },
    /// Any other I/O error.
    #[error(transparent)]
    Io(io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::IsADirectory => Self::IsFolder,
            _ => Self::Io(error),
        }
    }
}

impl From<ReadError> for io::Error {
    fn from(error: ReadError) -> Self {
        let kind = match error {
            ReadError::Io(error) => return error,
            ReadError::Missing => io::ErrorKind::NotFound,
            ReadError::IsFolder => io::ErrorKind::IsADirectory,
            ReadError::NotAFile => io::ErrorKind::InvalidInput,
            ReadError::TooLarge { .. } => io::ErrorKind::FileTooLarge,
        };
        Self::new(kind, error)
    }
}

/// Reads the regular file at `path`, at most `limit` bytes. Follows symbolic links.
///
/// # Errors
/// See [`ReadError`]. A file that exceeds the limit is not read.
pub fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let (file, metadata) = open(path)?;
    let too_large = |actual| ReadError::TooLarge { limit, actual };
    if metadata.len() > limit {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        actual if actual > limit => Err(too_large(actual)),
        _ => Ok(bytes),
    }
}

/// Opens the regular file at `path` for reading, without blocking.
///
/// # Errors
/// Any [`ReadError`] except [`ReadError::TooLarge`].
pub fn open_regular(path: &Path) -> Result<File, ReadError> {
    Ok(open(path)?.0)
}

fn open(path: &Path) -> Result<(File, Metadata), ReadError> {
    let opened = without_waiting(OpenOptions::new().read(true)).open(path);
    let file = opened.map_err(|error| refused(path, error))?;
    let metadata = regular(&file)?;
    Ok((file, metadata))
}

/// Opens the regular file at `path` for reading and writing without truncating it, or creates an empty one that only
/// its owner may access (on Unix). Does not block.
///
/// # Errors
/// Any [`ReadError`] except [`ReadError::TooLarge`].
pub fn open_or_create(path: &Path) -> Result<File, ReadError> {
    let mut options = OpenOptions::new();
    // Opening a pipe only for writing fails or blocks; opening it for both does neither.
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = without_waiting(&mut options).open(path);
    let file = opened.map_err(|error| refused(path, error))?;
    regular(&file)?;
    Ok(file)
}

/// Finds the reason for a failed open: sockets, for one, can't be opened at all.
fn refused(path: &Path, error: io::Error) -> ReadError {
    match path.metadata() {
        Ok(found) if !found.is_file() && !found.is_dir() => ReadError::NotAFile,
        _ => error.into(),
    }
}

/// Checks that the open file is a regular file.
fn regular(file: &File) -> Result<Metadata, ReadError> {
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        Err(ReadError::IsFolder)
    } else if metadata.is_file() {
        Ok(metadata)
    } else {
        Err(ReadError::NotAFile)
    }
}

/// Opening a pipe then does not wait for the other end. Regular files behave as usual.
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK);
    options
}

#[cfg(all(test, unix))]
mod tests {
    use std::{
        fs,
        os::unix::{
            fs::{FileTypeExt, PermissionsExt, symlink},
            net::UnixListener,
        },
        process::Command,
    };

    use super::*;

    const LIMIT: u64 = 1_000;

    #[test]
    fn a_regular_file_is_read_up_to_the_limit_and_one_byte_more_is_too_large() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for length in [0, 1, 999, 1_000] {
            let bytes = vec![7; length];
            fs::write(&path, &bytes).unwrap();
            assert_eq!(read_bounded(&path, LIMIT).unwrap(), bytes);
        }
        fs::write(&path, vec![7; 1_001]).unwrap();
        assert!(matches!(
            read_bounded(&path, LIMIT),
            Err(ReadError::TooLarge {
                limit: LIMIT,
                actual: 1_001
            })
        ));
    }

    #[test]
    fn what_is_no_regular_file_is_named_and_never_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let pipe = at("pipe");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        let _listener = UnixListener::bind(at("socket")).unwrap();
        symlink("/dev/zero", at("zero")).unwrap();
        symlink(&pipe, at("to-pipe")).unwrap();
        fs::create_dir(at("folder")).unwrap();
        symlink(at("nowhere"), at("dangling")).unwrap();
        File::create(at("vast")).unwrap().set_len(3 << 30).unwrap();
        let read = |name: &str| read_bounded(&at(name), LIMIT).unwrap_err();
        for name in ["pipe", "socket", "zero", "to-pipe"] {
            assert!(matches!(read(name), ReadError::NotAFile), "{name}");
            assert!(
                matches!(open_or_create(&at(name)), Err(ReadError::NotAFile)),
                "{name}"
            );
        }
        assert!(matches!(read("folder"), ReadError::IsFolder));
        assert!(matches!(
            open_or_create(&at("folder")),
            Err(ReadError::IsFolder)
        ));
        for name in ["dangling", "nothing"] {
            assert!(matches!(read(name), ReadError::Missing), "{name}");
        }
        assert!(matches!(read("vast"), ReadError::TooLarge { actual, .. } if actual == 3 << 30));
        assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
    }

    #[test]
    fn a_file_that_is_made_is_for_its_owner_and_one_that_is_there_keeps_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        open_or_create(&path).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        fs::write(&path, "there").unwrap();
        open_or_create(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"there");
    }
}
