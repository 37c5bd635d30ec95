//! The audit: run, stop, and what can be done with the report.

use finagent::{CallOptions, Image, ImageFormat, Mode, Request};
use intake::Format;
use serde_json::json;
use tauri::{AppHandle, Manager, Runtime, State, ipc::Channel};

use crate::{
    commands::dialog,
    connection::Connection,
    desk::{Desk, OnDesk},
    ipc::{AuditRequest, Problem, RunEvent},
    problem::io_reason,
    runs::Runs,
    settings::SettingsFile,
    whole_file::{Readers, replace_file},
};

/// Starts an audit. What is wrong with the request is said before anything is sent.
#[tauri::command(async)]
pub fn audit_run<R: Runtime>(
    app: AppHandle<R>,
    request: AuditRequest,
    channel: Channel<RunEvent>,
    desk: State<'_, Desk>,
    settings: State<'_, SettingsFile>,
    runs: State<'_, Runs>,
) -> Result<u32, Problem> {
    let options = CallOptions {
        mode: if settings.get().stream {
            Mode::Stream
        } else {
            Mode::Sync
        },
        model: request.model.parse()?,
        temperature: finagent::Temperature::new(request.temperature)?,
    };
    let image = match request.material {
        Some(id) => Some(
            desk.with_id(id)
                .ok_or_else(|| Problem::plain("material_gone"))?,
        ),
        None => None,
    };
    let request = Request::Audit {
        query: request.copy,
        image: image.map(Image::from),
    };
    request.check()?;
    let target = async move {
        let settings = app.state::<SettingsFile>();
        app.state::<Connection>().target(&settings).await
    };
    runs.start(target, request, options, channel)
}

/// Stops a run; what had arrived is kept.
#[tauri::command]
pub fn run_cancel(run: u32, runs: State<'_, Runs>) -> Result<(), Problem> {
    runs.cancel(run)
}

/// The report as Markdown, as far as it has arrived.
#[tauri::command(async)]
pub fn report_markdown(run: u32, runs: State<'_, Runs>) -> Result<String, Problem> {
    runs.markdown(run)
}

/// Asks where to and saves the report as Markdown below `heading`. Returns the file's name, or nothing where the
/// person changed their mind.
#[tauri::command]
pub async fn report_save<R: Runtime>(
    app: AppHandle<R>,
    run: u32,
    heading: String,
    file_name: String,
    runs: State<'_, Runs>,
) -> Result<Option<String>, Problem> {
    let text = format!("{heading}\n\n{}\n", runs.markdown(run)?.trim_end());
    let Some(path) = dialog::save_as(&app, &file_name, "Markdown", &["md"]).await? else {
        return Ok(None);
    };
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    tauri::async_runtime::spawn_blocking(move || {
        replace_file(&path, text.as_bytes(), Readers::AsUsual)
    })
    .await?
    .map_err(|error| Problem::new("save_failed", json!({ "reason": io_reason(&error) })))?;
    Ok(name)
}

impl From<OnDesk> for Image {
    fn from(on_desk: OnDesk) -> Self {
        let (format, pasted_name) = match on_desk.picture.format {
            Format::Jpeg => (ImageFormat::Jpeg, "clipboard.jpg"),
            Format::Png => (ImageFormat::Png, "clipboard.png"),
        };
        Self {
            name: if on_desk.material.name.is_empty() {
                pasted_name.to_owned()
            } else {
                on_desk.material.name
            },
            format,
            bytes: on_desk.picture.bytes,
        }
    }
}
