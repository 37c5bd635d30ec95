//! Inspects the blocks of a deflate stream (RFC 1951) one by one.
//!
//! An inflater returns the contents of a stream, but ignores what can hide in it: empty blocks and padding bits can carry
//! arbitrary data. A stream that an encoder writes in one go contains neither.

/// The largest distance of a match in bytes.
const WINDOW: u64 = 32_768;
/// The order in which a block lists the lengths of its code length code.
const ORDER: [usize; 19] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

/// Whether a stream contains `size` bytes and nothing else: only the last block may be empty, each code is complete,
/// every padding bit is 0, and the stream ends with its last byte.
pub(crate) fn are_plain(packed: &[u8], size: u64) -> bool {
    walk(packed, size).is_some()
}

fn walk(packed: &[u8], size: u64) -> Option<()> {
    let mut bits = Bits::of(packed);
    let mut made = 0;
    loop {
        let (last, before) = (bits.take(1)? == 1, made);
        made = match bits.take(2)? {
            0 => made + bits.stored()?,
            1 => {
                let literals: Vec<u8> = (0..288).map(fixed_length).collect();
                let codes = (Code::of(&literals)?, Code::of(&[5; 32])?);
                coded(&mut bits, &codes, made, size)?
            }
            2 => {
                let codes = codes(&mut bits)?;
                coded(&mut bits, &codes, made, size)?
            }
            _ => return None,
        };
        if made > size || (made == before && !last) {
            return None;
        }
        if last {
            break;
        }
    }
    bits.fill_up()?;
    (made == size && bits.is_empty()).then_some(())
}

fn fixed_length(symbol: u32) -> u8 {
    match symbol {
        144..=255 => 9,
        256..=279 => 7,
        _ => 8,
    }
}

/// Reads the two codes of a dynamic block: for literals and lengths, and for distances.
fn codes(bits: &mut Bits<'_>) -> Option<(Code, Code)> {
    let literals = bits.take(5)? as usize + 257;
    let distances = bits.take(5)? as usize + 1;
    let given = bits.take(4)? as usize + 4;
    if literals > 286 || distances > 30 {
        return None;
    }
    let mut lengths = [0; 19];
    for place in ORDER.iter().take(given) {
        *lengths.get_mut(*place)? = u8::try_from(bits.take(3)?).ok()?;
    }
    let code = Code::of(&lengths).filter(|code| code.complete)?;
    let mut lengths: Vec<u8> = Vec::with_capacity(literals + distances);
    while lengths.len() < literals + distances {
        let (length, times) = match code.next(bits)? {
            symbol @ 0..=15 => (u8::try_from(symbol).ok()?, 1),
            16 => (*lengths.last()?, bits.take(2)? + 3),
            17 => (0, bits.take(3)? + 3),
            _ => (0, bits.take(7)? + 11),
        };
        lengths.extend((0..times).map(|_| length));
    }
    if lengths.len() > literals + distances {
        return None;
    }
    let (literals, distances) = lengths.split_at_checked(literals)?;
    let (literals, distances) = (Code::of(literals)?, Code::of(distances)?);
    // A block without matches has no distance code, or a single code of one bit.
    (literals.complete && (distances.complete || distances.is_least()))
        .then_some((literals, distances))
}

/// Decodes a block with these codes, after `made` bytes; returns the number of bytes produced so far.
fn coded(
    bits: &mut Bits<'_>,
    (literals, distances): &(Code, Code),
    mut made: u64,
    size: u64,
) -> Option<u64> {
    while made <= size {
        let symbol = literals.next(bits)?;
        match symbol {
            0..=255 => made += 1,
            256 => return Some(made),
            257..=285 => {
                let length = match symbol - 257 {
                    28 => 258,
                    short @ 0..=7 => u64::from(short) + 3,
                    long => range(bits, long, 4)? + 3,
                };
                let distance = match distances.next(bits)? {
                    near @ 0..=3 => u64::from(near) + 1,
                    far @ 4..=29 => range(bits, far, 2)? + 1,
                    _ => return None,
                };
                if distance > made || distance > WINDOW {
                    return None;
                }
                made += length;
            }
            _ => return None,
        }
    }
    None
}

/// Reads the extra bits of a symbol for a length or distance, less the smallest value: every `steps` symbols double the
/// range.
fn range(bits: &mut Bits<'_>, symbol: u16, steps: u16) -> Option<u64> {
    let more = u32::from(symbol / steps) - 1;
    let start = u64::from(steps + symbol % steps) << more;
    Some(start + u64::from(bits.take(more)?))
}

/// A Huffman code: the number of symbols of each length, and the symbols in the order of their codes.
struct Code {
    counts: [u16; 16],
    symbols: Vec<u16>,
    complete: bool,
}

impl Code {
    /// Builds the code from the lengths of its symbols; `None` if the lengths ask for more codes than exist.
    fn of(lengths: &[u8]) -> Option<Self> {
        let mut counts = [0_u16; 16];
        for length in lengths.iter().filter(|length| **length > 0) {
            *counts.get_mut(usize::from(*length))? += 1;
        }
        let mut free = 1_i32;
        for count in counts.iter().skip(1) {
            free = free * 2 - i32::from(*count);
            if free < 0 {
                return None;
            }
        }
        let mut symbols: Vec<(u8, u16)> = lengths.iter().copied().zip(0..).collect();
        symbols.retain(|(length, _)| *length > 0);
        symbols.sort_unstable();
        Some(Self {
            counts,
            symbols: symbols.into_iter().map(|(_, symbol)| symbol).collect(),
            complete: free == 0,
        })
    }

