//! Databases of earlier versions: every later version checks, opens and exports them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use records::{Kind, Query, Records, Rendered, verify::verify};

use crate::{
    made::{START_MS, moment, reopen},
    other_verifier::said_of,
    packed::{Apart, Files, rendered, unzip},
};

/// Ten pictures audited four at a time by version 0.1.0, which left gaps in the piece numbers of the answers.
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

/// The records of version 0.1.0 with a record of every kind, and the packages that it made of most of them.
fn every_kind() -> (tempfile::TempDir, Records, Files) {
    let folder = tempfile::tempdir().unwrap();
    let zip = include_bytes!("../../../../../tests/ipc/fixtures/folder-0.1.0.zip");
    for (name, bytes) in unzip(zip) {
        if let Some(name) = name.strip_prefix("data/records/") {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
    }
    let (records, unfinished) = reopen(folder.path());
    assert_eq!(unfinished, []);
    let packages = unzip(include_bytes!(
        "../../../../../tests/ipc/fixtures/packages-0.1.0.zip"
    ));
    (folder, records, packages)
}

/// The report in a package.
fn report_in(apart: &mut Apart) -> Rendered {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut files = apart.files.iter();
    let chart = files.find(|(name, _)| name == "report/flowchart.png");
    Rendered {
        flowchart: chart.map(|(_, png)| png.clone()),
        markdown: text(apart.file("report/report.md")),
        html: text(apart.file("report/report.html")),
    }
}

#[test]
fn a_record_of_every_kind_of_the_first_version_is_packed_again_to_the_same_bytes() {
    let (_folder, records, packages) = every_kind();
    assert_eq!(records.check(None, &mut |_, _| true).unwrap().faults, []);
    let head = records.head().unwrap();
    let ids = records.search(&Query::default()).unwrap().ids;
    let uids: BTreeMap<_, _> = ids
        .iter()
        .map(|id| (records.record(*id).unwrap().started.uid, *id))
        .collect();
    assert_eq!((uids.len(), packages.len()), (12, 10));
    let mut kinds = BTreeSet::new();
    for (name, golden) in &packages {
        let verdict = verify(golden, None);
        assert!(verdict.holds(), "{name}: {verdict:?}");
        let mut apart = Apart::of(golden);
        let started = apart.json("record/started.json");
        kinds.insert(started["kind"].to_string());
        let id = uids[started["uid"].as_str().unwrap()];
        let now = moment(START_MS + i64::from(u32::MAX));
        let package = records.package(id, report_in(&mut apart), &now).unwrap();
        assert!(package.bytes == *golden, "{name} is packed otherwise");
    }
    assert_eq!(kinds.len(), Kind::ALL.len());
    assert_eq!(records.head().unwrap(), head, "nothing new was noted");
}

#[test]
fn the_other_verifier_accepts_the_packages_of_the_first_version() {
    let packages = unzip(include_bytes!(
        "../../../../../tests/ipc/fixtures/packages-0.1.0.zip"
    ));
    let packages: Vec<_> = packages.into_iter().map(|(_, package)| package).collect();
    let said = said_of(&packages);
    assert!(said.iter().all(|said| said == "holds"), "{said:?}");
}

/// The name and SQL of everything in a database schema.
fn definitions(folder: &Path) -> Vec<(String, Option<String>)> {
    let database = rusqlite::Connection::open(folder.join("records.db")).unwrap();
    let mut found = database
        .prepare("SELECT name, sql FROM sqlite_master ORDER BY name")
        .unwrap();
    let found = found.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    found.unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_new_database_has_the_tables_of_one_of_the_first_version() {
    let (old, records, _) = every_kind();
    records.close();
    let new = tempfile::tempdir().unwrap();
    reopen(new.path()).0.close();
    assert_eq!(definitions(new.path()), definitions(old.path()));
}
