//! Prepares a single picture file: sends it unchanged if possible, re-encodes it otherwise.

use std::thread;

use bytes::Bytes;
use image::metadata::Orientation;

use super::backdrop::{self, OnWhite};
use super::lines::Lines;
use super::load::{Opened, bearable};
use super::lossy;
use super::pixel_budget::PixelBudget;
use super::plan::{Encoder, Note, PartPlan, Plan, Reason, Region, Source};
use super::raster::Raster;
use super::writing::Writing;
use super::{Prepared, Stage};
use crate::outline::Outline;
use crate::picture::{Format, Limits, read_decoded};
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};
use crate::{jpeg, location};

/// Maximum pixels of a JPEG that is examined for lacking only its end mark. It is decoded twice for that.
const MAX_OPEN_PIXELS: u64 = 60_000_000;

/// Prepares one picture.
pub(crate) fn prepared(
    bytes: Bytes,
    content: Content,
    limits: &Limits,
    budget: &mut PixelBudget,
    lines: &mut Lines<'_>,
    tell: &mut dyn FnMut(Stage),
) -> Result<Prepared, Refusal> {
    let original = bytes.clone();
    let (bytes, format, outline) = look(bytes, content)?;
    let ended = bytes != original;
    let known = outline.as_ref().and_then(|outline| outline.size);
    if let Some((width, height)) = known {
        bearable(content, width, height)?;
        budget.take((width, height))?;
    }
    let mut vanishes = false;
    if let (Some(format), Some(outline)) = (format, &outline) {
        let source = File {
            original: &original,
            bytes: &bytes,
            format,
            outline,
        };
        match source.as_it_is(limits)? {
            AsItIs::Sent(prepared) => return Ok(*prepared),
            AsItIs::Vanishes => vanishes = true,
            AsItIs::No => {}
        }
    }
    let opened = Opened::read(&bytes, content, outline.as_ref())?;
    let (width, height) = opened.shown();
    if known.is_none() {
        budget.take((width, height))?;
    }
    let actual = bytes.len() as u64;
    let mut reasons = reasons(outline.as_ref(), (width, height), actual, limits);
    if vanishes {
        reasons.push(Reason::Background);
    }
    // Without hardware support, hashing a large file takes a tenth of the total time.
    let (unpacked, source) = beside(
        || opened.unpack(),
        || Source::of(content, &original, (width, height)),
    );
    let (raster, mut notes) = unpacked?;
    if ended {
        notes.push(Note::EndMissing);
    }
    drop(original);
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
    let (bytes, _, outline) = look(Bytes::copy_from_slice(bytes), content)?;
    let (raster, _notes) = Opened::read(&bytes, content, outline.as_ref())?.unpack()?;
    Ok(raster)
}

/// Checks the structure of a picture file. Only JPEG and PNG, which can be sent, have a format and an outline. The bytes are
/// those of the file, but with the end mark of a JPEG that lacks nothing else.
pub(crate) fn look(
    bytes: Bytes,
    content: Content,
) -> Result<(Bytes, Option<Format>, Option<Outline>), Refusal> {
    let format = match content {
        Content::Jpeg => Format::Jpeg,
        Content::Png => Format::Png,
        Content::Webp | Content::Gif | Content::Bmp | Content::Tiff => {
            return Ok((bytes, None, None));
        }
        found => return Err(Refusal::Format { found }),
    };
    let outline = format.outline(&bytes);
    let size = outline.size;
    let damage = match (outline.end, size) {
        (Ok(()), Some(_)) => return Ok((bytes, Some(format), Some(outline))),
        (Err(damage), _) => damage,
        (Ok(()), None) => Damage::Structure,
    };
    if format == Format::Jpeg
        && let Some((width, height)) = size
        && u64::from(width) * u64::from(height) <= MAX_OPEN_PIXELS
        && let Some(ended) = jpeg::ended(&bytes)
    {
        let outline = format.outline(&ended);
        return Ok((ended.into(), Some(format), Some(outline)));
    }
    Err(Refusal::Damaged { format, damage })
}

/// The reasons why the file can't be sent unchanged, as far as its header shows.
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

/// A JPEG or PNG file.
struct File<'a> {
    original: &'a Bytes,
    /// With an end mark, if only that was missing.
    bytes: &'a Bytes,
    format: Format,
    outline: &'a Outline,
}

/// Whether a file can be sent as it is.
enum AsItIs {
    Sent(Box<Prepared>),
    /// It could be, but content would vanish on white.
    Vanishes,
    No,
}

impl File<'_> {
    /// The file itself, or the file with only metadata removed, if the service accepts it.
    fn as_it_is(&self, limits: &Limits) -> Result<AsItIs, Refusal> {
        let (format, outline) = (self.format, self.outline);
        let Some((width, height)) = outline.size else {
            return Ok(AsItIs::No);
        };
        let upright = outline.orientation == Orientation::NoTransforms;
        let too_long = width.max(height) > limits.max_side;
        if outline.four_inks || !upright || too_long {
            return Ok(AsItIs::No);
        }
        let mut reasons = Vec::new();
        let mut file = self.bytes.clone();
        if let Some(cut) = location::without_location(format, &file) {
            file = cut.into();
            reasons.push(Reason::Location);
        }
        if file.len() as u64 > limits.max_bytes {
            match location::without_metadata(format, &file) {
                Some(cut) if cut.len() as u64 <= limits.max_bytes => file = cut.into(),
                _ => return Ok(AsItIs::No),
            }
            reasons.push(Reason::Bytes);
        }
        let ended = self.bytes != self.original;
        let (picture, decoded) = read_decoded(file, limits)?;
        let mut notes = Vec::new();
        match decoded.as_ref().map_or(OnWhite::Seen, backdrop::on_white) {
            OnWhite::Seen => {}
            OnWhite::Vanishes => return Ok(AsItIs::Vanishes),
            OnWhite::Plain => notes.push(Note::AlphaPlain),
        }
        if outline.animated {
            notes.push(Note::Animated);
        }
        if ended {
            notes.push(Note::EndMissing);
        }
        let part = PartPlan {
            region: Region::whole(width, height),
            page: None,
            dots_per_inch: None,
            scale: 1.0,
            width,
            height,
            encoder: match (reasons.is_empty(), ended) {
                (true, false) => Encoder::Original,
                (true, true) => Encoder::OriginalEnded,
                (false, _) => Encoder::OriginalCut,
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
            source: Source::of(content, self.original, (width, height)),
            parts: vec![part],
            notes,
            left_out: Vec::new(),
        };
        Ok(AsItIs::Sent(Box::new(Prepared {
            pictures: vec![picture],
            plan,
            text: None,
        })))
    }
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
