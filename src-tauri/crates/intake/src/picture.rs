//! A picture that the service accepts, and the checks that make sure of it.

use std::fmt;
use std::io::Cursor;

use bytes::Bytes;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};
use sha2::{Digest, Sha256};

use crate::outline::Outline;
use crate::preview::Preview;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};
use crate::{jpeg, png};

/// Bytes that decoding may take: 6000 × 6000 pixels of 16 bits in four channels are 288 MB.
const MAX_DECODED_BYTES: u64 = 400_000_000;

/// What the service accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of a picture. The service's "5 MB" is read as 5,000,000, the smaller meaning.
    pub max_bytes: u64,
    /// Most pixels a side; a sister service of the same vendor takes 6000.
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

/// A kind of picture that the service accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl Format {
    /// The stable name, as it stands in the parameters of a refusal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// The media type.
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

/// A picture that is whole and within the limits, byte for byte as it was brought.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its kind, by its content.
    pub format: Format,
    /// Pixels across, as stored.
    pub width: u32,
    /// Pixels down, as stored.
    pub height: u32,
    /// Its metadata has it shown on its side: width and height change places on the screen.
    pub rotated: bool,
    /// The file.
    pub bytes: Bytes,
    /// SHA-256 of `bytes`.
    pub sha256: [u8; 32],
    /// A small picture of it, and what it looks like; `None` where the decoder doesn't know its kind.
    pub preview: Option<Preview>,
}

impl Picture {
    /// The SHA-256 as people compare it: 64 small hexadecimal digits.
    pub fn sha256_hex(&self) -> String {
        self.sha256
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Pixels across and down as it is shown.
    pub fn shown_size(&self) -> (u32, u32) {
        if self.rotated {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        }
    }
}

/// Without the bytes: megabytes don't belong into a log.
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

/// Makes sure that `bytes` are a picture that the service accepts: size, kind, pixels a side, structure, and
/// last that it decodes. Decoding the largest takes a second and up to 400 MB: call it where that blocks nobody.
///
/// JPEG kinds that the decoder doesn't know (four inks, twelve bits, arithmetic coding, lossless) are accepted on
/// their structure alone.
pub fn read_bytes(bytes: Bytes, limits: &Limits) -> Result<Picture, Refusal> {
    let (sound, decoded) = examine(&bytes, limits)?;
    Ok(Picture {
        preview: decoded.as_ref().and_then(Preview::of),
        format: sound.format,
        width: sound.width,
        height: sound.height,
        rotated: sound.rotated,
        sha256: Sha256::digest(&bytes).into(),
        bytes,
    })
}

/// What the structure of a sound picture says.
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
    let decoded = if outline.decodable {
        decode(bytes, format, limits).map_err(damaged)?
    } else {
        None
    };
    let sound = Sound {
        format,
        width,
        height,
        rotated: outline.on_its_side(),
    };
    Ok((sound, decoded))
}

/// The picture as it is shown; `None` where the decoder doesn't know its kind of JPEG.
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
