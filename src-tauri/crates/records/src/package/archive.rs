//! The zip that a package is: written the same from the same files, and read as if an enemy had written it.
//!
//! Reading accepts what writing makes and nothing else: files one after another from the first byte on, the directory, its
//! end. With no room for a second file of a name, for bytes that no entry owns or for two headers that differ, every program
//! that opens a package sees the files that were verified. Nothing is allocated by a size that the archive states.

use std::io::{Cursor, Write};

use flate2::Crc;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::{
    deflated::{Hashing, Inflating},
    error::Error,
    facts::Digest,
};

/// Files that a package may have.
const ENTRIES_MAX: usize = 1_000;
/// Bytes that one file of a package may have: a picture as it was brought has at most 200 MB.
const FILE_MAX: u64 = 250_000_000;
/// Bytes that a package's files may have together.
const TOTAL_MAX: u64 = 1_000_000_000;
/// Bytes that a file's name may have.
const NAME_MAX: usize = 400;

/// Packs files, in this order. The same files give the same bytes.
pub(crate) fn pack(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Error> {
    let failed = |_| Error::Internal("packing".to_owned());
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path, options).map_err(failed)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish().map_err(failed)?.into_inner())
}

/// What is wrong with an archive: where, in its reader's words.
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
    size: u64,
    deflated: bool,
}

/// The files of an archive.
pub(crate) fn entries(bytes: &[u8]) -> Result<Vec<Entry<'_>>, Flaw> {
    let broken = |what| Flaw {
        about: "zip".to_owned(),
        what,
    };
    let end_at = bytes.len().checked_sub(22).ok_or(broken("too short"))?;
    let end = bytes.get(end_at..).unwrap_or_default();
    let directory_at = number(end, 16, 4) as usize;
    let count = number(end, 10, 2) as usize;
    if !end.starts_with(b"PK\x05\x06") || end.get(4..8) != Some(&[0; 4]) || number(end, 20, 2) != 0
    {
        return Err(broken("no end of the directory"));
    }
    if number(end, 8, 2) as usize != count || count > ENTRIES_MAX {
        return Err(broken("number of files"));
    }
    if directory_at as u64 + number(end, 12, 4) != end_at as u64 {
        return Err(broken("place of the directory"));
    }
    let mut directory = bytes.get(directory_at..end_at).unwrap_or_default();
    let (mut next, mut total) = (0_usize, 0_u64);
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for _ in 0..count {
        let (entry, header, rest) = one(directory).ok_or(broken("directory"))?;
        directory = rest;
        let flaw = |what| Flaw {
            about: shown(&entry.name),
            what,
        };
        if !is_plain(&entry.name) {
            return Err(flaw("name"));
        }
        if entries
            .iter()
            .any(|other| other.name.to_lowercase() == entry.name.to_lowercase())
        {
            return Err(flaw("twice"));
        }
        let local = bytes.get(next..directory_at).unwrap_or_default();
        let body = local_body(local, header, &entry.name)
            .ok_or_else(|| flaw("two headers that differ"))?;
        if number(header, 42, 4) != next as u64 {
            return Err(flaw("place"));
        }
        let packed = body
            .get(..number(header, 20, 4) as usize)
            .ok_or_else(|| flaw("cut off"))?;
        next += local.len() - body.len() + packed.len();
        total += entry.size;
        if entry.size > FILE_MAX || total > TOTAL_MAX {
            return Err(flaw("too large"));
        }
        entries.push(Entry { packed, ..entry });
    }
    if next != directory_at || !directory.is_empty() {
        return Err(broken("bytes that belong to no file"));
    }
    Ok(entries)
}

/// The first entry of a directory without its bytes, its header, and what follows.
fn one(directory: &[u8]) -> Option<(Entry<'static>, &[u8], &[u8])> {
    let (header, rest) = directory.split_at_checked(46)?;
    let (name, rest) = rest.split_at_checked(number(header, 28, 2) as usize)?;
    let method = number(header, 10, 2);
    // Either says nothing, or that it is a file: no folder, no link.
    let kind = number(header, 40, 2) & 0o170_000;
    let regular = matches!(kind, 0 | 0o100_000) && number(header, 38, 2) == 0;
    // No extra field, no comment, one disk; no encryption, and sizes that stand in the header.
    let bare = header.get(30..36)? == [0; 6] && matches!(number(header, 8, 2), 0 | 0x800);
    if !header.starts_with(b"PK\x01\x02") || !regular || !bare || !matches!(method, 0 | 8) {
        return None;
    }
    let entry = Entry {
        name: String::from_utf8(name.to_owned()).ok()?,
        packed: &[],
        crc: number(header, 16, 4) as u32,
        size: number(header, 24, 4),
        deflated: method == 8,
    };
    Some((entry, header, rest))
}

/// What follows the header before a file, where that says what the directory says of it.
fn local_body<'a>(local: &'a [u8], header: &[u8], name: &str) -> Option<&'a [u8]> {
    let (own, rest) = local.split_at_checked(30)?;
    // Version, flags, method, time, CRC, sizes, and length of the name.
    let same = own.starts_with(b"PK\x03\x04") && own.get(4..28)? == header.get(6..30)?;
    if !same || number(own, 28, 2) != 0 {
        return None;
    }
    rest.strip_prefix(name.as_bytes())
}

/// Small folders and names, no way out of them, nothing that a system reads otherwise.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.ends_with('.')
            && part.chars().all(plain)
    };
    name.len() <= NAME_MAX && name.split('/').all(part)
}

/// A hostile name, as it may be shown.
fn shown(name: &str) -> String {
    name.escape_debug().take(100).collect()
}

/// A number of an archive, the lowest byte first; 0 where there is none.
fn number(bytes: &[u8], at: usize, size: usize) -> u64 {
    let found = bytes.get(at..at + size).unwrap_or_default();
    found
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl Entry<'_> {
    /// Size and SHA-256 of the file; `None` where it is not what its header says.
    pub(crate) fn digest(&self) -> Option<Digest> {
        let mut hashing = Hashing::default();
        self.unpack(&mut |bytes| hashing.push(bytes))?;
        Some(hashing.digest())
    }

    /// The file, where it has at most `max` bytes and is what its header says.
    pub(crate) fn bytes(&self, max: u64) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        if self.size <= max {
            self.unpack(&mut |bytes| found.extend_from_slice(bytes))?;
            return Some(found);
        }
        None
    }

    fn unpack(&self, sink: &mut dyn FnMut(&[u8])) -> Option<()> {
        let mut crc = Crc::new();
        let mut size = 0;
        let mut count = |bytes: &[u8]| {
            crc.update(bytes);
            size += bytes.len() as u64;
            sink(bytes);
        };
        if self.deflated {
            let mut inflating = Inflating::new(self.size);
            inflating.push(self.packed, &mut count).ok()?;
            if !inflating.ended() {
                return None;
            }
        } else {
            count(self.packed);
        }
        (size == self.size && crc.sum() == self.crc).then_some(())
    }
}
