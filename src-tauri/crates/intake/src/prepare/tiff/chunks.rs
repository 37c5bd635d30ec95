//! Strips and tiles of a page.

use super::Fault;
use super::directory::{Directory, File, Tag};
use crate::refusal::Damage;

/// Pixels of a tile allowed for any page, however small it is.
const BASE_OF_TILE: u64 = 16_000_000;

/// The storage format of the samples of a page.
pub(super) struct Chunks<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Samples per pixel, with all extra ones.
    pub(super) samples: usize,
    /// Bits per sample.
    pub(super) bits: u32,
    /// Whether each sample has a plane of its own.
    pub(super) planar: bool,
    /// Width of a chunk; that of the page if it is a strip.
    chunk_width: u32,
    /// Usual height of a chunk.
    chunk_height: u32,
    is_tiled: bool,
    /// Compressed bytes of each chunk.
    data: Vec<&'a [u8]>,
}

/// One strip or tile.
pub(super) struct Chunk<'a> {
    pub(super) data: &'a [u8],
    /// Its upper left corner on the page.
    pub(super) x: u32,
    pub(super) y: u32,
    /// Width of its rows, which may extend beyond the page.
    pub(super) width: u32,
    /// Number of its rows that are stored, some of which may be below the page.
    pub(super) height: u32,
    /// Number of samples in it.
    pub(super) samples: usize,
    /// Number of its first sample.
    pub(super) first: usize,
}

impl<'a> Chunks<'a> {
    pub(super) fn of(
        file: &File<'a>,
        directory: &Directory,
        (width, height): (u32, u32),
    ) -> Result<Self, Fault> {
        let number = |tag, usual: u64| match directory.has(tag) {
            true => directory.number(file, tag).ok_or(Damage::Structure),
            false => Ok(usual),
        };
        let samples = match number(Tag::SAMPLES, 1)? {
            samples @ 1..=64 => usize::try_from(samples).map_err(|_| Fault::Unsupported)?,
            _ => return Err(Fault::Unsupported),
        };
        let all_bits = match directory.has(Tag::BITS) {
            true => directory
                .numbers(file, Tag::BITS)
                .ok_or(Damage::Structure)?,
            false => vec![1],
        };
        let bits = all_bits.first().copied().unwrap_or(1);
        if all_bits.iter().any(|other| *other != bits) {
            return Err(Fault::Unsupported);
        }
        let planar = number(Tag::PLANAR, 1)? == 2 && samples > 1;
        let is_tiled = directory.has(Tag::TILE_OFFSETS);
        let (chunk_width, chunk_height) = if is_tiled {
            let side = |tag| -> Result<u32, Fault> {
                let side = directory.number(file, tag).ok_or(Damage::Structure)?;
                let side = u32::try_from(side).map_err(|_| Damage::Structure)?;
                if side == 0 {
                    return Err(Damage::Structure.into());
                }
                Ok(side)
            };
            (side(Tag::TILE_WIDTH)?, side(Tag::TILE_HEIGHT)?)
        } else {
            let rows = number(Tag::ROWS_PER_STRIP, height.into())?;
            let rows = u32::try_from(rows).unwrap_or(height).min(height);
            (width, if rows == 0 { height } else { rows })
        };
        let pixels = u64::from(width) * u64::from(height);
        let of_chunk = u64::from(chunk_width) * u64::from(chunk_height);
        if of_chunk > pixels.saturating_mul(4).max(BASE_OF_TILE) {
            return Err(Damage::Memory.into());
        }
        let across = u64::from(width.div_ceil(chunk_width));
        let down = u64::from(height.div_ceil(chunk_height));
        let planes = if planar { samples as u64 } else { 1 };
        let wanted = across * down * planes;
        let (offsets, sizes) = match is_tiled {
            true => (Tag::TILE_OFFSETS, Tag::TILE_BYTES),
            false => (Tag::STRIP_OFFSETS, Tag::STRIP_BYTES),
        };
        let offsets = directory.numbers(file, offsets).ok_or(Damage::Structure)?;
        let sizes = directory.numbers(file, sizes);
        if (offsets.len() as u64) < wanted {
            return Err(Damage::Structure.into());
        }
        let data = |(number, offset): (usize, &u64)| {
            let start = usize::try_from(*offset).ok()?;
            let rest = file.bytes.get(start..)?;
            let size = sizes.as_ref().and_then(|sizes| sizes.get(number));
            // Old programs leave the sizes out, or write 0 for a single strip.
            let size = match size.and_then(|size| usize::try_from(*size).ok()) {
                Some(size) if size > 0 => size.min(rest.len()),
                _ => rest.len(),
            };
            rest.get(..size)
        };
        let data: Option<Vec<_>> = offsets.iter().enumerate().map(data).collect();
        Ok(Self {
            width,
            height,
            samples,
            bits: u32::try_from(bits).map_err(|_| Fault::Unsupported)?,
            planar,
            chunk_width,
            chunk_height,
            is_tiled,
            data: data.ok_or(Damage::Truncated)?,
        })
    }

    /// Whether one strip or tile has the whole page.
    pub(super) fn is_single(&self) -> bool {
        self.chunk_width >= self.width && self.chunk_height >= self.height && !self.planar
    }

    /// All strips or tiles, one plane after the other.
    pub(super) fn all(&self) -> impl Iterator<Item = Chunk<'a>> + '_ {
        let across = self.width.div_ceil(self.chunk_width);
        let down = self.height.div_ceil(self.chunk_height);
        let planes = if self.planar { self.samples } else { 1 };
        let places = (0..planes).flat_map(move |plane| {
            (0..down).flat_map(move |row| (0..across).map(move |column| (plane, row, column)))
        });
        self.data
            .iter()
            .zip(places)
            .map(|(data, (plane, row, column))| {
                let y = row * self.chunk_height;
                let height = match self.is_tiled {
                    true => self.chunk_height,
                    false => self.chunk_height.min(self.height - y),
                };
                Chunk {
                    data,
                    x: column * self.chunk_width,
                    y,
                    width: self.chunk_width,
                    height,
                    samples: if self.planar { 1 } else { self.samples },
                    first: plane,
                }
            })
    }
}
