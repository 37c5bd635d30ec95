//! What a picture's own structure says about it, read without decoding a pixel.

use image::metadata::Orientation;

use crate::refusal::Damage;

/// The outline of a picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outline {
    /// Pixels across and down as stored, if the header was reached.
    pub(crate) size: Option<(u32, u32)>,
    /// How its metadata has it shown.
    pub(crate) orientation: Orientation,
    /// The decoder knows this kind.
    pub(crate) decodable: bool,
    /// A JPEG in four inks, as print shops make them.
    pub(crate) four_inks: bool,
    /// A JPEG whose decoder keeps all coefficients at once.
    pub(crate) progressive: bool,
    /// A PNG with several frames.
    pub(crate) animated: bool,
    /// Bytes up to the end mark, where it was reached; cameras and editors put more behind it.
    pub(crate) len: Option<usize>,
    /// Whether the structure holds up to its end.
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

    /// Shown on its side: width and height change places.
    pub(crate) fn on_its_side(&self) -> bool {
        on_its_side(self.orientation)
    }
}

/// Whether width and height change places.
pub(crate) fn on_its_side(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// A big-endian number of two bytes at the start of `bytes`.
pub(crate) fn be_u16(bytes: &[u8]) -> Option<u16> {
    bytes.first_chunk().copied().map(u16::from_be_bytes)
}

/// A big-endian number of four bytes at the start of `bytes`.
pub(crate) fn be_u32(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().copied().map(u32::from_be_bytes)
}
