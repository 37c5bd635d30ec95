//! Animations: selects the frames that differ from each other.
//!
//! A banner that alternates between three screens has hundreds of frames. Frames are compared by the mean colours of small
//! squares, so that palette dithering does not count as a difference but a line of small print does.

use std::io::Cursor;

use image::codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{AnimationDecoder, DynamicImage, Frame, ImageDecoder, ImageResult, RgbaImage};

use super::colour;
use super::flatten::flattened;
use super::load::{self, bearable, broken};
use super::pages::{Drawn, Page, PageKind, Pages};
use super::pixel_budget::{self, PixelBudget};
use super::plan::Note;
use super::webp;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Maximum number of frames sent; if more differ, only larger differences count.
const LIMIT: usize = 24;
/// Maximum number of frames compared pairwise; if more differ it is a video, and all of them count as different.
const MAX_COMPARED: usize = 240;
/// Maximum number of frames examined.
const MAX_LOOKED_AT: usize = 3_000;
/// Number of squares per side used for comparing frames.
const SQUARES: u32 = 64;
/// Frames differ if the mean of a square differs by this much, of 255. The next threshold applies if too many frames differ.
const DIFFERENCES: [u8; 5] = [10, 20, 40, 80, 160];

/// The distinct frames of an animation.
pub(crate) struct Frames<'a> {
    frames: Drawings<'a>,
    profile: Option<Vec<u8>>,
    orientation: Orientation,
    /// Indices of the selected frames, in order.
    kept: Vec<usize>,
    /// Index of the frame that the decoder returns next.
    next: usize,
    content: Content,
    notes: Vec<Note>,
}

impl<'a> Frames<'a> {
    /// Examines an animation; `None` if it has only one frame or all frames look alike.
    pub(crate) fn open(bytes: &'a [u8], content: Content) -> Result<Option<Self>, Refusal> {
        let is_torn = content == Content::Webp && !webp::is_whole(bytes);
        if is_torn || !moves(bytes, content) {
            return Ok(None);
        }
        let Ok(opened) = decoder(bytes, content) else {
            // The first picture is decoded elsewhere, which reports what is wrong with it.
            return Ok(None);
        };
        let (width, height) = opened.size;
        bearable(content, width, height)?;
        let size = bytes.len() as u64;
        // Frames are composed on a canvas of this size, however small they are.
        PixelBudget::of(content, size).take((width, height))?;
        let pixels = u64::from(width) * u64::from(height);
        let most = pixel_budget::of_frames(size);
        let mut looks = Vec::new();
        let mut cut = false;
        for frame in opened.frames {
            let Ok(frame) = frame else {
                cut = true;
                break;
            };
            looks.push(look(frame.buffer()));
            let next = looks.len() as u64 + 1;
            if looks.len() >= MAX_LOOKED_AT || pixels * next > most {
                cut = true;
                break;
            }
        }
        let (kept, chosen) = distinct(&looks);
        // A single frame is sent as an ordinary picture, unless there is something to report about the others.
        if kept.is_empty() || kept.len() == 1 && !cut {
            return Ok(None);
        }
        let Ok(opened) = decoder(bytes, content) else {
            return Ok(None);
        };
        let mut notes = Vec::new();
        if chosen {
            notes.push(Note::FramesLeftOut);
        } else if kept.len() < looks.len() {
            notes.push(Note::FramesAlike);
        }
        if cut {
            notes.push(Note::FramesCut);
        }
        Ok(Some(Self {
            frames: opened.frames,
            profile: opened.profile,
            orientation: opened.orientation,
            kept,
            next: 0,
            content,
            notes,
        }))
    }
}

impl Pages for Frames<'_> {
    fn kind(&self) -> PageKind {
        PageKind::Frame
    }

    fn count(&self) -> u32 {
        u32::try_from(self.kept.len()).unwrap_or(u32::MAX)
    }

    fn page(&mut self, number: u32) -> Result<Page, Refusal> {
        let gone = || broken(self.content, Damage::Pixels);
        let wanted = usize::try_from(number).ok();
        let wanted = wanted.and_then(|number| self.kept.get(number).copied());
        let passed_over = wanted.and_then(|wanted| wanted.checked_sub(self.next));
        let passed_over = passed_over.ok_or_else(gone)?;
        let frame = self.frames.nth(passed_over);
        let frame = frame.and_then(Result::ok).ok_or_else(gone)?;
        self.next += passed_over + 1;
        let mut notes = Vec::new();
        let mut raster = flattened(DynamicImage::from(frame.into_buffer()), &mut notes);
        if let Some(profile) = &self.profile {
            notes.extend(colour::to_srgb(&mut raster, profile));
        }
        raster.orientation = self.orientation;
        Ok(Page::Drawn(Drawn {
            raster,
            notes,
            pictures_left_out: 0,
        }))
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.clone()
    }
}

type Drawings<'a> = Box<dyn Iterator<Item = ImageResult<Frame>> + 'a>;

/// An animation whose header has been read.
struct Opened<'a> {
    frames: Drawings<'a>,
    profile: Option<Vec<u8>>,
    orientation: Orientation,
    size: (u32, u32),
}

