//! Tags of a page.

/// Bytes of a TIFF, their order, and the widths of its fields.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) little: bool,
    /// Whether it is a BigTIFF, with wider fields.
    big: bool,
}

/// A tag's number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag(u16);

impl Tag {
    pub(super) const WIDTH: Self = Self(256);
    pub(super) const HEIGHT: Self = Self(257);
    pub(super) const BITS: Self = Self(258);
    pub(super) const COMPRESSION: Self = Self(259);
    pub(super) const PHOTOMETRIC: Self = Self(262);
    pub(super) const FILL_ORDER: Self = Self(266);
    pub(super) const STRIP_OFFSETS: Self = Self(273);
    pub(super) const ORIENTATION: Self = Self(274);
    pub(super) const SAMPLES: Self = Self(277);
    pub(super) const ROWS_PER_STRIP: Self = Self(278);
    pub(super) const STRIP_BYTES: Self = Self(279);
    pub(super) const PLANAR: Self = Self(284);
    pub(super) const T4_OPTIONS: Self = Self(292);
    pub(super) const PREDICTOR: Self = Self(317);
    pub(super) const PALETTE: Self = Self(320);
    pub(super) const TILE_WIDTH: Self = Self(322);
    pub(super) const TILE_HEIGHT: Self = Self(323);
    pub(super) const TILE_OFFSETS: Self = Self(324);
    pub(super) const TILE_BYTES: Self = Self(325);
    pub(super) const INK_SET: Self = Self(332);
    pub(super) const EXTRA_SAMPLES: Self = Self(338);
    pub(super) const SAMPLE_FORMAT: Self = Self(339);
    pub(super) const JPEG_TABLES: Self = Self(347);
    pub(super) const JPEG_OFFSET: Self = Self(513);
    pub(super) const SUBSAMPLING: Self = Self(530);
    pub(super) const REFERENCE: Self = Self(532);
    pub(super) const PROFILE: Self = Self(34675);
}

/// A directory: its entries, in order.
pub(super) struct Directory(Vec<Entry>);

struct Entry {
    tag: Tag,
    /// Bytes of a value; 0 if the type is unknown.
    width: usize,
    /// Whether a value is a fraction.
    is_fraction: bool,
    count: usize,
    /// Position of the first value in the file.
    at: usize,
}

/// Maximum number of values of a tag that are read: strips of a page, or entries of a palette.
const MAX_VALUES: usize = 4_000_000;

impl<'a> File<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let plain = Self {
            bytes,
            little: bytes.starts_with(b"II"),
            big: false,
        };
        let big = match plain.number(2, 2)? {
            42 => false,
            43 => true,
            _ => return None,
        };
        Some(Self { big, ..plain })
    }

    /// An unsigned number of `len` bytes.
    pub(super) fn number(&self, at: usize, len: usize) -> Option<u64> {
        let digits = self.bytes.get(at..at.checked_add(len)?)?;
        let join = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(match self.little {
            true => digits.iter().rev().fold(0, join),
            false => digits.iter().fold(0, join),
        })
    }

    pub(super) fn first_directory(&self) -> Option<Directory> {
        let (first, place, count, entry) = match self.big {
            true => (8, 8, 8, 20),
            false => (4, 4, 2, 12),
        };
        let at = usize::try_from(self.number(first, place)?).ok()?;
        let entries = usize::try_from(self.number(at, count)?).ok()?;
        let start = at.checked_add(count)?;
        let end = start.checked_add(entries.checked_mul(entry)?)?;
        if end > self.bytes.len() {
            return None;
        }
        let read = |number: usize| self.entry(start + number * entry, place);
        let entries: Option<Vec<Entry>> = (0..entries).map(read).collect();
        entries.map(Directory)
    }

    /// Whether the values of all tags of the standard are within the file. Programs write private ones that are not.
    pub(super) fn has_values_of(&self, directory: &Directory) -> bool {
        const PRIVATE: u16 = 32_768;
        let is_there = |entry: &Entry| {
            let len = entry.count.checked_mul(entry.width);
            let end = len.and_then(|len| entry.at.checked_add(len));
            entry.tag.0 >= PRIVATE || end.is_some_and(|end| end <= self.bytes.len())
        };
        directory.0.iter().all(is_there)
    }

    fn entry(&self, at: usize, place: usize) -> Option<Entry> {
        let tag = u16::try_from(self.number(at, 2)?).ok()?;
        let kind = self.number(at + 2, 2)?;
        let width = match kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 | 16 | 17 | 18 => 8,
            _ => 0,
        };
        let count = usize::try_from(self.number(at + 4, place)?).ok()?;
        let field = at + 4 + place;
        let at = match count.checked_mul(width) {
            Some(len) if len <= place => field,
            _ => usize::try_from(self.number(field, place)?).ok()?,
        };
        Some(Entry {
            tag: Tag(tag),
            width,
            is_fraction: kind == 5,
            count,
            at,
        })
    }
}

impl Directory {
    fn entry(&self, tag: Tag) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.tag == tag)
    }

    pub(super) fn has(&self, tag: Tag) -> bool {
        self.entry(tag).is_some_and(|entry| entry.count > 0)
    }

    /// The first value of a tag.
    pub(super) fn number(&self, file: &File<'_>, tag: Tag) -> Option<u64> {
        let entry = self.entry(tag).filter(|entry| entry.count > 0)?;
        (entry.width > 0).then(|| file.number(entry.at, entry.width))?
    }

    /// All values of a tag; `None` if it is absent or reaches beyond the end of the file.
    pub(super) fn numbers(&self, file: &File<'_>, tag: Tag) -> Option<Vec<u64>> {
        let entry = self.entry(tag)?;
        if entry.width == 0 || entry.count > MAX_VALUES {
            return None;
        }
        let read =
            |number: usize| file.number(entry.at.checked_add(number * entry.width)?, entry.width);
        (0..entry.count).map(read).collect()
    }

    /// The bytes of a tag.
    pub(super) fn bytes<'a>(&self, file: &File<'a>, tag: Tag) -> Option<&'a [u8]> {
        let entry = self.entry(tag).filter(|entry| entry.width == 1)?;
        file.bytes.get(entry.at..entry.at.checked_add(entry.count)?)
    }

    /// All values of a tag of fractions.
    pub(super) fn fractions(&self, file: &File<'_>, tag: Tag) -> Option<Vec<f64>> {
        let entry = self.entry(tag).filter(|entry| entry.is_fraction)?;
        let read = |number: usize| {
            let at = entry.at.checked_add(number * 8)?;
            let (above, below) = (file.number(at, 4)?, file.number(at.checked_add(4)?, 4)?);
            (below > 0).then(|| above as f64 / below as f64)
        };
        (0..entry.count.min(MAX_VALUES)).map(read).collect()
    }
}
