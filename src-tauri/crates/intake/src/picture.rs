//! A picture that the service accepts, and its validation.

use std::fmt;
use std::io::Cursor;

use bytes::Bytes;
use image::metadata::Orientation;
use image::{
    DynamicImage, GrayImage, ImageDecoder, ImageError, ImageFormat, ImageReader, RgbImage,
};
use sha2::{Digest, Sha256};

use crate::jpeg_pixels::{self, Colours};
use crate::outline::Outline;
use crate::preview::Preview;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};
use crate::{jpeg, png};

/// Maximum bytes for decoding; 6000 × 6000 pixels of 16 bits in four channels take 288 MB.
const MAX_DECODED_BYTES: u64 = 400_000_000;

/// Limits of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Maximum bytes of a picture. "5 MB" in the service's documentation is taken as 5,000,000, the smaller meaning.
    pub max_bytes: u64,
    /// Maximum pixels a side; 6000 is the limit of a sister service of the same vendor.
    pub max_side: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 5_000_000,
            max_side: 6_000,
        }
    }
}

/// Format of a picture that the service accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl Format {
    /// Stable name used in the parameters of a refusal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// Media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    pub(crate) fn outline(self, bytes: &[u8]) -> Outline {
        match self {
            Self::Jpeg => jpeg::outline(bytes),
            Self::Png => png::outline(bytes),
        }
    }
}

/// A complete picture within the limits, byte for byte as it was brought.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Format, detected from the content.
    pub format: Format,
    /// Width in pixels, as stored.
    pub width: u32,
    /// Height in pixels, as stored.
    pub height: u32,
    /// Whether the orientation in its metadata swaps width and height on display.
    pub rotated: bool,
    /// Bytes of the file.
    pub bytes: Bytes,
    /// SHA-256 of `bytes`.
    pub sha256: [u8; 32],
    /// Thumbnail and perceptual hash; `None` if the decoder does not support the variant.
    pub preview: Option<Preview>,
}

impl Picture {
    /// The SHA-256 as 64 lowercase hexadecimal digits.
    pub fn sha256_hex(&self) -> String {
        self.sha256
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Width and height as displayed.
    pub fn shown_size(&self) -> (u32, u32) {
        if self.rotated {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        }
    }
}

/// Omits the bytes, since megabytes do not belong in a log.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Picture")
            .field("format", &self.format)
            .field("width", &self.width)
            .field("height", &self.height)
            .field("rotated", &self.rotated)
            .field("bytes", &self.bytes.len())
            .field("sha256", &self.sha256_hex())
            .finish()
    }
}

/// Checks that the service accepts `bytes`: size, format, pixels a side, structure, and finally decoding. The largest
/// pictures take a second and up to 400 MB, so call it where it may block.
///
/// JPEG variants that the decoder does not support (CMYK, 12-bit, arithmetic coding, lossless) are accepted on their
/// structure alone.
pub fn read_bytes(bytes: Bytes, limits: &Limits) -> Result<Picture, Refusal> {
    Ok(read_decoded(bytes, limits)?.0)
}

/// [`read_bytes`], and the decoded picture as displayed if the decoder supports the variant.
pub(crate) fn read_decoded(
    bytes: Bytes,
    limits: &Limits,
) -> Result<(Picture, Option<DynamicImage>), Refusal> {
    let (sound, decoded) = examine(&bytes, limits)?;
    let picture = Picture {
        preview: decoded.as_ref().and_then(Preview::of),
        format: sound.format,
        width: sound.width,
        height: sound.height,
        rotated: sound.rotated,
        sha256: Sha256::digest(&bytes).into(),
        bytes,
    };
    Ok((picture, decoded))
}

/// Structural properties of a valid picture.
struct Sound {
    format: Format,
    width: u32,
    height: u32,
    rotated: bool,
}

fn examine(bytes: &[u8], limits: &Limits) -> Result<(Sound, Option<DynamicImage>), Refusal> {
    let actual = bytes.len() as u64;
    if actual > limits.max_bytes {
        let limit = limits.max_bytes;
        return Err(Refusal::TooLarge { limit, actual });
    }
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    let format = match Content::of(bytes) {
        Content::Jpeg => Format::Jpeg,
        Content::Png => Format::Png,
        found => return Err(Refusal::Format { found }),
    };
    let damaged = |damage| Refusal::Damaged { format, damage };
    let outline = format.outline(bytes);
    let Some((width, height)) = outline.size else {
        return Err(damaged(outline.end.err().unwrap_or(Damage::Structure)));
    };
    if width.max(height) > limits.max_side {
        return Err(Refusal::TooManyPixels {
            limit: limits.max_side,
            width,
            height,
        });
    }
    outline.end.map_err(damaged)?;
    let picture = bytes.get(..outline.len.unwrap_or(bytes.len()));
    let picture = picture.unwrap_or(bytes);
    let decoded = match (outline.decodable, outline.common) {
        (false, _) => None,
        (true, true) => decode(picture, format, limits).map_err(damaged)?,
        (true, false) => {
            let decoded = decode_jpeg(picture, (width, height), outline.orientation);
            Some(decoded.ok_or(damaged(Damage::Pixels))?)
        }
    };
    let sound = Sound {
        format,
        width,
        height,
        rotated: outline.on_its_side(),
    };
    Ok((sound, decoded))
}

/// Decodes a JPEG of an uncommon form as displayed; `None` if it is damaged.
fn decode_jpeg(
    bytes: &[u8],
    (width, height): (u32, u32),
    orientation: Orientation,
) -> Option<DynamicImage> {
    let decoded = jpeg_pixels::decoded(bytes, Colours::AsTheFileSays)?;
    let mut picture = match decoded.channels {
        1 => DynamicImage::from(GrayImage::from_raw(width, height, decoded.data)?),
        _ => DynamicImage::from(RgbImage::from_raw(width, height, decoded.data)?),
    };
    picture.apply_orientation(orientation);
    Some(picture)
}

/// Decodes the picture as displayed; `None` if the decoder does not support the JPEG variant.
fn decode(bytes: &[u8], format: Format, limits: &Limits) -> Result<Option<DynamicImage>, Damage> {
    let mut bounds = image::Limits::no_limits();
    bounds.max_image_width = Some(limits.max_side);
    bounds.max_image_height = Some(limits.max_side);
    bounds.max_alloc = Some(MAX_DECODED_BYTES);
    let mut reader = ImageReader::new(Cursor::new(bytes));
    reader.limits(bounds.clone());
    reader.set_format(match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
    });
    let decoded = reader.into_decoder().and_then(|mut decoder| {
        bounds.reserve(decoder.total_bytes())?;
        decoder.set_limits(bounds)?;
        let orientation = decoder.orientation()?;
        let mut picture = DynamicImage::from_decoder(decoder)?;
        picture.apply_orientation(orientation);
        Ok(picture)
    });
    match decoded {
        Ok(picture) => Ok(Some(picture)),
        Err(ImageError::Unsupported(_)) if format == Format::Jpeg => Ok(None),
        Err(ImageError::Limits(_)) => Err(Damage::Memory),
        Err(_) => Err(Damage::Pixels),
    }
}
