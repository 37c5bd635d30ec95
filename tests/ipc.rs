//! The commands as the window calls them: through Tauri's own IPC with its access control, without a real window.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what fails here fails the test"
)]

use std::{
    collections::HashMap,
    fs,
    sync::{Arc, Mutex},
};

use demo_service::{DemoService, Fault, Faults, Pace};
use finagent_desk::{Surroundings, context, wired};
use keychain::{KeyStore, Keychain, Presence, StoreError};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tauri::{
    App, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;

const KEY: &str = "0123456789abcdef.SecretOfTheBank";

/// A keychain in memory.
#[derive(Clone, Default)]
struct Ring(Arc<Mutex<RingState>>);

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

    fn lock(&self) {
        self.0.lock().unwrap().locked = true;
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

/// The app without a window of the system's.
struct Desk {
    app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
    ring: Ring,
    folder: TempDir,
}

impl Desk {
    fn open() -> Self {
        Self::open_in(tempfile::tempdir().unwrap())
    }

    fn open_in(folder: TempDir) -> Self {
        let ring = Ring::default();
        let store = ring.clone();
        let surroundings = Surroundings {
            keychain: Keychain::new(move || Box::new(store.clone())),
            pace: Pace::Instant,
            settings_folder: Some(folder.path().to_owned()),
        };
        let app = wired(mock_builder(), surroundings)
            .build(context())
            .unwrap();
        let window = WebviewWindowBuilder::new(&app, "main", Default::default())
            .build()
            .unwrap();
        Self {
            app,
            window,
            ring,
            folder,
        }
    }

    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        call(&self.window, command, arguments)
    }

    fn settings(&self) -> Value {
        self.call("app_start", json!({})).unwrap()["settings"].clone()
    }

    fn change(&self, name: &str, value: Value) -> Result<Value, Value> {
        let mut settings = self.settings();
        settings[name] = value;
        self.call("settings_save", json!({ "settings": settings }))
    }
}

fn call(
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
    get_ipc_response(window, request).map(|body| body.deserialize::<Value>().unwrap())
}

fn demo(settings: demo_service::Settings) -> DemoService {
    tauri::async_runtime::block_on(DemoService::start(settings)).unwrap()
}

#[test]
fn a_fresh_machine_starts_with_the_demo_service_and_the_published_origin() {
    let desk = Desk::open();
    let start = desk.call("app_start", json!({})).unwrap();
    assert_eq!(start["service"]["demo"], true);
    assert_eq!(start["service"]["key"], json!({ "state": "none" }));
    assert_eq!(start["settings"]["origin"], "https://open.bigmodel.cn");
    assert_eq!(start["limits"]["copyCharacters"], 10_000);
    assert_eq!(start["limits"]["pictureBytes"], 5_000_000);
    assert_eq!(start["material"], Value::Null);
}

#[test]
fn a_second_window_may_call_nothing() {
    let desk = Desk::open();
    let other = WebviewWindowBuilder::new(&desk.app, "other", Default::default())
        .build()
        .unwrap();
    for command in ["app_start", "key_save", "audit_run", "report_markdown"] {
        let refused = call(&other, command, json!({ "key": KEY })).unwrap_err();
        assert!(
            refused.to_string().contains("not allowed"),
            "{command}: {refused}"
        );
    }
}

#[test]
fn the_window_may_not_reach_the_plugins_by_itself() {
    let desk = Desk::open();
    for command in [
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:event|listen",
        "plugin:path|resolve_directory",
    ] {
        assert!(desk.call(command, json!({})).is_err(), "{command}");
    }
}

#[test]
fn a_pasted_key_is_cleaned_kept_for_its_origin_and_shown_by_its_last_four_characters() {
    let desk = Desk::open();
    let service = desk
        .call(
            "key_save",
            json!({ "key": format!("  \"Bearer {KEY}\"\n") }),
        )
        .unwrap();
    assert_eq!(
        service["key"],
        json!({ "state": "stored", "last4": "Bank" })
    );
    assert_eq!(service["demo"], false);
    assert_eq!(
        desk.ring.0.lock().unwrap().keys["https://open.bigmodel.cn"],
        KEY
    );

    let start = desk
        .change("origin", json!("https://gateway.example"))
        .unwrap();
    assert_eq!(
        start["service"]["key"],
        json!({ "state": "none" }),
        "another origin never gets the key"
    );
    desk.change("origin", json!("https://open.bigmodel.cn"))
        .unwrap();
    let service = desk.call("key_remove", json!({})).unwrap();
    assert_eq!(service["key"], json!({ "state": "none" }));
    assert!(desk.ring.0.lock().unwrap().keys.is_empty());
}

#[test]
fn no_answer_to_the_window_and_no_file_holds_the_key() {
    let desk = Desk::open();
    let mut answers = Vec::new();
    let service = demo(demo_service::Settings {
        key: Some("another".to_owned()),
        pace: Pace::Instant,
        ..Default::default()
    });
    answers.push(desk.change("origin", json!(service.origin())));
    answers.push(desk.call("key_save", json!({ "key": KEY })));
    answers.push(desk.call("key_test", json!({})));
    answers.push(desk.call("app_start", json!({})));
    answers.push(desk.call("key_save", json!({ "key": format!("{KEY} {KEY}") })));
    answers.push(desk.change("origin", json!(format!("https://{KEY}@example.com"))));
    desk.ring.lock();
    answers.push(desk.call("key_refresh", json!({ "unlock": true })));
    for answer in &answers {
        assert!(
            !format!("{answer:?}").contains("SecretOfTheBank"),
            "{answer:?}"
        );
    }
    for file in fs::read_dir(desk.folder.path()).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(!text.contains("SecretOfTheBank"));
    }
}

