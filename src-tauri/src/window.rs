//! The one window: how it is made, what it may load, and what is dropped on it.
//!
//! Whatever the service or a file makes the page try, it can't leave the app's own pages and can't open another
//! window. Dropped paths are read here, in Rust; the page never learns them.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use records::ByPicture;
use tauri::{
    AppHandle, DragDropEvent, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent, utils::config::Color, webview::NewWindowResponse,
};

use crate::{
    claim::Claim,
    commands::{
        app::Listener,
        material::{lay_files, read},
        records::with_records,
    },
    desk::shown_name,
    ipc::{Problem, RecordRow, ShellEvent},
    preparations::{Preparations, patience::Patience},
    queue,
    runs::Runs,
};

/// The window's label, which the capabilities name.
pub const MAIN: &str = "main";

/// Opens the window.
///
/// # Errors
/// Those of the platform's web view.
pub fn open(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("FinAgent Desk")
        .inner_size(1360.0, 860.0)
        .min_inner_size(900.0, 600.0)
        // The light canvas of the page, so that the first frame does not flash.
        .background_color(Color(0xf5, 0xf6, 0xf8, 0xff))
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    let app = app.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::DragDrop(event) => dragged(&app, event),
        WindowEvent::CloseRequested { api, .. } if must_ask(&app) => api.prevent_close(),
        _ => {}
    });
    Ok(window)
}

/// The app's own pages: `tauri://localhost`, which Windows writes `http://tauri.localhost`.
fn is_own_page(url: &Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

/// Whether the person was asked about closing and has not answered: who asks to close once more means it, also where the
/// page is past asking.
#[derive(Default)]
pub struct Closing(AtomicBool);

impl Closing {
    /// The person wants to go on.
    pub fn called_off(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Where a dropped picture goes: onto the desk, or to be looked up in the records, while those are on the screen.
#[derive(Default)]
pub struct DropPlace(AtomicBool);

impl DropPlace {
    /// From now on pictures are looked up, or laid on the desk.
    pub fn look_up(&self, here: bool) {
        self.0.store(here, Ordering::Relaxed);
    }
}

/// Closing would end what runs in the middle of it, so the page asks first.
fn must_ask(app: &AppHandle) -> bool {
    let runs = app.state::<Runs>().going_on();
    if runs == 0 || app.state::<Closing>().0.swap(true, Ordering::Relaxed) {
        return false;
    }
    app.state::<Listener>().tell(ShellEvent::CloseAsked {
        runs: u32::try_from(runs).unwrap_or(u32::MAX),
    });
    true
}

fn dragged(app: &AppHandle, event: &DragDropEvent) {
    if !app.state::<Claim>().is_held() {
        return;
    }
    let listener = app.state::<Listener>();
    match event {
        DragDropEvent::Enter { paths, .. } => listener.tell(ShellEvent::DragEntered {
            count: u32::try_from(paths.len()).unwrap_or(u32::MAX),
        }),
        DragDropEvent::Leave => listener.tell(ShellEvent::DragLeft),
        DragDropEvent::Drop { paths, .. } => {
            listener.tell(ShellEvent::Dropped);
            let app = app.clone();
            let paths = paths.clone();
            if app.state::<DropPlace>().0.load(Ordering::Relaxed) {
                tauri::async_runtime::spawn(look_up(app, paths));
            } else {
                tauri::async_runtime::spawn(take_in(app, paths));
            }
        }
        _ => {}
    }
}

/// One picture goes onto the desk, several into the queue; the window is told what became of them.
async fn take_in(app: AppHandle, paths: Vec<PathBuf>) {
    let event = match paths.as_slice() {
        [] => return,
        [path] if !path.is_dir() => lay_on_desk(&app, path).await,
        _ => Some(ShellEvent::QueueAdded {
            added: queue::add(&app, paths).await,
        }),
    };
    if let Some(event) = event {
        app.state::<Listener>().tell(event);
    }
}

async fn lay_on_desk(app: &AppHandle, path: &Path) -> Option<ShellEvent> {
    let name = shown_name(path);
    Some(match lay_files(app, vec![path.to_owned()]).await {
        Ok(material) => ShellEvent::Material { material },
        Err(problem) if queue::is_archive(&problem) => ShellEvent::QueueAdded {
            added: queue::add(app, vec![path.to_owned()]).await,
        },
        // Whoever stopped it knows.
        Err(problem) if problem.code == "picture_stopped" => return None,
        Err(problem) => ShellEvent::MaterialRefused { name, problem },
    })
}

/// Looks for records of the first picture.
async fn look_up(app: AppHandle, paths: Vec<PathBuf>) {
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
    app.state::<Listener>().tell(event);
}

async fn found(app: &AppHandle, path: &Path) -> Result<(ByPicture, String), Problem> {
    let file = read(app, path).await?;
    let prepared = app
        .state::<Preparations>()
        .prepare(&file, Patience::None, drop)
        .await?;
    let look = prepared.preview().map(|preview| preview.look);
    let sha256 = prepared.plan.source.sha256;
    with_records(app.clone(), move |_, records| {
        Ok((records.by_picture(&sha256, look)?, sha256))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_pages() {
        let own = |url: &str| is_own_page(&url.parse().unwrap());
        assert!(own("tauri://localhost/index.html"));
        assert!(own("http://tauri.localhost/"));
        assert!(!own("https://example.com/"));
        assert!(!own("http://localhost/"));
        assert!(!own("file:///etc/passwd"));
        assert!(!own("data:text/html,x"));
        assert!(!own("about:blank"));
    }
}