    /// Has no symbol, or one symbol of one bit.
    fn is_least(&self) -> bool {
        self.symbols.is_empty() || self.symbols.len() == 1 && self.counts.get(1) == Some(&1)
    }

    /// Decodes the next symbol. The codes of one length are consecutive numbers that follow on those of the length
    /// before.
    fn next(&self, bits: &mut Bits<'_>) -> Option<u16> {
        let mut window = bits.peek();
        let (mut code, mut first, mut index) = (0, 0, 0);
        for (length, count) in (1..).zip(self.counts.iter().skip(1)) {
            code |= window & 1;
            window >>= 1;
            let count = u32::from(*count);
            if code < first + count {
                bits.take(length)?;
                return self.symbols.get((index + code - first) as usize).copied();
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        None
    }
}

/// The bits of a stream, lowest bit of each byte first.
struct Bits<'a> {
    /// Bytes not yet in `held`.
    rest: &'a [u8],
    held: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            held: 0,
            count: 0,
        }
    }

    fn is_empty(&self) -> bool {
        self.rest.is_empty() && self.count == 0
    }

    /// Fills `held` to at least 16 bits, as far as the stream has them.
    fn hold(&mut self) {
        while self.count < 16 {
            let Some((byte, rest)) = self.rest.split_first() else {
                return;
            };
            self.held |= u64::from(*byte) << self.count;
            self.count += 8;
            self.rest = rest;
        }
    }

    /// The next 15 bits, padded with zeros at the end.
    fn peek(&mut self) -> u32 {
        self.hold();
        (self.held & 0x7fff) as u32
    }

    /// Takes at most 16 bits.
    fn take(&mut self, count: u32) -> Option<u32> {
        self.hold();
        self.count = self.count.checked_sub(count)?;
        let taken = self.held & ((1 << count) - 1);
        self.held >>= count;
        Some(taken as u32)
    }

    /// Skips the padding of the current byte, which must be zero.
    fn fill_up(&mut self) -> Option<()> {
        let fill = self.take(self.count % 8)?;
        // Whole bytes read ahead belong to what follows.
        (fill == 0).then_some(())
    }

    /// Reads the length of a stored block and skips its bytes.
    fn stored(&mut self) -> Option<u64> {
        self.fill_up()?;
        let (length, complement) = (self.take(16)?, self.take(16)?);
        if length ^ complement != 0xffff {
            return None;
        }
        let held = (self.count / 8).min(length);
        self.held >>= held * 8;
        self.count -= held * 8;
        self.rest = self.rest.get((length - held) as usize..)?;
        Some(length.into())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::DeflateEncoder};

    use super::*;

    fn deflated(bytes: &[u8], level: u32) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(level));
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Bytes that compress well, badly and not at all, with lengths at and near the limits of blocks.
    fn samples() -> Vec<Vec<u8>> {
        let mut state = 1_u32;
        let mut random = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let mut samples = vec![
            Vec::new(),
            b"a".to_vec(),
            "保本高收益".repeat(9_000).into_bytes(),
        ];
        for length in [1, 2, 47, 300, 32_767, 32_768, 65_535, 65_536, 300_000] {
            samples.push(vec![0; length]);
            samples.push((0..length).map(|_| random()).collect());
            samples.push(
                (0..length)
                    .map(|_| b"01234567"[usize::from(random() % 8)])
                    .collect(),
            );
            samples.push(
                (0..length)
                    .map(|at| (at / 7) as u8 ^ (random() & 1))
                    .collect(),
            );
        }
        samples
    }

    #[test]
    fn what_an_encoder_writes_in_one_go_is_plain() {
        for bytes in samples() {
            for level in [0, 1, 6, 9] {
                let packed = deflated(&bytes, level);
                let size = bytes.len() as u64;
                assert!(are_plain(&packed, size), "{size} bytes at level {level}");
                assert!(!are_plain(&packed, size + 1));
                assert!(size == 0 || !are_plain(&packed, size - 1));
                let longer = [packed.as_slice(), &[0]].concat();
                assert!(!are_plain(&longer, size));
                assert!(!are_plain(&packed[..packed.len() - 1], size));
            }
        }
    }

    #[test]
    fn empty_blocks_and_bits_that_fill_up_are_not() {
        let packed = deflated(b"", 6);
        assert_eq!(packed, [3, 0]);
        // An empty stored block, an empty fixed block, and a bit after the end.
        assert!(!are_plain(&[0, 0, 0, 0xff, 0xff, 3, 0], 0));
        assert!(!are_plain(&[2, 0x0c, 0], 0));
        assert!(!are_plain(&[3, 4], 0));
        // A stored block, with a bit set in the padding of its first byte.
        assert!(are_plain(&[1, 1, 0, 0xfe, 0xff, b'a'], 1));
        assert!(!are_plain(&[9, 1, 0, 0xfe, 0xff, b'a'], 1));
        // A stream that was flushed halfway.
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"half").unwrap();
        encoder.flush().unwrap();
        encoder.write_all(b"half").unwrap();
        assert!(!are_plain(&encoder.finish().unwrap(), 8));
    }

    #[test]
    fn no_rubbish_makes_it_panic() {
        let packed = deflated("保本高收益, guaranteed".repeat(40).as_bytes(), 6);
        for at in 0..packed.len() * 8 {
            let mut flipped = packed.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            are_plain(&flipped, 1_000_000);
        }
        assert!(!are_plain(&[], 0));
        assert!(!are_plain(&[0xff; 40], 40));
    }
}
