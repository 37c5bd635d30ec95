//! Pictures of documents as they are cropped there.

use image::{ImageFormat, Rgb, RgbImage};
use intake::{Note, Reason, shown};

use crate::common::{FONTS, encoded};
use crate::packages::{P, docx, package, relations, slide};
use crate::preparing::{pixels, try_prepare};

/// A red half beside a blue half.
fn halves(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(200, 100, |x, _| match x < 100 {
        true => Rgb([200, 0, 0]),
        false => Rgb([0, 0, 200]),
    });
    encoded(format, &picture.into())
}

fn cropped(rectangle: &str) -> String {
    format!(
        r#"<w:p><w:r><w:drawing><pic:pic><pic:blipFill><a:blip r:embed="a"/>{rectangle}<a:stretch><a:fillRect/></a:stretch></pic:blipFill></pic:pic></w:drawing></w:r></w:p>"#
    )
}

#[test]
fn only_the_visible_rectangle_is_sent() {
    for format in [ImageFormat::Png, ImageFormat::Bmp] {
        let picture = halves(format);
        let file = docx(
            &cropped(r#"<a:srcRect l="50000"/>"#),
            &[("a", "image", "media/a.img")],
            &[("word/media/a.img", &picture)],
        );
        let prepared = try_prepare(&file).unwrap();
        assert_eq!(prepared.plan.notes, [Note::PicturesCropped]);
        let sent = pixels(&prepared, 0);
        assert_eq!(sent.dimensions(), (100, 100));
        assert!(sent.pixels().all(|pixel| pixel.0 == [0, 0, 200]));
        let part = prepared.plan.parts.first().unwrap();
        assert!(part.lossless && part.reasons == [Reason::Cropped]);
        let sheet = shown(&file, &FONTS).unwrap();
        assert_eq!((sheet.width, sheet.height), (100, 100));
    }
}

#[test]
fn a_picture_with_two_crops_is_sent_twice_and_one_without_as_it_is() {
    let picture = halves(ImageFormat::Png);
    let body = [
        cropped(r#"<a:srcRect l="50000"/>"#),
        cropped(r#"<a:srcRect r="50%"/>"#),
        cropped(r#"<a:srcRect r="50%"/>"#),
        cropped("<a:srcRect/>"),
        // A sliver as small as an icon.
        cropped(r#"<a:srcRect l="90000" t="90000"/>"#),
    ];
    let file = docx(
        &body.concat(),
        &[("a", "image", "media/a.png")],
        &[("word/media/a.png", &picture)],
    );
    let prepared = try_prepare(&file).unwrap();
    let first: Vec<_> = (0..prepared.pictures.len())
        .map(|at| pixels(&prepared, at).get_pixel(0, 0).0)
        .collect();
    assert_eq!(first, [[0, 0, 200], [200, 0, 0], [200, 0, 0]]);
    assert!(*prepared.pictures[2].bytes == picture);
    assert_eq!(
        prepared.plan.notes,
        [Note::PicturesCropped, Note::PicturesSmall]
    );
}

#[test]
fn older_forms_and_slides_crop_too() {
    let picture = halves(ImageFormat::Png);
    let old = r#"<w:p><w:r><w:pict><v:shape><v:imagedata r:id="a" cropright="32768f"/></v:shape></w:pict></w:r></w:p>"#;
    let file = docx(
        old,
        &[("a", "image", "media/a.png")],
        &[("word/media/a.png", &picture)],
    );
    let sent = pixels(&try_prepare(&file).unwrap(), 0);
    assert_eq!(
        (sent.dimensions(), sent.get_pixel(0, 0).0),
        ((100, 100), [200, 0, 0])
    );
    let shape = r#"<p:pic><p:blipFill><a:blip r:embed="rId1"/><a:srcRect l="50000" b="20000"/></p:blipFill></p:pic>"#;
    let file = package(
        "ppt/presentation.xml",
        &[
            (
                "ppt/presentation.xml",
                format!(r#"<p:presentation {P}><p:sldIdLst><p:sldId r:id="rId1"/></p:sldIdLst></p:presentation>"#).as_bytes(),
            ),
            ("ppt/_rels/presentation.xml.rels", relations(&[("rId1", "slide", "slides/slide1.xml")]).as_bytes()),
            ("ppt/slides/slide1.xml", slide("sld", "", shape).as_bytes()),
            ("ppt/slides/_rels/slide1.xml.rels", relations(&[("rId1", "image", "../media/a.png")]).as_bytes()),
            ("ppt/media/a.png", &picture),
        ],
    );
    let sent = pixels(&try_prepare(&file).unwrap(), 0);
    assert_eq!(
        (sent.dimensions(), sent.get_pixel(0, 0).0),
        ((100, 80), [0, 0, 200])
    );
}
