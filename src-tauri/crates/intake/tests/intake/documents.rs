//! PDFs, assembled object by object.

use std::fmt::Write;

use bytes::Bytes;
use image::{GrayImage, RgbImage};
use intake::{Fonts, Limits, Note, PageKind, Prepared, Refusal, prepare, shown};

use crate::common::FONTS;
use crate::preparing::assert_usable;

/// A PDF of these objects, numbered from 1; the first one is the catalogue.
pub fn pdf(objects: &[String]) -> Vec<u8> {
    pdf_with(objects, "")
}

/// The same with more entries in the trailer.
fn pdf_with(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let table = file.len();
    let size = objects.len() + 1;
    write!(file, "xref\n0 {size}\n0000000000 65535 f \n").unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    write!(
        file,
        "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n"
    )
    .unwrap();
    file.into_bytes()
}

pub fn stream(dict: &str, content: &str) -> String {
    let length = content.len();
    format!("<< {dict} /Length {length} >>\nstream\n{content}\nendstream")
}

pub const CATALOGUE: &str = "<< /Type /Catalog /Pages 2 0 R >>";
/// One of the standard fonts, which every reader has.
const LATIN: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
/// A Chinese font that is not embedded.
const CHINESE: &str = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light \
    /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 \
    /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> \
    /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 \
    /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 \
    /StemV 93 >> >>] >>";

/// A document of pages, each given by its dictionary entries and its content stream.
fn document(pages: &[(&str, &str)]) -> Vec<u8> {
    let mut objects = Vec::new();
    let mut kids = String::new();
    for (entries, content) in pages {
        let number = objects.len() + 3;
        write!(kids, "{number} 0 R ").unwrap();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R {entries} /Contents {} 0 R \
             /Resources << /Font << /L {LATIN} /C {CHINESE} >> >> >>",
            number + 1
        ));
        objects.push(stream("", content));
    }
    let count = pages.len();
    let tree = format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>");
    objects.splice(0..0, [CATALOGUE.to_owned(), tree]);
    pdf(&objects)
}

pub const A4: &str = "/MediaBox [0 0 595 842]";

/// A line of text on a page; in the Chinese font if it is not ASCII.
fn line(text: &str, size: u32, x: u32, y: u32) -> String {
    match text.is_ascii() {
        true => format!("BT /L {size} Tf {x} {y} Td ({text}) Tj ET\n"),
        false => {
            let hex = text.encode_utf16().fold(String::new(), |mut hex, unit| {
                write!(hex, "{unit:04X}").unwrap();
                hex
            });
            format!("BT /C {size} Tf {x} {y} Td <{hex}> Tj ET\n")
        }
    }
}

fn try_prepare(bytes: &[u8], fonts: &Fonts) -> Result<Prepared, Refusal> {
    let bytes = Bytes::copy_from_slice(bytes);
    prepare(bytes, &Limits::default(), fonts, |_| None, |_| ())
}

pub fn prepared(bytes: &[u8]) -> Prepared {
    try_prepare(bytes, &FONTS).unwrap()
}

fn refused(bytes: &[u8]) -> Refusal {
    try_prepare(bytes, &FONTS).unwrap_err()
}

pub fn page(prepared: &Prepared, number: usize) -> RgbImage {
    let picture = prepared.pictures.get(number).unwrap();
    image::load_from_memory(&picture.bytes).unwrap().into_rgb8()
}

pub fn ink(page: &RgbImage) -> usize {
    let grey: GrayImage = image::DynamicImage::from(page.clone()).into_luma8();
    grey.pixels().filter(|pixel| pixel[0] < 128).count()
}

#[test]
fn every_page_of_a_document_is_drawn_and_its_text_told() {
    let file = document(&[
        (A4, &line("First page", 24, 72, 700)),
        (A4, ""),
        (
            "/MediaBox [0 0 842 595]",
            &[
                line("Third page", 24, 72, 500),
                line("second line", 12, 72, 470),
            ]
            .concat(),
        ),
    ]);
    let prepared = prepared(&file);
    let source = &prepared.plan.source;
    assert_eq!(source.kind, "pdf");
    assert_eq!(source.page_kind, Some(PageKind::Page));
    assert_eq!(prepared.pictures.len(), 3);
    assert_eq!(page(&prepared, 0).dimensions(), (1653, 2339));
    assert_eq!(page(&prepared, 2).dimensions(), (2339, 1653));
    assert!(ink(&page(&prepared, 0)) > 500);
    assert_eq!(ink(&page(&prepared, 1)), 0);
    assert_eq!(prepared.plan.parts[0].dots_per_inch, Some(200));
    assert_eq!(prepared.plan.parts[2].page, Some(3));
    assert!(prepared.plan.notes.is_empty());
    assert_eq!(
        prepared.text.as_deref(),
        Some("First page\n\nThird page\nsecond line")
    );
    let sheet = shown(&file, &FONTS).unwrap();
    assert_eq!((sheet.width, sheet.height), (source.width, source.height));
}

