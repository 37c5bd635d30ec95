//! The queue, as the window works with it.

use tauri::{AppHandle, Manager, Runtime, State};

use crate::{
    commands::{dialog, records::with_records, run::options},
    ipc::{self, Problem, QueueAdded, QueueOrder},
    kinds::{ENDINGS, KINDS, PACKED},
    queue::{self, Queue},
    settings::SettingsFile,
};

/// The queue as it is now.
#[tauri::command]
pub async fn queue_state<R: Runtime>(app: AppHandle<R>) -> Result<ipc::Queue, Problem> {
    queue::look(&app).await
}

/// Asks for picture files and takes them into the queue; nothing where the person changed their mind.
#[tauri::command]
pub async fn queue_add<R: Runtime>(app: AppHandle<R>) -> Result<QueueAdded, Problem> {
    let kinds = format!("{KINDS}, ZIP");
    let endings = [&ENDINGS[..], &[PACKED]].concat();
    let chosen = dialog::choose_several(&app, &kinds, &endings).await?;
    Ok(queue::add(&app, chosen).await)
}

/// Takes in what was set aside because it takes unusually long, and waits for it.
#[tauri::command]
pub async fn queue_add_slow<R: Runtime>(app: AppHandle<R>) -> Result<QueueAdded, Problem> {
    Ok(queue::add_slow(&app).await)
}

/// Stops taking files in; what was taken in stays.
#[tauri::command]
pub fn queue_add_stop(queue: State<'_, Queue>) {
    queue.stop_taking_in();
}

/// Goes on with the queue.
#[tauri::command]
pub async fn queue_start<R: Runtime>(app: AppHandle<R>, order: QueueOrder) -> Result<(), Problem> {
    let options = options(&app, &order.model, order.temperature)?;
    // Where it can't be kept it is in force all the same.
    let _ = app.state::<SettingsFile>().set_queue_at_once(order.at_once);
    queue::start(&app, options).await
}

/// Begins nothing new; what is being audited is finished.
#[tauri::command]
pub async fn queue_pause<R: Runtime>(app: AppHandle<R>) -> Result<(), Problem> {
    app.state::<Queue>().pause();
    queue::tell(&app).await;
    Ok(())
}

/// So many pictures at once from now on, also after the next start.
#[tauri::command]
pub async fn queue_at_once<R: Runtime>(app: AppHandle<R>, at_once: u32) -> Result<(), Problem> {
    let kept = app.state::<SettingsFile>().set_queue_at_once(at_once);
    app.state::<Queue>().changed();
    queue::tell(&app).await;
    kept
}

/// Moves pictures before another one; to the end where there is none.
#[tauri::command]
pub async fn queue_move<R: Runtime>(
    app: AppHandle<R>,
    ids: Vec<i64>,
    before: Option<i64>,
) -> Result<(), Problem> {
    changed(app, move |records| records.queue_move(ids, before)).await
}

/// Takes pictures out of the queue, but for those that are being audited.
#[tauri::command]
pub async fn queue_remove<R: Runtime>(app: AppHandle<R>, ids: Vec<i64>) -> Result<(), Problem> {
    changed(app, move |records| records.queue_remove(ids)).await
}

/// Stops those that are being audited.
#[tauri::command]
pub fn queue_stop(ids: Vec<i64>, queue: State<'_, Queue>) {
    queue.stop(&ids);
}

/// Lets pictures wait for a turn that failed, were stopped, of which nobody knows, or that look like others.
#[tauri::command]
pub async fn queue_retry<R: Runtime>(app: AppHandle<R>, ids: Vec<i64>) -> Result<(), Problem> {
    changed(app, move |records| records.queue_retry(ids)).await
}

/// Takes the finished ones, and those that are the same as others, out of the queue.
#[tauri::command]
pub async fn queue_clear<R: Runtime>(app: AppHandle<R>) -> Result<(), Problem> {
    use records::QueueState::{Finished, Same};
    changed(app, |records| {
        let done = records.queue()?.into_iter();
        let done = done.filter(|item| matches!(item.standing.state, Finished | Same));
        let ids = done.map(|item| item.id).collect();
        records.queue_remove(ids)
    })
    .await
}

async fn changed<R: Runtime>(
    app: AppHandle<R>,
    change: impl FnOnce(&records::Records) -> Result<(), records::Error> + Send + 'static,
) -> Result<(), Problem> {
    with_records(app.clone(), move |_, records| Ok(change(records)?)).await?;
    app.state::<Queue>().changed();
    queue::tell(&app).await;
    Ok(())
}
