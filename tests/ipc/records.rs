//! Records: created by every run, searched, opened, and preserved when something fails.

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
};

use serde_json::{Value, json};

use crate::{
    key::search,
    test_app::{KEY, Ring, TestApp, wait_for},
};

const COPY: &str = "不查征信，利息全网最低，保本高收益 APP";

fn audit(app: &TestApp, copy: &str) -> Value {
    let request = json!({ "copy": copy, "material": null, "model": "4-Plus", "temperature": 0.5 });
    let asked = json!({ "request": request, "channel": "__CHANNEL__:7" });
    // The record ends slightly before the run releases its lane.
    wait_for(|| match app.call("audit_run", asked.clone()) {
        Err(problem) if problem["code"] == "run_in_progress" => None,
        started => Some(started.unwrap()),
    })
}

fn query(text: &str) -> Value {
    json!({
        "text": text, "scope": "everywhere", "kinds": [], "outcomes": [], "demo": null, "model": null,
        "fromMs": null, "untilMs": null, "sort": "created", "descending": true,
    })
}

/// The rows of a search.
fn found(app: &TestApp, text: &str) -> Vec<Value> {
    let found = app
        .call(
            "records_search",
            json!({ "query": query(text), "rows": 100 }),
        )
        .unwrap();
    let page = json!({ "search": found["search"], "from": 0, "count": 100 });
    let rows = app.call("records_page", page).unwrap();
    serde_json::from_value(rows).unwrap()
}

/// Waits until a record with this text has ended.
fn ended(app: &TestApp, text: &str) -> Value {
    wait_for(|| {
        let rows = found(app, text);
        rows.into_iter().find(|row| row["outcome"] != "running")
    })
}

fn open(app: &TestApp, id: &Value) -> Value {
    let channel = json!({ "id": id, "channel": "__CHANNEL__:9" });
    app.call("record_open", channel).unwrap()
}

#[test]
fn a_run_is_a_record_that_is_found_by_its_words_and_opens_as_the_run_was() {
    let app = TestApp::open();
    audit(&app, COPY);
    let row = ended(&app, "征信 app");
    assert_eq!(
        (&row["kind"], &row["outcome"]),
        (&json!("audit"), &json!("finished"))
    );
    assert_eq!(row["demo"], true);
    let hit = row["context"]
        .as_array()
        .unwrap()
        .iter()
        .any(|part| part["hit"] == true);
    assert!(hit, "{row}");
    assert!(found(&app, "绝对没有的词").is_empty());
    let opened = open(&app, &row["id"]);
    assert_eq!(opened["facts"]["text"], COPY);
    assert_eq!(opened["facts"]["auditTrail"][1]["kind"], "ended");
    let markdown = app
        .call("report_markdown", json!({ "run": opened["run"] }))
        .unwrap();
    assert!(markdown.as_str().unwrap().contains("不查征信"));
}

#[test]
fn a_deleted_record_is_gone_and_the_check_knows_that_it_was_deleted() {
    let app = TestApp::open();
    audit(&app, COPY);
    let row = ended(&app, "征信");
    let delete = |reason: &str| {
        let asked = json!({ "id": row["id"], "reason": reason });
        app.call("record_delete", asked)
    };
    assert_eq!(delete(" ").unwrap_err()["code"], "record_no_reason");
    delete("测试数据").unwrap();
    assert!(found(&app, "征信").is_empty());
    let report = app
        .call("records_check", json!({ "channel": "__CHANNEL__:3" }))
        .unwrap();
    assert_eq!(
        (&report["faultCount"], &report["records"]),
        (&json!(0), &json!(0)),
        "{report}"
    );
    assert!(report["events"].as_u64().unwrap() >= 4, "{report}");
}

#[test]
fn the_chain_is_anchored_in_the_keychain_and_a_shorter_one_shows() {
    let app = TestApp::open();
    audit(&app, COPY);
    ended(&app, "征信");
    let anchored = |app: &TestApp, events: u64| {
        wait_for(|| {
            let keys = app.ring.keys();
            let anchor = keys
                .into_iter()
                .find(|(account, _)| account.contains("anchor"))?
                .1;
            anchor.starts_with(&format!("{events}:")).then_some(())
        });
    };
    anchored(&app, 3);
    let records = app.folder.path().join("data/records");
    let early = tempfile::tempdir().unwrap();
    for name in ["records.db", "records.db-wal"] {
        fs::copy(records.join(name), early.path().join(name)).unwrap();
    }
    audit(&app, "第二次审核");
    ended(&app, "第二次");
    anchored(&app, 5);
    let (folder, ring) = app.close();
    for name in ["records.db", "records.db-wal"] {
        fs::copy(early.path().join(name), records.join(name)).unwrap();
    }
    let app = TestApp::open_with(folder, ring);
    let report = wait_for(|| {
        let report = app
            .call("records_check", json!({ "channel": "__CHANNEL__:3" }))
            .unwrap();
        (report["anchor"] != "unavailable").then_some(report)
    });
    assert_eq!(report["anchor"], "broken", "{report}");
}

