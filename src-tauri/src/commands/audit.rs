//! The audit of the material on the desk.

use finagent::{Image, ImageFormat, Request};
use intake::Format;
use tauri::{AppHandle, Runtime, State, ipc::Channel};

use crate::{
    commands::run::{options, start},
    desk::{Desk, OnDesk},
    ipc::{AuditRequest, Problem, RunEvent},
    recording::Entry,
    runs::Lane,
};

/// Starts an audit. What is wrong with the request is said before anything is sent.
#[tauri::command(async)]
pub fn audit_run<R: Runtime>(
    app: AppHandle<R>,
    request: AuditRequest,
    channel: Channel<RunEvent>,
    desk: State<'_, Desk>,
) -> Result<u32, Problem> {
    let options = options(&app, &request.model, request.temperature)?;
    let image = match request.material {
        Some(id) => Some(
            desk.with_id(id)
                .ok_or_else(|| Problem::plain("material_gone"))?,
        ),
        None => None,
    };
    let entry = Entry::audit(&request.copy, image.as_ref());
    let request = Request::Audit {
        query: request.copy,
        image: image.map(Image::from),
    };
    request.check()?;
    start(
        app,
        Lane::Audit,
        entry,
        request,
        options,
        || Ok(Box::new(drop)),
        channel,
    )
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
