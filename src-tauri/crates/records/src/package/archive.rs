//! Writes the zip of a package reproducibly, and reads one as untrusted input.
//!
//! The reader accepts what the writer produces and nothing else. Each header has exactly one form, determined by the
//! name, the sizes and the checksum of the file; the reader rebuilds that form and compares. Files follow one another
//! from the first byte, then the central directory, then its end record, so there are no unused bytes and no free fields.
//! No allocation depends on a size stated in the archive.

use std::{
    collections::BTreeSet,
    io::{Cursor, Write},
};

use flate2::Crc;
use zip::{CompressionMethod, DateTime, System, ZipWriter, write::SimpleFileOptions};

use super::blocks;
use crate::{
    deflated::{Hashing, Inflating},
    error::Error,
    facts::Digest,
    verify::limits::{FILE_MAX, FILES_MAX, NAME_MAX, PACKAGE_MAX, TEXT_MAX, TOTAL_MAX, within},
};

/// The host system in a header: Unix, so the permissions are Unix permissions.
const UNIX: u8 = 3;
/// The value that earlier versions wrote on Windows.
const DOS: u8 = 0;

/// Packs files in this order. The same files give the same bytes.
///
/// # Errors
/// [`Error::PackageTooLarge`] if no verifier would accept it.
pub(crate) fn pack(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Error> {
    let failed = |_| Error::Internal("packing".to_owned());
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path, options).map_err(failed)?;
        zip.write_all(bytes)?;
    }
    let package = zip.finish().map_err(failed)?.into_inner();
    bounded(package.len() as u64, PACKAGE_MAX)?;
    Ok(package)
}

/// Checks the files against the limits of a verifier.
///
/// # Errors
/// [`Error::PackageTooLarge`].
pub(crate) fn within_limits(files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    let mut total = 0;
    for (path, bytes) in files {
        let size = bytes.len() as u64;
        let is_text = path.ends_with(".json");
        bounded(size, if is_text { TEXT_MAX } else { FILE_MAX })?;
        total += size;
    }
    bounded(total, TOTAL_MAX)
}

fn bounded(actual: u64, limit: u64) -> Result<(), Error> {
    if actual > limit {
        return Err(Error::PackageTooLarge { limit, actual });
    }
    Ok(())
}

/// The fault of an archive, and its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// The file, or `zip` for the archive itself.
    pub about: String,
    pub what: &'static str,
}

/// A file of an archive.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub name: String,
    packed: &'a [u8],
    crc: u32,
    size: u32,
}

/// The files of an archive.
pub(crate) fn entries(bytes: &[u8]) -> Result<Vec<Entry<'_>>, Flaw> {
    let broken = |what| Flaw {
        about: "zip".to_owned(),
        what,
    };
    let (before_end, end) = bytes
        .len()
        .checked_sub(END_SIZE)
        .and_then(|at| bytes.split_at_checked(at))
        .ok_or(broken("too short"))?;
    let (count, directory_at) = (short(end, 10), long(end, 16));
    if !within(count.into(), FILES_MAX) {
        return Err(broken("number of files"));
    }
    let (bodies, mut directory) = before_end
        .split_at_checked(directory_at as usize)
        .ok_or(broken("place of the directory"))?;
    if end != end_record(count, directory.len(), directory_at) {
        return Err(broken("end of the directory"));
    }
    // One program packed all files, so they share the host system of the first.
    let host = match directory.get(5) {
        Some(&DOS) => DOS,
        _ => UNIX,
    };
    let (mut rest, mut total) = (bodies, 0);
    let mut names = BTreeSet::new();
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for _ in 0..count {
        let at = bodies.len() - rest.len();
        let (entry, after) = one(directory, rest, host, at).ok_or(broken("directory"))?;
        let flaw = |what| Flaw {
            about: shown(&entry.name),
            what,
        };
        if !is_plain(&entry.name) {
            return Err(flaw("name"));
        }
        if !names.insert(entry.name.to_lowercase()) {
            return Err(flaw("twice"));
        }
        total += u64::from(entry.size);
        if u64::from(entry.size) > FILE_MAX || total > TOTAL_MAX {
            return Err(flaw("too large"));
        }
        let header = local_header(&entry);
        (_, rest) = rest
            .strip_prefix(header.as_slice())
            .and_then(|rest| rest.split_at_checked(entry.packed.len()))
            .ok_or_else(|| flaw("two headers that differ"))?;
        directory = after;
        entries.push(entry);
    }
    if !rest.is_empty() || !directory.is_empty() {
        return Err(broken("bytes that belong to no file"));
    }
    Ok(entries)
}

/// The sizes of the headers without names, in bytes.
const LOCAL_SIZE: usize = 30;
const CENTRAL_SIZE: usize = 46;
const END_SIZE: usize = 22;

