//! Images in a chart: only small PNG and JPEG in `data:` URLs are drawn, and no reference is followed.
//!
//! The renderer's own decoder turns some kinds of JPEG into noise, so the caller decides how each is read.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use png::{BitDepth, ColorType, Compression, Encoder};
use resvg::usvg::{ImageHrefResolver, ImageKind};

use super::profile::Profile;

/// How a JPEG in a drawing is to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Jpeg {
    /// The renderer decodes it correctly.
    Common,
    /// As these pixels, 8 bits per channel, interleaved, rows from top to bottom.
    Pixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Grey if there is one byte for each pixel, RGB if there are three.
        data: Vec<u8>,
    },
    /// Not at all: it is damaged, or of a kind that can't be decoded.
    Unreadable,
}

/// Reads a JPEG, which is untrusted.
pub type ReadJpeg = fn(&[u8]) -> Jpeg;

/// Whether the renderer may get a URL, judging by its prefix and length. [`resolver`] checks the content.
pub(super) fn is_inside(address: &str, profile: &Profile) -> bool {
    let address = address.trim_start();
    address.len() <= profile.address
        && ["data:image/png;", "data:image/jpeg;", "data:image/jpg;"]
            .iter()
            .any(|kind| {
                address
                    .get(..kind.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(kind))
            })
}

/// Accepts only small PNG and JPEG in `data:` URLs; counts all others in `left_out`.
pub(super) fn resolver(
    left_out: Arc<AtomicU32>,
    profile: &Profile,
    read: ReadJpeg,
) -> ImageHrefResolver<'static> {
    let (one, all) = (profile.inner, profile.inner_in_all);
    let pixels = AtomicU64::new(0);
    let outside = Arc::clone(&left_out);
    ImageHrefResolver {
        resolve_data: Box::new(move |_mime, data, _options| {
            let size = size(&data).filter(|(_, size)| {
                *size <= one && pixels.fetch_add(*size, Ordering::Relaxed) + size <= all
            });
            let image = match size {
                Some((Kind::Png, _)) => Some(ImageKind::PNG(data)),
                Some((Kind::Jpeg, _)) => jpeg(data, read),
                None => None,
            };
            if image.is_none() {
                left_out.fetch_add(1, Ordering::Relaxed);
            }
            image
        }),
        resolve_string: Box::new(move |_address, _options| {
            outside.fetch_add(1, Ordering::Relaxed);
            None
        }),
    }
}

fn jpeg(bytes: Arc<Vec<u8>>, read: ReadJpeg) -> Option<ImageKind> {
    match read(&bytes) {
        Jpeg::Common => Some(ImageKind::JPEG(bytes)),
        Jpeg::Pixels {
            width,
            height,
            data,
        } => {
            let grey = u64::from(width) * u64::from(height) == data.len() as u64;
            let png = encoded(width, height, grey, &data).ok()?;
            Some(ImageKind::PNG(Arc::new(png)))
        }
        Jpeg::Unreadable => None,
    }
}

/// The renderer takes pixels only as a file.
fn encoded(
    width: u32,
    height: u32,
    grey: bool,
    data: &[u8],
) -> Result<Vec<u8>, png::EncodingError> {
    let mut png = Vec::new();
    let mut encoder = Encoder::new(&mut png, width, height);
    encoder.set_color(if grey {
        ColorType::Grayscale
    } else {
        ColorType::Rgb
    });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(data)?;
    writer.finish()?;
    Ok(png)
}

enum Kind {
    Png,
    Jpeg,
}

/// Format and number of pixels according to the image's header.
fn size(data: &[u8]) -> Option<(Kind, u64)> {
    if data.starts_with(b"\x89PNG\r\n\x1a\n") {
        let (width, height) = (four(data, 16)?, four(data, 20)?);
        return Some((Kind::Png, u64::from(width) * u64::from(height)));
    }
    data.starts_with(&[0xff, 0xd8]).then_some(())?;
    let mut at = 2;
    loop {
        let (mark, kind) = (*data.get(at)?, *data.get(at + 1)?);
        if mark != 0xff {
            return None;
        }
        // A start of frame; C4, C8 and CC are in the same range but are not.
        if matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc) {
            let (height, width) = (two(data, at + 5)?, two(data, at + 7)?);
            return Some((Kind::Jpeg, u64::from(width) * u64::from(height)));
        }
        at += 2 + usize::from(two(data, at + 2)?);
    }
}

fn two(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn four(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?))
}
