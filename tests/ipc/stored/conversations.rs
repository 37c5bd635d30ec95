//! Conversations, including messages removed by an edit, and deleted conversations.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use super::{fixture, same_json, same_text};
use crate::test_app::{TestApp, wait_for};

const FILE: &str = "data/conversations/1.json";

/// Copies the golden conversation into the folder.
fn app() -> TestApp {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::copy(fixture("conversation.json"), path).unwrap();
    TestApp::open_in(folder)
}

fn path(app: &TestApp, place: &str) -> PathBuf {
    app.folder.path().join(place)
}

fn is_written_again(app: &TestApp, place: &str) {
    same_text(
        "conversation.json",
        &fs::read_to_string(path(app, place)).unwrap(),
    );
}

fn call(app: &TestApp, command: &str) -> Value {
    app.call(command, json!({ "id": 1 })).unwrap()
}

#[test]
fn a_conversation_opens_as_it_was_and_is_written_again_byte_for_byte() {
    let app = app();
    same_json(
        "conversation-names.json",
        &call(&app, "conversation_names"),
        &[],
    );
    same_json(
        "conversation-open.json",
        &call(&app, "conversation_open"),
        &[],
    );
    fs::remove_file(path(&app, FILE)).unwrap();
    let title = json!({ "id": 1, "title": "退休客户" });
    app.call("conversation_rename", title).unwrap();
    is_written_again(&app, FILE);
}

#[test]
fn lines_that_an_edit_took_away_come_back_and_go_again() {
    let app = app();
    same_json(
        "conversation-undone.json",
        &call(&app, "conversation_undo"),
        &[],
    );
    let undone = fs::read_to_string(path(&app, FILE)).unwrap();
    same_text("conversation-undone.stored.json", &undone);
    call(&app, "conversation_undo");
    is_written_again(&app, FILE);
}

#[test]
fn a_deleted_conversation_lies_aside_unchanged_until_it_is_restored() {
    let app = app();
    assert_eq!(call(&app, "conversation_delete"), json!([]));
    is_written_again(&app, "data/conversations/deleted/1.json");
    assert!(!path(&app, FILE).exists());
    same_json(
        "conversation-names.json",
        &call(&app, "conversation_restore"),
        &[],
    );
    is_written_again(&app, FILE);
}

#[test]
fn a_new_conversation_is_written_in_the_same_form() {
    let app = TestApp::open();
    let opening = json!([{ "speaker": "partner", "text": "这个理财保本吗？" }]);
    let begin = json!({ "title": "", "scenario": "retired", "opening": opening });
    app.call("conversation_begin", begin).unwrap();
    let stored = |lines: usize| {
        wait_for(|| {
            let text = fs::read_to_string(path(&app, FILE)).unwrap();
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(text, value.to_string());
            (value["lines"].as_array().unwrap().len() == lines).then_some(value)
        })
    };
    // The text of the demo service may change with its version.
    let varying = ["changed_at", "at", "lines.2.text", "taken_away.1.1.text"];
    same_json("conversation-begun.json", &stored(1), &varying);
    let say = |text: &str, instead_of: Value| {
        let request = json!({
            "conversation": 1, "text": text, "insteadOf": instead_of, "model": "4-Plus", "temperature": 0.5,
        });
        let asked = json!({ "request": request, "channel": "__CHANNEL__:7" });
        wait_for(|| match app.call("sparring_run", asked.clone()) {
            Err(problem) if problem["code"] == "run_in_progress" => None,
            started => Some(started.unwrap()),
        });
    };
    say("不保本。", Value::Null);
    stored(3);
    say("不保本，请看风险等级。", json!(1));
    let edited = wait_for(|| {
        let stored = stored(3);
        (!stored["taken_away"].is_null()).then_some(stored)
    });
    same_json("conversation-edited.json", &edited, &varying);
}
