//! Unreadable pictures in a PDF are left out and counted rather than drawn as noise.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use image::ImageFormat;
use intake::{LeftOut, Note, Prepared};

use crate::common::{picture as picture_file, position};
use crate::documents::{A4, CATALOGUE, ink, page, pdf, prepared, stream};

const SIZE: &str = "/Width 20 /Height 20 /BitsPerComponent 8";

/// Data that gives dark pixels in any interpretation.
fn data() -> String {
    "0123456789".repeat(120)
}

fn picture(entries: &str) -> String {
    let dict = format!("/Type /XObject /Subtype /Image {SIZE} {entries}");
    stream(&dict, &data())
}

const DRAWN: &str = "q 300 0 0 300 100 300 cm /P0 Do Q";

/// Pages with these content streams, which may draw all of the objects as `/P0`, `/P1` and so on.
fn document(pages: &[&str], objects: &[String]) -> Vec<u8> {
    let first = 3 + 2 * pages.len();
    let named = |letter: &str| {
        (0..objects.len()).fold(String::new(), |mut names, number| {
            write!(names, "/{letter}{number} {} 0 R ", first + number).unwrap();
            names
        })
    };
    let resources = format!(
        "/Resources << /XObject << {} >> /Pattern << {} >> >>",
        named("P"),
        named("T")
    );
    let mut all = vec![CATALOGUE.to_owned(), String::new()];
    let mut kids = String::new();
    for content in pages {
        let number = all.len() + 1;
        write!(kids, "{number} 0 R ").unwrap();
        let contents = number + 1;
        all.push(format!(
            "<< /Type /Page /Parent 2 0 R {A4} /Contents {contents} 0 R {resources} >>"
        ));
        all.push(stream("", content));
    }
    let count = pages.len();
    if let Some(tree) = all.get_mut(1) {
        *tree = format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>");
    }
    let objects = objects
        .iter()
        .map(|object| object.replace("RESOURCES", &resources));
    all.extend(objects);
    pdf(&all)
}

fn left_out(prepared: &Prepared) -> Vec<(u32, u32)> {
    let pages = prepared.plan.left_out.iter();
    pages
        .map(|LeftOut { page, pictures }| (*page, *pictures))
        .collect()
}

#[test]
fn a_picture_that_can_be_read_is_drawn() {
    let file = document(&[DRAWN], &[picture("/ColorSpace /DeviceGray")]);
    let prepared = prepared(&file);
    assert!(ink(&page(&prepared, 0)) > 10_000);
    assert!(prepared.plan.notes.is_empty() && prepared.plan.left_out.is_empty());
}

#[test]
fn a_jpeg_that_the_renderer_draws_wrongly_is_left_out_and_counted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reading");
    let with = |jpeg: &[u8]| {
        // Text of the same length holds its place.
        let held = "x".repeat(jpeg.len());
        let size = "/Width 41 /Height 27 /BitsPerComponent 8 /ColorSpace /DeviceRGB";
        let dict = format!("/Type /XObject /Subtype /Image {size} /Filter /DCTDecode");
        let mut file = document(&[DRAWN], &[stream(&dict, &held)]);
        let at = position(&file, held.as_bytes());
        file[at..at + jpeg.len()].copy_from_slice(jpeg);
        prepared(&file)
    };
    let common = with(&picture_file(ImageFormat::Jpeg, 41, 27));
    assert!(ink(&page(&common, 0)) > 10_000 && common.plan.left_out.is_empty());
    for name in [
        "apart-420.jpg",
        "progressive-restart.jpg",
        "sampled-oddly.jpg",
    ] {
        let other = with(&fs::read(folder.join(name)).unwrap());
        assert_eq!(left_out(&other), [(1, 1)], "{name}");
        assert!(other.plan.notes.contains(&Note::PicturesLeftOut), "{name}");
        assert_eq!(ink(&page(&other, 0)), 0, "{name}");
    }
}

