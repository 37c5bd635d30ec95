//! The complete data folder of version 0.1.0: everything in it opens.

use std::fs;

use serde_json::{Value, json};

use super::{fixture, same_json, stored_part};
use crate::test_app::{TestApp, wait_for};

/// Starts the app on a copy of the folder.
fn app() -> TestApp {
    let folder = tempfile::tempdir().unwrap();
    let bytes = fs::read(fixture("folder-0.1.0.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    zip.extract(folder.path()).unwrap();
    TestApp::open_in(folder)
}

fn rows(app: &TestApp, text: &str) -> Value {
    let query = json!({
        "text": text, "scope": "everywhere", "kinds": [], "outcomes": [], "demo": null, "model": null,
        "fromMs": null, "untilMs": null, "sort": "created", "descending": false,
    });
    let found = app.call("records_search", json!({ "query": query, "rows": 100 }));
    found.unwrap()["rows"].clone()
}

#[test]
fn all_of_a_folder_of_the_first_version_is_shown() {
    let app = app();
    app.call("app_listen", json!({ "channel": "__CHANNEL__:1" }))
        .unwrap();
    let start = wait_for(|| {
        let start = app.call("app_start", json!({})).unwrap();
        (!start["material"].is_null()).then_some(start)
    });
    assert_eq!(
        (&start["problems"], &start["unfinished"]),
        (&json!([]), &json!([]))
    );
    let call = |command: &str, arguments: Value| app.call(command, arguments).unwrap();
    let rows = rows(&app, "");
    let records = rows.as_array().unwrap().iter().map(|row| {
        let opened = call(
            "record_open",
            json!({ "id": row["id"], "channel": "__CHANNEL__:9" }),
        );
        let markdown = call("report_markdown", json!({ "run": opened["run"] }));
        json!({ "row": row, "facts": opened["facts"], "markdown": markdown })
    });
    let records: Value = records.collect();
    let shown = json!({
        "settings": start["settings"],
        "drafts": start["drafts"],
        "material": start["material"],
        "companies": call("subject_list", json!({ "kind": "company" })),
        "topics": call("subject_list", json!({ "kind": "topic" })),
        "conversations": call("conversation_names", json!({})),
        "conversation": call("conversation_open", json!({ "id": 1 })),
        "queue": stored_part(call("queue_state", json!({}))),
        "records": records,
    });
    // The app prepares the material again.
    let varying = ["material.parts.*.bytes", "material.parts.*.sha256"];
    same_json("folder-0.1.0.shown.json", &shown, &varying);
}

#[test]
fn records_of_the_first_version_are_found_by_the_words_in_their_pictures() {
    let rows = rows(&app(), "投资有风险");
    let titles: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["title"])
        .collect();
    assert_eq!(titles, ["picture.png"]);
}

#[test]
fn all_records_of_the_first_version_hold_against_their_chain() {
    let report = app()
        .call("records_check", json!({ "channel": "__CHANNEL__:3" }))
        .unwrap();
    assert_eq!(report["faultCount"], 0, "{report}");
    assert_eq!(
        (&report["records"], &report["materials"]),
        (&json!(12), &json!(10))
    );
}
