//! Two instances of the app on the same folders: the second one reports the first, and neither loses data.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use crate::test_app::{Ring, TestApp, app_in, call};

/// All commands granted to the window.
fn commands() -> Vec<String> {
    let granted: Value =
        serde_json::from_str(include_str!("../../src-tauri/capabilities/main.json")).unwrap();
    let names = granted["permissions"].as_array().unwrap().iter();
    names
        .map(|name| {
            let name = name.as_str().unwrap().strip_prefix("allow-").unwrap();
            name.replace('-', "_")
        })
        .collect()
}

/// All files below `folder` with their contents.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.display().to_string(), fs::read(&path).unwrap());
        }
    }
    found
}

fn begin(call: impl Fn(&str, Value) -> Result<Value, Value>, title: &str) -> Result<Value, Value> {
    let arguments = json!({ "title": title, "scenario": null, "opening": [] });
    call("conversation_begin", arguments)
}

#[test]
fn a_second_app_on_the_same_folders_says_so_and_changes_nothing_until_the_first_has_ended() {
    let first = TestApp::open();
    let here = |command: &str, arguments| first.call(command, arguments);
    first.change("language", json!("en")).unwrap();
    let pin = json!({ "kind": "company", "name": "示例公司", "pinned": true });
    here("subject_pin", pin).unwrap();
    let deleted = begin(here, "删去").unwrap()["id"].clone();
    let kept = begin(here, "留下").unwrap()["id"].clone();
    here("conversation_delete", json!({ "id": deleted })).unwrap();
    let before = files(first.folder.path());

    let (second, window) = app_in(first.folder.path(), &Ring::default());
    let there = |command: &str, arguments| call(&window, command, arguments);
    for command in commands() {
        let refused = there(&command, json!({})).unwrap_err();
        assert_eq!(refused["code"], "already_open", "{command}");
        let spoken = refused["params"]["language"].as_str();
        assert_eq!(
            spoken,
            (command == "app_start").then_some("en"),
            "{command}"
        );
    }
    assert_eq!(files(first.folder.path()), before, "nothing was written");

    // The first instance keeps working.
    here("conversation_restore", json!({ "id": deleted })).unwrap();
    let third = begin(here, "又一个").unwrap()["id"].clone();
    finagent_desk::close_records(first.app.handle());

    // Once the first instance has ended, a retry is enough, and all data is there.
    let start = there("app_start", json!({})).unwrap();
    assert_eq!(start["settings"]["language"], "en");
    assert_eq!(start["problems"], json!([]));
    let last = begin(there, "最后").unwrap()["id"].clone();
    let names = there("conversation_names", json!({})).unwrap();
    let mut ids: Vec<_> = names
        .as_array()
        .unwrap()
        .iter()
        .map(|name| &name["id"])
        .collect();
    ids.sort_by_key(|id| id.as_u64());
    let mut all = [&deleted, &kept, &third, &last];
    all.sort_by_key(|id| id.as_u64());
    assert_eq!(ids, all);
    let companies = there("subject_list", json!({ "kind": "company" })).unwrap();
    assert_eq!(companies[0]["name"], "示例公司");
    finagent_desk::close_records(second.handle());
}
