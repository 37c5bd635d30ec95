//! Checks an image without decoding it: format by content, size in bytes, dimensions from the header.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};

use crate::refusal::Refusal;

/// 5 MB, read as decimal megabytes.
pub(crate) const MAX_BYTES: usize = 5_000_000;
/// Pixels per side.
pub(crate) const MAX_PIXELS: u32 = 6_000;
/// The most bytes the decoder may allocate for the chunks before the pixel data.
const MAX_ALLOCATED: u64 = 16 * 1024 * 1024;

/// Properties of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) format: &'static str,
    pub(crate) bytes: usize,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Picture {
    /// Parses the header of `bytes`. Never decodes pixels.
    pub(crate) fn examine(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > MAX_BYTES {
            return Err(Refusal::ImageTooLarge {
                most: MAX_BYTES,
                actual: bytes.len(),
            });
        }
        let format = match image::guess_format(bytes) {
            Ok(ImageFormat::Jpeg) => ImageFormat::Jpeg,
            Ok(ImageFormat::Png) => ImageFormat::Png,
            _ => return Err(Refusal::ImageFormat),
        };
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_ALLOCATED);
        reader.limits(limits);
        let (width, height) = reader
            .into_dimensions()
            .map_err(|_| Refusal::ImageDamaged)?;
        if width > MAX_PIXELS || height > MAX_PIXELS {
            return Err(Refusal::ImageSides {
                most: MAX_PIXELS,
                width,
                height,
            });
        }
        let format = if format == ImageFormat::Jpeg {
            "JPEG"
        } else {
            "PNG"
        };
        Ok(Self {
            format,
            bytes: bytes.len(),
            width,
            height,
        })
    }
}
