//! Small files that declare many pixels, which would take seconds each to decode and contain nothing.

use intake::{Note, Refusal};

use crate::common::{chunk, packed};
use crate::packages::{blip, docx, paragraph};
use crate::preparing::try_prepare;

/// A GIF of this many frames of one pixel on a large canvas.
fn gif(width: u16, height: u16, frames: usize) -> Vec<u8> {
    let mut gif = b"GIF89a".to_vec();
    gif.extend(width.to_le_bytes());
    gif.extend(height.to_le_bytes());
    gif.extend([0x80, 0, 0]);
    gif.extend([0, 0, 0, 255, 255, 255]);
    for _ in 0..frames {
        gif.extend([0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0]);
        gif.extend([2, 2, 0x44, 1, 0]);
    }
    gif.push(0x3B);
    gif
}

/// A PNG of one colour at one bit per pixel; `more` makes its bytes differ.
fn blank(width: u32, height: u32, more: u8) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&size[..], &[1, 0, 0, 0, 0]].concat();
    let row = 1 + width.div_ceil(8) as usize;
    let rows = vec![0; row * height as usize];
    [
        b"\x89PNG\r\n\x1a\n",
        &chunk(b"IHDR", &header)[..],
        &chunk(b"teXt", &[b'a', 0, more]),
        &chunk(b"IDAT", &zlib(&rows)),
        &chunk(b"IEND", b""),
    ]
    .concat()
}

/// A zlib stream around the deflate data of an archive, since no other compressor is at hand here.
fn zlib(bytes: &[u8]) -> Vec<u8> {
    let archive = packed(&[("a", bytes)]);
    let deflated = archive.get(31..).unwrap();
    let sum = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    let end = u32::from_le_bytes(archive.get(18..22).unwrap().try_into().unwrap()) as usize;
    let checksum = (sum.1 << 16 | sum.0).to_be_bytes();
    [&[0x78, 0x9C], deflated.get(..end).unwrap(), &checksum].concat()
}

#[test]
fn a_file_that_unpacks_to_more_than_its_bytes_can_fill_is_refused_with_all_three_numbers() {
    for frames in [1, 2, 30] {
        let file = gif(65_535, 4_577, frames);
        let bytes = file.len() as u64;
        let refusal = Refusal::TooSparse {
            bytes,
            limit: 60_000_000 + 5_000 * bytes,
            actual: 65_535 * 4_577,
        };
        assert_eq!(try_prepare(&file), Err(refusal.clone()), "{frames} frames");
        assert_eq!(refusal.code(), "picture_too_sparse");
        assert_eq!(refusal.params()["bytes"], bytes);
    }
    let refusal = try_prepare(&blank(20_000, 14_000, 0)).unwrap_err();
    assert!(matches!(refusal, Refusal::TooSparse { .. }), "{refusal}");
    // A blank page in a high-resolution scan is not an attack.
    assert!(try_prepare(&blank(4_960, 7_016, 0)).is_ok());
}

#[test]
fn of_an_animation_no_more_is_looked_at_than_its_bytes_can_fill() {
    let file = gif(1_000, 1_000, 1_200);
    assert!(file.len() < 20_000);
    let prepared = try_prepare(&file).unwrap();
    assert!(prepared.plan.notes.contains(&Note::FramesCut));
}

#[test]
fn the_pictures_of_a_document_count_together() {
    let names: Vec<_> = (0..30)
        .map(|number| (format!("r{number}"), format!("media/{number}.png")))
        .collect();
    let pictures: Vec<_> = (0..30).map(|number| blank(6_000, 6_000, number)).collect();
    let body: String = names.iter().map(|(id, _)| blip(id)).collect();
    let list: Vec<_> = names
        .iter()
        .map(|(id, name)| (id.as_str(), "image", name.as_str()))
        .collect();
    let paths: Vec<_> = names
        .iter()
        .map(|(_, name)| format!("word/{name}"))
        .collect();
    let parts: Vec<_> = paths
        .iter()
        .zip(&pictures)
        .map(|(path, picture)| (path.as_str(), picture.as_slice()))
        .collect();
    let file = docx(&(paragraph("正文") + &body), &list, &parts);
    assert!(file.len() < 40_000, "{}", file.len());
    let prepared = try_prepare(&file).unwrap();
    assert_eq!(prepared.text.as_deref(), Some("正文"));
    assert_eq!(prepared.plan.notes, [Note::PicturesLeftOut]);
    let sent = prepared.pictures.len();
    assert!((5..15).contains(&sent), "{sent} pictures");
}
