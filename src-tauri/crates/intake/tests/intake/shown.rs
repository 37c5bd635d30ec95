//! Pictures as displayed, for OCR.

use image::{DynamicImage, ImageFormat, RgbaImage};
use intake::shown;

use crate::common::{AFTER_IHDR, FONTS, chunk, encoded, exif, inserted, picture};

#[test]
fn what_is_transparent_is_shown_on_white() {
    let half = RgbaImage::from_raw(2, 1, vec![200, 100, 0, 255, 200, 100, 0, 0]).unwrap();
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let shown = shown(&encoded(format, &half.clone().into()), &FONTS).unwrap();
        assert_eq!((shown.width, shown.height), (2, 1));
        assert_eq!(*shown.rgb, [200, 100, 0, 255, 255, 255]);
    }
}

#[test]
fn a_turned_picture_is_shown_upright_and_a_grey_one_in_three_colours() {
    let grey = DynamicImage::from(image::GrayImage::from_raw(2, 1, vec![10, 200]).unwrap());
    let png = encoded(ImageFormat::Png, &grey);
    assert_eq!(
        *shown(&png, &FONTS).unwrap().rgb,
        [10, 10, 10, 200, 200, 200]
    );
    let turned = inserted(&png, AFTER_IHDR, &chunk(b"eXIf", &exif(6)));
    let upright = shown(&turned, &FONTS).unwrap();
    assert_eq!((upright.width, upright.height), (1, 2));
}

#[test]
fn what_is_no_picture_is_refused_and_what_is_cut_off_too() {
    assert_eq!(
        shown("投资有风险".as_bytes(), &FONTS).unwrap_err().code(),
        "picture_format"
    );
    let png = picture(ImageFormat::Png, 40, 30);
    let cut = png.get(..png.len() / 2).unwrap();
    assert_eq!(shown(cut, &FONTS).unwrap_err().code(), "picture_damaged");
}
