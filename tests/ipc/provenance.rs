//! The provenance of the copy: recorded, and checked against the current material.

use std::{path::Path, sync::Arc};

use records::{DraftMaterial, Material, Opening, Records, Timestamp};
use serde_json::{Value, json};

use crate::test_app::{TestApp, wait_for};

const POSTER: &[u8] = include_bytes!("../fixtures/poster.jpg");
const COPY: &str = "自己写的保本高收益";

/// Stores the poster as a draft of an earlier start.
fn lay_ready(folder: &Path) {
    let opening = Opening {
        folder: &folder.join("data/records"),
        now: Timestamp::utc(0),
        read_back: Arc::new(|_, _| unreachable!("nothing was running")),
        head_moved: Box::new(|_| ()),
    };
    let (records, _) = Records::open(opening).unwrap();
    let material = Material {
        sha256: records::sha256_hex(POSTER),
        media_type: "image/jpeg".to_owned(),
        width: 1240,
        height: 1930,
        look: None,
        thumbnail: None,
        data: POSTER.to_vec().into(),
    };
    let name = "海报.jpg".to_owned();
    records
        .keep_draft_material("audit", Some(DraftMaterial { name, material }))
        .unwrap();
    records.close();
}

/// The app with the poster as its material.
fn with_poster() -> (TestApp, Value) {
    let folder = tempfile::tempdir().unwrap();
    lay_ready(folder.path());
    let app = TestApp::open_in(folder);
    app.call("app_listen", json!({ "channel": "__CHANNEL__:1" }))
        .unwrap();
    let material = wait_for(|| {
        let start = app.call("app_start", json!({})).unwrap();
        (!start["material"].is_null()).then(|| start["material"].clone())
    });
    (app, material)
}

/// Sources for typed text and for text read from a file with this hash.
fn sources(sha256: &str, kept: bool) -> Value {
    let (typed, read) = ("typed", "picture");
    json!([
        { "from": 1, "to": 4, "kind": typed, "sha256": null, "name": "", "edited": false, "kept": false },
        { "from": 5, "to": 9, "kind": read, "sha256": sha256, "name": "别的.jpg", "edited": false, "kept": kept },
    ])
}

fn run(app: &TestApp, material: &Value, sources: &Value) -> Result<Value, Value> {
    let request = json!({
        "copy": COPY, "sources": sources, "material": material["id"], "model": "4-Plus", "temperature": 0.5,
    });
    let asked = json!({ "request": request, "channel": "__CHANNEL__:7" });
    wait_for(|| match app.call("audit_run", asked.clone()) {
        Err(problem) if problem["code"] == "run_in_progress" => None,
        started => Some(started),
    })
}

/// Waits for the end of the only run, and returns the facts of its record.
fn facts(app: &TestApp) -> Value {
    let query = json!({
        "text": "", "scope": "everywhere", "kinds": [], "outcomes": [], "demo": null, "model": null,
        "fromMs": null, "untilMs": null, "sort": "created", "descending": true,
    });
    let row = wait_for(|| {
        let asked = json!({ "query": query, "rows": 10 });
        let found = app.call("records_search", asked).unwrap();
        let row = &found["rows"][0];
        (!row.is_null() && row["outcome"] != "running").then(|| row.clone())
    });
    let asked = json!({ "id": row["id"], "channel": "__CHANNEL__:9" });
    app.call("record_open", asked).unwrap()["facts"].clone()
}

#[test]
fn words_of_another_file_are_refused_unless_the_person_keeps_them_and_the_record_says_so() {
    let (app, material) = with_poster();
    let other = "f".repeat(64);
    let refused = run(&app, &material, &sources(&other, false)).unwrap_err();
    assert_eq!(refused["code"], "copy_of_another");
    assert_eq!(refused["params"]["name"], "别的.jpg");

    run(&app, &material, &sources(&other, true)).unwrap();
    let told = facts(&app)["sources"].clone();
    assert_eq!(told, sources(&other, true));
}

#[test]
fn words_of_the_file_on_the_desk_go_along_and_older_windows_name_no_sources() {
    let (app, material) = with_poster();
    let own = material["sha256"].as_str().unwrap();
    run(&app, &material, &sources(own, false)).unwrap();
    let facts = facts(&app);
    assert_eq!(facts["sources"], sources(own, false));
    assert_eq!(facts["text"], COPY);
    run(&app, &material, &json!([])).unwrap();
}

#[test]
fn sources_that_are_none_of_this_copy_start_nothing() {
    let app = TestApp::open();
    let mut wrong = sources(&"f".repeat(64), false);
    wrong[1]["to"] = json!(10);
    let refused = run(&app, &json!({ "id": null }), &wrong).unwrap_err();
    assert_eq!(refused["code"], "internal");
    // Without material, no text can come from it.
    let right = sources(&"f".repeat(64), false);
    run(&app, &json!({ "id": null }), &right).unwrap();
}

#[test]
fn a_draft_is_kept_with_its_sources_and_a_text_without_any_has_none() {
    let app = TestApp::open();
    let keep = |text: &str, sources: Value| {
        let asked = json!({ "place": "audit", "text": text, "sources": sources });
        app.call("draft_keep", asked).unwrap();
    };
    let drafts = |app: &TestApp| app.call("app_start", json!({})).unwrap()["drafts"].clone();
    keep(COPY, sources(&"f".repeat(64), true));
    let (folder, ring) = app.close();
    let app = TestApp::open_with(folder, ring);
    assert_eq!(drafts(&app)["audit"], COPY);
    assert_eq!(drafts(&app)["auditSources"], sources(&"f".repeat(64), true));
    // An older version stores a draft like this.
    let asked = json!({ "place": "audit", "text": "别的文案就是九个字" });
    app.call("draft_keep", asked).unwrap();
    assert_eq!(drafts(&app)["auditSources"], json!([]));
}