#[test]
fn an_anchor_that_could_not_be_read_is_not_overwritten_once_it_can() {
    let app = TestApp::open();
    app.change("preferDemo", json!(true)).unwrap();
    audit(&app, COPY);
    ended(&app, "征信");
    let anchor = |ring: &Ring| {
        let keys = ring.keys();
        keys.into_iter()
            .find(|(account, _)| account.contains("anchor"))
            .map(|(_, anchor)| anchor)
    };
    wait_for(|| anchor(&app.ring).filter(|anchor| anchor.starts_with("3:")));
    let (folder, ring) = app.close();
    // Replaces the anchored database by another one with the same identity.
    let path = folder.path().join("data/records/records.db");
    let forged = rusqlite::Connection::open(&path).unwrap();
    forged
        .execute_batch("DROP TRIGGER chain_is_never_cut; DELETE FROM chain WHERE seq = 3")
        .unwrap();
    drop(forged);
    ring.lock();
    let app = TestApp::open_with(folder, ring);
    audit(&app, "第二次审核");
    ended(&app, "第二次");
    app.ring.unlock();
    audit(&app, "第三次审核");
    ended(&app, "第三次");
    let (_folder, ring) = app.close();
    let kept = anchor(&ring).unwrap();
    assert!(kept.starts_with("3:"), "the anchor is lost: {kept}");
}

#[test]
fn a_backup_takes_the_place_of_damaged_records_and_the_check_says_when() {
    let app = TestApp::open();
    audit(&app, COPY);
    ended(&app, "征信");
    let (folder, ring) = app.close();
    let records = folder.path().join("data/records");
    let kept = opened(&records);
    kept.back_up_daily(&records::Timestamp::utc(1_788_226_200_000))
        .unwrap();
    kept.close();
    let app = TestApp::open_with(folder, ring);
    audit(&app, "第二次审核");
    ended(&app, "第二次");
    let (folder, ring) = app.close();
    for name in ["records.db-wal", "records.db-shm"] {
        let _ = fs::remove_file(records.join(name));
    }
    fs::write(records.join("records.db"), "damaged".repeat(1_000)).unwrap();
    let app = TestApp::open_with(folder, ring);
    let state = app.call("records_state", json!({})).unwrap();
    assert_eq!(state["problem"]["code"], "records_damaged");
    let name = &state["backups"][0]["name"];
    let state = app
        .call("records_restore", json!({ "name": name }))
        .unwrap();
    assert_eq!(
        (&state["problem"], &state["count"]),
        (&Value::Null, &json!(1))
    );
    let report = wait_for(|| {
        let report = app
            .call("records_check", json!({ "channel": "__CHANNEL__:3" }))
            .unwrap();
        (report["anchor"] != "unavailable").then_some(report)
    });
    assert_eq!(
        report["anchor"], "holds",
        "the chain does not match its anchor: {report}"
    );
    assert_eq!(report["restoredAt"].as_array().unwrap().len(), 1);
    assert_eq!(report["faultCount"], 0);
}

