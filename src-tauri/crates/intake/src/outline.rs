//! What a picture's own structure says about it, read without decoding a pixel.

use image::metadata::Orientation;

use crate::refusal::Damage;

/// The outline of a picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outline {
    /// Pixels across and down as stored, if the header was reached.
    pub(crate) size: Option<(u32, u32)>,
    /// Shown on its side, says its metadata.
    pub(crate) on_its_side: bool,
    /// The decoder knows this kind.
    pub(crate) decodable: bool,
    /// Whether the structure holds up to its end.
    pub(crate) end: Result<(), Damage>,
}

impl Outline {
    pub(crate) fn new() -> Self {
        Self {
            size: None,
            on_its_side: false,
            decodable: true,
            end: Ok(()),
        }
    }

    /// Takes the orientation from an Exif block.
    pub(crate) fn read_exif(&mut self, exif: &[u8]) {
        self.on_its_side = matches!(
            Orientation::from_exif_chunk(exif),
            Some(
                Orientation::Rotate90
                    | Orientation::Rotate270
                    | Orientation::Rotate90FlipH
                    | Orientation::Rotate270FlipH
            )
        );
    }
}

/// A big-endian number of two bytes at the start of `bytes`.
pub(crate) fn be_u16(bytes: &[u8]) -> Option<u16> {
    bytes.first_chunk().copied().map(u16::from_be_bytes)
}

/// A big-endian number of four bytes at the start of `bytes`.
pub(crate) fn be_u32(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().copied().map(u32::from_be_bytes)
}