#[test]
fn a_picture_of_a_kind_that_is_not_known_is_left_out_and_counted() {
    for entries in [
        "/ColorSpace /DeviceGray /Filter /Unheard",
        "/ColorSpace /DeviceGray /Filter [/Unheard]",
        "/ColorSpace /DeviceGray /Filter [/ASCIIHexDecode /Unheard]",
        "/ColorSpace /DeviceGray /Filter 7",
        "/ColorSpace /DeviceGray /F /Unheard",
        "/ImageMask true /Filter /Unheard",
        "/ColorSpace [/Unheard 1]",
        "/ColorSpace /DeviceGray /SMask 6 0 R",
    ] {
        let mask = picture("/ColorSpace /DeviceGray /Filter /Unheard");
        let file = document(&[DRAWN], &[picture(entries), mask]);
        let prepared = prepared(&file);
        assert_eq!(ink(&page(&prepared, 0)), 0, "{entries}");
        assert_eq!(prepared.plan.notes, [Note::PicturesLeftOut], "{entries}");
        assert_eq!(left_out(&prepared), [(1, 1)], "{entries}");
    }
}

#[test]
fn a_picture_that_is_broken_is_counted_as_well() {
    for entries in [
        "/ColorSpace /DeviceRGB /Filter /DCTDecode",
        "/ColorSpace /DeviceRGB /Filter /JPXDecode",
        "/ColorSpace /DeviceGray /Filter /JBIG2Decode",
        "/ColorSpace /DeviceRGB /Filter /FlateDecode",
    ] {
        let file = document(&[DRAWN], &[picture(entries)]);
        let prepared = prepared(&file);
        assert_eq!(ink(&page(&prepared, 0)), 0, "{entries}");
        assert_eq!(left_out(&prepared), [(1, 1)], "{entries}");
        assert_eq!(prepared.plan.notes, [Note::PicturesLeftOut], "{entries}");
    }
}

#[test]
fn each_page_tells_how_many_and_the_others_are_drawn() {
    let gone = |name: &str| picture(&format!("/ColorSpace /DeviceGray /Filter /{name}"));
    let objects = [
        picture("/ColorSpace /DeviceGray"),
        gone("Unheard"),
        gone("UnheardToo"),
    ];
    let draws = |number: usize| {
        format!(
            "q 100 0 0 100 {} 300 cm /P{number} Do Q ",
            50 + 150 * number
        )
    };
    let first = [draws(0), draws(1), draws(2), draws(1)].concat();
    let prepared = prepared(&document(&[&first, &draws(0), &draws(2)], &objects));
    assert_eq!(left_out(&prepared), [(1, 2), (3, 1)]);
    assert_eq!(ink(&page(&prepared, 0)), ink(&page(&prepared, 1)));
    assert!(ink(&page(&prepared, 1)) > 1_000);
    assert_eq!(ink(&page(&prepared, 2)), 0);
}

#[test]
fn pictures_hide_neither_in_patterns_nor_in_forms() {
    let gone = picture("/ColorSpace /DeviceGray /Filter /Unheard");
    let tile = stream(
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 100 100] /XStep 100 /YStep 100 RESOURCES",
        "100 0 0 100 0 0 cm /P0 Do",
    );
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 900] RESOURCES",
        DRAWN,
    );
    for content in ["/Pattern cs /T1 scn 0 0 400 400 re f", "/P2 Do"] {
        let file = document(&[content], &[gone.clone(), tile.clone(), form.clone()]);
        let prepared = prepared(&file);
        assert_eq!(ink(&page(&prepared, 0)), 0, "{content}");
        assert_eq!(left_out(&prepared), [(1, 1)], "{content}");
    }
}

#[test]
fn a_picture_within_the_instructions_of_a_page_that_can_t_be_read_is_told() {
    let inline = format!(
        "q 300 0 0 300 100 300 cm BI /W 20 /H 20 /BPC 8 /CS /G /F /Unheard ID {} EI Q",
        "0123456789".repeat(40)
    );
    let prepared = prepared(&document(&[&inline], &[]));
    assert_eq!(prepared.plan.notes, [Note::PicturesGarbled]);
}
