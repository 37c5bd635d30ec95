//! The comparison as a whole.

use crate::blocks::Agreement;
use crate::calibration::{correct, sensitivity};
use crate::comparison::{Comparison, Evidence, Note, Outcome, Rect, Region, Registration};
use crate::difference::Sensitivity;
use crate::grid::Grid;
use crate::mapping::{Axis, Mapping};
use crate::regions::regions;
use crate::registration::{describe, register};
use crate::side::{Line, Side};
use crate::tokens::{bounds, rect};
use crate::words::{Aligned, MAX_LINES, MAX_WORDS, Words, words};

/// A picture of which less is found again is other material, unless its words are: shares of blocks and of characters.
const OTHER_BLOCKS: f64 = 0.5;
const OTHER_WORDS: f64 = 0.5;
/// A layout is another one if less than this share of the blocks is found again although the words are the same.
const SAME_LAYOUT: f64 = 0.6;
/// Shifts of tone below this go unmentioned: no one sees them. In levels of 255.
const TONE: u8 = 6;
/// Blur from which small letters can't be compared, in passes.
const BLURRED: i32 = 3;

/// Compares a published picture with the approved one. Never fails: pictures that have nothing in common are
/// [`Outcome::Other`].
pub fn compare(approved: &Side<'_>, published: &Side<'_>) -> Comparison {
    let (a, b) = (&approved.pixels, &published.pixels);
    let same_size = (a.width(), a.height()) == (b.width(), b.height());
    if same_size
        && (a.rgb() == b.rgb() || approved.sha256.is_some() && approved.sha256 == published.sha256)
    {
        let identity = Axis {
            scale: 1.0,
            offset: 0.0,
        };
        return Comparison {
            outcome: Outcome::Identical,
            registration: describe(&Mapping::new(identity, identity), a, b)
                .or_else(|| Some(whole(approved))),
            regions: Vec::new(),
            words: Vec::new(),
            frame_lines: Vec::new(),
            notes: Vec::new(),
        };
    }
    match register(approved, published).and_then(|found| Picture::new(&found, approved, published))
    {
        Some(picture) => picture.comparison(approved, published),
        None => by_words(approved, published),
    }
}

/// The registration of a picture on itself, even if it is too small to be compared otherwise.
fn whole(side: &Side<'_>) -> Registration {
    let rect = Rect {
        x: 0,
        y: 0,
        width: side.pixels.width(),
        height: side.pixels.height(),
    };
    Registration {
        scale_x: 1.0,
        scale_y: 1.0,
        offset_x: 0.0,
        offset_y: 0.0,
        approved: rect,
        published: rect,
        missing: Vec::new(),
        framed: false,
    }
}

/// The result of comparing the pixels.
struct Picture {
    mapping: Mapping,
    registration: Registration,
    regions: Vec<Region>,
    left_out: usize,
    /// Share of the blocks that agree.
    share: f64,
    resolution: f64,
    how: Sensitivity,
}

impl Picture {
    fn new(found: &Agreement, approved: &Side<'_>, published: &Side<'_>) -> Option<Self> {
        let (a, b) = (&approved.pixels, &published.pixels);
        let mapping = correct(&Grid::new(&found.mapping, a, b)?, &found.mapping, (a, b));
        let grid = Grid::new(&mapping, a, b)?;
        let how = sensitivity(&grid, (a, b));
        let (regions, left_out) = regions(&grid, &how, (a, b));
        Some(Self {
            registration: describe(&mapping, a, b)?,
            mapping,
            regions,
            left_out,
            share: if found.textured == 0 {
                1.0
            } else {
                found.share()
            },
            resolution: grid.resolution(),
            how,
        })
    }

