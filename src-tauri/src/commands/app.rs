//! The window as a whole: its start, events outside of runs, and external links.

use app::{
    instance_lock::take_for_window,
    start::start,
    wire::{Problem, ShellEvent, Start},
};
use tauri::{AppHandle, Runtime, State, Url, WebviewWindow, ipc::Channel};

use crate::{Core, events::to_window, opened_files::show_waiting, window::Closing};

/// Everything the window needs at its start.
///
/// # Errors
/// `already_open` if another process holds the lock on the app's folders.
#[tauri::command]
pub async fn app_start(core: State<'_, Core>) -> Result<Start, Problem> {
    take_for_window(&core.instance_lock, &core.settings).await?;
    start(&core).await
}

/// Connects the window to events outside of runs, such as dropped files. A reloaded page has no pending question about
/// closing.
#[tauri::command]
pub fn app_listen<R: Runtime>(
    channel: Channel<ShellEvent>,
    app: AppHandle<R>,
    core: State<'_, Core>,
    closing: State<'_, Closing>,
) {
    core.window.replace(to_window(channel));
    closing.called_off();
    // Only now, since an earlier event would be lost.
    tauri::async_runtime::spawn(show_waiting(app));
}

/// Opens a link in a report in the browser, after the person saw and confirmed the URL.
#[tauri::command]
pub async fn link_open(url: String) -> Result<(), Problem> {
    let refused = || Problem::plain("link_refused");
    let url: Url = url.parse().map_err(|_| refused())?;
    if !matches!(url.scheme(), "http" | "https" | "mailto") {
        return Err(refused());
    }
    tokio::task::spawn_blocking(move || open::that_detached(url.as_str()))
        .await?
        .map_err(|_| Problem::plain("link_not_opened"))
}

/// Takes the person's answer to whether to close and abort what is running.
#[tauri::command]
pub fn app_close<R: Runtime>(
    close: bool,
    window: WebviewWindow<R>,
    closing: State<'_, Closing>,
) -> Result<(), Problem> {
    if close {
        return window.destroy().map_err(|_| Problem::internal("window"));
    }
    closing.called_off();
    Ok(())
}