#[test]
fn a_test_of_the_key_tells_right_wrong_and_no_network_apart() {
    let desk = Desk::open();
    let service = demo(demo_service::Settings {
        key: Some(KEY.to_owned()),
        pace: Pace::Instant,
        ..Default::default()
    });
    let origin = service.origin();
    desk.change("origin", json!(origin)).unwrap();
    desk.call("key_save", json!({ "key": KEY })).unwrap();
    assert_eq!(
        desk.call("key_test", json!({})).unwrap(),
        json!({ "verdict": "accepted" })
    );
    desk.call("key_save", json!({ "key": "wrong-key-0000" }))
        .unwrap();
    assert_eq!(
        desk.call("key_test", json!({})).unwrap(),
        json!({ "verdict": "rejected" })
    );
    tauri::async_runtime::block_on(service.stop());
    let unknown = desk.call("key_test", json!({})).unwrap();
    assert_eq!(unknown["verdict"], "unknown");
    assert_eq!(unknown["problem"]["code"], "no_network");
}

#[test]
fn a_locked_keychain_is_not_taken_for_an_empty_one() {
    let desk = Desk::open();
    desk.call("key_save", json!({ "key": KEY })).unwrap();
    desk.ring.lock();
    let start = desk.call("app_start", json!({})).unwrap();
    assert_eq!(start["service"]["key"], json!({ "state": "locked" }));
    assert_eq!(start["service"]["demo"], false);
}

fn run(desk: &Desk, request: Value) -> Result<Value, Value> {
    desk.call(
        "audit_run",
        json!({ "request": request, "channel": "__CHANNEL__:7" }),
    )
}

