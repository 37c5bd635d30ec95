//! Files of several pictures: each is sent separately, in order, and numbered.

use bytes::Bytes;
use image::codecs::{gif::GifEncoder, webp::WebPEncoder};
use image::{Frame, GrayImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use intake::{Limits, Note, PageKind, Prepared, Reason, Stage, prepare, shown};

use crate::common::{AFTER_IHDR, FONTS, chunk, encoded, inserted};
use crate::preparing::try_prepare;

fn prepared(bytes: &[u8]) -> Prepared {
    try_prepare(bytes).unwrap()
}

fn pixels(prepared: &Prepared, number: usize) -> RgbImage {
    let picture = prepared.pictures.get(number).unwrap();
    image::load_from_memory(&picture.bytes).unwrap().into_rgb8()
}

/// A banner of 200 × 100 pixels with a block of the given shade.
fn banner(shade: u8) -> RgbaImage {
    let mut banner = RgbaImage::from_pixel(200, 100, Rgba([255, 255, 255, 255]));
    for x in 20..60 {
        for y in 20..40 {
            banner.put_pixel(x, y, Rgba([shade, 0, 0, 255]));
        }
    }
    banner
}

fn gif(shades: &[u8]) -> Vec<u8> {
    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new(&mut gif);
    for shade in shades {
        encoder.encode_frame(Frame::new(banner(*shade))).unwrap();
    }
    drop(encoder);
    gif
}

/// A TIFF of pages, each linking to the next; the flag marks a page as a thumbnail of another.
fn tiff(pages: &[(u8, bool)]) -> Vec<u8> {
    let mut file = b"II*\0".to_vec();
    let mut link = file.len();
    file.extend([0; 4]);
    for (shade, small) in pages {
        let pixels = file.len() as u32;
        file.extend(vec![*shade; 40 * 30]);
        let directory = file.len() as u32;
        let field = file.get_mut(link..link + 4).unwrap();
        field.copy_from_slice(&directory.to_le_bytes());
        let entries: [(u16, u16, u32); 9] = [
            (254, 4, u32::from(*small)),
            (256, 3, 40),
            (257, 3, 30),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, pixels),
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
fn of_an_animation_those_frames_are_sent_that_differ() {
    let prepared = prepared(&gif(&[10, 10, 12, 200, 200, 10]));
    let source = &prepared.plan.source;
    assert_eq!(source.page_kind, Some(PageKind::Frame));
    assert_eq!(prepared.plan.notes, [Note::FramesAlike]);
    assert_eq!(prepared.pictures.len(), 2);
    assert_eq!(pixels(&prepared, 0).get_pixel(30, 30), &Rgb([10, 0, 0]));
    assert_eq!(pixels(&prepared, 1).get_pixel(30, 30), &Rgb([200, 0, 0]));
    for (number, part) in (1..).zip(&prepared.plan.parts) {
        assert_eq!(part.page, Some(number));
        assert_eq!(part.reasons, [Reason::Kind]);
        assert_eq!(part.region, source.pages[number as usize - 1]);
    }
}

#[test]
fn of_an_animation_that_never_rests_the_greatest_differences_are_sent() {
    let shades: Vec<u8> = (0..120).map(|number| number * 2).collect();
    let prepared = prepared(&gif(&shades));
    assert!((2..=24).contains(&prepared.pictures.len()));
    let last = pixels(&prepared, prepared.pictures.len() - 1);
    assert!(last.get_pixel(30, 30)[0] > 190, "its end is not there");
    assert_eq!(prepared.plan.notes, [Note::FramesAlike]);
}

/// An animation of white frames with a block of the given shade, at a different position in each.
fn slides(count: u32, shade: impl Fn(u32) -> u8) -> Vec<u8> {
    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new(&mut gif);
    for number in 0..count {
        let (left, top) = (number % 20 * 10, number / 20 * 10);
        let slide = RgbaImage::from_fn(200, 200, |x, y| {
            let within = (left..left + 10).contains(&x) && (top..top + 10).contains(&y);
            let shade = if within { shade(number) } else { 255 };
            Rgba([shade, shade, shade, 255])
        });
        encoder.encode_frame(Frame::new(slide)).unwrap();
    }
    drop(encoder);
    gif
}

#[test]
fn of_more_screens_than_are_sent_some_from_all_over_are_and_that_is_said() {
    for count in [30, 300] {
        let prepared = prepared(&slides(count, |_| 128));
        assert_eq!(prepared.pictures.len(), 24);
        assert_eq!(prepared.plan.notes, [Note::FramesLeftOut]);
        let last = pixels(&prepared, 23);
        let at = (count - 1) % 20 * 10 + 5;
        assert!(last.get_pixel(at, (count - 1) / 20 * 10 + 5)[0] < 140);
    }
}

#[test]
fn of_more_screens_than_are_sent_those_are_that_differ_most() {
    let half_faint = |number: u32| if number.is_multiple_of(2) { 128 } else { 240 };
    let prepared = prepared(&slides(30, half_faint));
    // All strong ones, and one of the faint ones.
    assert_eq!(prepared.pictures.len(), 16);
    assert_eq!(prepared.plan.notes, [Note::FramesLeftOut]);
}

#[test]
fn an_animation_that_breaks_off_is_not_sent_as_if_it_were_whole() {
    let whole = gif(&[10, 200]);
    let broken = &whole[..whole.len() - 30];
    let prepared = prepared(broken);
    assert_eq!(prepared.pictures.len(), 1);
    assert_eq!(prepared.plan.notes, [Note::FramesCut]);
}

#[test]
fn a_line_of_small_print_makes_a_frame_another_one() {
    let blank = RgbaImage::from_pixel(1080, 1350, Rgba([255, 255, 255, 255]));
    let mut printed = blank.clone();
    // Strokes one pixel wide, three pixels apart and twelve pixels tall.
    for x in (100..400).step_by(3) {
        for y in 1300..1312 {
            printed.put_pixel(x, y, Rgba([90, 90, 90, 255]));
        }
    }
    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new(&mut gif);
    for frame in [&blank, &printed, &blank] {
        encoder.encode_frame(Frame::new(frame.clone())).unwrap();
    }
    drop(encoder);
    assert_eq!(prepared(&gif).pictures.len(), 2);
}

#[test]
fn an_animation_that_stands_still_is_one_picture() {
    let prepared_gif = prepared(&gif(&[10, 10, 10]));
    assert_eq!(prepared_gif.pictures.len(), 1);
    assert_eq!(prepared_gif.plan.source.page_kind, None);
    // A PNG that declares an animation but has none is sent unchanged.
    let png = encoded(ImageFormat::Png, &banner(10).into());
    let moving = inserted(&png, AFTER_IHDR, &chunk(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]));
    let prepared_png = prepared(&moving);
    assert!(*prepared_png.pictures[0].bytes == moving);
    assert_eq!(prepared_png.plan.notes, [Note::Animated]);
    let mut webp = Vec::new();
    let pixels = banner(10);
    WebPEncoder::new_lossless(&mut webp)
        .encode(&pixels, 200, 100, image::ExtendedColorType::Rgba8)
        .unwrap();
    assert_eq!(prepared(&webp).pictures.len(), 1);
}

#[test]
fn every_page_of_a_tiff_is_sent_and_no_likeness_of_one() {
    let file = tiff(&[(10, false), (40, true), (200, false)]);
    let mut told = Vec::new();
    let bytes = Bytes::copy_from_slice(&file);
    let prepared = prepare(
        bytes,
        &Limits::default(),
        &FONTS,
        |_| None,
        |stage| told.push(stage),
    )
    .unwrap();
    let source = &prepared.plan.source;
    assert_eq!(source.page_kind, Some(PageKind::Page));
    assert_eq!(prepared.pictures.len(), 2);
    assert_eq!(pixels(&prepared, 0).get_pixel(3, 3), &Rgb([10, 10, 10]));
    assert_eq!(pixels(&prepared, 1).get_pixel(3, 3), &Rgb([200, 200, 200]));
    assert_eq!(
        told,
        [Stage::Unpacking, Stage::Pages(0, 2), Stage::Pages(1, 2)]
    );
    // The plan also gives its position on the sheet for OCR.
    let sheet = shown(&file, &FONTS).unwrap();
    assert_eq!((sheet.width, sheet.height), (source.width, source.height));
    let second = source.pages[1];
    let at = (second.y * sheet.width + second.x) as usize * 3;
    assert_eq!(sheet.rgb[at..at + 3], [200, 200, 200]);
    assert_eq!(sheet.rgb[at - 3..at], [255, 255, 255]);
}

#[test]
fn pages_that_lead_in_a_circle_end() {
    let mut file = tiff(&[(10, false), (200, false)]);
    let first = file[4..8].to_vec();
    let end = file.len();
    file[end - 4..].copy_from_slice(&first);
    assert_eq!(prepared(&file).pictures.len(), 2);
    let single = encoded(ImageFormat::Tiff, &GrayImage::new(20, 10).into());
    assert_eq!(prepared(&single).plan.source.page_kind, None);
}

#[test]
fn a_likeness_before_the_page_is_not_taken_for_it() {
    let prepared = prepared(&tiff(&[(40, true), (200, false)]));
    assert_eq!(prepared.pictures.len(), 1);
    assert_eq!(pixels(&prepared, 0).get_pixel(3, 3), &Rgb([200, 200, 200]));
}
