//! Any picture becomes what the service accepts, with as little change as possible.

use std::io::Cursor;
use std::ops::Range;

use bytes::Bytes;
use image::metadata::Orientation;
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageFormat, Rgb, RgbImage, RgbaImage, imageops,
};
use intake::{
    Damage, Encoder, Format, Limits, Note, PartPlan, Plan, Prepared, Reason, Refusal, Shown,
    prepare, read_bytes,
};
use proptest::prelude::*;

use crate::common::{
    AFTER_IHDR, AFTER_SOI, FONTS, chunk, encoded, exif, inserted, picture, segment,
};

fn try_prepare(bytes: &[u8]) -> Result<Prepared, Refusal> {
    prepare(
        Bytes::copy_from_slice(bytes),
        &Limits::default(),
        &FONTS,
        |_| None,
        |_| (),
    )
}

/// The rows that are shown, as somebody sees them who is shown no more.
fn seen(rows: &[Range<u32>], shown: &Shown) -> Vec<Range<u32>> {
    let place = |row: u32| row.saturating_sub(shown.top).min(shown.height);
    let rows = rows.iter().map(|row| place(row.start)..place(row.end));
    rows.filter(|row| !row.is_empty()).collect()
}

/// Prepares, and makes sure of what always holds.
fn prepared_with(bytes: &[u8], limits: &Limits, rows: &[Range<u32>]) -> Prepared {
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

fn prepared(bytes: &[u8]) -> Prepared {
    prepared_with(bytes, &Limits::default(), &[])
}

fn only_part(prepared: &Prepared) -> (&PartPlan, RgbImage) {
    assert_eq!(prepared.pictures.len(), 1);
    (prepared.plan.parts.first().unwrap(), pixels(prepared, 0))
}

fn pixels(prepared: &Prepared, part: usize) -> RgbImage {
    image::load_from_memory(&prepared.pictures.get(part).unwrap().bytes)
        .unwrap()
        .into_rgb8()
}

/// Hardly compressible.
fn noise(width: u32, height: u32) -> RgbImage {
    let mut seed = 1_u32;
    RgbImage::from_fn(width, height, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, red, green, blue] = seed.to_be_bytes();
        Rgb([red, green, blue])
    })
}

