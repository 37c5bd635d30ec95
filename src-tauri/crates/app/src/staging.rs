//! Staging: the material chosen for the next audit, as received and as it will be sent.
//!
//! Rust has the bytes, the window an id. Further pictures may arrive at any time (a drop while the dialog is open). The
//! last one wins, and a rejected one changes nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use intake::{Limits, PartPlan, Plan, Prepared, Reason, Region, Source};
use serde::Serialize;
use serde_json::Value;
use spool::Spool;
use tokio_util::sync::CancellationToken;

use crate::{
    stored::{PageKind, PagePlace, Rectangle},
    wire::{Material, SentPart},
};

/// The limits of the service.
pub const LIMITS: Limits = Limits {
    max_bytes: finagent::IMAGE_LIMIT,
    max_side: finagent::IMAGE_SIDE_LIMIT as u32,
};

/// Limit in pixels for showing the file: a web view would decode all of them, which takes 240 MB.
const MAX_SHOWN: u64 = 60_000_000;

/// Limit in bytes for showing the file: a web view loads it as a whole.
const MAX_SHOWN_BYTES: u64 = 40_000_000;

/// A staged file with its description for the window.
#[derive(Clone)]
pub struct Staged {
    /// The description for the window.
    pub material: Material,
    /// The file as received.
    pub file: Spool,
    /// The pictures and texts to send.
    pub prepared: Arc<Prepared>,
}

impl Staged {
    /// Describes a file, which gets the name `name`.
    pub fn new(
        id: u32,
        name: String,
        file: Spool,
        prepared: Prepared,
        left_out: Vec<String>,
    ) -> Self {
        let source = &prepared.plan.source;
        Self {
            material: Material {
                id,
                name,
                format: source.kind.clone(),
                width: source.width,
                height: source.height,
                pages: source.page_kind.map(|kind| {
                    let count = u32::try_from(source.pages.len()).unwrap_or(u32::MAX);
                    (count, PageKind::from(kind).into())
                }),
                text_characters: prepared.text.as_deref().map(characters),
                bytes: u32::try_from(file.len()).unwrap_or(u32::MAX),
                sha256: source.sha256.clone(),
                showable: showable(source),
                parts: sent_parts(&prepared.plan),
                notes: notes(&prepared.plan),
                left_out,
            },
            file,
            prepared: Arc::new(prepared),
        }
    }
}

/// Holds at most one staged file.
#[derive(Default)]
pub struct Staging {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last_id: u32,
    staged: Option<Staged>,
    /// Cancels the preparation in progress.
    coming: Option<CancellationToken>,
}

impl Staging {
    /// Announces a new file and cancels the preparation in progress. The token returned is cancelled when this file is
    /// superseded.
    pub fn expect_picture(&self) -> CancellationToken {
        let coming = CancellationToken::new();
        if let Some(former) = self.lock().coming.replace(coming.clone()) {
            former.cancel();
        }
        coming
    }

    /// Announces a file, unless there is a staged one or another one in preparation.
    pub fn await_first(&self) -> Option<CancellationToken> {
        let mut state = self.lock();
        if state.staged.is_some() || state.coming.is_some() {
            return None;
        }
        let coming = CancellationToken::new();
        state.coming = Some(coming.clone());
        Some(coming)
    }

    /// Cancels the preparation in progress.
    pub fn stop(&self) {
        if let Some(coming) = self.lock().coming.take() {
            coming.cancel();
        }
    }

    /// Ends the preparation of `coming`, whatever its result. Returns false if it was cancelled or superseded.
    pub fn came(&self, coming: &CancellationToken) -> bool {
        if coming.is_cancelled() {
            return false;
        }
        self.lock().coming = None;
        true
    }

    /// Stages a file under this name; `left_out` are the names of other files in the same drop.
    pub fn lay(
        &self,
        name: String,
        file: Spool,
        prepared: Prepared,
        left_out: Vec<String>,
    ) -> Material {
        let mut state = self.lock();
        state.last_id += 1;
        let staged = Staged::new(state.last_id, name, file, prepared, left_out);
        let material = staged.material.clone();
        state.staged = Some(staged);
        material
    }

