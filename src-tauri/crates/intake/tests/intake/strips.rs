//! A picture that is too large is cut, without cutting through lines of text.

use std::ops::Range;

use image::{GrayImage, ImageFormat, RgbImage, imageops};
use intake::{Encoder, Limits, Note, PartPlan, Prepared, Reason, Shown, prepare};

use crate::common::{AFTER_IHDR, FONTS, chunk, encoded, exif, inserted};
use crate::preparing::{
    noise, one_line, only_part, pixels, poster, prepared, prepared_with, try_prepare,
};

/// Asserts that each line is whole in a part, unscaled and with the original's pixels, and that the parts cover everything.
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

/// Asserts that the first of several parts shows the whole.
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
            // No edge may cross a line, neither a reported nor a visible one.
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
