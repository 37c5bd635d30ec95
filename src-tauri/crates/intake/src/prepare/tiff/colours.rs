//! Turns samples into pixels.

use super::chunks::{Chunk, Chunks};
use super::directory::{Directory, File, Tag};
use super::samples::Stored;
use super::unpack::{Compression, Unpacking};
use super::{Fault, Kind, Unpacked};
use crate::jpeg_pixels::Colours;
use crate::refusal::Damage;

/// The interpretation of the samples.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Photometric {
    WhiteIsZero,
    BlackIsZero,
    Rgb,
    Palette,
    Inks,
    Luma,
}

/// The meaning of the sample after the colours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extra {
    /// None, or nothing that is seen.
    None,
    /// Transparency; colours are as they are.
    Alpha,
    /// Transparency; colours were multiplied by it.
    Multiplied,
}

/// Decodes all chunks of a page.
pub(super) fn unpacked(
    file: &File<'_>,
    directory: &Directory,
    chunks: &Chunks<'_>,
) -> Result<Unpacked, Fault> {
    let photometric = photometric(file, directory)?;
    let colours = match photometric {
        Photometric::Luma => Colours::YCbCr,
        _ => Colours::AsStored,
    };
    let unpacking = Unpacking::of(file, directory, colours)?;
    let is_jpeg = matches!(unpacking.compression, Compression::Jpeg { .. });
    let float = directory
        .numbers(file, Tag::SAMPLE_FORMAT)
        .unwrap_or_default();
    let format = float.first().copied().unwrap_or(1);
    if float.iter().any(|other| *other != format) || !matches!(format, 1 | 3 | 4) {
        return Err(Fault::Unsupported);
    }
    let stored = Stored {
        bits: chunks.bits,
        is_float: format == 3,
        little: file.little,
        predictor: match is_jpeg {
            true => 1,
            false => directory.number(file, Tag::PREDICTOR).unwrap_or(1),
        },
        is_index: photometric == Photometric::Palette,
    };
    stored.check()?;
    if matches!(unpacking.compression, Compression::Fax(_))
        && (chunks.bits, chunks.samples) != (1, 1)
        || is_jpeg && (chunks.bits != 8 || chunks.planar && photometric == Photometric::Luma)
        || unpacking.is_of_page() && !chunks.is_single()
    {
        return Err(Fault::Unsupported);
    }
    let own = match photometric {
        Photometric::WhiteIsZero | Photometric::BlackIsZero | Photometric::Palette => 1,
        Photometric::Rgb | Photometric::Luma => 3,
        Photometric::Inks => 4,
    };
    if chunks.samples < own {
        return Err(Damage::Structure.into());
    }
    let extra = extra(file, directory, own, chunks.samples);
    let kept = own + usize::from(extra != Extra::None);
    let subsampled = photometric == Photometric::Luma && !is_jpeg;
    let reader = Reader {
        chunks,
        unpacking,
        stored,
        kept,
    };
    let (data, rounded) = match subsampled {
        true => (reader.subsampled(subsampling(file, directory))?, false),
        false => reader.samples()?,
    };
    let mut pixels = Pixels { data, kept, own };
    match photometric {
        Photometric::BlackIsZero | Photometric::Rgb => {}
        Photometric::WhiteIsZero => pixels.change(|[grey]| [255 - grey]),
        Photometric::Palette => pixels.paint(&palette(file, directory, chunks.bits)?),
        Photometric::Inks => return Ok(pixels.inks(rounded)),
        Photometric::Luma if is_jpeg => {}
        Photometric::Luma => {
            let reference = directory
                .fractions(file, Tag::REFERENCE)
                .unwrap_or_default();
            pixels.change(|[y, cb, cr]| colour(y, cb, cr, &reference));
        }
    }
    Ok(pixels.seen(extra, rounded))
}

fn photometric(file: &File<'_>, directory: &Directory) -> Result<Photometric, Fault> {
    let compression = directory.number(file, Tag::COMPRESSION).unwrap_or(1);
    let Some(value) = directory.number(file, Tag::PHOTOMETRIC) else {
        // Fax programs leave it out.
        return match compression {
            2..=4 => Ok(Photometric::WhiteIsZero),
            _ => Err(Fault::Unsupported),
        };
    };
    Ok(match value {
        // A whole JPEG inside says itself what its colours are.
        2 | 6 if compression == 6 => Photometric::Luma,
        0 => Photometric::WhiteIsZero,
        1 => Photometric::BlackIsZero,
        2 => Photometric::Rgb,
        3 => Photometric::Palette,
        5 if directory.number(file, Tag::INK_SET).unwrap_or(1) == 1 => Photometric::Inks,
        6 => Photometric::Luma,
        _ => return Err(Fault::Unsupported),
    })
}