    fn comparison(mut self, approved: &Side<'_>, published: &Side<'_>) -> Comparison {
        let size = |side: &Side<'_>| (side.pixels.width(), side.pixels.height());
        for region in &mut self.regions {
            region.approved_lines = touching(approved.lines, &region.approved, size(approved));
            region.published_lines = touching(published.lines, &region.published, size(published));
        }
        let aligned = Aligned {
            mapping: &self.mapping,
            registration: &self.registration,
            regions: &self.regions,
            resolution: self.resolution,
        };
        let words = words(approved, published, Some(&aligned));
        let real = words
            .changes
            .iter()
            .any(|change| change.evidence == Evidence::Pixels);
        let found = words.found.filter(|_| !published.lines.is_empty());
        let other_layout =
            self.share < SAME_LAYOUT && !real && found.is_some_and(|found| found > 0.9);
        let other = self.share < OTHER_BLOCKS && found.is_none_or(|found| found < OTHER_WORDS);
        if !self.regions.is_empty() && (other_layout || other) {
            return by_words(approved, published);
        }
        let outcome = match () {
            () if !self.regions.is_empty() || real => Outcome::Altered,
            () if !self.registration.missing.is_empty() => Outcome::Cropped,
            () if self.registration.framed => Outcome::Framed,
            () => Outcome::Same,
        };
        let mut notes = Vec::new();
        if self.how.tone.largest >= TONE {
            notes.push(Note::ToneShift {
                levels: self.how.tone.largest,
            });
        }
        if self.how.blur >= BLURRED || self.resolution < 0.4 {
            // Each pass adds half a pixel of variance; letters must be about ten times as tall as the blur.
            let blur = (f64::from(self.how.blur.max(0)) / 2.0).sqrt().max(0.8);
            notes.push(Note::Coarse {
                letters: (blur * 10.0 / self.resolution).ceil() as u32,
            });
        }
        if self.left_out > 0 {
            notes.push(Note::MoreRegions {
                left_out: count(self.left_out),
            });
        }
        if words.small_lines > 0 {
            notes.push(Note::SmallLines {
                lines: count(words.small_lines),
            });
        }
        finished(
            outcome,
            Some(self.registration),
            self.regions,
            words,
            notes,
            [approved, published],
        )
    }
}

/// Compares the words alone.
fn by_words(approved: &Side<'_>, published: &Side<'_>) -> Comparison {
    let words = words(approved, published, None);
    let outcome = match words.found {
        Some(_) if words.changes.is_empty() => Outcome::SameWords,
        Some(found) if found >= OTHER_WORDS => Outcome::Altered,
        _ => Outcome::Other,
    };
    finished(
        outcome,
        None,
        Vec::new(),
        words,
        Vec::new(),
        [approved, published],
    )
}

fn finished(
    outcome: Outcome,
    registration: Option<Registration>,
    regions: Vec<Region>,
    words: Words,
    mut notes: Vec<Note>,
    sides: [&Side<'_>; 2],
) -> Comparison {
    if sides.iter().any(|side| side.lines.is_empty()) {
        notes.push(Note::NoLines);
    }
    if words.is_cut || sides.iter().any(|side| side.lines.len() > MAX_LINES) {
        notes.push(Note::MoreLines);
    }
    let mut changes = words.changes;
    // Words of a picture that was not read are not missing.
    if sides.iter().any(|side| side.lines.is_empty()) {
        changes.clear();
    }
    if changes.len() > MAX_WORDS {
        notes.push(Note::MoreWords {
            left_out: count(changes.len() - MAX_WORDS),
        });
        changes.truncate(MAX_WORDS);
    }
    Comparison {
        outcome,
        registration,
        regions,
        words: changes,
        frame_lines: words.frame_lines,
        notes,
    }
}

/// The lines that a rectangle touches.
fn touching(lines: &[Line], place: &Rect, size: (u32, u32)) -> Vec<usize> {
    let touches = |line: &Line| {
        bounds(line, (0.0, 1.0)).is_some_and(|bounds| rect(bounds, size).meets(place))
    };
    lines
        .iter()
        .take(MAX_LINES)
        .enumerate()
        .filter(|(_, line)| touches(line))
        .map(|(index, _)| index)
        .collect()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
