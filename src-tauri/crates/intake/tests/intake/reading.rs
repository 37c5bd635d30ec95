//! What a person sees is what is sent and read: files of unusual forms against what other programs show.
//! `fixtures/reading/README.md` says how each file was made.

use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use image::{ImageFormat, RgbImage, Rgba, RgbaImage, imageops};
use intake::{Encoder, Limits, Note, Prepared, Reason, Refusal, prepare, shown};

use crate::common::{AFTER_SOI, FONTS, encoded, exif, inserted, picture, segment};
use crate::preparing::{pixels, prepared_with, try_prepare};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reading")
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

/// What other programs show of a fixture.
fn wanted(name: &str) -> RgbImage {
    let path = folder().join(format!("{name}.1.png"));
    image::open(path).unwrap().into_rgb8()
}

/// Mean difference, of 255; infinite if the sizes differ.
fn difference(got: &RgbImage, wanted: &RgbImage) -> f64 {
    if got.dimensions() != wanted.dimensions() {
        return f64::INFINITY;
    }
    let pairs = got.as_raw().iter().zip(wanted.as_raw());
    let sum: u64 = pairs.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / wanted.as_raw().len() as f64
}

/// What OCR reads of a file.
fn seen(bytes: &[u8]) -> RgbImage {
    let shown = shown(bytes, &FONTS).unwrap();
    RgbImage::from_raw(shown.width, shown.height, shown.rgb).unwrap()
}

/// The only picture sent, as it is shown.
fn sent(prepared: &Prepared) -> RgbImage {
    assert_eq!(prepared.pictures.len(), 1);
    seen(&prepared.pictures.first().unwrap().bytes)
}

#[test]
fn files_of_unusual_forms_are_seen_as_other_programs_show_them() {
    let mut files = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".png") || name.ends_with(".md") {
            continue;
        }
        files += 1;
        let (bytes, wanted) = (fixture(&name), wanted(&name));
        let prepared = try_prepare(&bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        let (read, sent) = (
            difference(&seen(&bytes), &wanted),
            difference(&sent(&prepared), &wanted),
        );
        assert!(read <= 2.0 && sent <= 2.0, "{name}: {read}, {sent}");
    }
    assert!(files >= 30, "{files}");
}

/// Fixtures that the library's fast decoder reads wrongly.
const UNCOMMON: [&str; 8] = [
    "apart-420.jpg",
    "apart-420-restart.jpg",
    "apart-jpegtran.jpg",
    "reversed-422.jpg",
    "pair-440.jpg",
    "progressive-restart.jpg",
    "refined-restart.jpg",
    "sampled-oddly.jpg",
];

#[test]
fn a_jpeg_of_several_scans_keeps_its_pixels_when_it_is_turned_or_cut() {
    for name in UNCOMMON {
        let app1 = segment(0xE1, &[b"Exif\0\0", &exif(6)[..]].concat());
        let turned = inserted(&fixture(name), AFTER_SOI, &app1);
        let prepared = try_prepare(&turned).unwrap();
        assert_eq!(prepared.plan.parts[0].reasons, [Reason::Turned]);
        let upright = imageops::rotate90(&wanted(name));
        // Encoded again, with sharp edges in a tiny picture.
        let off = difference(&pixels(&prepared, 0), &upright);
        assert!(off <= 3.0, "{name}: {off}");

        let small = Limits {
            max_side: 30,
            ..Limits::default()
        };
        let cut = prepared_with(&fixture(name), &small, &[]);
        for (part, number) in cut.plan.parts.iter().zip(0..) {
            if part.scale == 1.0 {
                let region = part.region;
                let whole = wanted(name);
                let wanted =
                    imageops::crop_imm(&whole, region.x, region.y, region.width, region.height);
                let off = difference(&pixels(&cut, number), &wanted.to_image());
                assert!(off <= 3.0, "{name}: {off}");
            }
        }
    }
}

