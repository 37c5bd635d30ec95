//! What the person learns when the app itself fails: a panic, or the end of the page's process. Both are logged.

use std::{backtrace::Backtrace, env, panic, thread};

use app::{
    log::{self, LogFolder},
    wire::{Problem, ShellEvent},
};
use serde_json::json;
use tauri::{AppHandle, Manager, Runtime, WebviewWindow};
use tracing::level_filters::LevelFilter;

use crate::Core;

/// The level of the log; errors if it is not set.
const LEVEL: &str = "FINAGENT_DESK_LOG";

/// Writes the log from now on.
pub fn log_to(folder: &LogFolder) {
    let level = env::var(LEVEL).ok().and_then(|level| level.parse().ok());
    let lines = folder.subscriber(level.unwrap_or(LevelFilter::ERROR));
    // Only a test that starts the app twice in one process has one already.
    let _ = tracing::subscriber::set_global_default(lines);
}

/// Logs every panic from now on, and tells the window.
///
/// In a release build the message of a panic goes nowhere: it may quote the customer's text.
pub fn report_panics<R: Runtime>(app: AppHandle<R>) {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if cfg!(debug_assertions) {
            print(panic);
        }
        log::panicked(panic.location(), &Backtrace::force_capture());
        let place = panic
            .location()
            .map(|place| format!("{}:{}", place.file(), place.line()));
        let app = app.clone();
        // The panicking thread may hold a lock that telling the window needs.
        thread::spawn(move || {
            let problem = Problem::new("app_fault", json!({ "place": place }));
            app.state::<Core>()
                .window
                .tell(ShellEvent::Faulted { problem });
        });
    }));
}

/// Loads the page again when its process has ended. Drafts and the material come back as at a start; runs go on meanwhile.
///
/// # Errors
/// Any error of the web view.
pub fn reload_lost_page(window: &WebviewWindow) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use webkit2gtk::{WebProcessTerminationReason as Reason, WebViewExt};

        let app = window.app_handle().clone();
        window.with_webview(move |webview| {
            webview
                .inner()
                .connect_web_process_terminated(move |view, reason| {
                    let reason = match reason {
                        Reason::Crashed => "crashed",
                        Reason::ExceededMemoryLimit => "memory",
                        _ => "terminated",
                    };
                    page_lost(&app, reason);
                    view.reload();
                });
        })?;
    }
    Ok(())
}

/// Logs the end of the page's process, and keeps it for the page that starts next.
pub fn page_lost(app: &AppHandle, reason: &'static str) {
    log::page_lost(reason);
    let problem = Problem::new("page_lost", json!({ "reason": reason }));
    app.state::<Core>().keep_for_page(problem);
}
