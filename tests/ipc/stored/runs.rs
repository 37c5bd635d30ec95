//! The record of each kind of run: its start, its end, and its list of events.

use std::collections::HashSet;

use demo_service::{Fault, Faults};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{lay_ready, masked, records_in, same_json, same_stored};
use crate::test_app::{KEY, Ring, TestApp, demo, wait_for};

/// Varying fields of a start: identity, times, user, and the port of the demo service.
const STARTED: &[&str] = &[
    "uid",
    "at.utc_ms",
    "at.offset_minutes",
    "at.zone",
    "app",
    "schema",
    "origin",
];

/// Varying fields of prepared material: other versions of the encoders may write other bytes.
const MADE: &[&str] = &[
    "preparation.parts.*.bytes",
    "preparation.parts.*.sha256",
    "materials.1.bytes",
    "materials.2.bytes",
    "materials.3.bytes",
    "materials.4.bytes",
    "materials.5.bytes",
    "materials.1.sha256",
    "materials.2.sha256",
    "materials.3.sha256",
    "materials.4.sha256",
    "materials.5.sha256",
    "image.bytes",
];

/// Varying fields of reused answers: the record, and the text of the demo service.
const KEPT: &[&str] = &["kept.record", "kept.output"];

/// Varying fields of an end: identity, times, and everything that depends on the text of the demo service.
const ENDED: &[&str] = &[
    "uid",
    "at_ms",
    "elapsed_ms",
    "raw.*",
    "happenings.*",
    "output.*",
    "svg.*",
    "tokens.*",
    "session",
];

/// Starts a run and waits for its end. Returns the number of its record.
pub fn run(app: &TestApp, command: &str, request: &Value) -> i64 {
    let channel = (100..)
        .find(|channel| app.heard(*channel).is_empty())
        .unwrap();
    start(app, command, request, channel);
    finish(app, channel)
}

fn start(app: &TestApp, command: &str, request: &Value, channel: u32) -> Value {
    let asked = json!({ "request": request, "channel": format!("__CHANNEL__:{channel}") });
    wait_for(|| match app.call(command, asked.clone()) {
        Err(problem) if problem["code"] == "run_in_progress" => None,
        started => Some(started.unwrap()),
    })
}

fn finish(app: &TestApp, channel: u32) -> i64 {
    wait_for(|| {
        let heard = app.heard(channel);
        let is = |kind: &str| heard.iter().find(|event| event["type"] == kind);
        is("ended")
            .and(is("started"))
            .map(|event| event["record"].as_i64().unwrap())
    })
}

pub fn audit(copy: &str, sources: Value, material: Value) -> Value {
    json!({
        "copy": copy, "sources": sources, "material": material, "restOf": null, "model": "4-Plus", "temperature": 0.5,
    })
}

pub fn subject(name: &str) -> Value {
    json!({ "subject": name, "insist": false, "model": "4-Plus", "temperature": 0.5 })
}

/// A copy of 10,400 characters, which needs two parts.
pub fn long_copy() -> String {
    "示例理财产品，稳健增值。\n".repeat(800)
}

/// Starts the app with this file as its material. Returns the app and the material as sent to the window.
pub fn desk_with(folder: TempDir, ring: Ring, file: &str) -> (TestApp, Value) {
    lay_ready(folder.path(), file);
    let app = TestApp::open_with(folder, ring);
    app.call("app_listen", json!({ "channel": "__CHANNEL__:1" }))
        .unwrap();
    let material = wait_for(|| {
        let start = app.call("app_start", json!({})).unwrap();
        (!start["material"].is_null()).then(|| start["material"].clone())
    });
    (app, material)
}

/// Provenance: the whole copy comes from one source.
pub fn source(copy: &str, kind: &str, sha256: Value, name: &str) -> Value {
    let to = copy.chars().count();
    json!([{ "from": 1, "to": to, "kind": kind, "sha256": sha256, "name": name, "edited": false, "kept": false }])
}

/// Ends the app and compares its records with the golden files of these names.
fn are_written_as(app: TestApp, runs: &[(i64, &str)]) -> (TempDir, Ring) {
    let (folder, ring) = app.close();
    let records = records_in(folder.path());
    for (id, name) in runs {
        let record = records.record(*id).unwrap();
        let made = if *name == "audit-picture" {
            &[][..]
        } else {
            MADE
        };
        let varying = [STARTED, KEPT, made].concat();
        let mut started: Value = serde_json::from_str(&record.started_text).unwrap();
        assert_eq!(
            record.started_text,
            started.to_string(),
            "{name} is not compact JSON"
        );
        // Records of the first versions have no offline check; its form is held by the tests of the records.
        let check = started.as_object_mut().unwrap().remove("check");
        let audited = ["audit", "lines"].contains(&started["kind"].as_str().unwrap());
        assert_eq!(check.is_some(), audited, "{name}");
        same_json(&format!("records/{name}.started.json"), &started, &varying);
        let ended = record.ended_text.unwrap();
        same_stored(&format!("records/{name}.ended.json"), &ended, ENDED);
    }
    records.close();
    (folder, ring)
}

