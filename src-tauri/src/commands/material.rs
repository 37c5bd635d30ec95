//! The material on the desk: by dialog, by paste, and off the desk again. Drops come through the window itself.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use jobs::prepare::Word;
use spool::Spool;
use tauri::{AppHandle, Manager, Runtime, State};
use tokio_util::sync::CancellationToken;

use crate::{
    commands::{
        app::Listener,
        clipboard::{Pasted, SystemClipboard},
        dialog,
        records::keep_desk,
    },
    desk::{Desk, shown_name},
    ipc::{Material, Preparing, Problem, ShellEvent},
    kinds::{ENDINGS, KINDS},
    preparations::{News, Preparations, patience::Patience},
};

/// Asks for a picture file and lays it on the desk; nothing where the person changed their mind.
#[tauri::command]
pub async fn material_choose<R: Runtime>(app: AppHandle<R>) -> Result<Option<Material>, Problem> {
    match dialog::choose(&app, KINDS, &ENDINGS).await? {
        Some(path) => lay_files(&app, vec![path]).await.map(Some),
        None => Ok(None),
    }
}

/// Lays what is on the clipboard on the desk: a copied file, else a copied picture.
#[tauri::command]
pub async fn material_paste<R: Runtime>(app: AppHandle<R>) -> Result<Material, Problem> {
    let pasted = in_background(&app, |app| match app.state::<SystemClipboard>().read()? {
        Pasted::Files(paths) => Ok(Ok(paths)),
        Pasted::Pixels(pixels) => {
            let side = |pixels| u32::try_from(pixels).unwrap_or(u32::MAX);
            let (width, height) = (side(pixels.width), side(pixels.height));
            Ok(Err(intake::png_of_rgba(width, height, &pixels.bytes)?))
        }
    });
    match pasted.await? {
        Ok(paths) => lay_files(&app, paths).await,
        Err(png) => lay(&app, String::new(), png.into(), Vec::new()).await,
    }
}

/// The text in the file on the desk with this id; empty where it has none.
#[tauri::command]
pub async fn material_text<R: Runtime>(app: AppHandle<R>, id: u32) -> Result<String, Problem> {
    let on_desk = app.state::<Desk>().with_id(id);
    let on_desk = on_desk.ok_or_else(|| Problem::plain("material_gone"))?;
    Ok(on_desk.prepared.text.clone().unwrap_or_default())
}

/// Gives up what is being prepared for the desk.
#[tauri::command]
pub fn material_stop(desk: State<'_, Desk>, listener: State<'_, Listener>) {
    desk.stop();
    listener.tell(ShellEvent::Preparing { preparing: None });
}

/// Clears the desk.
#[tauri::command]
pub async fn material_remove<R: Runtime>(app: AppHandle<R>) -> Result<(), Problem> {
    in_background(&app, |app| {
        app.state::<Desk>().clear();
        keep_desk(app);
        Ok(())
    })
    .await
}

/// Lays the first of some files on the desk; the others are left out, by name.
///
/// # Errors
/// `clipboard_empty` where there is none; those of [`lay`].
pub async fn lay_files<R: Runtime>(
    app: &AppHandle<R>,
    paths: Vec<PathBuf>,
) -> Result<Material, Problem> {
    let Some((first, others)) = paths.split_first() else {
        return Err(Problem::plain("clipboard_empty"));
    };
    let name = shown_name(first);
    let left_out = others.iter().map(|path| shown_name(path)).collect();
    let coming = app.state::<Desk>().await_picture();
    lay_coming(app, coming, name, read(app, first), left_out).await
}

/// Copies a file that a person brought.
///
/// # Errors
/// Those of [`intake::copy_file`].
pub async fn read<R: Runtime>(app: &AppHandle<R>, path: &Path) -> Result<Spool, Problem> {
    let path = path.to_owned();
    in_background(app, move |app| {
        Ok(app.state::<Preparations>().copy(&path)?)
    })
    .await
}

/// Prepares a picture and lays it on the desk. The window is told how far that is; what comes later takes its place.
///
/// # Errors
/// `picture_stopped` where it was given up; why it can't be prepared. What lay on the desk still does.
pub async fn lay<R: Runtime>(
    app: &AppHandle<R>,
    name: String,
    file: Spool,
    left_out: Vec<String>,
) -> Result<Material, Problem> {
    let coming = app.state::<Desk>().await_picture();
    let file = std::future::ready(Ok(file));
    lay_coming(app, coming, name, file, left_out).await
}

/// The same for a picture that is expected already, and a file that may have to be read first.
///
/// # Errors
/// Those of [`lay`], and those of reading.
pub async fn lay_coming<R: Runtime>(
    app: &AppHandle<R>,
    coming: CancellationToken,
    name: String,
    file: impl Future<Output = Result<Spool, Problem>>,
    left_out: Vec<String>,
) -> Result<Material, Problem> {
    let listener = app.state::<Listener>();
    let last = Mutex::new((Word::Unpacking, None));
    let tell = |news| {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        match news {
            News::Word(word) => last.0 = word,
            News::Slow(seconds) => last.1 = Some(seconds),
        }
        let preparing = Some(preparing(&name, last.0, last.1));
        listener.tell(ShellEvent::Preparing { preparing });
    };
    // Also while it is read, which may take a while on a network.
    tell(News::Word(Word::Unpacking));
    let ready = async {
        let file = file.await?;
        let preparations = app.state::<Preparations>();
        let prepared = preparations.prepare(&file, Patience::Asking, tell).await?;
        Ok((file, prepared))
    };
    let ready = tokio::select! {
        biased;
        () = coming.cancelled() => Err(Problem::plain("picture_stopped")),
        ready = ready => ready,
    };
    // Whoever gave it up, or brought another one, tells the window.
    if app.state::<Desk>().came(&coming) {
        listener.tell(ShellEvent::Preparing { preparing: None });
    }
    let (file, prepared) = ready?;
    in_background(app, move |app| {
        let material = app.state::<Desk>().lay(name, file, prepared, left_out);
        keep_desk(app);
        Ok(material)
    })
    .await
}

fn preparing(name: &str, word: Word, slow: Option<u32>) -> Preparing {
    let (stage, done, of) = match word {
        Word::Unpacking => ("unpacking", 0, 0),
        Word::Lines(part) => ("lines", (part.clamp(0.0, 1.0) * 100.0) as u32, 100),
        Word::Parts(done, of) => ("parts", done, of),
        Word::Pages(done, of) => ("pages", done, of),
    };
    Preparing {
        name: name.to_owned(),
        stage: stage.to_owned(),
        done,
        of,
        slow,
    }
}

/// Files are read and pixels packed on a thread of their own, so that the window stays responsive.
async fn in_background<R: Runtime, T: Send + 'static>(
    app: &AppHandle<R>,
    work: impl FnOnce(&AppHandle<R>) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || work(&app)).await?
}
