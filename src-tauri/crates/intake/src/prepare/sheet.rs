//! Files of several pictures. Each is sent as a picture of its own. All of them are stacked vertically on one virtual sheet,
//! so that a position in the file has coordinates as in a single picture.

use bytes::Bytes;

use super::layout;
use super::lines::{self, Lines, Shown};
use super::load;
use super::lossy;
use super::pages::{Drawn, Page, PageKind, Pages};
use super::pixel_budget::PixelBudget;
use super::plan::{LeftOut, Note, Plan, Reason, Region, Source};
use super::single;
use super::writing::Writing;
use super::{Prepared, Stage};
use crate::picture::Limits;
use crate::recognise::Content;
use crate::refusal::Refusal;

/// Pixels between two pages on the sheet.
pub(crate) const GAP: u32 = 24;

/// Prepares each of several pictures separately.
pub(crate) fn prepared(
    bytes: &Bytes,
    content: Content,
    mut pages: Box<dyn Pages + '_>,
    limits: &Limits,
    budget: &mut PixelBudget,
    lines: &mut Lines<'_>,
    tell: &mut dyn FnMut(Stage),
) -> Result<Prepared, Refusal> {
    let count = pages.count();
    layout::bearable(count as usize)?;
    let text = pages.text();
    if count == 0 && text.is_none() {
        return Err(Refusal::Empty);
    }
    let lossy = lossy::lossy(bytes, content);
    let mut sheet = Sheet::default();
    let mut pictures = Vec::new();
    let mut parts = Vec::new();
    let mut notes = pages.notes();
    let mut left_out = Vec::new();
    let mut first_refusal = None;
    for number in 0..count {
        tell(Stage::Pages(number, count));
        let (prepared, size, said) = match pages.page(number)? {
            Page::File(file) => {
                let content = Content::of(&file);
                let prepared =
                    match single::prepared(file, content, limits, budget, lines, &mut |_| ()) {
                        Err(refusal) if passed_over(&refusal) => {
                            if pages.kind() == PageKind::Page {
                                notes.push(Note::PagesLeftOut);
                                left_out.push(LeftOut {
                                    page: number.saturating_add(1),
                                    pictures: 1,
                                });
                            } else {
                                notes.push(Note::PicturesLeftOut);
                            }
                            first_refusal.get_or_insert(refusal);
                            continue;
                        }
                        prepared => prepared?,
                    };
                let size = (prepared.plan.source.width, prepared.plan.source.height);
                let parts = prepared.pictures.into_iter().zip(prepared.plan.parts);
                (parts.collect(), size, prepared.plan.notes)
            }
            Page::Drawn(Drawn {
                raster,
                notes,
                pictures_left_out: pictures,
            }) => {
                if pictures > 0 {
                    let page = number.saturating_add(1);
                    left_out.push(LeftOut { page, pictures });
                }
                // Of a picture in a document, only the visible part is drawn.
                let reason = match pages.kind() {
                    PageKind::Picture => Reason::Cropped,
                    _ => Reason::Kind,
                };
                let reasons = vec![reason];
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
        // Position on the sheet, not in the file: some pictures may have been left out.
        let on_sheet = u32::try_from(sheet.places.len()).unwrap_or(u32::MAX);
        for (picture, mut part) in prepared {
            part.region.y += place.y;
            part.page = (count > 1).then_some(on_sheet);
            part.dots_per_inch = pages.dots_per_inch(number);
            pictures.push(picture);
            parts.push(part);
        }
        layout::bearable(parts.len())?;
        notes.extend(said);
    }
    if pictures.is_empty() && text.is_none() {
        let of_pages = first_refusal.filter(|_| pages.kind() == PageKind::Page);
        return Err(of_pages.unwrap_or(Refusal::Empty));
    }
    notes.extend(lines.note());
    let mut once = Vec::new();
    for note in notes {
        if !once.contains(&note) {
            once.push(note);
        }
    }
    let mut source = Source::of(content, bytes, (sheet.width, sheet.height));
    source.page_kind = Some(pages.kind());
    source.pages = sheet.places;
    let plan = Plan {
        source,
        parts,
        notes: once,
        left_out,
    };
    Ok(Prepared {
        pictures,
        plan,
        text,
    })
}

/// Decodes all pages onto one sheet.
pub(crate) fn shown(content: Content, mut pages: Box<dyn Pages + '_>) -> Result<Shown, Refusal> {
    let mut sheet = Sheet::default();
    let mut drawn = Vec::new();
    for number in 0..pages.count() {
        let page = match pages.page(number)? {
            Page::Drawn(drawn) => drawn.raster,
            Page::File(file) => match single::raster(&file, Content::of(&file)) {
                Err(refusal) if passed_over(&refusal) => continue,
                raster => raster?,
            },
        };
        let place = sheet.lay(page.shown())?;
        // They are sent one by one, but read together.
        load::bearable(content, sheet.width, sheet.height)?;
        drawn.push((place, page));
    }
    if drawn.is_empty() {
        return Err(Refusal::Format { found: content });
    }
    Ok(lines::on_sheet(sheet.width, sheet.height, drawn))
}

/// Whether a picture in a document, or a page of a scan, is skipped because of this refusal, so that the others and the text
/// are not lost.
fn passed_over(refusal: &Refusal) -> bool {
    !matches!(
        refusal,
        Refusal::TooManyParts { .. } | Refusal::TooLarge { .. }
    )
}

/// The virtual sheet and the positions of the pages on it.
#[derive(Default)]
pub(crate) struct Sheet {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) places: Vec<Region>,
}

impl Sheet {
    /// Places a page of the given size below the others.
    ///
    /// # Errors
    /// [`Refusal::TooManyParts`] for too many pages.
    pub(crate) fn lay(&mut self, (width, height): (u32, u32)) -> Result<Region, Refusal> {
        let y = match self.places.is_empty() {
            true => 0,
            false => self.height.saturating_add(GAP),
        };
        let place = Region {
            x: 0,
            y,
            width,
            height,
        };
        self.width = self.width.max(width);
        self.height = y.saturating_add(height);
        self.places.push(place);
        layout::bearable(self.places.len())?;
        Ok(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_may_have_more_pixels_together_than_a_picture_may() {
        let mut sheet = Sheet::default();
        for number in 0..25 {
            let place = sheet.lay((4_032, 3_024)).unwrap();
            assert_eq!(place.y, number * (3_024 + GAP));
        }
        assert!(u64::from(sheet.width) * u64::from(sheet.height) > load::MAX_PIXELS);
    }
}
