//! OCR as the app runs it, from the bytes of a file to the lines with their places.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed step fails the test"
)]

use std::{io::Cursor, path::Path};

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage, imageops};
use jobs::ocr::{PictureText, Read, Request};
use worker::Job as _;

const HEADLINE: &str = "养老年金保险产品说明";

/// The upper part of a leaflet of the crate `ocr`, with its headline and the first lines of two columns.
fn leaflet() -> DynamicImage {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ocr/tests/fixtures/leaflet.png");
    image::open(path).unwrap().crop_imm(0, 0, 760, 150)
}

fn read(picture: &DynamicImage) -> PictureText {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png).unwrap();
    let request = Request {
        models: ocr::Models::folder(),
    };
    let tools = Read::prepare(&request);
    let (answer, text) = Read::work(tools, request, file.into_inner(), &mut |_| {});
    answer.expect("the models are fetched by `make models`");
    serde_json::from_slice(&text).unwrap()
}

#[test]
fn white_letters_on_a_transparent_background_are_read() {
    let leaflet = leaflet().into_luma8();
    let white = RgbaImage::from_fn(leaflet.width(), leaflet.height(), |x, y| {
        Rgba([255, 255, 255, 255 - leaflet.get_pixel(x, y).0[0]])
    });
    let text = read(&white.into());
    assert_eq!(text.lines[0].text, HEADLINE);
    assert_eq!(text.turned, 0);
}

#[test]
fn a_picture_upside_down_is_read_turned_and_framed_as_it_is_shown() {
    let turned = imageops::rotate180(&leaflet().into_rgb8());
    let text = read(&turned.into());
    assert_eq!(text.turned, 180);
    let line = &text.lines[0];
    assert_eq!(line.text, HEADLINE);
    // The headline stands at the lower right, and begins at its right end.
    let [[right, bottom], _, [left, top], _] = line.quad;
    assert!(right > left && bottom > top, "{line:?}");
    assert!(top > 75.0 && right > 700.0, "{line:?}");
}
