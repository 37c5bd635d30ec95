//! Any picture, text or document, made ready to be sent.
//!
//! The service takes JPEG and PNG of at most 5,000,000 bytes and 6000 pixels a side. What fits is sent as it is;
//! what doesn't is changed as little as possible: first without any loss, then by a JPEG in which none can be seen, then by cutting
//! it into strips between its lines of text, and only where even that is not enough by taking pixels away. Beside strips goes the
//! whole, shrunk, so that whoever looks at them knows how they hang together. What was done stands in a [`Plan`].

mod colour;
mod encode;
mod fit;
mod flatten;
mod frames;
mod layout;
mod lines;
mod load;
mod lossy;
mod office;
mod pages;
mod pdf;
mod plan;
mod raster;
mod scan;
mod shrink;
mod strips;
mod svg;
mod text;

use std::ops::Range;
use std::thread;

use bytes::Bytes;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, RgbImage};
use sha2::{Digest, Sha256};

pub use lines::Shown;
pub use load::MAX_PIXELS;
pub use pages::PageKind;
pub use plan::{Encoder, Note, PartPlan, Plan, Reason, Region, Source};
pub use report::flowchart::Fonts;
pub use text::MAX_TEXT_CHARS;

use crate::location;
use crate::outline::Outline;
use crate::picture::{Format, Limits, Picture, read_bytes};
use crate::preview::{Preview, THUMBNAIL_SIDE};
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};
use fit::{Fitted, fit, fit_shrunk};
use frames::Frames;
use layout::{bearable, lighter, regions};
use lines::Lines;
use load::Opened;
use office::Office;
use pages::{Page, Pages, Sheet};
use pdf::Pdf;
use raster::Raster;
use scan::Scan;
use shrink::shrunk;
use svg::Svg;
use text::PlainText;

/// Most bytes of a file that is prepared.
pub const MAX_FILE_BYTES: u64 = 200_000_000;

/// Most parts of a picture: each one is an audit of its own.
pub const MAX_PARTS: u32 = 100;

/// What is sent of a file: any number of pictures that the service accepts, and what is written in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// What is sent, in reading order; none where there is only a text. Of the strips of a picture the first is the whole.
    pub pictures: Vec<Picture>,
    /// How they came about; `plan.parts` has one entry for each picture.
    pub plan: Plan,
    /// The text of a document, as it is written in it.
    pub text: Option<String>,
}

impl Prepared {
    /// What stands for the file in a list.
    #[must_use]
    pub fn preview(&self) -> Option<&Preview> {
        self.pictures.first()?.preview.as_ref()
    }
}

/// What is told while a file is prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// From the file to pixels.
    Unpacking,
    /// So many parts of a picture are written, of so many.
    Parts(u32, u32),
    /// So many pictures of the file are done, of so many.
    Pages(u32, u32),
}

/// Prepares a file of any kind that is read here, told by its content: the pictures JPEG, PNG, WebP, GIF, BMP, TIFF and SVG; PDF,
/// DOCX, PPTX and plain text. The pages of a TIFF or a PDF and those frames of an animation that differ are sent one after the other,
/// as are the pictures in a document; what is written in it is its text. `fonts` stand in for those that a document names and does
/// not hold.
///
/// `text_rows` is asked around each place where a picture may be cut: for the rows of what it is shown that lines of text take,
/// in any order. Each line that is at most 5000 pixels tall will be whole in one of the parts. Where it gives none, cuts go
/// where there is least ink.
///
/// Takes up to some seconds and, for the largest, up to 2 GB: call it where that blocks nobody and may fail.
///
/// # Errors
/// [`Refusal::TooLarge`] beyond [`MAX_FILE_BYTES`] or where nothing makes it small enough; [`Refusal::TooVast`] beyond
/// [`MAX_PIXELS`], by the header; [`Refusal::TooManyParts`] beyond [`MAX_PARTS`]; [`Refusal::Empty`];
/// [`Refusal::TextUndecodable`]; [`Refusal::TextTooLong`] beyond [`MAX_TEXT_CHARS`]; [`Refusal::DocumentDamaged`],
/// [`Refusal::DocumentTooVast`] and [`Refusal::ZipTooManyFiles`] for documents;
/// [`Refusal::Format`] for what is no file of these kinds; [`Refusal::Undecodable`] for rare kinds of them;
/// [`Refusal::Locked`] for a document with a password, [`Refusal::NoPages`] for one with nothing in it;
/// [`Refusal::TooComplex`] for a drawing that would grow beyond bounds;
/// [`Refusal::Damaged`] and [`Refusal::Broken`].
pub fn prepare(
    bytes: Bytes,
    limits: &Limits,
    fonts: &Fonts,
    mut text_rows: impl FnMut(Shown) -> Option<Vec<Range<u32>>>,
    mut tell: impl FnMut(Stage),
) -> Result<Prepared, Refusal> {
    let actual = bytes.len() as u64;
    if actual > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES;
        return Err(Refusal::TooLarge { limit, actual });
    }
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    tell(Stage::Unpacking);
    let content = Content::of(&bytes);
    let mut lines = Lines::new(&mut text_rows);
    let Some(pages) = open(&bytes, content, fonts)? else {
        return picture(bytes, content, limits, &mut lines, &mut tell);
    };
    sheet(&bytes, content, pages, limits, &mut lines, &mut tell)
}

