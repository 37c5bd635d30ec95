//! Any picture becomes one that the service accepts, with as little change as possible.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageFormat, Rgb, RgbImage, RgbaImage, imageops,
};
use intake::{Encoder, Format, Limits, Note, Reason, Refusal, prepare};

use crate::common::{
    AFTER_IHDR, AFTER_SOI, FONTS, chunk, encoded, exif, inserted, picture, segment,
};
use crate::preparing::{
    lossless_formats, noise, one_line, only_part, pixels, poster, prepared, prepared_with,
    try_prepare,
};

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
    // A private chunk contains nothing of the picture.
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
    // Uncompressed: 36 MB.
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
        // Rotated, so that it has to be re-encoded.
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
    // Like Adobe, the encoder writes inverted inks.
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