fn extra(file: &File<'_>, directory: &Directory, own: usize, samples: usize) -> Extra {
    if samples <= own || own == 4 {
        return Extra::None;
    }
    match directory.number(file, Tag::EXTRA_SAMPLES) {
        Some(1) => Extra::Multiplied,
        Some(2) => Extra::Alpha,
        // Programs that leave the tag out mean transparency by a fourth sample.
        None if samples == own + 1 => Extra::Alpha,
        _ => Extra::None,
    }
}

/// Width and height in pixels that share a colour.
fn subsampling(file: &File<'_>, directory: &Directory) -> (usize, usize) {
    let values = directory.numbers(file, Tag::SUBSAMPLING);
    match values.as_deref() {
        Some([across, down, ..]) => {
            let side = |value: u64| usize::try_from(value).unwrap_or(0);
            (side(*across), side(*down))
        }
        _ => (2, 2),
    }
}

/// The colours of a palette, from 16 bits to 8.
fn palette(file: &File<'_>, directory: &Directory, bits: u32) -> Result<Vec<[u8; 3]>, Fault> {
    let values = directory
        .numbers(file, Tag::PALETTE)
        .ok_or(Damage::Structure)?;
    let count = 1_usize.checked_shl(bits).ok_or(Fault::Unsupported)?;
    if values.len() < count * 3 {
        return Err(Damage::Structure.into());
    }
    // Some programs write 8 bits into the field of 16.
    let is_narrow = values.iter().all(|value| *value < 256);
    let part = |at: usize| {
        let value = values.get(at).copied().unwrap_or_default();
        let value = if is_narrow { value } else { value >> 8 };
        u8::try_from(value).unwrap_or(u8::MAX)
    };
    let colour = |number| [part(number), part(count + number), part(2 * count + number)];
    Ok((0..count.min(256)).map(colour).collect())
}

/// Converts YCbCr to RGB by ITU-R BT.601, from the range that `reference` gives.
fn colour(y: u8, cb: u8, cr: u8, reference: &[f64]) -> [u8; 3] {
    let full = [0.0, 255.0, 128.0, 255.0, 128.0, 255.0];
    let at = |number: usize| {
        let given = reference.get(number).filter(|_| reference.len() == 6);
        given.or(full.get(number)).copied().unwrap_or_default()
    };
    let scaled = |value: u8, number: usize, range: f64| {
        let (low, high) = (at(number), at(number + 1));
        let span = if high > low { high - low } else { range };
        (f64::from(value) - low) * range / span
    };
    let (y, cb, cr) = (
        scaled(y, 0, 255.0),
        scaled(cb, 2, 127.0),
        scaled(cr, 4, 127.0),
    );
    let parts = [
        y + 1.402 * cr,
        y - 0.344_136 * cb - 0.714_136 * cr,
        y + 1.772 * cb,
    ];
    parts.map(|part| part.round().clamp(0.0, 255.0) as u8)
}

/// Reads the samples of all chunks into one buffer.
struct Reader<'r, 'a> {
    chunks: &'r Chunks<'a>,
    unpacking: Unpacking<'a>,
    stored: Stored,
    /// Number of samples that are kept of each pixel.
    kept: usize,
}

impl Reader<'_, '_> {
    fn blank(&self) -> Vec<u8> {
        vec![0; self.chunks.width as usize * self.chunks.height as usize * self.kept]
    }

    fn samples(&self) -> Result<(Vec<u8>, bool), Fault> {
        let mut data = self.blank();
        let mut lost = false;
        for chunk in self.chunks.all().filter(|chunk| chunk.first < self.kept) {
            let stride = self.stored.stride(chunk.width as usize * chunk.samples);
            let rows = chunk.height.min(self.chunks.height - chunk.y);
            let bytes = self.unpacking.bytes(&chunk, stride * rows as usize)?;
            lost |= self.stored.rows(&chunk, bytes, |number, row| {
                self.place(&mut data, &chunk, number, row);
            })?;
        }
        Ok((data, lost))
    }

