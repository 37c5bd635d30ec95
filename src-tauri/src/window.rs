//! The main window: its creation, what it may load, and files dropped on it.
//!
//! Whatever the service or a file makes the page try, the window can't leave the app's own pages or open another window.
//! Rust reads dropped paths; the page never learns them.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use app::{
    dropped_files::{compare, look_up, take_in},
    wire::ShellEvent,
};
use tauri::{
    AppHandle, DragDropEvent, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent, utils::config::Color, webview::NewWindowResponse,
};

use crate::Core;

/// The label of the window, used in the capabilities.
pub const MAIN: &str = "main";

/// Opens the window.
///
/// # Errors
/// Any error of the platform's web view.
pub fn open(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("FinAgent Desk")
        .inner_size(1360.0, 860.0)
        .min_inner_size(900.0, 600.0)
        // The light background of the page, so that the first frame does not flash.
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

/// Whether a URL is one of the app's own pages: `tauri://localhost`, or `http://tauri.localhost` on Windows.
fn is_own_page(url: &Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

/// Whether the person was asked about closing and has not answered. Closing again then closes the window, even if the
/// page no longer responds.
#[derive(Default)]
pub struct Closing(AtomicBool);

impl Closing {
    /// The person decided not to close.
    pub fn called_off(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Where a dropped picture goes: it becomes the material, unless the screen that is open has another use for it.
#[derive(Default)]
pub struct DropPlace(Mutex<Uses>);

#[derive(Clone, Copy, Default)]
struct Uses {
    /// The records are open.
    look_up: bool,
    /// The record of the signed review that is open, and whether the window is in English.
    published: Option<(i64, bool)>,
}

impl DropPlace {
    /// Sets whether dropped pictures are looked up in the records.
    pub fn look_up(&self, here: bool) {
        self.uses().look_up = here;
    }

    /// Sets the signed review with whose material a dropped picture is compared, if any.
    pub fn compare(&self, published: Option<(i64, bool)>) {
        self.uses().published = published;
    }

    fn uses(&self) -> MutexGuard<'_, Uses> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closing would abort what is running, so the page asks first.
fn must_ask(app: &AppHandle) -> bool {
    let core = app.state::<Core>();
    let runs = core.runs.going_on();
    if runs == 0 || app.state::<Closing>().0.swap(true, Ordering::Relaxed) {
        return false;
    }
    core.window.tell(ShellEvent::CloseAsked {
        runs: u32::try_from(runs).unwrap_or(u32::MAX),
    });
    true
}

fn dragged(app: &AppHandle, event: &DragDropEvent) {
    let core = app.state::<Core>();
    if !core.instance_lock.is_held() {
        return;
    }
    let listener = &core.window;
    match event {
        DragDropEvent::Enter { paths, .. } => listener.tell(ShellEvent::DragEntered {
            count: u32::try_from(paths.len()).unwrap_or(u32::MAX),
        }),
        DragDropEvent::Leave => listener.tell(ShellEvent::DragLeft),
        DragDropEvent::Drop { paths, .. } => {
            listener.tell(ShellEvent::Dropped);
            let (core, paths) = (core.inner().clone(), paths.clone());
            let uses = *app.state::<DropPlace>().uses();
            match uses {
                Uses { look_up: true, .. } => {
                    tauri::async_runtime::spawn(look_up(core, paths));
                }
                Uses {
                    published: Some((record, english)),
                    ..
                } => {
                    tauri::async_runtime::spawn(compare(core, record, english, paths));
                }
                _ => {
                    tauri::async_runtime::spawn(take_in(core, paths));
                }
            }
        }
        _ => {}
    }
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
