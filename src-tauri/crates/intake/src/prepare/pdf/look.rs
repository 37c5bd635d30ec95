//! Examines all pages before rendering: their sizes, their text, and the cost of rendering.

use std::any::Any;
use std::collections::HashSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::pattern::Pattern;
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, SoftMask, TransformExt, interpret_page,
};
use hayro::hayro_syntax::Pdf as File;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{BezPath, Rect};

use super::images;
use super::letters::Letters;
use super::resolution::Paper;
use super::text::{MAX_CHARACTERS, joined};
use crate::prepare::load::{MAX_PIXELS, broken};
use crate::prepare::plan::Note;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Maximum time for examining all pages: forms that draw other forms a thousand times each would never end.
const LONGEST: Duration = Duration::from_secs(30);
/// Number of steps between checks of the clock.
const STEPS: u32 = 256;
/// Pixels rendered at once for ordinary pages.
const TILE: u64 = 64_000_000;
/// Pixels rendered at once for the most demanding pages.
const SMALLEST_TILE: u64 = 1_000_000;
/// Maximum memory for all masks of a page, in bytes; each mask is as large as a tile.
const MASKS: u64 = 512_000_000;

/// Maximum number of patterns, masks and pictures examined per page.
const MAX_SEEN: usize = 10_000;
/// Maximum nesting depth of patterns and masks.
const DEEPEST: u32 = 8;

/// Properties of all pages.
pub(super) struct Looked {
    pub(super) pages: Vec<Known>,
    pub(super) text: Option<String>,
    pub(super) notes: Vec<Note>,
    /// Positions of the dictionaries of unreadable pictures.
    pub(super) unreadable: HashSet<Range<usize>>,
}

/// Properties of a page.
pub(super) struct Known {
    pub(super) paper: Paper,
    /// Maximum pixels to render at once.
    pub(super) tile: u64,
    /// Number of unreadable pictures left out.
    pub(super) pictures_left_out: u32,
}

/// Payload for unwinding out of the interpreter, which has no other way to be stopped.
struct Stop(Damage);

/// Examines all pages.
pub(super) fn through(file: &File, settings: &InterpreterSettings) -> Result<Looked, Refusal> {
    let cache = InterpreterCache::new();
    let started = Instant::now();
    let mut looked = Looked {
        pages: Vec::new(),
        text: None,
        notes: Vec::new(),
        unreadable: HashSet::new(),
    };
    let data: &[u8] = file.data().as_ref();
    let mut garbled = false;
    let mut texts = Vec::new();
    let mut left = MAX_CHARACTERS;
    let (mut cut, mut unknown) = (false, false);
    for page in file.pages().iter() {
        let mut sight = Sight {
            letters: Letters::new(left),
            masks: HashSet::new(),
            seen: HashSet::new(),
            within: 0,
            data,
            unreadable: HashSet::new(),
            left_out: 0,
            garbled: false,
            started,
            steps: 0,
        };
        let seen = catch_unwind(AssertUnwindSafe(|| {
            interpret(page, &cache, settings, &mut sight);
        }));
        seen.map_err(|payload| broken(Content::Pdf, damage(payload)))?;
        let (width, height) = page.render_dimensions();
        if !(width.is_finite() && height.is_finite()) {
            return Err(broken(Content::Pdf, Damage::Structure));
        }
        let masks = sight.masks.len() as u64;
        looked.pages.push(Known {
            paper: Paper {
                width,
                height,
                letters: sight.letters.smallest(),
            },
            tile: (MASKS / masks.max(1)).clamp(SMALLEST_TILE, TILE),
            pictures_left_out: sight.left_out,
        });
        looked.unreadable.extend(sight.unreadable);
        garbled |= sight.garbled;
        unknown |= sight.letters.unknown;
        cut |= sight.letters.is_cut();
        left = left.saturating_sub(sight.letters.characters());
        texts.push(sight.letters.into_text());
    }
    looked.text = joined(&texts);
    looked.notes.extend(unknown.then_some(Note::TextIncomplete));
    looked.notes.extend(cut.then_some(Note::TextCut));
    let left_out = !looked.unreadable.is_empty();
    looked
        .notes
        .extend(left_out.then_some(Note::PicturesLeftOut));
    looked
        .notes
        .extend(garbled.then_some(Note::PicturesGarbled));
    Ok(looked)
}

