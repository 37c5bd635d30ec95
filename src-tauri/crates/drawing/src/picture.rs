//! Renders a drawing that a user brings: the same pipeline as for a chart, with looser limits.

use resvg::tiny_skia::Pixmap;

use super::draw::drawn;
use super::fonts::Fonts;
use super::pictures::ReadJpeg;
use super::profile::PICTURE;
use super::refusal::Refusal;
use super::request::{DrawRequest, LeftOut};

/// A drawing on a white background.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// RGB, three bytes per pixel, rows from top to bottom.
    pub rgb: Vec<u8>,
    /// Pixels per CSS pixel of the drawing; lower than requested if that would be too large or take too long.
    pub scale: f32,
    /// Text in source order, one entry per `text` element or HTML label; at most 40,000 characters in all.
    pub texts: Vec<String>,
    /// Content missing from the drawing.
    pub left_out: LeftOut,
}

/// Renders the SVG in `bytes`. `jpeg` reads the JPEG files in it. `scale` returns the requested pixels per CSS pixel for a width and height in CSS pixels.
///
/// At most 60,000 pixels a side and 80 million in all. Takes up to half a minute and about 1.5 GB. Runs no script and
/// follows no URL. Call it on untrusted bytes only in a confined child process.
///
/// # Errors
/// [`Refusal`] as for a chart: the SVG exceeds a limit, is malformed or has nothing to draw.
pub fn picture(
    fonts: &Fonts,
    jpeg: ReadJpeg,
    bytes: &[u8],
    scale: impl Fn(f32, f32) -> f32,
) -> Result<Picture, Refusal> {
    let request = |width, height| DrawRequest {
        scale: scale(width, height),
        region: None,
    };
    let drawn = drawn(fonts, jpeg, &PICTURE, request, bytes)?;
    Ok(Picture {
        width: drawn.pixels.width(),
        height: drawn.pixels.height(),
        rgb: opaque(drawn.pixels),
        scale: drawn.canvas.scale(),
        texts: drawn.words.labels,
        left_out: drawn.laid.left_out,
    })
}

/// Drops the alpha channel of opaque pixels in place.
fn opaque(pixels: Pixmap) -> Vec<u8> {
    let mut bytes = pixels.take();
    let count = bytes.len() / 4;
    for pixel in 0..count {
        bytes.copy_within(pixel * 4..pixel * 4 + 3, pixel * 3);
    }
    bytes.truncate(count * 3);
    bytes
}
