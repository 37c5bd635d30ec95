//! The flowchart of a report: draws, saves and copies it.

use app::wire::{Chart, ChartOrder, Problem};
use serde::Deserialize;
use tauri::{AppHandle, Manager, Runtime, State, ipc::Response};

use crate::{
    Core,
    commands::{clipboard::SystemClipboard, dialog::save},
};

/// Pixels of a copied flowchart per pixel of the SVG.
const COPY_SCALE: f32 = 2.0;

/// The format of a saved flowchart.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Form {
    /// As the service sent it.
    Svg,
    /// As a PNG picture.
    Png,
}

/// Draws the flowchart of a run, or a part of it. See [`Chart`] for the layout of the response.
#[tauri::command]
pub async fn flowchart_draw(
    run: u32,
    order: ChartOrder,
    core: State<'_, Core>,
) -> Result<Response, Problem> {
    let svg = core.runs.svg(run)?;
    let (drawn, png) = core.charts.draw(&svg, order).await?;
    let head = serde_json::to_vec(&Chart::from(drawn)).map_err(|_| Problem::internal("chart"))?;
    let length = u32::try_from(head.len()).map_err(|_| Problem::internal("chart"))?;
    Ok(Response::new(
        [length.to_le_bytes().as_slice(), &head, &png].concat(),
    ))
}

/// Asks where to save and writes the flowchart. The SVG is as the service sent it, without the text around it. Returns
/// the file name, or `None` if the person cancels.
#[tauri::command]
pub async fn flowchart_save<R: Runtime>(
    app: AppHandle<R>,
    run: u32,
    form: Form,
    scale: f32,
    core: State<'_, Core>,
) -> Result<Option<String>, Problem> {
    let svg = core.runs.svg(run)?;
    let name = core.runs.file_name(run)?;
    match form {
        Form::Svg => {
            let source = drawing::source(&svg).unwrap_or(&svg).to_owned();
            save(&app, &format!("{name}.svg"), "SVG", &["svg"], async {
                Ok(source.into_bytes())
            })
            .await
        }
        Form::Png => {
            let order = ChartOrder {
                scale,
                region: None,
            };
            // Draw first: a chart that can't be drawn needs no file.
            let (_, png) = core.charts.draw(&svg, order).await?;
            let name = format!("{name}.png");
            save(&app, &name, "PNG", &["png"], async { Ok(png) }).await
        }
    }
}

/// Copies the flowchart to the clipboard as a picture.
#[tauri::command]
pub async fn flowchart_copy<R: Runtime>(
    app: AppHandle<R>,
    run: u32,
    core: State<'_, Core>,
) -> Result<(), Problem> {
    let svg = core.runs.svg(run)?;
    let order = ChartOrder {
        scale: COPY_SCALE,
        region: None,
    };
    let (_, png) = core.charts.draw(&svg, order).await?;
    tokio::task::spawn_blocking(move || app.state::<SystemClipboard>().write_png(&png)).await?
}
