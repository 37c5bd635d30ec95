//! Forms and comments in a PDF.

use bytes::Bytes;
use intake::{Limits, Note, Prepared, prepare};

use crate::common::FONTS;
use crate::documents::{A4, CATALOGUE, ink, page, pdf, prepared, stream};

const FONT: &str =
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// A page that says `Name`, with these annotations. An appearance is object 6, a parent field object 7.
fn file(form: &str, annotations: &[&str], appearance: &str, parent: &str) -> Vec<u8> {
    let annotations = annotations.join(" ");
    let resources = format!("/Resources << /Font << /L {FONT} >> >>");
    pdf(&[
        CATALOGUE.replace(">>", &format!("/AcroForm << /Fields [7 0 R] {form} >> >>")),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R {A4} /Contents 4 0 R {resources} /Annots [{annotations}] >>"
        ),
        stream("", "BT /L 12 Tf 72 700 Td (Name) Tj ET"),
        "<< >>".to_owned(),
        stream(
            &format!("/Type /XObject /Subtype /Form /BBox [0 0 200 20] {resources}"),
            appearance,
        ),
        format!("<< {parent} >>"),
    ])
}

const WIDGET: &str = "/Type /Annot /Subtype /Widget /Rect [72 640 272 660]";

fn field(entries: &str) -> Prepared {
    let widget = format!("<< {WIDGET} {entries} >>");
    prepared(&file("/NeedAppearances true", &[&widget], "", ""))
}

/// Dark pixels where the field is.
fn ink_in_field(prepared: &Prepared) -> usize {
    let page = page(prepared, 0);
    let (left, top) = (72 * 200 / 72, (842 - 660) * 200 / 72);
    ink(&image::imageops::crop_imm(&page, left, top, 200 * 200 / 72, 20 * 200 / 72).to_image())
}

#[test]
fn values_without_an_appearance_are_drawn_and_told() {
    for (entries, text) in [
        ("/FT /Tx /V (Zhang) /DA (/Helv 12 Tf 0 g)", "Zhang"),
        (
            "/FT /Tx /V <FEFF5F2079 3A4F8B> /DA (/Helv 0 Tf 0 g)",
            "张示例",
        ),
        ("/FT /Tx /Ff 4096 /V (two\\rlines) /Q 2", "two\nlines"),
        ("/FT /Ch /V (b) /Opt [[(a) (Low)] [(b) (High)]]", "High"),
        ("/FT /Ch /V (High) /Opt [(Low) (High)]", "High"),
        (
            "/FT /Ch /V [(a) (b)] /Opt [[(a) (Low)] [(b) (High)]]",
            "Low\nHigh",
        ),
        ("/FT /Btn /V /Yes", "☑"),
        ("/FT /Btn /Ff 32768 /AS /2", "●"),
    ] {
        let prepared = field(entries);
        let expected = format!("Name\n{text}");
        assert_eq!(
            prepared.text.as_deref(),
            Some(expected.as_str()),
            "{entries}"
        );
        assert!(ink_in_field(&prepared) > 30, "{entries}");
        assert!(
            prepared.plan.notes.contains(&Note::FieldsDrawn),
            "{entries}"
        );
    }
}

#[test]
fn what_a_field_does_not_show_is_not_read() {
    for entries in [
        "/FT /Tx",
        "/FT /Tx /V ()",
        "/FT /Tx /V (secret) /Ff 8192",
        "/FT /Tx /V (unseen) /F 2",
        "/FT /Btn /V /Off",
        "/FT /Btn /Ff 65536 /V /Push",
        "/FT /Sig /V << /Type /Sig >>",
    ] {
        let prepared = field(entries);
        assert_eq!(prepared.text.as_deref(), Some("Name"), "{entries}");
        assert_eq!(prepared.plan.notes, [], "{entries}");
    }
}

#[test]
fn a_value_may_stand_in_the_parent_of_its_field() {
    let widget = format!("<< {WIDGET} /Parent 7 0 R >>");
    let filled = file("", &[&widget], "", "/FT /Tx /V (Zhang) /T (name)");
    let prepared = prepared(&filled);
    assert_eq!(prepared.text.as_deref(), Some("Name\nZhang"));
    // A field that is its own parent.
    let endless = file("", &[&widget], "", "/Parent 7 0 R /V (Zhang)");
    assert_eq!(
        crate::documents::prepared(&endless).text.as_deref(),
        Some("Name")
    );
}