/// Bars where lines of text would be, on paper with a little structure.
fn poster(width: u32, height: u32, lines: &[Range<u32>]) -> RgbImage {
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

fn one_line(from: u32, to: u32) -> Vec<Range<u32>> {
    std::iter::once(from..to).collect()
}

fn lossless_formats() -> [ImageFormat; 4] {
    [
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
        ImageFormat::Gif,
    ]
}

#[test]
fn what_is_accepted_as_it_is_goes_byte_for_byte() {
    for (format, width, height) in [
        (ImageFormat::Png, 40, 30),
        (ImageFormat::Jpeg, 40, 30),
        (ImageFormat::Jpeg, 6000, 2),
        (ImageFormat::Png, 6000, 20),
        (ImageFormat::Png, 2, 3000),
    ] {
        let bytes = picture(format, width, height);
        let prepared = prepared(&bytes);
        let (part, _) = only_part(&prepared);
        assert_eq!(prepared.pictures[0].bytes, bytes);
        assert_eq!(part.encoder, Encoder::Original);
        assert!(part.reasons.is_empty() && part.lossless);
        assert!(prepared.plan.notes.is_empty());
    }
}

#[test]
fn exactly_5_000_000_bytes_go_as_they_are_and_of_one_more_the_filling_goes() {
    let png = picture(ImageFormat::Png, 40, 30);
    let filled = |len: usize, kind| {
        let filling = len - png.len() - 12;
        inserted(&png, AFTER_IHDR, &chunk(kind, &vec![b'a'; filling]))
    };
    let full = filled(5_000_000, b"fiLl");
    assert_eq!(prepared(&full).pictures[0].bytes, full);
    // Nothing of the picture is in a private chunk.
    let prepared = prepared(&filled(5_000_001, b"fiLl"));
    assert_eq!(prepared.pictures[0].bytes, png);
    assert_eq!(prepared.plan.parts[0].encoder, Encoder::OriginalCut);
    assert_eq!(prepared.plan.parts[0].reasons, [Reason::Bytes]);
}

#[test]
fn each_kind_that_is_not_sent_becomes_a_png_with_the_same_pixels() {
    let pixels = poster(300, 200, &[50..70, 100..130]);
    for format in lossless_formats() {
        let file = encoded(format, &pixels.clone().into());
        let wanted = image::load_from_memory(&file).unwrap().into_rgb8();
        let prepared = prepared(&file);
        let (part, got) = only_part(&prepared);
        assert!(got == wanted, "{format:?}");
        assert_eq!(part.reasons, [Reason::Kind]);
        assert!(part.lossless && part.quality.is_none());
        assert_eq!(prepared.pictures[0].format, Format::Png);
        let kind = &prepared.plan.source.kind;
        assert_eq!(kind, &format!("{format:?}").to_lowercase());
    }
}

#[test]
fn the_content_counts_and_what_is_no_picture_is_named() {
    assert_eq!(try_prepare(b"").unwrap_err(), Refusal::Empty);
    for (bytes, found) in [
        (&b"\0\0\0\x18ftypheic\0"[..], "heic"),
        (b"{\\rtf1 words}", "rtf"),
    ] {
        let refusal = try_prepare(bytes).unwrap_err();
        assert_eq!(refusal.code(), "picture_format");
        assert_eq!(refusal.params(), serde_json::json!({ "found": found }));
    }
}

#[test]
fn a_large_png_of_few_colours_stays_without_loss() {
    // Written without compression: 36 MB.
    let lines: Vec<_> = (0..40).map(|n| n * 70 + 20..n * 70 + 50).collect();
    let pixels = imageops::crop_imm(&poster(4000, 3000, &lines), 0, 0, 4000, 3000).to_image();
    let file = encoded(ImageFormat::Bmp, &pixels.clone().into());
    assert!(file.len() > 30_000_000);
    let prepared = prepared(&file);
    let (part, got) = only_part(&prepared);
    assert!(got == pixels);
    assert!(part.lossless && part.scale == 1.0);
}

#[test]
fn an_opaque_alpha_channel_is_no_loss_and_a_transparent_one_lies_on_white() {
    let see_through = |alpha: u8| {
        let pixels = RgbaImage::from_fn(30, 20, |x, _| {
            image::Rgba([200, 100, 0, if x < 10 { alpha } else { 255 }])
        });
        prepared(&encoded(ImageFormat::WebP, &pixels.into()))
    };
    let opaque = see_through(255);
    assert!(opaque.plan.notes.is_empty());
    assert_eq!(pixels(&opaque, 0).get_pixel(5, 5), &Rgb([200, 100, 0]));
    let clear = see_through(0);
    assert_eq!(clear.plan.notes, [Note::AlphaOnWhite]);
    assert_eq!(pixels(&clear, 0).get_pixel(5, 5), &Rgb([255, 255, 255]));
    assert_eq!(pixels(&clear, 0).get_pixel(15, 5), &Rgb([200, 100, 0]));
}

#[test]
fn sixteen_bits_are_rounded_and_that_is_said() {
    let deep = ImageBuffer::<Rgb<u16>, _>::from_fn(30, 20, |x, y| {
        Rgb([x as u16 * 999, y as u16 * 777, 5])
    });
    let file = encoded(ImageFormat::Tiff, &DynamicImage::from(deep));
    let prepared = prepared(&file);
    assert_eq!(prepared.plan.notes, [Note::EightBits]);
    let (_, got) = only_part(&prepared);
    assert_eq!(got.get_pixel(10, 10), &Rgb([39, 30, 0]));
}

#[test]
fn grey_stays_grey() {
    let grey = GrayImage::from_fn(300, 200, |x, y| image::Luma([(x * y % 251) as u8]));
    let prepared = prepared(&encoded(ImageFormat::Tiff, &grey.clone().into()));
    let (part, got) = only_part(&prepared);
    assert_eq!(part.encoder, Encoder::PngGrey);
    assert_eq!(got, DynamicImage::from(grey).into_rgb8());
}

#[test]
fn a_photograph_too_large_becomes_a_jpeg_of_the_best_quality_that_fits() {
    let limits = Limits {
        max_bytes: 300_000,
        ..Limits::default()
    };
    let pixels = imageops::blur(&noise(900, 700), 1.2);
    let photo = encoded(ImageFormat::Png, &pixels.clone().into());
    assert!(photo.len() > 600_000);
    let prepared = prepared_with(&photo, &limits, &[]);
    let (part, got) = only_part(&prepared);
    assert_eq!((part.encoder, part.scale), (Encoder::Jpeg, 1.0));
    assert!(part.quality.unwrap() >= 75 && !part.lossless);
    assert_eq!(part.reasons, [Reason::Bytes]);
    assert!(part.bytes > 240_000, "{}", part.bytes);
    let off: u64 = got
        .iter()
        .zip(pixels.iter())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    assert!(off / (got.len() as u64) < 6);
}

#[test]
fn noise_that_no_quality_makes_fit_loses_pixels_last() {
    let limits = Limits {
        max_bytes: 200_000,
        ..Limits::default()
    };
    for format in [ImageFormat::Png, ImageFormat::Bmp] {
        let file = encoded(format, &noise(900, 700).into());
        let prepared = prepared_with(&file, &limits, &[]);
        let (part, got) = only_part(&prepared);
        assert!(part.scale < 1.0 && part.quality.unwrap() >= 75);
        assert!(part.reasons.contains(&Reason::Bytes));
        let ratio = f64::from(got.width()) / f64::from(got.height());
        assert!((ratio - 9.0 / 7.0).abs() < 0.01);
        assert_eq!((part.region.width, part.region.height), (900, 700));
    }
}

#[test]
fn what_is_upright_only_by_its_metadata_is_sent_upright() {
    let pixels = poster(300, 200, &one_line(50, 70));
    for turn in 2..=8_u8 {
        let orientation = Orientation::from_exif(turn).unwrap();
        let mut wanted = DynamicImage::from(pixels.clone());
        wanted.apply_orientation(orientation);
        let wanted = wanted.into_rgb8();
        let png = encoded(ImageFormat::Png, &pixels.clone().into());
        let png = inserted(&png, AFTER_IHDR, &chunk(b"eXIf", &exif(turn)));
        let prepared_png = prepared(&png);
        let (part, got) = only_part(&prepared_png);
        assert!(got == wanted);
        assert_eq!(part.reasons, [Reason::Turned]);

        let app1 = segment(0xE1, &[b"Exif\0\0", &exif(turn)[..]].concat());
        let jpeg = encoded(ImageFormat::Jpeg, &pixels.clone().into());
        let prepared_jpeg = prepared(&inserted(&jpeg, AFTER_SOI, &app1));
        let (part, got) = only_part(&prepared_jpeg);
        assert_eq!(got.dimensions(), wanted.dimensions());
        let off = |at: (u32, u32)| {
            got.get_pixel(at.0, at.1).0[0].abs_diff(wanted.get_pixel(at.0, at.1).0[0])
        };
        assert!(off((5, 5)) < 12 && off((60, 60)) < 60, "{turn}");
        assert_eq!((part.encoder, part.quality), (Encoder::Jpeg, Some(95)));
    }
}

#[test]
fn a_profile_moves_the_colours_into_srgb() {
    let red = RgbImage::from_pixel(40, 30, Rgb([200, 60, 60]));
    let with = |profile: moxcms::ColorProfile| {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(Cursor::new(&mut file), 40, 30);
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&red).unwrap();
        writer.finish().unwrap();
        let icc = profile.encode().unwrap();
        let stored = stored_zlib(&icc);
        let iccp = chunk(b"iCCP", &[b"a\0\0", &stored[..]].concat());
        // Turned, so that it has to be written anew.
        let turned = chunk(b"eXIf", &exif(3));
        prepared(&inserted(&file, AFTER_IHDR, &[iccp, turned].concat()))
    };
    let wide = with(moxcms::ColorProfile::new_adobe_rgb());
    assert_eq!(wide.plan.notes, [Note::ProfileConverted]);
    let Rgb([r, g, b]) = *pixels(&wide, 0).get_pixel(3, 3);
    assert!(r > 220 && g < 62 && b < 62, "{r} {g} {b}");
    let same = with(moxcms::ColorProfile::new_srgb());
    assert!(same.plan.notes.is_empty());
    assert_eq!(pixels(&same, 0).get_pixel(3, 3), &Rgb([200, 60, 60]));
}