fn interpret<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    sight: &mut Sight<'_>,
) {
    let (width, height) = page.render_dimensions();
    let paper = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let upright = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(upright, paper, cache, page.xref(), settings.clone());
    interpret_page(page, &mut context, sight);
}

fn damage(payload: Box<dyn Any + Send>) -> Damage {
    payload
        .downcast::<Stop>()
        .map_or(Damage::Structure, |stop| stop.0)
}

/// A device that records what would be drawn.
struct Sight<'d> {
    letters: Letters,
    masks: HashSet<u128>,
    /// Patterns, masks and pictures already examined.
    seen: HashSet<u128>,
    /// Current nesting depth of patterns and masks; glyphs inside them are not text.
    within: u32,
    /// Bytes of the file.
    data: &'d [u8],
    unreadable: HashSet<Range<usize>>,
    left_out: u32,
    garbled: bool,
    started: Instant,
    steps: u32,
}

impl Sight<'_> {
    fn step(&mut self) {
        self.steps = self.steps.wrapping_add(1);
        if self.steps.is_multiple_of(STEPS) && self.started.elapsed() > LONGEST {
            resume_unwind(Box::new(Stop(Damage::Time)));
        }
    }

    fn mask(&mut self, mask: Option<&SoftMask<'_>>) {
        let Some(mask) = mask else { return };
        let key = mask.cache_key();
        self.masks.insert(key);
        self.inside(key, |sight| mask.interpret(sight));
    }

    fn paint(&mut self, paint: &Paint<'_>) {
        let Paint::Pattern(pattern) = paint else {
            return;
        };
        let Pattern::Tiling(pattern) = pattern.as_ref() else {
            return;
        };
        self.inside(pattern.cache_key(), |sight| {
            // The positions of its tiles do not matter here.
            pattern.interpret(sight, pattern.matrix, false);
        });
    }

    /// Examines a pattern or mask once, unless there are too many.
    fn inside(&mut self, key: u128, look: impl FnOnce(&mut Self)) {
        let too_many = self.within >= DEEPEST || self.seen.len() >= MAX_SEEN;
        if too_many || !self.seen.insert(key) {
            return;
        }
        self.within += 1;
        look(self);
        self.within -= 1;
    }

    fn image(&mut self, image: &Image<'_, '_>) {
        let stream = images::stream(image);
        if self.seen.len() >= MAX_SEEN
            || !self.seen.insert(stream.cache_key())
            || images::is_readable(stream)
        {
            return;
        }
        match images::place(stream, self.data) {
            Some(place) => {
                self.unreadable.insert(place);
                self.left_out = self.left_out.saturating_add(1);
            }
            None => self.garbled = true,
        }
    }
}

impl Device<'_> for Sight<'_> {
    fn draw_path(&mut self, _: &BezPath, props: DrawProps<'_>, _: &DrawMode) {
        self.step();
        self.mask(props.soft_mask.as_ref());
        self.paint(&props.paint);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, mask: Option<SoftMask<'_>>, _: BlendMode) {
        self.step();
        self.mask(mask.as_ref());
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        self.step();
        self.mask(props.soft_mask.as_ref());
        self.paint(&props.paint);
        if self.within == 0 {
            self.letters.run(run, props.transform);
        }
    }

    fn draw_image(&mut self, image: Image<'_, '_>, props: ImageDrawProps<'_>) {
        self.step();
        self.mask(props.soft_mask.as_ref());
        if u64::from(image.width()) * u64::from(image.height()) > MAX_PIXELS {
            resume_unwind(Box::new(Stop(Damage::Memory)));
        }
        self.image(&image);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
