//! Reads the structure of ZIP archives, including documents in ZIP packages.
//!
//! This parses the central directory itself: a library's reader allocates memory for every entry before anybody can reject
//! their number. Decompressed bytes are counted as they come, whatever the directory claims. What the entries mean and how
//! their names are displayed is handled elsewhere.

use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use crate::refusal::Damage;

/// Bytes of the end of central directory record, without its comment.
const END: usize = 22;
/// Bytes of a central directory entry, without name, extra field and comment.
const ENTRY: usize = 46;
/// Marks a value that is too large for its field and stands in the ZIP64 extra field instead.
const ELSEWHERE: u64 = 0xFFFF_FFFF;

/// An archive whose central directory has been found.
#[derive(Clone, Copy)]
pub(crate) struct Archive<'a> {
    bytes: &'a [u8],
    directory: &'a [u8],
    /// Bytes before the archive, usually a self-extracting program.
    before: usize,
}

/// A central directory entry. All of its values are unverified claims.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// Raw bytes of the name.
    pub(crate) name: &'a [u8],
    /// The name in UTF-8, from programs that write both.
    pub(crate) unicode_name: Option<&'a [u8]>,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    unpacked: u64,
    at: u64,
    link: bool,
}

/// The reason why an entry can't be decompressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The entry is encrypted.
    Locked,
    /// The compression method is not supported.
    Method(u16),
    /// The entry is damaged.
    Damaged(Damage),
    /// The entry has at least this many bytes, more than the limit.
    Beyond(u64),
}

impl<'a> Archive<'a> {
    /// Finds the central directory; `None` if there is none.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        let last = bytes.len().checked_sub(END)?;
        let first = last.saturating_sub(usize::from(u16::MAX));
        let end = (first..=last).rev().find(|at| {
            bytes
                .get(*at..)
                .is_some_and(|record| record.starts_with(b"PK\x05\x06"))
        })?;
        let record = bytes.get(end..)?;
        let (mut end, mut size, mut at) = (end, number(record, 12, 4)?, number(record, 16, 4)?);
        if let Some((large_end, large_size, large_at)) = large(bytes, end) {
            (end, size, at) = (large_end, large_size, large_at);
        }
        // The directory ends right before the end record, wherever the archive itself begins.
        let start = end.checked_sub(usize::try_from(size).ok()?)?;
        let before = start.checked_sub(usize::try_from(at).ok()?)?;
        Some(Self {
            bytes,
            directory: bytes.get(start..end)?,
            before,
        })
    }

    /// The readable entries, in directory order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        let mut rest = self.directory;
        std::iter::from_fn(move || {
            let (entry, after) = entry(rest)?;
            rest = after;
            Some(entry)
        })
    }

    /// Whether the directory ends in the middle of an entry.
    pub(crate) fn is_torn(&self) -> bool {
        let mut rest = self.directory;
        while let Some((_, after)) = entry(rest) {
            rest = after;
        }
        rest.starts_with(b"PK\x01\x02") || rest.len() == self.directory.len() && !rest.is_empty()
    }

    /// Decompresses an entry of at most `most` bytes. Adds the bytes decompressed to `spent`, even on failure.
    ///
    /// # Errors
    /// See [`Fault`]; [`Fault::Beyond`] before more than `most` + 1 bytes are held.
    pub(crate) fn unpack(
        &self,
        entry: &Entry<'_>,
        most: u64,
        spent: &mut u64,
    ) -> Result<Vec<u8>, Fault> {
        if entry.flags & 1 != 0 {
            return Err(Fault::Locked);
        }
        let packed = self.packed(entry)?;
        let beyond = Fault::Beyond(entry.unpacked.max(most.saturating_add(1)));
        let bytes = match entry.method {
            0 if packed.len() as u64 > most => return Err(beyond),
            0 => {
                *spent += packed.len() as u64;
                packed.to_vec()
            }
            8 => {
                let mut bytes = Vec::new();
                let mut inflated = DeflateDecoder::new(packed).take(most.saturating_add(1));
                let done = inflated.read_to_end(&mut bytes);
                *spent += bytes.len() as u64;
                if bytes.len() as u64 > most {
                    return Err(beyond);
                }
                done.map_err(|_| Fault::Damaged(Damage::Structure))?;
                bytes
            }
            method => return Err(Fault::Method(method)),
        };
        let mut crc = Crc::new();
        crc.update(&bytes);
        if crc.sum() != entry.crc {
            return Err(Fault::Damaged(Damage::Structure));
        }
        Ok(bytes)
    }

    fn packed(&self, entry: &Entry<'_>) -> Result<&'a [u8], Fault> {
        let place = || {
            let at = self.before.checked_add(usize::try_from(entry.at).ok()?)?;
            self.bytes.get(at..)
        };
        let local = place().ok_or(Fault::Damaged(Damage::Truncated))?;
        if !local.starts_with(b"PK\x03\x04") {
            return Err(Fault::Damaged(Damage::Structure));
        }
        let data = || {
            let head = 30 + number(local, 26, 2)? + number(local, 28, 2)?;
            let end = head.checked_add(entry.packed)?;
            local.get(usize::try_from(head).ok()?..usize::try_from(end).ok()?)
        };
        data().ok_or(Fault::Damaged(Damage::Truncated))
    }
}

