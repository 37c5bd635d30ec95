//! What the structure of a picture file says, read without decoding pixels.

use image::metadata::Orientation;

use crate::refusal::Damage;

/// The outline of a picture file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outline {
    /// Width and height as stored, if the header was reached.
    pub(crate) size: Option<(u32, u32)>,
    /// Orientation from the metadata.
    pub(crate) orientation: Orientation,
    /// Whether the decoder supports this kind of file.
    pub(crate) decodable: bool,
    /// Whether it is a CMYK JPEG, as print shops make them.
    pub(crate) four_inks: bool,
    /// Whether it is a progressive JPEG, for which the decoder keeps all coefficients in memory.
    pub(crate) progressive: bool,
    /// Whether it is an animated PNG.
    pub(crate) animated: bool,
    /// Bytes up to the end mark, if it was reached; cameras and editors append more data.
    pub(crate) len: Option<usize>,
    /// Whether the structure is valid up to the end mark.
    pub(crate) end: Result<(), Damage>,
}

impl Outline {
    pub(crate) fn new() -> Self {
        Self {
            size: None,
            orientation: Orientation::NoTransforms,
            decodable: true,
            four_inks: false,
            progressive: false,
            animated: false,
            len: None,
            end: Ok(()),
        }
    }

    /// Takes the orientation from an Exif block.
    pub(crate) fn read_exif(&mut self, exif: &[u8]) {
        self.orientation = Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms);
    }

    /// Whether the orientation swaps width and height.
    pub(crate) fn on_its_side(&self) -> bool {
        on_its_side(self.orientation)
    }
}

/// Whether the orientation swaps width and height.
pub(crate) fn on_its_side(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// The big-endian 16-bit integer at the start of `bytes`.
pub(crate) fn be_u16(bytes: &[u8]) -> Option<u16> {
    bytes.first_chunk().copied().map(u16::from_be_bytes)
}

/// The big-endian 32-bit integer at the start of `bytes`.
pub(crate) fn be_u32(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().copied().map(u32::from_be_bytes)
}
