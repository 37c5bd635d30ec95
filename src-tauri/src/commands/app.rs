//! The window as a whole: its start, what it is told unasked, and links that leave it.

use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Manager, Runtime, State, Url, WebviewWindow, ipc::Channel};

use crate::{
    archive::Archive,
    asks::COPY_MAX,
    claim::take_for_window,
    commands::records::restore_desk,
    connection::Connection,
    desk::{Desk, LIMITS},
    ipc::{Limits, Problem, ShellEvent, Start},
    settings::SettingsFile,
    window::Closing,
};

/// The window's ear for what happens outside a run.
#[derive(Default)]
pub struct Listener(Mutex<Option<Channel<ShellEvent>>>);

impl Listener {
    /// Tells the window, if it listens.
    pub fn tell(&self, event: ShellEvent) {
        let channel = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(channel) = channel.as_ref() {
            // A window that is gone needs no news.
            let _ = channel.send(event);
        }
    }

    fn hears(&self) -> bool {
        let channel = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        channel.is_some()
    }

    fn replace(&self, channel: Channel<ShellEvent>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
    }
}

/// Everything that the window shows depends on.
pub async fn start<R: Runtime>(app: &AppHandle<R>) -> Result<Start, Problem> {
    let settings = app.state::<SettingsFile>();
    let here = app.clone();
    let look = move || {
        let archive = here.state::<Archive>();
        (
            archive.state(),
            archive.unfinished(),
            archive.drafts(),
            archive.place_problem(),
        )
    };
    let (records, unfinished, drafts, place_problem) =
        tauri::async_runtime::spawn_blocking(look).await?;
    // A page that does not hear yet would not hear of it; it does so when it listens.
    if app.state::<Listener>().hears() {
        tauri::async_runtime::spawn(restore_desk(app.clone()));
    }
    Ok(Start {
        version: app.package_info().version.to_string(),
        settings: settings.get(),
        service: app.state::<Connection>().service(&settings).await,
        material: app.state::<Desk>().on_desk().map(|found| found.material),
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
            .collect(),
        records,
        unfinished,
        drafts,
    })
}

fn count(limit: u64) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}

/// What the window needs once at its start.
///
/// # Errors
/// `already_open` where another process has the app's folders.
#[tauri::command]
pub async fn app_start<R: Runtime>(app: AppHandle<R>) -> Result<Start, Problem> {
    take_for_window(&app).await?;
    start(&app).await
}

/// From now on the window hears of drags, drops and what became of them. A page that begins anew has asked nothing yet.
#[tauri::command]
pub fn app_listen<R: Runtime>(
    app: AppHandle<R>,
    channel: Channel<ShellEvent>,
    listener: State<'_, Listener>,
    closing: State<'_, Closing>,
) {
    listener.replace(channel);
    closing.called_off();
    // Only now: what is told before would be lost.
    tauri::async_runtime::spawn(restore_desk(app));
}

/// Opens a link of a report in the browser, after the person saw the address and said so.
#[tauri::command]
pub async fn link_open(url: String) -> Result<(), Problem> {
    let refused = || Problem::plain("link_refused");
    let url: Url = url.parse().map_err(|_| refused())?;
    if !matches!(url.scheme(), "http" | "https" | "mailto") {
        return Err(refused());
    }
    tauri::async_runtime::spawn_blocking(move || open::that_detached(url.as_str()))
        .await?
        .map_err(|_| Problem::plain("link_not_opened"))
}

/// The person's answer to whether to close and lose what runs.
#[tauri::command]
pub fn app_close<R: Runtime>(
    close: bool,
    window: WebviewWindow<R>,
    closing: State<'_, Closing>,
) -> Result<(), Problem> {
    if close {
        return Ok(window.destroy()?);
    }
    closing.called_off();
    Ok(())
}
