//! Fax compression: Group 3 and Group 4.

use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode, decode};

use super::Fault;
use crate::refusal::Damage;

/// Rows of one bit per pixel, packed; black is 1.
struct Rows {
    width: usize,
    /// Bytes of a row.
    stride: usize,
    data: Vec<u8>,
    wanted: usize,
}

impl Decoder for Rows {
    fn push_row(&mut self, changes: &[u32]) {
        if self.data.len() >= self.wanted * self.stride {
            return;
        }
        let start = self.data.len();
        self.data.resize(start + self.stride, 0);
        let Some(row) = self.data.get_mut(start..) else {
            return;
        };
        for pair in changes.chunks(2) {
            let from = pair.first().map_or(0, |at| *at as usize);
            let to = pair.get(1).map_or(self.width, |at| *at as usize);
            blacken(row, from, to.min(self.width));
        }
    }
}

/// Sets the bits from `from` to before `to`.
fn blacken(row: &mut [u8], from: usize, to: usize) {
    let mut at = from;
    while at < to {
        if let Some(byte) = row.get_mut(at / 8) {
            if at.is_multiple_of(8) && to - at >= 8 {
                *byte = u8::MAX;
                at += 8;
                continue;
            }
            *byte |= 0x80 >> (at % 8);
        }
        at += 1;
    }
}

/// The coding of the rows of a fax.
#[derive(Clone, Copy)]
pub(super) enum Fax {
    /// Rows one by one, each from a byte on, without marks between them.
    Plain,
    /// Group 3, by the lowest bit of its options in two dimensions.
    Group3 {
        options: u64,
    },
    Group4,
}

/// Decodes `height` rows. Those that are missing after the mark of the end are white.
pub(super) fn decoded(data: &[u8], fax: Fax, width: u32, height: u32) -> Result<Vec<u8>, Fault> {
    let encoding = match fax {
        Fax::Plain => EncodingMode::Group3_1D,
        Fax::Group3 { options } if options & 1 == 0 => EncodingMode::Group3_1D,
        Fax::Group3 { options } if options & 2 == 0 => EncodingMode::Group3_2D,
        // Uncompressed passages, which hardly any program writes.
        Fax::Group3 { .. } => return Err(Fault::Unsupported),
        Fax::Group4 => EncodingMode::Group4,
    };
    let settings = DecodeSettings {
        columns: width,
        rows: height,
        end_of_block: !matches!(fax, Fax::Plain),
        end_of_line: false,
        rows_are_byte_aligned: matches!(fax, Fax::Plain),
        encoding,
        strict: false,
    };
    let stride = (width as usize).div_ceil(8);
    let mut rows = Rows {
        width: width as usize,
        stride,
        data: Vec::new(),
        wanted: height as usize,
    };
    decode(data, &mut rows, &mut DecoderContext::new(settings)).map_err(|_| Damage::Pixels)?;
    rows.data.resize(stride * height as usize, 0);
    Ok(rows.data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_black_fill_whole_bytes_and_parts_of_them() {
        let mut row = [0; 4];
        blacken(&mut row, 3, 21);
        assert_eq!(row, [0b0001_1111, 0xFF, 0b1111_1000, 0]);
        blacken(&mut row, 30, 31);
        assert_eq!(row[3], 0b0000_0010);
    }
}
