//! The material on the desk: taken in, kept over the end of the app, laid there again.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use jobs::prepare::Word;
use spool::Spool;
use tokio_util::sync::CancellationToken;

use crate::{
    App,
    preparation::{News, time_limits::TimeLimit},
    recording::material,
    wire::{Material, Preparing, Problem, ShellEvent},
};
use platform::shown_name;

/// Lays the first of some files on the desk; the others are left out, by name.
///
/// # Errors
/// `clipboard_empty` where there is none; those of [`lay`].
pub async fn lay_files(app: &Arc<App>, paths: Vec<PathBuf>) -> Result<Material, Problem> {
    let Some((first, others)) = paths.split_first() else {
        return Err(Problem::plain("clipboard_empty"));
    };
    let name = shown_name(first);
    let left_out = others.iter().map(|path| shown_name(path)).collect();
    let coming = app.staging.expect_picture();
    lay_coming(app, coming, name, read(app, first), left_out).await
}

/// Copies a file that a person brought.
///
/// # Errors
/// Those of [`intake::copy_file`].
pub async fn read(app: &Arc<App>, path: &Path) -> Result<Spool, Problem> {
    let path = path.to_owned();
    in_background(app, move |app| Ok(app.preparation.copy(&path)?)).await
}

/// Prepares a picture and lays it on the desk. The window is told how far that is; what comes later takes its place.
///
/// # Errors
/// `picture_stopped` where it was given up; why it can't be prepared. What lay on the desk still does.
pub async fn lay(
    app: &Arc<App>,
    name: String,
    file: Spool,
    left_out: Vec<String>,
) -> Result<Material, Problem> {
    let coming = app.staging.expect_picture();
    let file = std::future::ready(Ok(file));
    lay_coming(app, coming, name, file, left_out).await
}

/// The same for a picture that is expected already, and a file that may have to be read first.
///
/// # Errors
/// Those of [`lay`], and any read error.
pub async fn lay_coming(
    app: &Arc<App>,
    coming: CancellationToken,
    name: String,
    file: impl Future<Output = Result<Spool, Problem>>,
    left_out: Vec<String>,
) -> Result<Material, Problem> {
    let listener = &app.window;
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
        let preparation = &app.preparation;
        let prepared = preparation.prepare(&file, TimeLimit::Asking, tell).await?;
        Ok((file, prepared))
    };
    let ready = tokio::select! {
        biased;
        () = coming.cancelled() => Err(Problem::plain("picture_stopped")),
        ready = ready => ready,
    };
    // Whoever gave it up, or brought another one, tells the window.
    if app.staging.came(&coming) {
        listener.tell(ShellEvent::Preparing { preparing: None });
    }
    let (file, prepared) = ready?;
    in_background(app, move |app| {
        let material = app.staging.lay(name, file, prepared, left_out);
        save_staged(app);
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
async fn in_background<T: Send + 'static>(
    app: &Arc<App>,
    work: impl FnOnce(&Arc<App>) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let app = app.clone();
    tokio::task::spawn_blocking(move || work(&app)).await?
}

/// Keeps what lies on the desk, so that it does again after a crash. Where that can't be, the desk is as good as it was before
/// there were records; whoever runs something is told.
pub fn save_staged(app: &Arc<App>) {
    if let Ok(records) = app.archive.records() {
        let draft = app.staging.staged().map(|staged| records::DraftMaterial {
            name: staged.material.name.clone(),
            material: material(&staged),
        });
        let _ = records.keep_draft_material("audit", draft);
    }
}

/// Lays what was on the desk when the app ended last there again, and tells the window once it does.
pub async fn restore_staged(app: Arc<App>) {
    let draft = app
        .with_records(|_, records| Ok(records.draft("audit")?))
        .await;
    let Some(kept) = draft.ok().flatten().and_then(|draft| draft.material) else {
        return;
    };
    // What the person brought meanwhile counts.
    let Some(coming) = app.staging.await_first() else {
        return;
    };
    let file = std::future::ready(Ok(kept.material.data));
    // What can't be laid there any more stays as it is in the records; there is nothing that the person could do.
    if let Ok(material) = lay_coming(&app, coming, kept.name, file, Vec::new()).await {
        app.window.tell(ShellEvent::Material { material });
    }
}
