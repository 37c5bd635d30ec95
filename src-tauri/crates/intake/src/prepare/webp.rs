//! Chunks of a WebP file, as its decoder sees them.

/// Iterates over the chunks of a file.
fn chunks(bytes: &[u8]) -> Chunks<'_> {
    let claimed = bytes.get(4..).and_then(|rest| rest.first_chunk());
    let claimed = claimed.map_or(0, |len| u32::from_le_bytes(*len) as usize);
    let end = claimed.saturating_add(8).min(bytes.len());
    Chunks(bytes.get(12..end).unwrap_or_default())
}

/// Iterator over consecutive chunks: the name and the data of each; the data is `None` if the chunk claims more than there
/// is.
struct Chunks<'a>(&'a [u8]);

impl<'a> Iterator for Chunks<'a> {
    type Item = (&'a [u8; 4], Option<&'a [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, after) = self.0.split_at_checked(8)?;
        let len = usize::try_from(u32::from_le_bytes(*head.last_chunk()?)).ok()?;
        // Chunks are padded to an even number of bytes, except the last.
        self.0 = after.get(len.next_multiple_of(2)..).unwrap_or_default();
        Some((head.first_chunk()?, after.get(..len)))
    }
}

/// Whether each chunk is complete. The decoder allocates as much memory for metadata as their length field claims.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    chunks(bytes).all(|(_, data)| data.is_some())
}

/// Whether the pixels were compressed with loss; for an animation, those of its first frame.
pub(crate) fn is_lossy(bytes: &[u8]) -> bool {
    let changed = |name: &[u8; 4]| match name {
        b"VP8 " => Some(true),
        b"VP8L" => Some(false),
        _ => None,
    };
    let found = chunks(bytes).find_map(|(name, data)| match name {
        // A frame consists of chunks after 16 bytes of position and duration.
        b"ANMF" => {
            let frame = Chunks(data?.get(16..)?);
            frame.into_iter().find_map(|(name, _)| changed(name))
        }
        name => changed(name),
    });
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut file = b"RIFF\0\0\0\0WEBP".to_vec();
        for (name, data) in chunks {
            file.extend(*name);
            file.extend((data.len() as u32).to_le_bytes());
            file.extend(*data);
            file.extend(vec![0; data.len() % 2]);
        }
        let len = (file.len() - 8) as u32;
        file[4..8].copy_from_slice(&len.to_le_bytes());
        file
    }

    #[test]
    fn a_chunk_that_claims_more_than_there_is_makes_a_file_broken() {
        let mut file = file(&[(b"VP8X", &[0; 10]), (b"VP8L", b"abc"), (b"EXIF", b"defg")]);
        assert!(is_whole(&file) && !is_lossy(&file));
        // Data after the end that the file declares is ignored.
        let behind = [&file[..], b"EXIF\xff\xff\xff\xff"].concat();
        assert!(is_whole(&behind));
        let at = file.len() - 8;
        file[at + 3] = 0xF1;
        assert!(!is_whole(&file));
        assert!(is_whole(b"") && is_whole(b"RIFF"));
    }

    #[test]
    fn the_first_frame_tells_whether_an_animation_is_exact() {
        let frame = [&[0; 16], &b"VP8 \x02\0\0\0xx"[..]].concat();
        assert!(is_lossy(&file(&[(b"VP8X", &[0; 10]), (b"ANMF", &frame)])));
        let exact = [&[0; 16], &b"VP8L\x02\0\0\0xx"[..]].concat();
        assert!(!is_lossy(&file(&[(b"VP8X", &[0; 10]), (b"ANMF", &exact)])));
    }
}
