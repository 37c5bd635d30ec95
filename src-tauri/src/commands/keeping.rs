//! How the records are kept: where they lie, whether they hold, what to do where they can't be used.

use std::{path::PathBuf, time::Instant};

use records::check;
use tauri::{AppHandle, Manager, Runtime, State, ipc::Channel};

use crate::{
    archive::Archive,
    commands::{dialog::choose_folder, export::LongWork, records::with_records},
    ipc::{Advance, AnchorState, CheckFault, CheckReport, Problem, RecordsState},
    queue::Queue,
};

/// How they stand.
#[tauri::command]
pub async fn records_state(archive: State<'_, Archive>) -> Result<RecordsState, Problem> {
    after(&archive, |_| Ok(())).await
}

/// Opens them anew where they could not be opened.
#[tauri::command]
pub async fn records_retry(
    archive: State<'_, Archive>,
    queue: State<'_, Queue>,
) -> Result<RecordsState, Problem> {
    others(&archive, &queue, |archive| {
        archive.try_again();
        Ok(())
    })
    .await
}

/// Puts a backup in their place.
#[tauri::command]
pub async fn records_restore(
    name: String,
    archive: State<'_, Archive>,
    queue: State<'_, Queue>,
) -> Result<RecordsState, Problem> {
    others(&archive, &queue, move |archive| archive.restore(&name)).await
}

/// Puts them aside and begins new ones.
#[tauri::command]
pub async fn records_begin_anew(
    archive: State<'_, Archive>,
    queue: State<'_, Queue>,
) -> Result<RecordsState, Problem> {
    others(&archive, &queue, Archive::begin_anew).await
}

/// Asks for another folder for them; nothing where the person changed their mind.
#[tauri::command]
pub async fn records_choose_folder<R: Runtime>(
    app: AppHandle<R>,
) -> Result<Option<RecordsState>, Problem> {
    let Some(folder): Option<PathBuf> = choose_folder(&app).await? else {
        return Ok(None);
    };
    let (archive, queue) = (app.state::<Archive>(), app.state::<Queue>());
    others(&archive, &queue, move |archive| archive.move_to(&folder))
        .await
        .map(Some)
}

/// Others take their place, or they themselves are opened anew: the queue must not be at work in the middle of it, and is looked
/// at afresh.
async fn others(
    archive: &Archive,
    queue: &Queue,
    work: impl FnOnce(&Archive) -> Result<(), Problem> + Send + 'static,
) -> Result<RecordsState, Problem> {
    if queue.is_at_work() {
        return Err(Problem::plain("records_recording"));
    }
    let state = after(archive, work).await?;
    queue.look_afresh();
    Ok(state)
}

async fn after(
    archive: &Archive,
    work: impl FnOnce(&Archive) -> Result<(), Problem> + Send + 'static,
) -> Result<RecordsState, Problem> {
    let archive = archive.clone();
    let done = move || {
        work(&archive)?;
        Ok(archive.state())
    };
    tauri::async_runtime::spawn_blocking(done).await?
}

/// Checks all records against the chain, and the chain against the anchor in the keychain.
#[tauri::command]
pub async fn records_check<R: Runtime>(
    app: AppHandle<R>,
    channel: Channel<Advance>,
) -> Result<CheckReport, Problem> {
    let long = app.state::<LongWork>().begin(channel);
    with_records(app, move |app, records| {
        let began = Instant::now();
        let (kept, stood) = app.state::<Archive>().anchors().of(records);
        let report = records.check(kept.as_ref(), &mut |done, of| long.go_on(done, of))?;
        let anchor = match (report.anchor, stood) {
            (check::AnchorState::None, AnchorState::Unavailable) => AnchorState::Unavailable,
            (check::AnchorState::None, _) => AnchorState::None,
            (check::AnchorState::Holds, _) => AnchorState::Holds,
            (check::AnchorState::Broken, _) => AnchorState::Broken,
        };
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(CheckReport {
            events: report.events,
            head: report.head.hash,
            records: count(report.records),
            materials: count(report.materials),
            anchor,
            restored_at: records.restores()?,
            faults: report.faults.into_iter().map(CheckFault::from).collect(),
            fault_count: count(report.fault_count),
            elapsed_ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
            stopped: report.stopped,
        })
    })
    .await
}

impl From<check::Fault> for CheckFault {
    fn from(fault: check::Fault) -> Self {
        Self {
            code: fault.code.to_owned(),
            record: fault.record,
            title: names::plain(&fault.title),
            seq: fault.seq,
            detail: fault.detail,
        }
    }
}
