//! PDF: pages rendered on white, and their embedded text.
//!
//! An untrusted PDF is a program for its renderer. A separate thread reads it: it has a large stack for deep nesting, a
//! panic ends only that thread, and the caller can time out. No script runs, no URL is followed, and the file can access
//! nothing of the system but the fonts loaded before. `look` goes through all pages first: `sight` records what would be
//! drawn, `view` knows what of it can be seen, `reading` and `compose` make text of it. `resolution` decides the resolution of
//! a page, `draw` renders it.

mod annotations;
mod catalogue;
mod compose;
mod draw;
mod fields;
mod fonts;
mod images;
mod jpegs;
mod letters;
mod look;
mod reading;
mod resolution;
mod sight;
mod text;
mod view;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use drawing::Fonts;
use hayro::RenderCache;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{self as syntax, DecryptionError, LoadPdfError, Pdf as File};

use super::layout;
use super::load::broken;
use super::pages::{Drawn, Page, PageKind, Pages};
use super::plan::Note;
use super::raster::Raster;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};
use fonts::{Heard, Said};
use look::Looked;
use resolution::{Paper, resolutions};
use view::Ink;

/// Stack size of the thread in bytes: forms may nest fifty deep, objects five hundred.
const STACK: usize = 128 << 20;
/// Maximum time for examining a file.
const LONGEST_LOOK: Duration = Duration::from_secs(60);
/// Maximum time for rendering a page. Real ones take a second.
const LONGEST_PAGE: Duration = Duration::from_secs(120);

/// An open PDF.
pub(crate) struct Pdf {
    asked: Sender<Ask>,
    drawn: Receiver<Answer>,
    /// Pixels per point of each page.
    resolutions: Vec<f64>,
    /// Maximum pixels rendered at once, for each page.
    tiles: Vec<u64>,
    /// Number of pictures left out on each page.
    left_out: Vec<u32>,
    text: Option<String>,
    notes: Vec<Note>,
}

/// A request to render a page.
struct Ask {
    number: usize,
    resolution: f64,
    tile: u64,
}

/// A rendered page and the renderer's warnings.
type Answer = Result<(Raster, Said), Refusal>;

impl Pdf {
    /// Examines the file.
    pub(crate) fn open(bytes: &[u8], fonts: &Fonts) -> Result<Self, Refusal> {
        let (bytes, fonts) = (bytes.to_vec(), fonts.clone());
        let (asked, asks) = channel();
        let (answer, answers) = channel();
        let (draws, drawn) = channel();
        thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK)
            .spawn(move || serve(bytes, fonts, &answer, &asks, &draws))
            .map_err(|_no_thread| broken(Content::Pdf, Damage::Memory))?;
        let looked = waited(&answers, LONGEST_LOOK)??;
        let papers: Vec<Paper> = looked.pages.iter().map(|page| page.paper).collect();
        let (resolutions, coarser) = resolutions(&papers)?;
        let mut notes = looked.notes;
        notes.extend(coarser.then_some(Note::Coarser));
        Ok(Self {
            asked,
            drawn,
            resolutions,
            tiles: looked.pages.iter().map(|page| page.tile).collect(),
            left_out: looked
                .pages
                .iter()
                .map(|page| page.pictures_left_out)
                .collect(),
            text: looked.text,
            notes,
        })
    }
}

impl Pages for Pdf {
    fn kind(&self) -> PageKind {
        PageKind::Page
    }

    fn count(&self) -> u32 {
        u32::try_from(self.resolutions.len()).unwrap_or(u32::MAX)
    }

    fn page(&mut self, number: u32) -> Result<Page, Refusal> {
        let gone = || broken(Content::Pdf, Damage::Structure);
        let number = usize::try_from(number).map_err(|_| gone())?;
        let resolution = *self.resolutions.get(number).ok_or_else(gone)?;
        let tile = *self.tiles.get(number).ok_or_else(gone)?;
        let ask = Ask {
            number,
            resolution,
            tile,
        };
        self.asked.send(ask).map_err(|_panicked| gone())?;
        let (raster, said) = waited(&self.drawn, LONGEST_PAGE)??;
        let before = self.left_out.get(number).copied().unwrap_or_default();
        Ok(Page::Drawn(Drawn {
            raster,
            notes: said.notes(),
            pictures_left_out: before.saturating_add(said.pictures()),
        }))
    }

