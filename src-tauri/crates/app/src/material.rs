//! The material for an audit: prepares it, stores it across restarts, and restores it.

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

/// Makes the first of some files the material, and lists the names of the others as ignored.
///
/// # Errors
/// `clipboard_empty` without files; those of [`lay`].
pub async fn lay_files(app: &Arc<App>, paths: Vec<PathBuf>) -> Result<Material, Problem> {
    let Some((first, others)) = paths.split_first() else {
        return Err(Problem::plain("clipboard_empty"));
    };
    let name = shown_name(first);
    let left_out = others.iter().map(|path| shown_name(path)).collect();
    let coming = app.staging.expect_picture();
    lay_coming(app, coming, name, read(app, first), left_out).await
}

/// Copies a file that a person supplied.
///
/// # Errors
/// The errors of [`intake::copy_file`].
pub async fn read(app: &Arc<App>, path: &Path) -> Result<Spool, Problem> {
    let path = path.to_owned();
    in_background(app, move |app| Ok(app.preparation.copy(&path)?)).await
}

/// Prepares a picture as the material, and reports progress to the window. A later call supersedes it.
///
/// # Errors
/// `picture_stopped` if it was cancelled or superseded; why it can't be prepared. The previous material stays then.
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

/// Like [`lay`], for a picture announced before, with a file that may have to be read first.
///
/// # Errors
/// The errors of [`lay`]; any read error.
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
    // Also while reading the file, which may be slow on a network.
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
    // Whoever cancelled or superseded it informs the window.
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

/// Reads files and processes pixels on a blocking thread, so that the window stays responsive.
async fn in_background<T: Send + 'static>(
    app: &Arc<App>,
    work: impl FnOnce(&Arc<App>) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let app = app.clone();
    tokio::task::spawn_blocking(move || work(&app)).await?
}

/// Stores the material, so that a restart can restore it. Ignores write errors: the material works without, and a run
/// reports them.
pub fn save_staged(app: &Arc<App>) {
    if let Ok(records) = app.archive.records() {
        let draft = app.staging.staged().map(|staged| records::DraftMaterial {
            name: staged.material.name.clone(),
            material: material(&staged),
        });
        let _ = records.keep_draft_material("audit", draft);
    }
}

/// Restores the material of the last session, and informs the window afterwards.
pub async fn restore_staged(app: Arc<App>) {
    let draft = app
        .with_records(|_, records| Ok(records.draft("audit")?))
        .await;
    let Some(kept) = draft.ok().flatten().and_then(|draft| draft.material) else {
        return;
    };
    // Material that the person chose meanwhile has priority.
    let Some(coming) = app.staging.await_first() else {
        return;
    };
    let file = std::future::ready(Ok(kept.material.data));
    // Material that can't be prepared any more stays in the records. The person could do nothing about it.
    if let Ok(material) = lay_coming(&app, coming, kept.name, file, Vec::new()).await {
        app.window.tell(ShellEvent::Material { material });
    }
}
