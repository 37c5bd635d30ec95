//! Collects the glyphs of a page, with their place and whether they can be seen.

use std::collections::{BTreeMap, HashMap};

use hayro::hayro_interpret::font::{Glyph, GlyphIdentifier, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro::kurbo::{Affine, Point, Rect, Shape as _, Vec2};

use super::view::{Ink, View};

/// Glyph space units per em.
const UNITS: f64 = 1_000.0;
/// Percentage of glyphs that may be smaller than the smallest size that counts.
const NEGLIGIBLE: usize = 2;
/// Maximum number of outlines whose extent is remembered.
const MAX_OUTLINES: usize = 50_000;
/// Opacity below which nobody sees text.
const FAINT: f32 = 0.03;

/// How a glyph is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Painted {
    /// With a colour or a pattern.
    Yes,
    /// Not at all (text rendering mode 3), or fully transparent.
    No,
    /// It only clips what is painted later.
    AsClip,
}

/// A positioned glyph.
pub(super) struct Letter {
    pub(super) text: String,
    pub(super) start: Point,
    pub(super) end: Point,
    pub(super) along: Vec2,
    /// Font size in points.
    pub(super) height: f64,
    /// Whether it is written horizontally.
    pub(super) upright: bool,
    /// Number of its run.
    pub(super) run: usize,
    pub(super) ink: Ink,
    /// Which sample points of the ink can be seen, one bit each.
    pub(super) seen: u16,
    pub(super) painted: Painted,
    /// Whether a picture as large as a page covers it.
    pub(super) under_scan: bool,
}

impl Letter {
    /// Whether a person who looks at the page sees it, as far as clips and what is drawn over it are concerned.
    pub(super) fn is_seen(&self) -> bool {
        self.painted == Painted::Yes && self.seen != 0
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }
}

/// Collects glyphs.
pub(super) struct Letters {
    all: Vec<Letter>,
    characters: usize,
    /// Maximum number of characters.
    most: usize,
    runs: usize,
    /// Whether some visible glyphs have no known character.
    pub(super) unknown: bool,
    /// Extents of outlines, in glyph space; `None` for empty ones.
    outlines: HashMap<GlyphIdentifier, Option<Rect>>,
}

impl Letters {
    pub(super) fn new(most: usize) -> Self {
        Self {
            all: Vec::new(),
            characters: 0,
            most,
            runs: 0,
            unknown: false,
            outlines: HashMap::new(),
        }
    }

    /// Number of characters collected.
    pub(super) fn characters(&self) -> usize {
        self.characters
    }

    /// Whether there was more text.
    pub(super) fn is_cut(&self) -> bool {
        self.characters >= self.most
    }

    /// All glyphs in drawing order.
    pub(super) fn all(&self) -> &[Letter] {
        &self.all
    }

    pub(super) fn all_mut(&mut self) -> &mut [Letter] {
        &mut self.all
    }

    /// Height of the smallest visible letters that count, in points.
    pub(super) fn smallest(&self) -> Option<f64> {
        // Number of glyphs of each height, in tenths of a point.
        let mut heights: BTreeMap<u32, usize> = BTreeMap::new();
        let seen = self.all.iter().filter(|letter| letter.is_seen());
        for letter in seen.filter(|letter| !letter.is_blank()) {
            let tenths = (letter.height * 10.0).round() as u32;
            *heights.entry(tenths).or_default() += 1;
        }
        let all: usize = heights.values().sum();
        let mut smaller = 0;
        let found = heights.iter().find(|(_, count)| {
            smaller += **count;
            smaller * 100 > all * NEGLIGIBLE
        });
        found.map(|(tenths, _)| f64::from(*tenths) / 10.0)
    }

    /// Adds a run of glyphs, and returns the range of those added.
    pub(super) fn run(
        &mut self,
        run: &GlyphRun<'_, '_>,
        placed: Affine,
        opacity: Option<f32>,
        view: &mut View,
    ) -> std::ops::Range<usize> {
        let first = self.all.len();
        if self.is_cut() {
            return first..first;
        }
        let upright = !matches!(run.writing_mode(), WritingMode::Vertical);
        let painted = match opacity {
            Some(opacity) if opacity * view.opacity() > FAINT => Painted::Yes,
            _ => Painted::No,
        };
        self.runs += 1;
        for glyph in run.glyphs() {
            let outline = self.outline(glyph);
            let transform = placed * glyph.transform();
            match letter(glyph, transform, outline, upright) {
                Some(mut letter) if !self.is_cut() => {
                    letter.run = self.runs;
                    letter.painted = painted;
                    letter.seen = view.shown(&letter.ink);
                    self.characters += letter.text.chars().count();
                    view.note(self.all.len(), &letter.ink);
                    self.all.push(letter);
                }
                Some(_) => {}
                None => self.unknown |= painted == Painted::Yes,
            }
        }
        first..self.all.len()
    }

    /// Extent of a glyph's outline; `None` if it is empty or not known.
    fn outline(&mut self, glyph: &Glyph<'_>) -> Option<Rect> {
        let Glyph::Outline(outline) = glyph else {
            return None;
        };
        let key = outline.identifier();
        if let Some(known) = self.outlines.get(&key) {
            return *known;
        }
        if self.outlines.len() >= MAX_OUTLINES {
            return None;
        }
        let path = outline.outline();
        let extent = (!path.is_empty()).then(|| path.bounding_box());
        let extent = extent.filter(|extent| extent.is_finite() && extent.area() > 0.0);
        self.outlines.insert(key, extent);
        extent
    }
}

/// The character of a glyph; `None` if the file does not map it.
fn letter(
    glyph: &Glyph<'_>,
    placed: Affine,
    outline: Option<Rect>,
    upright: bool,
) -> Option<Letter> {
    let text = match glyph.as_unicode()? {
        BfString::Char(one) => one.to_string(),
        BfString::String(text) => text,
    };
    let width = match glyph {
        Glyph::Outline(outline) => outline.advance_width(),
        Glyph::Type3(drawn) => drawn.advance_width(),
    };
    let [a, b, c, d, ..] = placed.as_coeffs();
    let up = Vec2::new(c, d) * UNITS;
    let advance = width.map_or(UNITS, f64::from);
    let (along, length) = match upright {
        true => {
            let along = Vec2::new(a, b);
            (along, along.hypot() * advance)
        }
        false => (-up, up.hypot()),
    };
    let along = along / along.hypot();
    let start = Point::ORIGIN + placed.translation();
    let height = up.hypot();
    // Without an outline: where most of a letter's ink is.
    let extent = outline.unwrap_or_else(|| Rect::new(0.1 * advance, 0.0, 0.9 * advance, 600.0));
    let ink = Ink {
        corner: placed * extent.origin(),
        across: Vec2::new(a, b) * extent.width(),
        up: Vec2::new(c, d) * extent.height(),
    };
    let sound = along.is_finite() && height.is_finite() && length.is_finite();
    (sound && start.is_finite() && ink.is_finite()).then(|| Letter {
        text,
        start,
        end: start + along * length,
        along,
        height,
        upright,
        run: 0,
        ink,
        seen: 0,
        painted: Painted::No,
        under_scan: false,
    })
}
