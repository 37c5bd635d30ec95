//! The structure of a picture file, read without decoding pixels.

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
    /// Whether it is a JPEG in the form that nearly all programs write, which the fast decoder reads without errors.
    pub(crate) common: bool,
    /// Whether the scans of a JPEG have all components in full precision.
    pub(crate) all_scans: bool,
    /// Whether it is an animated PNG.
    pub(crate) animated: bool,
    /// Whether the picture that simple programs show of an animated PNG is none of its frames.
    pub(crate) still_apart: bool,
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
            common: true,
            all_scans: false,
            animated: false,
            still_apart: false,
            len: None,
            end: Ok(()),
        }
    }

    /// Takes the orientation from an Exif block.
    pub(crate) fn read_exif(&mut self, exif: &[u8]) {
        self.orientation = orientation(exif);
    }

    /// Whether the orientation swaps width and height.
    pub(crate) fn on_its_side(&self) -> bool {
        on_its_side(self.orientation)
    }
}

/// The orientation in an Exif block. Some programs put the header that it has in a JPEG before it elsewhere as well.
pub(crate) fn orientation(exif: &[u8]) -> Orientation {
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
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
