//! One side of a comparison: a decoded picture and the lines of text that OCR found in it.

use serde::{Deserialize, Serialize};

/// Maximum size of a picture, in pixels: 1,080 × 46,000, or 8,000 × 6,250.
pub const MAX_PIXELS: u64 = 50_000_000;

/// The reason why a picture can't be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Its width or height is 0.
    #[error("the picture is empty")]
    Empty,
    /// More than [`MAX_PIXELS`].
    #[error("the picture has {pixels} pixels, more than {MAX_PIXELS}")]
    TooLarge {
        /// Its number of pixels.
        pixels: u64,
    },
    /// The bytes don't match width × height × 3.
    #[error("the picture needs {expected} bytes, but there are {actual}")]
    Length {
        /// Width × height × 3.
        expected: u64,
        /// The number of bytes given.
        actual: u64,
    },
}

/// A decoded picture: three bytes per pixel (red, green, blue in sRGB), row by row from the top.
#[derive(Debug, Clone, Copy)]
pub struct Pixels<'a> {
    width: u32,
    height: u32,
    rgb: &'a [u8],
}

impl<'a> Pixels<'a> {
    /// Checks that the bytes are a picture of this size within the limits.
    ///
    /// # Errors
    /// If the picture is empty or too large, or if the number of bytes does not match.
    pub fn new(width: u32, height: u32, rgb: &'a [u8]) -> Result<Self, Error> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 {
            return Err(Error::Empty);
        }
        if pixels > MAX_PIXELS {
            return Err(Error::TooLarge { pixels });
        }
        let (expected, actual) = (pixels * 3, rgb.len() as u64);
        if expected != actual {
            return Err(Error::Length { expected, actual });
        }
        Ok(Self { width, height, rgb })
    }

    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    pub(crate) fn rgb(&self) -> &'a [u8] {
        self.rgb
    }
}

/// A point of a picture, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Pixels from the left.
    pub x: f32,
    /// Pixels from the top.
    pub y: f32,
}

/// A line of text that OCR found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The recognised text.
    pub text: String,
    /// Its corners in reading direction: upper left, upper right, lower right, lower left.
    pub quad: [Point; 4],
    /// The model's confidence, from 0 to 1.
    pub confidence: f32,
}

/// One of the two pictures.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The decoded picture.
    pub pixels: Pixels<'a>,
    /// Its lines of text; empty if it was not read.
    pub lines: &'a [Line],
    /// SHA-256 of the file, if known. Equal hashes mean identical pictures.
    pub sha256: Option<[u8; 32]>,
}
