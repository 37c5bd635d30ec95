//! TIFF: one page, decoded to 8-bit grey or RGB, with transparency, or to ink values.
//!
//! `directory` reads the tags, `chunks` finds strips and tiles, `unpack` decompresses one of them, `samples` turns its bits
//! into bytes, and `colours` turns the samples into pixels. Whatever this does not understand is [`Fault::Unsupported`]; it
//! never guesses.

mod chunks;
mod colours;
mod directory;
mod fax;
mod samples;
mod unpack;

use image::metadata::Orientation;

use crate::refusal::Damage;
use chunks::Chunks;
use directory::{Directory, Tag};

/// The reason why a page can't be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Damaged.
    Damaged(Damage),
    /// A variant that is not supported.
    Unsupported,
}

impl From<Damage> for Fault {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}

/// A page whose tags have been read.
pub(crate) struct Tiff<'a> {
    file: directory::File<'a>,
    directory: Directory,
    /// Width in pixels, as stored.
    pub(crate) width: u32,
    /// Height in pixels, as stored.
    pub(crate) height: u32,
}

/// The pixels of a page.
pub(crate) struct Unpacked {
    pub(crate) kind: Kind,
    /// Interleaved bytes.
    pub(crate) data: Vec<u8>,
    /// Whether more than 8 bits per channel were rounded.
    pub(crate) rounded: bool,
}

/// The meaning of the channels of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
    /// Cyan, magenta, yellow and black; 255 is full ink.
    Inks,
}

impl<'a> Tiff<'a> {
    /// Reads the first directory of the file.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let file = directory::File::of(bytes).ok_or(Damage::Structure)?;
        let directory = file.first_directory().ok_or(Damage::Structure)?;
        if !file.has_values_of(&directory) {
            return Err(Damage::Truncated.into());
        }
        let side = |tag| {
            let side = directory.number(&file, tag).ok_or(Damage::Structure)?;
            u32::try_from(side).map_err(|_| Fault::from(Damage::Structure))
        };
        let (width, height) = (side(Tag::WIDTH)?, side(Tag::HEIGHT)?);
        if width == 0 || height == 0 {
            return Err(Damage::Structure.into());
        }
        Ok(Self {
            file,
            directory,
            width,
            height,
        })
    }

    /// Orientation by the tag.
    pub(crate) fn orientation(&self) -> Orientation {
        let value = self.directory.number(&self.file, Tag::ORIENTATION);
        let value = value.and_then(|value| u8::try_from(value).ok());
        value
            .and_then(Orientation::from_exif)
            .unwrap_or(Orientation::NoTransforms)
    }

    /// The ICC profile, if there is one.
    pub(crate) fn profile(&self) -> Option<&'a [u8]> {
        self.directory.bytes(&self.file, Tag::PROFILE)
    }

    /// Maximum bytes in memory while it is decoded, apart from the file.
    pub(crate) fn memory(&self) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let samples = self.directory.number(&self.file, Tag::SAMPLES);
        // The samples as bytes; a strip may be the whole page, at full depth.
        let samples = samples.unwrap_or(1).clamp(1, 6);
        let bits = self.directory.number(&self.file, Tag::BITS).unwrap_or(1);
        let strip = pixels
            .saturating_mul(samples)
            .saturating_mul(bits.div_ceil(8));
        strip.saturating_add(pixels * (samples + 1))
    }

    /// Decodes the page.
    pub(crate) fn unpack(&self) -> Result<Unpacked, Fault> {
        let chunks = Chunks::of(&self.file, &self.directory, (self.width, self.height))?;
        colours::unpacked(&self.file, &self.directory, &chunks)
    }
}
