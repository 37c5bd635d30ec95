//! Files that a job takes along as tools, such as fonts: mapped, not read.
//!
//! A face with Chinese characters has 20 MB, of which a drawing touches a few hundred kilobytes; reading them all took most of
//! the time of a small drawing.
#![expect(
    unsafe_code,
    reason = "mapping a file is unsafe because another program may change it meanwhile"
)]

use std::io;
use std::path::Path;

use memmap2::Mmap;
use platform::open_regular;

/// A file in memory, as long as this lives. Also there after the child was locked.
pub struct ToolFile(Mmap);

impl ToolFile {
    /// Maps the file at `path`. To be called in [`Job::prepare`](crate::Job::prepare) alone: in a child, a file that another
    /// program cuts short at that moment costs no more than the child.
    ///
    /// # Errors
    /// Those of opening and mapping it.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = open_regular(path)?;
        // SAFETY: the bytes are only read, and only as untrusted input that may be anything at any time. A file that shrinks
        // meanwhile ends the process by a signal, which the parent tells as a crash of the child.
        unsafe { Mmap::map(&file) }.map(Self)
    }
}

impl AsRef<[u8]> for ToolFile {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
