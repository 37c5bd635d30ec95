//! Everything that is known of the pages before they are drawn: their sizes, their letters, and what drawing them would take.

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
use super::text::{MOST_CHARACTERS, joined};
use crate::prepare::load::{MAX_PIXELS, broken};
use crate::prepare::plan::Note;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Longest that looking through all pages may take: a form that is drawn in a form a thousand times over never ends.
const LONGEST: Duration = Duration::from_secs(30);
/// Steps between two looks at the clock.
const STEPS: u32 = 256;
/// Pixels that are drawn at once, where nothing speaks against it,
const TILE: u64 = 64_000_000;
/// and where much does.
const SMALLEST_TILE: u64 = 1_000_000;
/// Bytes of all masks of a page, each as large as what is drawn at once.
const MASKS: u64 = 512_000_000;

/// Patterns, masks and pictures of a page that are looked at,
const MOST_SEEN: usize = 10_000;
/// and patterns and masks within each other.
const DEEPEST: u32 = 8;

/// What is known of all pages.
pub(super) struct Looked {
    pub(super) pages: Vec<Known>,
    pub(super) text: Option<String>,
    pub(super) notes: Vec<Note>,
    /// Where the entries of pictures stand that can't be read.
    pub(super) unreadable: HashSet<Range<usize>>,
}

/// What is known of one.
pub(super) struct Known {
    pub(super) paper: Paper,
    /// Pixels of it that may be drawn at once.
    pub(super) tile: u64,
    /// Pictures that are left out, because they can't be read.
    pub(super) pictures_left_out: u32,
}

/// Too long or too much: ends the interpreter, which has no other way to be stopped.
struct Stop(Damage);

/// Looks through all pages.
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
    let mut left = MOST_CHARACTERS;
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

/// Sees what would be drawn.
struct Sight<'d> {
    letters: Letters,
    masks: HashSet<u128>,
    /// Patterns, masks and pictures that were looked at.
    seen: HashSet<u128>,
    /// Patterns and masks within each other that are looked through; letters in them are no text.
    within: u32,
    /// The file.
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
            // Where its tiles lie does not matter here.
            pattern.interpret(sight, pattern.matrix, false);
        });
    }

    /// Looks through a pattern or a mask, once, unless there are too many of them.
    fn inside(&mut self, key: u128, look: impl FnOnce(&mut Self)) {
        let too_many = self.within >= DEEPEST || self.seen.len() >= MOST_SEEN;
        if too_many || !self.seen.insert(key) {
            return;
        }
        self.within += 1;
        look(self);
        self.within -= 1;
    }

    fn image(&mut self, image: &Image<'_, '_>) {
        let stream = images::stream(image);
        if self.seen.len() >= MOST_SEEN
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