    fn dots_per_inch(&self, number: u32) -> Option<u32> {
        let number = usize::try_from(number).ok()?;
        let per_point = self.resolutions.get(number)?;
        Some((per_point * resolution::POINTS_PER_INCH).round() as u32)
    }

    fn text(&mut self) -> Option<String> {
        self.text.take()
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.clone()
    }
}

/// Receives an answer from the thread; fails if the thread takes too long or panics.
fn waited<T>(from: &Receiver<T>, longest: Duration) -> Result<T, Refusal> {
    from.recv_timeout(longest).map_err(|error| {
        let damage = match error {
            RecvTimeoutError::Timeout => Damage::Time,
            RecvTimeoutError::Disconnected => Damage::Structure,
        };
        broken(Content::Pdf, damage)
    })
}

/// Thread function: examines the file, then renders pages until the channel closes.
fn serve(
    bytes: Vec<u8>,
    fonts: Fonts,
    answer: &Sender<Result<Looked, Refusal>>,
    asks: &Receiver<Ask>,
    draws: &Sender<Answer>,
) {
    let heard = Heard::default();
    let settings = InterpreterSettings {
        font_resolver: fonts::resolver(fonts, &heard),
        warning_sink: heard.sink(),
        ..InterpreterSettings::default()
    };
    let (file, mut looked) = match looked_through(bytes, &settings) {
        Ok(looked) => looked,
        Err(refusal) => {
            let _nobody_waits = answer.send(Err(refusal));
            return;
        }
    };
    let cache = RenderCache::new();
    heard.take();
    let above = looked.overlay.take();
    let above = above.and_then(|bytes| File::new(bytes).ok());
    let cache_above = RenderCache::new();
    let inks = std::mem::take(&mut looked.inks);
    if answer.send(Ok(looked)).is_err() {
        return;
    }
    for ask in asks {
        let Some(page) = file.pages().get(ask.number) else {
            return;
        };
        let above = above.as_ref().and_then(|file| file.pages().get(ask.number));
        let raster = draw::page(
            (page, &cache),
            above.map(|page| (page, &cache_above)),
            &settings,
            ask.resolution,
            ask.tile,
            &heard,
        );
        let drawn = raster.map(|raster| {
            let inks = inks.get(ask.number).map(Vec::as_slice).unwrap_or_default();
            let mut said = heard.take();
            said.unseen = is_unseen(inks, page, &raster);
            (raster, said)
        });
        if draws.send(drawn).is_err() {
            return;
        }
    }
}

/// Whether text of a page can't be seen on it as drawn.
fn is_unseen(inks: &[Ink], page: &syntax::page::Page<'_>, raster: &Raster) -> bool {
    let (across, down) = page.render_dimensions();
    let scale = (
        f64::from(raster.width) / f64::from(across),
        f64::from(raster.height) / f64::from(down),
    );
    reading::is_unseen(inks, scale, &raster.data, raster.width, raster.height)
}

/// The file with unreadable pictures removed or replaced, and everything known about it.
fn looked_through(
    bytes: Vec<u8>,
    settings: &InterpreterSettings,
) -> Result<(File, Looked), Refusal> {
    let bytes = Arc::new(bytes);
    let file = opened(Arc::clone(&bytes))?;
    let mut looked = look::through(&file, settings)?;
    let replaced = std::mem::take(&mut looked.replaced);
    if looked.unreadable.is_empty() && replaced.is_empty() {
        return Ok((file, looked));
    }
    let mut bytes = match replaced.is_empty() {
        true => {
            drop(file);
            Arc::unwrap_or_clone(bytes)
        }
        false => replaced.appended(&file),
    };
    for place in looked.unreadable.drain() {
        images::blank(&mut bytes, place);
    }
    Ok((opened(Arc::new(bytes))?, looked))
}

fn opened(bytes: Arc<Vec<u8>>) -> Result<File, Refusal> {
    let found = Content::Pdf;
    let file = File::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Refusal::Locked { found },
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            Refusal::Undecodable { found }
        }
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => broken(found, Damage::Structure),
    })?;
    let pages = file.pages().len();
    if pages == 0 {
        return Err(Refusal::NoPages { found });
    }
    layout::bearable(pages)?;
    Ok(file)
}
