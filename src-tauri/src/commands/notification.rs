//! Desktop notifications: tell a person who works in another window that a long task has ended.

use app::wire::Problem;
use tauri::{AppHandle, Manager, Runtime, UserAttentionType};

use crate::window::MAIN;

/// Characters of a line: desktops truncate longer ones.
const LONGEST: usize = 200;

/// Shows a notification, unless the window has the focus. Returns whether it was shown: a desktop may not support
/// notifications.
#[tauri::command]
pub async fn app_notify<R: Runtime>(
    app: AppHandle<R>,
    title: String,
    words: String,
) -> Result<bool, Problem> {
    let Some(window) = app.get_webview_window(MAIN) else {
        return Ok(false);
    };
    if window.is_focused().unwrap_or(true) {
        return Ok(false);
    }
    // Also highlights the task bar entry, for a person who misses the notification; a desktop may have no task bar.
    let _ = window.request_user_attention(Some(UserAttentionType::Informational));
    let show = move || {
        notify_rust::Notification::new()
            .appname("FinAgent Desk")
            .icon("finagent-desk")
            .summary(&cut(&title))
            .body(&marked(&cut(&words)))
            .show()
            .is_ok()
    };
    Ok(tokio::task::spawn_blocking(show).await?)
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// Escapes markup, which desktops interpret in the text and a file name may contain.
fn marked(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
