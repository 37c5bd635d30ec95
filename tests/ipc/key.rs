//! The API key: it is stored for its origin and never returned.

use std::{fs, path::Path};

use demo_service::Pace;
use serde_json::json;

use crate::test_app::{KEY, TestApp, demo};

#[test]
fn a_pasted_key_is_cleaned_kept_for_its_origin_and_shown_by_its_last_four_characters() {
    let app = TestApp::open();
    let service = app
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
    assert_eq!(app.ring.keys()["https://open.bigmodel.cn"], KEY);

    let start = app
        .change("origin", json!("https://gateway.example"))
        .unwrap();
    assert_eq!(
        start["service"]["key"],
        json!({ "state": "none" }),
        "another origin must not get the key"
    );
    app.change("origin", json!("https://open.bigmodel.cn"))
        .unwrap();
    let service = app.call("key_remove", json!({})).unwrap();
    assert_eq!(service["key"], json!({ "state": "none" }));
    assert!(!app.ring.keys().values().any(|kept| kept.contains(KEY)));
}

#[test]
fn no_answer_to_the_window_and_no_file_holds_the_key() {
    let app = TestApp::open();
    let mut answers = Vec::new();
    let service = demo(demo_service::Settings {
        key: Some("another".to_owned()),
        pace: Pace::Instant,
        ..Default::default()
    });
    answers.push(app.change("origin", json!(service.origin())));
    answers.push(app.call("key_save", json!({ "key": KEY })));
    answers.push(app.call("key_test", json!({})));
    answers.push(app.call("app_start", json!({})));
    answers.push(app.call("key_save", json!({ "key": format!("{KEY} {KEY}") })));
    answers.push(app.change("origin", json!(format!("https://{KEY}@example.com"))));
    app.ring.lock();
    answers.push(app.call("key_refresh", json!({ "unlock": true })));
    for answer in &answers {
        assert!(
            !format!("{answer:?}").contains("SecretOfTheBank"),
            "{answer:?}"
        );
    }
    let seen = search(app.folder.path(), "SecretOfTheBank");
    assert!(seen >= 2, "searched only {seen} files");
}

/// Asserts that no file below `folder` contains `secret`. Returns the number of files searched.
pub fn search(folder: &Path, secret: &str) -> usize {
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            seen += search(&path, secret);
        } else {
            let bytes = fs::read(&path).unwrap();
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{}", path.display());
            seen += 1;
        }
    }
    seen
}

#[test]
fn a_test_of_the_key_tells_right_wrong_and_no_network_apart() {
    let app = TestApp::open();
    let service = demo(demo_service::Settings {
        key: Some(KEY.to_owned()),
        pace: Pace::Instant,
        ..Default::default()
    });
    let origin = service.origin();
    app.change("origin", json!(origin)).unwrap();
    app.call("key_save", json!({ "key": KEY })).unwrap();
    assert_eq!(
        app.call("key_test", json!({})).unwrap(),
        json!({ "verdict": "accepted" })
    );
    app.call("key_save", json!({ "key": "wrong-key-0000" }))
        .unwrap();
    assert_eq!(
        app.call("key_test", json!({})).unwrap(),
        json!({ "verdict": "rejected" })
    );
    tauri::async_runtime::block_on(service.stop());
    let unknown = app.call("key_test", json!({})).unwrap();
    assert_eq!(unknown["verdict"], "unknown");
    assert_eq!(unknown["problem"]["code"], "no_network");
}

#[test]
fn a_locked_keychain_is_not_taken_for_an_empty_one() {
    let app = TestApp::open();
    app.call("key_save", json!({ "key": KEY })).unwrap();
    app.ring.lock();
    let start = app.call("app_start", json!({})).unwrap();
    assert_eq!(start["service"]["key"], json!({ "state": "locked" }));
    assert_eq!(start["service"]["demo"], false);
}
