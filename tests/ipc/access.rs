//! Access control: one window, only the commands of the app, no commands of plugins.

use serde_json::{Value, json};
use tauri::WebviewWindowBuilder;

use crate::test_app::{KEY, TestApp, call};

#[test]
fn a_fresh_machine_starts_with_the_demo_service_and_the_published_origin() {
    let app = TestApp::open();
    let start = app.call("app_start", json!({})).unwrap();
    assert_eq!(start["service"]["demo"], true);
    assert_eq!(start["service"]["key"], json!({ "state": "none" }));
    assert_eq!(start["settings"]["origin"], "https://open.bigmodel.cn");
    assert_eq!(start["limits"]["copyCharacters"], 10_000);
    assert_eq!(start["limits"]["copyTotal"], 500_000);
    assert_eq!(start["limits"]["pictureBytes"], 5_000_000);
    assert_eq!(start["material"], Value::Null);
}

#[test]
fn a_second_window_may_call_nothing() {
    let app = TestApp::open();
    let other = WebviewWindowBuilder::new(&app.app, "other", Default::default())
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
    let app = TestApp::open();
    for command in [
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:event|listen",
        "plugin:path|resolve_directory",
    ] {
        assert!(app.call(command, json!({})).is_err(), "{command}");
    }
}

#[test]
fn only_addresses_for_a_browser_are_opened() {
    let app = TestApp::open();
    for address in [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "smb://host/share",
        "/etc/passwd",
        "-h",
    ] {
        let refused = app
            .call("link_open", json!({ "url": address }))
            .unwrap_err();
        assert_eq!(refused["code"], "link_refused", "{address}");
    }
}
