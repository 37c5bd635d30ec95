//! What the tests of the window have in common: a desktop, a service that can be told to fail, and a poster.

use std::{fs, path::PathBuf};

use demo_service::{DemoService, Faults, Pace, Settings};
use serde_json::{Value, json};
use window_harness::{App, Desktop, Keyring};

/// What the window shows of [`KEY`].
pub const LAST4: &str = "cret";

/// The key that the tests' service takes.
pub const KEY: &str = "9b1d7e52c0a84f6e.WindowTestSecret";

/// Copy with phrases that an audit must find.
pub const COPY: &str = "不查征信、利息低、额度高、当天放款，有抵押即可办理，详询客户经理。";

/// A desktop with an open keychain.
pub fn desktop() -> Desktop {
    desktop_with(Keyring::Unlocked)
}

/// A desktop with its keychain in this state.
pub fn desktop_with(keyring: Keyring) -> Desktop {
    Desktop::new(env!("CARGO_BIN_EXE_finagent-desk"), keyring)
}

/// Lays down settings as an earlier use of the app would have left them.
pub fn settings(desktop: &Desktop, settings: &Value) {
    let folder = desktop.home().path("config/app.finagent.desk");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("settings.json"), settings.to_string()).unwrap();
}

/// The made-up poster, under this name in the person's files.
pub fn poster(desktop: &Desktop, name: &str) -> PathBuf {
    let path = desktop.home().path("files").join(name);
    fs::write(&path, include_bytes!("../fixtures/poster.jpg")).unwrap();
    path
}

/// A service that wants [`KEY`] and has these faults, separated by spaces.
pub async fn service(pace: Pace, faults: &str) -> DemoService {
    let faults = faults
        .split_whitespace()
        .fold(Faults::none(), |faults, fault| {
            faults.and(fault.parse().unwrap())
        });
    let settings = Settings {
        port: 0,
        pace,
        key: Some(KEY.to_owned()),
        faults,
    };
    DemoService::start(settings).await.unwrap()
}

/// Starts the app as one who has a key for `service` uses it.
pub async fn app_of<'d>(desktop: &'d Desktop, service: &DemoService) -> App<'d> {
    let app = open(desktop, &chinese_at(&service.origin())).await;
    enter_key(&app, KEY).await;
    app.click("nav a[data-screen=audit]").await;
    app
}

/// Starts the app with these settings, at the size of a person's screen, and waits until it hears the keyboard.
pub async fn open<'d>(desktop: &'d Desktop, chosen: &Value) -> App<'d> {
    settings(desktop, chosen);
    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    ready(&app).await;
    app
}

/// Waits until the page has drawn itself and hears the keyboard.
pub async fn ready(app: &App<'_>) {
    app.wait_for("#service[data-kind]").await;
}

/// In Chinese and light, as most pictures are.
pub fn chinese() -> Value {
    json!({ "language": "zh-CN", "theme": "light" })
}

/// The same, with the service at this origin.
pub fn chinese_at(origin: &str) -> Value {
    json!({ "language": "zh-CN", "theme": "light", "origin": origin })
}

/// Enters a key on the settings screen and waits until it is kept.
pub async fn enter_key(app: &App<'_>, key: &str) {
    app.click("nav a[data-screen=settings]").await;
    app.fill("#key-field", key).await;
    app.click("#key-save").await;
    app.wait_for("#key:is([data-state=stored], [data-state=session])")
        .await;
}

/// Waits until the report is in this state.
pub async fn report(app: &App<'_>, state: &str) {
    app.wait_for(&format!("#report[data-state={state}]")).await;
}

/// The copy field's text.
pub async fn copy(app: &App<'_>) -> String {
    app.script("document.querySelector('#copy').value")
        .await
        .as_str()
        .unwrap()
        .to_owned()
}
