//! Joins the glyphs of a page into words and lines, in drawing order.

use std::collections::BTreeMap;

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro::kurbo::{Affine, Point, Vec2};

/// Glyph space units per em.
const UNITS: f64 = 1_000.0;
/// Minimum gap between words, relative to the font size.
const WORD: f64 = 0.2;
/// Maximum offset from the baseline of the preceding glyphs within a line, relative to the font size.
const OFF_LINE: f64 = 0.5;
/// Distance that a glyph may lie behind the preceding one before it starts a new line, relative to the font size.
const BACK: f64 = 1.0;
/// Percentage of glyphs that may be smaller than the smallest size that counts.
const NEGLIGIBLE: usize = 2;

/// Collects glyphs.
pub(super) struct Letters {
    text: String,
    characters: usize,
    /// Maximum number of characters.
    most: usize,
    /// Whether some glyphs have no known character.
    pub(super) unknown: bool,
    /// Number of glyphs of each height, in tenths of a point.
    heights: BTreeMap<u32, usize>,
    pen: Option<Pen>,
    last: Option<(String, Point)>,
}

/// End of the last glyph.
struct Pen {
    end: Point,
    along: Vec2,
    height: f64,
}

/// A positioned glyph.
struct Letter {
    text: String,
    start: Point,
    end: Point,
    along: Vec2,
    height: f64,
}

impl Letters {
    pub(super) fn new(most: usize) -> Self {
        Self {
            text: String::new(),
            characters: 0,
            most,
            unknown: false,
            heights: BTreeMap::new(),
            pen: None,
            last: None,
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

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Height of the smallest letters that count, in points.
    pub(super) fn smallest(&self) -> Option<f64> {
        let all: usize = self.heights.values().sum();
        let mut smaller = 0;
        let found = self.heights.iter().find(|(_, count)| {
            smaller += **count;
            smaller * 100 > all * NEGLIGIBLE
        });
        found.map(|(tenths, _)| f64::from(*tenths) / 10.0)
    }

    /// Adds a run of glyphs.
    pub(super) fn run(&mut self, run: &GlyphRun<'_, '_>, placed: Affine) {
        if self.is_cut() {
            return;
        }
        let upright = !matches!(run.writing_mode(), WritingMode::Vertical);
        let letters: Vec<Letter> = run
            .glyphs()
            .iter()
            .filter_map(|glyph| {
                let letter = letter(glyph, placed * glyph.transform(), upright);
                self.unknown |= letter.is_none();
                letter
            })
            .collect();
        let Some(first) = letters.first() else {
            return;
        };
        // Text that is filled and stroked, or drawn twice to look bold, comes twice.
        let whole: String = letters.iter().map(|letter| letter.text.as_str()).collect();
        let again = self.last.as_ref().is_some_and(|(text, at)| {
            *text == whole && (*at - first.start).hypot() < first.height * OFF_LINE / 2.0
        });
        if again {
            return;
        }
        self.last = Some((whole, first.start));
        for letter in letters {
            self.add(letter);
        }
    }

    fn add(&mut self, letter: Letter) {
        let blank = letter.text.chars().all(char::is_whitespace);
        if let Some(pen) = &self.pen {
            let gap = letter.start - pen.end;
            let height = pen.height.max(letter.height);
            let (forth, off) = (gap.dot(pen.along), gap.cross(pen.along));
            let turned = pen.along.dot(letter.along) < 0.9;
            if turned || off.abs() > height * OFF_LINE || forth < -height * BACK {
                self.push("\n");
            } else if forth > height * WORD && !blank {
                self.push(" ");
            }
        }
        self.push(if blank { " " } else { &letter.text });
        if !blank {
            let tenths = (letter.height * 10.0).round() as u32;
            *self.heights.entry(tenths).or_default() += 1;
        }
        self.pen = Some(Pen {
            end: letter.end,
            along: letter.along,
            height: letter.height,
        });
    }

    fn push(&mut self, text: &str) {
        self.characters += text.chars().count();
        self.text.push_str(text);
    }
}

/// The character of a glyph; `None` if the file does not map it.
fn letter(glyph: &Glyph<'_>, placed: Affine, upright: bool) -> Option<Letter> {
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
    let (along, length) = match upright {
        true => {
            let along = Vec2::new(a, b);
            let width = width.map_or(UNITS, f64::from);
            (along, along.hypot() * width)
        }
        false => (-up, up.hypot()),
    };
    let along = along / along.hypot();
    let start = Point::ORIGIN + placed.translation();
    let height = up.hypot();
    let sound = along.is_finite() && height.is_finite() && length.is_finite();
    (sound && start.is_finite()).then(|| Letter {
        text,
        start,
        end: start + along * length,
        along,
        height,
    })
}