fn stored_zlib(data: &[u8]) -> Vec<u8> {
    let len = (data.len() as u16).to_le_bytes();
    let opposite = (!(data.len() as u16)).to_le_bytes();
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    let sum = (b << 16 | a).to_be_bytes();
    [&[0x78, 0x01, 0x01][..], &len, &opposite, data, &sum].concat()
}

#[test]
fn four_inks_become_colours() {
    // The encoder writes them as Adobe does: each byte says how much of an ink is missing.
    for kind in [
        jpeg_encoder::ColorType::Cmyk,
        jpeg_encoder::ColorType::CmykAsYcck,
    ] {
        for (inks, wanted) in [
            ([0_u8, 0, 0, 0], [255, 255, 255]),
            ([0, 255, 255, 0], [255, 0, 0]),
            ([255, 0, 0, 0], [0, 255, 255]),
            ([0, 0, 0, 255], [0, 0, 0]),
            ([0, 0, 0, 128], [127, 127, 127]),
        ] {
            let mut file = Vec::new();
            jpeg_encoder::Encoder::new(&mut file, 100)
                .encode(&inks.repeat(32 * 16), 32, 16, kind)
                .unwrap();
            let prepared = prepared(&file);
            let (part, got) = only_part(&prepared);
            assert_eq!(part.reasons, [Reason::Inks]);
            assert_eq!(prepared.plan.notes, [Note::InksGuessed]);
            let near = |(a, b): (&u8, &u8)| a.abs_diff(*b) <= 3;
            let colour = got.get_pixel(9, 9).0;
            assert!(
                colour.iter().zip(&wanted).all(near),
                "{kind:?} {inks:?}: {colour:?}"
            );
        }
    }
}

