//! Databases that earlier versions wrote: they check, open and are exported in every later one.

use std::process::Command;

use records::{Query, Records, verify::verify};

use crate::{
    made::{START_MS, moment, reopen},
    packed::{rendered, unzip},
};

/// Ten pictures audited four at a time by version 0.1.0, whose pieces of an answer are numbered with gaps.
fn four_at_once() -> (tempfile::TempDir, Records) {
    let folder = tempfile::tempdir().unwrap();
    let zip = include_bytes!("fixtures/records-0.1.0-four-at-once.zip");
    for (name, bytes) in unzip(zip) {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let gaps: u32 = rusqlite::Connection::open(folder.path().join("records.db"))
        .unwrap()
        .query_row(
            "SELECT count(*) FROM (SELECT max(piece) >= count(*) AS gap FROM journal GROUP BY record) WHERE gap",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(gaps > 0, "this one would prove nothing");
    let (records, unfinished) = reopen(folder.path());
    assert_eq!(unfinished, []);
    (folder, records)
}

#[test]
fn a_batch_at_four_at_once_of_the_first_version_checks_opens_and_exports() {
    let (folder, records) = four_at_once();
    let report = records.check(None, &mut |_, _| true).unwrap();
    assert_eq!(report.faults, []);
    assert_eq!((report.records, report.materials), (10, 10));
    for id in records.search(&Query::default()).unwrap().ids {
        let record = records.record(id).unwrap();
        assert!(record.output.contains("审核"), "{}", record.output);
        assert_eq!(
            records.raw(id).unwrap().0.len() as u64,
            record.ended.unwrap().raw.bytes
        );
        let now = moment(START_MS + i64::from(u32::MAX));
        let package = records.package(id, rendered(), &now).unwrap();
        assert!(verify(&package.bytes, None).holds(), "record {id}");
        let path = folder.path().join(&package.name);
        std::fs::write(&path, &package.bytes).unwrap();
        let verified = Command::new(env!("CARGO_BIN_EXE_finagent-verify"))
            .arg(&path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&verified.stdout);
        assert!(verified.status.success(), "record {id}: {said}");
    }
    let report = records.check(None, &mut |_, _| true).unwrap();
    assert_eq!(report.faults, []);
}
