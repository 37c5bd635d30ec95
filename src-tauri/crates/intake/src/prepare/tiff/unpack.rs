//! Decompresses a strip or tile.

use std::io::{Cursor, Read};

use flate2::read::ZlibDecoder;
use image::ImageDecoder;
use image::codecs::webp::WebPDecoder;
use weezl::BitOrder;
use weezl::decode::Configuration;

use super::Fault;
use super::chunks::Chunk;
use super::directory::{Directory, File, Tag};
use super::fax::{self, Fax};
use crate::jpeg;
use crate::jpeg_pixels::{self, Colours};
use crate::refusal::Damage;

/// A compression method, with what it needs from the directory.
pub(super) enum Compression<'a> {
    None,
    Fax(Fax),
    Lzw,
    Jpeg {
        /// Tables shared by all chunks: a JPEG without a picture.
        tables: Option<&'a [u8]>,
        /// A whole JPEG of the page, which stands in for its only strip.
        page: Option<&'a [u8]>,
        /// The conversion of the components to colours.
        colours: Colours,
    },
    Deflate,
    PackBits,
    Webp,
}

/// The compression of a chunk.
pub(super) struct Unpacking<'a> {
    pub(super) compression: Compression<'a>,
    /// Whether the bits of each byte are in reverse order.
    pub(super) is_reversed: bool,
}

impl<'a> Unpacking<'a> {
    pub(super) fn of(
        file: &File<'a>,
        directory: &Directory,
        colours: Colours,
    ) -> Result<Self, Fault> {
        let number = |tag, usual| directory.number(file, tag).unwrap_or(usual);
        let compression = match number(Tag::COMPRESSION, 1) {
            1 => Compression::None,
            2 => Compression::Fax(Fax::Plain),
            3 => Compression::Fax(Fax::Group3 {
                options: number(Tag::T4_OPTIONS, 0),
            }),
            4 => Compression::Fax(Fax::Group4),
            5 => Compression::Lzw,
            // The old kind, in the form that is a whole JPEG.
            6 => {
                let at = directory.number(file, Tag::JPEG_OFFSET);
                let at = at.and_then(|at| usize::try_from(at).ok());
                let page = at.and_then(|at| file.bytes.get(at..));
                Compression::Jpeg {
                    tables: None,
                    page: Some(page.ok_or(Fault::Unsupported)?),
                    colours: Colours::AsTheFileSays,
                }
            }
            7 => Compression::Jpeg {
                tables: directory.bytes(file, Tag::JPEG_TABLES),
                page: None,
                colours,
            },
            8 | 32946 => Compression::Deflate,
            32773 => Compression::PackBits,
            50001 => Compression::Webp,
            _ => return Err(Fault::Unsupported),
        };
        Ok(Self {
            is_reversed: number(Tag::FILL_ORDER, 1) == 2
                && !matches!(compression, Compression::Jpeg { .. } | Compression::Webp),
            compression,
        })
    }

    /// Whether the page is one JPEG, however it is cut into strips.
    pub(super) fn is_of_page(&self) -> bool {
        matches!(self.compression, Compression::Jpeg { page: Some(_), .. })
    }

    /// Decompresses a chunk to at least `wanted` bytes.
    pub(super) fn bytes(&self, chunk: &Chunk<'_>, wanted: usize) -> Result<Vec<u8>, Fault> {
        let reversed: Vec<u8>;
        let data = if self.is_reversed {
            reversed = chunk.data.iter().map(|byte| byte.reverse_bits()).collect();
            &reversed
        } else {
            chunk.data
        };
        let bytes = match &self.compression {
            Compression::None => data.get(..wanted.min(data.len())).map(<[u8]>::to_vec),
            Compression::Fax(fax) => Some(fax::decoded(data, *fax, chunk.width, chunk.height)?),
            Compression::Lzw => Some(lzw(data, wanted)?),
            Compression::Jpeg {
                tables,
                page,
                colours,
            } => Some(of_jpeg(page.unwrap_or(data), *tables, *colours, chunk)?),
            Compression::Deflate => {
                let mut bytes = Vec::new();
                // Nothing reports a wrong checksum at the end; missing bytes are reported below.
                let _ = ZlibDecoder::new(data)
                    .take(wanted as u64)
                    .read_to_end(&mut bytes);
                Some(bytes)
            }
            Compression::PackBits => Some(packbits(data, wanted)),
            Compression::Webp => Some(webp(data, chunk)?),
        };
        let bytes = bytes.unwrap_or_default();
        match bytes.len() >= wanted {
            true => Ok(bytes),
            false => Err(Damage::Truncated.into()),
        }
    }
}

