//! Segments of a JPEG file.

use std::ops::Range;

use crate::outline::{Outline, be_u16};
use crate::refusal::Damage;

pub(crate) const START_OF_SCAN: u8 = 0xDA;
pub(crate) const APP1: u8 = 0xE1;
pub(crate) const EXIF: &[u8] = b"Exif\0\0";
const END_OF_IMAGE: u8 = 0xD9;

/// A segment: a marker and its data, without the entropy-coded data that may follow.
pub(crate) struct Segment<'a> {
    pub(crate) marker: u8,
    /// The data after the length field.
    pub(crate) data: &'a [u8],
    /// Range in the file, from the marker's first byte to the last byte of its data.
    pub(crate) at: Range<usize>,
}

/// Reads the outline from the start to the end mark. Decoders silently paint missing parts of a truncated picture grey, so
/// this verifies that the end mark exists.
pub(crate) fn outline(bytes: &[u8]) -> Outline {
    let mut outline = Outline::new();
    outline.end = walk(bytes, &mut outline);
    outline
}

fn walk(bytes: &[u8], outline: &mut Outline) -> Result<(), Damage> {
    let mut scans = 0_usize;
    let end = segments(bytes, |segment| {
        match segment.marker {
            APP1 => {
                if let Some(exif) = segment.data.strip_prefix(EXIF) {
                    outline.read_exif(exif);
                }
            }
            // Frame headers. C4 and CC are tables, and C8 is reserved.
            0xC0..=0xCF
                if !matches!(segment.marker, 0xC4 | 0xC8 | 0xCC) && outline.size.is_none() =>
            {
                read_frame(segment.marker, segment.data, outline)?;
            }
            START_OF_SCAN => scans += 1,
            _ => {}
        }
        Ok(())
    })?;
    if outline.size.is_none() || scans == 0 {
        return Err(Damage::Structure);
    }
    outline.len = Some(end);
    Ok(())
}

/// Passes each segment up to the end mark to `visit`; returns the offset at which the picture ends.
pub(crate) fn segments<'a>(
    bytes: &'a [u8],
    mut visit: impl FnMut(Segment<'a>) -> Result<(), Damage>,
) -> Result<usize, Damage> {
    let mut rest = bytes.get(2..).ok_or(Damage::Truncated)?;
    loop {
        let (marker, after) = next_marker(rest).ok_or(Damage::Truncated)?;
        let start = (bytes.len() - after.len()).saturating_sub(2);
        match marker {
            0x01 | 0xD0..=0xD7 => {
                rest = after; // these have no data
                continue;
            }
            0x00 | 0xD8 => return Err(Damage::Structure),
            END_OF_IMAGE => return Ok(start + 2),
            _ => {}
        }
        let len = usize::from(be_u16(after).ok_or(Damage::Truncated)?);
        if len < 2 {
            return Err(Damage::Structure);
        }
        let (segment, behind) = after.split_at_checked(len).ok_or(Damage::Truncated)?;
        visit(Segment {
            marker,
            data: segment.get(2..).unwrap_or_default(),
            at: start..start + 2 + len,
        })?;
        rest = behind;
    }
}

/// The next marker and what follows it. Skips stuffed zeros, fill bytes and entropy-coded data.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = bytes;
    loop {
        let at = rest.iter().position(|&byte| byte == 0xFF)?;
        let after = rest.get(at + 1..)?;
        match *after.first()? {
            0xFF => rest = after,
            0x00 => rest = after.get(1..)?,
            marker => return Some((marker, after.get(1..)?)),
        }
    }
}

fn read_frame(marker: u8, frame: &[u8], outline: &mut Outline) -> Result<(), Damage> {
    let [precision, height @ .., components] = frame.first_chunk::<6>().ok_or(Damage::Structure)?;
    let (height, width) = height.split_at(2);
    let (Some(height), Some(width)) = (be_u16(height), be_u16(width)) else {
        return Err(Damage::Structure);
    };
    if width == 0 || height == 0 {
        return Err(Damage::Structure);
    }
    outline.size = Some((width.into(), height.into()));
    let plain = matches!(marker, 0xC0..=0xC2) && *precision == 8;
    // Print shops also send CMYK, 12-bit, arithmetic-coded and lossless JPEG.
    outline.decodable = plain && matches!(components, 1 | 3);
    outline.four_inks = plain && *components == 4;
    outline.progressive = marker == 0xC2;
    Ok(())
}