/// Each line whole in a part, unscaled, its pixels those of the original; everything covered.
fn assert_lines_whole(original: &RgbImage, prepared: &Prepared, lines: &[Range<u32>]) {
    let (width, height) = original.dimensions();
    let mut reached = 0;
    let parts = &prepared.plan.parts;
    assert_context(parts.first().unwrap(), width, height);
    for (number, part) in parts.iter().enumerate().skip(1) {
        let region = part.region;
        assert!(part.scale == 1.0);
        assert_eq!((region.x, region.width), (0, width));
        assert_eq!((part.width, part.height), (region.width, region.height));
        assert!(region.height <= 3_000 && region.y <= reached);
        reached = region.y + region.height;
        let cut = imageops::crop_imm(original, 0, region.y, width, region.height).to_image();
        assert!(pixels(prepared, number) == cut);
    }
    assert_eq!(reached, height);
    for line in lines {
        let whole = |part: &PartPlan| {
            part.region.y <= line.start && line.end <= part.region.y + part.region.height
        };
        assert!(parts.iter().skip(1).any(whole), "{line:?}");
    }
}

/// The first of several parts is the whole.
fn assert_context(part: &PartPlan, width: u32, height: u32) {
    assert!(part.reasons.contains(&Reason::Context));
    let region = part.region;
    assert_eq!((region.x, region.y), (0, 0));
    assert_eq!((region.width, region.height), (width, height));
    assert!(part.scale < 1.0 && part.width.max(part.height) <= 6_000);
    let scale = f64::from(part.height) / f64::from(height);
    assert!((part.scale - scale).abs() < 0.01);
}

#[test]
fn a_poster_of_1080_by_14000_becomes_strips_that_hold_each_line_whole() {
    let lines: Vec<_> = (0..380).map(|n| n * 36 + 60..n * 36 + 80).collect();
    let original = poster(1080, 14_000, &lines);
    let file = encoded(ImageFormat::Png, &original.clone().into());
    for rows in [&lines[..], &[]] {
        let prepared = prepared_with(&file, &Limits::default(), rows);
        assert_eq!(
            prepared.plan.parts.len(),
            if rows.is_empty() { 8 } else { 7 }
        );
        let by = if rows.is_empty() {
            Note::CutByInk
        } else {
            Note::CutByText
        };
        assert_eq!(prepared.plan.notes, [by]);
        assert_lines_whole(&original, &prepared, &lines);
        for part in prepared.plan.parts.iter().skip(1) {
            assert_eq!(part.reasons, [Reason::Side]);
            // No edge goes through a line, neither where it is known nor where it is seen.
            let edge = part.region.y + part.region.height;
            assert!(
                !lines
                    .iter()
                    .any(|line| line.start < edge && edge < line.end)
            );
        }
    }
}

#[test]
fn a_tall_file_within_the_limits_goes_as_it_is() {
    let original = poster(1080, 4_800, &[]);
    let file = encoded(ImageFormat::Png, &original.into());
    let prepared = prepared(&file);
    assert_eq!(only_part(&prepared).0.encoder, Encoder::Original);
    assert_eq!(prepared.pictures[0].bytes, file);
}

#[test]
fn what_is_too_heavy_for_one_jpeg_is_cut_between_its_lines_and_keeps_its_pixels() {
    let lines: Vec<_> = (0..60).map(|n| n * 60 + 20..n * 60 + 50).collect();
    let original = noise(2_000, 3_600);
    let file = encoded(ImageFormat::Png, &original.into());
    let prepared = prepared_with(&file, &Limits::default(), &lines);
    let parts = &prepared.plan.parts;
    assert!(parts.len() >= 3, "{}", parts.len());
    assert_context(&parts[0], 2_000, 3_600);
    for part in &parts[1..] {
        assert!(part.reasons.contains(&Reason::Bytes));
        assert!(part.quality.is_some_and(|quality| quality >= 85));
        assert_eq!(part.region.width, 2_000);
        let edge = part.region.y + part.region.height;
        assert!(
            !lines
                .iter()
                .any(|line| line.start < edge && edge < line.end)
        );
    }
    assert_eq!(prepared.plan.notes, [Note::CutByText]);
}

