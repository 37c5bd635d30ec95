//! What can be known of a picture without reading it: format by content, size in bytes, sides from its header.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};

use crate::refusal::Refusal;

/// 5 MB in the smaller reading.
pub(crate) const MOST_BYTES: usize = 5_000_000;
/// Pixels a side.
pub(crate) const MOST_PIXELS: u32 = 6_000;
/// What a decoder may allocate for the chunks before the pixels.
const MOST_ALLOCATED: u64 = 16 * 1024 * 1024;

/// The facts about a picture that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) format: &'static str,
    pub(crate) bytes: usize,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Picture {
    /// Looks at the header of `bytes`. The pixels are never decoded.
    pub(crate) fn examine(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > MOST_BYTES {
            return Err(Refusal::ImageTooLarge {
                most: MOST_BYTES,
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
        limits.max_alloc = Some(MOST_ALLOCATED);
        reader.limits(limits);
        let (width, height) = reader
            .into_dimensions()
            .map_err(|_| Refusal::ImageDamaged)?;
        if width > MOST_PIXELS || height > MOST_PIXELS {
            return Err(Refusal::ImageSides {
                most: MOST_PIXELS,
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