    /// The staged file.
    pub fn staged(&self) -> Option<Staged> {
        self.lock().staged.clone()
    }

    /// The staged file, if it has this id.
    pub fn with_id(&self, id: u32) -> Option<Staged> {
        self.staged().filter(|staged| staged.material.id == id)
    }

    /// Removes the staged file.
    pub fn clear(&self) {
        self.lock().staged = None;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a web view can show the file: a single picture of a supported format and size. Frames and pages are only shown
/// on a sheet.
pub fn showable(source: &Source) -> bool {
    let size = (source.width, source.height);
    source.page_kind.is_none() && can_show(&source.kind, size, source.bytes)
}

/// Whether a web view can show a picture file of this format and size.
pub fn can_show(kind: &str, (width, height): (u32, u32), bytes: u64) -> bool {
    let known = matches!(kind, "jpeg" | "png" | "webp" | "gif" | "bmp");
    known && u64::from(width) * u64::from(height) <= MAX_SHOWN && bytes <= MAX_SHOWN_BYTES
}

fn characters(text: &str) -> u32 {
    u32::try_from(finagent::characters(text)).unwrap_or(u32::MAX)
}

fn rectangle(region: &Region) -> Rectangle {
    Rectangle {
        x: region.x,
        y: region.y,
        width: region.width,
        height: region.height,
    }
}

/// The parts of a plan, for the window.
pub fn sent_parts(plan: &Plan) -> Vec<SentPart> {
    let parts = (1..).zip(&plan.parts);
    parts
        .map(|(number, part)| sent_part(number, part, &plan.source))
        .collect()
}

/// The notes on all parts of a plan, for the window.
pub fn notes(plan: &Plan) -> Vec<String> {
    let left_out = plan.left_out.iter();
    let left_out = left_out.map(|on| format!("left_out_on_page {} {}", on.page, on.pictures));
    plan.notes.iter().map(word).chain(left_out).collect()
}

/// The part of the picture it shows, and whether it is an overview of strips that are also sent.
pub fn shows(part: &PartPlan) -> (Rectangle, bool) {
    (
        rectangle(&part.region),
        part.reasons.contains(&Reason::Context),
    )
}

/// The picture of the file it shows, if the file has several.
pub fn page(source: &Source, part: &PartPlan) -> Option<PagePlace> {
    let (number, kind) = (part.page?, source.page_kind?);
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    Some(PagePlace {
        kind: kind.into(),
        number,
        region: rectangle(source.pages.get(place)?),
    })
}

impl From<intake::PageKind> for PageKind {
    fn from(kind: intake::PageKind) -> Self {
        match kind {
            intake::PageKind::Page => Self::Page,
            intake::PageKind::Frame => Self::Frame,
            intake::PageKind::Picture => Self::Picture,
        }
    }
}

fn sent_part(number: u32, part: &PartPlan, source: &Source) -> SentPart {
    let (region, context) = shows(part);
    SentPart {
        number,
        region: region.into(),
        page: page(source, part).map(Into::into),
        context,
        scale: part.scale,
        width: part.width,
        height: part.height,
        bytes: u32::try_from(part.bytes).unwrap_or(u32::MAX),
        sha256: part.sha256.clone(),
        encoder: word(&part.encoder),
        quality: part.quality,
        lossless: part.lossless,
        reasons: part.reasons.iter().map(word).collect(),
    }
}

/// The name of a value in the plan.
fn word(thing: &impl Serialize) -> String {
    match serde_json::to_value(thing) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_later_takes_the_place_of_what_was_coming() {
        let staging = Staging::default();
        let first = staging.expect_picture();
        let second = staging.expect_picture();
        assert!(first.is_cancelled() && !second.is_cancelled());
        assert!(staging.await_first().is_none());
        assert!(!staging.came(&first) && staging.came(&second));
        let third = staging.await_first().unwrap();
        staging.stop();
        assert!(third.is_cancelled() && !second.is_cancelled());
    }
}
