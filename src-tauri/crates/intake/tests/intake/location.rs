//! The location of a picture is removed and nothing else changes.

use image::ImageFormat;
use intake::{Encoder, Prepared, Reason};

use crate::common::{
    AFTER_IHDR, AFTER_SOI, chunk, exif, exif_with_place, inserted, picture, segment,
};
use crate::preparing::try_prepare;

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const MORE_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

fn prepared(bytes: &[u8]) -> Prepared {
    try_prepare(bytes).unwrap()
}

/// What is sent of a picture with `more` inserted at `at`.
fn sent_with(picture: &[u8], at: usize, more: &[u8]) -> Vec<u8> {
    let prepared = prepared(&inserted(picture, at, more));
    assert_eq!(prepared.pictures.len(), 1);
    prepared.pictures.first().unwrap().bytes.to_vec()
}

fn app1(parts: &[&[u8]]) -> Vec<u8> {
    segment(0xE1, &parts.concat())
}

fn jpeg() -> Vec<u8> {
    let profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01 no profile");
    inserted(&picture(ImageFormat::Jpeg, 40, 30), AFTER_SOI, &profile)
}

#[test]
fn a_jpeg_that_tells_a_place_is_sent_without_it_and_with_all_else_as_it_was() {
    let clean = jpeg();
    let exif = app1(&[b"Exif\0\0", &exif_with_place(1)]);
    let long_hash = [b'a'; 40];
    let cases = [
        exif.clone(),
        app1(&[XMP, b"<x exif:GPSLatitude=\"39,54N\"/>"]),
        app1(&[XMP, b"<Iptc4xmpExt:LocationShown/>"]),
        [
            app1(&[XMP, b"<x xmpNote:HasExtendedXMP=\"aa\"/>"]),
            app1(&[MORE_XMP, &long_hash, b"<exif:GP"]),
            app1(&[MORE_XMP, &long_hash, b"SLatitude>"]),
        ]
        .concat(),
    ];
    for more in cases {
        let with_place = inserted(&clean, AFTER_SOI, &more);
        let prepared = prepared(&with_place);
        assert_eq!(prepared.pictures[0].bytes, clean);
        let part = &prepared.plan.parts[0];
        assert_eq!(part.encoder, Encoder::OriginalCut);
        assert_eq!(part.reasons, [Reason::Location]);
        assert!(part.lossless);
        assert_eq!(part.bytes, clean.len() as u64);
        assert_eq!(prepared.plan.source.bytes, with_place.len() as u64);
    }
}

#[test]
fn metadata_without_a_place_stay() {
    let jpeg = jpeg();
    let png = picture(ImageFormat::Png, 40, 30);
    for more in [
        app1(&[b"Exif\0\0", &exif(1)]),
        app1(&[XMP, b"<x dc:title=\"poster\"/>"]),
        segment(0xFE, b"made by hand"),
    ] {
        assert_eq!(
            sent_with(&jpeg, AFTER_SOI, &more),
            inserted(&jpeg, AFTER_SOI, &more)
        );
    }
    for more in [
        chunk(b"eXIf", &exif(1)),
        chunk(b"tEXt", b"Author\0GPS Ltd."),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x dc:title=\"a\"/>"),
    ] {
        assert_eq!(
            sent_with(&png, AFTER_IHDR, &more),
            inserted(&png, AFTER_IHDR, &more)
        );
    }
}

#[test]
fn a_png_that_tells_a_place_is_sent_without_it_and_with_all_else_as_it_was() {
    let clean = inserted(
        &picture(ImageFormat::Png, 40, 30),
        AFTER_IHDR,
        &chunk(b"tEXt", b"Author\0somebody"),
    );
    let hex: String = [b"Exif\0\0", &exif_with_place(1)[..]]
        .concat()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let raw = format!("Raw profile type exif\0\nexif\n      62\n{hex}\n");
    let packed = deflated(b"<x exif:GPSLatitude=\"39,54N\"/>");
    for more in [
        chunk(b"eXIf", &exif_with_place(1)),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<exif:GPSLatitude/>"),
        chunk(
            b"iTXt",
            &[b"XML:com.adobe.xmp\0\x01\0\0\0", &packed[..]].concat(),
        ),
        chunk(b"tEXt", raw.as_bytes()),
        chunk(b"tEXt", b"exif:GPSLatitude\0north"),
    ] {
        assert_eq!(sent_with(&clean, AFTER_IHDR, &more), clean);
    }
}

fn deflated(text: &[u8]) -> Vec<u8> {
    // Uncompressed, which zlib allows.
    let len = (text.len() as u16).to_le_bytes();
    let opposite = (!(text.len() as u16)).to_le_bytes();
    [&[0x78, 0x01, 0x01][..], &len, &opposite, text].concat()
}

#[test]
fn an_exif_block_that_can_not_be_followed_is_taken_for_one_that_tells() {
    let jpeg = jpeg();
    for broken in [
        &b"II*\0"[..],
        b"XX*\0\x08\0\0\0\0\0",
        b"II*\0\xff\xff\xff\xff",
    ] {
        assert_eq!(
            sent_with(&jpeg, AFTER_SOI, &app1(&[b"Exif\0\0", broken])),
            jpeg
        );
    }
}

#[test]
fn a_film_or_a_second_picture_behind_the_end_is_cut_off_and_other_things_stay() {
    let jpeg = jpeg();
    let film = b"\0\0\0\x18ftypmp42 and a place";
    assert_eq!(sent_with(&jpeg, jpeg.len(), film), jpeg);
    assert_eq!(sent_with(&jpeg, jpeg.len(), &jpeg), jpeg);
    let newline = [&jpeg[..], b"\r\n"].concat();
    assert_eq!(sent_with(&jpeg, jpeg.len(), b"\r\n"), newline);

    // With the index of these pictures.
    let index = segment(0xE2, b"MPF\0 offsets");
    let both = inserted(&jpeg, AFTER_SOI, &index);
    assert_eq!(sent_with(&both, both.len(), &jpeg), jpeg);
}
