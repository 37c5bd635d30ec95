//! What a file's structure says that its pixels don't: whether there is more than the frame or page that is shown, and
//! whether the pixels are exact.

use super::plan::Note;
use crate::recognise::Content;

/// What to say of a file of which only the first picture is used.
pub(crate) fn more_than_one(bytes: &[u8], content: Content) -> Option<Note> {
    match content {
        Content::Gif => more_frames_in_gif(bytes)?.then_some(Note::FirstFrame),
        Content::Webp => moving_webp(bytes)?.then_some(Note::FirstFrame),
        Content::Png => {
            let animated = crate::png::outline(bytes).animated;
            animated.then_some(Note::FirstFrame)
        }
        Content::Tiff => more_pages(bytes)?.then_some(Note::FirstPage),
        _ => None,
    }
}

/// A WebP in the extended layout whose flags say that it moves.
fn moving_webp(bytes: &[u8]) -> Option<bool> {
    Some(bytes.get(12..16)? == b"VP8X" && bytes.get(20)? & 0b10 != 0)
}

/// Whether the pixels were changed when the file was written, so that keeping them exactly is not worth many bytes.
pub(crate) fn lossy(bytes: &[u8], content: Content) -> bool {
    match content {
        Content::Jpeg => true,
        Content::Webp => lossy_webp(bytes).unwrap_or_default(),
        _ => false,
    }
}

/// Walks the chunks of a WebP to the first with pixels; frames of an animation are chunks of chunks.
fn lossy_webp(bytes: &[u8]) -> Option<bool> {
    let mut rest = bytes.get(12..)?;
    loop {
        let (head, after) = rest.split_at_checked(8)?;
        let len = u32::from_le_bytes(*head.last_chunk()?);
        match head.first_chunk::<4>()? {
            b"VP8 " => return Some(true),
            b"VP8L" => return Some(false),
            b"ANMF" => rest = after.get(16..)?,
            _ => rest = after.get(usize::try_from(len.next_multiple_of(2)).ok()?..)?,
        }
    }
}

/// Walks a GIF's blocks to the second picture, if there is one. `None` where it ends early.
fn more_frames_in_gif(bytes: &[u8]) -> Option<bool> {
    let colours = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3_usize << (1 + (flags & 7)),
    };
    let mut at = 13 + colours(*bytes.get(10)?);
    let mut frames = 0;
    loop {
        match *bytes.get(at)? {
            0x2C => {
                frames += 1;
                if frames > 1 {
                    return Some(true);
                }
                at += 11 + colours(*bytes.get(at + 9)?);
            }
            0x21 => at += 2,
            _ => return Some(false),
        }
        // Sub-blocks, each behind its length, to an empty one.
        while let len @ 1.. = usize::from(*bytes.get(at)?) {
            at += 1 + len;
        }
        at += 1;
    }
}

/// Whether the first directory of a TIFF names a next one.
fn more_pages(bytes: &[u8]) -> Option<bool> {
    let little = bytes.starts_with(b"II");
    let number = |at: usize, len: usize| {
        let digits = bytes.get(at..at.checked_add(len)?)?;
        let join = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        let value = match little {
            true => digits.iter().rev().fold(0, join),
            false => digits.iter().fold(0, join),
        };
        usize::try_from(value).ok()
    };
    // The variant for files beyond 4 GB has wider fields.
    let (first, offset, count, entry) = match number(2, 2)? {
        43 => (8, 8, 8, 20),
        _ => (4, 4, 2, 12),
    };
    let directory = number(first, offset)?;
    let entries = number(directory, count)?;
    let next = directory
        .checked_add(count)?
        .checked_add(entries.checked_mul(entry)?)?;
    Some(number(next, offset)? != 0)
}