#[test]
fn runs_with_texts_alone_are_written_down_in_the_same_form() {
    let app = TestApp::open();
    let copy = "不查征信，利息低，保本高收益。";
    let mut runs = vec![(
        run(&app, "audit_run", &audit(copy, json!([]), Value::Null)),
        "audit-copy",
    )];
    let sources = json!([
        { "from": 1, "to": 5, "kind": "typed", "sha256": null, "name": "", "edited": false, "kept": false },
        { "from": 6, "to": 9, "kind": "picture", "sha256": "a".repeat(64), "name": "海报.png", "edited": true, "kept": true },
        { "from": 10, "to": 12, "kind": "document", "sha256": "b".repeat(64), "name": "样例.docx", "edited": false, "kept": true },
        { "from": 13, "to": 15, "kind": "record", "sha256": null, "name": "", "edited": false, "kept": false },
    ]);
    runs.push((
        run(&app, "audit_run", &audit(copy, sources, Value::Null)),
        "audit-sources",
    ));
    runs.push((
        run(
            &app,
            "audit_run",
            &audit(&long_copy(), json!([]), Value::Null),
        ),
        "audit-long-copy",
    ));
    runs.push((
        run(&app, "diligence_run", &subject("示例科技有限公司")),
        "diligence",
    ));
    runs.push((run(&app, "updates_run", &subject("理财销售")), "updates"));
    let opening = json!([{ "speaker": "partner", "text": "这个理财保本吗？" }]);
    let begin = json!({ "title": "", "scenario": "retired", "opening": opening });
    app.call("conversation_begin", begin).unwrap();
    let said = json!({
        "conversation": 1, "text": "不保本，请看风险等级。", "insteadOf": null, "model": "4-Air", "temperature": 0.25,
    });
    runs.push((run(&app, "sparring_run", &said), "sparring"));
    let lines = json!({ "conversation": 1, "model": "4-Plus", "temperature": 0.5 });
    runs.push((run(&app, "sparring_audit", &lines), "lines"));
    are_written_as(app, &runs);
}

#[test]
fn audits_of_files_are_written_down_in_the_same_form() {
    let (mut folder, mut ring) = (tempfile::tempdir().unwrap(), Ring::default());
    for (file, name, copy) in [
        ("picture.png", "audit-picture", ""),
        ("long.png", "audit-strips", "保本"),
        ("frames.gif", "audit-frames", ""),
        ("pages.pdf", "audit-pages", ""),
        ("leaflet.docx", "audit-document", "示例理财，保本保息。"),
    ] {
        let (app, material) = desk_with(folder, ring, file);
        let sources = match copy {
            "" => json!([]),
            copy if file == "long.png" => source(copy, "picture", material["sha256"].clone(), file),
            copy => source(copy, "document", material["sha256"].clone(), file),
        };
        let id = run(
            &app,
            "audit_run",
            &audit(copy, sources, material["id"].clone()),
        );
        (folder, ring) = are_written_as(app, &[(id, name)]);
    }
}

#[test]
fn answers_that_are_taken_over_are_written_down_in_the_same_form() {
    let app = TestApp::open();
    let mut request = audit(&long_copy(), json!([]), Value::Null);
    let first = run(&app, "audit_run", &request);
    request["restOf"] = json!(first);
    let second = run(&app, "audit_run", &request);
    are_written_as(app, &[(second, "audit-kept-answers")]);
}

#[test]
fn runs_that_fail_or_are_stopped_are_written_down_in_the_same_form() {
    let app = TestApp::open();
    app.change("stream", json!(false)).unwrap();
    app.call("key_save", json!({ "key": KEY })).unwrap();
    let mut runs = Vec::new();
    let request = audit("保本高收益", json!([]), Value::Null);
    let service = demo(demo_service::Settings {
        faults: Faults::none().first(1, Fault::ServiceError { code: 1003 }),
        ..Default::default()
    });
    app.change("origin", json!(service.origin())).unwrap();
    app.call("key_save", json!({ "key": KEY })).unwrap();
    runs.push((run(&app, "audit_run", &request), "audit-failed"));
    runs.push((run(&app, "audit_run", &request), "audit-whole-answer"));
    let silent = demo(demo_service::Settings {
        faults: Faults::none().always(Fault::Silence),
        ..Default::default()
    });
    app.change("origin", json!(silent.origin())).unwrap();
    app.call("key_save", json!({ "key": KEY })).unwrap();
    let started = start(&app, "audit_run", &request, 50);
    // A run stopped earlier has no record.
    wait_for(|| {
        app.heard(50)
            .iter()
            .find(|event| event["type"] == "started")
            .cloned()
    });
    app.call("run_cancel", json!({ "run": started })).unwrap();
    runs.push((finish(&app, 50), "audit-cancelled"));
    are_written_as(app, &runs);
}

#[test]
fn what_happened_in_a_run_is_written_down_in_lines_of_the_same_form() {
    let app = TestApp::open();
    let mut ids = vec![run(
        &app,
        "audit_run",
        &audit(&long_copy(), json!([]), Value::Null),
    )];
    let service = demo(demo_service::Settings {
        faults: Faults::none().first(1, Fault::RetryAfter { seconds: 0 }),
        ..Default::default()
    });
    app.change("origin", json!(service.origin())).unwrap();
    app.call("key_save", json!({ "key": KEY })).unwrap();
    ids.push(run(&app, "updates_run", &subject("理财销售")));
    let (folder, _) = app.close();
    let records = records_in(folder.path());
    let mut known = HashSet::new();
    let mut forms = Vec::new();
    for id in ids {
        let (_, happenings) = records.raw(id).unwrap();
        for line in String::from_utf8(happenings).unwrap().lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            assert_eq!(line, value.to_string());
            let varying = [
                "ms",
                "at",
                "step",
                "title",
                "headers.*",
                "retry_after_ms",
                "excerpt",
            ];
            let form = masked(&value, &varying, "");
            if known.insert(form.to_string()) {
                forms.push(form);
            }
        }
    }
    forms.sort_by_key(Value::to_string);
    same_json("records/happenings.json", &forms.into(), &[]);
}