/// A file of several pictures; `None` where it is one picture, or nothing that is read here.
fn open<'a>(
    bytes: &'a [u8],
    content: Content,
    fonts: &Fonts,
) -> Result<Option<Box<dyn Pages + 'a>>, Refusal> {
    Ok(match content {
        Content::Pdf => Some(Box::new(Pdf::open(bytes, fonts)?)),
        Content::Svg => Some(Box::new(Svg::open(bytes, fonts)?)),
        Content::Png | Content::Gif | Content::Webp => {
            Frames::open(bytes, content)?.map(|frames| Box::new(frames) as _)
        }
        Content::Tiff => Scan::open(bytes).map(|scan| Box::new(scan) as _),
        Content::Text => Some(Box::new(PlainText::open(bytes)?) as _),
        Content::Docx | Content::Pptx => Some(Box::new(Office::open(bytes, content)?) as _),
        _ => None,
    })
}

/// Prepares each of several pictures by itself.
fn sheet(
    bytes: &Bytes,
    content: Content,
    mut pages: Box<dyn Pages + '_>,
    limits: &Limits,
    lines: &mut Lines<'_>,
    tell: &mut dyn FnMut(Stage),
) -> Result<Prepared, Refusal> {
    let count = pages.count();
    bearable(count as usize)?;
    let text = pages.text();
    if count == 0 && text.is_none() {
        return Err(Refusal::Empty);
    }
    let lossy = lossy::lossy(bytes, content);
    let mut sheet = Sheet::default();
    let mut pictures = Vec::new();
    let mut parts = Vec::new();
    let mut notes = pages.notes();
    for number in 0..count {
        tell(Stage::Pages(number, count));
        let (prepared, size, said) = match pages.page(number)? {
            Page::File(file) => {
                let content = Content::of(&file);
                let prepared = match picture(file, content, limits, lines, &mut |_| ()) {
                    Err(refusal) if passed_over(pages.kind(), &refusal) => {
                        notes.push(Note::PicturesLeftOut);
                        continue;
                    }
                    prepared => prepared?,
                };
                let size = (prepared.plan.source.width, prepared.plan.source.height);
                let parts = prepared.pictures.into_iter().zip(prepared.plan.parts);
                (parts.collect(), size, prepared.plan.notes)
            }
            Page::Drawn(raster, notes) => {
                let reasons = vec![Reason::Kind];
                let writing = Writing {
                    lossy,
                    limits,
                    reasons,
                };
                let size = raster.shown();
                (writing.parts(&raster, lines, &mut |_| ())?, size, notes)
            }
        };
        let place = sheet.lay(size)?;
        // Not the number in the file, since some may have been left out.
        let on_sheet = u32::try_from(sheet.places.len()).unwrap_or(u32::MAX);
        for (picture, mut part) in prepared {
            part.region.y += place.y;
            part.page = (count > 1).then_some(on_sheet);
            part.dots_per_inch = pages.dots_per_inch(number);
            pictures.push(picture);
            parts.push(part);
        }
        bearable(parts.len())?;
        notes.extend(said);
    }
    if pictures.is_empty() && text.is_none() {
        return Err(Refusal::Empty);
    }
    notes.extend(lines.note());
    let mut once = Vec::new();
    for note in notes {
        if !once.contains(&note) {
            once.push(note);
        }
    }
    let mut source = source(content, bytes, sheet.width, sheet.height);
    source.page_kind = Some(pages.kind());
    source.pages = sheet.places;
    let plan = Plan {
        source,
        parts,
        notes: once,
    };
    Ok(Prepared {
        pictures,
        plan,
        text,
    })
}

