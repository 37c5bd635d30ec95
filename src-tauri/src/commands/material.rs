//! The material on the desk: by dialog, by paste, and off the desk again. Drops come through the window itself.

use std::path::PathBuf;

use tauri::{AppHandle, Manager, Runtime};

use crate::{
    commands::{
        clipboard::{Pasted, SystemClipboard},
        dialog,
        records::keep_desk,
    },
    desk::{Desk, LIMITS},
    ipc::{Material, Problem},
};

/// Asks for a picture file and lays it on the desk; nothing where the person changed their mind.
#[tauri::command]
pub async fn material_choose<R: Runtime>(app: AppHandle<R>) -> Result<Option<Material>, Problem> {
    let chosen = dialog::choose(
        &app,
        "JPG, PNG",
        &["jpg", "jpeg", "png", "JPG", "JPEG", "PNG"],
    )
    .await?;
    match chosen {
        Some(path) => in_background(app, move |app| lay(app, vec![path]))
            .await
            .map(Some),
        None => Ok(None),
    }
}

/// Lays what is on the clipboard on the desk: a copied file, else a copied picture.
#[tauri::command]
pub async fn material_paste<R: Runtime>(app: AppHandle<R>) -> Result<Material, Problem> {
    in_background(app, |app| match app.state::<SystemClipboard>().read()? {
        Pasted::Files(paths) => lay(app, paths),
        Pasted::Pixels(pixels) => {
            let side = |pixels| u32::try_from(pixels).unwrap_or(u32::MAX);
            let picture = intake::from_rgba(
                side(pixels.width),
                side(pixels.height),
                &pixels.bytes,
                &LIMITS,
            )?;
            let material = app.state::<Desk>().lay_picture(picture);
            keep_desk(app);
            Ok(material)
        }
    })
    .await
}

/// Clears the desk.
#[tauri::command]
pub async fn material_remove<R: Runtime>(app: AppHandle<R>) -> Result<(), Problem> {
    in_background(app, |app| {
        app.state::<Desk>().clear();
        keep_desk(app);
        Ok(())
    })
    .await
}

fn lay<R: Runtime>(app: &AppHandle<R>, paths: Vec<PathBuf>) -> Result<Material, Problem> {
    let mut paths = paths.iter().map(PathBuf::as_path);
    let first = paths
        .next()
        .ok_or_else(|| Problem::plain("clipboard_empty"))?;
    let others: Vec<_> = paths.collect();
    let laid = app.state::<Desk>().lay_file(first, &others);
    let material = laid.map_err(|(_, refusal)| refusal)?;
    keep_desk(app);
    Ok(material)
}

/// Files are read and pictures decoded on a thread of their own, so that the window stays responsive.
async fn in_background<R: Runtime, T: Send + 'static>(
    app: AppHandle<R>,
    work: impl FnOnce(&AppHandle<R>) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tauri::async_runtime::spawn_blocking(move || work(&app)).await?
}
