//! SVG: a vector drawing that declares its size but can be rendered at any.
//!
//! The `drawing` crate handles everything security-relevant. This module only chooses the size and reports what happened.

use std::cell::Cell;

use drawing::{Fonts, Picture, picture};

use super::embedded::embedded_jpeg;
use super::load::broken;
use super::pages::{Drawn, Page, PageKind, Pages};
use super::plan::Note;
use super::raster::Raster;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Minimum of the shorter side in pixels, if the drawing may be enlarged.
const SHORTER: f32 = 1_000.0;
/// Maximum of the longer side of an enlarged drawing, in pixels.
const LONGER: f32 = 6_000.0;
/// Dots per inch of a drawing at its declared size.
const OWN_DOTS: f32 = 96.0;

/// A rendered SVG.
pub(crate) struct Svg {
    raster: Option<Raster>,
    scale: f32,
    text: Option<String>,
    notes: Vec<Note>,
    pictures_left_out: u32,
}

impl Svg {
    /// Renders the SVG.
    pub(crate) fn open(bytes: &[u8], fonts: &Fonts) -> Result<Self, Refusal> {
        let wanted = Cell::new(1.0);
        let drawn = picture(fonts, embedded_jpeg, bytes, |width, height| {
            wanted.set(factor(width, height));
            wanted.get()
        });
        let drawn = drawn.map_err(refused)?;
        let notes = notes(&drawn, wanted.get());
        let text = drawn.texts.join("\n");
        Ok(Self {
            raster: Some(Raster::upright(drawn.width, drawn.height, 3, drawn.rgb)),
            scale: drawn.scale,
            text: (!text.is_empty()).then_some(text),
            notes,
            pictures_left_out: drawn.left_out.images,
        })
    }
}

impl Pages for Svg {
    fn kind(&self) -> PageKind {
        PageKind::Page
    }

    fn count(&self) -> u32 {
        1
    }

    fn page(&mut self, _: u32) -> Result<Page, Refusal> {
        let raster = self.raster.take();
        let raster = raster.ok_or(broken(Content::Svg, Damage::Structure))?;
        Ok(Page::Drawn(Drawn {
            raster,
            notes: Vec::new(),
            pictures_left_out: self.pictures_left_out,
        }))
    }

    fn dots_per_inch(&self, _: u32) -> Option<u32> {
        Some((self.scale * OWN_DOTS).round() as u32)
    }

    fn text(&mut self) -> Option<String> {
        self.text.take()
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.clone()
    }
}

/// Scale relative to the declared size, in steps of one half.
fn factor(width: f32, height: f32) -> f32 {
    let halves = |factor: f32| factor * 2.0;
    let wanted = halves(SHORTER / width.min(height)).ceil() / 2.0;
    let most = halves(LONGER / width.max(height)).floor() / 2.0;
    wanted.min(most).max(1.0)
}

fn notes(drawn: &Picture, wanted: f32) -> Vec<Note> {
    let left_out = &drawn.left_out;
    let notes = [
        (drawn.scale < wanted * 0.99, Note::DrawnSmaller),
        (left_out.images > 0, Note::PicturesLeftOut),
        (left_out.filters > 0, Note::FiltersLeftOut),
        (left_out.labels > 0, Note::LabelsLeftOut),
        (left_out.moving > 0, Note::Still),
        (left_out.on_demand > 0, Note::OnDemandLeftOut),
        (left_out.hidden > 0, Note::HiddenLeftOut),
        (left_out.signs > 0, Note::SignsReplaced),
    ];
    let said = notes.into_iter().filter(|(is_so, _)| *is_so);
    said.map(|(_, note)| note).collect()
}

fn refused(refusal: drawing::Refusal) -> Refusal {
    let found = Content::Svg;
    match refusal {
        drawing::Refusal::Empty => Refusal::NoPages { found },
        drawing::Refusal::TooLarge { limit, actual } => Refusal::TooLarge { limit, actual },
        drawing::Refusal::TooComplex {
            what,
            limit,
            actual,
        } => Refusal::TooComplex {
            found,
            what: what.as_str(),
            limit,
            actual,
        },
        drawing::Refusal::Entities { why } => Refusal::Entities {
            found,
            what: why.as_str(),
        },
        drawing::Refusal::Undrawable => broken(found, Damage::Pixels),
        _ => broken(found, Damage::Structure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_enlarged_by_halves_until_it_can_be_read() {
        for (width, height, wanted) in [
            (16.0, 16.0, 62.5),
            (400.0, 300.0, 3.5),
            (1_000.0, 5_000.0, 1.0),
            (750.0, 3_500.0, 1.5),
            (300.0, 4_000.0, 1.5),
            (200.0, 9_000.0, 1.0),
        ] {
            assert_eq!(factor(width, height), wanted, "{width} × {height}");
        }
    }
}