    /// Copies the part of a chunk's row that lies within the page to its position.
    fn place(&self, data: &mut [u8], chunk: &Chunk<'_>, number: usize, row: &[u8]) {
        let (width, y) = (self.chunks.width as usize, chunk.y as usize + number);
        let start = (y * width + chunk.x as usize) * self.kept;
        let end = (y + 1) * width * self.kept;
        let Some(line) = data.get_mut(start..end) else {
            return;
        };
        if chunk.samples == self.kept {
            for (to, from) in line.iter_mut().zip(row) {
                *to = *from;
            }
            return;
        }
        let kept = self.kept.min(chunk.samples);
        for (to, from) in line
            .chunks_exact_mut(self.kept)
            .zip(row.chunks_exact(chunk.samples))
        {
            let to = to.iter_mut().skip(chunk.first);
            for (to, from) in to.zip(from.iter().take(kept)) {
                *to = *from;
            }
        }
    }

    /// Reads units of several lumas and the two colours that they share.
    fn subsampled(&self, (across, down): (usize, usize)) -> Result<Vec<u8>, Fault> {
        let known = |side| matches!(side, 1 | 2 | 4);
        let is_plain = self.chunks.planar || self.chunks.samples != 3 || self.stored.bits != 8;
        if !known(across) || !known(down) || self.stored.predictor != 1 {
            return Err(Fault::Unsupported);
        }
        if (across, down) == (1, 1) {
            return Ok(self.samples()?.0);
        }
        if is_plain {
            return Err(Fault::Unsupported);
        }
        let mut data = self.blank();
        let (width, height) = (self.chunks.width as usize, self.chunks.height as usize);
        let unit = across * down + 2;
        for chunk in self.chunks.all() {
            let units = (chunk.width as usize).div_ceil(across);
            let rows = (chunk.height as usize).div_ceil(down);
            let bytes = self.unpacking.bytes(&chunk, units * rows * unit)?;
            for (number, values) in bytes.chunks_exact(unit).take(units * rows).enumerate() {
                let (lumas, colours) = values.split_at(unit - 2);
                for (place, luma) in lumas.iter().enumerate() {
                    let x = chunk.x as usize + number % units * across + place % across;
                    let y = chunk.y as usize + number / units * down + place / across;
                    if x >= width || y >= height {
                        continue;
                    }
                    let at = (y * width + x) * 3;
                    if let (Some([to, cb, cr]), [b, r]) = (data.get_mut(at..at + 3), colours) {
                        (*to, *cb, *cr) = (*luma, *b, *r);
                    }
                }
            }
        }
        Ok(data)
    }
}

/// Interleaved samples of a page.
struct Pixels {
    data: Vec<u8>,
    /// Samples of each pixel.
    kept: usize,
    /// The number of them that are colours.
    own: usize,
}

impl Pixels {
    /// Changes the first `N` samples of each pixel.
    fn change<const N: usize>(&mut self, change: impl Fn([u8; N]) -> [u8; N]) {
        for pixel in self.data.chunks_exact_mut(self.kept) {
            if let Some(samples) = pixel.first_chunk_mut::<N>() {
                *samples = change(*samples);
            }
        }
    }

    /// Replaces numbers by the colours of a palette.
    fn paint(&mut self, palette: &[[u8; 3]]) {
        let alphas = self.kept - 1;
        let mut painted = Vec::with_capacity(self.data.len() / self.kept * (3 + alphas));
        for pixel in self.data.chunks_exact(self.kept) {
            if let Some((number, alpha)) = pixel.split_first() {
                let colour = palette.get(usize::from(*number)).copied();
                painted.extend(colour.unwrap_or_default());
                painted.extend_from_slice(alpha);
            }
        }
        (self.data, self.kept, self.own) = (painted, 3 + alphas, 3);
    }

    fn inks(self, rounded: bool) -> Unpacked {
        Unpacked {
            kind: Kind::Inks,
            data: self.data,
            rounded,
        }
    }

    fn seen(mut self, extra: Extra, rounded: bool) -> Unpacked {
        if extra == Extra::Multiplied {
            for pixel in self.data.chunks_exact_mut(self.kept) {
                if let Some((alpha, colours)) = pixel.split_last_mut() {
                    for value in colours {
                        *value = divided(*value, *alpha);
                    }
                }
            }
        }
        let kind = match (self.own, extra) {
            (1, Extra::None) => Kind::Grey,
            (1, _) => Kind::GreyAlpha,
            (_, Extra::None) => Kind::Rgb,
            _ => Kind::Rgba,
        };
        Unpacked {
            kind,
            data: self.data,
            rounded,
        }
    }
}

/// A colour before it was multiplied by its alpha.
fn divided(value: u8, alpha: u8) -> u8 {
    match alpha {
        0 => 0,
        _ => {
            let whole = (u32::from(value) * 255 + u32::from(alpha) / 2) / u32::from(alpha);
            u8::try_from(whole).unwrap_or(u8::MAX)
        }
    }
}
