//! Words: which differ, and what the pixels say about it.

use image::imageops::FilterType;
use published::{Comparison, Evidence, Line, Note, Outcome, WordKind, compare};

use crate::picture::Picture;
use crate::poster::{Poster, moved};
use crate::samples::{insurance, wealth, wealth_other_layout, wealth_other_product};

fn comparison(published: &Poster) -> Comparison {
    let approved = wealth();
    let (a, b) = (approved.draw(), published.draw());
    compare(&a.side(&approved.lines()), &b.side(&published.lines()))
}

/// Kind, approved words, published words and evidence of each change.
fn changes(comparison: &Comparison) -> Vec<(WordKind, &str, &str, Evidence)> {
    comparison
        .words
        .iter()
        .map(|w| {
            (
                w.kind,
                w.approved.as_str(),
                w.published.as_str(),
                w.evidence,
            )
        })
        .collect()
}

#[test]
fn a_changed_rate_is_quoted_from_both_pictures_with_its_places() {
    let comparison = comparison(&wealth().with("3.85%", "3.95%"));
    assert_eq!(comparison.outcome, Outcome::Altered);
    assert_eq!(
        changes(&comparison),
        [(WordKind::Changed, "3.85%", "3.95%", Evidence::Pixels)]
    );
    let (change, region) = (&comparison.words[0], &comparison.regions[0]);
    assert!(change.approved_place.unwrap().meets(&region.approved));
    assert!(change.published_place.unwrap().meets(&region.published));
    assert_eq!(region.approved_lines, [wealth().find("3.85%")]);
}

#[test]
fn a_changed_rate_at_half_size_is_quoted() {
    let altered = wealth().with("3.85%", "3.95%");
    let (a, b) = (
        wealth().draw(),
        altered.draw().scaled(0.5, FilterType::Triangle).jpeg(60),
    );
    let comparison = compare(
        &a.side(&wealth().lines()),
        &b.side(&moved(&altered.lines(), 0.5, 0.0, 0.0)),
    );
    assert_eq!(
        changes(&comparison),
        [(WordKind::Changed, "3.85%", "3.95%", Evidence::Pixels)]
    );
}

#[test]
fn a_removed_line_is_quoted_with_the_place_where_it_was() {
    let comparison = comparison(&wealth().without("理财非存款"));
    let words = "理财非存款，产品有风险，投资须谨慎。";
    assert_eq!(
        changes(&comparison),
        [(WordKind::Removed, words, "", Evidence::Pixels)]
    );
    assert!(comparison.words[0].published_place.is_some());
}

#[test]
fn a_misread_digit_is_no_alteration_if_the_pixels_agree() {
    let poster = wealth();
    let (a, b) = (poster.draw(), poster.draw().jpeg(70));
    let comparison = compare(
        &a.side(&poster.lines()),
        &b.side(&poster.with("3.85%", "3.86%").lines()),
    );
    assert_eq!(comparison.outcome, Outcome::Same);
    assert_eq!(
        changes(&comparison),
        [(WordKind::Changed, "3.85%", "3.86%", Evidence::Misread)]
    );
}

#[test]
fn a_misread_digit_in_letters_too_small_to_compare_stays_uncertain() {
    let poster = wealth();
    let (a, b) = (
        poster.draw(),
        poster.draw().scaled(0.3, FilterType::Triangle),
    );
    let misread = poster.with("Z7001026000123", "Z7001026000128");
    let comparison = compare(
        &a.side(&poster.lines()),
        &b.side(&moved(&misread.lines(), 0.3, 0.0, 0.0)),
    );
    assert_eq!(comparison.outcome, Outcome::Same);
    assert_eq!(comparison.words[0].evidence, Evidence::TextOnly);
    assert!(
        comparison.notes.contains(&Note::SmallLines { lines: 5 }),
        "{:?}",
        comparison.notes
    );
}

