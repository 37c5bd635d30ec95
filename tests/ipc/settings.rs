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

#[test]
fn the_network_is_diagnosed_without_a_key_and_no_step_shows_the_password_of_the_proxy() {
    let app = TestApp::open();
    app.change("proxy", json!("http://me:Pr0xySecret@127.0.0.1:1"))
        .unwrap();
    app.change("origin", json!("https://service.invalid"))
        .unwrap();
    let asked = json!({ "channel": "__CHANNEL__:7" });
    assert_eq!(app.call("network_diagnose", asked.clone()), Ok(json!(true)));
    let heard = app.heard(7);
    let results: Vec<_> = heard
        .iter()
        .filter(|event| event["type"] == "ended")
        .collect();
    let states: Vec<_> = results
        .iter()
        .map(|event| event["result"]["state"].clone())
        .collect();
    assert_eq!(results[0]["result"]["facts"]["proxy"], "127.0.0.1:1");
    assert_eq!(results[0]["result"]["facts"]["hasLogin"], true);
    assert_eq!(states.iter().filter(|state| **state == "failed").count(), 1);
    assert_eq!(
        results[2]["result"]["problem"]["params"]["reason"],
        "refused"
    );
    assert!(!json!(heard).to_string().contains("Pr0xySecret"));
    // A proxy that can't be one is refused with its reason when it is saved.
    for (address, reason) in [("socks4://a:1", "scheme"), ("http://a/proxy.pac", "pac")] {
        let refused = app.change("proxy", json!(address)).unwrap_err();
        assert_eq!(refused["params"]["reason"], reason);
    }
}
