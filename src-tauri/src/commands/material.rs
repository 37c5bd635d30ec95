//! Chooses, pastes and removes the material. The window itself handles dropped files.

use app::{
    file_types::{ENDINGS, KINDS},
    material::{lay, lay_files, save_staged},
    wire::{Material, Problem, ShellEvent},
};
use tauri::{AppHandle, Runtime, State};

use crate::{
    Core,
    commands::{
        clipboard::{Pasted, pasted},
        dialog,
    },
};

/// Asks for a file and makes it the material; `None` if the person cancels.
#[tauri::command]
pub async fn material_choose<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
) -> Result<Option<Material>, Problem> {
    match dialog::choose(&app, KINDS, &ENDINGS).await? {
        Some(path) => lay_files(&core, vec![path]).await.map(Some),
        None => Ok(None),
    }
}

/// Makes the content of the clipboard the material: a copied file, or else a copied picture.
#[tauri::command]
pub async fn material_paste<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
) -> Result<Material, Problem> {
    match pasted(app).await? {
        Pasted::Files(paths) => lay_files(&core, paths).await,
        Pasted::Picture(png) => lay(&core, String::new(), png.into(), Vec::new()).await,
    }
}

/// The text of the material with this id; empty if it has none.
#[tauri::command]
pub async fn material_text(core: State<'_, Core>, id: u32) -> Result<String, Problem> {
    let staged = core.staging.with_id(id);
    let staged = staged.ok_or_else(|| Problem::plain("material_gone"))?;
    Ok(staged.prepared.text.clone().unwrap_or_default())
}

/// Cancels preparing the next material.
#[tauri::command]
pub fn material_stop(core: State<'_, Core>) {
    core.staging.stop();
    core.window.tell(ShellEvent::Preparing { preparing: None });
}

/// Removes the material.
#[tauri::command]
pub async fn material_remove(core: State<'_, Core>) -> Result<(), Problem> {
    let core = core.inner().clone();
    let clear = move || {
        core.staging.clear();
        save_staged(&core);
    };
    Ok(tokio::task::spawn_blocking(clear).await?)
}
