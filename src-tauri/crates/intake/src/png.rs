//! Chunks of a PNG file.

use std::ops::Range;

use crate::outline::{Outline, be_u32};
use crate::refusal::Damage;

pub(crate) const SIGNATURE_LEN: usize = 8;
/// Bytes of length and type before a chunk's data.
const HEAD_LEN: usize = 8;
const CHECKSUM_LEN: usize = 4;

/// A chunk.
pub(crate) struct Chunk<'a> {
    pub(crate) kind: &'a [u8],
    pub(crate) data: &'a [u8],
    /// Range in the file, from the length to the checksum.
    pub(crate) at: Range<usize>,
}

/// Reads the outline from the header to the end mark. The decoder verifies the checksums.
pub(crate) fn outline(bytes: &[u8]) -> Outline {
    let mut outline = Outline::new();
    let (mut has_pixels, mut still_is_frame, mut has_frames) = (false, false, false);
    let end = chunks(bytes, |chunk| {
        match chunk.kind {
            b"IHDR" => outline.size = Some(size(chunk.data).ok_or(Damage::Structure)?),
            b"eXIf" => outline.read_exif(chunk.data),
            b"acTL" => outline.animated = true,
            b"fcTL" => {
                has_frames = true;
                still_is_frame |= !has_pixels;
            }
            b"IDAT" => has_pixels = true,
            _ => {}
        }
        Ok(())
    });
    outline.still_apart = outline.animated && has_frames && !still_is_frame;
    match end {
        Ok(len) => outline.len = Some(len),
        Err(damage) => outline.end = Err(damage),
    }
    outline
}

/// Passes each chunk up to the end mark to `visit`; returns the offset at which the picture ends.
pub(crate) fn chunks<'a>(
    bytes: &'a [u8],
    mut visit: impl FnMut(Chunk<'a>) -> Result<(), Damage>,
) -> Result<usize, Damage> {
    let mut rest = bytes.get(SIGNATURE_LEN..).ok_or(Damage::Truncated)?;
    let mut first = true;
    loop {
        let start = bytes.len() - rest.len();
        let (head, after) = rest.split_at_checked(HEAD_LEN).ok_or(Damage::Truncated)?;
        let len = be_u32(head).and_then(|len| usize::try_from(len).ok());
        let kind = head.get(4..).unwrap_or_default();
        let Some(len) = len.filter(|_| kind.iter().all(u8::is_ascii_alphabetic)) else {
            return Err(Damage::Structure);
        };
        if first && (kind != b"IHDR" || len != 13) {
            return Err(Damage::Structure);
        }
        first = false;
        let (data, after) = after.split_at_checked(len).ok_or(Damage::Truncated)?;
        rest = after.get(CHECKSUM_LEN..).ok_or(Damage::Truncated)?;
        let at = start..bytes.len() - rest.len();
        let end = at.end;
        visit(Chunk { kind, data, at })?;
        if kind == b"IEND" {
            return Ok(end);
        }
    }
}

fn size(header: &[u8]) -> Option<(u32, u32)> {
    let width = be_u32(header)?;
    let height = be_u32(header.get(4..)?)?;
    (width > 0 && height > 0).then_some((width, height))
}
