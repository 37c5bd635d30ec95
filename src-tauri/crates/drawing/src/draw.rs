//! Renders bytes to pixels or a PNG.

use png::{BitDepth, ColorType, Compression, Encoder};
use resvg::tiny_skia::{Color, Pixmap};

use super::bounds::{self, too};
use super::canvas::Canvas;
use super::computed::Styles;
use super::cost::{Cost, estimate};
use super::document;
use super::fonts::Fonts;
use super::layout::{Laid, lay_out};
use super::pictures::ReadJpeg;
use super::profile::{CHART, Profile};
use super::refusal::{Excess, Refusal};
use super::request::{DrawRequest, Drawn, Words};
use super::sheets::Sheets;
use super::words::words;

/// Maximum number of dashes; each becomes a line of its own.
const MAX_DASHES: f64 = 200_000.0;
/// A chart that is still too expensive at this fraction of the requested scale is refused.
const LEAST_SHARPNESS: f64 = 0.25;

/// Renders the SVG in `bytes`, a text from the service, as `request` says, to a PNG on an opaque white background.
/// `jpeg` reads the JPEG files in it.
///
/// Takes about two seconds and less than 800 MB. Call it on untrusted bytes only in a confined child process.
///
/// # Errors
/// [`Refusal`] if the SVG exceeds a limit, is malformed or has nothing to draw.
pub fn chart(
    fonts: &Fonts,
    jpeg: ReadJpeg,
    request: &DrawRequest,
    bytes: &[u8],
) -> Result<(Drawn, Vec<u8>), Refusal> {
    let done = self::drawn(fonts, jpeg, &CHART, |_, _| *request, bytes)?;
    let png = encode(&done.pixels).map_err(|_writing_to_memory| Refusal::Undrawable)?;
    let drawn = Drawn {
        width: done.laid.width,
        height: done.laid.height,
        region: done.canvas.region(),
        pixel_width: done.canvas.width,
        pixel_height: done.canvas.height,
        scale: done.canvas.scale(),
        words: done.words,
        left_out: done.laid.left_out,
    };
    Ok((drawn, png))
}

/// Rendered pixels with their layout and canvas.
pub(super) struct Done {
    pub(super) laid: Laid,
    pub(super) canvas: Canvas,
    pub(super) words: Words,
    pub(super) pixels: Pixmap,
}

/// Renders `bytes` within `profile`. `request` makes the request from the width and height in CSS pixels.
pub(super) fn drawn(
    fonts: &Fonts,
    jpeg: ReadJpeg,
    profile: &Profile,
    request: impl Fn(f32, f32) -> DrawRequest,
    bytes: &[u8],
) -> Result<Done, Refusal> {
    let text = document::text(bytes, profile)?;
    let document = document::parse(&text)?;
    let sheets = Sheets::of(&document)?;
    let sheet = bounds::check(&document, &sheets)?;
    let mut styles = Styles::new(&document, &sheets, sheet);
    let root = document.root_element();
    let mut laid = lay_out(root, &mut styles, fonts, jpeg, profile, true)?;
    let request = request(laid.width, laid.height);
    let canvas = match affordable(&laid, &request, profile) {
        // Drop filter effects first: a shadow matters less than sharpness, and less than having a picture at all.
        Err(_) | Ok((_, false)) if !laid.tree.filters().is_empty() => {
            laid = lay_out(root, &mut styles, fonts, jpeg, profile, false)?;
            affordable(&laid, &request, profile)?.0
        }
        outcome => outcome?.0,
    };
    let pixels = paint(&laid, &canvas)?;
    let (words, hidden) = words(root, &mut styles, profile);
    laid.left_out.hidden = hidden;
    Ok(Done {
        laid,
        canvas,
        words,
        pixels,
    })
}

/// The largest picture within the cost limits, and whether it has the requested scale.
fn affordable(
    laid: &Laid,
    request: &DrawRequest,
    profile: &Profile,
) -> Result<(Canvas, bool), Refusal> {
    let mut sharpness = 1.0;
    loop {
        let canvas = Canvas::of(laid.width, laid.height, request, profile, sharpness)?;
        let cost = estimate(laid.tree.root(), &canvas);
        if cost.dashes > MAX_DASHES {
            return Err(too(Excess::Dashes, MAX_DASHES as u64));
        }
        let excess = excess(&cost, profile);
        if excess <= 1.0 {
            return Ok((canvas, sharpness >= 1.0));
        }
        sharpness *= 0.9 / excess.sqrt();
        if sharpness.is_nan() || sharpness < LEAST_SHARPNESS {
            return Err(too(Excess::Drawing, profile.work as u64));
        }
    }
}

fn excess(cost: &Cost, profile: &Profile) -> f64 {
    (cost.work / profile.work).max(cost.memory / profile.memory)
}

fn paint(laid: &Laid, canvas: &Canvas) -> Result<Pixmap, Refusal> {
    let mut pixmap = Pixmap::new(canvas.width, canvas.height).ok_or(Refusal::Undrawable)?;
    // Authoring tools assume white paper.
    pixmap.fill(Color::WHITE);
    resvg::render(&laid.tree, canvas.transform(), &mut pixmap.as_mut());
    Ok(pixmap)
}

/// Encodes the pixels as PNG, optimised for speed. They are opaque, so they need no conversion from premultiplied alpha.
fn encode(pixmap: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut png = Vec::new();
    let mut encoder = Encoder::new(&mut png, pixmap.width(), pixmap.height());
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixmap.data())?;
    writer.finish()?;
    Ok(png)
}