fn lzw(data: &[u8], wanted: usize) -> Result<Vec<u8>, Fault> {
    // Programs before 1990 wrote the bits in another order.
    if let [0, second, ..] = data
        && second & 1 == 1
    {
        return Err(Fault::Unsupported);
    }
    let mut decoder = Configuration::with_tiff_size_switch(BitOrder::Msb, 8).build();
    let mut bytes = Vec::new();
    let mut rest = data;
    let mut room = vec![0; 1 << 16];
    while bytes.len() < wanted {
        let step = decoder.decode_bytes(rest, &mut room);
        bytes.extend_from_slice(room.get(..step.consumed_out).unwrap_or_default());
        rest = rest.get(step.consumed_in..).unwrap_or_default();
        match step.status {
            Ok(weezl::LzwStatus::Ok) if step.consumed_in + step.consumed_out > 0 => {}
            Err(_) => return Err(Damage::Pixels.into()),
            Ok(_) => break,
        }
    }
    Ok(bytes)
}

fn packbits(data: &[u8], wanted: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = data;
    while let Some((head, after)) = rest.split_first()
        && bytes.len() < wanted
    {
        let count = usize::from(*head);
        rest = match count {
            0..128 => {
                let literal = after.get(..count + 1).unwrap_or(after);
                bytes.extend_from_slice(literal);
                after.get(literal.len()..).unwrap_or_default()
            }
            128 => after,
            _ => {
                let value = after.first().copied().unwrap_or_default();
                bytes.resize(bytes.len() + 257 - count, value);
                after.get(1..).unwrap_or_default()
            }
        };
    }
    bytes
}

/// Decodes a JPEG to rows as wide as the chunk.
fn of_jpeg(
    data: &[u8],
    tables: Option<&[u8]>,
    colours: Colours,
    chunk: &Chunk<'_>,
) -> Result<Vec<u8>, Fault> {
    let tables = tables.and_then(|tables| tables.strip_prefix(b"\xFF\xD8"));
    let tables = tables.map(|tables| tables.strip_suffix(b"\xFF\xD9").unwrap_or(tables));
    let picture = data.strip_prefix(b"\xFF\xD8").ok_or(Damage::Pixels)?;
    let whole = [b"\xFF\xD8", tables.unwrap_or_default(), picture].concat();
    let outline = jpeg::outline(&whole);
    let (width, height) = outline.size.ok_or(Damage::Pixels)?;
    if !outline.decodable && !outline.four_inks {
        return Err(Fault::Unsupported);
    }
    // A last strip may be encoded at full height.
    let pixels = u64::from(width) * u64::from(height);
    let usual = u64::from(chunk.width) * u64::from(chunk.height);
    if width != chunk.width
        || height < chunk.height
        || pixels > usual.saturating_mul(4).max(1 << 24)
    {
        return Err(Damage::Pixels.into());
    }
    let decoded = jpeg_pixels::decoded(&whole, colours).ok_or(Damage::Pixels)?;
    if decoded.channels != chunk.samples {
        return Err(Fault::Unsupported);
    }
    Ok(decoded.data)
}

fn webp(data: &[u8], chunk: &Chunk<'_>) -> Result<Vec<u8>, Fault> {
    let decoder = WebPDecoder::new(Cursor::new(data)).map_err(|_| Damage::Pixels)?;
    if decoder.dimensions() != (chunk.width, chunk.height) {
        return Err(Damage::Pixels.into());
    }
    let picture = image::DynamicImage::from_decoder(decoder).map_err(|_| Damage::Pixels)?;
    match chunk.samples {
        3 => Ok(picture.into_rgb8().into_raw()),
        4 => Ok(picture.into_rgba8().into_raw()),
        _ => Err(Fault::Unsupported),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_runs_and_literals_are_unpacked() {
        let packed = [0xFE, 0xAA, 2, 0x80, 0, 0x2A, 0x80, 0xFD, 7];
        let wanted = [0xAA, 0xAA, 0xAA, 0x80, 0, 0x2A, 7, 7, 7, 7];
        assert_eq!(packbits(&packed, 10), wanted);
        assert_eq!(packbits(&[5, 1, 2], 10), [1, 2]);
    }
}