#[test]
fn a_jpeg_that_lacks_only_its_end_mark_is_whole_and_that_is_said() {
    let mut files = vec![picture(ImageFormat::Jpeg, 41, 27)];
    files.extend(UNCOMMON.map(fixture));
    for whole in files {
        let open = whole.strip_suffix(b"\xFF\xD9").unwrap();
        for open in [open, &[open, &[0xFF]].concat()] {
            let prepared = try_prepare(open).unwrap();
            assert_eq!(prepared.plan.notes, [Note::EndMissing]);
            assert_eq!(prepared.plan.source.bytes, open.len() as u64);
            assert_eq!(prepared.plan.parts[0].encoder, Encoder::OriginalEnded);
            assert_eq!(prepared.pictures[0].bytes, whole);
            assert!(seen(open) == seen(&whole));
        }
        let app1 = segment(0xE1, &[b"Exif\0\0", &exif(3)[..]].concat());
        let turned = try_prepare(&inserted(open, AFTER_SOI, &app1)).unwrap();
        assert!(turned.plan.notes.contains(&Note::EndMissing));
        // Rows are missing, or their place is filled.
        for len in [open.len() / 2, open.len() * 3 / 4, open.len() - 20] {
            let torn = &open[..len];
            let filled = [torn, &[0; 500]].concat();
            for torn in [torn, &filled] {
                let refusal = try_prepare(torn).unwrap_err();
                assert_eq!(refusal.code(), "picture_damaged");
                assert_eq!(refusal.params()["detail"], "truncated");
            }
        }
    }
}

#[test]
fn a_progressive_jpeg_without_its_last_scans_is_not_whole() {
    let whole = fixture("refined-restart.jpg");
    let scans: Vec<usize> = whole
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| *pair == [0xFF, 0xDA])
        .map(|(at, _)| at)
        .collect();
    let last = *scans.last().unwrap();
    let refusal = try_prepare(&whole[..last]).unwrap_err();
    assert_eq!(refusal.params()["detail"], "truncated");
}

#[test]
fn a_gain_map_behind_the_picture_is_not_the_pictures_business() {
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta hdrgm:Version=\"1.0\"/>";
    let iso = b"urn:iso:std:iso:ts:21496:-1\0";
    let version = [&iso[..], &[0; 4]].concat();
    let map = [&iso[..], &[0; 61]].concat();
    for name in ["apart-420.jpg", "progressive-restart.jpg", ""] {
        let (base, wanted) = match name {
            "" => {
                let base = picture(ImageFormat::Jpeg, 41, 27);
                let wanted = seen(&base);
                (base, wanted)
            }
            _ => (fixture(name), wanted(name)),
        };
        let gain = inserted(
            &picture(ImageFormat::Jpeg, 20, 14),
            AFTER_SOI,
            &segment(0xE2, &map),
        );
        let head = [
            segment(0xE1, xmp),
            segment(0xE2, &version),
            segment(0xE2, b"MPF\0MM\0*"),
        ];
        let file = [inserted(&base, AFTER_SOI, &head.concat()), gain.clone()].concat();
        let cut_short = &file[..file.len() - 9];
        let filled = [&file[..], &[0; 64]].concat();
        for file in [&file, cut_short, &filled] {
            let prepared = try_prepare(file).unwrap();
            assert!(difference(&sent(&prepared), &wanted) <= 2.0);
            assert!(difference(&seen(file), &wanted) <= 2.0);
        }
    }
}

/// Strokes of a colour, like letters, on transparency.
fn strokes(colour: [u8; 3]) -> RgbaImage {
    let [red, green, blue] = colour;
    RgbaImage::from_fn(160, 60, |x, y| {
        let inked = (10..150).contains(&x) && x % 11 < 4 && (20..40).contains(&y);
        Rgba([red, green, blue, if inked { 255 } else { 0 }])
    })
}

fn contrast(picture: &RgbImage) -> u8 {
    let luma = picture.pixels().map(|pixel| pixel.0[1]);
    luma.clone().max().unwrap() - luma.min().unwrap()
}

#[test]
fn white_letters_on_transparency_are_sent_and_read_where_they_can_be_seen() {
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff] {
        for colour in [[255, 255, 255], [250, 250, 240], [255, 255, 200]] {
            let file = encoded(format, &strokes(colour).into());
            let prepared = try_prepare(&file).unwrap();
            assert_eq!(prepared.plan.notes, [Note::AlphaOnGrey], "{format:?}");
            assert!(contrast(&pixels(&prepared, 0)) > 100, "{format:?}");
            assert!(contrast(&seen(&file)) > 100, "{format:?}");
            let reasons = &prepared.plan.parts[0].reasons;
            let reason = match format {
                ImageFormat::Png => Reason::Background,
                _ => Reason::Kind,
            };
            assert_eq!(reasons, &[reason]);
        }
        let dark = encoded(format, &strokes([20, 20, 20]).into());
        let notes = try_prepare(&dark).unwrap().plan.notes;
        assert!(!notes.contains(&Note::AlphaOnGrey));
    }
}

