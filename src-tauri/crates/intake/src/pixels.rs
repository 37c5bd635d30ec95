//! Encodes raw pixels, such as those of the clipboard, as PNG.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::prepare::MAX_PIXELS;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Encodes RGBA pixels (four bytes each, rows from top to bottom) as lossless PNG. The largest pictures take some seconds,
/// so call it where it may block.
///
/// # Errors
/// [`Refusal::TooVast`] before anything is encoded; [`Refusal::Broken`] if the number of bytes does not match the size.
pub fn png_of_rgba(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, Refusal> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS {
        let limit = MAX_PIXELS;
        return Err(Refusal::TooVast {
            limit,
            width,
            height,
        });
    }
    let broken = Refusal::Broken {
        found: Content::Png,
        damage: Damage::Structure,
    };
    if pixels == 0 || rgba.len() as u64 != pixels * 4 {
        return Err(broken);
    }
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive)
        .write_image(rgba, width, height, ExtendedColorType::Rgba8)
        .map_err(|_| broken)?;
    Ok(png)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_become_a_png_that_holds_exactly_them() {
        let pixels: Vec<u8> = (0..5 * 3 * 4).map(|n| n * 4).collect();
        let png = png_of_rgba(5, 3, &pixels).unwrap();
        let back = image::load_from_memory(&png).unwrap().to_rgba8();
        assert_eq!(back.dimensions(), (5, 3));
        assert_eq!(back.into_raw(), pixels);
    }

    #[test]
    fn pixels_that_do_not_fit_their_size_are_refused() {
        for (width, height, bytes) in [(5, 3, 59), (5, 3, 61), (0, 0, 0), (0, 7, 0)] {
            let refusal = png_of_rgba(width, height, &vec![0; bytes]).unwrap_err();
            assert_eq!(refusal.code(), "picture_damaged", "{width} × {height}");
        }
        let refusal = png_of_rgba(30_000, 10_001, &[]).unwrap_err();
        assert_eq!(refusal.code(), "picture_too_vast");
    }
}
