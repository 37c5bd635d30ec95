//! An isolated app: an in-memory keychain, temporary folders, and a mock window.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use demo_service::{DemoService, Pace};
use finagent_desk::{Budget, Environment, context, wired};
use keychain::{KeyStore, Keychain, Presence, StoreError};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tauri::{
    App, Manager, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody, InvokeResponseBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;
use worker::Worker;

pub const KEY: &str = "0123456789abcdef.SecretOfTheBank";

/// A keychain in memory.
#[derive(Clone, Default)]
pub struct Ring(Arc<Mutex<RingState>>);

#[derive(Default)]
struct RingState {
    keys: HashMap<String, String>,
    locked: bool,
}

impl Ring {
    fn open<T>(
        &self,
        work: impl FnOnce(&mut HashMap<String, String>) -> T,
    ) -> Result<T, StoreError> {
        let mut state = self.0.lock().unwrap();
        if state.locked {
            return Err(StoreError::Locked);
        }
        Ok(work(&mut state.keys))
    }

    pub fn lock(&self) {
        self.0.lock().unwrap().locked = true;
    }

    pub fn unlock(&self) {
        self.0.lock().unwrap().locked = false;
    }

    /// The stored keys by account.
    pub fn keys(&self) -> HashMap<String, String> {
        self.0.lock().unwrap().keys.clone()
    }
}

impl KeyStore for Ring {
    fn probe(&self, account: &str) -> Result<Presence, StoreError> {
        let state = self.0.lock().unwrap();
        Ok(match (state.keys.contains_key(account), state.locked) {
            (false, _) => Presence::Absent,
            (true, true) => Presence::Locked,
            (true, false) => Presence::Present,
        })
    }

    fn read(&self, account: &str) -> Result<Option<SecretString>, StoreError> {
        self.open(|keys| keys.get(account).cloned().map(SecretString::from))
    }

    fn write(&self, account: &str, key: &SecretString) -> Result<(), StoreError> {
        self.open(|keys| drop(keys.insert(account.to_owned(), key.expose_secret().to_owned())))
    }

    fn delete(&self, account: &str) -> Result<(), StoreError> {
        self.open(|keys| drop(keys.remove(account)))
    }
}

/// The messages sent on each channel, by its number.
#[derive(Default)]
pub struct Heard(Mutex<Vec<(u32, Value)>>);

/// The app with a mock window.
pub struct TestApp {
    pub app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
    pub ring: Ring,
    pub folder: TempDir,
}

impl TestApp {
    pub fn open() -> Self {
        Self::open_in(tempfile::tempdir().unwrap())
    }

    pub fn open_in(folder: TempDir) -> Self {
        Self::open_with(folder, Ring::default())
    }

    /// Ends the app and returns its folders and keychain.
    pub fn close(self) -> (TempDir, Ring) {
        let Self {
            app,
            window,
            ring,
            folder,
        } = self;
        finagent_desk::close_records(app.handle());
        drop(window);
        drop(app);
        (folder, ring)
    }

    /// Starts the app on the folders and keychain of an earlier one.
    pub fn open_with(folder: TempDir, ring: Ring) -> Self {
        let (app, window) = app_in(folder.path(), &ring);
        Self {
            app,
            window,
            ring,
            folder,
        }
    }

    pub fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        call(&self.window, command, arguments)
    }

    /// The messages sent on this channel so far.
    pub fn heard(&self, channel: u32) -> Vec<Value> {
        let heard = self.app.state::<Heard>();
        let heard = heard.0.lock().unwrap();
        let on_it = heard.iter().filter(|(number, _)| *number == channel);
        on_it.map(|(_, message)| message.clone()).collect()
    }

    pub fn settings(&self) -> Value {
        self.call("app_start", json!({})).unwrap()["settings"].clone()
    }

    pub fn change(&self, name: &str, value: Value) -> Result<Value, Value> {
        let mut settings = self.settings();
        settings[name] = value;
        self.call("settings_save", json!({ "settings": settings }))
    }
}

/// The worker program. Cargo builds it with the whole workspace. For these tests alone, run `cargo build -p finagent-desk -p jobs`.
fn built_worker() -> Worker {
    let program = Path::new(env!("CARGO_BIN_EXE_finagent-desk")).with_file_name("finagent-worker");
    assert!(program.is_file(), "cargo build -p finagent-desk -p jobs");
    Worker::of_file(program, jobs::BUILD)
}

/// Starts the app with its data in this folder, which another instance may use too.
pub fn app_in(folder: &Path, ring: &Ring) -> (App<MockRuntime>, WebviewWindow<MockRuntime>) {
    let store = ring.clone();
    let environment = Environment {
        keychain: Keychain::new(move || Box::new(store.clone())),
        pace: Pace::Instant,
        settings_folder: Some(folder.to_owned()),
        data_folder: Some(folder.join("data")),
        models: ocr::Models::folder(),
        worker: built_worker(),
        budget: Budget::default(),
    };
    let builder = mock_builder().manage(Heard::default());
    let builder = builder.channel_interceptor(|webview, channel, _, message| {
        if let InvokeResponseBody::Json(text) = message {
            let message = serde_json::from_str(text).unwrap();
            let heard = webview.state::<Heard>();
            heard.0.lock().unwrap().push((channel.0, message));
        }
        true
    });
    let app = wired(builder, environment).build(context()).unwrap();
    let window = WebviewWindowBuilder::new(&app, "main", Default::default())
        .build()
        .unwrap();
    (app, window)
}

pub fn call(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| match body {
        InvokeResponseBody::Json(text) => serde_json::from_str(&text).unwrap(),
        InvokeResponseBody::Raw(bytes) => json!(bytes),
    })
}

/// The time after which a test fails; generous, for a busy machine.
const LIMIT: Duration = Duration::from_secs(120);
/// The time between two checks.
const PACE: Duration = Duration::from_millis(10);

/// Polls until `ask` returns something, because the progress of a run is sent only to the window.
pub fn wait_for<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + LIMIT;
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(Instant::now() < until, "timed out");
        std::thread::sleep(PACE);
    }
}

pub fn demo(settings: demo_service::Settings) -> DemoService {
    tauri::async_runtime::block_on(DemoService::start(settings)).unwrap()
}
