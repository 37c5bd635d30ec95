//! Replaces invalid UTF-8, independently of how the stream is cut into chunks.
//!
//! Only streams with invalid bytes come here. A valid chunk passes without a copy. A character that is split between
//! two chunks is joined; invalid bytes become U+FFFD, exactly as if the whole stream were decoded at once.

use bytes::Bytes;

const REPLACEMENT: &str = "\u{FFFD}";

#[derive(Debug, Default)]
pub(super) struct Utf8Guard {
    /// The first bytes of an incomplete character, at most three.
    cut: Vec<u8>,
}

impl Utf8Guard {
    /// Passes `chunk` on in pieces of valid UTF-8.
    pub(super) fn pass(&mut self, mut chunk: Bytes, mut out: impl FnMut(Bytes)) {
        if !self.cut.is_empty() {
            chunk = self.complete(chunk, &mut out);
        }
        match std::str::from_utf8(&chunk) {
            Ok(_) => {
                if !chunk.is_empty() {
                    out(chunk);
                }
            }
            Err(error) if error.error_len().is_none() => {
                let tail = chunk.split_off(error.valid_up_to());
                self.cut.extend_from_slice(&tail);
                if !chunk.is_empty() {
                    out(chunk);
                }
            }
            Err(_) => self.replace(chunk, out),
        }
    }

    /// Passes on the replacement of an incomplete character at the end of the stream.
    pub(super) fn end(&mut self, mut out: impl FnMut(Bytes)) {
        if !self.cut.is_empty() {
            self.cut.clear();
            out(Bytes::from_static(REPLACEMENT.as_bytes()));
        }
    }

    /// Completes the split character with the first bytes of `chunk`. Returns the rest.
    fn complete(&mut self, mut chunk: Bytes, out: &mut impl FnMut(Bytes)) -> Bytes {
        while let Some(&byte) = chunk.first() {
            self.cut.push(byte);
            match std::str::from_utf8(&self.cut) {
                Ok(_) => {
                    out(Bytes::from(std::mem::take(&mut self.cut)));
                    return chunk.split_off(1);
                }
                // Only the byte just added can be the wrong one, and it may begin a new character.
                Err(error) if error.error_len().is_some() => {
                    self.end(out);
                    return chunk;
                }
                Err(_) => chunk = chunk.split_off(1),
            }
        }
        chunk
    }

    fn replace(&mut self, chunk: Bytes, mut out: impl FnMut(Bytes)) {
        let mut text = String::with_capacity(chunk.len());
        let mut rest: &[u8] = &chunk;
        while !rest.is_empty() {
            let (valid, invalid) = match std::str::from_utf8(rest) {
                Ok(all) => {
                    text.push_str(all);
                    break;
                }
                Err(error) => (error.valid_up_to(), error.error_len()),
            };
            let (good, bad) = rest.split_at(valid);
            text.push_str(&String::from_utf8_lossy(good));
            let Some(length) = invalid else {
                self.cut.extend_from_slice(bad);
                break;
            };
            text.push_str(REPLACEMENT);
            rest = bad.split_at(length).1;
        }
        out(Bytes::from(text));
    }
}
