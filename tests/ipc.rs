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
    time::{Duration, Instant},
};

use demo_service::{DemoService, Fault, Faults, Pace};
use finagent_desk::{Surroundings, context, wired};
use keychain::{KeyStore, Keychain, Presence, StoreError};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tauri::{
    App, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody, InvokeResponseBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;
use worker::Worker;

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
            data_folder: Some(folder.path().join("data")),
            worker: Worker::of(env!("CARGO_BIN_EXE_finagent-desk")),
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
    get_ipc_response(window, request).map(|body| match body {
        InvokeResponseBody::Json(text) => serde_json::from_str(&text).unwrap(),
        InvokeResponseBody::Raw(bytes) => json!(bytes),
    })
}

/// Asks again until it is `found`: what a run does arrives in the window alone.
fn wait_for<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(Instant::now() < until, "it never came");
        std::thread::yield_now();
    }
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

fn subject(desk: &Desk, command: &str, subject: &str, insist: bool) -> Result<Value, Value> {
    let request =
        json!({ "subject": subject, "insist": insist, "model": "4-Plus", "temperature": 0.5 });
    desk.call(
        command,
        json!({ "request": request, "channel": "__CHANNEL__:7" }),
    )
}

/// The picture of a run's flowchart, once the run is over: what is said of it, and the PNG.
fn chart(desk: &Desk, run: &Value, order: Value) -> (Value, Vec<u8>) {
    let bytes = wait_for(|| {
        let drawn = desk.call("flowchart_draw", json!({ "run": run, "order": order }));
        match drawn {
            Ok(bytes) => Some(bytes),
            Err(problem) => {
                assert_eq!(problem["code"], "flowchart_none", "{problem}");
                None
            }
        }
    });
    let bytes: Vec<u8> = serde_json::from_value(bytes).unwrap();
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    let said = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
    (said, bytes[4 + length..].to_vec())
}

#[test]
fn a_subject_longer_than_the_contract_says_is_sent_only_when_the_person_insists() {
    let desk = Desk::open();
    let example = "Beijing Zhipu Huatong Technology Co., Ltd.";
    for command in ["diligence_run", "updates_run"] {
        let long = subject(&desk, command, example, false).unwrap_err();
        assert_eq!(long["params"]["problem"], "too_long");
        assert_eq!(
            (&long["params"]["limit"], &long["params"]["actual"]),
            (&json!(25), &json!(42))
        );
        let short = subject(&desk, command, " 甲 ", true).unwrap_err();
        assert_eq!(short["params"]["problem"], "too_short");
        subject(&desk, command, example, true).unwrap();
    }
    let kind = json!({ "kind": "company" });
    let listed = desk.call("subject_list", kind).unwrap();
    assert_eq!(listed[0]["name"], example);
}

#[test]
fn a_flowchart_is_drawn_whole_and_in_part_with_its_labels_as_text() {
    let desk = Desk::open();
    let run = subject(&desk, "diligence_run", "示例科技有限公司", false).unwrap();
    let (whole, png) = chart(&desk, &run, json!({ "scale": 1, "region": null }));
    let picture = image::load_from_memory(&png).unwrap();
    assert_eq!(
        f64::from(picture.width()),
        whole["width"].as_f64().unwrap().ceil()
    );
    assert!(!whole["labels"].as_array().unwrap().is_empty());
    let region = json!({ "x": 10, "y": 10, "width": 50, "height": 40 });
    let (part, png) = chart(&desk, &run, json!({ "scale": 8, "region": region }));
    assert_eq!(part["scale"], 8.0);
    let picture = image::load_from_memory(&png).unwrap();
    assert_eq!((picture.width(), picture.height()), (400, 320));
}

#[test]
fn a_second_report_on_the_same_subject_has_a_former_one() {
    let desk = Desk::open();
    let topic = |insist| subject(&desk, "updates_run", "理财销售", insist).unwrap();
    let first = topic(false);
    chart(&desk, &first, json!({ "scale": 1, "region": null }));
    let alone = desk.call("report_compare", json!({ "run": first }));
    assert_eq!(alone.unwrap_err()["code"], "former_none");
    let second = topic(false);
    chart(&desk, &second, json!({ "scale": 1, "region": null }));
    let compared = desk
        .call("report_compare", json!({ "run": second }))
        .unwrap();
    assert!(compared["same"].as_u64().unwrap() > 0, "{compared}");
    let news = desk.call("report_news", json!({ "run": second })).unwrap();
    assert!(
        news.as_array().unwrap().len() < compared["rows"].as_array().unwrap().len(),
        "what was there before is no news"
    );
}

#[test]
fn a_conversation_keeps_what_was_said_and_answered() {
    let desk = Desk::open();
    let opening = json!([{ "speaker": "partner", "text": "这个理财保本吗？" }]);
    let begun = desk
        .call(
            "conversation_begin",
            json!({ "title": "", "scenario": "retired", "opening": opening }),
        )
        .unwrap();
    let id = &begun["id"];
    let say = |text: &str, instead_of: Value| {
        let request = json!({
            "conversation": id, "text": text, "insteadOf": instead_of, "model": "4-Plus", "temperature": 0.5,
        });
        desk.call(
            "sparring_run",
            json!({ "request": request, "channel": "__CHANNEL__:7" }),
        )
    };
    let lines = |count: usize| {
        wait_for(|| {
            let shown = desk.call("conversation_open", json!({ "id": id })).unwrap();
            (shown["lines"].as_array().unwrap().len() == count).then_some(shown)
        })
    };
    let long = say(&"长".repeat(2_001), Value::Null).unwrap_err();
    assert_eq!(
        (&long["params"]["limit"], &long["params"]["actual"]),
        (&json!(2_000), &json!(2_001))
    );
    lines(1);
    say("不保本，请看风险等级。", Value::Null).unwrap();
    let shown = lines(3);
    assert_eq!(shown["lines"][1]["source"], "person");
    assert_eq!(shown["lines"][2]["source"], "demo");
    assert!(!shown["lines"][2]["blocks"].as_array().unwrap().is_empty());

    let request = json!({ "conversation": id, "model": "4-Plus", "temperature": 0.5 });
    let audit = desk
        .call(
            "sparring_audit",
            json!({ "request": request, "channel": "__CHANNEL__:7" }),
        )
        .unwrap();
    wait_for(|| {
        let report = desk
            .call("report_markdown", json!({ "run": audit }))
            .unwrap();
        (!report.as_str().unwrap().is_empty()).then_some(())
    });
    desk.call("conversation_delete", json!({ "id": id }))
        .unwrap();
    let gone = desk.call("conversation_open", json!({ "id": id }));
    assert_eq!(gone.unwrap_err()["code"], "conversation_unknown");
    let names = desk
        .call("conversation_restore", json!({ "id": id }))
        .unwrap();
    assert_eq!(names[0]["beginning"], "不保本，请看风险等级。");
}