impl Entry<'_> {
    /// Whether the entry is a symbolic link.
    pub(crate) fn is_link(&self) -> bool {
        self.link
    }
}

/// End, size and offset of a ZIP64 central directory.
fn large(bytes: &[u8], end: usize) -> Option<(usize, u64, u64)> {
    let locator = bytes.get(end.checked_sub(20)?..end)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return None;
    }
    let end = usize::try_from(number(locator, 8, 8)?).ok()?;
    let record = bytes.get(end..)?;
    if !record.starts_with(b"PK\x06\x06") {
        return None;
    }
    Some((end, number(record, 40, 8)?, number(record, 48, 8)?))
}

/// The first entry, and the rest of the directory.
fn entry(directory: &[u8]) -> Option<(Entry<'_>, &[u8])> {
    if !directory.starts_with(b"PK\x01\x02") {
        return None;
    }
    let field = |at, len| number(directory, at, len);
    let half = |at| field(at, 2).and_then(|value| u16::try_from(value).ok());
    let (name, extra, comment) = (half(28)?, half(30)?, half(32)?);
    let (name, rest) = directory.get(ENTRY..)?.split_at_checked(name.into())?;
    let (extra, rest) = rest.split_at_checked(extra.into())?;
    let rest = rest.get(usize::from(comment)..)?;
    let mut sizes = [field(24, 4)?, field(20, 4)?, field(42, 4)?];
    if sizes.contains(&ELSEWHERE) {
        // The extra field has them in this order, and only those that did not fit.
        let mut wide = large_sizes(extra).unwrap_or_default().chunks_exact(8);
        for size in sizes.iter_mut().filter(|size| **size == ELSEWHERE) {
            *size = number(wide.next().unwrap_or_default(), 0, 8).unwrap_or(ELSEWHERE);
        }
    }
    let [unpacked, packed, at] = sizes;
    // Made on Unix, so the attributes contain a file mode.
    let unix = directory.get(5) == Some(&3);
    let entry = Entry {
        name,
        unicode_name: unicode_name(extra, name),
        flags: half(8)?,
        method: half(10)?,
        crc: field(16, 4).and_then(|crc| u32::try_from(crc).ok())?,
        packed,
        unpacked,
        at,
        link: unix && half(40)? & 0xF000 == 0xA000,
    };
    Some((entry, rest))
}

/// Data of the ZIP64 extra field of an entry.
fn large_sizes(extra: &[u8]) -> Option<&[u8]> {
    extra_field(extra, 1)
}

/// The name in the Unicode path field, if it belongs to this name.
fn unicode_name<'a>(extra: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let field = extra_field(extra, 0x7075)?;
    let mut crc = Crc::new();
    crc.update(name);
    let belongs = number(field, 1, 4) == Some(crc.sum().into());
    field.get(5..).filter(|_| belongs)
}

/// Data of an extra field.
fn extra_field(mut extra: &[u8], wanted: u64) -> Option<&[u8]> {
    loop {
        let (kind, len) = (number(extra, 0, 2)?, number(extra, 2, 2)?);
        let (field, after) = extra
            .get(4..)?
            .split_at_checked(usize::try_from(len).ok()?)?;
        if kind == wanted {
            return Some(field);
        }
        extra = after;
    }
}

fn number(bytes: &[u8], at: usize, len: usize) -> Option<u64> {
    let digits = bytes.get(at..at.checked_add(len)?)?;
    let join = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
    Some(digits.iter().rev().fold(0, join))
}
