//! Keeps the key out of everything that is made of an answer, should the service repeat it: each occurrence in the bytes becomes
//! asterisks of the same length, before anybody sees them.

use bytes::Bytes;
use memchr::memmem;

use crate::{excerpt::SHORTEST_SECRET, key::ApiKey};

/// Hides one key in a body that comes in chunks.
#[derive(Debug)]
pub(crate) struct EchoGuard<'a> {
    key: Option<&'a ApiKey>,
    /// The end of what came, which may be the beginning of the key.
    held: Vec<u8>,
}

impl<'a> EchoGuard<'a> {
    pub(crate) fn new(key: Option<&'a ApiKey>) -> Self {
        Self {
            key: key.filter(|key| key.expose().len() >= SHORTEST_SECRET),
            held: Vec::new(),
        }
    }

    /// The chunk as it may be seen, with what was held back before it and without what is held back now.
    pub(crate) fn pass(&mut self, chunk: Bytes) -> Bytes {
        let Some(key) = self.key.map(|key| key.expose().as_bytes()) else {
            return chunk;
        };
        let chunk = if self.held.is_empty() {
            chunk
        } else {
            let mut joined = std::mem::take(&mut self.held);
            joined.extend_from_slice(&chunk);
            joined.into()
        };
        let mut chunk = hidden(chunk, key);
        let kept = chunk.len() - beginning_at_end(&chunk, key);
        self.held = chunk.split_off(kept).to_vec();
        chunk
    }

    /// What is still held back when no more comes.
    pub(crate) fn rest(&mut self) -> Bytes {
        std::mem::take(&mut self.held).into()
    }
}

fn hidden(chunk: Bytes, key: &[u8]) -> Bytes {
    let found: Vec<usize> = memmem::find_iter(&chunk, key).collect();
    if found.is_empty() {
        return chunk;
    }
    let mut bytes = chunk.to_vec();
    for at in found {
        if let Some(echo) = bytes.get_mut(at..at + key.len()) {
            echo.fill(b'*');
        }
    }
    bytes.into()
}

/// How many bytes at the end of `chunk` could be the beginning of the key.
fn beginning_at_end(chunk: &[u8], key: &[u8]) -> usize {
    (1..key.len())
        .rev()
        .find(|length| {
            key.get(..*length)
                .is_some_and(|beginning| chunk.ends_with(beginning))
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn passed(chunks: &[&[u8]], key: &str) -> Vec<u8> {
        let key = ApiKey::parse(key).unwrap();
        let mut guard = EchoGuard::new(Some(&key));
        let mut seen = Vec::new();
        for chunk in chunks {
            seen.extend(guard.pass(Bytes::copy_from_slice(chunk)));
        }
        seen.extend(guard.rest());
        seen
    }

    #[test]
    fn a_key_in_one_chunk_or_in_several_is_never_seen() {
        assert_eq!(passed(&[b"a secret b"], "secret"), b"a ****** b");
        assert_eq!(
            passed(&[b"a se", b"c", b"ret b sec"], "secret"),
            b"a ****** b sec"
        );
        assert_eq!(passed(&[b"ssec", b"ret"], "secret"), b"s******");
    }

    proptest! {
        #[test]
        fn all_else_passes_unchanged_however_it_is_cut(text in "[ab]{0,60}", cuts in proptest::collection::vec(1usize..5, 0..40)) {
            let key = "abab";
            let mut chunks = Vec::new();
            let mut rest = text.as_bytes();
            for cut in cuts {
                let (chunk, after) = rest.split_at(cut.min(rest.len()));
                chunks.push(chunk);
                rest = after;
            }
            chunks.push(rest);
            let seen = String::from_utf8(passed(&chunks, key)).unwrap();
            prop_assert_eq!(seen.len(), text.len());
            prop_assert!(!seen.contains(key));
            for (was, is) in text.chars().zip(seen.chars()) {
                prop_assert!(is == '*' || is == was);
            }
        }
    }
}
