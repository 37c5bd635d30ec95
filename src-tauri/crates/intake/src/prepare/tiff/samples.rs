//! Turns the stored samples of a chunk into one byte each.

use super::Fault;
use super::chunks::Chunk;

/// The storage format of samples.
pub(super) struct Stored {
    pub(super) bits: u32,
    pub(super) is_float: bool,
    pub(super) little: bool,
    /// Value of the tag: 1 for none, 2 for differences, 3 for differences of floats.
    pub(super) predictor: u64,
    /// Whether a sample is a number of a palette's entry, which is not scaled.
    pub(super) is_index: bool,
}

impl Stored {
    /// Refuses depths that no program writes for pictures to be seen.
    pub(super) fn check(&self) -> Result<(), Fault> {
        let known = match (self.bits, self.is_float) {
            (1 | 2 | 4, false) => self.predictor == 1,
            (8 | 16, false) => self.predictor <= 2,
            (32, false) => self.predictor == 1 && !self.is_index,
            (32, true) => !self.is_index && matches!(self.predictor, 1 | 3),
            _ => false,
        };
        known.then_some(()).ok_or(Fault::Unsupported)
    }

    /// Bytes of a row of `samples` samples.
    pub(super) fn stride(&self, samples: usize) -> usize {
        (samples * self.bits as usize).div_ceil(8)
    }

    /// Passes each row of a chunk, one byte per sample, to `take`; returns whether precision was lost.
    ///
    /// # Errors
    /// [`Fault::Unsupported`] for fractions that are not from 0 to 1: what is white is then unknown.
    pub(super) fn rows(
        &self,
        chunk: &Chunk<'_>,
        mut bytes: Vec<u8>,
        mut take: impl FnMut(usize, &[u8]),
    ) -> Result<bool, Fault> {
        let across = chunk.width as usize * chunk.samples;
        let stride = self.stride(across);
        let mut row = Vec::with_capacity(across);
        let mut lost = false;
        let rows = bytes
            .chunks_exact_mut(stride.max(1))
            .take(chunk.height as usize);
        for (number, stored) in rows.enumerate() {
            row.clear();
            self.undo_prediction(stored, chunk.samples);
            if self.is_float && !self.is_within_range(stored) {
                return Err(Fault::Unsupported);
            }
            lost |= self.row(stored, across, &mut row);
            take(number, &row);
        }
        Ok(lost)
    }

    fn is_within_range(&self, stored: &[u8]) -> bool {
        /// Rounding, and a little more light than white.
        const RANGE: std::ops::RangeInclusive<f32> = -0.1..=1.1;
        let (values, _) = stored.as_chunks::<4>();
        let mut values = values.iter().map(|value| f32::from_bits(self.long(*value)));
        values.all(|value| RANGE.contains(&value))
    }

    fn undo_prediction(&self, row: &mut [u8], samples: usize) {
        match (self.predictor, self.bits) {
            (2, 8) => {
                for at in samples..row.len() {
                    let left = row.get(at - samples).copied().unwrap_or_default();
                    if let Some(value) = row.get_mut(at) {
                        *value = value.wrapping_add(left);
                    }
                }
            }
            (2, 16) => {
                let mut left = vec![0_u16; samples];
                let (values, _) = row.as_chunks_mut::<2>();
                for (number, value) in values.iter_mut().enumerate() {
                    if let Some(left) = left.get_mut(number % samples.max(1)) {
                        *left = left.wrapping_add(self.short(*value));
                        *value = match self.little {
                            true => left.to_le_bytes(),
                            false => left.to_be_bytes(),
                        };
                    }
                }
            }
            (3, 32) => {
                // Differences of bytes; then the highest bytes of all values, the second highest, and so on.
                for at in samples..row.len() {
                    let left = row.get(at - samples).copied().unwrap_or_default();
                    if let Some(value) = row.get_mut(at) {
                        *value = value.wrapping_add(left);
                    }
                }
                let sorted = row.to_vec();
                let count = sorted.len() / 4;
                let (values, _) = row.as_chunks_mut::<4>();
                for (number, value) in values.iter_mut().enumerate() {
                    for (part, byte) in value.iter_mut().enumerate() {
                        let place = if self.little { 3 - part } else { part };
                        *byte = sorted
                            .get(place * count + number)
                            .copied()
                            .unwrap_or_default();
                    }
                }
            }
            _ => {}
        }
    }

