//! Thumbnails, and perceptual hashes that recognise a re-encoded copy.

use std::fmt;

use bytes::Bytes;
use image::{DynamicImage, GenericImageView, RgbImage, codecs::jpeg::JpegEncoder};
use image_hasher::{HashAlg, HasherConfig};

/// Maximum pixels of either side of a thumbnail.
pub const THUMBNAIL_SIDE: u32 = 160;

/// Maximum ratio of height to width of a thumbnail; a taller picture is cropped to its beginning.
const SLENDERNESS: u32 = 2;

const QUALITY: u8 = 80;

/// Thumbnail and perceptual hash of a picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Preview {
    /// Upright, on a white background; a JPEG of a few kilobytes.
    pub thumbnail: Bytes,
    /// 64-bit perceptual hash; those of similar pictures differ in few bits.
    pub look: u64,
}

/// Omits the bytes.
impl fmt::Debug for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Preview")
            .field("look", &format_args!("{:016x}", self.look))
            .finish_non_exhaustive()
    }
}

impl Preview {
    /// Makes the preview of an upright picture. `None` on failure, which does not affect the picture itself.
    pub(crate) fn of(picture: &DynamicImage) -> Option<Self> {
        let (width, height) = picture.dimensions();
        let beginning =
            picture.crop_imm(0, 0, width, height.min(width.saturating_mul(SLENDERNESS)));
        let small = on_white(&beginning.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE));
        let mut thumbnail = Vec::new();
        small
            .write_with_encoder(JpegEncoder::new_with_quality(&mut thumbnail, QUALITY))
            .ok()?;
        Some(Self {
            thumbnail: thumbnail.into(),
            look: look(&on_white(&picture.thumbnail_exact(64, 64)))?,
        })
    }
}

/// Difference hash over eight rows of nine pixels. Scaling, re-encoding and small colour changes hardly affect it.
fn look(small: &RgbImage) -> Option<u64> {
    let hasher = HasherConfig::new()
        .hash_size(8, 8)
        .hash_alg(HashAlg::Gradient)
        .to_hasher();
    let hash = hasher.hash_image(small);
    Some(u64::from_be_bytes(hash.as_bytes().try_into().ok()?))
}

fn on_white(picture: &DynamicImage) -> RgbImage {
    let rgba = picture.to_rgba8();
    let mut rgb = RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in rgb.pixels_mut().zip(rgba.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        let over = |channel: u16| (channel * alpha + 255 * (255 - alpha)) / 255;
        to.0 = [red, green, blue].map(|channel| u8::try_from(over(channel)).unwrap_or(u8::MAX));
    }
    rgb
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bars of different heights, like lines of text on a poster.
    fn poster(width: u32, height: u32, seed: u32) -> DynamicImage {
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
            let (row, column) = (y * 12 / height, x * 10 / width);
            let ink = (row * 7 + column * 13 + seed * (row + 1)).is_multiple_of(3);
            image::Rgb(if ink { [180, 30, 30] } else { [250, 240, 220] })
        }))
    }

    #[test]
    fn a_smaller_copy_saved_as_jpeg_looks_the_same_and_another_poster_does_not() {
        let original = poster(1200, 1800, 1);
        let mut jpeg = Vec::new();
        original
            .thumbnail(600, 900)
            .to_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 60))
            .unwrap();
        let copy = image::load_from_memory(&jpeg).unwrap();
        let look = |picture: &DynamicImage| Preview::of(picture).unwrap().look;
        let differ = |a: u64, b: u64| (a ^ b).count_ones();
        assert!(differ(look(&original), look(&copy)) <= 4);
        assert!(differ(look(&original), look(&poster(1200, 1800, 2))) > 12);
    }

    #[test]
    fn a_thumbnail_is_small_and_of_a_long_picture_shows_the_beginning() {
        let preview = Preview::of(&poster(1080, 6000, 3)).unwrap();
        let thumbnail = image::load_from_memory(&preview.thumbnail).unwrap();
        assert_eq!((thumbnail.width(), thumbnail.height()), (80, 160));
        assert!(preview.thumbnail.len() < 20_000);
        assert!(Preview::of(&poster(1, 1, 0)).is_some());
    }
}
