//! Generates test pictures.

use std::io::{Cursor, Write};
use std::sync::LazyLock;

use image::{DynamicImage, ImageFormat, RgbImage};
use intake::Fonts;

/// The system's fonts, loaded once.
pub static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::load);

/// A picture with some content, encoded.
pub fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x * 7) as u8, (y * 5) as u8, (x * y) as u8])
    });
    encoded(format, &pixels.into())
}

pub fn encoded(format: ImageFormat, pixels: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A PNG chunk with its checksum.
pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    let checksum = crc32(chunk.get(4..).unwrap());
    chunk.extend(checksum.to_be_bytes());
    chunk
}

/// The picture with `more` inserted at offset `at`.
pub fn inserted(picture: &[u8], at: usize, more: &[u8]) -> Vec<u8> {
    let (before, after) = picture.split_at(at);
    [before, more, after].concat()
}

/// Where chunks can be inserted into a PNG: after its header.
pub const AFTER_IHDR: usize = 8 + 25;
/// Where segments can be inserted into a JPEG: after its start marker.
pub const AFTER_SOI: usize = 2;

/// A JPEG segment.
pub fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let len = (data.len() as u16 + 2).to_be_bytes();
    [&[0xFF, marker], &len[..], data].concat()
}

/// An Exif block (TIFF, little-endian) with an orientation only.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif
}

/// An Exif block (TIFF, little-endian) with an orientation, a maker's name and a GPS directory.
pub fn exif_with_place(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0]);
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    // One entry: the GPS version.
    exif.extend(b"\x01\0\0\0\x01\0\x04\0\0\0\x02\x02\0\0\0\0\0\0");
    exif
}

/// A PNG that declares a size but has next to no pixels.
pub fn claimed_png(width: u32, height: u32, depth: u8, colours: u8) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&size[..], &[depth, colours, 0, 0, 0]].concat();
    [
        b"\x89PNG\r\n\x1a\n",
        &chunk(b"IHDR", &header)[..],
        &chunk(b"IDAT", b"x"),
        &chunk(b"IEND", b""),
    ]
    .concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    })
}

/// A ZIP archive of these files.
pub fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files {
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Offset of the first occurrence.
pub fn position(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
        .unwrap()
}
