//! The segments of a JPEG picture.

use crate::outline::{Outline, be_u16};
use crate::refusal::Damage;

const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;
const APP1: u8 = 0xE1;
const EXIF: &[u8] = b"Exif\0\0";

/// Walks the segments from the start to the end mark. Decoders paint a cut picture grey without a word, so
/// that the end is there is found out here.
pub(crate) fn outline(bytes: &[u8]) -> Outline {
    let mut outline = Outline::new();
    outline.end = walk(bytes, &mut outline);
    outline
}

fn walk(bytes: &[u8], outline: &mut Outline) -> Result<(), Damage> {
    let mut rest = bytes.get(2..).ok_or(Damage::Truncated)?;
    let mut scans = 0_usize;
    loop {
        let (marker, after) = next_marker(rest).ok_or(Damage::Truncated)?;
        match marker {
            0x01 | 0xD0..=0xD7 => {
                rest = after; // these stand alone
                continue;
            }
            0x00 | 0xD8 => return Err(Damage::Structure),
            END_OF_IMAGE if outline.size.is_some() && scans > 0 => return Ok(()),
            END_OF_IMAGE => return Err(Damage::Structure),
            _ => {}
        }
        let len = usize::from(be_u16(after).ok_or(Damage::Truncated)?);
        if len < 2 {
            return Err(Damage::Structure);
        }
        let (segment, behind) = after.split_at_checked(len).ok_or(Damage::Truncated)?;
        let data = segment.get(2..).unwrap_or_default();
        match marker {
            APP1 => {
                if let Some(exif) = data.strip_prefix(EXIF) {
                    outline.read_exif(exif);
                }
            }
            // Frame headers; C4, C8 and CC are tables and a reserve.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) && outline.size.is_none() => {
                read_frame(marker, data, outline)?;
            }
            START_OF_SCAN => scans += 1,
            _ => {}
        }
        rest = behind;
    }
}

/// The next marker and what follows it. Stuffed zeros and fill bytes are no markers, and what
/// lies between (the coded pixels after a scan's header) is passed over.
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
    // Print shops also send four inks, twelve bits, arithmetic coding or no loss.
    outline.decodable =
        matches!(marker, 0xC0..=0xC2) && *precision == 8 && matches!(components, 1 | 3);
    Ok(())
}
