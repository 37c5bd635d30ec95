//! Pixels without a file: those of the clipboard become a PNG, and a picture becomes pixels for whoever looks into it.

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage, codecs::png::PngEncoder,
};

use crate::picture::{Format, Limits, Picture, decoded, read_bytes};
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

/// A picture as it is shown: turned as its metadata says, and on white where it is transparent.
pub struct Pixels {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Three bytes a pixel, red first, row by row from the top.
    pub rgb: Vec<u8>,
}

/// The pixels of a file; `None` where the decoder does not know its kind of JPEG. Takes up to 550 MB for the largest: call it
/// where that may fail.
///
/// # Errors
/// Those of [`read_bytes`].
pub fn shown(bytes: &[u8], limits: &Limits) -> Result<Option<Pixels>, Refusal> {
    Ok(decoded(bytes, limits)?.map(|picture| {
        let picture = on_white(picture);
        Pixels {
            width: picture.width(),
            height: picture.height(),
            rgb: picture.into_raw(),
        }
    }))
}

fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u16::from);
        let over = |part: u16| ((part * alpha + 255 * (255 - alpha)) / 255) as u8;
        Rgb([over(red), over(green), over(blue)])
    })
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
    fn what_is_transparent_is_shown_on_white() {
        let half = [[200, 100, 0, 255], [200, 100, 0, 0]].concat();
        let png = from_rgba(2, 1, &half, &Limits::default()).unwrap();
        let pixels = shown(&png.bytes, &Limits::default()).unwrap().unwrap();
        assert_eq!((pixels.width, pixels.height), (2, 1));
        assert_eq!(pixels.rgb, [200, 100, 0, 255, 255, 255]);
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
