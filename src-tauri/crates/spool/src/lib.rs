//! Immutable file contents that take little memory.
//!
//! A file of 200 MB is given to a worker, stored in the records, and read again for the audit. Meanwhile a [`Spool`]
//! holds it in an unnamed temporary file in the app's own folder; only small files stay in memory.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
    sync::Arc,
};

use bytes::Bytes;
use sha2::{Digest, Sha256};

/// The most bytes held in memory.
pub const IN_MEMORY: u64 = 1_000_000;

/// Read buffer size in bytes.
const PIECE: usize = 256 * 1024;

/// Immutable bytes, cheap to clone.
#[derive(Clone)]
pub struct Spool {
    held: Held,
    len: u64,
}

#[derive(Clone)]
enum Held {
    Memory(Bytes),
    File(Arc<File>),
}

impl Spool {
    /// Copies all of `from`: up to [`IN_MEMORY`] bytes into memory, more into an unnamed temporary file in `folder`,
    /// which is deleted with the last clone.
    ///
    /// # Errors
    /// I/O errors of reading `from` or of writing to `folder`.
    pub fn copy(mut from: impl Read, folder: &Path) -> io::Result<Self> {
        let mut first = Vec::new();
        (&mut from).take(IN_MEMORY + 1).read_to_end(&mut first)?;
        if first.len() as u64 <= IN_MEMORY {
            return Ok(first.into());
        }
        let mut file = tempfile::tempfile_in(folder)?;
        file.write_all(&first)?;
        drop(first);
        let mut piece = vec![0; PIECE];
        let mut len = IN_MEMORY + 1;
        loop {
            match from.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => {
                    file.write_all(piece.get(..read).unwrap_or_default())?;
                    len += read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let held = Held::File(Arc::new(file));
        Ok(Self { held, len })
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether the length is 0.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Reads into `buffer` from offset `at`. Returns the number of bytes read, 0 at the end.
    ///
    /// # Errors
    /// I/O errors of reading the temporary file.
    pub fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match &self.held {
            Held::Memory(bytes) => {
                let at = usize::try_from(at).unwrap_or(usize::MAX);
                let left = bytes.get(at..).unwrap_or_default();
                let count = left.len().min(buffer.len());
                if let (Some(to), Some(from)) = (buffer.get_mut(..count), left.get(..count)) {
                    to.copy_from_slice(from);
                }
                Ok(count)
            }
            Held::File(file) => read_file_at(file, at, buffer),
        }
    }

    /// Returns a reader from the beginning. Readers are independent of each other.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader {
            spool: self.clone(),
            at: 0,
        }
    }

    /// Returns all bytes in memory.
    ///
    /// # Errors
    /// I/O errors of reading the temporary file.
    pub fn bytes(&self) -> io::Result<Bytes> {
        if let Held::Memory(bytes) = &self.held {
            return Ok(bytes.clone());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.len).unwrap_or_default());
        self.reader().read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }

    /// The SHA-256 digest of the bytes.
    ///
    /// # Errors
    /// I/O errors of reading the temporary file.
    pub fn sha256(&self) -> io::Result<[u8; 32]> {
        let mut digest = Sha256::new();
        let mut piece = vec![0; PIECE];
        let mut reader = self.reader();
        loop {
            match reader.read(&mut piece)? {
                0 => return Ok(digest.finalize().into()),
                read => digest.update(piece.get(..read).unwrap_or_default()),
            }
        }
    }
}

impl From<Bytes> for Spool {
    fn from(bytes: Bytes) -> Self {
        let len = bytes.len() as u64;
        let held = Held::Memory(bytes);
        Self { held, len }
    }
}

impl From<Vec<u8>> for Spool {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

/// Copies into memory whatever the length; meant for small inputs.
impl From<&[u8]> for Spool {
    fn from(bytes: &[u8]) -> Self {
        Bytes::copy_from_slice(bytes).into()
    }
}

impl<const N: usize> From<&[u8; N]> for Spool {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

impl From<&Self> for Spool {
    fn from(spool: &Self) -> Self {
        spool.clone()
    }
}

/// Omits the bytes.
impl std::fmt::Debug for Spool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Spool({} bytes)", self.len)
    }
}

/// A sequential reader of a [`Spool`].
#[derive(Debug)]
pub struct Reader {
    spool: Spool,
    at: u64,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.spool.read_at(self.at, buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(unix)]
fn read_file_at(file: &File, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_file_at(file: &File, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(len: usize) -> Vec<u8> {
        (0..len).map(|at| (at % 251) as u8).collect()
    }

    #[test]
    fn what_is_copied_is_read_again_from_memory_and_from_a_file() {
        let folder = tempfile::tempdir().unwrap();
        for len in [0, 1, IN_MEMORY as usize, IN_MEMORY as usize + 1, 3_000_000] {
            let wanted = bytes(len);
            let spool = Spool::copy(&*wanted, folder.path()).unwrap();
            assert_eq!(spool.len(), len as u64);
            assert!(*spool.bytes().unwrap() == *wanted);
            assert_eq!(
                spool.sha256().unwrap(),
                <[u8; 32]>::from(Sha256::digest(&wanted))
            );
            assert_eq!(
                matches!(spool.held, Held::File(_)),
                len as u64 > IN_MEMORY,
                "held elsewhere"
            );
        }
    }

    #[test]
    fn a_large_one_leaves_no_file_with_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::copy(&*bytes(3_000_000), folder.path()).unwrap();
        if cfg!(unix) {
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
        drop(spool);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn readers_do_not_disturb_one_another() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::copy(&*bytes(2_000_000), folder.path()).unwrap();
        let (mut one, mut other) = (spool.reader(), spool.reader());
        let mut buffer = [0; 10];
        one.read_exact(&mut buffer).unwrap();
        other.read_exact(&mut buffer).unwrap();
        assert_eq!(buffer.as_slice(), &bytes(10));
        assert_eq!(spool.read_at(1_999_999, &mut buffer).unwrap(), 1);
        assert_eq!(spool.read_at(5_000_000, &mut buffer).unwrap(), 0);
    }
}
