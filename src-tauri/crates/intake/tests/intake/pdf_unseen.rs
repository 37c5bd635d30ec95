//! Text in a PDF that nobody sees is left out of its text, and a note says so.

use intake::{Note, Prepared};

use crate::documents::{A4, CATALOGUE, pdf, prepared, stream};

const FONT: &str =
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// A page with this content, which may use the font `/L`, the states `/Clear`, `/Half` and `/Multiply`, the grey picture `/P`,
/// the half transparent one `/S`, the form `/Form` and the layers `/Off` and `/On`.
fn page(entries: &str, content: &str) -> Prepared {
    prepared(&file(entries, content, ""))
}

fn file(entries: &str, content: &str, form: &str) -> Vec<u8> {
    let picture = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8";
    let resources = format!(
        "/Resources << /Font << /L {FONT} >> /XObject << /P 5 0 R /S 6 0 R /Form 8 0 R >> \
         /ExtGState << /Clear << /ca 0 /CA 0 >> /Half << /ca 0.5 >> /Multiply << /BM /Multiply >> >> \
         /Properties << /Off 9 0 R /On 10 0 R >> >>"
    );
    let catalogue = CATALOGUE.replace(
        ">>",
        "/OCProperties << /OCGs [9 0 R 10 0 R] /D << /Order [9 0 R 10 0 R] >> >> >>",
    );
    let catalogue = match content.contains("/Off") {
        true => catalogue.replace("/Order", "/OFF [9 0 R] /Order"),
        false => catalogue,
    };
    pdf(&[
        catalogue,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R {entries} /Contents 4 0 R {resources} >>"),
        stream("", content),
        stream(picture, "zzzz"),
        stream(&format!("{picture} /SMask 7 0 R"), "zzzz"),
        stream(picture, "@@@@"),
        stream(
            &format!("/Type /XObject /Subtype /Form /BBox [0 0 200 20] {resources}"),
            form,
        ),
        "<< /Type /OCG /Name (hidden) >>".to_owned(),
        "<< /Type /OCG /Name (shown) >>".to_owned(),
    ])
}

const SEEN: &str = "BT /L 12 Tf 72 700 Td (Seen) Tj ET\n";

/// The text of a page that has `Seen` and more, and the notes.
fn beside(entries: &str, more: &str) -> (String, Vec<Note>) {
    let prepared = page(entries, &format!("{SEEN}{more}"));
    (prepared.text.unwrap_or_default(), prepared.plan.notes)
}

fn gone(more: &str) {
    let (text, notes) = beside(A4, more);
    assert_eq!(text, "Seen", "{more}");
    assert_eq!(notes, [Note::UnseenLeftOut], "{more}");
}

fn stays(more: &str) {
    let (text, notes) = beside(A4, more);
    assert_eq!(text, "Seen\nMore", "{more}");
    assert_eq!(notes, [], "{more}");
}

const MORE: &str = "BT /L 12 Tf 72 600 Td (More) Tj ET\n";
/// Where `MORE` is.
const THERE: &str = "60 590 100 30 re";

#[test]
fn text_outside_the_page_is_left_out() {
    for place in ["-200 600", "900 600", "72 -40", "72 900", "72 200000"] {
        gone(&format!("BT /L 12 Tf {place} Td (More) Tj ET"));
    }
    // Its beginning is on the page, at least a part of each letter.
    let (text, notes) = beside(A4, "BT /L 12 Tf 580 600 Td (More) Tj ET");
    assert_eq!(
        (text.as_str(), notes),
        ("Seen\nMo", vec![Note::UnseenLeftOut])
    );
}

#[test]
fn text_outside_the_crop_box_is_left_out_on_turned_pages_too() {
    for turn in [0, 90, 180, 270, -90, 450] {
        let entries = format!("{A4} /CropBox [50 650 400 800] /Rotate {turn}");
        let (text, notes) = beside(&entries, MORE);
        assert_eq!(text, "Seen", "{turn}");
        assert_eq!(notes, [Note::UnseenLeftOut], "{turn}");
    }
}

#[test]
fn text_that_is_clipped_away_is_left_out() {
    for clip in [
        "300 300 100 100 re W n",
        "0 0 0 0 re W n",
        "0 0 600 850 re 60 590 200 30 re W* n",
        "300 300 m 400 300 l 350 400 l h W n",
    ] {
        gone(&format!("q {clip} {MORE} Q"));
    }
    gone(&format!(
        "q 60 690 100 30 re W n 0 0 600 300 re W n {MORE} Q"
    ));
    for clip in [THERE, "0 0 600 850 re", "0 500 m 600 500 l 300 1800 l h"] {
        stays(&format!("q {clip} W n {MORE} Q"));
    }
    // The clip ends before the text.
    stays(&format!("q 300 300 10 10 re W n Q {MORE}"));
}

#[test]
fn text_beyond_the_box_of_a_form_is_left_out() {
    let content = format!("{SEEN} q 1 0 0 1 72 600 cm /Form Do Q");
    let inside = prepared(&file(A4, &content, "BT /L 12 Tf 0 4 Td (More) Tj ET"));
    assert_eq!(inside.text.as_deref(), Some("Seen\nMore"));
    let outside = prepared(&file(A4, &content, "BT /L 12 Tf 0 40 Td (More) Tj ET"));
    assert_eq!(outside.text.as_deref(), Some("Seen"));
    assert_eq!(outside.plan.notes, [Note::UnseenLeftOut]);
}

