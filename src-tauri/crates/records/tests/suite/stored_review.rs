//! The texts and events that a review leaves in the database, byte for byte as first written.

use crate::{
    made::open,
    reviewed::{archived, key, signers},
    stored::{events, without},
};

/// Hashes that depend on how long the run took, and the time stamp.
const VARYING: [&str; 9] = [
    "ended",
    "reviewed",
    "approved",
    "archived",
    "statement",
    "signature",
    "started",
    "token",
    "time_ms",
];

#[test]
fn the_text_of_each_kind_of_statement_keeps_its_form() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    signers(&records);
    let id = archived(&records, 55);
    let statements = records.statements(id).unwrap();
    let texts: String = statements
        .iter()
        .map(|one| without(&one.text, &VARYING) + "\n")
        .collect();
    assert_eq!(texts, include_str!("fixtures/statements.jsonl"));
}

#[test]
fn the_events_of_a_review_keep_their_form() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    signers(&records);
    archived(&records, 55);
    records.close();
    let found = events(folder.path());
    let found = found.iter().map(|event| {
        let body = without(event[3].as_str().unwrap(), &VARYING);
        let (kind, record) = (event[0].as_str().unwrap(), event[1].as_str().unwrap());
        format!("{kind} {record:?} {} {body}", event[2])
    });
    let found: Vec<_> = found.collect();
    let uid = format!("{:032x}", 55);
    let stated = |kind: &str, nth: u32, signer: Option<u8>| {
        let key = signer.map_or("null".to_owned(), |n| format!("{:?}", key(n)));
        let body = format!(r#"{{"statement":"…","key":{key},"signature":"…"}}"#);
        format!("{kind} {uid:?} {nth} {body}")
    };
    let signer = |n: u8, name: &str| {
        let key = key(n);
        format!(r#"signer "" 0 {{"key":"{key}","name":"{name}","staff":"A00{n}"}}"#)
    };
    assert_eq!(
        found[1..4],
        [
            signer(1, "张示例"),
            signer(2, "李示例"),
            signer(3, "王示例")
        ]
    );
    assert_eq!(
        found[6..],
        [
            stated("checked", 3, None),
            stated("reviewed", 4, Some(1)),
            stated("returned", 5, Some(2)),
            stated("reviewed", 6, Some(1)),
            stated("approved", 7, Some(2)),
            stated("archived", 8, Some(1)),
            stated("stamped", 9, None),
            stated("compared", 10, Some(3)),
        ]
    );
}
