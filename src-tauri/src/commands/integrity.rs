//! Maintenance of the records: their folder, checks, and what to do if they are unusable.

use app::{
    archive::Archive,
    integrity::{after, check_all, others},
    wire::{Advance, CheckReport, Problem, RecordsState},
};
use tauri::{AppHandle, Runtime, State, ipc::Channel};

use crate::{Core, commands::dialog::choose_folder, events::to_window};

/// The state of the records.
#[tauri::command]
pub async fn records_state(core: State<'_, Core>) -> Result<RecordsState, Problem> {
    after(&core.archive, |_| Ok(())).await
}

/// Tries again to open records that could not be opened.
#[tauri::command]
pub async fn records_retry(core: State<'_, Core>) -> Result<RecordsState, Problem> {
    others(&core.archive, &core.queue, |archive| {
        archive.try_again();
        Ok(())
    })
    .await
}

/// Replaces the records by a backup.
#[tauri::command]
pub async fn records_restore(name: String, core: State<'_, Core>) -> Result<RecordsState, Problem> {
    others(&core.archive, &core.queue, move |archive| {
        archive.restore(&name)
    })
    .await
}

/// Renames unusable records and creates new ones.
#[tauri::command]
pub async fn records_begin_anew(core: State<'_, Core>) -> Result<RecordsState, Problem> {
    others(&core.archive, &core.queue, Archive::begin_anew).await
}

/// Asks for another folder for the records; `None` if the person cancels.
#[tauri::command]
pub async fn records_choose_folder<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
) -> Result<Option<RecordsState>, Problem> {
    let Some(folder) = choose_folder(&app).await? else {
        return Ok(None);
    };
    others(&core.archive, &core.queue, move |archive| {
        archive.move_to(&folder)
    })
    .await
    .map(Some)
}

/// Checks all records against the chain, and the chain against the anchor in the keychain.
#[tauri::command]
pub async fn records_check(
    core: State<'_, Core>,
    channel: Channel<Advance>,
) -> Result<CheckReport, Problem> {
    check_all(&core, to_window(channel)).await
}
