//! The texts and events that a record leaves in the database, byte for byte as version 0.1.0 wrote them.

use std::path::Path;

use records::{Answer, AnswerOutcome, NewRecord, Query, Span};
use serde_json::{Value, json};

use crate::{
    made::{START_MS, checked, ended, moment, new, open, stream, with_picture},
    packed::pack,
};

const STARTED: &str = r#"{"format":"finagent-record-1","uid":"00000000000000000000000000000005","kind":"audit","title":"示例海报-5.jpg","subject":"subject-2","at":{"utc_ms":1788226500000,"offset_minutes":480,"zone":"Asia/Shanghai"},"app":"0.1.0","schema":"…","origin":"http://127.0.0.1:40000","demo":false,"model":"4-Plus","temperature":"0.5","mode":"stream","key_fingerprint":"9b1d7e52","endpoint":"/api/aico-saas/bm/v1/ConsumerProtectionAudit","request":{"query":"示例","parts":[]},"preparation":{"notes":[]},"materials":[{"role":"received","place":1,"name":"示例海报-5.jpg","sha256":"277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9","media_type":"image/png","width":10,"height":20,"bytes":5},{"role":"sent","place":1,"name":"示例海报-5.jpg","sha256":"277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9","media_type":"image/png","width":10,"height":20,"bytes":5}]}"#;

const ENDED: &str = r#"{"format":"finagent-record-1","uid":"00000000000000000000000000000005","outcome":"finished","problem":{"code":"parts_missing","params":{"missing":1}},"at_ms":1788226205000,"elapsed_ms":5000,"raw":{"sha256":"e0a687decc4019fbd27c9e2031fc397d73ee4abccf7718f784241e4b4e3c1bce","bytes":6},"happenings":"…","output":{"sha256":"e0a687decc4019fbd27c9e2031fc397d73ee4abccf7718f784241e4b4e3c1bce","bytes":6},"svg":{"sha256":"d4dc56669143034f31aa309635d4113d9ad76a02b1739da22c965ed2049be9e6","bytes":6},"tokens":{"total":120,"prompt":20,"completion":100},"session":"session-1","max_token":"128000","notes":["late"],"answers":[{"number":1,"outcome":"stopped","problem":{"code":"timeout","params":{}},"output":{"at":0,"bytes":6},"raw":null,"tokens":null,"session":"session","notes":[]}]}"#;

const INTERRUPTED: &str = r#"{"format":"finagent-record-1","uid":"00000000000000000000000000000005","outcome":"interrupted","problem":null,"at_ms":"…","elapsed_ms":"…","raw":{"sha256":"e0a687decc4019fbd27c9e2031fc397d73ee4abccf7718f784241e4b4e3c1bce","bytes":6},"happenings":"…","output":{"sha256":"e0a687decc4019fbd27c9e2031fc397d73ee4abccf7718f784241e4b4e3c1bce","bytes":6},"svg":null,"tokens":{"total":120,"prompt":20,"completion":100},"session":"session-1","max_token":"128000","notes":[]}"#;

const CHECK: &str = r#"{"packs":[{"id":"zh-core","version":"1.0.0","sha256":"abababababababababababababababababababababababababababababababab"}],"context":[{"name":"product","value":"wealth","guessed_from":["理财"]}],"picture":"read","findings":[{"rule":"zh-core-guarantee","kind":"ban","topic":"guarantee","severity":"high","title":"承诺保本保收益","explanation":"","excerpt":"保本保息","suggestion":"删除","basis":{"id":"ad-law","law":"中华人民共和国广告法","article":"第二十五条","text":null,"confidence":"A"},"picture":[[[10,20],[90,20],[90,40],[10,40]]],"copy":[{"from":4,"to":7}],"dismissed":null},{"rule":null,"kind":"person_added","topic":"","severity":"low","title":"字号过小","explanation":"","excerpt":"","suggestion":"删除","basis":null,"picture":[[[10,20],[90,20],[90,40],[10,40]]],"copy":[],"dismissed":"已有证明材料"}],"omitted":0,"not_checked":[{"needs":["product"],"rules":["zh-fund-past"]}]}"#;

const EVENTS: [&str; 6] = [
    r#"begun "" 0 {"database":"…","zone":"Asia/Shanghai"}"#,
    r#"started "00000000000000000000000000000005" 1 {"started":"…"}"#,
    r#"ended "00000000000000000000000000000005" 2 {"ended":"…","outcome":"finished"}"#,
    r#"packaged "00000000000000000000000000000005" 3 {"manifest":"…"}"#,
    r#"exported "00000000000000000000000000000005" 4 {"form":"html","file":"abababababababababababababababababababababababababababababababab"}"#,
    r#"deleted "00000000000000000000000000000005" 5 {"reason":"测试","started":"…","ended":"…"}"#,
];

