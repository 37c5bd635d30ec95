//! JPEG files embedded in a drawing, read as if a user had brought them.

use bytes::Bytes;
use drawing::Jpeg;
use image::metadata::Orientation;

use super::load::Opened;
use super::plan::Region;
use super::single;
use crate::jpeg;
use crate::outline::Outline;
use crate::recognise::Content;
use crate::refusal::Refusal;

/// Marker of the segments that hold a colour profile, and how their data begins.
const APP2: u8 = 0xE2;
const PROFILE: &[u8] = b"ICC_PROFILE\0";

/// Reads a JPEG embedded in a drawing. Its pixels are upright and in sRGB, as browsers show them.
#[must_use]
pub fn embedded_jpeg(bytes: &[u8]) -> Jpeg {
    read(bytes).unwrap_or(Jpeg::Unreadable)
}

fn read(bytes: &[u8]) -> Result<Jpeg, Refusal> {
    let content = Content::Jpeg;
    let length = bytes.len();
    let (bytes, _, outline) = single::look(Bytes::copy_from_slice(bytes), content)?;
    let is_whole = bytes.len() == length;
    if is_whole && outline.as_ref().is_some_and(is_plain) && !has_profile(&bytes) {
        return Ok(Jpeg::Common);
    }
    let (raster, _notes) = Opened::read(&bytes, content, outline.as_ref())?.unpack()?;
    let (width, height) = raster.shown();
    let upright = if raster.is_upright() {
        raster
    } else {
        raster.region(Region::whole(width, height))
    };
    Ok(Jpeg::Pixels {
        width,
        height,
        data: upright.data,
    })
}

/// Whether the renderer's decoder, which knows neither orientation nor profile, gets it right.
fn is_plain(outline: &Outline) -> bool {
    let upright = outline.orientation == Orientation::NoTransforms;
    outline.decodable && outline.common && upright
}

fn has_profile(bytes: &[u8]) -> bool {
    let mut found = false;
    // The structure was checked before.
    let _ = jpeg::segments(bytes, |segment| {
        found |= segment.marker == APP2 && segment.data.starts_with(PROFILE);
        Ok(())
    });
    found
}
