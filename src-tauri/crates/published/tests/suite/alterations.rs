//! Alterations that must be found, after everything that may happen to a picture.

use image::imageops::FilterType;
use published::{Comparison, Outcome, RegionKind, compare};

use crate::frames::screenshot;
use crate::picture::Picture;
use crate::poster::{Poster, Text};
use crate::samples::{insurance, long_page, wealth, wealth_other_layout, wealth_other_product};

/// What an app does to a picture.
type Copy = fn(&Picture) -> Picture;

const COPIES: [(&str, Copy); 5] = [
    ("as it is", Picture::clone),
    ("quality 60", |p| p.jpeg(60)),
    ("half size", |p| p.scaled(0.5, FilterType::Lanczos3)),
    ("half size, quality 60", |p| {
        p.scaled(0.5, FilterType::Triangle).jpeg(60)
    }),
    ("1,080 wide, quality 75", |p| {
        p.resized(1080, 1528, FilterType::Triangle).jpeg(75)
    }),
];

fn comparison(altered: &Poster, copy: impl Fn(&Picture) -> Picture) -> Comparison {
    let approved = wealth().draw();
    compare(&approved.side(&[]), &copy(&altered.draw()).side(&[]))
}

/// Asserts that exactly one region was found, that it touches the line with the words, and returns its kind.
#[track_caller]
fn only_region(comparison: &Comparison, words: &str) -> RegionKind {
    assert_eq!(comparison.outcome, Outcome::Altered);
    let [region] = &comparison.regions[..] else {
        panic!("{:?}", comparison.regions)
    };
    let poster = wealth();
    let text = &poster.texts[poster.find(words)];
    let place = region.approved;
    assert!(
        (place.y as f32) < text.y && (place.y + place.height) as f32 > text.y - text.size,
        "{place:?}"
    );
    region.kind
}

#[test]
fn one_changed_digit_is_found_in_every_copy() {
    for (name, copy) in COPIES {
        let comparison = comparison(&wealth().with("3.85%", "3.95%"), copy);
        assert_eq!(
            only_region(&comparison, "3.85%"),
            RegionKind::Changed,
            "{name}"
        );
        let place = comparison.regions[0].approved;
        assert!(place.width < 40 && place.height < 50, "{name}: {place:?}");
    }
}

#[test]
fn a_removed_line_of_small_print_is_found_in_every_copy() {
    for (name, copy) in COPIES {
        let comparison = comparison(&wealth().without("业绩比较基准不是"), copy);
        assert_eq!(
            only_region(&comparison, "业绩比较基准不是"),
            RegionKind::Removed,
            "{name}"
        );
    }
}

#[test]
fn a_changed_digit_of_small_print_at_half_size_is_found() {
    // 22 pixels become 11.
    let altered = wealth().with("Z7001026000123", "Z7001026000128");
    for copy in [COPIES[2].1, COPIES[3].1] {
        let comparison = comparison(&altered, copy);
        assert_eq!(
            only_region(&comparison, "Z7001026000123"),
            RegionKind::Changed
        );
    }
}

#[test]
fn an_added_line_is_found() {
    let mut poster = wealth();
    poster.texts.push(Text {
        y: 1600.0,
        words: "限时加息，错过不再".to_owned(),
        ..poster.texts[8].clone()
    });
    let comparison = comparison(&poster, |p| p.jpeg(70));
    let kinds: Vec<_> = comparison.regions.iter().map(|r| r.kind).collect();
    assert_eq!(
        (comparison.outcome, &kinds[..]),
        (Outcome::Altered, &[RegionKind::Added][..])
    );
}

#[test]
fn a_screenshot_with_a_changed_digit_is_altered_and_the_frame_is_not() {
    let comparison = comparison(&wealth().with("3.85%", "3.95%"), |p| {
        screenshot(p).picture.jpeg(80)
    });
    assert_eq!(only_region(&comparison, "3.85%"), RegionKind::Changed);
    assert!(comparison.registration.unwrap().framed);
}

#[test]
fn a_screenshot_without_a_line_of_small_print_is_altered() {
    let comparison = comparison(&wealth().without("理财非存款"), |p| {
        screenshot(p).picture.jpeg(80)
    });
    assert_eq!(only_region(&comparison, "理财非存款"), RegionKind::Removed);
}

#[test]
fn a_changed_digit_in_a_cropped_picture_is_found() {
    let comparison = comparison(&wealth().with("3.85%", "3.95%"), |p| {
        p.cropped(0, 0, 1240, 1500).jpeg(75)
    });
    assert_eq!(only_region(&comparison, "3.85%"), RegionKind::Changed);
    assert_eq!(comparison.registration.unwrap().missing.len(), 1);
}

#[test]
fn another_colour_of_the_same_brightness_is_found() {
    let mut poster = wealth();
    // Luma of #8a2b1c is 70; so is that of this green.
    poster.texts[7].fill = "#0f6f00".to_owned();
    let comparison = comparison(&poster, |p| p.jpeg(80));
    assert_eq!(comparison.outcome, Outcome::Altered);
    let line = &wealth().texts[7];
    assert!(
        comparison
            .regions
            .iter()
            .all(|r| (r.approved.y as f32) < line.y && r.approved.y as f32 > line.y - 60.0)
    );
    assert!(
        comparison
            .regions
            .iter()
            .any(|r| r.kind == RegionKind::Recoloured)
    );
}

#[test]
fn a_changed_digit_on_a_long_page_is_found() {
    let page = long_page(9_000);
    let altered = page.with("第40条 年化利率 4.35%", "第40条 年化利率 4.85%");
    let (approved, published) = (page.draw(), altered.draw().jpeg(70));
    let comparison = compare(&approved.side(&[]), &published.side(&[]));
    let [region] = &comparison.regions[..] else {
        panic!("{:?}", comparison.regions)
    };
    let text = &page.texts[page.find("第40条")];
    assert!((region.approved.y as f32) < text.y && region.approved.y as f32 > text.y - text.size);
}

#[test]
fn other_material_is_not_mistaken_for_the_approved_one() {
    for copy in [|p: &Picture| p.clone(), |p: &Picture| screenshot(p).picture] {
        let comparison = comparison(&insurance(), copy);
        assert_eq!(
            (comparison.outcome, comparison.registration),
            (Outcome::Other, None)
        );
    }
}

#[test]
fn the_same_template_with_another_product_is_not_the_same() {
    let comparison = comparison(&wealth_other_product(), |p| p.jpeg(80));
    assert!(matches!(
        comparison.outcome,
        Outcome::Altered | Outcome::Other
    ));
}

#[test]
fn another_layout_is_not_the_same_picture() {
    let comparison = comparison(&wealth_other_layout(), Picture::clone);
    assert_eq!(comparison.outcome, Outcome::Other);
}
