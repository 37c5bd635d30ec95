//! Decodes any picture file to pixels; refuses it by its header if decoding would take too much memory.

use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe};

use image::codecs::{
    bmp::BmpDecoder, gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder,
};
use image::metadata::Orientation;
use image::{
    DynamicImage, GrayAlphaImage, GrayImage, ImageDecoder, ImageError, ImageResult, RgbImage,
    RgbaImage,
};

use super::bmp;
use super::colour;
use super::flatten::{self, flattened};
use super::plan::Note;
use super::raster::Raster;
use super::tiff::{Fault, Kind, Tiff, Unpacked};
use super::webp;
use crate::jpeg_pixels::{self, Colours};
use crate::outline::{self, Outline, on_its_side};
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Maximum number of pixels decoded.
pub const MAX_PIXELS: u64 = 300_000_000;

/// Maximum memory for decoding, in bytes: 300 megapixels of a progressive JPEG with chroma subsampling, at three bytes of
/// coefficients and three of colours per pixel.
const MAX_UNPACKED_BYTES: u64 = 2_000_000_000;

/// A picture file whose header has been read and is within the limits.
pub(crate) struct Opened<'a> {
    content: Content,
    source: Source<'a>,
    orientation: Orientation,
    width: u32,
    height: u32,
}

/// The decoder of a file.
enum Source<'a> {
    /// A decoder of the library, which has read the header.
    Library {
        decoder: AnyDecoder<'a>,
        bytes: &'a [u8],
    },
    /// A JPEG for which the library has no decoder, or the wrong one.
    Jpeg {
        bytes: &'a [u8],
        common: bool,
    },
    Tiff(Tiff<'a>),
}

type AnyDecoder<'a> = Box<dyn ImageDecoder + 'a>;

impl<'a> Opened<'a> {
    /// Reads the header. `outline` is that of a JPEG or PNG.
    pub(crate) fn read(
        bytes: &'a [u8],
        content: Content,
        outline: Option<&Outline>,
    ) -> Result<Self, Refusal> {
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
        // What follows the end is another picture, which is none of the decoder's business.
        let end = outline.and_then(|outline| outline.len);
        let bytes = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or(bytes);
        guarded(content, || match (content, outline, size) {
            (Content::Jpeg, Some(outline), Some(size)) if outline.four_inks || !outline.common => {
                Self::of_jpeg(bytes, outline, size)
            }
            (Content::Tiff, ..) => Self::of_tiff(bytes),
            _ => Self::of_library(bytes, content, outline),
        })
    }

    fn of_jpeg(
        bytes: &'a [u8],
        outline: &Outline,
        (width, height): (u32, u32),
    ) -> Result<Self, Refusal> {
        let pixels = u64::from(width) * u64::from(height);
        let needed = match outline.common {
            // Inks, which have no chroma subsampling, and colours; coefficients have 16 bits.
            true => pixels * if outline.progressive { 15 } else { 7 },
            // Coefficients, those on their way to another thread, and bytes; then the same bytes interleaved.
            false => pixels * if outline.four_inks { 24 } else { 12 },
        };
        Self::within_memory(Content::Jpeg, needed)?;
        let source = Source::Jpeg {
            bytes,
            common: outline.common,
        };
        Ok(Self {
            content: Content::Jpeg,
            source,
            orientation: outline.orientation,
            width,
            height,
        })
    }

    fn of_tiff(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let content = Content::Tiff;
        let tiff = Tiff::open(bytes).map_err(|fault| faulty(content, fault))?;
        let (width, height) = (tiff.width, tiff.height);
        bearable(content, width, height)?;
        Self::within_memory(content, tiff.memory())?;
        Ok(Self {
            content,
            orientation: tiff.orientation(),
            source: Source::Tiff(tiff),
            width,
            height,
        })
    }

    fn of_library(
        bytes: &'a [u8],
        content: Content,
        outline: Option<&Outline>,
    ) -> Result<Self, Refusal> {
        let mut decoder = decoder(bytes, content).map_err(|error| refusal(content, &error))?;
        let (width, height) = decoder.dimensions();
        bearable(content, width, height)?;
        let pixels = u64::from(width) * u64::from(height);
        // Coefficients have 16 bits.
        let kept = match outline.is_some_and(|outline| outline.progressive) {
            true => pixels * 3,
            false => 0,
        };
        // Anything but opaque 8-bit pixels is converted into a second buffer.
        let beside = match decoder.color_type().bytes_per_pixel() > 4 {
            true => pixels * 3,
            false => 0,
        };
        Self::within_memory(content, decoder.total_bytes() + kept + beside)?;
        let orientation = match outline {
            Some(outline) => outline.orientation,
            None => orientation(decoder.as_mut()),
        };
        Ok(Self {
            content,
            source: Source::Library { decoder, bytes },
            orientation,
            width,
            height,
        })
    }

    fn within_memory(content: Content, bytes: u64) -> Result<(), Refusal> {
        match bytes > MAX_UNPACKED_BYTES {
            true => Err(broken(content, Damage::Memory)),
            false => Ok(()),
        }
    }

    /// Width and height as displayed.
    pub(crate) fn shown(&self) -> (u32, u32) {
        if on_its_side(self.orientation) {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        }
    }

    /// Decodes to 8-bit sRGB on an opaque background; also returns notes about the conversions.
    pub(crate) fn unpack(self) -> Result<(Raster, Vec<Note>), Refusal> {
        let (content, orientation) = (self.content, self.orientation);
        let (mut raster, notes) = guarded(content, || self.unpacked())?;
        raster.orientation = orientation;
        Ok((raster, notes))
    }

