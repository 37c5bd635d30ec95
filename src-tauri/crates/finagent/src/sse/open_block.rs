//! The bytes of the block that the parser is currently reading.
//!
//! `sse-stream` checks that its values are UTF-8 and drops the block if not. Validating all input first nearly doubled
//! the cost of long Chinese texts. Instead, the chunks of the open block are kept and parsed again in the rare case.

use std::collections::VecDeque;

use bytes::{Buf, Bytes, BytesMut};

/// Chunks smaller than this are copied together, so that a million of them do not take a million entries. Larger ones
/// are shared, not copied.
const SMALL: usize = 256;

#[derive(Debug, Default)]
pub(super) struct OpenBlock {
    chunks: VecDeque<Bytes>,
    /// Small chunks received after `chunks`.
    small: BytesMut,
    /// Number of stream bytes before the first chunk held.
    before: usize,
}

impl OpenBlock {
    /// Adds a chunk, and drops those before `boundary`, the start of the block.
    pub(super) fn push(&mut self, chunk: Bytes, boundary: usize) {
        self.forget(boundary);
        if chunk.len() < SMALL {
            self.small.extend_from_slice(&chunk);
            return;
        }
        self.close_small();
        self.chunks.push_back(chunk);
    }

    /// All bytes since `boundary`.
    pub(super) fn take_since(&mut self, boundary: usize) -> impl Iterator<Item = Bytes> {
        self.forget(boundary);
        self.close_small();
        if let Some(first) = self.chunks.front_mut() {
            // `forget` dropped the chunks that end before the boundary, so this one reaches beyond it.
            first.advance(boundary.saturating_sub(self.before).min(first.len()));
        }
        std::mem::take(&mut self.chunks).into_iter()
    }

    fn forget(&mut self, boundary: usize) {
        while let Some(first) = self.chunks.front() {
            let end = self.before.saturating_add(first.len());
            if end > boundary {
                return;
            }
            self.before = end;
            self.chunks.pop_front();
        }
        let passed = boundary.saturating_sub(self.before).min(self.small.len());
        self.small.advance(passed);
        self.before = self.before.saturating_add(passed);
    }

    fn close_small(&mut self) {
        if !self.small.is_empty() {
            self.chunks.push_back(self.small.split().freeze());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(block: &mut OpenBlock, boundary: usize) -> Vec<u8> {
        block.take_since(boundary).flatten().collect()
    }

    #[test]
    fn what_came_since_the_boundary_is_given_back_wherever_it_lies() {
        let large = Bytes::from(vec![b'L'; SMALL]);
        for boundary in 0..=SMALL + 6 {
            let mut block = OpenBlock::default();
            block.push(Bytes::from_static(b"abc"), 0);
            block.push(large.clone(), 0);
            block.push(Bytes::from_static(b"xyz"), boundary.min(5));
            let all = [b"abc", &large[..], b"xyz"].concat();
            assert_eq!(
                rest(&mut block, boundary),
                all[boundary..],
                "from {boundary}"
            );
        }
    }

    #[test]
    fn many_small_chunks_take_one_place_and_passed_bytes_take_none() {
        let mut block = OpenBlock::default();
        for number in 0..100_000 {
            block.push(Bytes::from_static(b"x"), 0);
            assert!(block.chunks.len() <= 1, "{number}");
        }
        for boundary in 100_000..300_000 {
            block.push(Bytes::from_static(b"yz"), boundary);
        }
        assert!(block.small.len() < 250_000);
        assert!(rest(&mut block, 500_000).is_empty());
    }
}
