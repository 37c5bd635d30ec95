//! The same audit several times: how far to trust a single one.

use app::{
    stability,
    wire::{Problem, RunEvent, Stability},
};
use tauri::{State, ipc::Channel};

use crate::{Core, events::to_window};

/// What the audits with the same request as a record found.
#[tauri::command]
pub async fn stability_list(core: State<'_, Core>, record: i64) -> Result<Stability, Problem> {
    core.with_records(move |app, records| stability::of_record(app, records, record))
        .await
}

/// Audits the request of a record once more.
#[tauri::command]
pub async fn stability_run(
    core: State<'_, Core>,
    record: i64,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    stability::run(&core, record, to_window(channel)).await
}
