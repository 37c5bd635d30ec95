//! Copies that nobody altered: compressed, scaled, framed, cropped.

use image::imageops::FilterType;
use published::{Comparison, Outcome, Rect, Registration, compare};

use crate::frames::{Framed, chat, screenshot};
use crate::picture::Picture;
use crate::poster::moved;
use crate::samples::wealth;

/// Compares the drawn poster with a copy of it.
fn comparison(copy: impl Fn(&Picture) -> Picture) -> Comparison {
    let approved = wealth().draw();
    let published = copy(&approved);
    compare(&approved.side(&[]), &published.side(&[]))
}

#[track_caller]
fn assert_unaltered(comparison: &Comparison, outcome: Outcome) -> &Registration {
    assert_eq!(comparison.regions, []);
    assert_eq!(comparison.outcome, outcome);
    comparison.registration.as_ref().unwrap()
}

#[track_caller]
fn assert_close(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} instead of {expected}"
    );
}

#[test]
fn the_same_pixels_are_identical() {
    let registration = comparison(Picture::clone);
    let registration = assert_unaltered(&registration, Outcome::Identical);
    assert_eq!(
        registration.published,
        Rect {
            x: 0,
            y: 0,
            width: 1240,
            height: 1754
        }
    );
}

#[test]
fn a_picture_saved_again_at_quality_60_is_the_same() {
    assert_unaltered(&comparison(|p| p.jpeg(60)), Outcome::Same);
}

#[test]
fn a_picture_at_half_size_is_the_same_whatever_scaled_it() {
    for filter in [
        FilterType::Lanczos3,
        FilterType::Triangle,
        FilterType::CatmullRom,
    ] {
        let comparison = comparison(|p| p.scaled(0.5, filter));
        let registration = assert_unaltered(&comparison, Outcome::Same);
        assert_close(registration.scale_x, 0.5, 0.001);
    }
}

#[test]
fn a_picture_reduced_by_a_chat_app_is_the_same() {
    assert_unaltered(
        &comparison(|p| p.resized(1080, 1528, FilterType::Triangle).jpeg(75)),
        Outcome::Same,
    );
}

#[test]
fn a_picture_that_was_enlarged_after_losing_detail_is_the_same() {
    let copy = |p: &Picture| {
        p.scaled(0.5, FilterType::Triangle)
            .resized(1240, 1754, FilterType::Triangle)
            .jpeg(80)
    };
    assert_unaltered(&comparison(copy), Outcome::Same);
}

#[test]
fn slightly_different_brightness_is_no_alteration() {
    assert_unaltered(
        &comparison(|p| p.toned(|v| v.powf(1.08)).jpeg(80)),
        Outcome::Same,
    );
    assert_unaltered(&comparison(|p| p.toned(|v| v * 0.97 + 0.02)), Outcome::Same);
}

#[test]
fn a_shift_by_a_pixel_is_no_alteration() {
    for (x, y) in [(1, 0), (0, 1), (-1, 1), (1, -1)] {
        assert_unaltered(&comparison(|p| p.pasted(p, x, y).jpeg(85)), Outcome::Same);
    }
}

#[test]
fn a_screenshot_with_a_status_bar_is_framed_and_its_position_is_found() {
    let approved = wealth().draw();
    let Framed {
        picture,
        scale,
        x,
        y,
    } = screenshot(&approved);
    let comparison = compare(&approved.side(&[]), &picture.side(&[]));
    let registration = assert_unaltered(&comparison, Outcome::Framed);
    assert!(registration.framed);
    assert_eq!(registration.missing, []);
    assert_close(registration.scale_x, scale, 0.001);
    assert_close(registration.offset_x, x, 1.5);
    assert_close(registration.offset_y, y, 1.5);
    assert_eq!(registration.published.width, 1080);
}

#[test]
fn a_picture_in_a_chat_is_framed_and_the_chat_is_not_compared() {
    let poster = wealth();
    let approved = poster.draw();
    let Framed {
        picture,
        scale,
        x,
        y,
    } = chat(&approved);
    let mut lines = moved(&poster.lines(), scale as f32, x as f32, y as f32);
    let first = lines[0].clone();
    lines.push(published::Line {
        text: "今天上线的海报".to_owned(),
        ..moved(&[first], 1.0, 400.0, -200.0).remove(0)
    });
    let picture = picture.jpeg(75);
    let comparison = compare(&approved.side(&poster.lines()), &picture.side(&lines));
    assert_unaltered(&comparison, Outcome::Framed);
    assert_eq!(comparison.words, []);
    assert_eq!(comparison.frame_lines, [lines.len() - 1]);
}

#[test]
fn a_cropped_picture_says_which_part_is_missing() {
    let comparison = comparison(|p| p.cropped(0, 0, 1240, 1500).jpeg(80));
    let registration = assert_unaltered(&comparison, Outcome::Cropped);
    let [missing] = registration.missing[..] else {
        panic!("{:?}", registration.missing)
    };
    assert_eq!((missing.x, missing.width), (0, 1240));
    assert_close(f64::from(missing.y), 1500.0, 2.0);
    assert!(!registration.framed);
}

#[test]
fn a_part_that_was_cut_out_and_reduced_is_found() {
    let comparison = comparison(|p| {
        p.cropped(100, 200, 1000, 1200)
            .scaled(0.6, FilterType::Triangle)
            .jpeg(75)
    });
    let registration = assert_unaltered(&comparison, Outcome::Cropped);
    assert_eq!(registration.missing.len(), 4);
    assert_close(f64::from(registration.approved.x), 100.0, 3.0);
    assert_close(f64::from(registration.approved.y), 200.0, 3.0);
}

#[test]
fn a_screenshot_of_part_of_a_long_page_is_found_in_it() {
    let page = crate::samples::long_page(9_000).draw();
    let shown = page.cropped(0, 4_000, 1080, 2_000);
    let published = Picture::filled(1080, 2_400, [240; 3])
        .pasted(&shown, 0, 200)
        .jpeg(80);
    let comparison = compare(&page.side(&[]), &published.side(&[]));
    let registration = assert_unaltered(&comparison, Outcome::Cropped);
    assert!(registration.framed);
    assert_close(f64::from(registration.approved.y), 4_000.0, 4.0);
}

#[test]
fn a_picture_without_any_detail_is_compared_by_its_colour() {
    let [white, almost, red] =
        [[250; 3], [248; 3], [200, 30, 30]].map(|colour| Picture::filled(300, 200, colour));
    assert_unaltered(&compare(&white.side(&[]), &almost.side(&[])), Outcome::Same);
    assert_eq!(
        compare(&white.side(&[]), &red.side(&[])).outcome,
        Outcome::Altered
    );
}
