//! The queue, as the window works with it.

use app::{
    assistants::options,
    file_types::{ENDINGS, KINDS, PACKED},
    queue::{self, Change},
    submission_list::{self, LIST_ENDINGS},
    wire::{self, Problem, QueueAdded, QueueOrder, SubmissionList},
};
use tauri::{AppHandle, Runtime, State};

use crate::{Core, commands::dialog};

/// The queue as it is now.
#[tauri::command]
pub async fn queue_state(core: State<'_, Core>) -> Result<wire::Queue, Problem> {
    core.queue.snapshot().await
}

/// Asks for picture files and takes them into the queue; nothing where the person changed their mind.
#[tauri::command]
pub async fn queue_add<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
) -> Result<QueueAdded, Problem> {
    let kinds = format!("{KINDS}, ZIP");
    let endings = [&ENDINGS[..], &[PACKED]].concat();
    let chosen = dialog::choose_several(&app, &kinds, &endings).await?;
    Ok(queue::add(&core, chosen).await)
}

/// Takes in what was set aside because it takes unusually long, and waits for it.
#[tauri::command]
pub async fn queue_add_slow(core: State<'_, Core>) -> Result<QueueAdded, Problem> {
    Ok(queue::add_slow(&core).await)
}

/// Stops taking files in; what was taken in stays.
#[tauri::command]
pub fn queue_add_stop(core: State<'_, Core>) {
    core.queue.stop_adding();
}

/// Goes on with the queue.
#[tauri::command]
pub async fn queue_start(core: State<'_, Core>, order: QueueOrder) -> Result<(), Problem> {
    let options = options(&core, &order.model, order.temperature)?;
    // Where it can't be kept it is in force all the same.
    let _ = core.settings.set_queue_at_once(order.at_once);
    core.queue.start(options).await
}

/// Begins nothing new; what is being audited is finished.
#[tauri::command]
pub fn queue_pause(core: State<'_, Core>) {
    core.queue.pause();
}

/// It stays as the end of the app left it, and does not ask again.
#[tauri::command]
pub fn queue_leave(core: State<'_, Core>) {
    core.queue.leave();
}

/// So many pictures at once from now on, also after the next start.
#[tauri::command]
pub async fn queue_at_once(core: State<'_, Core>, at_once: u32) -> Result<(), Problem> {
    let kept = core.settings.set_queue_at_once(at_once);
    core.queue.settings_changed();
    kept
}

/// Moves pictures before another one; to the end where there is none.
#[tauri::command]
pub async fn queue_move(
    core: State<'_, Core>,
    ids: Vec<i64>,
    before: Option<i64>,
) -> Result<(), Problem> {
    core.queue.change(Change::Move { ids, before }).await
}

/// Takes pictures out of the queue, but for those that are being audited.
#[tauri::command]
pub async fn queue_remove(core: State<'_, Core>, ids: Vec<i64>) -> Result<(), Problem> {
    core.queue.change(Change::Remove(ids)).await
}

/// Stops those that are being audited.
#[tauri::command]
pub fn queue_stop(ids: Vec<i64>, core: State<'_, Core>) {
    core.queue.stop(ids);
}

/// Lets pictures wait for a turn that failed, were stopped, of which nobody knows, or that look like others.
#[tauri::command]
pub async fn queue_retry(core: State<'_, Core>, ids: Vec<i64>) -> Result<(), Problem> {
    core.queue.change(Change::Retry(ids)).await
}

/// Takes the finished ones, and those that are the same as others, out of the queue.
#[tauri::command]
pub async fn queue_clear(core: State<'_, Core>) -> Result<(), Problem> {
    core.queue.change(Change::Clear).await
}

/// Asks for a list of submissions and matches its rows with the files of the queue; `None` if the person cancels.
#[tauri::command]
pub async fn queue_submissions<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
) -> Result<Option<SubmissionList>, Problem> {
    let Some(path) = dialog::choose(&app, "CSV, XLSX", &LIST_ENDINGS).await? else {
        return Ok(None);
    };
    submission_list::choose(&core, path).await.map(Some)
}