#[test]
fn a_changed_digit_that_ocr_reads_alike_is_still_a_region_on_its_line() {
    let poster = wealth();
    let (a, b) = (poster.draw(), poster.with("3.85%", "3.95%").draw().jpeg(70));
    let comparison = compare(&a.side(&poster.lines()), &b.side(&poster.lines()));
    assert_eq!(
        (comparison.outcome, comparison.words.len()),
        (Outcome::Altered, 0)
    );
    assert_eq!(comparison.regions[0].approved_lines, [poster.find("3.85%")]);
}

#[test]
fn text_that_ocr_divides_into_other_lines_is_the_same_text() {
    let poster = wealth();
    let mut lines = poster.lines();
    let whole = lines.remove(poster.find("3.85%"));
    let middle = whole.quad[0].x + 40.0 * 6.3;
    let half = |text: &str, from: f32, to: f32| {
        let mut quad = whole.quad;
        (quad[0].x, quad[3].x, quad[1].x, quad[2].x) = (from, from, to, to);
        Line {
            text: text.to_owned(),
            quad,
            confidence: 0.9,
        }
    };
    lines.push(half("业绩比较基准", whole.quad[0].x, middle));
    lines.push(half("3.85%（年化）", middle, whole.quad[1].x));
    let (a, b) = (poster.draw(), poster.draw().jpeg(80));
    assert_eq!(compare(&a.side(&poster.lines()), &b.side(&lines)).words, []);
}

#[test]
fn words_in_a_missing_part_are_cut_off() {
    let poster = wealth();
    let a = poster.draw();
    let b = a.cropped(0, 0, 1240, 1600);
    let mut lines = poster.lines();
    lines.pop();
    let comparison = compare(&a.side(&poster.lines()), &b.side(&lines));
    assert_eq!(comparison.outcome, Outcome::Cropped);
    let words = "示例银行股份有限公司 2026年3月";
    assert_eq!(
        changes(&comparison),
        [(WordKind::Removed, words, "", Evidence::CutOff)]
    );
}

#[test]
fn the_same_words_in_another_layout_are_the_same_words() {
    let comparison = comparison(&wealth_other_layout());
    assert_eq!(comparison.outcome, Outcome::SameWords);
    assert_eq!(
        (comparison.registration.as_ref(), &comparison.words[..]),
        (None, &[][..])
    );
}

#[test]
fn a_changed_digit_in_another_layout_is_altered_by_the_text_alone() {
    let comparison = comparison(&wealth_other_layout().with("3.85%", "3.95%"));
    assert_eq!(comparison.outcome, Outcome::Altered);
    assert_eq!(
        changes(&comparison),
        [(WordKind::Changed, "3.85%", "3.95%", Evidence::TextOnly)]
    );
}

#[test]
fn other_material_shares_no_words() {
    assert_eq!(comparison(&insurance()).outcome, Outcome::Other);
}

#[test]
fn the_same_template_with_another_product_lists_what_was_replaced() {
    let comparison = comparison(&wealth_other_product());
    assert!(
        matches!(comparison.outcome, Outcome::Altered | Outcome::Other),
        "{:?}",
        comparison.outcome
    );
    assert!(
        comparison
            .words
            .iter()
            .any(|w| w.approved.contains("稳盈添利") || w.approved.contains('稳'))
    );
    assert!(
        comparison
            .words
            .iter()
            .all(|w| w.evidence != Evidence::Misread)
    );
}

#[test]
fn full_width_forms_and_spaces_are_the_same_words() {
    let poster = wealth();
    let published = poster.with("3.85%（年化）", "3.85％ (年化)");
    let (a, b) = (poster.draw(), poster.draw().jpeg(80));
    assert_eq!(
        compare(&a.side(&poster.lines()), &b.side(&published.lines())).words,
        []
    );
}

#[test]
fn pictures_that_were_not_read_say_so() {
    let picture: Picture = wealth().draw();
    let comparison = compare(
        &picture.side(&wealth().lines()),
        &picture.jpeg(80).side(&[]),
    );
    assert_eq!(
        (comparison.outcome, &comparison.words[..]),
        (Outcome::Same, &[][..])
    );
    assert!(comparison.notes.contains(&Note::NoLines));
}
