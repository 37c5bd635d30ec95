//! The chunks of a PNG picture.

use crate::outline::{Outline, be_u32};
use crate::refusal::Damage;

const SIGNATURE_LEN: usize = 8;
/// Length and type before a chunk's data.
const HEAD_LEN: usize = 8;
const CHECKSUM_LEN: usize = 4;

/// Walks the chunks from the header to the end mark. Checksums are the decoder's business.
pub(crate) fn outline(bytes: &[u8]) -> Outline {
    let mut outline = Outline::new();
    outline.end = walk(bytes, &mut outline);
    outline
}

fn walk(bytes: &[u8], outline: &mut Outline) -> Result<(), Damage> {
    let mut rest = bytes.get(SIGNATURE_LEN..).ok_or(Damage::Truncated)?;
    loop {
        let (head, after) = rest.split_at_checked(HEAD_LEN).ok_or(Damage::Truncated)?;
        let len = be_u32(head).and_then(|len| usize::try_from(len).ok());
        let kind = head.get(4..).unwrap_or_default();
        let Some(len) = len.filter(|_| kind.iter().all(u8::is_ascii_alphabetic)) else {
            return Err(Damage::Structure);
        };
        if outline.size.is_none() && (kind != b"IHDR" || len != 13) {
            return Err(Damage::Structure);
        }
        let (data, after) = after.split_at_checked(len).ok_or(Damage::Truncated)?;
        match kind {
            b"IHDR" => outline.size = Some(size(data).ok_or(Damage::Structure)?),
            b"eXIf" => outline.read_exif(data),
            _ => {}
        }
        rest = after.get(CHECKSUM_LEN..).ok_or(Damage::Truncated)?;
        if kind == b"IEND" {
            return Ok(());
        }
    }
}

fn size(header: &[u8]) -> Option<(u32, u32)> {
    let width = be_u32(header)?;
    let height = be_u32(header.get(4..)?)?;
    (width > 0 && height > 0).then_some((width, height))
}
