//! Which bytes are accepted as a picture, and the refusals for the others.

use crate::common::{
    AFTER_IHDR, AFTER_SOI, chunk, claimed_png, encoded, exif, inserted, picture, segment,
};
use bytes::Bytes;
use image::{DynamicImage, GrayImage, ImageFormat};
use intake::{Content, Damage, Format, Limits, Picture, Refusal, read_bytes};
use proptest::prelude::*;
use serde_json::json;

fn read(bytes: impl Into<Vec<u8>>) -> Result<Picture, Refusal> {
    read_bytes(Bytes::from(bytes.into()), &Limits::default())
}

#[test]
fn both_formats_are_taken_byte_for_byte() {
    for (encoding, format) in [
        (ImageFormat::Jpeg, Format::Jpeg),
        (ImageFormat::Png, Format::Png),
    ] {
        let bytes = picture(encoding, 31, 17);
        let taken = read(bytes.clone()).unwrap();
        assert_eq!(taken.format, format);
        assert_eq!((taken.width, taken.height, taken.rotated), (31, 17, false));
        assert_eq!(taken.bytes, bytes);
    }
}

#[test]
fn the_hash_is_that_of_the_file() {
    let taken = read(picture(ImageFormat::Png, 3, 3)).unwrap();
    assert_eq!(taken.sha256_hex().len(), 64);
    assert_eq!(taken.sha256_hex(), hex_by_the_system(&taken.bytes));
    assert!(format!("{taken:?}").len() < 300, "no bytes in a log");
}

fn hex_by_the_system(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    std::fs::write(&path, bytes).unwrap();
    let output = std::process::Command::new("sha256sum")
        .arg(path)
        .output()
        .unwrap();
    let line = String::from_utf8(output.stdout).unwrap();
    line.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn a_picture_that_ends_early_is_damaged_wherever_it_ends() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let whole = picture(format, 40, 30);
        for len in 0..whole.len() {
            let refusal = read(whole.get(..len).unwrap()).unwrap_err();
            match len {
                0 => assert_eq!(refusal, Refusal::Empty),
                1..8 if !matches!(refusal, Refusal::Damaged { .. }) => {
                    assert!(
                        matches!(refusal, Refusal::Format { .. }),
                        "{len}: {refusal}"
                    );
                }
                _ => assert!(
                    matches!(
                        refusal,
                        Refusal::Damaged {
                            damage: Damage::Truncated,
                            ..
                        }
                    ),
                    "{format:?} cut at {len} of {}: {refusal}",
                    whole.len()
                ),
            }
        }
    }
}

#[test]
fn a_broken_byte_in_the_pixels_of_a_png_is_found() {
    let mut bytes = picture(ImageFormat::Png, 40, 30);
    let at = bytes.len() - 30;
    *bytes.get_mut(at).unwrap() ^= 0x55;
    let refusal = read(bytes).unwrap_err();
    assert_eq!(refusal.code(), "picture_damaged");
    assert_eq!(
        refusal.params(),
        json!({ "format": "png", "detail": "pixels" })
    );
}

#[test]
fn parts_that_do_not_fit_are_damage() {
    let png = picture(ImageFormat::Png, 4, 4);
    let no_header = inserted(&png, 8, &chunk(b"tEXt", b"a\0b"));
    let jpeg = picture(ImageFormat::Jpeg, 4, 4);
    let no_length = inserted(&jpeg, AFTER_SOI, &[0xFF, 0xE0, 0, 1]);
    let no_pixels = [
        &[0xFF, 0xD8][..],
        &segment(0xC0, b"\x08\0\x04\0\x04\x01\x01\x11\0"),
        &[0xFF, 0xD9],
    ]
    .concat();
    for bytes in [no_header, no_length, no_pixels] {
        let refusal = read(bytes).unwrap_err();
        assert!(
            matches!(
                refusal,
                Refusal::Damaged {
                    damage: Damage::Structure,
                    ..
                }
            ),
            "{refusal}"
        );
    }
}

#[test]
fn what_is_no_jpeg_or_png_is_named() {
    let refusal = read(*b"RIFF\x24\0\0\0WEBPVP8 ").unwrap_err();
    assert_eq!(
        refusal,
        Refusal::Format {
            found: Content::Webp
        }
    );
    assert_eq!(refusal.code(), "picture_format");
    assert_eq!(refusal.params(), json!({ "found": "webp" }));
}

#[test]
fn a_side_of_6000_pixels_is_taken_and_one_more_is_not() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        assert_eq!(read(picture(format, 6000, 2)).unwrap().width, 6000);
        assert_eq!(read(picture(format, 2, 6000)).unwrap().height, 6000);
        let refusal = read(picture(format, 2, 6001)).unwrap_err();
        assert_eq!(refusal.code(), "picture_too_many_pixels");
        assert_eq!(
            refusal.params(),
            json!({ "limit": 6000, "width": 2, "height": 6001 })
        );
    }
}

#[test]
fn exactly_5_000_000_bytes_are_taken_and_one_more_is_not() {
    let png = picture(ImageFormat::Png, 40, 30);
    let filled = |len: usize| {
        let filling = len - png.len() - 12;
        inserted(&png, AFTER_IHDR, &chunk(b"fiLl", &vec![0; filling]))
    };
    assert_eq!(read(filled(5_000_000)).unwrap().bytes.len(), 5_000_000);
    let refusal = read(filled(5_000_001)).unwrap_err();
    assert_eq!(refusal.code(), "picture_too_large");
    assert_eq!(
        refusal.params(),
        json!({ "limit": 5_000_000, "actual": 5_000_001 })
    );
}

