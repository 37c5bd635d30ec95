//! Records what the renderer would draw on a page: its glyphs and whether they can be seen, its masks and its pictures.

use std::collections::HashSet;
use std::ops::Range;
use std::panic::resume_unwind;
use std::time::{Duration, Instant};

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::pattern::Pattern;
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint,
    SoftMask,
};
use hayro::kurbo::{BezPath, Rect, Shape as _};

use super::images;
use super::jpegs::{self, Replaced};
use super::letters::{Letters, Painted};
use super::view::{Area, SOLID, View};
use crate::prepare::load::MAX_PIXELS;
use crate::refusal::Damage;

/// Maximum time for examining all pages: forms that draw other forms a thousand times each would never end.
const LONGEST: Duration = Duration::from_secs(30);
/// Number of steps between checks of the clock.
const STEPS: u32 = 256;
/// Maximum number of patterns, masks and pictures examined per page.
const MAX_SEEN: usize = 10_000;
/// Maximum nesting depth of patterns and masks.
const DEEPEST: u32 = 8;
/// Maximum number of glyphs of a clip that are compared with the shapes drawn after it.
const MAX_CLIPPING: usize = 200;

/// Payload for unwinding out of the interpreter, which has no other way to be stopped.
pub(super) struct Stop(pub(super) Damage);

/// A device that records what would be drawn.
pub(super) struct Sight<'d> {
    pub(super) letters: Letters,
    view: View,
    /// Glyphs that are not painted, since the last clip: they may become one.
    unpainted: Range<usize>,
    /// The last glyphs that became a clip.
    clipping: Range<usize>,
    pub(super) masks: HashSet<u128>,
    /// Patterns, masks and pictures already examined.
    seen: HashSet<u128>,
    /// Pictures that can't be read, and so hide nothing.
    broken: HashSet<u128>,
    /// Current nesting depth of patterns and masks; glyphs inside them are not text.
    within: u32,
    /// Bytes of the file.
    data: &'d [u8],
    pub(super) unreadable: HashSet<Range<usize>>,
    /// Pictures that the renderer would draw wrongly.
    pub(super) replaced: Replaced,
    pub(super) left_out: u32,
    pub(super) garbled: bool,
    started: Instant,
    steps: u32,
}

impl<'d> Sight<'d> {
    /// For a page of this size in points, in a file with these bytes whose examination began at `started`. It takes `most`
    /// characters.
    pub(super) fn new(paper: Rect, data: &'d [u8], started: Instant, most: usize) -> Self {
        Self {
            letters: Letters::new(most),
            view: View::new(paper),
            unpainted: 0..0,
            clipping: 0..0,
            masks: HashSet::new(),
            seen: HashSet::new(),
            broken: HashSet::new(),
            within: 0,
            data,
            unreadable: HashSet::new(),
            replaced: Replaced::default(),
            left_out: 0,
            garbled: false,
            started,
            steps: 0,
        }
    }

    /// Whether a hidden glyph belongs to the text that a scanner's program lays under or over the picture of a page.
    pub(super) fn is_of_scanner(&self, number: usize) -> bool {
        self.letters.all().get(number).is_some_and(|letter| {
            let is_layer = letter.painted == Painted::No || letter.under_scan;
            is_layer && self.view.is_on_picture(&letter.ink)
        })
    }

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
        let key = stream.cache_key();
        if self.seen.len() >= MAX_SEEN || !self.seen.insert(key) {
            return;
        }
        let is_drawn_rightly = images::is_readable(stream)
            && images::with_masks(stream)
                .all(|part| jpegs::is_common(&part) != Some(false) || self.replaced.add(&part));
        if is_drawn_rightly {
            return;
        }
        self.broken.insert(key);
        match images::place(stream, self.data) {
            Some(place) => {
                self.unreadable.insert(place);
                self.left_out = self.left_out.saturating_add(1);
            }
            None => self.garbled = true,
        }
    }

    /// Something is painted: clips made of text show.
    fn painted(&mut self) {
        let shown: Vec<Range<usize>> = self.view.letters_of_clips().collect();
        let letters = self.letters.all_mut();
        for range in shown {
            for letter in letters.get_mut(range).into_iter().flatten() {
                letter.painted = Painted::Yes;
            }
        }
    }

    /// A path is filled: text that was meant as a clip may be drawn as shapes instead. Returns whether it is such a shape.
    fn is_shape(&mut self, bounds: Rect) -> bool {
        let mut is_shape = false;
        let clipping = self.clipping.clone();
        let letters = self.letters.all_mut().get_mut(clipping);
        for letter in letters.into_iter().flatten() {
            let ink = letter.ink.bounds();
            let is_its_shape =
                bounds.intersect(ink).area() > 0.8 * ink.area() && bounds.area() < 1.5 * ink.area();
            if letter.painted == Painted::AsClip && is_its_shape {
                letter.painted = Painted::Yes;
                is_shape = true;
            }
        }
        is_shape
    }

    /// Covers glyphs with an opaque area.
    fn cover(&mut self, area: &Area, is_picture: bool) {
        let scan = is_picture && self.view.is_scan(area);
        let letters = self.letters.all_mut();
        self.view.cover(area, |number, bits| {
            let Some(letter) = letters.get_mut(number) else {
                return true;
            };
            letter.seen &= !bits;
            letter.under_scan |= scan && letter.seen == 0;
            letter.seen == 0
        });
    }

    /// The glyphs of which a clip consists: those not painted just before, if they fill its bounds.
    fn letters_of(&mut self, bounds: Rect) -> Range<usize> {
        let unpainted = std::mem::replace(&mut self.unpainted, 0..0);
        let letters = self
            .letters
            .all()
            .get(unpainted.clone())
            .unwrap_or_default();
        let inks = letters.iter().filter(|letter| !letter.is_blank());
        let filled = inks
            .map(|letter| letter.ink.bounds())
            .reduce(|all, one| all.union(one));
        let near = |a: f64, b: f64| (a - b).abs() < 1.0;
        let alike = filled.is_some_and(|filled| {
            near(filled.x0, bounds.x0)
                && near(filled.x1, bounds.x1)
                && near(filled.y0, bounds.y0)
                && near(filled.y1, bounds.y1)
        });
        if !alike {
            return 0..0;
        }
        for letter in self
            .letters
            .all_mut()
            .get_mut(unpainted.clone())
            .into_iter()
            .flatten()
        {
            letter.painted = Painted::AsClip;
        }
        self.clipping = unpainted.start..unpainted.end.min(unpainted.start + MAX_CLIPPING);
        unpainted
    }
}

