//! Settings are validated, stored, and never lost.

use std::fs;

use serde_json::json;

use crate::test_app::TestApp;

#[test]
fn settings_are_checked_kept_and_found_again() {
    let app = TestApp::open();
    for (name, value, code) in [
        ("origin", json!("http://example.com"), "insecure_origin"),
        ("origin", json!("ftp://example.com"), "bad_origin"),
        ("origin", json!("not an address"), "bad_origin"),
        ("proxy", json!("::::"), "proxy"),
        ("temperature", json!(1.5), "invalid_request"),
        ("model", json!("5-Ultra"), "invalid_request"),
    ] {
        let refused = app.change(name, value.clone()).unwrap_err();
        assert_eq!(refused["code"], code, "{name} = {value}");
    }
    app.change("language", json!("en")).unwrap();
    app.change("zoom", json!(150)).unwrap();
    let (folder, _) = app.close();
    let again = TestApp::open_in(folder);
    assert_eq!(again.settings()["language"], "en");
    assert_eq!(again.settings()["zoom"], 150);
}

#[test]
fn an_unreadable_settings_file_is_put_aside_and_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("settings.json"), "{ \"origin\": 5").unwrap();
    let app = TestApp::open_in(folder);
    let start = app.call("app_start", json!({})).unwrap();
    assert_eq!(start["problems"][0]["code"], "settings_unreadable");
    assert_eq!(
        start["problems"][0]["params"]["aside"],
        "settings.unreadable-1.json"
    );
    assert_eq!(start["settings"]["origin"], "https://open.bigmodel.cn");
    app.change("language", json!("en")).unwrap();
    let kept = fs::read_to_string(app.folder.path().join("settings.unreadable-1.json")).unwrap();
    assert_eq!(kept, "{ \"origin\": 5", "the old file is not lost");
}