/// Whether a picture in a text is left out for that, so that it does not cost the others and the text.
fn passed_over(kind: PageKind, refusal: &Refusal) -> bool {
    let is_bound = matches!(
        refusal,
        Refusal::TooManyParts { .. } | Refusal::TooLarge { .. }
    );
    kind == PageKind::Picture && !is_bound
}

/// Prepares one picture.
fn picture(
    bytes: Bytes,
    content: Content,
    limits: &Limits,
    lines: &mut Lines<'_>,
    tell: &mut dyn FnMut(Stage),
) -> Result<Prepared, Refusal> {
    let (format, outline) = look(&bytes, content)?;
    if let (Some(format), Some(outline)) = (format, &outline)
        && let Some(prepared) = as_it_is(&bytes, format, outline, limits)?
    {
        return Ok(prepared);
    }
    let opened = Opened::read(&bytes, content, outline.as_ref())?;
    let (width, height) = opened.shown();
    let actual = bytes.len() as u64;
    let reasons = reasons(outline.as_ref(), (width, height), actual, limits);
    // Where the processor has no instructions for it, hashing a large file is a tenth of all the work.
    let (unpacked, source) = beside(
        || opened.unpack(),
        || source(content, &bytes, width, height),
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
    };
    Ok(Prepared {
        pictures,
        plan,
        text: None,
    })
}

/// The picture in a file of any kind that is read here, as it is shown: turned as its metadata says, on white where it is
/// transparent, in sRGB; several of them one below the other, as a plan's regions count. Takes as much as [`prepare`] does.
///
/// # Errors
/// Those of [`prepare`] that have to do with reading.
pub fn shown(bytes: &[u8], fonts: &Fonts) -> Result<Shown, Refusal> {
    let content = Content::of(bytes);
    let Some(mut pages) = open(bytes, content, fonts)? else {
        return Ok(lines::into_shown(raster(bytes, content)?));
    };
    let mut sheet = Sheet::default();
    let mut drawn = Vec::new();
    for number in 0..pages.count() {
        let page = match pages.page(number)? {
            Page::Drawn(raster, _) => raster,
            Page::File(file) => match raster(&file, Content::of(&file)) {
                Err(refusal) if passed_over(pages.kind(), &refusal) => continue,
                raster => raster?,
            },
        };
        let place = sheet.lay(page.shown())?;
        drawn.push((place, page));
    }
    if drawn.is_empty() {
        return Err(Refusal::Format { found: content });
    }
    Ok(lines::on_sheet(sheet.width, sheet.height, drawn))
}

/// The pixels of one picture.
fn raster(bytes: &[u8], content: Content) -> Result<Raster, Refusal> {
    let (_, outline) = look(bytes, content)?;
    let (raster, _notes) = Opened::read(bytes, content, outline.as_ref())?.unpack()?;
    Ok(raster)
}

/// What a picture file's structure says, where it has one that is looked at.
fn look(bytes: &[u8], content: Content) -> Result<(Option<Format>, Option<Outline>), Refusal> {
    let format = match content {
        Content::Jpeg => Format::Jpeg,
        Content::Png => Format::Png,
        Content::Webp | Content::Gif | Content::Bmp | Content::Tiff => return Ok((None, None)),
        found => return Err(Refusal::Format { found }),
    };
    Ok((Some(format), Some(sound(format, bytes)?)))
}

/// Why it can't be sent as it is, as far as its header tells.
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

/// How the parts of one picture are written.
struct Writing<'a> {
    /// It came from a file that had lost some of its pixels' exactness already.
    lossy: bool,
    limits: &'a Limits,
    reasons: Vec<Reason>,
}

type Part = (Picture, PartPlan);

