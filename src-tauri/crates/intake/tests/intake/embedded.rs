//! JPEG files embedded in an SVG: the same pixels as libjpeg, or a note.

use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use image::{ImageFormat, RgbImage};
use intake::{Note, Shown, shown};
use jpeg_encoder::{ColorType, Encoder};

use crate::common::{AFTER_SOI, FONTS, exif, inserted, picture, segment};
use crate::preparing::try_prepare;

/// A drawing of 1000 × 1000 with the JPEG at its upper left corner, pixel for pixel.
fn drawing(jpeg: &[u8], width: u32, height: u32) -> String {
    let data = BASE64_STANDARD.encode(jpeg);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="1000"><image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/></svg>"#
    )
}

fn drawn(jpeg: &[u8], width: u32, height: u32) -> Shown {
    shown(drawing(jpeg, width, height).as_bytes(), &FONTS).unwrap()
}

/// Mean difference of the channels, of 255.
fn difference(shown: &Shown, expected: &RgbImage) -> f64 {
    let mut sum = 0.0;
    for (x, y, pixel) in expected.enumerate_pixels() {
        let at = (y * shown.width + x) as usize * 3;
        for (actual, expected) in shown.rgb.iter().skip(at).zip(pixel.0) {
            sum += f64::from(actual.abs_diff(expected));
        }
    }
    sum / (expected.pixels().len() * 3) as f64
}

#[test]
fn an_uncommon_jpeg_in_a_drawing_has_the_pixels_that_libjpeg_reads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reading");
    for name in [
        "apart-420",
        "apart-420-restart",
        "apart-jpegtran",
        "pair-440",
        "progressive-restart",
        "refined-restart",
        "reversed-422",
        "sampled-oddly",
    ] {
        let jpeg = std::fs::read(folder.join(format!("{name}.jpg"))).unwrap();
        let expected = image::open(folder.join(format!("{name}.jpg.1.png"))).unwrap();
        let expected = expected.into_rgb8();
        let shown = drawn(&jpeg, expected.width(), expected.height());
        let difference = difference(&shown, &expected);
        assert!(difference < 2.0, "{name}: {difference}");
    }
}

#[test]
fn four_inks_in_a_drawing_have_the_colours_that_they_have_alone() {
    let mut inks = Vec::new();
    for at in 0..64 * 64_u32 {
        let left = at % 64 < 32;
        inks.extend(if left {
            [0, 255, 255, 0]
        } else {
            [255, 0, 255, 0]
        });
    }
    let mut jpeg = Vec::new();
    let encoder = Encoder::new(&mut jpeg, 95);
    encoder.encode(&inks, 64, 64, ColorType::Cmyk).unwrap();
    let alone = shown(&jpeg, &FONTS).unwrap();
    let alone = RgbImage::from_raw(64, 64, alone.rgb.to_vec()).unwrap();
    assert!(alone.get_pixel(10, 10).0 != alone.get_pixel(50, 10).0);
    let difference = difference(&drawn(&jpeg, 64, 64), &alone);
    assert!(difference < 1.0, "{difference}");
}

#[test]
fn a_turned_jpeg_stands_upright_in_a_drawing() {
    let jpeg = picture(ImageFormat::Jpeg, 40, 20);
    let turned = inserted(
        &jpeg,
        AFTER_SOI,
        &segment(0xE1, &[b"Exif\0\0", &exif(6)[..]].concat()),
    );
    let alone = shown(&turned, &FONTS).unwrap();
    assert_eq!((alone.width, alone.height), (20, 40));
    let alone = RgbImage::from_raw(20, 40, alone.rgb.to_vec()).unwrap();
    let difference = difference(&drawn(&turned, 20, 40), &alone);
    assert!(difference < 1.0, "{difference}");
}

#[test]
fn a_common_jpeg_in_a_drawing_stays_as_it_was() {
    let jpeg = picture(ImageFormat::Jpeg, 40, 20);
    let alone = image::load_from_memory(&jpeg).unwrap().into_rgb8();
    assert!(difference(&drawn(&jpeg, 40, 20), &alone) < 1.0);
}

#[test]
fn a_jpeg_that_cannot_be_decoded_is_left_out_with_a_note() {
    let whole = picture(ImageFormat::Jpeg, 400, 300);
    let cut = &whole[..whole.len() / 2];
    let mut arithmetic = whole.clone();
    let frame = arithmetic
        .windows(2)
        .position(|two| two == [0xFF, 0xC0])
        .unwrap();
    arithmetic[frame + 1] = 0xC9;
    let mut deep = whole.clone();
    deep[frame + 4] = 12;
    for jpeg in [cut, &arithmetic, &deep] {
        let svg = drawing(jpeg, 400, 300);
        let prepared = try_prepare(svg.as_bytes()).unwrap();
        assert_eq!(prepared.plan.notes, [Note::PicturesLeftOut]);
        let shown = shown(svg.as_bytes(), &FONTS).unwrap();
        assert!(shown.rgb.iter().all(|byte| *byte == 255));
    }
}
