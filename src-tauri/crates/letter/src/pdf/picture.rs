//! Pictures, checked before they are typeset.

use std::io::Cursor;

use image::{ImageFormat, ImageReader};
use typst::foundations::{Bytes, Smart};
use typst::visualize::{ExchangeFormat, RasterImage};

use super::{MAX_PIXELS, PdfError};
use crate::document::Picture;

/// Points per pixel of a picture that is not too wide: 96 pixels an inch.
const POINTS: f64 = 0.75;
/// The width of the text, in points.
const WIDTH: f64 = 453.0;
/// The height of a picture that leaves room for its caption, in points.
const HEIGHT: f64 = 590.0;

/// A picture that can be typeset.
pub(super) struct Ready {
    pub bytes: Bytes,
    /// The name of the format in Typst.
    pub format: &'static str,
    /// The width on paper, in points.
    pub width: f64,
}

/// Decodes a picture, the `number`th of its document, and computes its size on paper. `pixels` counts those of the
/// pictures so far.
pub(super) fn ready(picture: &Picture, number: usize, pixels: &mut u64) -> Result<Ready, PdfError> {
    let refusal = || PdfError::Picture { number };
    let kind = image::guess_format(&picture.bytes).map_err(|_| refusal())?;
    let (format, name) = match kind {
        ImageFormat::Png => (ExchangeFormat::Png, "png"),
        ImageFormat::Jpeg if !is_for_print(&picture.bytes) => (ExchangeFormat::Jpg, "jpg"),
        _ => return Err(refusal()),
    };
    let (width, height) = ImageReader::with_format(Cursor::new(&picture.bytes), kind)
        .into_dimensions()
        .map_err(|_| refusal())?;
    *pixels += u64::from(width) * u64::from(height);
    if *pixels > MAX_PIXELS {
        return Err(refusal());
    }
    let bytes = Bytes::new(picture.bytes.clone());
    // Typst remembers the decoded picture and does not decode it again.
    let decoded = RasterImage::new(bytes.clone(), format, Smart::Auto).map_err(|_| refusal())?;
    // The size as displayed, since a JPEG may say that it lies on its side.
    let (width, height) = (f64::from(decoded.width()), f64::from(decoded.height()));
    Ok(Ready {
        bytes,
        format: name,
        width: width * POINTS.min(WIDTH / width).min(HEIGHT / height),
    })
}

/// Whether a JPEG has the four colours of a printing press. PDF/A takes it only with a profile of that press.
fn is_for_print(jpeg: &[u8]) -> bool {
    let mut rest = jpeg.get(2..).unwrap_or_default();
    while let [0xff, marker, high, low, segment @ ..] = rest {
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            // Precision, height and width come before the number of colours.
            return segment.get(5) == Some(&4);
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = segment.get(length.saturating_sub(2)..).unwrap_or_default();
    }
    false
}