/// A PNG of 16 bits in four channels with next to no pixels.
fn claimed(side: u32) -> Vec<u8> {
    claimed_png(side, side, 16, 6)
}

#[test]
fn a_header_that_claims_60000_pixels_a_side_is_refused_before_anything_is_unpacked() {
    let refusal = read(claimed(60_000)).unwrap_err();
    let side = 60_000;
    assert_eq!(
        refusal,
        Refusal::TooManyPixels {
            limit: 6000,
            width: side,
            height: side
        }
    );
}

#[test]
fn a_small_file_of_many_equal_pixels_is_a_picture() {
    let bytes = encoded(
        ImageFormat::Png,
        &DynamicImage::from(GrayImage::new(6000, 6000)),
    );
    assert!(bytes.len() < 200_000, "{}", bytes.len());
    assert_eq!(read(bytes).unwrap().shown_size(), (6000, 6000));
}

#[test]
fn a_picture_that_takes_more_memory_than_its_size_explains_is_refused() {
    // 512 MB when decoded.
    let limits = Limits {
        max_side: 10_000,
        ..Limits::default()
    };
    let bytes = Bytes::from(claimed(8_000));
    let refusal = read_bytes(bytes, &limits).unwrap_err();
    assert_eq!(
        refusal,
        Refusal::Damaged {
            format: Format::Png,
            damage: Damage::Memory
        }
    );
}

#[test]
fn jpegs_that_only_print_shops_make_are_taken_on_their_structure() {
    let four_inks = b"\x08\0\x10\0\x20\x04\x01\x11\0\x02\x11\0\x03\x11\0\x04\x11\0";
    let twelve_bits = b"\x0c\0\x10\0\x20\x01\x01\x11\0";
    let grey = b"\x08\0\x10\0\x20\x01\x01\x11\0";
    let scan = [
        segment(0xDA, b"\x01\x01\0\0\x3f\0"),
        b"a\xff\0b\xff\xd0c".to_vec(),
    ]
    .concat();
    for (marker, frame) in [
        (0xC0, &four_inks[..]),
        (0xC1, twelve_bits),
        (0xC3, grey),
        (0xC9, grey),
    ] {
        let bytes = [
            &[0xFF, 0xD8][..],
            &segment(marker, frame),
            &scan,
            &[0xFF, 0xD9],
        ]
        .concat();
        let taken = read(bytes.clone()).unwrap();
        assert_eq!((taken.width, taken.height), (32, 16));
        assert_eq!(
            read(bytes.get(..bytes.len() - 1).unwrap())
                .unwrap_err()
                .code(),
            "picture_damaged"
        );
    }
    let bytes = [
        &[0xFF, 0xD8][..],
        &segment(0xC0, grey),
        &scan,
        &[0xFF, 0xD9],
    ]
    .concat();
    let refusal = read(bytes).unwrap_err();
    assert!(
        matches!(
            refusal,
            Refusal::Damaged {
                damage: Damage::Pixels,
                ..
            }
        ),
        "{refusal}"
    );
}

#[test]
fn a_photograph_on_its_side_says_so() {
    for (orientation, rotated) in [
        (1, false),
        (3, false),
        (5, true),
        (6, true),
        (8, true),
        (99, false),
    ] {
        let app1 = segment(0xE1, &[b"Exif\0\0", &exif(orientation)[..]].concat());
        let jpeg = inserted(&picture(ImageFormat::Jpeg, 40, 30), AFTER_SOI, &app1);
        let png = inserted(
            &picture(ImageFormat::Png, 40, 30),
            AFTER_IHDR,
            &chunk(b"eXIf", &exif(orientation)),
        );
        for bytes in [jpeg, png] {
            let taken = read(bytes).unwrap();
            assert_eq!(
                (taken.width, taken.height, taken.rotated),
                (40, 30, rotated),
                "{orientation}"
            );
            assert_eq!(
                taken.shown_size(),
                if rotated { (30, 40) } else { (40, 30) }
            );
        }
    }
}

#[test]
fn a_thumbnail_inside_does_not_stand_in_for_the_picture() {
    let thumbnail = picture(ImageFormat::Jpeg, 9, 9);
    let app1 = segment(0xE1, &[b"Exif\0\0", &exif(1)[..], &thumbnail].concat());
    let whole = inserted(&picture(ImageFormat::Jpeg, 40, 30), AFTER_SOI, &app1);
    assert_eq!(read(whole.clone()).unwrap().width, 40);
    assert!(read(whole.get(..app1.len() + 2).unwrap()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(
        start in prop::sample::select(vec![&b""[..], b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", b"PK\x03\x04"]),
        rest in prop::collection::vec(any::<u8>(), 0..2_000),
    ) {
        let bytes = [start, &rest].concat();
        if let Err(refusal) = read(bytes) {
            prop_assert!(refusal.params().is_object());
        }
    }

    #[test]
    fn no_change_of_a_few_bytes_makes_it_panic(
        png in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = picture(if png { ImageFormat::Png } else { ImageFormat::Jpeg }, 24, 24);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            *bytes.get_mut(at).unwrap() = value;
        }
        if let Ok(taken) = read(bytes) {
            prop_assert!(taken.width <= 6000 && taken.height <= 6000);
        }
    }
}
