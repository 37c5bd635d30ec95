//! Decodes any picture file to pixels; refuses it by its header if decoding would take too much memory.

use std::io::Cursor;

use image::codecs::{
    bmp::BmpDecoder, gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, tiff::TiffDecoder,
    webp::WebPDecoder,
};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageResult};

use super::colour;
use super::flatten::flattened;
use super::plan::Note;
use super::raster::Raster;
use super::webp;
use crate::outline::{Outline, on_its_side};
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Maximum number of pixels decoded.
pub const MAX_PIXELS: u64 = 300_000_000;

/// Maximum memory for decoding, in bytes: 300 megapixels of a progressive JPEG with chroma subsampling, at three bytes of
/// coefficients and three of colours per pixel.
const MAX_UNPACKED_BYTES: u64 = 2_000_000_000;

/// A picture file whose header has been read and is within the limits.
pub(crate) struct Opened<'a> {
    bytes: &'a [u8],
    content: Content,
    decoder: AnyDecoder<'a>,
    four_inks: bool,
    orientation: Orientation,
    width: u32,
    height: u32,
}

/// A decoder that has read the header.
type AnyDecoder<'a> = Box<dyn ImageDecoder + 'a>;

impl<'a> Opened<'a> {
    /// Reads the header. `outline` is that of a JPEG or PNG.
    pub(crate) fn read(
        bytes: &'a [u8],
        content: Content,
        outline: Option<&Outline>,
    ) -> Result<Self, Refusal> {
        let refused = |error: ImageError| refusal(content, &error);
        let four_inks = outline.is_some_and(|outline| outline.four_inks);
        let size = outline.and_then(|outline| outline.size);
        if let Some((width, height)) = size {
            // Check before any decoder sees it.
            bearable(content, width, height)?;
        }
        if outline.is_some_and(|outline| !outline.decodable && !outline.four_inks) {
            return Err(Refusal::Undecodable { found: content });
        }
        if content == Content::Webp && !webp::is_whole(bytes) {
            return Err(broken(content, Damage::Truncated));
        }
        let mut decoder = decoder(bytes, content).map_err(refused)?;
        let (width, height) = decoder.dimensions();
        bearable(content, width, height)?;
        let pixels = u64::from(width) * u64::from(height);
        // Coefficients have 16 bits; CMYK has no chroma subsampling.
        let kept = match outline.is_some_and(|outline| outline.progressive) {
            true => pixels * if four_inks { 8 } else { 3 },
            false => 0,
        };
        let inks = if four_inks { pixels * 4 } else { 0 };
        // Anything but opaque 8-bit pixels is converted into a second buffer.
        let colour = decoder.color_type();
        let beside = if colour.bytes_per_pixel() > 4 {
            pixels * 3
        } else {
            0
        };
        if decoder.total_bytes() + kept + inks + beside > MAX_UNPACKED_BYTES {
            let damage = Damage::Memory;
            return Err(broken(content, damage));
        }
        let orientation = match outline {
            Some(outline) => outline.orientation,
            None => decoder.orientation().unwrap_or(Orientation::NoTransforms),
        };
        Ok(Self {
            bytes,
            content,
            decoder,
            four_inks,
            orientation,
            width,
            height,
        })
    }

    /// Width and height as displayed.
    pub(crate) fn shown(&self) -> (u32, u32) {
        if on_its_side(self.orientation) {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        }
    }

    /// Decodes to 8-bit sRGB on a white background; also returns notes about the conversions.
    pub(crate) fn unpack(mut self) -> Result<(Raster, Vec<Note>), Refusal> {
        let mut notes = Vec::new();
        let profile = self.decoder.icc_profile().ok().flatten();
        let (width, height) = (self.width, self.height);
        let mut raster = if self.four_inks {
            let unpacked = colour::four_inks(self.bytes, profile.as_deref());
            let (data, note) = unpacked.ok_or(broken(self.content, Damage::Pixels))?;
            notes.push(note);
            Raster::upright(width, height, 3, data)
        } else {
            let mut bounds = image::Limits::no_limits();
            bounds.max_alloc = Some(MAX_UNPACKED_BYTES);
            let content = self.content;
            let picture = self
                .decoder
                .set_limits(bounds)
                .and_then(|()| DynamicImage::from_decoder(self.decoder))
                .map_err(|error| refusal(content, &error))?;
            let mut raster = flattened(picture, &mut notes);
            if let Some(profile) = profile {
                notes.extend(colour::to_srgb(&mut raster, &profile));
            }
            raster
        };
        raster.orientation = self.orientation;
        Ok((raster, notes))
    }
}

fn decoder(bytes: &[u8], content: Content) -> ImageResult<AnyDecoder<'_>> {
    let bytes = Cursor::new(bytes);
    Ok(match content {
        Content::Jpeg => Box::new(JpegDecoder::new(bytes)?),
        Content::Png => Box::new(PngDecoder::new(bytes)?),
        Content::Webp => Box::new(WebPDecoder::new(bytes)?),
        Content::Gif => Box::new(GifDecoder::new(bytes)?),
        Content::Bmp => Box::new(BmpDecoder::new(bytes)?),
        _ => Box::new(TiffDecoder::new(bytes)?),
    })
}

/// Whether the dimensions in a file's header are acceptable: not zero, and not too many pixels.
pub(crate) fn bearable(found: Content, width: u32, height: u32) -> Result<(), Refusal> {
    if width == 0 || height == 0 {
        return Err(broken(found, Damage::Structure));
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Refusal::TooVast {
            limit: MAX_PIXELS,
            width,
            height,
        });
    }
    Ok(())
}

pub(crate) fn broken(found: Content, damage: Damage) -> Refusal {
    Refusal::Broken { found, damage }
}

fn refusal(found: Content, error: &ImageError) -> Refusal {
    match error {
        ImageError::Unsupported(_) => Refusal::Undecodable { found },
        ImageError::Limits(_) => broken(found, Damage::Memory),
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            broken(found, Damage::Truncated)
        }
        _ => broken(found, Damage::Pixels),
    }
}
