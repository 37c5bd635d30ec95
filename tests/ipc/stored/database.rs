//! Drafts, the queue and the text of pictures in the database.

use demo_service::{Fault, Faults};
use records::{Material, PictureText};
use serde_json::{Value, json};

use super::{fixture, material, records_in, runs, same_json, same_stored, stored_part};
use crate::test_app::{KEY, Ring, TestApp, demo, wait_for};

/// The rows of a query, each as a JSON array.
fn rows(app: &TestApp, query: &str) -> Value {
    let path = app.folder.path().join("data/records/records.db");
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut statement = connection.prepare(query).unwrap();
    let columns = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        (0..columns)
            .map(|at| {
                use rusqlite::types::ValueRef::{Blob, Integer, Null, Real, Text};
                Ok(match row.get_ref(at)? {
                    Null => Value::Null,
                    Integer(number) => number.into(),
                    Real(number) => number.into(),
                    Text(text) => String::from_utf8_lossy(text).into(),
                    Blob(bytes) => format!("{} bytes", bytes.len()).into(),
                })
            })
            .collect::<Result<Value, rusqlite::Error>>()
    };
    let rows = statement.query_map([], row).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn drafts_are_kept_in_rows_of_the_same_form_and_open_again() {
    let app = TestApp::open();
    let copy = "自己写的保本高收益";
    let sources = json!([
        { "from": 1, "to": 4, "kind": "typed", "sha256": null, "name": "", "edited": false, "kept": false },
        { "from": 5, "to": 9, "kind": "picture", "sha256": "a".repeat(64), "name": "海报.png", "edited": true, "kept": true },
    ]);
    for draft in [
        json!({ "place": "audit", "text": copy, "sources": sources }),
        json!({ "place": "diligence", "text": "示例科技", "sources": null }),
        json!({ "place": "updates", "text": "理财", "sources": null }),
    ] {
        app.call("draft_keep", draft).unwrap();
    }
    let kept = rows(
        &app,
        "SELECT place, text, material, material_name FROM draft ORDER BY place",
    );
    same_json("drafts.json", &kept, &[]);
    let (folder, ring) = app.close();
    let app = TestApp::open_with(folder, ring);
    let start = app.call("app_start", json!({})).unwrap();
    same_json("drafts-open.json", &start["drafts"], &[]);
}

/// A picture unlike any other.
fn looking(file: &str, look: Option<u64>) -> Material {
    let (width, height) = (240, 160);
    Material {
        look,
        width,
        height,
        ..material(file)
    }
}

#[test]
fn the_queue_is_kept_in_rows_of_the_same_form() {
    let folder = tempfile::tempdir().unwrap();
    let records = records_in(folder.path());
    for (name, picture) in [
        ("失败.png", looking("picture.png", Some(0xf0f0))),
        ("完成.gif", looking("frames.gif", Some(0xffff_0000_ffff))),
        ("相同.png", looking("picture.png", Some(0xf0f0))),
        (
            "相似.pdf",
            Material {
                media_type: "image/png".to_owned(),
                ..looking("words.png", Some(0xf0f1))
            },
        ),
    ] {
        records.queue_add(name, picture).unwrap();
    }
    records.close();
    let app = TestApp::open_with(folder, Ring::default());
    let service = demo(demo_service::Settings {
        faults: Faults::none().first(1, Fault::ServiceError { code: 1003 }),
        ..Default::default()
    });
    app.change("origin", json!(service.origin())).unwrap();
    app.call("key_save", json!({ "key": KEY })).unwrap();
    let order = json!({ "model": "4-Plus", "temperature": 0.5, "atOnce": 1 });
    app.call("queue_start", json!({ "order": order })).unwrap();
    let state = wait_for(|| {
        let state = app.call("queue_state", json!({})).unwrap();
        let items = state["items"].as_array().unwrap();
        let over = items
            .iter()
            .all(|item| item["state"] != "waiting" && item["state"] != "running");
        (over && state["status"]["state"] == "done").then_some(state)
    });
    let shown = stored_part(state.clone());
    same_json("queue-open.json", &shown, &["tookMs", "elapsedMs"]);
    let kept = rows(
        &app,
        "SELECT id, place, name, material, state, record, problem, elapsed_ms FROM queue ORDER BY place",
    );
    // The last column is the duration of the audit.
    same_json("queue.json", &kept, &["*.7"]);
    wait_for(|| {
        let work = rows(&app, "SELECT one, going_on FROM queue_work");
        (work == json!([[1, 0]])).then_some(())
    });
    let (folder, ring) = app.close();
    let app = TestApp::open_with(folder, ring);
    let again = app.call("queue_state", json!({})).unwrap();
    assert_eq!(stored_part(again)["items"], shown["items"]);
}

#[test]
fn the_text_of_a_picture_opens_as_it_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let records = records_in(folder.path());
    let sha256 = records
        .queue_add("海报.png", material("picture.png"))
        .map(|_| material("picture.png").sha256)
        .unwrap();
    let lines = std::fs::read_to_string(fixture("picture-text.json")).unwrap();
    let text = PictureText {
        sha256: sha256.clone(),
        models: ocr::Models::version(),
        text: "投资有风险".to_owned(),
        lines: lines.clone(),
    };
    records.keep_picture_text(text).unwrap();
    records.close();
    let app = TestApp::open_with(folder, Ring::default());
    let asked = json!({ "sha256": sha256, "ask": false, "channel": "__CHANNEL__:8" });
    app.call("picture_read", asked).unwrap();
    let heard = wait_for(|| app.heard(8).pop());
    assert_eq!(heard["type"], "read");
    assert_eq!(stored_text(&heard), lines);
}

/// The text that the window received, as the records keep it: without the turn of a picture that stands upright.
fn stored_text(heard: &Value) -> String {
    let mut text = heard["text"].clone();
    let fields = text.as_object_mut().unwrap();
    if fields.get("turned") == Some(&json!(0)) {
        fields.remove("turned");
    }
    text.to_string()
}

#[test]
fn the_text_that_is_read_in_a_picture_is_kept_in_the_same_form() {
    let models = ocr::Models::folder();
    assert!(
        ocr::Models::find(models).is_ok(),
        "run scripts/models first"
    );
    let folder = tempfile::tempdir().unwrap();
    let (app, material) = runs::desk_with(folder, Ring::default(), "words.png");
    let sha256 = material["sha256"].as_str().unwrap().to_owned();
    let asked = json!({ "sha256": sha256, "ask": true, "channel": "__CHANNEL__:8" });
    app.call("picture_read", asked).unwrap();
    let heard = wait_for(|| {
        app.heard(8)
            .into_iter()
            .find(|event| event["type"] == "read")
    });
    let (folder, _) = app.close();
    let records = records_in(folder.path());
    let kept = records
        .picture_lines(&sha256, &ocr::Models::version())
        .unwrap()
        .unwrap();
    assert_eq!(
        stored_text(&heard),
        kept,
        "the window must receive the stored text"
    );
    // Floating-point results may differ between machines.
    let varying = ["confidence", "quad.*.0", "quad.*.1", "fontSize"];
    same_stored("picture-text-read.json", &kept, &varying);
}
