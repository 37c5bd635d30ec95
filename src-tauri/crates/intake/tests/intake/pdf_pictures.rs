//! Unreadable pictures in a PDF are left out and counted rather than drawn as noise.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use intake::{LeftOut, Note, Prepared};

use crate::common::position;
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

/// A page that shows these bytes as a picture of 41 × 27 pixels behind these filters.
fn with_jpeg(entries: &str, bytes: &[u8]) -> Prepared {
    // Text of the same length holds its place.
    let held = "x".repeat(bytes.len());
    let dict = format!(
        "/Type /XObject /Subtype /Image /Width 41 /Height 27 /BitsPerComponent 8 {entries}"
    );
    let mut file = document(
        &["q 410 0 0 270 50 300 cm /P0 Do Q"],
        &[stream(&dict, &held)],
    );
    let at = position(&file, held.as_bytes());
    let place = file.get_mut(at..at + bytes.len()).unwrap();
    place.copy_from_slice(bytes);
    prepared(&file)
}

/// Mean difference of the picture on the page from the one that libjpeg reads.
fn difference(prepared: &Prepared, name: &str) -> f64 {
    let expected = image::open(fixtures().join(format!("{name}.1.png")))
        .unwrap()
        .into_rgb8();
    let page = page(prepared, 0);
    let scale = 200.0 / 72.0;
    let mut sum = 0.0;
    for (x, y, pixel) in expected.enumerate_pixels() {
        let left = (50.0 + (f64::from(x) + 0.5) * 10.0) * scale;
        let top = (842.0 - 570.0 + (f64::from(y) + 0.5) * 10.0) * scale;
        let drawn = page.get_pixel(left as u32, top as u32);
        for (drawn, pixel) in drawn.0.iter().zip(pixel.0) {
            sum += f64::from(drawn.abs_diff(pixel));
        }
    }
    sum / f64::from(41 * 27 * 3)
}

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reading")
}

/// Forms of JPEG that the renderer's own decoder draws wrongly.
const UNCOMMON: [&str; 7] = [
    "apart-420.jpg",
    "apart-420-restart.jpg",
    "progressive-restart.jpg",
    "refined-restart.jpg",
    "reversed-422.jpg",
    "pair-440.jpg",
    "sampled-oddly.jpg",
];

#[test]
fn uncommon_forms_of_jpeg_are_drawn_as_libjpeg_reads_them() {
    for name in UNCOMMON {
        let jpeg = fs::read(fixtures().join(name)).unwrap();
        let prepared = with_jpeg("/ColorSpace /DeviceRGB /Filter /DCTDecode", &jpeg);
        assert_eq!(left_out(&prepared), [], "{name}");
        assert_eq!(prepared.plan.notes, [], "{name}");
        let difference = difference(&prepared, name);
        assert!(difference < 3.0, "{name}: {difference}");
    }
}

#[test]
fn a_jpeg_behind_another_filter_is_drawn_in_the_same_way() {
    for name in [
        "apart-420.jpg",
        "sampled-oddly.jpg",
        "progressive-restart.jpg",
    ] {
        let jpeg = fs::read(fixtures().join(name)).unwrap();
        let mut packed = flate2_packed(&jpeg);
        let flate = with_jpeg(
            "/ColorSpace /DeviceRGB /Filter [/FlateDecode /DCTDecode]",
            &packed,
        );
        assert!(difference(&flate, name) < 3.0, "{name}");
        packed = hexadecimal(&jpeg);
        let hex = with_jpeg(
            "/ColorSpace /DeviceRGB /Filter [/ASCIIHexDecode /DCTDecode]",
            &packed,
        );
        assert!(difference(&hex, name) < 3.0, "{name}");
        packed = ascii_85(&jpeg);
        let ascii = with_jpeg("/Filter [/ASCII85Decode /DCTDecode]", &packed);
        assert!(difference(&ascii, name) < 3.0, "{name}");
        assert_eq!(ascii.plan.notes, []);
    }
}

#[test]
fn an_uncommon_jpeg_whose_colours_don_t_fit_is_left_out_and_counted() {
    let jpeg = fs::read(fixtures().join("apart-420.jpg")).unwrap();
    let cut = jpeg.get(..jpeg.len() / 2).unwrap();
    for (entries, jpeg) in [
        (
            "/ColorSpace /DeviceCMYK /Filter /DCTDecode",
            jpeg.as_slice(),
        ),
        ("/ColorSpace /DeviceRGB /Filter /DCTDecode", cut),
    ] {
        let prepared = with_jpeg(entries, jpeg);
        if ink(&page(&prepared, 0)) == 0 {
            assert_eq!(left_out(&prepared), [(1, 1)], "{entries}");
            assert_eq!(prepared.plan.notes, [Note::PicturesLeftOut], "{entries}");
        }
    }
}

fn flate2_packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, bytes).unwrap();
    packed.finish().unwrap()
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let mut digits = String::new();
    for byte in bytes {
        write!(digits, "{byte:02X}").unwrap();
    }
    format!("{digits}>").into_bytes()
}

fn ascii_85(bytes: &[u8]) -> Vec<u8> {
    let mut signs = Vec::new();
    for group in bytes.chunks(4) {
        let mut whole = [0; 4];
        whole.get_mut(..group.len()).unwrap().copy_from_slice(group);
        let mut value = u32::from_be_bytes(whole);
        let mut digits = [0; 5];
        for digit in digits.iter_mut().rev() {
            *digit = (value % 85) as u8 + b'!';
            value /= 85;
        }
        signs.extend_from_slice(digits.get(..=group.len()).unwrap());
    }
    signs.extend_from_slice(b"~>");
    signs
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