impl Writing<'_> {
    fn parts(
        &self,
        raster: &Raster,
        lines: &mut Lines<'_>,
        tell: &mut dyn FnMut(Stage),
    ) -> Result<Vec<Part>, Refusal> {
        let mut regions = regions(raster, self.limits, lines)?;
        if let [whole] = regions.as_slice() {
            let whole = *whole;
            tell(Stage::Parts(0, 1));
            let part = raster.region(whole);
            let preview = preview(&part);
            match fit(part, self.lossy, self.limits.max_bytes) {
                Ok(fitted) => return Ok(vec![self.part(fitted, whole, None, preview)]),
                Err((_, needed)) => regions = lighter(raster, self.limits, needed, lines),
            }
        }
        if let [whole] = regions.as_slice() {
            return Ok(vec![self.written(raster.region(*whole), *whole, None)?]);
        }
        bearable(regions.len() + 1)?;
        let count = u32::try_from(regions.len() + 1).unwrap_or(u32::MAX);
        tell(Stage::Parts(0, count));
        let mut parts = vec![self.context(raster)?];
        for (done, region) in (1..).zip(regions) {
            tell(Stage::Parts(done, count));
            parts.push(self.written(raster.region(region), region, None)?);
        }
        Ok(parts)
    }

    /// The whole, as large as it may be.
    fn context(&self, raster: &Raster) -> Result<Part, Refusal> {
        let (width, height) = raster.shown();
        let region = whole(width, height);
        let side = self.limits.max_side;
        let mut small = raster.region(region);
        // Averaging a huge one roughly first keeps the finer way, which needs much memory, for what is left.
        let rough = width.max(height) / side;
        if rough > 1 {
            small = small.coarse(rough);
        }
        let longest = small.width.max(small.height);
        if longest > side
            && let Some(fine) = shrunk(&small, f64::from(side) / f64::from(longest))
        {
            small = fine;
        }
        self.written(small, region, Some(Reason::Context))
    }

    fn written(
        &self,
        part: Raster,
        region: Region,
        reason: Option<Reason>,
    ) -> Result<Part, Refusal> {
        let preview = preview(&part);
        let limit = self.limits.max_bytes;
        let fitted = fit_shrunk(part, self.lossy, limit)
            .map_err(|actual| Refusal::TooLarge { limit, actual })?;
        Ok(self.part(fitted, region, reason, preview))
    }

    fn part(
        &self,
        fitted: Fitted,
        region: Region,
        reason: Option<Reason>,
        preview: Option<Preview>,
    ) -> Part {
        let (width, height) = (fitted.width, fitted.height);
        let longest = f64::from(region.width.max(region.height)).max(1.0);
        // Of all that was taken away, before it was written and then; sides are whole pixels.
        let scale = f64::from(width.max(height)) / longest;
        let picture = Picture {
            format: match fitted.encoder {
                Encoder::Jpeg => Format::Jpeg,
                _ => Format::Png,
            },
            width,
            height,
            rotated: false,
            sha256: Sha256::digest(&fitted.bytes).into(),
            bytes: fitted.bytes.into(),
            preview,
        };
        let mut plan = PartPlan {
            region,
            page: None,
            dots_per_inch: None,
            scale,
            width,
            height,
            encoder: fitted.encoder,
            quality: fitted.quality,
            lossless: !self.lossy && fitted.encoder != Encoder::Jpeg && scale == 1.0,
            bytes: picture.bytes.len() as u64,
            sha256: picture.sha256_hex(),
            reasons: self.reasons.clone(),
        };
        plan.reasons.extend(reason);
        let gave_way = fitted.scale < 1.0 || plan.quality.is_some() && !self.lossy;
        if gave_way && !plan.reasons.contains(&Reason::Bytes) {
            plan.reasons.push(Reason::Bytes);
        }
        (picture, plan)
    }
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
        region: whole(width, height),
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
        text: None,
    }))
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

/// Does both, the second on a thread of its own where there can be one.
fn beside<A, B: Send>(one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    let other = &other;
    thread::scope(|scope| {
        let there = thread::Builder::new().spawn_scoped(scope, other);
        let here = one();
        let there = there.ok().and_then(|thread| thread.join().ok());
        (here, there.unwrap_or_else(other))
    })
}

fn source(content: Content, bytes: &[u8], width: u32, height: u32) -> Source {
    let digest = Sha256::digest(bytes);
    Source {
        kind: content.as_str().to_owned(),
        bytes: bytes.len() as u64,
        sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        width,
        height,
        page_kind: None,
        pages: Vec::new(),
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
