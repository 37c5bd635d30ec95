//! Segments of a JPEG file.

use std::ops::Range;

use crate::jpeg_pixels::{self, Colours};
use crate::outline::{Outline, be_u16};
use crate::refusal::Damage;

pub(crate) const START_OF_SCAN: u8 = 0xDA;
const RESTARTS: u8 = 0xDD;
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
/// this verifies that the end mark exists; [`ended`] adds it where only it is missing.
pub(crate) fn outline(bytes: &[u8]) -> Outline {
    let mut outline = Outline::new();
    outline.end = walk(bytes, &mut outline);
    outline
}

fn walk(bytes: &[u8], outline: &mut Outline) -> Result<(), Damage> {
    let mut frame = Frame::default();
    let walked = segments(bytes, |segment| {
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
                frame = Frame::of(segment.marker, segment.data);
            }
            RESTARTS => frame.restarts |= segment.data.iter().any(|byte| *byte != 0),
            START_OF_SCAN => frame.read_scan(segment.data),
            _ => {}
        }
        Ok(())
    });
    outline.common = frame.is_common();
    outline.all_scans = frame.has_all_scans();
    let end = walked?;
    if outline.size.is_none() || frame.scans == 0 {
        return Err(Damage::Structure);
    }
    outline.len = Some(end);
    Ok(())
}

/// The contents of the frame header and the scan headers.
#[derive(Default)]
struct Frame {
    progressive: bool,
    /// Id and sampling factors of each component.
    components: Vec<[u8; 2]>,
    /// Coefficients of each component that scans have completed, one bit each.
    complete: Vec<u64>,
    scans: usize,
    /// Whether the first scan has all components.
    first_has_all: bool,
    /// Whether there are restart markers.
    restarts: bool,
}

impl Frame {
    fn of(marker: u8, frame: &[u8]) -> Self {
        let (components, _) = frame.get(6..).unwrap_or_default().as_chunks::<3>();
        let components: Vec<_> = components
            .iter()
            .map(|[id, sides, _]| [*id, *sides])
            .collect();
        Self {
            progressive: marker == 0xC2,
            complete: vec![0; components.len()],
            components,
            ..Self::default()
        }
    }

    fn read_scan(&mut self, scan: &[u8]) {
        self.scans += 1;
        let count = usize::from(scan.first().copied().unwrap_or_default());
        if self.scans == 1 {
            self.first_has_all = count == self.components.len();
        }
        let (ids, rest) = scan.get(1..).unwrap_or_default().as_chunks::<2>();
        let after = ids.get(count..).unwrap_or_default().as_flattened();
        // The header of a scan ends with the first and last coefficient, and how many low bits are still missing.
        let bits = match [after, rest].concat().as_slice() {
            [first, last, missing, ..] if self.progressive => {
                let all = (*first..=(*last).min(63)).fold(0, |sum, bit| sum | 1_u64 << (bit & 63));
                if missing & 15 == 0 { all } else { 0 }
            }
            _ => u64::MAX,
        };
        for [id, _] in ids.iter().take(count) {
            let known = self.components.iter().position(|[known, _]| known == id);
            if let Some(complete) = known.and_then(|number| self.complete.get_mut(number)) {
                *complete |= bits;
            }
        }
    }

    fn has_all_scans(&self) -> bool {
        !self.complete.is_empty() && self.complete.iter().all(|bits| *bits == u64::MAX)
    }

    /// Whether it has the form in which nearly all programs write JPEG: one scan, or progressive without restart markers, and
    /// colours that are sampled as often as the luma or half as often.
    fn is_common(&self) -> bool {
        let sampled = match self.components.as_slice() {
            [_] => true,
            [[_, luma], [_, 0x11], [_, 0x11]] => matches!(luma, 0x11 | 0x12 | 0x21 | 0x22),
            others => others.iter().all(|[_, sides]| *sides == 0x11),
        };
        let scanned = match self.progressive {
            true => !self.restarts,
            false => self.scans == 1 && self.first_has_all,
        };
        sampled && scanned
    }
}

/// The picture with an end mark, if that is all that it lacks. Cut off anywhere else, it has too few pixels: then what
/// follows where it ends would change them.
pub(crate) fn ended(bytes: &[u8]) -> Option<Vec<u8>> {
    /// Zeros with which a program filled the place of bytes that never came.
    const FILLING: [u8; 16] = [0; 16];
    let outline = outline(bytes);
    let is_open = outline.end == Err(Damage::Truncated) && outline.all_scans;
    if !is_open || !(outline.decodable || outline.four_inks) || bytes.ends_with(&FILLING) {
        return None;
    }
    let end = bytes.iter().rposition(|byte| *byte != 0xFF)? + 1;
    let body = bytes.get(..end)?;
    let with = |filling: u8| {
        let whole = [body, &[filling; 64], &[0xFF, END_OF_IMAGE]].concat();
        jpeg_pixels::decoded(&whole, Colours::AsTheFileSays)
    };
    let one = with(0x55)?;
    let other = with(0xAA)?;
    (one.data == other.data).then(|| [body, &[0xFF, END_OF_IMAGE]].concat())
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