#[test]
fn lines_are_looked_for_only_around_places_where_something_is_cut() {
    let asked = |picture: RgbImage| {
        let mut asked = Vec::new();
        let file = encoded(ImageFormat::Bmp, &picture.into());
        let rows = |shown: Shown| {
            assert_eq!(shown.rgb.len() as u32, shown.width * shown.height * 3);
            asked.push((shown.width, shown.top, shown.height));
            None
        };
        prepare(file.into(), &Limits::default(), &FONTS, rows, |_| ()).unwrap();
        asked
    };
    assert_eq!(asked(poster(600, 800, &[])), []);
    let asked = asked(poster(300, 6_500, &[]));
    assert!(
        asked.len() >= 3
            && asked
                .iter()
                .all(|(width, _, height)| (*width, *height) == (300, 600))
    );
}

#[test]
fn what_is_too_wide_becomes_columns() {
    let original = poster(7_700, 600, &one_line(100, 140));
    let file = encoded(ImageFormat::Png, &original.clone().into());
    let prepared = prepared(&file);
    let [context, left, right] = &prepared.plan.parts[..] else {
        panic!()
    };
    assert_context(context, 7_700, 600);
    assert_eq!(
        (left.region.x, right.region.x + right.region.width),
        (0, 7_700)
    );
    assert!(left.region.width + right.region.width >= 7_700 + 720);
    let cut = imageops::crop_imm(&original, right.region.x, 0, right.region.width, 600);
    assert!(pixels(&prepared, 2) == cut.to_image());
}

#[test]
fn a_turned_poster_is_cut_as_it_is_shown() {
    let lines: Vec<_> = (0..120).map(|n| n * 60 + 20..n * 60 + 50).collect();
    let shown = poster(900, 7_300, &lines);
    let stored = imageops::rotate270(&shown);
    let png = encoded(ImageFormat::Png, &stored.into());
    let png = inserted(&png, AFTER_IHDR, &chunk(b"eXIf", &exif(6)));
    let prepared = prepared_with(&png, &Limits::default(), &lines);
    assert_eq!(
        (prepared.plan.source.width, prepared.plan.source.height),
        (900, 7_300)
    );
    assert_lines_whole(&shown, &prepared, &lines);
}

#[test]
fn a_ribbon_that_would_take_more_than_100_parts_is_refused() {
    let ribbon = GrayImage::new(3, 250_000);
    let refusal = try_prepare(&encoded(ImageFormat::Png, &ribbon.into())).unwrap_err();
    assert_eq!(refusal.code(), "picture_too_many_parts");
    assert_eq!(refusal.params()["limit"], 100);
}

/// A PNG that claims a size and has next to no pixels.
fn claimed_png(width: u32, height: u32, depth: u8, colours: u8) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&size[..], &[depth, colours, 0, 0, 0]].concat();
    [
        b"\x89PNG\r\n\x1a\n",
        &chunk(b"IHDR", &header)[..],
        &chunk(b"IDAT", b"x"),
        &chunk(b"IEND", b""),
    ]
    .concat()
}

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
    // Within the pixels, but 2.3 GB when unpacked.
    let refusal = try_prepare(&claimed_png(17_000, 17_000, 16, 6)).unwrap_err();
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
fn kinds_that_no_decoder_knows_go_as_they_are_where_they_fit_and_else_say_so() {
    let grey = b"\x08\0\x10\0\x20\x01\x01\x11\0";
    let scan = segment(0xDA, b"\x01\x01\0\0\x3f\0");
    let arithmetic = [
        &[0xFF, 0xD8][..],
        &segment(0xC9, grey),
        &scan,
        &[0xFF, 0xD9],
    ]
    .concat();
    let prepared = try_prepare(&arithmetic).unwrap();
    assert_eq!(prepared.pictures[0].bytes, arithmetic);
    let limits = Limits {
        max_side: 20,
        ..Limits::default()
    };
    let refusal = prepare(arithmetic.into(), &limits, &FONTS, |_| None, |_| ()).unwrap_err();
    assert_eq!(refusal.code(), "picture_undecodable");
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