/// Opacity of a paint.
fn opacity(paint: &Paint<'_>) -> f32 {
    match paint {
        Paint::Color(colour) => colour.to_rgba().components()[3],
        Paint::Pattern(_) => 1.0,
    }
}

impl Device<'_> for Sight<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        self.step();
        self.mask(props.soft_mask.as_ref());
        self.paint(&props.paint);
        if self.within > 0 {
            return;
        }
        self.painted();
        if !self.clipping.is_empty() && self.is_shape((props.transform * path).bounding_box()) {
            return;
        }
        let is_plain = matches!(&props.paint, Paint::Color(_)) && opacity(&props.paint) > SOLID;
        let hides = is_plain
            && props.soft_mask.is_none()
            && props.blend_mode == BlendMode::Normal
            && self.view.hides();
        if let (true, DrawMode::Fill(rule) | DrawMode::FillAndStroke(rule, _)) = (hides, mode) {
            self.cover(&Area::of(props.transform * path, *rule), false);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.step();
        if self.within == 0 {
            let letters = self.letters_of(clip.path.bounding_box());
            self.view
                .clip(Area::of(clip.path.clone(), clip.fill), letters);
        }
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'_>>,
        blend_mode: BlendMode,
    ) {
        self.step();
        self.mask(mask.as_ref());
        if self.within == 0 {
            let plain = mask.is_none() && blend_mode == BlendMode::Normal;
            self.view.group(opacity, plain);
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        self.step();
        self.mask(props.soft_mask.as_ref());
        self.paint(&props.paint);
        if self.within > 0 {
            return;
        }
        let opacity = match mode {
            DrawMode::Invisible => None,
            _ => Some(opacity(&props.paint)),
        };
        if opacity.is_some() {
            self.painted();
        }
        let added = self
            .letters
            .run(run, props.transform, opacity, &mut self.view);
        if opacity.is_none() && !added.is_empty() {
            if self.unpainted.end != added.start {
                self.unpainted = added.clone();
            }
            self.unpainted.end = added.end;
        }
    }

    fn draw_image(&mut self, image: Image<'_, '_>, props: ImageDrawProps<'_>) {
        self.step();
        self.mask(props.soft_mask.as_ref());
        if u64::from(image.width()) * u64::from(image.height()) > MAX_PIXELS {
            resume_unwind(Box::new(Stop(Damage::Memory)));
        }
        self.image(&image);
        let stream = images::stream(&image);
        if self.within > 0 || self.broken.contains(&stream.cache_key()) {
            return;
        }
        self.painted();
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let place = Rect::new(0.0, 0.0, width, height).to_path(0.1);
        let area = Area::of(
            props.transform * place,
            hayro::hayro_interpret::FillRule::NonZero,
        );
        self.view.picture(area.bounds());
        let hides = matches!(image, Image::Raster(_))
            && images::is_opaque(stream)
            && props.soft_mask.is_none()
            && props.blend_mode == BlendMode::Normal
            && self.view.hides();
        if hides {
            self.cover(&area, true);
        }
    }

    fn pop_clip(&mut self) {
        if self.within == 0 {
            self.view.unclip();
        }
    }

    fn pop_transparency_group(&mut self) {
        if self.within == 0 {
            self.view.ungroup();
        }
    }
}
