//! Prepares a single picture file: sends it unchanged if possible, re-encodes it otherwise.

use std::thread;

use bytes::Bytes;
use image::metadata::Orientation;

use super::lines::Lines;
use super::load::{Opened, bearable};
use super::lossy;
use super::plan::{Encoder, Note, PartPlan, Plan, Reason, Region, Source};
use super::raster::Raster;
use super::room::Room;
use super::writing::Writing;
use super::{Prepared, Stage};
use crate::location;
use crate::outline::Outline;
use crate::picture::{Format, Limits, read_bytes};
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Prepares one picture.
pub(crate) fn prepared(
    bytes: Bytes,
    content: Content,
    limits: &Limits,
    room: &mut Room,
    lines: &mut Lines<'_>,
    tell: &mut dyn FnMut(Stage),
) -> Result<Prepared, Refusal> {
    let (format, outline) = look(&bytes, content)?;
    let known = outline.as_ref().and_then(|outline| outline.size);
    if let Some((width, height)) = known {
        bearable(content, width, height)?;
        room.take((width, height))?;
    }
    if let (Some(format), Some(outline)) = (format, &outline)
        && let Some(prepared) = as_it_is(&bytes, format, outline, limits)?
    {
        return Ok(prepared);
    }
    let opened = Opened::read(&bytes, content, outline.as_ref())?;
    let (width, height) = opened.shown();
    if known.is_none() {
        room.take((width, height))?;
    }
    let actual = bytes.len() as u64;
    let reasons = reasons(outline.as_ref(), (width, height), actual, limits);
    // Without hardware support, hashing a large file takes a tenth of the total time.
    let (unpacked, source) = beside(
        || opened.unpack(),
        || Source::of(content, &bytes, (width, height)),
    );
    let (raster, mut notes) = unpacked?;
    let lossy = lossy::lossy(&bytes, content);
    drop(bytes);
    let writing = Writing {
        lossy,
        limits,
        reasons,
    };
    let parts = writing.parts(&raster, lines, tell)?;
    notes.extend(lines.note());
    let (pictures, parts) = parts.into_iter().unzip();
    let plan = Plan {
        source,
        parts,
        notes,
        left_out: Vec::new(),
    };
    Ok(Prepared {
        pictures,
        plan,
        text: None,
    })
}

/// Decodes one picture.
pub(crate) fn raster(bytes: &[u8], content: Content) -> Result<Raster, Refusal> {
    let (_, outline) = look(bytes, content)?;
    let (raster, _notes) = Opened::read(bytes, content, outline.as_ref())?.unpack()?;
    Ok(raster)
}

/// Checks the structure of a picture file. Only JPEG and PNG, which can be sent, have a format and an outline.
pub(crate) fn look(
    bytes: &[u8],
    content: Content,
) -> Result<(Option<Format>, Option<Outline>), Refusal> {
    let format = match content {
        Content::Jpeg => Format::Jpeg,
        Content::Png => Format::Png,
        Content::Webp | Content::Gif | Content::Bmp | Content::Tiff => return Ok((None, None)),
        found => return Err(Refusal::Format { found }),
    };
    Ok((Some(format), Some(sound(format, bytes)?)))
}

/// Why the file can't be sent unchanged, as far as its header tells.
fn reasons(
    outline: Option<&Outline>,
    (width, height): (u32, u32),
    bytes: u64,
    limits: &Limits,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match outline {
        None => reasons.push(Reason::Kind),
        Some(outline) => {
            if outline.four_inks {
                reasons.push(Reason::Inks);
            }
            if outline.orientation != Orientation::NoTransforms {
                reasons.push(Reason::Turned);
            }
        }
    }
    if width.max(height) > limits.max_side {
        reasons.push(Reason::Side);
    }
    if outline.is_some() && bytes > limits.max_bytes {
        reasons.push(Reason::Bytes);
    }
    reasons
}

/// The outline of a file with a valid structure.
fn sound(format: Format, bytes: &[u8]) -> Result<Outline, Refusal> {
    let outline = format.outline(bytes);
    let damage = match (outline.end, outline.size) {
        (Ok(()), Some(_)) => return Ok(outline),
        (Err(damage), _) => damage,
        (Ok(()), None) => Damage::Structure,
    };
    Err(Refusal::Damaged { format, damage })
}

/// The file itself, or the file with only metadata removed, if the service accepts it.
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
    let too_long = width.max(height) > limits.max_side;
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
        region: Region::whole(width, height),
        page: None,
        dots_per_inch: None,
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
        source: Source::of(content, bytes, (width, height)),
        parts: vec![part],
        notes: outline
            .animated
            .then_some(Note::Animated)
            .into_iter()
            .collect(),
        left_out: Vec::new(),
    };
    Ok(Some(Prepared {
        pictures: vec![picture],
        plan,
        text: None,
    }))
}

/// Runs both, the second on another thread if one can be started.
fn beside<A, B: Send>(one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    let other = &other;
    thread::scope(|scope| {
        let there = thread::Builder::new().spawn_scoped(scope, other);
        let here = one();
        let there = there.ok().and_then(|thread| thread.join().ok());
        (here, there.unwrap_or_else(other))
    })
}