    fn unpacked(self) -> Result<(Raster, Vec<Note>), Refusal> {
        let content = self.content;
        match self.source {
            Source::Library { mut decoder, bytes } => {
                let profile = decoder.icc_profile().ok().flatten();
                let mut bounds = image::Limits::no_limits();
                bounds.max_alloc = Some(MAX_UNPACKED_BYTES);
                let mut picture = decoder
                    .set_limits(bounds)
                    .and_then(|()| DynamicImage::from_decoder(decoder))
                    .map_err(|error| refusal(content, &error))?;
                if content == Content::Bmp && flatten::is_clear(&picture) {
                    picture = picture.into_rgb8().into();
                }
                if content == Content::Bmp
                    && let Some(left_out) = bmp::left_out(bytes)
                {
                    let mut clear = picture.into_rgba8();
                    for (pixel, left_out) in clear.pixels_mut().zip(left_out) {
                        if left_out {
                            pixel.0 = [0; 4];
                        }
                    }
                    picture = clear.into();
                }
                Ok(seen(picture, Vec::new(), profile.as_deref()))
            }
            Source::Jpeg { bytes, common } => of_jpeg(bytes, common, (self.width, self.height))
                .ok_or(broken(content, Damage::Pixels)),
            Source::Tiff(tiff) => of_tiff(&tiff),
        }
    }
}

/// Runs a decoder. A panic means that it can't decode the file.
fn guarded<T>(content: Content, decode: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    panic::catch_unwind(AssertUnwindSafe(decode))
        .unwrap_or(Err(Refusal::Undecodable { found: content }))
}

/// Pixels on an opaque background, in sRGB.
fn seen(
    picture: DynamicImage,
    mut notes: Vec<Note>,
    profile: Option<&[u8]>,
) -> (Raster, Vec<Note>) {
    let mut raster = flattened(picture, &mut notes);
    if let Some(profile) = profile {
        notes.extend(colour::to_srgb(&mut raster, profile));
    }
    (raster, notes)
}

fn of_jpeg(bytes: &[u8], common: bool, (width, height): (u32, u32)) -> Option<(Raster, Vec<Note>)> {
    let of_inks = |inks: &[u8], profile: Option<&[u8]>| {
        let (data, note) = colour::of_inks(inks, profile);
        (Raster::upright(width, height, 3, data), vec![note])
    };
    if common {
        let mut decoder = JpegDecoder::new(Cursor::new(bytes)).ok()?;
        let profile = decoder.icc_profile().ok().flatten();
        return Some(of_inks(&colour::inks(bytes)?, profile.as_deref()));
    }
    let decoded = jpeg_pixels::decoded(bytes, Colours::AsTheFileSays)?;
    let profile = decoded.profile.as_deref();
    match decoded.channels {
        1 => Some(seen(
            GrayImage::from_raw(width, height, decoded.data)?.into(),
            Vec::new(),
            profile,
        )),
        3 => Some(seen(
            RgbImage::from_raw(width, height, decoded.data)?.into(),
            Vec::new(),
            profile,
        )),
        _ => Some(of_inks(&colour::opposite(decoded.data), profile)),
    }
}

fn of_tiff(tiff: &Tiff<'_>) -> Result<(Raster, Vec<Note>), Refusal> {
    let content = Content::Tiff;
    let Unpacked {
        kind,
        data,
        rounded,
    } = tiff.unpack().map_err(|fault| faulty(content, fault))?;
    let (width, height) = (tiff.width, tiff.height);
    let mut notes = Vec::new();
    if rounded {
        notes.push(Note::EightBits);
    }
    let picture = match kind {
        Kind::Inks => {
            let (data, note) = colour::of_inks(&data, tiff.profile());
            notes.push(note);
            return Ok((Raster::upright(width, height, 3, data), notes));
        }
        Kind::Grey => GrayImage::from_raw(width, height, data).map(DynamicImage::from),
        Kind::GreyAlpha => GrayAlphaImage::from_raw(width, height, data).map(DynamicImage::from),
        Kind::Rgb => RgbImage::from_raw(width, height, data).map(DynamicImage::from),
        Kind::Rgba => RgbaImage::from_raw(width, height, data).map(DynamicImage::from),
    };
    let mut picture = picture.ok_or(broken(content, Damage::Structure))?;
    if flatten::is_clear(&picture) {
        picture = match kind {
            Kind::GreyAlpha => picture.into_luma8().into(),
            _ => picture.into_rgb8().into(),
        };
    }
    Ok(seen(picture, notes, tiff.profile()))
}

/// The orientation that a file other than JPEG and PNG carries.
pub(crate) fn orientation(decoder: &mut dyn ImageDecoder) -> Orientation {
    let exif = decoder.exif_metadata().ok().flatten();
    exif.map_or(Orientation::NoTransforms, |exif| {
        outline::orientation(&exif)
    })
}

fn faulty(found: Content, fault: Fault) -> Refusal {
    match fault {
        Fault::Damaged(damage) => broken(found, damage),
        Fault::Unsupported => Refusal::Undecodable { found },
    }
}

fn decoder(bytes: &[u8], content: Content) -> ImageResult<AnyDecoder<'_>> {
    if content == Content::Bmp {
        return Ok(Box::new(BmpDecoder::new(Cursor::new(bmp::mended(bytes)))?));
    }
    let bytes = Cursor::new(bytes);
    Ok(match content {
        Content::Jpeg => Box::new(JpegDecoder::new(bytes)?),
        Content::Png => Box::new(PngDecoder::new(bytes)?),
        Content::Webp => Box::new(WebPDecoder::new(bytes)?),
        _ => Box::new(GifDecoder::new(bytes)?),
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