fn decoder(bytes: &[u8], content: Content) -> ImageResult<Opened<'_>> {
    let file = Cursor::new(bytes);
    Ok(match content {
        Content::Gif => {
            let decoder = GifDecoder::new(file)?;
            Opened {
                size: decoder.dimensions(),
                profile: None,
                orientation: Orientation::NoTransforms,
                frames: Box::new(decoder.into_frames()),
            }
        }
        Content::Webp => {
            let mut decoder = WebPDecoder::new(file)?;
            Opened {
                size: decoder.dimensions(),
                profile: decoder.icc_profile()?,
                orientation: load::orientation(&mut decoder),
                frames: Box::new(decoder.into_frames()),
            }
        }
        _ => {
            let mut decoder = PngDecoder::new(file)?;
            let outline = crate::png::outline(bytes);
            let (size, profile) = (decoder.dimensions(), decoder.icc_profile()?);
            let frames = decoder.apng()?.into_frames();
            // What programs show that know no animation counts as the first frame.
            let still = outline.still_apart.then(|| still(bytes));
            Opened {
                size,
                profile,
                orientation: outline.orientation,
                frames: Box::new(still.into_iter().chain(frames)),
            }
        }
    })
}

/// The picture of an animated PNG that is none of its frames.
fn still(bytes: &[u8]) -> ImageResult<Frame> {
    let picture = DynamicImage::from_decoder(PngDecoder::new(Cursor::new(bytes))?)?;
    Ok(Frame::new(picture.into_rgba8()))
}

/// Mean red, green and blue of each square, on a white background.
fn look(frame: &RgbaImage) -> Vec<u8> {
    let (width, height) = frame.dimensions();
    let across = SQUARES.min(width.max(1));
    let down = SQUARES.min(height.max(1));
    let squares = across as usize * down as usize;
    let mut sums = vec![[0_u64; 4]; squares];
    for (y, row) in (0_u64..).zip(frame.rows()) {
        let upper = (y * u64::from(down) / u64::from(height.max(1))) as usize * across as usize;
        for (x, pixel) in (0_u64..).zip(row) {
            let square = upper + (x * u64::from(across) / u64::from(width.max(1))) as usize;
            let [red, green, blue, there] = pixel.0.map(u64::from);
            if let Some(sum) = sums.get_mut(square) {
                for (sum, value) in sum.iter_mut().zip([red, green, blue]) {
                    *sum += (value * there + 255 * (255 - there)) / 255;
                }
                sum[3] += 1;
            }
        }
    }
    let mean = |[red, green, blue, count]: [u64; 4]| {
        [red, green, blue].map(|sum| u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX))
    };
    sums.into_iter().flat_map(mean).collect()
}

/// The frames that differ from all selected before them, by the lowest threshold at which at most [`LIMIT`] remain; and
/// whether that dropped frames that differ too.
fn distinct(looks: &[Vec<u8>]) -> (Vec<usize>, bool) {
    let mut finer: Option<Vec<usize>> = None;
    for difference in DIFFERENCES {
        let kept = differing(looks, difference);
        if kept.len() <= LIMIT {
            return match finer {
                None => (kept, false),
                // If all frames differ by the same amount, the next threshold leaves hardly any.
                Some(finer) if kept.len() < LIMIT / 2 => (spread(&finer), true),
                Some(_) => (kept, true),
            };
        }
        finer = Some(kept);
    }
    (spread(&finer.unwrap_or_default()), true)
}

/// Selects [`LIMIT`] frames at even distances, from the first to the last.
fn spread(frames: &[usize]) -> Vec<usize> {
    let last = frames.len().saturating_sub(1);
    let at = |number: usize| frames.get(number * last / (LIMIT - 1)).copied();
    (0..LIMIT).filter_map(at).collect()
}

/// The frames that differ from all selected before them by more than `difference`.
fn differing(looks: &[Vec<u8>], difference: u8) -> Vec<usize> {
    let mut kept: Vec<(usize, &Vec<u8>)> = Vec::new();
    for (number, look) in looks.iter().enumerate() {
        let differs = |other: &Vec<u8>| {
            let squares = look.iter().zip(other);
            squares
                .into_iter()
                .any(|(a, b)| a.abs_diff(*b) > difference)
        };
        if kept.iter().all(|(_, other)| differs(other)) {
            kept.push((number, look));
        }
        if kept.len() > MAX_COMPARED {
            return (0..looks.len()).collect();
        }
    }
    kept.into_iter().map(|(number, _)| number).collect()
}

/// Whether the file declares more than one frame.
fn moves(bytes: &[u8], content: Content) -> bool {
    match content {
        Content::Gif => more_frames_in_gif(bytes).unwrap_or_default(),
        Content::Webp => moving_webp(bytes).unwrap_or_default(),
        Content::Png => crate::png::outline(bytes).animated,
        _ => false,
    }
}

/// Whether a WebP in the extended format has the animation flag.
fn moving_webp(bytes: &[u8]) -> Option<bool> {
    Some(bytes.get(12..16)? == b"VP8X" && bytes.get(20)? & 0b10 != 0)
}

/// Walks the blocks of a GIF to the second image, if there is one. `None` if the file is truncated.
fn more_frames_in_gif(bytes: &[u8]) -> Option<bool> {
    let colours = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3_usize << (1 + (flags & 7)),
    };
    let mut at = 13 + colours(*bytes.get(10)?);
    let mut frames = 0;
    loop {
        match *bytes.get(at)? {
            0x2C => {
                frames += 1;
                if frames > 1 {
                    return Some(true);
                }
                at += 11 + colours(*bytes.get(at + 9)?);
            }
            0x21 => at += 2,
            _ => return Some(false),
        }
        // Sub-blocks, each preceded by its length, up to an empty one.
        while let len @ 1.. = usize::from(*bytes.get(at)?) {
            at += 1 + len;
        }
        at += 1;
    }
}
