//! Multi-page TIFF, as scanners and fax machines write it. Each page is decoded from a copy of the file that starts with
//! that page's directory.

use super::pages::{Page, PageKind, Pages};
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

use super::load::broken;

/// Maximum number of directories followed: more than the maximum number of parts, and a stop for circular links.
const LIMIT: usize = 1_000;

/// Pages of a TIFF.
pub(crate) struct Scan<'a> {
    bytes: &'a [u8],
    layout: Layout<'a>,
    /// Offsets of their directories.
    pages: Vec<u64>,
}

impl<'a> Scan<'a> {
    /// Finds the pages; `None` if there is only one, and it is the one that decoders read.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        let layout = Layout::of(bytes)?;
        let pages = layout.pages();
        let begins_with = layout.number(layout.first, layout.place);
        let only_first = pages.len() < 2 && pages.first().copied() == begins_with;
        (!pages.is_empty() && !only_first).then_some(Self {
            bytes,
            layout,
            pages,
        })
    }
}

impl Pages for Scan<'_> {
    fn kind(&self) -> PageKind {
        PageKind::Page
    }

    fn count(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    fn page(&mut self, number: u32) -> Result<Page, Refusal> {
        let at = usize::try_from(number).ok();
        let directory = at.and_then(|at| self.pages.get(at)).copied();
        let file =
            directory.and_then(|directory| self.layout.beginning_with(directory, self.bytes));
        let file = file.ok_or(broken(Content::Tiff, Damage::Structure))?;
        Ok(Page::File(file.into()))
    }
}

/// Byte order and field widths of the file; BigTIFF, for files beyond 4 GB, has wider fields.
#[derive(Clone, Copy)]
struct Layout<'a> {
    bytes: &'a [u8],
    little: bool,
    /// Position of the offset of the first directory.
    first: usize,
    /// Bytes of an offset.
    place: usize,
    /// Bytes of a directory's entry count.
    count: usize,
    /// Bytes of an entry.
    entry: usize,
}

impl<'a> Layout<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let plain = Self {
            bytes,
            little: bytes.starts_with(b"II"),
            first: 4,
            place: 4,
            count: 2,
            entry: 12,
        };
        Some(match plain.number(2, 2)? {
            43 => Self {
                first: 8,
                place: 8,
                count: 8,
                entry: 20,
                ..plain
            },
            _ => plain,
        })
    }

    fn number(&self, at: usize, len: usize) -> Option<u64> {
        let digits = self.bytes.get(at..at.checked_add(len)?)?;
        let join = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(match self.little {
            true => digits.iter().rev().fold(0, join),
            false => digits.iter().fold(0, join),
        })
    }

    /// Directories of the pages, in order.
    fn pages(&self) -> Vec<u64> {
        let mut pages = Vec::new();
        let mut seen = Vec::new();
        let mut next = self.number(self.first, self.place);
        while let Some(directory) = next.filter(|place| *place != 0) {
            if seen.len() >= LIMIT || seen.contains(&directory) {
                break;
            }
            seen.push(directory);
            let Some((is_page, following)) = self.directory(directory) else {
                break;
            };
            if is_page {
                pages.push(directory);
            }
            next = Some(following);
        }
        pages
    }

    /// Whether the directory at `at` is a page rather than a thumbnail, and the offset of the next one.
    fn directory(&self, at: u64) -> Option<(bool, u64)> {
        /// Tag `NewSubfileType`; its lowest bit marks a thumbnail.
        const PURPOSE: u64 = 254;
        let at = usize::try_from(at).ok()?;
        let entries = usize::try_from(self.number(at, self.count)?).ok()?;
        let first = at.checked_add(self.count)?;
        let after = first.checked_add(entries.checked_mul(self.entry)?)?;
        let following = self.number(after, self.place)?;
        // Entries are sorted by tag.
        let purpose = (0..entries.min(4)).find_map(|number| {
            let entry = first + number * self.entry;
            let is_it = self.number(entry, 2)? == PURPOSE;
            is_it.then(|| self.number(entry + self.entry - self.place, 4))?
        });
        Some((purpose.is_none_or(|purpose| purpose & 1 == 0), following))
    }

    /// Copies the file with this directory as its first.
    fn beginning_with(&self, directory: u64, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut file = bytes.to_vec();
        let field = file.get_mut(self.first..self.first + self.place)?;
        let written = match self.little {
            true => directory.to_le_bytes().to_vec(),
            false => directory.to_be_bytes().to_vec(),
        };
        let digits = match self.little {
            true => written.get(..self.place)?,
            false => written.get(8 - self.place..)?,
        };
        field.copy_from_slice(digits);
        Some(file)
    }
}
