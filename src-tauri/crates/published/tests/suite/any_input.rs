//! Any input at all: no panic, and every answer lies within the pictures.

use proptest::prelude::*;
use published::{Comparison, Error, Line, MAX_PIXELS, Note, Outcome, Pixels, Point, Rect, compare};

use crate::picture::Picture;

fn any_picture() -> impl Strategy<Value = Picture> {
    let sides = prop_oneof![
        (1..60_u32, 1..60_u32),
        (1..4_u32, 1..3_000_u32),
        (1..3_000_u32, 1..4_u32),
        (60..200_u32, 60..200_u32),
    ];
    (sides, any::<u32>(), 1..64_u32).prop_map(|((width, height), seed, grain)| {
        let mut state = u64::from(seed) | 1;
        let rgb = (0..u64::from(width) * u64::from(height) * 3)
            .map(|at| {
                if at % u64::from(grain) == 0 {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                }
                (state >> 56) as u8
            })
            .collect();
        Picture::new(width, height, rgb)
    })
}

fn any_line() -> impl Strategy<Value = Line> {
    let number = prop_oneof![
        4 => -50.0..3_000.0_f32,
        1 => prop::sample::select(vec![f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, 0.0]),
    ];
    let point = (number.clone(), number).prop_map(|(x, y)| Point { x, y });
    let text = prop_oneof![any::<String>(), "[年化利率0-9.%， ]{0,12}"];
    (text, prop::array::uniform4(point), any::<f32>()).prop_map(|(text, quad, confidence)| Line {
        text,
        quad,
        confidence,
    })
}

fn assert_within(comparison: &Comparison, approved: &Picture, published: &Picture) {
    let within = |rect: &Rect, picture: &Picture| {
        assert!(rect.width > 0 && rect.height > 0);
        assert!(rect.x + rect.width <= picture.width && rect.y + rect.height <= picture.height);
    };
    if let Some(registration) = &comparison.registration {
        within(&registration.approved, approved);
        within(&registration.published, published);
        registration
            .missing
            .iter()
            .for_each(|rect| within(rect, approved));
    }
    for region in &comparison.regions {
        within(&region.approved, approved);
        within(&region.published, published);
    }
    for change in &comparison.words {
        change
            .approved_place
            .iter()
            .for_each(|rect| within(rect, approved));
        change
            .published_place
            .iter()
            .for_each(|rect| within(rect, published));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_two_pictures_compare_without_leaving_them(
        approved in any_picture(),
        published in any_picture(),
        approved_lines in prop::collection::vec(any_line(), 0..6),
        published_lines in prop::collection::vec(any_line(), 0..6),
    ) {
        let comparison = compare(&approved.side(&approved_lines), &published.side(&published_lines));
        assert_within(&comparison, &approved, &published);
    }

    #[test]
    fn any_picture_is_identical_with_itself_and_unaltered_with_any_text(
        picture in any_picture(),
        lines in prop::collection::vec(any_line(), 0..6),
    ) {
        let comparison = compare(&picture.side(&lines), &picture.side(&[]));
        prop_assert_eq!(comparison.outcome, Outcome::Identical);
        assert_within(&comparison, &picture, &picture);
    }

    #[test]
    fn one_altered_pixel_never_panics(picture in any_picture(), at in any::<prop::sample::Index>(), by in 1..255_u8) {
        let mut other = picture.clone();
        let index = at.index(other.rgb.len());
        other.rgb[index] = other.rgb[index].wrapping_add(by);
        let comparison = compare(&picture.side(&[]), &other.side(&[]));
        prop_assert_ne!(comparison.outcome, Outcome::Identical);
        assert_within(&comparison, &picture, &other);
    }
}

#[test]
fn pictures_without_pixels_are_refused() {
    assert_eq!(Pixels::new(0, 5, &[]).unwrap_err(), Error::Empty);
    assert_eq!(Pixels::new(5, 0, &[]).unwrap_err(), Error::Empty);
}

#[test]
fn pictures_that_are_too_large_are_refused() {
    let error = Pixels::new(u32::MAX, u32::MAX, &[]).unwrap_err();
    assert!(matches!(error, Error::TooLarge { pixels } if pixels > MAX_PIXELS));
}

#[test]
fn bytes_that_do_not_match_the_size_are_refused() {
    assert_eq!(
        Pixels::new(2, 2, &[0; 11]).unwrap_err(),
        Error::Length {
            expected: 12,
            actual: 11
        }
    );
}

#[test]
fn the_same_hash_means_identical() {
    let [a, b] = [[0; 3], [1; 3]].map(|colour| Picture::filled(9, 9, colour));
    let [mut a, mut b] = [a.side(&[]), b.side(&[])];
    (a.sha256, b.sha256) = (Some([7; 32]), Some([7; 32]));
    assert_eq!(compare(&a, &b).outcome, Outcome::Identical);
}

#[test]
fn endless_text_is_cut_and_said_to_be() {
    let picture = Picture::filled(64, 64, [255; 3]);
    let other = Picture::filled(64, 64, [0; 3]);
    let corner = |x, y| Point { x, y };
    let line = |letter: &str| Line {
        text: letter.repeat(400),
        quad: [
            corner(0.0, 0.0),
            corner(60.0, 0.0),
            corner(60.0, 60.0),
            corner(0.0, 60.0),
        ],
        confidence: 1.0,
    };
    let (approved, published) = (vec![line("年"); 100], vec![line("月"); 100]);
    let comparison = compare(&picture.side(&approved), &other.side(&published));
    assert!(
        comparison.notes.contains(&Note::MoreLines),
        "{:?}",
        comparison.notes
    );
}