#[test]
fn a_picture_that_is_one_plain_colour_on_white_says_so() {
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let clear = RgbaImage::from_pixel(40, 30, Rgba([30, 60, 90, 0]));
        let prepared = try_prepare(&encoded(format, &clear.into())).unwrap();
        assert!(
            prepared.plan.notes.contains(&Note::AlphaPlain),
            "{format:?}"
        );
    }
}

#[test]
fn the_pixels_that_a_run_length_bitmap_skips_are_clear() {
    // 6 × 2 pixels of a palette: 2 of colour 1, 2 skipped, 2 of colour 1; above them nothing.
    let data = [2, 1, 0, 2, 2, 0, 2, 1, 0, 1];
    let mut file =
        b"BM\0\0\0\0\0\0\0\0\x3E\0\0\0\x28\0\0\0\x06\0\0\0\x02\0\0\0\x01\0\x08\0\x01\0\0\0"
            .to_vec();
    file.extend([0; 12]);
    file.extend([2, 0, 0, 0, 0, 0, 0, 0]);
    file.extend([0, 0, 0, 0, 0, 0, 200, 0]);
    file.extend(data);
    let prepared = try_prepare(&file).unwrap();
    assert_eq!(prepared.plan.notes, [Note::AlphaOnWhite]);
    let pixels = sent(&prepared);
    let row = |y| (0..6).map(|x| pixels.get_pixel(x, y).0).collect::<Vec<_>>();
    let (red, white) = ([200, 0, 0], [255; 3]);
    assert_eq!(row(0), [white; 6]);
    assert_eq!(row(1), [red, red, white, white, red, red]);
}

/// A TIFF of uncompressed grey pages, each with a shade and a compression method.
fn scan(pages: &[(u8, u16)]) -> Vec<u8> {
    let mut file = b"II*\0".to_vec();
    let mut link = file.len();
    file.extend([0; 4]);
    for (shade, compression) in pages {
        let at = file.len() as u32;
        file.extend(vec![*shade; 40 * 30]);
        let directory = file.len() as u32;
        let field = file.get_mut(link..link + 4).unwrap();
        field.copy_from_slice(&directory.to_le_bytes());
        let entries: [(u16, u16, u32); 8] = [
            (256, 3, 40),
            (257, 3, 30),
            (258, 3, 8),
            (259, 3, (*compression).into()),
            (262, 3, 1),
            (273, 4, at),
            (278, 3, 30),
            (279, 4, 40 * 30),
        ];
        file.extend((entries.len() as u16).to_le_bytes());
        for (tag, kind, value) in entries {
            file.extend(tag.to_le_bytes());
            file.extend(kind.to_le_bytes());
            file.extend(1_u32.to_le_bytes());
            file.extend(value.to_le_bytes());
        }
        link = file.len();
        file.extend([0; 4]);
    }
    file
}

#[test]
fn a_page_that_cannot_be_read_is_named_and_the_others_go_on() {
    // A method of compression that is not known, and one whose data is damaged.
    for method in [34_712, 5, 7] {
        let file = scan(&[(10, 1), (70, method), (200, 1)]);
        let prepared = try_prepare(&file).unwrap();
        assert_eq!(prepared.pictures.len(), 2);
        assert_eq!(prepared.plan.notes, [Note::PagesLeftOut]);
        let left_out = &prepared.plan.left_out;
        assert_eq!((left_out[0].page, left_out[0].pictures), (2, 1));
        assert_eq!(pixels(&prepared, 1).get_pixel(3, 3).0, [200; 3]);
        let sheet = shown(&file, &FONTS).unwrap();
        assert_eq!(sheet.height, prepared.plan.source.height);
    }
    let none = try_prepare(&scan(&[(10, 34_712), (70, 34_712)])).unwrap_err();
    assert!(matches!(none, Refusal::Undecodable { .. }), "{none}");
}

#[test]
fn what_a_refusal_of_a_scan_says_is_why() {
    for (method, code) in [(34_712, "picture_undecodable"), (7, "picture_damaged")] {
        let bytes = Bytes::from(scan(&[(10, method)]));
        let refusal = prepare(bytes, &Limits::default(), &FONTS, |_| None, |_| ()).unwrap_err();
        assert_eq!(refusal.code(), code);
    }
}
