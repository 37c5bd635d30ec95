//! Examines all pages before rendering: their sizes, their text, and the cost of rendering.

use std::any::Any;
use std::collections::HashSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use hayro::hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use hayro::hayro_syntax::Pdf as File;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Rect;

use super::annotations::{Annotations, Field, Value};
use super::catalogue::Catalogue;
use super::fields::{self, Filled};
use super::jpegs::Replaced;
use super::letters::Letters;
use super::reading;
use super::resolution::Paper;
use super::sight::{Sight, Stop};
use super::text::{MAX_CHARACTERS, joined};
use super::view::Ink;
use crate::prepare::load::broken;
use crate::prepare::plan::Note;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Pixels rendered at once for ordinary pages.
const TILE: u64 = 64_000_000;
/// Pixels rendered at once for the most demanding pages.
const SMALLEST_TILE: u64 = 1_000_000;
/// Maximum memory for all masks of a page, in bytes; each mask is as large as a tile.
const MASKS: u64 = 512_000_000;

/// Maximum number of comparisons of a form field with a letter, for each page.
const MAX_COMPARED: usize = 20_000_000;

/// Properties of all pages.
pub(super) struct Looked {
    pub(super) pages: Vec<Known>,
    pub(super) text: Option<String>,
    pub(super) notes: Vec<Note>,
    /// Where the visible letters of each page are.
    pub(super) inks: Vec<Vec<Ink>>,
    /// A PDF with what has to be drawn over the pages.
    pub(super) overlay: Option<Vec<u8>>,
    /// Positions of the dictionaries of unreadable pictures.
    pub(super) unreadable: HashSet<Range<usize>>,
    /// Pictures to append to the file.
    pub(super) replaced: Replaced,
}

/// Properties of a page.
pub(super) struct Known {
    pub(super) paper: Paper,
    /// Maximum pixels to render at once.
    pub(super) tile: u64,
    /// Number of unreadable pictures left out.
    pub(super) pictures_left_out: u32,
}

/// Examines all pages.
pub(super) fn through(file: &File, settings: &InterpreterSettings) -> Result<Looked, Refusal> {
    let cache = InterpreterCache::new();
    let started = Instant::now();
    let mut looked = Looked {
        pages: Vec::new(),
        text: None,
        notes: Vec::new(),
        inks: Vec::new(),
        overlay: None,
        unreadable: HashSet::new(),
        replaced: Replaced::default(),
    };
    let data: &[u8] = file.data().as_ref();
    let catalogue = Catalogue::of(file);
    if catalogue.xfa_only {
        return Err(Refusal::XfaOnly);
    }
    let mut comments = false;
    let mut filled = Vec::new();
    let mut garbled = false;
    let mut texts = Vec::new();
    let mut left = MAX_CHARACTERS;
    let (mut cut, mut unknown) = (false, false);
    let (mut hidden, mut scanned) = (false, false);
    for page in file.pages().iter() {
        let (width, height) = page.render_dimensions();
        if !(width.is_finite() && height.is_finite()) {
            return Err(broken(Content::Pdf, Damage::Structure));
        }
        let paper = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut sight = Sight::new(paper, data, started, left);
        sight.replaced = std::mem::take(&mut looked.replaced);
        let seen = catch_unwind(AssertUnwindSafe(|| {
            interpret(page, paper, &cache, settings, &mut sight);
        }));
        seen.map_err(|payload| broken(Content::Pdf, damage(payload)))?;
        let read = reading::read(&sight);
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
        looked
            .unreadable
            .extend(std::mem::take(&mut sight.unreadable));
        looked.replaced = std::mem::take(&mut sight.replaced);
        garbled |= sight.garbled;
        unknown |= sight.letters.unknown;
        cut |= sight.letters.is_cut();
        left = left.saturating_sub(sight.letters.characters());
        hidden |= read.hidden;
        scanned |= read.scanned;
        let annotations = Annotations::of(page);
        comments |= annotations.comments;
        let fields = left_to_draw(annotations.fields, page, &sight.letters, &catalogue);
        texts.push(format!("{}\n{}", read.text, fields.text()));
        filled.push(fields);
        looked.inks.push(read.inks);
    }
    looked.text = joined(&texts);
    if catalogue.xfa && looked.text.as_deref().is_some_and(is_placeholder) {
        return Err(Refusal::XfaOnly);
    }
    if filled.iter().any(|fields| !fields.is_empty()) {
        looked.overlay = Some(fields::overlay(file.pages().iter().zip(&filled)));
        looked.notes.push(Note::FieldsDrawn);
    }
    let said = [
        (comments, Note::CommentsLeftOut),
        (catalogue.layers_off, Note::LayersLeftOut),
        (catalogue.xfa, Note::XfaLeftOut),
    ];
    let said = said.into_iter().filter(|(is_so, _)| *is_so);
    looked.notes.extend(said.map(|(_, note)| note));
    looked.notes.extend(unknown.then_some(Note::TextIncomplete));
    looked.notes.extend(cut.then_some(Note::TextCut));
    looked.notes.extend(hidden.then_some(Note::UnseenLeftOut));
    looked
        .notes
        .extend(scanned.then_some(Note::ScannerTextLeftOut));
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
    paper: Rect,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    sight: &mut Sight<'_>,
) {
    let upright = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(upright, paper, cache, page.xref(), settings.clone());
    interpret_page(page, &mut context, sight);
}

fn damage(payload: Box<dyn Any + Send>) -> Damage {
    payload
        .downcast::<Stop>()
        .map_or(Damage::Structure, |stop| stop.0)
}

/// The fields that the file leaves to the reader's program to draw. What they show may also be a part of the page, or of an
/// appearance that is still right.
fn left_to_draw(
    fields: Vec<Field>,
    page: &Page<'_>,
    letters: &Letters,
    catalogue: &Catalogue,
) -> Filled {
    let mut filled = Filled::new();
    let letters = match fields.len().saturating_mul(letters.all().len()) <= MAX_COMPARED {
        true => letters.all(),
        false => &[],
    };
    let upright = page.initial_transform(true).to_kurbo();
    for field in fields {
        let Value::Text { text, .. } = &field.value else {
            if !field.has_appearance {
                filled.add(field, false);
            }
            continue;
        };
        if field.has_appearance && !catalogue.draws_fields {
            continue;
        }
        let place = field.place;
        let place = upright.transform_rect_bbox(Rect::new(place.x0, place.y0, place.x1, place.y1));
        let within = letters
            .iter()
            .filter(|letter| letter.is_seen() && place.contains(letter.ink.bounds().center()));
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let shown: String = within.map(|letter| bare(&letter.text)).collect();
        if !shown.contains(&bare(text)) {
            filled.add(field, !shown.is_empty());
        }
    }
    filled
}

/// Whether a page only says that a program should have laid out a form instead.
fn is_placeholder(text: &str) -> bool {
    const LONGEST: usize = 3_000;
    let waits = text.contains("Please wait") || text.contains("请稍候");
    text.len() < LONGEST && waits && text.contains("Adobe")
}