/// Splits the first entry off the central directory, for the file at the start of `rest`. `None` if its headers are not
/// those that the writer produces for such a file.
fn one<'a>(
    directory: &'a [u8],
    rest: &'a [u8],
    host: u8,
    at: usize,
) -> Option<(Entry<'a>, &'a [u8])> {
    let name = directory
        .get(CENTRAL_SIZE..)?
        .get(..short(directory, 28).into())?;
    let packed = long(directory, 20) as usize;
    let entry = Entry {
        name: String::from_utf8(name.to_owned()).ok()?,
        packed: rest.get(LOCAL_SIZE + name.len()..)?.get(..packed)?,
        crc: long(directory, 16),
        size: long(directory, 24),
    };
    let after = directory.strip_prefix(central_header(&entry, host, at).as_slice())?;
    Some((entry, after))
}

/// The fields shared by both headers of a file.
fn common(entry: &Entry<'_>) -> Vec<u8> {
    // Bit 11 marks a name as UTF-8; set only for a name beyond ASCII.
    let flags = if entry.name.is_ascii() { 0 } else { 0x800_u16 };
    let mut header = Vec::new();
    // Version 2.0 needed to read; deflated; the earliest date of a zip, at midnight.
    for field in [20, flags, 8, 0, 0x21] {
        header.extend(field.to_le_bytes());
    }
    for field in [entry.crc, entry.packed.len() as u32, entry.size] {
        header.extend(field.to_le_bytes());
    }
    // No extra field.
    for field in [entry.name.len() as u16, 0] {
        header.extend(field.to_le_bytes());
    }
    header
}

fn local_header(entry: &Entry<'_>) -> Vec<u8> {
    [
        b"PK\x03\x04".as_slice(),
        &common(entry),
        entry.name.as_bytes(),
    ]
    .concat()
}

fn central_header(entry: &Entry<'_>, host: u8, at: usize) -> Vec<u8> {
    let mut header = [b"PK\x01\x02".as_slice(), &[20, host]].concat();
    header.extend(common(entry));
    // No comment, disk 0, no internal attributes; a regular file that its owner may write.
    header.extend([0; 6]);
    header.extend((0o100_644_u32 << 16).to_le_bytes());
    header.extend((at as u32).to_le_bytes());
    header.extend(entry.name.as_bytes());
    header
}

fn end_record(count: u16, size: usize, at: u32) -> Vec<u8> {
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    end.extend(count.to_le_bytes());
    end.extend(count.to_le_bytes());
    end.extend((size as u32).to_le_bytes());
    end.extend(at.to_le_bytes());
    end.extend([0; 2]);
    end
}

/// Accepts relative names of small folders and files that no system interprets in another way.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') || !c.is_ascii() && !is_unseen(c)
    };
    let part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.ends_with('.')
            && part.chars().all(plain)
    };
    within(name.len(), NAME_MAX) && name.split('/').all(part)
}

/// Control, space, format and private-use characters beyond ASCII, as ranges that no version of Unicode turns into
/// letters. Which characters are letters depends on the version; a verifier must not.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{1680}' | '\u{180b}'..='\u{180f}'
        | '\u{2000}'..='\u{206f}' | '\u{3000}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{10ffff}')
}

/// An untrusted name, escaped and cut for display.
fn shown(name: &str) -> String {
    name.escape_debug().take(100).collect()
}

/// Reads a little-endian u16; 0 if out of bounds.
fn short(bytes: &[u8], at: usize) -> u16 {
    let found = bytes.get(at..).and_then(<[u8]>::first_chunk);
    found.copied().map_or(0, u16::from_le_bytes)
}

/// Reads a little-endian u32; 0 if out of bounds.
fn long(bytes: &[u8], at: usize) -> u32 {
    let found = bytes.get(at..).and_then(<[u8]>::first_chunk);
    found.copied().map_or(0, u32::from_le_bytes)
}

impl Entry<'_> {
    /// Size and SHA-256 of the file; `None` if it does not match its header.
    pub(crate) fn digest(&self) -> Option<Digest> {
        let mut hashing = Hashing::default();
        self.unpack(&mut |bytes| hashing.push(bytes))?;
        Some(hashing.digest())
    }

    /// The file, if it has at most `max` bytes and matches its header.
    pub(crate) fn bytes(&self, max: u64) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        if u64::from(self.size) <= max {
            self.unpack(&mut |bytes| found.extend_from_slice(bytes))?;
            return Some(found);
        }
        None
    }

    /// Whether its stream contains the file and nothing else.
    pub(crate) fn is_plain(&self) -> bool {
        blocks::are_plain(self.packed, self.size.into())
    }

    fn unpack(&self, sink: &mut dyn FnMut(&[u8])) -> Option<()> {
        let mut crc = Crc::new();
        let mut inflating = Inflating::new(self.size.into());
        let mut count = |bytes: &[u8]| {
            crc.update(bytes);
            sink(bytes);
        };
        inflating.push(self.packed, &mut count).ok()?;
        let whole = inflating.ended() && crc.amount() == self.size && crc.sum() == self.crc;
        whole.then_some(())
    }
}
