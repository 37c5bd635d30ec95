//! Substitutes fonts that a file names but does not embed; without an answer the renderer silently omits their glyphs. Also
//! collects the renderer's warnings.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use drawing::Fonts;
use hayro::hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use hayro::hayro_interpret::{FontResolverFn, InterpreterWarning, WarningSinkFn};

use crate::prepare::plan::Note;

/// Warnings since the last call of `take`.
#[derive(Clone, Default)]
pub(super) struct Heard(Arc<Counts>);

#[derive(Default)]
struct Counts {
    replaced: AtomicU32,
    missing: AtomicU32,
    /// Pictures that failed to decode in the current tile.
    pictures: AtomicU32,
    /// Highest such number of any tile.
    most_pictures: AtomicU32,
}

impl Heard {
    /// Takes the collected warnings.
    pub(super) fn take(&self) -> Said {
        self.next_tile();
        let take = |count: &AtomicU32| count.swap(0, Ordering::Relaxed);
        Said {
            replaced: take(&self.0.replaced) > 0,
            missing: take(&self.0.missing) > 0,
            pictures: take(&self.0.most_pictures),
            unseen: false,
        }
    }

    /// A picture that spans two tiles is decoded for each, so tiles are counted separately.
    pub(super) fn next_tile(&self) {
        let pictures = self.0.pictures.swap(0, Ordering::Relaxed);
        self.0.most_pictures.fetch_max(pictures, Ordering::Relaxed);
    }

    /// Receives the renderer's warnings.
    pub(super) fn sink(&self) -> WarningSinkFn {
        let heard = self.clone();
        Arc::new(move |warning| {
            let count = match warning {
                InterpreterWarning::UnsupportedFont => &heard.0.missing,
                InterpreterWarning::ImageDecodeFailure => &heard.0.pictures,
                _ => return,
            };
            count.fetch_add(1, Ordering::Relaxed);
        })
    }
}

/// The renderer's warnings about a page.
pub(super) struct Said {
    replaced: bool,
    missing: bool,
    pictures: u32,
    /// Whether text can't be seen on the page as drawn.
    pub(super) unseen: bool,
}

impl Said {
    /// Pictures that failed to decode.
    pub(super) fn pictures(&self) -> u32 {
        self.pictures
    }

    /// The warnings as notes.
    pub(super) fn notes(&self) -> Vec<Note> {
        let notes = [
            (self.replaced, Note::FontReplaced),
            (self.missing, Note::FontMissing),
            (self.pictures > 0, Note::PicturesLeftOut),
            (self.unseen && !self.missing, Note::TextUnseen),
        ];
        let said = notes.into_iter().filter(|(is_so, _)| *is_so);
        said.map(|(_, note)| note).collect()
    }
}

/// Returns the Chinese font if Chinese characters are likely, otherwise the closest of the 14 standard fonts.
pub(super) fn resolver(fonts: Fonts, heard: &Heard) -> FontResolverFn {
    let heard = heard.clone();
    Arc::new(move |query| match query {
        FontQuery::Standard(standard) => Some(standard.get_font_data()),
        FontQuery::Fallback(wanted) => Some(stand_in(&fonts, &heard, wanted)),
    })
}

fn stand_in(fonts: &Fonts, heard: &Heard, wanted: &FallbackFontQuery) -> (FontData, u32) {
    heard.0.replaced.fetch_add(1, Ordering::Relaxed);
    if is_chinese(wanted) {
        if let Some(face) = fonts.plain(wanted.is_bold) {
            return face;
        }
        heard.0.missing.fetch_add(1, Ordering::Relaxed);
    }
    wanted.pick_standard_font().get_font_data()
}

/// Whether non-Latin characters are likely: the font has multi-byte character codes, or its name says so.
fn is_chinese(wanted: &FallbackFontQuery) -> bool {
    const NAMES: &[&str] = &[
        "song", "simsun", "hei", "kai", "fang", "ming", "yahei", "cjk", "han", "gb2312", "宋",
        "黑", "楷",
    ];
    let names = [
        &wanted.post_script_name,
        &wanted.font_name,
        &wanted.font_family,
    ];
    wanted.character_collection.is_some()
        || names.into_iter().flatten().any(|name| {
            let name = name.to_lowercase();
            NAMES.iter().any(|part| name.contains(part))
        })
}
