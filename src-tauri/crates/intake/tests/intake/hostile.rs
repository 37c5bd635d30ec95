//! Malicious and damaged files: refused with a reason, with little time and memory.

use bytes::Bytes;
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use intake::{Damage, Limits, Refusal, prepare, read_bytes};
use proptest::prelude::*;

use crate::common::{AFTER_IHDR, FONTS, chunk, claimed_png, encoded, inserted, picture};
use crate::preparing::{lossless_formats, noise, try_prepare};

#[test]
fn bombs_are_refused_by_their_header() {
    let size = |width: u32, height: u32| [width.to_le_bytes(), height.to_le_bytes()].concat();
    let mut bmp = encoded(ImageFormat::Bmp, &RgbImage::new(1, 1).into());
    bmp[18..26].copy_from_slice(&size(60_000, 60_000));
    let mut gif = encoded(ImageFormat::Gif, &RgbImage::new(1, 1).into());
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    let mut jpeg = picture(ImageFormat::Jpeg, 8, 8);
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    let mut tiff = encoded(ImageFormat::Tiff, &GrayImage::new(1, 1).into());
    for tag in [[0, 1], [1, 1]] {
        let at = (8..tiff.len() - 12)
            .find(|at| tiff[*at..*at + 2] == tag && tiff[at + 4..at + 8] == [1, 0, 0, 0]);
        let at = at.unwrap();
        tiff[at + 8..at + 12].copy_from_slice(&60_000_u32.to_le_bytes());
    }
    for bomb in [claimed_png(60_000, 60_000, 1, 0), bmp, gif, jpeg, tiff] {
        let refusal = try_prepare(&bomb).unwrap_err();
        assert!(
            matches!(
                refusal,
                Refusal::TooVast {
                    limit: 300_000_000,
                    ..
                }
            ),
            "{refusal}"
        );
        assert_eq!(refusal.code(), "picture_too_vast");
    }
    // Within the pixel limit, but 2.3 GB when decoded.
    let filled = chunk(b"teXt", &[b'x'; 60_000]);
    let claimed = inserted(&claimed_png(17_000, 17_000, 16, 6), AFTER_IHDR, &filled);
    let refusal = try_prepare(&claimed).unwrap_err();
    assert!(
        matches!(
            refusal,
            Refusal::Broken {
                damage: Damage::Memory,
                ..
            }
        ),
        "{refusal}"
    );
}

#[test]
fn a_file_of_more_than_200_mb_is_refused_unread() {
    let bytes = Bytes::from(vec![0; 200_000_001]);
    let refusal = prepare(bytes, &Limits::default(), &FONTS, |_| None, |_| ()).unwrap_err();
    let (limit, actual) = (200_000_000, 200_000_001);
    assert_eq!(refusal, Refusal::TooLarge { limit, actual });
}

#[test]
fn a_file_cut_anywhere_is_damaged_and_not_half_a_picture() {
    let pixels = DynamicImage::from(noise(24, 20));
    for format in lossless_formats()
        .into_iter()
        .chain([ImageFormat::Png, ImageFormat::Jpeg])
    {
        let whole = encoded(format, &pixels);
        for len in (40..whole.len() - 12).step_by(7) {
            let refusal = try_prepare(&whole[..len]);
            let Err(refusal) = refusal else {
                panic!("{format:?} of {len} of {} bytes is taken", whole.len());
            };
            assert_eq!(
                refusal.code(),
                "picture_damaged",
                "{format:?} {len}: {refusal}"
            );
        }
    }
}

#[test]
fn metadata_that_claims_to_be_huge_takes_no_memory() {
    let mut webp = picture(ImageFormat::WebP, 24, 24);
    // A header that announces metadata, before the pixels; and metadata of 4 GB after them.
    let header = [&b"VP8X\x0a\0\0\0\x28\0\0\0"[..], &[23, 0, 0, 23, 0, 0]].concat();
    webp.splice(12..12, header);
    webp.extend(b"EXIF\xf0\xff\xff\xf0Exif");
    let len = (webp.len() - 8) as u32;
    webp[4..8].copy_from_slice(&len.to_le_bytes());
    let (found, damage) = (intake::Content::Webp, Damage::Truncated);
    assert_eq!(
        try_prepare(&webp).unwrap_err(),
        Refusal::Broken { found, damage }
    );
}

#[test]
fn a_picture_without_pixels_is_damaged() {
    let still = encoded(ImageFormat::Gif, &RgbImage::new(8, 8).into());
    let mut moving = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut moving);
    for grey in [0, 255] {
        let pixels = image::RgbaImage::from_pixel(8, 8, image::Rgba([grey, grey, grey, 255]));
        encoder.encode_frame(image::Frame::new(pixels)).unwrap();
    }
    drop(encoder);
    for mut gif in [still, moving] {
        for side in [6, 8] {
            gif[side..side + 2].copy_from_slice(&[0; 2]);
            let damage = Damage::Structure;
            let found = intake::Content::Gif;
            assert_eq!(
                try_prepare(&gif).unwrap_err(),
                Refusal::Broken { found, damage }
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_a_few_bytes_makes_it_panic(
        kind in 0_usize..6,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let kinds = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::Tiff];
        let mut bytes = picture(kinds[kind], 24, 24);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(prepared) = try_prepare(&bytes) {
            for picture in &prepared.pictures {
                prop_assert!(read_bytes(picture.bytes.clone(), &Limits::default()).is_ok());
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(
        start in prop::sample::select(vec![&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"RIFF\xff\0\0\0WEBPVP8X", b"RIFF\xff\0\0\0WEBPVP8L", b"GIF89a", b"BM\xff\xff\0\0\0\0\0\0", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]),
        rest in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        if let Err(refusal) = try_prepare(&[start, &rest].concat()) {
            prop_assert!(refusal.params().is_object());
        }
    }
}
