//! Handles files dropped on the window.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use records::ByPicture;

use crate::{
    App,
    material::{lay_files, read},
    preparation::time_limits::TimeLimit,
    queue, review,
    wire::{Problem, RecordRow, ShellEvent},
};
use platform::shown_name;

/// Makes one dropped picture the material, or adds several to the queue, and reports the result to the window.
pub async fn take_in(app: Arc<App>, paths: Vec<PathBuf>) {
    let event = match paths.as_slice() {
        [] => return,
        [path] if !path.is_dir() => lay_on_desk(&app, path).await,
        _ => Some(ShellEvent::QueueAdded {
            added: queue::add(&app, paths).await,
        }),
    };
    if let Some(event) = event {
        app.window.tell(event);
    }
}

async fn lay_on_desk(app: &Arc<App>, path: &Path) -> Option<ShellEvent> {
    let name = shown_name(path);
    Some(match lay_files(app, vec![path.to_owned()]).await {
        Ok(material) => ShellEvent::Material { material },
        Err(problem) if queue::is_archive(&problem) => ShellEvent::QueueAdded {
            added: queue::add(app, vec![path.to_owned()]).await,
        },
        // The person who stopped it knows.
        Err(problem) if problem.code == "picture_stopped" => return None,
        Err(problem) => ShellEvent::MaterialRefused { name, problem },
    })
}

/// Compares a dropped picture, as the published one, with the material of a signed review.
pub async fn compare(app: Arc<App>, record: i64, english: bool, paths: Vec<PathBuf>) {
    if paths.is_empty() {
        return;
    }
    let compared = review::compare_files(&app, record, paths, english).await;
    app.window.tell(ShellEvent::Compared {
        record,
        problem: compared.err(),
    });
}

/// Looks for records of the first picture.
pub async fn look_up(app: Arc<App>, paths: Vec<PathBuf>) {
    let Some(path) = paths.into_iter().next() else {
        return;
    };
    let name = shown_name(&path);
    let event = match found(&app, &path).await {
        Ok((found, sha256)) => ShellEvent::PictureFound {
            name,
            sha256,
            same: found.same.into_iter().map(RecordRow::from).collect(),
            alike: found.alike.into_iter().map(RecordRow::from).collect(),
        },
        Err(problem) => ShellEvent::PictureNotRead { name, problem },
    };
    app.window.tell(event);
}

async fn found(app: &Arc<App>, path: &Path) -> Result<(ByPicture, String), Problem> {
    let file = read(app, path).await?;
    let prepared = app
        .preparation
        .prepare(&file, TimeLimit::None, drop)
        .await?;
    let look = prepared.preview().map(|preview| preview.look);
    let sha256 = prepared.plan.source.sha256;
    app.with_records(move |_, records| Ok((records.by_picture(&sha256, look)?, sha256)))
        .await
}
