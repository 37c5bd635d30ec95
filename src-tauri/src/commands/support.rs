//! The log, the support bundle and the restart.

use app::{log, support, wire::Problem};
use serde_json::json;
use tauri::{AppHandle, Runtime, State};

use crate::{Core, commands::dialog};

/// The last lines of the log; empty if nothing was logged.
#[tauri::command]
pub async fn log_lines(core: State<'_, Core>) -> Result<String, Problem> {
    support::log_lines(&core).await
}

/// Saves the support bundle where the person chooses. Returns the file name; `None` if they cancel.
#[tauri::command]
pub async fn support_save<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
) -> Result<Option<String>, Problem> {
    let platform = json!({
        "system": std::env::consts::OS,
        "release": release(),
        "webView": tauri::webview_version().ok(),
    });
    let content = support::bundle(&core, platform);
    dialog::save(&app, "finagent-desk-support.zip", "ZIP", &["zip"], content).await
}

/// The name of the Linux distribution.
fn release() -> Option<String> {
    let text = std::fs::read_to_string("/etc/os-release").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(line.trim_matches('"').to_owned())
}

/// Logs an uncaught error of the page.
#[tauri::command]
pub fn page_failed(places: Vec<String>) {
    log::page_failed(&places);
}

/// Restarts the app. Runs that go on are kept as interrupted.
#[tauri::command]
pub fn app_restart<R: Runtime>(app: AppHandle<R>) {
    app.request_restart();
}
