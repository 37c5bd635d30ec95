//! Converts pixels of any depth, with or without transparency, to 8 bits on a white background.

use image::DynamicImage;

use super::plan::Note;
use super::raster::Raster;

/// Converts to 8 bits per channel, greyscale or RGB, and notes what was lost.
pub(crate) fn flattened(picture: DynamicImage, notes: &mut Vec<Note>) -> Raster {
    let (width, height) = (picture.width(), picture.height());
    let mut see_through = false;
    let (channels, data) = match picture {
        DynamicImage::ImageLuma8(grey) => (1, grey.into_raw()),
        DynamicImage::ImageRgb8(colours) => (3, colours.into_raw()),
        DynamicImage::ImageLumaA8(grey) => (1, on_white::<2>(grey.into_raw(), &mut see_through)),
        DynamicImage::ImageRgba8(colours) => {
            (3, on_white::<4>(colours.into_raw(), &mut see_through))
        }
        DynamicImage::ImageLuma16(grey) => (1, rounded(&grey.into_raw(), notes)),
        DynamicImage::ImageRgb16(colours) => (3, rounded(&colours.into_raw(), notes)),
        DynamicImage::ImageLumaA16(grey) => {
            let grey = rounded(&grey.into_raw(), notes);
            (1, on_white::<2>(grey, &mut see_through))
        }
        DynamicImage::ImageRgba16(colours) => {
            let colours = rounded(&colours.into_raw(), notes);
            (3, on_white::<4>(colours, &mut see_through))
        }
        deeper => {
            notes.push(Note::EightBits);
            let colours = deeper.into_rgba8().into_raw();
            (3, on_white::<4>(colours, &mut see_through))
        }
    };
    if see_through {
        notes.push(Note::AlphaOnWhite);
    }
    Raster::upright(width, height, channels, data)
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

/// Composites pixels of `N` bytes, the last of which is alpha, onto white in place.
fn on_white<const N: usize>(mut data: Vec<u8>, see_through: &mut bool) -> Vec<u8> {
    let pixels = data.len() / N;
    let mut to = 0;
    for pixel in 0..pixels {
        let from = pixel * N;
        let Some(&[.., alpha]) = data.get(from..from + N) else {
            break;
        };
        for at in from..from + N - 1 {
            let value = data.get(at).copied().unwrap_or_default();
            let laid = match alpha {
                255 => value,
                _ => {
                    *see_through = true;
                    over_white(value, alpha)
                }
            };
            if let Some(place) = data.get_mut(to) {
                *place = laid;
            }
            to += 1;
        }
    }
    data.truncate(to);
    data.shrink_to_fit();
    data
}

fn over_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u16::from(value), u16::from(alpha));
    let mixed = (value * alpha + 255 * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
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