#[test]
fn what_is_wrong_with_a_request_is_said_before_anything_is_sent() {
    let desk = Desk::open();
    let request = |copy: &str| json!({ "copy": copy, "material": null, "model": "4-Plus", "temperature": 0.5 });
    let nothing = run(&desk, request(" \n")).unwrap_err();
    assert_eq!(nothing["code"], "invalid_request");
    assert_eq!(nothing["params"]["problem"], "missing");
    let long = run(&desk, request(&"保".repeat(10_001))).unwrap_err();
    assert_eq!(long["params"]["problem"], "too_long");
    assert_eq!(long["params"]["limit"], 10_000);
    assert_eq!(long["params"]["actual"], 10_001);
    let gone = run(
        &desk,
        json!({ "copy": "x", "material": 9, "model": "4-Plus", "temperature": 0.5 }),
    );
    assert_eq!(gone.unwrap_err()["code"], "material_gone");
    let model = run(
        &desk,
        json!({ "copy": "x", "material": null, "model": "5", "temperature": 0.5 }),
    );
    assert_eq!(model.unwrap_err()["code"], "invalid_request");
}

#[test]
fn only_one_run_at_a_time_and_it_can_be_stopped() {
    let desk = Desk::open();
    let service = demo(demo_service::Settings {
        faults: Faults::none().always(Fault::Silence),
        ..Default::default()
    });
    desk.change("origin", json!(service.origin())).unwrap();
    desk.call("key_save", json!({ "key": KEY })).unwrap();
    let request =
        json!({ "copy": "保本", "material": null, "model": "4-Plus", "temperature": 0.5 });
    let first = run(&desk, request.clone()).unwrap();
    assert_eq!(
        run(&desk, request.clone()).unwrap_err()["code"],
        "run_in_progress"
    );
    desk.call("run_cancel", json!({ "run": first })).unwrap();
    // The next one may start as soon as the first is over, which takes a moment, not a while.
    let second = loop {
        match run(&desk, request.clone()) {
            Ok(run) => break run,
            Err(problem) => assert_eq!(problem["code"], "run_in_progress"),
        }
        std::thread::yield_now();
    };
    assert_ne!(first, second);
    desk.call("run_cancel", json!({ "run": second })).unwrap();
    assert_eq!(
        desk.call("run_cancel", json!({ "run": 99 })).unwrap_err()["code"],
        "run_unknown"
    );
}

#[test]
fn settings_are_checked_kept_and_found_again() {
    let desk = Desk::open();
    for (name, value, code) in [
        ("origin", json!("http://example.com"), "insecure_origin"),
        ("origin", json!("ftp://example.com"), "bad_origin"),
        ("origin", json!("not an address"), "bad_origin"),
        ("proxy", json!("::::"), "proxy"),
        ("temperature", json!(1.5), "invalid_request"),
        ("model", json!("5-Ultra"), "invalid_request"),
    ] {
        let refused = desk.change(name, value.clone()).unwrap_err();
        assert_eq!(refused["code"], code, "{name} = {value}");
    }
    desk.change("language", json!("en")).unwrap();
    desk.change("zoom", json!(150)).unwrap();
    let Desk { folder, app, .. } = desk;
    drop(app);
    let again = Desk::open_in(folder);
    assert_eq!(again.settings()["language"], "en");
    assert_eq!(again.settings()["zoom"], 150);
}

#[test]
fn an_unreadable_settings_file_is_put_aside_and_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("settings.json"), "{ \"origin\": 5").unwrap();
    let desk = Desk::open_in(folder);
    let start = desk.call("app_start", json!({})).unwrap();
    assert_eq!(start["settingsProblem"]["code"], "settings_unreadable");
    assert_eq!(start["settings"]["origin"], "https://open.bigmodel.cn");
    desk.change("language", json!("en")).unwrap();
    let kept = fs::read_to_string(desk.folder.path().join("settings.unreadable-1.json")).unwrap();
    assert_eq!(kept, "{ \"origin\": 5", "the old file is not lost");
}

#[test]
fn only_addresses_for_a_browser_are_opened() {
    let desk = Desk::open();
    for address in [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "smb://host/share",
        "/etc/passwd",
        "-h",
    ] {
        let refused = desk
            .call("link_open", json!({ "url": address }))
            .unwrap_err();
        assert_eq!(refused["code"], "link_refused", "{address}");
    }
}
