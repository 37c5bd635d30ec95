//! Opens the real window as a user with an API key does.

use std::fs;

use serde_json::json;
use window_harness::{App, Desktop};

/// Starts the app in Chinese at a common screen size, enters the key and opens the audit screen.
///
/// # Panics
/// If the app can't be started, since no benchmark can continue.
#[expect(clippy::unwrap_used, reason = "a failed step fails the benchmark")]
pub async fn open<'d>(desktop: &'d Desktop, origin: &str, key: &str) -> App<'d> {
    let folder = desktop.home().path("config/app.finagent.desk");
    fs::create_dir_all(&folder).unwrap();
    let settings = json!({ "language": "zh-CN", "origin": origin });
    fs::write(folder.join("settings.json"), settings.to_string()).unwrap();
    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    app.click("nav a[data-screen=settings]").await;
    app.fill("#key-field", key).await;
    app.click("#key-save").await;
    app.wait_for("#key[data-state=stored]").await;
    app.click("nav a[data-screen=audit]").await;
    app
}
