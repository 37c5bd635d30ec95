//! What the desktop tells a person who works in another window: that something long is over.

use app::wire::Problem;
use tauri::{AppHandle, Manager, Runtime, UserAttentionType};

use crate::window::MAIN;

/// Characters of a line: desktops cut longer ones off.
const LONGEST: usize = 200;

/// Tells the person, unless they look at the window anyway. Whether they were told: a desktop may have no place for it.
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
    // Somebody who misses the words sees it in the task bar; a desktop may have none.
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

/// Desktops read marks in the words, and a file may be called like one.
fn marked(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
