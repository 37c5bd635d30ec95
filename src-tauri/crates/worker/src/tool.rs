//! Memory-mapped files that a job uses as tools, such as fonts.
//!
//! A Chinese font has 20 MB, of which rendering uses a few hundred kilobytes; reading whole fonts took most of the time
//! of a small job.
#![expect(unsafe_code, reason = "another program may change a mapped file")]

use std::io;
use std::path::Path;

use memmap2::Mmap;
use platform::open_regular;

/// A memory-mapped file. It stays readable after the child gave up file access.
pub struct ToolFile(Mmap);

impl ToolFile {
    /// Maps the file at `path`. Call it only in [`Job::prepare`](crate::Job::prepare): if another program truncates the
    /// file, only the child dies.
    ///
    /// # Errors
    /// I/O errors of opening or mapping the file.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = open_regular(path)?;
        // SAFETY: the bytes are only read, and treated as untrusted input that may change at any time. If the file is
        // truncated, a signal terminates the process, which the parent reports as a crash of the child.
        unsafe { Mmap::map(&file) }.map(Self)
    }
}

impl AsRef<[u8]> for ToolFile {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