#[test]
fn invisible_and_transparent_text_is_left_out() {
    gone(&format!("3 Tr {MORE} 0 Tr"));
    gone(&format!("q /Clear gs {MORE} Q"));
    gone(&format!("q /Clear gs 1 Tr {MORE} Q"));
    stays(&format!("q /Half gs {MORE} Q"));
    stays(&format!("3 Tr 0 Tr {MORE}"));
}

#[test]
fn text_covered_by_what_is_drawn_later_is_left_out() {
    for cover in [
        format!("{THERE} f"),
        "1 g 0 580 300 60 re f".to_owned(),
        "0 0 1 rg 40 580 m 300 580 l 300 640 l 40 640 l h f*".to_owned(),
        "1 g 0 590 m 200 560 l 200 700 l 0 660 l h f".to_owned(),
        // Two areas together.
        "1 g 60 590 25 30 re f 80 590 60 30 re f".to_owned(),
        "q 120 0 0 40 60 590 cm /P Do Q".to_owned(),
    ] {
        gone(&format!("{MORE} {cover}"));
    }
    for no_cover in [
        "1 g 300 590 100 30 re f".to_owned(),
        format!("q /Half gs {THERE} f Q"),
        format!("q /Multiply gs 1 1 0 rg {THERE} f Q"),
        format!("q 300 300 50 50 re W n {THERE} f Q"),
        format!("{THERE} 50 580 120 50 re f*"),
        format!("0 G {THERE} S"),
        "q 120 0 0 40 60 590 cm /S Do Q".to_owned(),
        "q 120 0 0 40 260 590 cm /P Do Q".to_owned(),
    ] {
        stays(&format!("{MORE} {no_cover}"));
    }
    // A background is drawn before its text.
    stays(&format!("0.9 g {THERE} f 0 g {MORE}"));
    // Drawn again above the cover.
    let (text, _) = beside(A4, &format!("{MORE} 0.9 g {THERE} f 0 g {MORE}"));
    assert_eq!(text, "Seen\nMore");
}

#[test]
fn text_in_a_layer_that_is_off_is_left_out() {
    for hidden in [
        format!("/OC /Off BDC {MORE} EMC"),
        format!("/OC /On BDC /OC /Off BDC {MORE} EMC EMC"),
    ] {
        let (text, notes) = beside(A4, &hidden);
        assert_eq!((text.as_str(), notes), ("Seen", vec![Note::LayersLeftOut]));
    }
    stays(&format!("/OC /On BDC {MORE} EMC"));
}

#[test]
fn what_a_scanner_read_is_left_out_and_called_so() {
    let layer = "3 Tr BT /L 12 Tf 72 600 Td (More) Tj ET 0 Tr";
    let picture = "q 595 0 0 842 0 0 cm /P Do Q";
    for content in [
        format!("{picture} {layer}"),
        format!("{layer} {picture}"),
        format!("BT /L 12 Tf 72 600 Td (More) Tj ET {picture}"),
        format!("{picture} q /Clear gs BT /L 12 Tf 72 600 Td (More) Tj ET Q"),
    ] {
        let prepared = page(A4, &content);
        assert_eq!(prepared.text, None, "{content}");
        assert_eq!(prepared.plan.notes, [Note::ScannerTextLeftOut], "{content}");
    }
    // A small picture over a line is no scan.
    gone("BT /L 12 Tf 72 600 Td (More) Tj ET q 120 0 0 40 60 590 cm /P Do Q");
}

#[test]
fn text_that_clips_a_picture_stays() {
    let clip = "q BT /L 60 Tf 7 Tr 72 600 Td (More) Tj ET";
    stays(&format!("{clip} 0 0 600 850 re f Q"));
    stays(&format!("{clip} 595 0 0 842 0 0 cm /P Do Q"));
    gone(&format!("{clip} Q"));
    // Its shape is drawn beside it; the rectangles stand for the letters.
    let shapes = "76 600 42 42 re f 125 600 30 31 re f 160 600 16 31 re f 178 600 30 31 re f";
    stays(&format!("{clip} Q {shapes}"));
}

#[test]
fn text_in_the_colour_of_its_background_stays_and_that_is_said() {
    for more in [
        format!("1 g {MORE}"),
        format!("0.99 g {MORE}"),
        format!("0 0 1 rg {THERE} f {MORE}"),
        format!("q 1 1 1 RG 1 Tr {MORE} Q"),
    ] {
        let (text, notes) = beside(A4, &more);
        assert_eq!(text, "Seen\nMore", "{more}");
        assert_eq!(notes, [Note::TextUnseen], "{more}");
    }
    stays(&format!("0.8 g {MORE}"));
    // Signs that fill their bounds.
    let (_, notes) = beside(A4, "BT /L 12 Tf 72 600 Td (|||___---lll) Tj ET");
    assert_eq!(notes, []);
    stays(&format!("0 0 1 rg {THERE} f 1 g {MORE}"));
}

#[test]
fn many_covers_over_many_letters_end() {
    let letters = format!(
        "BT /L 1 Tf 0 842 Td {} ET",
        "0 -1 Td (mmmmmmmmmmmmmmmmmmmm) Tj\n".repeat(2_000)
    );
    let covers = "0 0 600 1 re f 0 0 300 842 re 0 0 600 842 re f*\n".repeat(5_000);
    let clips = "0 0 m 500 10 l 300 842 l 7 7 l h W n\n".repeat(2_000);
    for content in [
        format!("{letters} {covers}"),
        format!("{clips} {letters} {covers}"),
    ] {
        let prepared = page(A4, &content);
        assert_eq!(prepared.pictures.len(), 1);
    }
}
