//! Records: search, open, delete, and reuse of their pictures. Also stores drafts.

use std::time::{Duration, Instant};

use app::{
    archive::COPY_SOURCES,
    material::lay,
    provenance,
    recording::moment,
    replay::{damage, facts, steps},
    runs::FormerReport,
    wire::{
        CopySource, DamagedRecord, Material, OpenedRecord, Problem, RecordQuery, RecordRow,
        RecordsFound, RunEvent, Statistics,
    },
};
use records::{Loaded, Part, Role};
use tauri::{State, ipc::Channel};

use crate::{Core, events::to_window, window::DropPlace};

/// Rows of one page at most. Selecting all results fetches them in pages of this size.
const PAGE: usize = 1_000;

/// How long statistics check records before returning an intermediate result.
const LOOKING: Duration = Duration::from_millis(250);

/// Searches for records; the response includes the first `rows` of them.
#[tauri::command]
pub async fn records_search(
    core: State<'_, Core>,
    query: RecordQuery,
    rows: u32,
) -> Result<RecordsFound, Problem> {
    let search = core.searches.begin();
    core.with_records(move |app, records| {
        let query = query.into();
        let found = records.search(&query)?;
        let first = found.ids.len().min(rows as usize).min(PAGE);
        let rows = records.rows(found.ids.get(..first).unwrap_or_default(), &query)?;
        let total = count(found.ids.len());
        app.searches.put(search, query, found.ids);
        Ok(RecordsFound {
            search,
            total,
            of: count(found.of),
            models: records.models()?,
            rows: rows.into_iter().map(RecordRow::from).collect(),
        })
    })
    .await
}

/// Rows of a search result, by position.
#[tauri::command]
pub async fn records_page(
    core: State<'_, Core>,
    search: u32,
    from: u32,
    count: u32,
) -> Result<Vec<RecordRow>, Problem> {
    core.with_records(move |app, records| {
        let find = app.searches.get(search)?;
        let wanted = (count as usize).min(PAGE);
        let ids: Vec<_> = find
            .ids
            .iter()
            .copied()
            .skip(from as usize)
            .take(wanted)
            .collect();
        let rows = records.rows(&ids, &find.query)?;
        Ok(rows.into_iter().map(RecordRow::from).collect())
    })
    .await
}

/// Which of these records are damaged. The window asks for the rows on screen, once they are shown.
#[tauri::command]
pub async fn records_damaged(core: State<'_, Core>, ids: Vec<i64>) -> Result<Vec<i64>, Problem> {
    core.with_records(move |_, records| {
        let wanted = ids.get(..PAGE).unwrap_or(&ids);
        Ok(records.damaged_among(wanted)?)
    })
    .await
}

/// Counts the results of a search, by month, assistant and outcome. Repeated calls make progress while there are
/// unchecked records.
#[tauri::command]
pub async fn records_statistics(core: State<'_, Core>, search: u32) -> Result<Statistics, Problem> {
    core.with_records(move |app, records| {
        let find = app.searches.get(search)?;
        let until = Instant::now() + LOOKING;
        let counted = records.statistics(&find.query, &mut || Instant::now() < until)?;
        Ok(Statistics::from(counted))
    })
    .await
}

/// Opens a record that matches the chain: its report is sent on the channel like that of a run. For other records,
/// [`record_damage`] returns the faults.
#[tauri::command]
pub async fn record_open(
    core: State<'_, Core>,
    id: i64,
    channel: Channel<RunEvent>,
) -> Result<OpenedRecord, Problem> {
    core.with_records(move |app, records| {
        let record = records.record(id)?;
        let former = records.former(id)?.map(FormerReport::from);
        let facts = facts(records, &record)?;
        let steps = steps(&record.happenings);
        let run = app
            .runs
            .replay(&record, steps, former, to_window(channel))?;
        Ok(OpenedRecord { run, facts })
    })
    .await
}

/// The faults of a record; `None` if it has none any more.
#[tauri::command]
pub async fn record_damage(
    core: State<'_, Core>,
    id: i64,
) -> Result<Option<DamagedRecord>, Problem> {
    core.with_records(move |_, records| match records.load(id)? {
        Loaded::Sound(_) => Ok(None),
        Loaded::Damaged(damaged) => Ok(Some(damage(records, damaged)?)),
    })
    .await
}

/// Deletes a record for the reason that the person gives; the chain keeps its events.
#[tauri::command]
pub async fn record_delete(core: State<'_, Core>, id: i64, reason: String) -> Result<(), Problem> {
    core.with_records(move |_, records| Ok(records.delete(id, &reason, &moment())?))
        .await
}

/// Makes the picture of a record the material again; `None` if it has none.
#[tauri::command]
pub async fn record_material(core: State<'_, Core>, id: i64) -> Result<Option<Material>, Problem> {
    let received = core.with_records(move |_, records| {
        let started = records.record(id)?.started;
        let mut materials = started.materials.into_iter();
        let received = materials.find(|part| part.role == Role::Received);
        let kept = |part: Part| Ok((part.name, records.material(&part.sha256)?.data));
        received.map(kept).transpose()
    });
    match received.await? {
        Some((name, file)) => lay(&core, name, file, Vec::new()).await.map(Some),
        None => Ok(None),
    }
}

/// Sets whether a dropped picture is looked up in the records or becomes the material.
#[tauri::command]
pub fn records_drop(here: bool, place: State<'_, DropPlace>) {
    place.look_up(here);
}

/// Stores the text of an input as a draft; for the text to audit, also where its parts come from.
#[tauri::command]
pub async fn draft_keep(
    core: State<'_, Core>,
    place: String,
    text: String,
    sources: Option<Vec<CopySource>>,
) -> Result<(), Problem> {
    if !matches!(place.as_str(), "audit" | "diligence" | "updates") {
        return Err(Problem::internal("draft"));
    }
    core.with_records(move |_, records| {
        let mut texts = vec![(place, text)];
        if let (Some(sources), [(_, copy)]) = (sources, texts.as_slice()) {
            let kept = provenance::kept_with(copy, sources);
            texts.push((COPY_SOURCES.to_owned(), kept));
        }
        Ok(records.keep_draft_texts(texts)?)
    })
    .await
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
