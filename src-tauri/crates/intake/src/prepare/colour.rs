//! Converts colours to sRGB by the embedded ICC profile.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformExecutor, TransformOptions};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::plan::Note;
use super::raster::Raster;

/// Number of pixels converted at a time.
const AT_ONCE: usize = 1 << 16;

/// Converts colours by `profile`. Colours that are already sRGB stay exactly the same.
pub(crate) fn to_srgb(raster: &mut Raster, profile: &[u8]) -> Option<Note> {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else {
        return Some(Note::ProfileUnusable);
    };
    let layout = match (raster.channels, profile.color_space) {
        (3, DataColorSpace::Rgb) => Layout::Rgb,
        (1, DataColorSpace::Gray) => Layout::Gray,
        _ => return Some(Note::ProfileUnusable),
    };
    let Some(transform) = transform(&profile, layout) else {
        return Some(Note::ProfileUnusable);
    };
    if changes_nothing(transform.as_ref(), raster.channels) {
        return None;
    }
    let converted = if raster.channels == 3 {
        in_place(&mut raster.data, transform.as_ref())
    } else {
        let converted = beside(&raster.data, 1, transform.as_ref());
        converted.map(|data| {
            // Greyscale stays greyscale, since all three channels are equal.
            raster.data = data.iter().step_by(3).copied().collect();
        })
    };
    Some(match converted {
        Some(()) => Note::ProfileConverted,
        None => Note::ProfileUnusable,
    })
}

type Transform = dyn TransformExecutor<u8> + Send + Sync;

fn transform(profile: &ColorProfile, layout: Layout) -> Option<std::sync::Arc<Transform>> {
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions {
        rendering_intent: profile.rendering_intent,
        ..TransformOptions::default()
    };
    profile
        .create_transform_8bit(layout, &srgb, Layout::Rgb, options)
        .ok()
}

/// Whether the conversion leaves colours throughout the RGB cube unchanged, apart from rounding.
fn changes_nothing(transform: &Transform, channels: usize) -> bool {
    let steps = || (0..=255_u8).step_by(17);
    let probe: Vec<u8> = if channels == 3 {
        let each = |r| steps().flat_map(move |g| steps().flat_map(move |b| [r, g, b]));
        steps().flat_map(each).collect()
    } else {
        steps().collect()
    };
    let Some(moved) = beside(&probe, channels, transform) else {
        return false;
    };
    let per = 3 / channels;
    let pairs = moved.iter().step_by(per).zip(&probe);
    pairs.into_iter().all(|(to, from)| to.abs_diff(*from) <= 2)
}

fn in_place(data: &mut [u8], transform: &Transform) -> Option<()> {
    let mut converted = vec![0; AT_ONCE * 3];
    for pixels in data.chunks_mut(AT_ONCE * 3) {
        let converted = converted.get_mut(..pixels.len())?;
        transform.transform(pixels, converted).ok()?;
        pixels.copy_from_slice(converted);
    }
    Some(())
}

/// Converts pixels of `channels` bytes into a new buffer of three bytes per pixel.
fn beside(data: &[u8], channels: usize, transform: &Transform) -> Option<Vec<u8>> {
    let mut all = vec![0; data.len() / channels * 3];
    let pieces = all.chunks_mut(AT_ONCE * 3);
    for (to, from) in pieces.zip(data.chunks(AT_ONCE * channels)) {
        transform.transform(from, to).ok()?;
    }
    Some(all)
}

/// Decodes the inks of a CMYK JPEG, four bytes per pixel; `None` if it can't be decoded.
///
/// Every program that writes such files follows Adobe and stores inverted inks. They are therefore read as inverted whether
/// or not the file has Adobe's marker.
pub(crate) fn inks(bytes: &[u8]) -> Option<Vec<u8>> {
    Some(opposite(missing_inks(bytes)?))
}

/// Inks from missing inks.
pub(crate) fn opposite(mut missing: Vec<u8>) -> Vec<u8> {
    for ink in &mut missing {
        *ink = 255 - *ink;
    }
    missing
}

/// Converts inks, four bytes per pixel, to sRGB, three bytes per pixel.
pub(crate) fn of_inks(inks: &[u8], profile: Option<&[u8]>) -> (Vec<u8>, Note) {
    let profile = profile.and_then(|profile| ColorProfile::new_from_slice(profile).ok());
    let transform = profile
        .filter(|profile| profile.color_space == DataColorSpace::Cmyk)
        .and_then(|profile| transform(&profile, Layout::Rgba));
    if let Some(transform) = transform
        && let Some(data) = beside(inks, 4, transform.as_ref())
    {
        return (data, Note::ProfileConverted);
    }
    let shine = |colour: u8, black: u8| {
        let product = u16::from(255 - colour) * u16::from(255 - black);
        u8::try_from((product + 127) / 255).unwrap_or(u8::MAX)
    };
    let mut data = Vec::with_capacity(inks.len() / 4 * 3);
    for pixel in inks.chunks_exact(4) {
        if let [cyan, magenta, yellow, black] = *pixel {
            data.extend([cyan, magenta, yellow].map(|colour| shine(colour, black)));
        }
    }
    (data, Note::InksGuessed)
}

/// Decodes inverted CMYK, four bytes per pixel.
fn missing_inks(bytes: &[u8]) -> Option<Vec<u8>> {
    let read = |out: Option<ColorSpace>| {
        let mut options = DecoderOptions::default()
            .set_strict_mode(false)
            .set_max_width(usize::MAX)
            .set_max_height(usize::MAX);
        if let Some(out) = out {
            options = options.jpeg_set_out_colorspace(out);
        }
        JpegDecoder::new_with_options(ZCursor::new(bytes), options)
    };
    let mut header = read(None);
    header.decode_headers().ok()?;
    let stored = header.input_colorspace()?;
    let mut data = read(Some(stored)).decode().ok()?;
    if stored == ColorSpace::YCCK {
        for pixel in data.chunks_exact_mut(4) {
            if let [y, cb, cr, _] = pixel {
                [*y, *cb, *cr] = missing_colours(*y, *cb, *cr);
            }
        }
    }
    matches!(stored, ColorSpace::YCCK | ColorSpace::CMYK).then_some(data)
}

/// Converts YCbCr to RGB. Here R, G and B are the inks themselves, so inverting gives the missing inks.
fn missing_colours(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    // Fixed-point arithmetic in units of 1/65,536.
    let y = (i32::from(y) << 16) + 32_768;
    let (cb, cr) = (i32::from(cb) - 128, i32::from(cr) - 128);
    let parts = [
        y + 91_881 * cr,
        y - 22_554 * cb - 46_802 * cr,
        y + 116_130 * cb,
    ];
    parts.map(|part| u8::try_from(255 - (part >> 16).clamp(0, 255)).unwrap_or_default())
}