    fn short(&self, bytes: [u8; 2]) -> u16 {
        match self.little {
            true => u16::from_le_bytes(bytes),
            false => u16::from_be_bytes(bytes),
        }
    }

    fn long(&self, bytes: [u8; 4]) -> u32 {
        match self.little {
            true => u32::from_le_bytes(bytes),
            false => u32::from_be_bytes(bytes),
        }
    }

    /// Appends the samples of a row; returns whether precision was lost.
    fn row(&self, stored: &[u8], across: usize, row: &mut Vec<u8>) -> bool {
        let mut lost = false;
        let end = row.len() + across;
        match self.bits {
            8 => row.extend_from_slice(stored),
            16 => {
                let (values, _) = stored.as_chunks::<2>();
                row.extend(values.iter().map(|value| {
                    let value = self.short(*value);
                    if self.is_index {
                        return u8::try_from(value).unwrap_or(u8::MAX);
                    }
                    // Programs that widen 8 bits write both bytes equal.
                    lost |= !value.is_multiple_of(257);
                    narrowed(value)
                }));
            }
            32 => {
                let (values, _) = stored.as_chunks::<4>();
                lost = true;
                row.extend(values.iter().map(|value| {
                    let value = self.long(*value);
                    match self.is_float {
                        true => (f32::from_bits(value).clamp(0.0, 1.0) * 255.0).round() as u8,
                        false => narrowed(u16::try_from(value >> 16).unwrap_or(u16::MAX)),
                    }
                }));
            }
            bits => {
                let most = (1_u16 << bits) - 1;
                let scale = if self.is_index { 1 } else { 255 / most };
                let each = (8 / bits) as usize;
                for sample in 0..across {
                    let byte = stored.get(sample / each).copied().unwrap_or_default();
                    let shift = 8 - bits * (sample % each + 1) as u32;
                    let value = (u16::from(byte) >> shift) & most;
                    row.push(u8::try_from(value * scale).unwrap_or(u8::MAX));
                }
            }
        }
        row.truncate(end);
        lost
    }
}

/// The nearest of 256 values.
fn narrowed(value: u16) -> u8 {
    let nearest = (u32::from(value) * 255 + 32_895) >> 16;
    u8::try_from(nearest).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_bits_are_scaled_and_numbers_of_entries_are_not() {
        let stored = |bits, is_index| Stored {
            bits,
            is_float: false,
            little: true,
            predictor: 1,
            is_index,
        };
        let mut row = Vec::new();
        stored(1, false).row(&[0b1010_0000], 3, &mut row);
        stored(2, false).row(&[0b0001_1011], 4, &mut row);
        stored(4, true).row(&[0x3F], 2, &mut row);
        assert_eq!(row, [255, 0, 255, 0, 85, 170, 255, 3, 15]);
    }

    #[test]
    fn differences_are_summed_per_sample() {
        let stored = |bits| Stored {
            bits,
            is_float: false,
            little: false,
            predictor: 2,
            is_index: false,
        };
        let mut row = [10, 20, 1, 255, 2, 5];
        stored(8).undo_prediction(&mut row, 2);
        assert_eq!(row, [10, 20, 11, 19, 13, 24]);
        let mut row = [0, 200, 0, 100];
        stored(16).undo_prediction(&mut row, 1);
        assert_eq!(row, [0, 200, 1, 44]);
    }
}
