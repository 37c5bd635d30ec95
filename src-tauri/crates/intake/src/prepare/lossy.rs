//! Whether the pixels of a file are exact, as its structure tells.

use crate::recognise::Content;

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
