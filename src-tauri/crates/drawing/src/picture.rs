//! A drawing that somebody brings, to pixels: by the same way as a chart, with more means.

use resvg::tiny_skia::Pixmap;

use super::draw::drawn;
use super::fonts::Fonts;
use super::profile::PICTURE;
use super::refusal::Refusal;
use super::request::{DrawRequest, LeftOut};

/// A drawing on white.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Three bytes a pixel, red first, row by row from the top.
    pub rgb: Vec<u8>,
    /// Pixels per CSS pixel of the drawing: as wanted, or fewer where that would be too large or take too long.
    pub scale: f32,
    /// The text in it, in the order of the source, one `text` element or HTML label each; at most 40,000 characters in all.
    pub texts: Vec<String>,
    /// What is missing in it.
    pub left_out: LeftOut,
}

/// Draws the SVG in `bytes` with the pixels per CSS pixel that `scale` wants for its width and height in CSS pixels.
///
/// At most 60,000 pixels a side and 80 million in all. Takes up to half a minute and some 1.5 GB; nothing in it is run, and no
/// address in it is followed. To be called on a stranger's bytes in a confined child alone.
///
/// # Errors
/// Those of a chart: what is too much of anything, broken, or nothing to draw.
pub fn picture(
    fonts: &Fonts,
    bytes: &[u8],
    scale: impl Fn(f32, f32) -> f32,
) -> Result<Picture, Refusal> {
    let request = |width, height| DrawRequest {
        scale: scale(width, height),
        region: None,
    };
    let drawn = drawn(fonts, &PICTURE, request, bytes)?;
    Ok(Picture {
        width: drawn.pixels.width(),
        height: drawn.pixels.height(),
        rgb: opaque(drawn.pixels),
        scale: drawn.canvas.scale(),
        texts: drawn.words.labels,
        left_out: drawn.laid.left_out,
    })
}

/// The colours of pixels none of which is transparent, in the memory that they have.
fn opaque(pixels: Pixmap) -> Vec<u8> {
    let mut bytes = pixels.take();
    let count = bytes.len() / 4;
    for pixel in 0..count {
        bytes.copy_within(pixel * 4..pixel * 4 + 3, pixel * 3);
    }
    bytes.truncate(count * 3);
    bytes
}
