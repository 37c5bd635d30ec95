//! Which font stands in for one that a file names and does not hold: without an answer, the renderer leaves its letters out and says
//! little. What it does say is gathered here.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use hayro::hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use hayro::hayro_interpret::{FontResolverFn, InterpreterWarning, WarningSinkFn};
use report::flowchart::Fonts;

use crate::prepare::plan::Note;

/// Notes by their bit.
const NOTES: [(u8, Note); 3] = [
    (REPLACED, Note::FontReplaced),
    (MISSING, Note::FontMissing),
    (PICTURES, Note::PicturesLeftOut),
];
const REPLACED: u8 = 1;
const MISSING: u8 = 2;
const PICTURES: u8 = 4;

/// What happened since it was last asked for.
#[derive(Clone, Default)]
pub(super) struct Said(Arc<AtomicU8>);

impl Said {
    fn say(&self, what: u8) {
        self.0.fetch_or(what, Ordering::Relaxed);
    }

    /// What was said.
    pub(super) fn take(&self) -> Vec<Note> {
        let bits = self.0.swap(0, Ordering::Relaxed);
        let said = NOTES.iter().filter(|(bit, _)| bits & bit != 0);
        said.map(|(_, note)| *note).collect()
    }

    /// Where the renderer warns.
    pub(super) fn sink(&self) -> WarningSinkFn {
        let said = self.clone();
        Arc::new(move |warning| {
            said.say(match warning {
                InterpreterWarning::UnsupportedFont => MISSING,
                InterpreterWarning::ImageDecodeFailure => PICTURES,
                _ => 0,
            });
        })
    }
}

/// Answers with the face that has Chinese letters where such are likely, else with a look-alike of the fonts that every PDF may
/// take for granted.
pub(super) fn resolver(fonts: Fonts, said: &Said) -> FontResolverFn {
    let said = said.clone();
    Arc::new(move |query| match query {
        FontQuery::Standard(standard) => Some(standard.get_font_data()),
        FontQuery::Fallback(wanted) => Some(stand_in(&fonts, &said, wanted)),
    })
}

fn stand_in(fonts: &Fonts, said: &Said, wanted: &FallbackFontQuery) -> (FontData, u32) {
    said.say(REPLACED);
    if is_chinese(wanted) {
        if let Some(face) = fonts.plain(wanted.is_bold) {
            return face;
        }
        said.say(MISSING);
    }
    wanted.pick_standard_font().get_font_data()
}

/// Whether letters beyond Latin ones are likely in it: it selects them by numbers of more than one byte, or its name says so.
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