/// An audit in parts with one picture.
fn asked() -> NewRecord {
    NewRecord {
        request: json!({ "query": "示例", "parts": [] }),
        preparation: Some(json!({ "notes": [] })),
        ..with_picture(new(5), b"bytes")
    }
}

/// The events of the database: kind, record, number and body.
pub fn events(folder: &Path) -> Vec<Value> {
    let database = rusqlite::Connection::open(folder.join("records.db")).unwrap();
    let mut found = database
        .prepare("SELECT kind, record, nth, body FROM chain ORDER BY seq")
        .unwrap();
    let event = |row: &rusqlite::Row<'_>| {
        let (kind, record): (String, String) = (row.get(0)?, row.get(1)?);
        let (nth, body): (u32, String) = (row.get(2)?, row.get(3)?);
        Ok(json!([kind, record, nth, body]))
    };
    let found = found.query_map([], event).unwrap();
    found.collect::<Result<_, _>>().unwrap()
}

/// Replaces the values of these fields in a JSON text by `…`.
pub fn without(text: &str, names: &[&str]) -> String {
    fn clear(value: &mut Value, names: &[&str]) {
        match value {
            Value::Array(values) => values.iter_mut().for_each(|value| clear(value, names)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    if names.contains(&name.as_str()) {
                        *value = "…".into();
                    } else {
                        clear(value, names);
                    }
                }
            }
            _ => {}
        }
    }
    let mut value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(text, value.to_string(), "in one form");
    clear(&mut value, names);
    value.to_string()
}

#[test]
fn the_text_of_a_start_is_written_as_by_the_first_version() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(asked()).unwrap();
    let id = journal.id();
    journal.end(ended("")).unwrap();
    let text = records.record(id).unwrap().started_text;
    assert_eq!(without(&text, &["schema"]), STARTED);
}

#[test]
fn the_text_of_an_end_is_written_as_by_the_first_version() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(asked()).unwrap();
    stream(&journal, &["保本"]);
    let id = journal.id();
    let mut end = ended("保本");
    end.svg = Some("<svg/>".to_owned());
    end.notes = vec!["late".to_owned()];
    end.problem = Some(json!({ "code": "parts_missing", "params": { "missing": 1 } }));
    end.answers = vec![Answer {
        number: 1,
        outcome: AnswerOutcome::Stopped,
        problem: Some(json!({ "code": "timeout", "params": {} })),
        output: Span { at: 0, bytes: 6 },
        raw: None,
        tokens: None,
        session: Some("session".to_owned()),
        notes: Vec::new(),
    }];
    journal.end(end).unwrap();
    let text = records.record(id).unwrap().ended_text.unwrap();
    assert_eq!(without(&text, &["happenings"]), ENDED);
}

#[test]
fn the_text_of_an_interrupted_end_is_written_as_by_the_first_version() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(asked()).unwrap();
    stream(&journal, &["保本"]);
    let id = journal.id();
    drop(journal);
    records.is_recording().unwrap();
    let text = records.record(id).unwrap().ended_text.unwrap();
    let varying = ["happenings", "at_ms", "elapsed_ms"];
    assert_eq!(without(&text, &varying), INTERRUPTED);
}

#[test]
fn the_events_of_the_chain_are_written_as_by_the_first_version() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(asked()).unwrap();
    let id = journal.id();
    journal.end(ended("")).unwrap();
    pack(&records, id);
    let now = moment(START_MS);
    let record = records.record(id).unwrap();
    records
        .note_export(&record, "html", &"ab".repeat(32), &now)
        .unwrap();
    records.delete(id, "测试", &now).unwrap();
    records.close();
    let found = events(folder.path());
    let found = found.iter().map(|event| {
        let hashes = ["database", "started", "ended", "manifest"];
        let body = without(event[3].as_str().unwrap(), &hashes);
        let (kind, nth) = (event[0].as_str().unwrap(), &event[2]);
        format!("{kind} {:?} {nth} {body}", event[1].as_str().unwrap())
    });
    assert_eq!(found.collect::<Vec<_>>(), EVENTS);
}

#[test]
fn the_offline_check_in_the_text_of_a_start_keeps_its_form() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(checked(5)).unwrap();
    let id = journal.id();
    journal.end(ended("")).unwrap();
    let started = records.record(id).unwrap().started;
    assert_eq!(serde_json::to_string(&started.check).unwrap(), CHECK);
}

#[test]
fn a_record_is_found_by_the_rules_and_the_words_of_its_offline_check() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(checked(5)).unwrap();
    let id = journal.id();
    journal.end(ended("")).unwrap();
    for words in [
        "zh-core-guarantee",
        "承诺保本保收益",
        "字号过小",
        "guarantee",
    ] {
        let found = records
            .search(&Query {
                text: words.to_owned(),
                ..Query::default()
            })
            .unwrap();
        assert_eq!(found.ids, [id], "{words}");
    }
}
