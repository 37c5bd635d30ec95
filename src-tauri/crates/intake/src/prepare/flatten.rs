//! Converts pixels of any depth, with or without transparency, to 8 bits on a background: white, unless that hides content.

use image::DynamicImage;

use super::backdrop::{self, WHITE, over};
use super::plan::Note;
use super::raster::Raster;

/// Converts to 8 bits per channel, greyscale or RGB, and notes what was lost.
pub(crate) fn flattened(picture: DynamicImage, notes: &mut Vec<Note>) -> Raster {
    let (width, height) = (picture.width(), picture.height());
    let across = width as usize;
    let mut laid = None;
    let (channels, data) = match picture {
        DynamicImage::ImageLuma8(grey) => (1, grey.into_raw()),
        DynamicImage::ImageRgb8(colours) => (3, colours.into_raw()),
        DynamicImage::ImageLumaA8(grey) => (1, opaque::<2>(grey.into_raw(), across, &mut laid)),
        DynamicImage::ImageRgba8(colours) => {
            (3, opaque::<4>(colours.into_raw(), across, &mut laid))
        }
        DynamicImage::ImageLuma16(grey) => (1, rounded(&grey.into_raw(), notes)),
        DynamicImage::ImageRgb16(colours) => (3, rounded(&colours.into_raw(), notes)),
        DynamicImage::ImageLumaA16(grey) => {
            let grey = rounded(&grey.into_raw(), notes);
            (1, opaque::<2>(grey, across, &mut laid))
        }
        DynamicImage::ImageRgba16(colours) => {
            let colours = rounded(&colours.into_raw(), notes);
            (3, opaque::<4>(colours, across, &mut laid))
        }
        deeper => {
            notes.push(Note::EightBits);
            let colours = deeper.into_rgba8().into_raw();
            (3, opaque::<4>(colours, across, &mut laid))
        }
    };
    if let Some(background) = laid {
        notes.push(match background {
            WHITE => Note::AlphaOnWhite,
            _ => Note::AlphaOnGrey,
        });
        let first = data.get(..channels).unwrap_or_default();
        if data.chunks_exact(channels).all(|pixel| pixel == first) {
            notes.push(Note::AlphaPlain);
        }
    }
    Raster::upright(width, height, channels, data)
}

/// Whether no pixel of a picture with transparency is visible at all. Programs that have no use for the fourth byte write 0
/// into it.
pub(crate) fn is_clear(picture: &DynamicImage) -> bool {
    let clear = |data: &[u8], channels: usize| {
        let mut alphas = data.iter().skip(channels - 1).step_by(channels);
        alphas.all(|alpha| *alpha == 0)
    };
    match picture {
        DynamicImage::ImageRgba8(colours) => clear(colours.as_raw(), 4),
        DynamicImage::ImageLumaA8(grey) => clear(grey.as_raw(), 2),
        _ => false,
    }
}

/// Converts 16 bits to 8. No precision is lost if both bytes are equal, as programs write that widen 8 bits.
fn rounded(wide: &[u16], notes: &mut Vec<Note>) -> Vec<u8> {
    let mut lost = false;
    let narrow = |value: &u16| {
        lost |= !value.is_multiple_of(257);
        let nearest = (u32::from(*value) * 255 + 32_895) >> 16;
        u8::try_from(nearest).unwrap_or(u8::MAX)
    };
    let narrow = wide.iter().map(narrow).collect();
    if lost {
        notes.push(Note::EightBits);
    }
    narrow
}

/// Composites pixels of `N` bytes, the last of which is alpha, onto a background in place. `laid` becomes the grey value of
/// the background if anything is transparent.
fn opaque<const N: usize>(mut data: Vec<u8>, width: usize, laid: &mut Option<u8>) -> Vec<u8> {
    let background = backdrop::of::<N>(&data, width);
    let pixels = data.len() / N;
    let mut to = 0;
    for pixel in 0..pixels {
        let from = pixel * N;
        let Some(&[.., alpha]) = data.get(from..from + N) else {
            break;
        };
        for at in from..from + N - 1 {
            let value = data.get(at).copied().unwrap_or_default();
            let seen = match alpha {
                255 => value,
                _ => {
                    *laid = Some(background);
                    over(value, alpha, background)
                }
            };
            if let Some(place) = data.get_mut(to) {
                *place = seen;
            }
            to += 1;
        }
    }
    data.truncate(to);
    data.shrink_to_fit();
    data
}

#[cfg(test)]
mod tests {
    use image::{ImageBuffer, LumaA, Rgb, Rgba};

    use super::*;

    #[test]
    fn what_is_transparent_lies_on_white_and_what_is_not_stays_as_it_is() {
        let pixels = vec![200, 100, 0, 255, 200, 100, 0, 0, 200, 100, 0, 128];
        let picture = ImageBuffer::<Rgba<u8>, _>::from_raw(3, 1, pixels).unwrap();
        let mut notes = Vec::new();
        let raster = flattened(picture.into(), &mut notes);
        assert_eq!(raster.data, [200, 100, 0, 255, 255, 255, 227, 177, 127]);
        assert_eq!(notes, [Note::AlphaOnWhite]);

        let grey = ImageBuffer::<LumaA<u8>, _>::from_raw(2, 1, vec![7, 255, 9, 255]).unwrap();
        let mut notes = Vec::new();
        assert_eq!(flattened(grey.into(), &mut notes).data, [7, 9]);
        assert!(notes.is_empty());
    }

    #[test]
    fn sixteen_bits_are_rounded_and_widened_bytes_lose_nothing() {
        let wide = |pixels| ImageBuffer::<Rgb<u16>, Vec<u16>>::from_raw(1, 1, pixels).unwrap();
        let mut notes = Vec::new();
        let doubled = wide(vec![0x1212, 0xFFFF, 0]);
        assert_eq!(flattened(doubled.into(), &mut notes).data, [0x12, 255, 0]);
        assert!(notes.is_empty());
        let fine = wide(vec![0x12FF, 0xFF01, 0x0080]);
        assert_eq!(flattened(fine.into(), &mut notes).data, [0x13, 254, 0]);
        assert_eq!(notes, [Note::EightBits]);
    }
}
