//! Any picture, made ready to be sent.
//!
//! The service takes JPEG and PNG of at most 5,000,000 bytes and 6000 pixels a side. What fits is sent as it is;
//! what doesn't is changed as little as possible: first without any loss, then by a JPEG in which none can be seen, then by cutting
//! it into strips between its lines of text, and only where even that is not enough by taking pixels away. What
//! was done stands in a [`Plan`].

mod colour;
mod encode;
mod fit;
mod flatten;
mod frames;
mod layout;
mod load;
mod plan;
mod raster;
mod shrink;
mod strips;

use std::ops::Range;

use bytes::Bytes;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, RgbImage};
use sha2::{Digest, Sha256};

pub use load::MAX_PIXELS;
pub use plan::{Encoder, Note, PartPlan, Plan, Reason, Region, Source};

use crate::location;
use crate::outline::Outline;
use crate::picture::{Format, Limits, Picture, read_bytes};
use crate::preview::{Preview, THUMBNAIL_SIDE};
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};
use fit::Fitted;
use layout::{is_tall, regions};
use load::Opened;
use raster::Raster;

/// Most bytes of a file that is prepared.
pub const MAX_FILE_BYTES: u64 = 200_000_000;

/// Most parts of a picture: each one is an audit of its own.
pub const MAX_PARTS: u32 = 100;

/// A picture as it is sent: one or several pictures that the service accepts.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// What is sent, in reading order, at least one.
    pub pictures: Vec<Picture>,
    /// How they came about; `plan.parts` has one entry for each picture.
    pub plan: Plan,
}

/// Prepares a picture file of any kind that is read here: JPEG, PNG, WebP, GIF, BMP and TIFF, told by their
/// content. Of several frames or pages the first one is taken.
///
/// `text_rows` are the rows of the picture as it is shown that lines of text take, in any order; each line that is at
/// most 5000 pixels tall will be whole in one of the parts. Without any, cuts go where there is least ink.
///
/// Takes up to some seconds and, for the largest, up to 2 GB: call it where that blocks nobody and may fail.
///
/// # Errors
/// [`Refusal::TooLarge`] beyond [`MAX_FILE_BYTES`] or where nothing makes it small enough; [`Refusal::TooVast`] beyond
/// [`MAX_PIXELS`], by the header; [`Refusal::TooManyParts`] beyond [`MAX_PARTS`]; [`Refusal::Empty`];
/// [`Refusal::Format`] for what is no picture of these kinds; [`Refusal::Undecodable`] for rare kinds of them;
/// [`Refusal::Damaged`] and [`Refusal::Broken`].
pub fn prepare(
    bytes: Bytes,
    limits: &Limits,
    text_rows: &[Range<u32>],
) -> Result<Prepared, Refusal> {
    let actual = bytes.len() as u64;
    if actual > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES;
        return Err(Refusal::TooLarge { limit, actual });
    }
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    let content = Content::of(&bytes);
    let format = match content {
        Content::Jpeg => Some(Format::Jpeg),
        Content::Png => Some(Format::Png),
        Content::Webp | Content::Gif | Content::Bmp | Content::Tiff => None,
        found => return Err(Refusal::Format { found }),
    };
    let outline = match format {
        Some(format) => Some(sound(format, &bytes)?),
        None => None,
    };
    if let (Some(format), Some(outline)) = (format, &outline)
        && let Some(prepared) = as_it_is(&bytes, format, outline, limits)?
    {
        return Ok(prepared);
    }
    let opened = Opened::read(&bytes, content, outline.as_ref())?;
    let (width, height) = opened.shown();
    let mut reasons = Vec::new();
    if format.is_none() {
        reasons.push(Reason::Kind);
    }
    if let Some(outline) = &outline {
        if outline.four_inks {
            reasons.push(Reason::Inks);
        }
        if outline.orientation != Orientation::NoTransforms {
            reasons.push(Reason::Turned);
        }
    }
    if width.max(height) > limits.max_side {
        reasons.push(Reason::Side);
    } else if is_tall(width, height) {
        reasons.push(Reason::Tall);
    }
    if format.is_some() && actual > limits.max_bytes {
        reasons.push(Reason::Bytes);
    }
    let (raster, mut notes) = opened.unpack()?;
    let regions = regions(&raster, limits, text_rows, &mut notes)?;
    let lossy = frames::lossy(&bytes, content);
    let mut pictures = Vec::new();
    let mut parts = Vec::new();
    for region in regions {
        let part = raster.region(region);
        let preview = preview(&part);
        let fitted = fit::fit(part, lossy, limits.max_bytes).map_err(|actual| {
            let limit = limits.max_bytes;
            Refusal::TooLarge { limit, actual }
        })?;
        let lossless = !lossy && fitted.encoder != Encoder::Jpeg;
        let (picture, mut plan) = sent(fitted, region, lossless, &reasons, preview);
        let gave_way = plan.scale < 1.0 || plan.quality.is_some() && !lossy;
        if gave_way && !plan.reasons.contains(&Reason::Bytes) {
            plan.reasons.push(Reason::Bytes);
        }
        pictures.push(picture);
        parts.push(plan);
    }
    let source = source(content, &bytes, width, height);
    let plan = Plan {
        source,
        parts,
        notes,
    };
    Ok(Prepared { pictures, plan })
}

