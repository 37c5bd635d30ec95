//! BMP: features that the library's decoder lacks.

use std::borrow::Cow;

/// Bytes of the file header.
const FILE_HEADER: usize = 14;
/// Offset of the number of palette entries, in headers of Windows.
const USED: usize = 46;

/// The file with the number of palette entries that there is room for. Some programs leave the number out and write fewer than
/// all; decoders then read pixels as colours, or miss the end.
pub(crate) fn mended(bytes: &[u8]) -> Cow<'_, [u8]> {
    patched(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned)
}

fn patched(bytes: &[u8]) -> Option<Vec<u8>> {
    let header = number(bytes, FILE_HEADER, 4)?;
    let all = 1_usize.checked_shl(u32::try_from(number(bytes, 28, 2)?).ok()?)?;
    if header < 40 || all > 256 {
        return None;
    }
    let room = number(bytes, 10, 4)?.checked_sub(FILE_HEADER + header)? / 4;
    let wanted = match number(bytes, USED, 4)? {
        0 => all,
        used => used,
    };
    let there = room.min(all);
    if there == 0 || wanted <= there {
        return None;
    }
    let mut mended = bytes.to_vec();
    let field = mended.get_mut(USED..USED + 4)?;
    field.copy_from_slice(&u32::try_from(there).ok()?.to_le_bytes());
    Some(mended)
}

/// Which pixels a run-length encoded file leaves out, from top to bottom; programs show them as transparent. `None` if it is
/// not such a file, or leaves none out.
pub(crate) fn left_out(bytes: &[u8]) -> Option<Vec<bool>> {
    let is_rle = number(bytes, FILE_HEADER, 4)? >= 40 && matches!(number(bytes, 30, 4)?, 1 | 2);
    if !is_rle {
        return None;
    }
    let per_byte = if number(bytes, 28, 2)? == 4 { 2 } else { 1 };
    let (width, height) = (number(bytes, 18, 4)?, number(bytes, 22, 4)?);
    let mut out = vec![true; width.checked_mul(height)?];
    let (mut x, mut y) = (0, 0);
    let mut rest = bytes.get(number(bytes, 10, 4)?..)?;
    while let [first, second, after @ ..] = rest {
        let count = usize::from(*second);
        let mut set = |count: usize| {
            let row = height.checked_sub(1 + y)? * width;
            let pixels = out.get_mut(row + x.min(width)..row + (x + count).min(width))?;
            pixels.fill(false);
            x += count;
            Some(())
        };
        rest = after;
        match (first, second) {
            (0, 0) => (x, y) = (0, y + 1),
            (0, 1) => break,
            (0, 2) => {
                let [right, up, after @ ..] = after else {
                    break;
                };
                x += usize::from(*right);
                y += usize::from(*up);
                rest = after;
            }
            (0, _) => {
                set(count);
                let len = count.div_ceil(per_byte).next_multiple_of(2);
                rest = after.get(len..).unwrap_or_default();
            }
            (count, _) => {
                set(usize::from(*count));
            }
        }
    }
    out.contains(&true).then_some(out)
}

fn number(bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(len)?)?;
    let join = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
    Some(digits.iter().rev().fold(0, join))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header for 8 bits per pixel, and what follows it.
    fn file(size: (u32, u32), compression: u32, used: u32, palette: usize, data: &[u8]) -> Vec<u8> {
        let offset = 54 + palette as u32 * 4;
        let mut file = b"BM\0\0\0\0\0\0\0\0".to_vec();
        file.extend(offset.to_le_bytes());
        for value in [40, size.0, size.1] {
            file.extend(value.to_le_bytes());
        }
        file.extend([1, 0, 8, 0]);
        for value in [compression, 0, 0, 0, used, 0] {
            file.extend(value.to_le_bytes());
        }
        file.extend(vec![0; palette * 4]);
        file.extend(data);
        file
    }

    #[test]
    fn pixels_that_are_skipped_are_left_out() {
        // One pixel, skip one to the right and one up, then the end of the picture.
        let data = [1, 7, 0, 2, 1, 1, 1, 7, 0, 1];
        let out = left_out(&file((3, 2), 1, 8, 8, &data)).unwrap();
        assert_eq!(out, [true, true, false, false, true, true]);
        let whole = [3, 7, 0, 0, 0, 3, 7, 7, 7, 0, 0, 1];
        assert_eq!(left_out(&file((3, 2), 1, 8, 8, &whole)), None);
        assert_eq!(left_out(&file((3, 2), 0, 8, 8, &data)), None);
    }

    #[test]
    fn a_palette_has_as_many_entries_as_there_is_room_for() {
        let used = |file: &[u8]| number(&mended(file), USED, 4).unwrap();
        assert_eq!(used(&file((3, 2), 0, 0, 8, &[0; 8])), 8);
        assert_eq!(used(&file((3, 2), 0, 300, 300, &[0; 8])), 256);
        assert_eq!(used(&file((3, 2), 0, 8, 8, &[0; 8])), 8);
        assert_eq!(used(&file((3, 2), 0, 0, 256, &[0; 8])), 0);
    }
}