#[test]
fn a_turned_page_stands_upright_and_a_cropped_one_shows_no_more_than_that() {
    // A black square in the upper left corner of the page as stored.
    let square = "0 0 0 rg 0 742 100 100 re f";
    let turned = format!("{A4} /Rotate 90");
    let cropped = format!("{A4} /CropBox [0 642 200 842]");
    let prepared = prepared(&document(&[(&turned, square), (&cropped, square)]));
    let upright = page(&prepared, 0);
    assert_eq!(upright.dimensions(), (2339, 1653));
    assert_eq!(upright.get_pixel(2339 - 140, 140).0, [0; 3]);
    assert_eq!(upright.get_pixel(140, 140).0, [255; 3]);
    let part = page(&prepared, 1);
    assert_eq!(part.dimensions(), (556, 556));
    assert_eq!(part.get_pixel(140, 140).0, [0; 3]);
    assert_eq!(part.get_pixel(400, 400).0, [255; 3]);
}

#[test]
fn chinese_letters_that_are_not_in_the_file_are_drawn_and_told() {
    let file = document(&[(A4, &line("投资有风险，入市需谨慎", 24, 72, 700))]);
    let prepared = prepared(&file);
    assert!(ink(&page(&prepared, 0)) > 5_000, "nothing is drawn");
    assert!(prepared.plan.notes.contains(&Note::FontReplaced));
    assert!(!prepared.plan.notes.contains(&Note::FontMissing));
    assert_eq!(prepared.text.as_deref(), Some("投资有风险，入市需谨慎"));
}

#[test]
fn words_set_apart_are_parted_and_chinese_ones_are_not() {
    let apart = "BT /L 12 Tf 72 700 Td [(Annual) -600 (yield)] TJ ET\n";
    let file = document(&[(
        A4,
        &[
            apart.to_owned(),
            line("年", 12, 72, 600),
            line("化", 12, 90, 600),
            line("收益", 12, 110, 600),
        ]
        .concat(),
    )]);
    assert_eq!(
        prepared(&file).text.as_deref(),
        Some("Annual yield\n年化收益")
    );
}

#[test]
fn letters_drawn_twice_are_told_once() {
    let bold = [line("Twice", 12, 72, 700), line("Twice", 12, 72, 700)].concat();
    let outlined = format!("2 Tr {}", line("Both", 12, 72, 600));
    let file = document(&[(A4, &[bold, outlined].concat())]);
    assert_eq!(prepared(&file).text.as_deref(), Some("Twice\nBoth"));
}

#[test]
fn a_poster_is_drawn_so_that_its_small_print_can_be_read() {
    let poster = "/MediaBox [0 0 750 2400]";
    let file = document(&[(
        poster,
        &[line("Large", 60, 72, 2000), line("small print", 10, 72, 40)].concat(),
    )]);
    let prepared = prepared(&file);
    assert_eq!(prepared.plan.parts[0].dots_per_inch, Some(144));
    assert_eq!(prepared.plan.source.width, 1500);
}

#[test]
fn the_largest_page_that_there_may_be_is_drawn() {
    let file = document(&[(
        "/MediaBox [0 0 14400 14400]",
        "0 0 0 rg 14000 0 400 400 re f",
    )]);
    let sheet = shown(&file, &FONTS).unwrap();
    assert!(sheet.width >= 14_400 && sheet.height >= 14_400);
    let last = sheet.rgb.len() - 3;
    assert_eq!(sheet.rgb[last..], [0, 0, 0]);
    assert_eq!(sheet.rgb[..3], [255, 255, 255]);
    let many = document(&[("/MediaBox [0 0 14400 14400]", ""); 3]);
    assert_eq!(refused(&many).code(), "picture_too_vast");
}

#[test]
fn a_page_of_no_size_or_a_boundless_one_does_no_harm() {
    for size in [
        "[0 0 0 0]",
        "[0 0 1 1]",
        "[0 0 0.001 900000]",
        "[0 0 1e30 1e30]",
        "[100 100 -100 -100]",
        "[0 0 100000 10]",
    ] {
        let file = document(&[(&format!("/MediaBox {size}"), "0 0 10 10 re f")]);
        if let Err(refusal) = try_prepare(&file, &FONTS) {
            assert!(
                [
                    "picture_too_vast",
                    "picture_too_many_parts",
                    "picture_damaged",
                    "document_no_pages"
                ]
                .contains(&refusal.code()),
                "{size}: {refusal}"
            );
        }
    }
}

#[test]
fn a_locked_document_is_refused_as_one() {
    let objects = [
        CATALOGUE.to_owned(),
        "<< /Type /Pages /Kids [] /Count 0 >>".to_owned(),
        // Keys that match no password.
        format!(
            "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{}> /U <{}> >>",
            "11".repeat(32),
            "22".repeat(32)
        ),
    ];
    let id = "33".repeat(16);
    let trailer = format!("/Encrypt 3 0 R /ID [<{id}> <{id}>]");
    let refusal = refused(&pdf_with(&objects, &trailer));
    assert_eq!(refusal.code(), "document_locked");
    assert_eq!(refusal.params(), serde_json::json!({ "found": "pdf" }));
}