/// The outline of a file that is whole by its structure.
fn sound(format: Format, bytes: &[u8]) -> Result<Outline, Refusal> {
    let outline = format.outline(bytes);
    let damage = match (outline.end, outline.size) {
        (Ok(()), Some(_)) => return Ok(outline),
        (Err(damage), _) => damage,
        (Ok(()), None) => Damage::Structure,
    };
    Err(Refusal::Damaged { format, damage })
}

/// The file itself, or the file with nothing but metadata cut out of it, where that can be sent.
fn as_it_is(
    bytes: &Bytes,
    format: Format,
    outline: &Outline,
    limits: &Limits,
) -> Result<Option<Prepared>, Refusal> {
    let Some((width, height)) = outline.size else {
        return Ok(None);
    };
    let upright = outline.orientation == Orientation::NoTransforms;
    let too_long = width.max(height) > limits.max_side || is_tall(width, height);
    if outline.four_inks || !upright || too_long {
        return Ok(None);
    }
    let mut reasons = Vec::new();
    let mut file = bytes.clone();
    if let Some(cut) = location::without_location(format, &file) {
        file = cut.into();
        reasons.push(Reason::Location);
    }
    if file.len() as u64 > limits.max_bytes {
        match location::without_metadata(format, &file) {
            Some(cut) if cut.len() as u64 <= limits.max_bytes => file = cut.into(),
            _ => return Ok(None),
        }
        reasons.push(Reason::Bytes);
    }
    let picture = read_bytes(file, limits)?;
    let part = PartPlan {
        region: whole(width, height),
        scale: 1.0,
        width,
        height,
        encoder: match reasons.is_empty() {
            true => Encoder::Original,
            false => Encoder::OriginalCut,
        },
        quality: None,
        lossless: true,
        bytes: picture.bytes.len() as u64,
        sha256: picture.sha256_hex(),
        reasons,
    };
    let content = match format {
        Format::Jpeg => Content::Jpeg,
        Format::Png => Content::Png,
    };
    let plan = Plan {
        source: source(content, bytes, width, height),
        parts: vec![part],
        notes: outline
            .animated
            .then_some(Note::Animated)
            .into_iter()
            .collect(),
    };
    Ok(Some(Prepared {
        pictures: vec![picture],
        plan,
    }))
}

fn sent(
    fitted: Fitted,
    region: Region,
    lossless: bool,
    reasons: &[Reason],
    preview: Option<Preview>,
) -> (Picture, PartPlan) {
    let format = match fitted.encoder {
        Encoder::Jpeg => Format::Jpeg,
        _ => Format::Png,
    };
    let picture = Picture {
        format,
        width: fitted.width,
        height: fitted.height,
        rotated: false,
        sha256: Sha256::digest(&fitted.bytes).into(),
        bytes: fitted.bytes.into(),
        preview,
    };
    let plan = PartPlan {
        region,
        scale: fitted.scale,
        width: fitted.width,
        height: fitted.height,
        encoder: fitted.encoder,
        quality: fitted.quality,
        lossless,
        bytes: picture.bytes.len() as u64,
        sha256: picture.sha256_hex(),
        reasons: reasons.to_vec(),
    };
    (picture, plan)
}

/// Made from the pixels at hand, since decoding what was just encoded would take as long again; and roughly averaged before,
/// which is much quicker and looks the same.
fn preview(part: &Raster) -> Option<Preview> {
    let coarse = part.coarse(part.width.min(part.height) / (4 * THUMBNAIL_SIDE));
    let (width, height) = (coarse.width, coarse.height);
    let picture: DynamicImage = match coarse.channels {
        1 => GrayImage::from_raw(width, height, coarse.data)?.into(),
        _ => RgbImage::from_raw(width, height, coarse.data)?.into(),
    };
    Preview::of(&picture)
}

fn source(content: Content, bytes: &[u8], width: u32, height: u32) -> Source {
    let digest = Sha256::digest(bytes);
    Source {
        kind: content.as_str().to_owned(),
        bytes: bytes.len() as u64,
        sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        width,
        height,
    }
}

fn whole(width: u32, height: u32) -> Region {
    Region {
        x: 0,
        y: 0,
        width,
        height,
    }
}
