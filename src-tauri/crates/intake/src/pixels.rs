//! A picture that came without a file: pixels from the clipboard, written as PNG.

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

use crate::picture::{Format, Limits, Picture, read_bytes};
use crate::refusal::{Damage, Refusal};

/// Encodes pixels of four bytes each (red, green, blue, alpha; row by row from the top) as PNG, without loss, and
/// makes sure of it as [`read_bytes`] does. Encoding the largest takes some seconds: call it where that blocks nobody.
///
/// # Errors
/// [`Refusal::TooManyPixels`] before anything is encoded; [`Refusal::Damaged`] where the number of bytes does
/// not fit the size; [`Refusal::TooLarge`] where the PNG has more bytes than the service takes.
pub fn from_rgba(
    width: u32,
    height: u32,
    rgba: &[u8],
    limits: &Limits,
) -> Result<Picture, Refusal> {
    let limit = limits.max_side;
    if width > limit || height > limit {
        return Err(Refusal::TooManyPixels {
            limit,
            width,
            height,
        });
    }
    let damaged = Refusal::Damaged {
        format: Format::Png,
        damage: Damage::Structure,
    };
    let expected = u64::from(width) * u64::from(height) * 4;
    if expected == 0 || rgba.len() as u64 != expected {
        return Err(damaged);
    }
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(rgba, width, height, ExtendedColorType::Rgba8)
        .map_err(|_| damaged)?;
    read_bytes(png.into(), limits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_become_a_png_that_holds_exactly_them() {
        let pixels: Vec<u8> = (0..5 * 3 * 4).map(|n| n * 4).collect();
        let picture = from_rgba(5, 3, &pixels, &Limits::default()).unwrap();
        assert_eq!(
            (picture.format, picture.width, picture.height),
            (Format::Png, 5, 3)
        );
        let back = image::load_from_memory(&picture.bytes).unwrap().to_rgba8();
        assert_eq!(back.into_raw(), pixels);
    }

    #[test]
    fn pixels_that_do_not_fit_their_size_are_refused() {
        let limits = Limits::default();
        for (width, height, bytes) in [(5, 3, 59), (5, 3, 61), (0, 0, 0), (0, 7, 0)] {
            let refusal = from_rgba(width, height, &vec![0; bytes], &limits).unwrap_err();
            assert_eq!(refusal.code(), "picture_damaged", "{width} × {height}");
        }
        let refusal = from_rgba(6_001, 1, &[], &limits).unwrap_err();
        assert_eq!(refusal.code(), "picture_too_many_pixels");
    }
}