#[test]
fn what_is_damaged_is_mended_or_refused_and_never_panics() {
    assert_eq!(refused(b"%PDF-1.7\nnothing").code(), "picture_damaged");
    let file = document(&[(A4, &line("Still here", 24, 72, 700))]);
    let text = String::from_utf8(file.clone()).unwrap();
    // A wrong cross-reference table is rebuilt.
    let broken = text.replace("0000000", "0000777");
    let mended = prepared(broken.as_bytes());
    assert_eq!(mended.text.as_deref(), Some("Still here"));
    for len in (0..file.len()).step_by(97) {
        let cut = file.get(..len).unwrap();
        if let Err(refusal) = try_prepare(cut, &FONTS) {
            let known = [
                "picture_damaged",
                "picture_format",
                "picture_empty",
                "document_no_pages",
            ];
            assert!(known.contains(&refusal.code()), "{len}: {refusal}");
        }
    }
}

#[test]
fn a_document_without_pages_is_refused_and_so_is_one_with_too_many() {
    let none = pdf(&[
        CATALOGUE.to_owned(),
        "<< /Type /Pages /Kids [] /Count 0 >>".to_owned(),
    ]);
    assert_eq!(refused(&none).code(), "document_no_pages");
    // The page tree claims many pages but has one.
    let claimed = String::from_utf8(document(&[(A4, "")])).unwrap();
    let claimed = claimed.replace("/Count 1 ", "/Count 100000 ");
    assert_eq!(prepared(claimed.as_bytes()).pictures.len(), 1);
    let kids = "<< /Type /Page /MediaBox [0 0 10 10] >> ".repeat(100_000);
    let many = pdf(&[
        CATALOGUE.to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 100000 >>"),
    ]);
    assert_eq!(refused(&many).code(), "picture_too_many_parts");
}

/// One page with forms, each of which draws others.
fn forms(count: usize, draws: impl Fn(usize) -> String) -> Vec<u8> {
    let first = 4;
    let mut names = String::new();
    for form in 0..count {
        write!(names, "/F{form} {} 0 R ", first + 1 + form).unwrap();
    }
    let resources = format!("/Resources << /XObject << {names} >> >>");
    let mut objects = vec![
        CATALOGUE.to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R {A4} /Contents 4 0 R {resources} >>"),
        stream("", "/F0 Do"),
    ];
    for form in 0..count {
        let dict = format!("/Type /XObject /Subtype /Form /BBox [0 0 500 500] {resources}");
        objects.push(stream(&dict, &draws(form)));
    }
    pdf(&objects)
}

#[test]
fn forms_within_themselves_end() {
    let itself = forms(1, |_| "0 0 10 10 re f /F0 Do".to_owned());
    assert_eq!(prepared(&itself).pictures.len(), 1);
    let each_other = forms(2, |form| format!("0 0 10 10 re f /F{} Do", 1 - form));
    assert_eq!(prepared(&each_other).pictures.len(), 1);
}

#[test]
fn forms_that_multiply_without_end_are_given_up() {
    let bomb = forms(40, |form| format!("/F{} Do ", form + 1).repeat(10));
    let refusal = refused(&bomb);
    assert_eq!(refusal.code(), "picture_damaged");
    assert_eq!(refusal.params()["detail"], "time");
}

#[test]
fn objects_within_objects_end() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let in_page = document(&[(&format!("{A4} /Deep {deep}"), "0 0 10 10 re f")]);
    let content = format!("{deep} 0 0 10 10 re f");
    let in_content = document(&[(A4, &content)]);
    let saved = document(&[(A4, &"q ".repeat(1_000_000))]);
    for file in [in_page, in_content, saved] {
        let outcome = try_prepare(&file, &FONTS);
        assert_usable(&outcome);
        if let Ok(prepared) = outcome {
            assert_eq!(prepared.pictures.len(), 1, "the page is lost");
        }
    }
}

#[test]
fn a_picture_that_claims_too_many_pixels_is_refused_before_it_is_unpacked() {
    let claimed = "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 \
        /ColorSpace /DeviceRGB /BitsPerComponent 8";
    let file = pdf(&[
        CATALOGUE.to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R {A4} /Contents 4 0 R \
             /Resources << /XObject << /P 5 0 R >> >> >>"
        ),
        stream("", "500 0 0 500 0 0 cm /P Do"),
        stream(claimed, "none"),
    ]);
    let refusal = refused(&file);
    assert_eq!(refusal.params()["detail"], "memory");
}

#[test]
fn a_broken_picture_is_left_out_and_that_said() {
    let broken = "/Type /XObject /Subtype /Image /Width 60 /Height 60 \
        /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode";
    let file = pdf(&[
        CATALOGUE.to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R {A4} /Contents 4 0 R \
             /Resources << /XObject << /P 5 0 R >> >> >>"
        ),
        stream("", "500 0 0 500 0 0 cm /P Do"),
        stream(broken, "no picture"),
    ]);
    assert!(prepared(&file).plan.notes.contains(&Note::PicturesLeftOut));
}
