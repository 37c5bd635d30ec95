//! Helpers of the preparation tests: generated pictures, and invariants of everything sent.

use std::ops::Range;

use bytes::Bytes;
use image::{ImageFormat, Rgb, RgbImage};
use intake::{
    Limits, MAX_TEXT_CHARS, PartPlan, Plan, Prepared, Refusal, Shown, prepare, read_bytes,
};

use crate::common::FONTS;

pub fn try_prepare(bytes: &[u8]) -> Result<Prepared, Refusal> {
    prepare(
        Bytes::copy_from_slice(bytes),
        &Limits::default(),
        &FONTS,
        |_| None,
        |_| (),
    )
}

/// Asserts that the outcome of preparing a hostile file is usable: pictures that the service accepts and a text within its
/// limit, or a refusal with parameters for its message.
pub fn assert_usable(outcome: &Result<Prepared, Refusal>) {
    match outcome {
        Ok(prepared) => {
            for picture in &prepared.pictures {
                read_bytes(picture.bytes.clone(), &Limits::default()).unwrap();
            }
            let text = prepared.text.as_deref().unwrap_or_default();
            assert!(text.chars().count() <= MAX_TEXT_CHARS as usize);
        }
        Err(refusal) => assert!(refusal.params().is_object(), "{refusal}"),
    }
}

/// The rows within the part of the picture that is shown.
pub fn seen(rows: &[Range<u32>], shown: &Shown) -> Vec<Range<u32>> {
    let place = |row: u32| row.saturating_sub(shown.top).min(shown.height);
    let rows = rows.iter().map(|row| place(row.start)..place(row.end));
    rows.filter(|row| !row.is_empty()).collect()
}

/// Prepares a file and asserts the invariants.
pub fn prepared_with(bytes: &[u8], limits: &Limits, rows: &[Range<u32>]) -> Prepared {
    let prepared = prepare(
        Bytes::copy_from_slice(bytes),
        limits,
        &FONTS,
        |shown| (!rows.is_empty()).then(|| seen(rows, &shown)),
        |_| (),
    )
    .unwrap();
    let Plan { source, parts, .. } = &prepared.plan;
    assert_eq!(source.bytes, bytes.len() as u64);
    assert_eq!(parts.len(), prepared.pictures.len());
    assert!(!parts.is_empty());
    for (part, picture) in parts.iter().zip(&prepared.pictures) {
        let accepted = read_bytes(picture.bytes.clone(), limits).unwrap();
        assert_eq!(accepted.format, picture.format);
        assert_eq!((accepted.width, accepted.height), (part.width, part.height));
        assert_eq!((picture.width, picture.height), (part.width, part.height));
        assert_eq!(accepted.rotated, picture.rotated);
        assert_eq!(accepted.sha256_hex(), part.sha256);
        assert_eq!(picture.sha256, accepted.sha256);
        assert_eq!(part.bytes, picture.bytes.len() as u64);
        assert!(picture.preview.is_some());
        assert!(part.region.x + part.region.width <= source.width);
        assert!(part.region.y + part.region.height <= source.height);
        assert!(part.scale > 0.0 && part.scale <= 1.0);
    }
    let json = serde_json::to_string(&prepared.plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), prepared.plan);
    prepared
}

pub fn prepared(bytes: &[u8]) -> Prepared {
    prepared_with(bytes, &Limits::default(), &[])
}

pub fn only_part(prepared: &Prepared) -> (&PartPlan, RgbImage) {
    assert_eq!(prepared.pictures.len(), 1);
    (prepared.plan.parts.first().unwrap(), pixels(prepared, 0))
}

pub fn pixels(prepared: &Prepared, part: usize) -> RgbImage {
    image::load_from_memory(&prepared.pictures.get(part).unwrap().bytes)
        .unwrap()
        .into_rgb8()
}

/// Random pixels, hardly compressible.
pub fn noise(width: u32, height: u32) -> RgbImage {
    let mut seed = 1_u32;
    RgbImage::from_fn(width, height, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, red, green, blue] = seed.to_be_bytes();
        Rgb([red, green, blue])
    })
}

/// Bars in place of lines of text, on a slightly structured background.
pub fn poster(width: u32, height: u32, lines: &[Range<u32>]) -> RgbImage {
    let mut poster = RgbImage::from_fn(width, height, |x, y| {
        Rgb([250, 240 - (x / 90) as u8, (y / 60) as u8])
    });
    for line in lines {
        for y in line.clone() {
            for x in (20..width - 20).filter(|x| x % 9 < 4) {
                poster.put_pixel(x, y, Rgb([120, 0, (x % 200) as u8]));
            }
        }
    }
    poster
}

pub fn one_line(from: u32, to: u32) -> Vec<Range<u32>> {
    std::iter::once(from..to).collect()
}

pub fn lossless_formats() -> [ImageFormat; 4] {
    [
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
        ImageFormat::Gif,
    ]
}
