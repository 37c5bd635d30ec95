//! Shared setup of the window tests: a desktop, a service with configurable faults, and a poster.

use std::{
    fs,
    path::{Path, PathBuf},
};

use demo_service::{DemoService, Faults, Pace, Settings};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use window_harness::{App, Desktop, Keyring};

/// The part of [`KEY`] that the window shows.
pub const LAST4: &str = "cret";

/// The key that the test service accepts.
pub const KEY: &str = "9b1d7e52c0a84f6e.WindowTestSecret";

/// A copy with phrases that an audit must find.
pub const COPY: &str = "不查征信、利息低、额度高、当天放款，有抵押即可办理，详询客户经理。";

/// A desktop with an unlocked keychain.
pub fn desktop() -> Desktop {
    desktop_with(Keyring::Unlocked)
}

/// A desktop with its keychain in this state.
pub fn desktop_with(keyring: Keyring) -> Desktop {
    // Cargo builds the worker with the whole workspace, but not for these tests alone.
    assert!(worker().is_file(), "cargo build -p finagent-desk -p jobs");
    Desktop::new(env!("CARGO_BIN_EXE_finagent-desk"), keyring)
}

/// The worker program next to the app.
pub fn worker() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_finagent-desk")).with_file_name("finagent-worker")
}

/// Writes a settings file before the start of the app.
pub fn settings(desktop: &Desktop, settings: &Value) {
    let folder = desktop.home().path("config/app.finagent.desk");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("settings.json"), settings.to_string()).unwrap();
}

/// Copies the synthetic poster into the user's files under this name.
pub fn poster(desktop: &Desktop, name: &str) -> PathBuf {
    let path = desktop.home().path("files").join(name);
    fs::write(&path, include_bytes!("../fixtures/poster.jpg")).unwrap();
    path
}

/// Starts a service that requires [`KEY`] and has these faults, separated by spaces.
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

/// Starts the app with a key for `service`.
pub async fn app_of<'d>(desktop: &'d Desktop, service: &DemoService) -> App<'d> {
    let app = open(desktop, &chinese_at(&service.origin())).await;
    enter_key(&app, KEY).await;
    app.click("nav a[data-screen=audit]").await;
    app
}

/// Starts the app with these settings at a usual window size, and waits until it is ready for input.
pub async fn open<'d>(desktop: &'d Desktop, chosen: &Value) -> App<'d> {
    settings(desktop, chosen);
    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    ready(&app).await;
    app
}

/// Waits until the page is ready for input.
pub async fn ready(app: &App<'_>) {
    app.wait_for("#service[data-kind]").await;
}

/// Settings for Chinese and the light theme, as in most screenshots.
pub fn chinese() -> Value {
    json!({ "language": "zh-CN", "theme": "light" })
}

/// Settings for Chinese, the light theme, and the service at this origin.
pub fn chinese_at(origin: &str) -> Value {
    json!({ "language": "zh-CN", "theme": "light", "origin": origin })
}

/// Enters a key on the settings screen and waits until it is stored.
pub async fn enter_key(app: &App<'_>, key: &str) {
    app.click("nav a[data-screen=settings]").await;
    app.fill("#key-field", key).await;
    app.click("#key-save").await;
    app.wait_for("#key:is([data-state=stored], [data-state=session])")
        .await;
}

/// Opens the first record of the list, which is the latest one.
pub async fn open_latest_record(app: &App<'_>) {
    app.click("nav a[data-screen=records]").await;
    app.wait_for("#records-grid .record-row[data-record]").await;
    app.script("(document.querySelector('#records-grid .record-row[data-record]').click(), true)")
        .await;
    app.focus();
    app.press("Return");
    app.wait_for("#screen-records[data-view=record]").await;
}

/// Waits until the audit report is in this state.
pub async fn report(app: &App<'_>, state: &str) {
    report_of(app, "audit", state).await;
}

/// Waits until the report of this assistant is in this state.
pub async fn report_of(app: &App<'_>, assistant: &str, state: &str) {
    app.wait_for(&format!("#{assistant}-report[data-state={state}]"))
        .await;
}

/// Starts a service on loopback that answers every request with the text and flowchart from `answer`.
pub async fn answering(
    answer: impl Fn() -> (String, Option<String>) + Send + Sync + 'static,
) -> String {
    answering_to(move |_| answer()).await
}

/// Like [`answering`], but `answer` receives the raw request.
pub async fn answering_to(
    answer: impl Fn(&[u8]) -> (String, Option<String>) + Send + Sync + 'static,
) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let request = read_request(&mut stream).await;
            let (output, svg) = answer(&request);
            let last =
                json!({ "event": "workflow_finished", "data": { "output": output, "svg": svg } });
            let head =
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
            // The client may have disconnected.
            let _ = stream
                .write_all(format!("{head}data: {last}\n\n").as_bytes())
                .await;
        }
    });
    origin
}

/// Reads a request to the end of its body.
pub async fn read_request(stream: &mut TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    let whole = |request: &[u8]| {
        let text = String::from_utf8_lossy(request).to_ascii_lowercase();
        let Some((head, _)) = text.split_once("\r\n\r\n") else {
            return false;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"));
        match length {
            Some(length) => {
                request.len() >= head.len() + 4 + length.trim().parse::<usize>().unwrap()
            }
            // The last line of the form ends the request.
            None => request.ends_with(b"--\r\n") || request.ends_with(b"0\r\n\r\n"),
        }
    };
    while !whole(&request) && stream.read_buf(&mut request).await.unwrap_or(0) > 0 {}
    request
}

/// The text of the copy field.
pub async fn copy(app: &App<'_>) -> String {
    app.script("document.querySelector('#copy').value")
        .await
        .as_str()
        .unwrap()
        .to_owned()
}