#[test]
fn a_record_that_was_changed_while_the_app_was_closed_is_opened_listed_and_used_as_damaged() {
    let app = TestApp::open();
    audit(&app, COPY);
    let row = ended(&app, "征信");
    audit(&app, "第二次审核");
    ended(&app, "第二次");
    let (folder, ring) = app.close();
    let connection =
        rusqlite::Connection::open(folder.path().join("data/records/records.db")).unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER ended_is_never_changed;
             UPDATE content SET output = (SELECT output FROM content WHERE record = 2) WHERE record = 1;
             UPDATE record SET demo = 0 WHERE id = 1",
        )
        .unwrap();
    drop(connection);
    let app = TestApp::open_with(folder, ring);
    let id = &row["id"];
    let channel = json!({ "id": id, "channel": "__CHANNEL__:9" });
    let refused = app.call("record_open", channel).unwrap_err();
    assert_eq!(refused["code"], "record_damaged");
    let damage = app.call("record_damage", json!({ "id": id })).unwrap();
    let codes: Vec<_> = damage["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| {
            (
                fault["code"].as_str().unwrap(),
                fault["detail"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        codes,
        [("record_column_changed", "demo"), ("output_changed", "")]
    );
    assert_eq!(
        app.call("record_damage", json!({ "id": 2 })).unwrap(),
        Value::Null
    );
    let ids = json!({ "ids": [2, 1] });
    assert_eq!(app.call("records_damaged", ids).unwrap(), json!([1]));
    assert_eq!(
        app.call("record_material", json!({ "id": id }))
            .unwrap_err()["code"],
        "record_damaged"
    );
    let rest = json!({ "copy": COPY, "material": null, "model": "4-Plus", "temperature": 0.5, "restOf": id });
    let rest = app.call(
        "audit_run",
        json!({ "request": rest, "channel": "__CHANNEL__:7" }),
    );
    assert_eq!(rest.unwrap_err()["code"], "record_damaged");
    let search = app
        .call("records_search", json!({ "query": query(""), "rows": 100 }))
        .unwrap();
    assert_eq!(
        search["total"], 2,
        "the damaged record must still be listed"
    );
    let counted = app
        .call("records_statistics", json!({ "search": search["search"] }))
        .unwrap();
    assert_eq!(
        (&counted["damaged"], &counted["unchecked"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(counted["rows"][0]["count"], 1);
}

/// Opens the records in a folder that no app has open.
fn opened(folder: &Path) -> records::Records {
    let opening = records::Opening {
        folder,
        now: records::Timestamp::utc(0),
        read_back: std::sync::Arc::new(|_, _| unreachable!("nothing is open")),
        head_moved: Box::new(|_| ()),
    };
    records::Records::open(opening).unwrap().0
}

#[test]
fn a_service_that_repeats_the_key_gets_it_into_no_record() {
    let app = TestApp::open();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            // Reads to the last line of the form.
            let mut request = Vec::new();
            let mut part = [0; 4096];
            while !request.ends_with(b"--\r\n") {
                match stream.read(&mut part) {
                    Ok(read @ 1..) => request.extend_from_slice(&part[..read]),
                    _ => break,
                }
            }
            let last = json!({ "event": "workflow_finished", "data": { "output": format!("钥匙是 {KEY} 。") } });
            let body = format!(": {KEY}\n\ndata: {last}\n\n");
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nserver: {KEY}\r\nconnection: close\r\n\r\n"
            );
            // The client may have disconnected.
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    app.change("origin", json!(origin)).unwrap();
    app.call("key_save", json!({ "key": KEY })).unwrap();
    audit(&app, COPY);
    let row = ended(&app, "钥匙是");
    let facts = open(&app, &row["id"]);
    assert!(facts["facts"]["keyFingerprint"].is_string());
    assert!(!facts.to_string().contains("SecretOfTheBank"));
    let (folder, _) = app.close();
    search(folder.path(), "SecretOfTheBank");
    // Also searches the compressed contents of the database.
    let records = opened(&folder.path().join("data/records"));
    let id = row["id"].as_i64().unwrap();
    let (raw, happenings) = records.raw(id).unwrap();
    let record = records.record(id).unwrap();
    let all = format!(
        "{record:?} {} {}",
        String::from_utf8(raw).unwrap(),
        String::from_utf8(happenings).unwrap()
    );
    assert!(all.contains("钥匙是 ****"), "{all}");
    assert!(!all.contains("SecretOfTheBank"));
}

#[test]
fn what_was_typed_and_laid_ready_is_there_again_after_a_restart() {
    let app = TestApp::open();
    let draft =
        |place: &str, text: &str| app.call("draft_keep", json!({ "place": place, "text": text }));
    draft("audit", "输入到一半的文案").unwrap();
    draft("updates", "理财").unwrap();
    assert!(draft("../x", "").is_err());
    let (folder, ring) = app.close();
    let app = TestApp::open_with(folder, ring);
    let start = app.call("app_start", json!({})).unwrap();
    assert_eq!(start["drafts"]["audit"], "输入到一半的文案");
    assert_eq!(start["drafts"]["updates"], "理财");
}

#[test]
fn records_that_can_not_be_used_keep_runs_from_starting_and_each_way_on_destroys_nothing() {
    let app = TestApp::open();
    audit(&app, COPY);
    ended(&app, "征信");
    let (folder, ring) = app.close();
    let records = folder.path().join("data/records");
    for name in ["records.db-wal", "records.db-shm"] {
        let _ = fs::remove_file(records.join(name));
    }
    fs::write(
        records.join("records.db"),
        "no database, whatever its name says",
    )
    .unwrap();
    let app = TestApp::open_with(folder, ring);
    let start = app.call("app_start", json!({})).unwrap();
    assert_eq!(start["records"]["problem"]["code"], "records_damaged");
    let refused = app
        .call("records_search", json!({ "query": query(""), "rows": 100 }))
        .unwrap_err();
    assert_eq!(refused["code"], "records_damaged");
    let state = app.call("records_retry", json!({})).unwrap();
    assert_eq!(
        state["problem"]["code"], "records_damaged",
        "a retry must not replace the damaged file"
    );
    let state = app.call("records_begin_anew", json!({})).unwrap();
    assert_eq!(state["problem"], Value::Null);
    let aside = fs::read_dir(app.folder.path().join("data/records"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .find(|entry| {
            entry
                .file_name()
                .to_string_lossy()
                .starts_with("records-until-")
        })
        .expect("the damaged file must remain");
    assert_eq!(
        fs::read(aside.path()).unwrap(),
        b"no database, whatever its name says"
    );
    audit(&app, COPY);
    ended(&app, "征信");
}
