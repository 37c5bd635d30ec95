//! Collects everything the window needs to show itself for the first time.

use std::sync::Arc;

use crate::{
    App,
    material::restore_staged,
    request::COPY_MAX,
    staging::LIMITS,
    wire::{Limits, Problem, Start},
};

/// Collects the start data.
pub async fn start(app: &Arc<App>) -> Result<Start, Problem> {
    let settings = &app.settings;
    let archive = app.archive.clone();
    let look = move || {
        (
            archive.state(),
            archive.unfinished(),
            archive.drafts(),
            archive.findings_draft(),
            archive.place_problem(),
        )
    };
    let looked = tokio::task::spawn_blocking(look).await?;
    let (records, unfinished, drafts, findings_draft, place_problem) = looked;
    // Before the window listens, it would miss the event. In that case, this happens when it starts to listen.
    if app.window.hears() {
        tokio::spawn(restore_staged(Arc::clone(app)));
    }
    Ok(Start {
        version: app.version.clone(),
        settings: settings.get().into(),
        service: app.connection.service(settings).await,
        material: app.staging.staged().map(|found| found.material),
        limits: Limits {
            copy_characters: count(finagent::AUDIT_TEXT_MAX),
            copy_total: count(COPY_MAX),
            picture_bytes: u32::try_from(LIMITS.max_bytes).unwrap_or(u32::MAX),
            picture_side: LIMITS.max_side,
            file_bytes: count(intake::MAX_FILE_BYTES),
            file_pixels: count(intake::MAX_PIXELS),
            subject_min: count(finagent::SUBJECT_MIN),
            subject_max: count(finagent::SUBJECT_MAX),
            utterance_characters: count(finagent::UTTERANCE_MAX),
            history_lines: count(finagent::HISTORY_MAX),
            temperature: finagent::Temperature::default().get(),
        },
        problems: settings
            .problem()
            .into_iter()
            .chain(place_problem)
            .chain(app.take_page_problem())
            .collect(),
        records,
        unfinished,
        drafts,
        findings_draft,
    })
}

fn count(limit: u64) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}
