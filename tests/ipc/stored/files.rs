//! Settings, subjects, and the file that names the folder of the records.

use std::fs;

use serde_json::json;

use super::{fixture, same_json, same_text};
use crate::test_app::{TestApp, wait_for};

fn desk_with(file: &str, place: &str) -> TestApp {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(place);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::copy(fixture(file), path).unwrap();
    TestApp::open_in(folder)
}

fn text(app: &TestApp, place: &str) -> String {
    fs::read_to_string(app.folder.path().join(place)).unwrap()
}

#[test]
fn settings_open_as_they_were_and_are_written_again_byte_for_byte() {
    let app = desk_with("settings.json", "settings.json");
    let expected = json!({
        "language": "en", "theme": "dark", "zoom": 125, "origin": "https://service.example",
        "model": "4-Air", "temperature": 0.25, "advanced": true, "materialWidth": 35, "pictureHeight": 60,
        "stream": false, "preferDemo": true, "proxy": "http://proxy.example:3128", "noProxy": "intern.example,10.0.0.1",
        "extraCaName": "bank.pem", "queueAtOnce": 3, "reviewApproval": false, "reviewRetentionYears": 0,
        "reviewLetterLanguage": "system",
        "stampAuthority": "", "stampRootsName": null,
    });
    assert_eq!(app.settings(), expected);
    fs::remove_file(app.folder.path().join("settings.json")).unwrap();
    app.change("zoom", json!(125)).unwrap();
    same_text("settings.json", &text(&app, "settings.json"));
}

#[test]
fn settings_without_newer_fields_have_their_defaults_and_are_written_whole() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("settings.json"),
        r#"{"language":"zh-CN"}"#,
    )
    .unwrap();
    let app = TestApp::open_in(folder);
    app.change("theme", json!("light")).unwrap();
    same_text("settings-defaults.json", &text(&app, "settings.json"));
}

#[test]
fn subjects_open_as_they_were_and_are_written_again_byte_for_byte() {
    let app = desk_with("subjects.json", "data/subjects.json");
    let list = |kind: &str| app.call("subject_list", json!({ "kind": kind })).unwrap();
    let (pinned, company) = ("示例科技有限公司", "样例贸易公司");
    assert_eq!(
        list("company"),
        json!([
            { "name": pinned, "pinned": true, "askedAt": 1_788_226_200_000_u64 },
            { "name": company, "pinned": false, "askedAt": 1_788_226_260_000_u64 },
        ])
    );
    assert_eq!(
        list("topic"),
        json!([
            { "name": "反洗钱", "pinned": true, "askedAt": 0 },
            { "name": "理财销售", "pinned": false, "askedAt": 1_788_226_320_000_u64 },
        ])
    );
    fs::remove_file(app.folder.path().join("data/subjects.json")).unwrap();
    let again = json!({ "kind": "company", "name": pinned, "pinned": true });
    app.call("subject_pin", again).unwrap();
    same_text("subjects.json", &text(&app, "data/subjects.json"));
}

#[test]
fn subjects_that_are_asked_about_are_written_in_the_same_form() {
    let app = TestApp::open();
    for (command, subject) in [
        ("diligence_run", "示例科技有限公司"),
        ("updates_run", "理财销售"),
    ] {
        let request =
            json!({ "subject": subject, "insist": false, "model": "4-Plus", "temperature": 0.5 });
        let asked = json!({ "request": request, "channel": "__CHANNEL__:7" });
        app.call(command, asked).unwrap();
    }
    let written = text(&app, "data/subjects.json");
    let value = serde_json::from_str(&written).unwrap();
    same_json("subjects-asked.json", &value, &["askedAt"]);
}

#[test]
fn records_lie_where_the_note_beside_the_settings_says() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let note = json!({ "folder": elsewhere }).to_string();
    fs::write(folder.path().join("records-folder.json"), note).unwrap();
    let app = TestApp::open_in(folder);
    let start = app.call("app_start", json!({})).unwrap();
    assert_eq!(start["records"]["folder"], json!(elsewhere));
    wait_for(|| elsewhere.join("records.db").exists().then_some(()));
}