#[test]
fn an_appearance_that_shows_the_value_is_taken_and_an_old_one_replaced() {
    let widget = format!("<< {WIDGET} /FT /Tx /V (Zhang) /AP << /N 6 0 R >> >>");
    let drawn = "BT /L 12 Tf 2 5 Td (Zhang) Tj ET";
    let old = "BT /L 12 Tf 2 5 Td (Wang) Tj ET";
    let right = prepared(&file("/NeedAppearances true", &[&widget], drawn, ""));
    assert_eq!(right.text.as_deref(), Some("Name\nZhang"));
    assert_eq!(right.plan.notes, []);
    let stale = prepared(&file("/NeedAppearances true", &[&widget], old, ""));
    assert!(stale.text.unwrap().contains("Zhang"));
    assert_eq!(stale.plan.notes, [Note::FieldsDrawn]);
    // Without the flag, programs show what the file draws.
    let kept = prepared(&file("", &[&widget], old, ""));
    assert_eq!(kept.text.as_deref(), Some("Name\nWang"));
    assert_eq!(kept.plan.notes, []);
}

#[test]
fn a_turned_or_cropped_page_has_its_values_in_their_places() {
    let widget = format!("<< {WIDGET} /FT /Tx /V (Zhang) >>");
    let bytes = file("", &[&widget], "", "");
    let text = String::from_utf8(bytes).unwrap();
    let turned = text.replace(
        "/MediaBox",
        "/Rotate 90 /CropBox [50 600 350 750] /MediaBox",
    );
    let prepared = prepared(turned.as_bytes());
    let page = page(&prepared, 0);
    assert_eq!(page.dimensions(), (417, 833));
    // The field's left edge is now near the top.
    let part = image::imageops::crop_imm(&page, 110, 60, 60, 120).to_image();
    assert!(ink(&part) > 30);
}

#[test]
fn a_form_that_only_a_program_can_lay_out_is_refused() {
    let refused = |bytes: Vec<u8>| {
        let prepared = prepare(
            Bytes::from(bytes),
            &Limits::default(),
            &FONTS,
            |_| None,
            |_| (),
        );
        prepared
            .map(|prepared| prepared.plan.notes)
            .map_err(|refusal| refusal.code())
    };
    let xfa = "/XFA [(template) 6 0 R]";
    let dynamic = String::from_utf8(file(xfa, &[], "", "")).unwrap();
    let rendered = dynamic.replace("/AcroForm", "/NeedsRendering true /AcroForm");
    assert_eq!(refused(rendered.into_bytes()), Err("document_xfa"));
    let without_fields = dynamic.replace("/Fields [7 0 R]", "/Fields []");
    assert_eq!(refused(without_fields.into_bytes()), Err("document_xfa"));
    let waiting = dynamic.replace(
        "(Name)",
        "(Please wait... your PDF viewer may need Adobe Reader)",
    );
    assert_eq!(refused(waiting.into_bytes()), Err("document_xfa"));
    // A form whose pages are there as well.
    assert_eq!(refused(dynamic.into_bytes()), Ok(vec![Note::XfaLeftOut]));
}

#[test]
fn comments_are_left_out_and_that_is_said() {
    let note = |entries: &str| {
        let annotation = format!("<< /Type /Annot /Rect [72 600 92 620] {entries} >>");
        let prepared = prepared(&file(
            "",
            &[&annotation],
            "BT /L 12 Tf 2 5 Td (Box) Tj ET",
            "",
        ));
        (prepared.text.unwrap_or_default(), prepared.plan.notes)
    };
    for comment in [
        "/Subtype /Text /Contents (check this)",
        "/Subtype /Highlight /Contents <FEFF6838 5BF9>",
        "/Subtype /StrikeOut /Contents (no)",
        "/Subtype /FileAttachment",
        "/Subtype /FreeText /F 2 /Contents (unseen)",
    ] {
        let (text, notes) = note(comment);
        assert_eq!(
            (text.as_str(), notes),
            ("Name", vec![Note::CommentsLeftOut]),
            "{comment}"
        );
    }
    for other in [
        "/Subtype /Link /Contents (link)",
        "/Subtype /Highlight",
        "/Subtype /Text /Contents ( )",
        "/Subtype /Popup /Contents (double)",
    ] {
        let (text, notes) = note(other);
        assert_eq!((text.as_str(), notes), ("Name", vec![]), "{other}");
    }
    let (text, notes) = note("/Subtype /FreeText /Contents (Box) /AP << /N 6 0 R >>");
    assert_eq!((text.as_str(), notes), ("Name\nBox", vec![]));
    let (text, notes) = note("/Subtype /FreeText /Contents (Box) /DA (/Helv 9 Tf)");
    assert_eq!(
        (text.as_str(), notes),
        ("Name\nBox", vec![Note::FieldsDrawn])
    );
}

#[test]
fn many_fields_over_many_letters_end() {
    let value = "long value ".repeat(500);
    let widget = format!("<< {WIDGET} /FT /Tx /V ({value}) >> ");
    let widgets = widget.repeat(2_000);
    let bytes = file("/NeedAppearances true", &[&widgets], "", "");
    let prepared = prepared(&bytes);
    assert_eq!(prepared.pictures.len(), 1);
    assert!(prepared.text.unwrap().chars().count() < 60_000);
}
