//! Databases that somebody has changed: a check finds each change, and names it.

use std::path::Path;

use records::{
    Error, Loaded, Query, Records,
    chain::{Anchor, Event, skip_of},
    check::{AnchorState, CheckReport, Fault},
};
use rusqlite::{Connection, params};

use crate::{
    made::{keep, new, open},
    packed::{fill, pack, rendered},
};

pub fn check(records: &Records, anchor: Option<&Anchor>) -> CheckReport {
    records.check(anchor, &mut |_, _| true).unwrap()
}

/// A database with some records, and its anchor.
pub fn filled(folder: &Path) -> Anchor {
    let records = open(folder);
    let id = fill(&records);
    pack(&records, id);
    records.head().unwrap()
}

/// Changes a database as somebody with an SQL tool would: drops the triggers, and restores them afterwards.
pub fn change(folder: &Path, sql: &str) {
    let connection = Connection::open(folder.join("records.db")).unwrap();
    connection
        .pragma_update(None, "foreign_keys", false)
        .unwrap();
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for (name, _) in &triggers {
        connection
            .execute_batch(&format!("DROP TRIGGER {name}"))
            .unwrap();
    }
    connection.execute_batch(sql).unwrap();
    for (_, sql) in &triggers {
        connection.execute_batch(sql).unwrap();
    }
}

#[test]
fn an_untouched_database_holds_with_its_anchor_and_without() {
    let folder = tempfile::tempdir().unwrap();
    let anchor = filled(folder.path());
    let records = open(folder.path());
    let report = check(&records, Some(&anchor));
    assert_eq!(report.faults, []);
    assert_eq!(report.anchor, AnchorState::Holds);
    assert_eq!((report.records, report.materials), (11, 3));
    assert_eq!((report.events, &report.head), (anchor.seq, &anchor));
    assert_eq!(check(&records, None).anchor, AnchorState::None);
    assert_eq!(
        check(&records, Some(&Anchor::nothing())).anchor,
        AnchorState::Holds
    );
    // Also with a run in progress that has received nothing.
    let journal = records.begin(new(80)).unwrap();
    assert_eq!(check(&records, Some(&anchor)).faults, []);
    drop(journal);
    records
        .begin(new(81))
        .unwrap()
        .end(crate::made::ended(""))
        .unwrap();
    assert_eq!(check(&records, Some(&anchor)).faults, []);
}

#[test]
fn a_check_tells_how_far_it_is_and_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let records = open(folder.path());
    let mut told = Vec::new();
    records
        .check(None, &mut |done, of| {
            told.push((done, of));
            true
        })
        .unwrap();
    let (done, of) = *told.last().unwrap();
    assert_eq!(done, of);
    let report = records.check(None, &mut |done, _| done < 3).unwrap();
    assert!(report.stopped && report.records == 0);
}

/// Each change with the code that must report it; record 5 is the audit of two pictures.
const CHANGES: &[(&str, &str, &str)] = &[
    (
        "a record's title",
        "UPDATE record SET title = '别的' WHERE id = 5",
        "record_column_changed",
    ),
    (
        "a record's identity",
        "UPDATE record SET uid = 'ff' WHERE id = 5",
        "record_unstarted",
    ),
    (
        "a record's kind",
        "UPDATE record SET kind = 'lines' WHERE id = 5",
        "record_column_changed",
    ),
    (
        "a record's time",
        "UPDATE record SET created_ms = created_ms + 1 WHERE id = 5",
        "record_column_changed",
    ),
    (
        "a record's zone",
        "UPDATE record SET offset_minutes = 0 WHERE id = 5",
        "record_column_changed",
    ),
    (
        "a record's demo flag",
        "UPDATE record SET demo = 1 - demo WHERE id = 5",
        "record_column_changed",
    ),
    (
        "a record's outcome",
        "UPDATE record SET outcome = 'failed' WHERE id = 5",
        "record_column_changed",
    ),
    (
        "a record opened again",
        "UPDATE record SET outcome = NULL, elapsed_ms = NULL, tokens = NULL WHERE id = 5; UPDATE content SET ended = NULL, output = NULL, svg = NULL WHERE record = 5",
        "ended_changed",
    ),
    (
        "a record's tokens",
        "UPDATE record SET tokens = 1 WHERE id = 5",
        "record_column_changed",
    ),
    (
        "a negative time",
        "UPDATE record SET elapsed_ms = -1 WHERE id = 5",
        "record_column_changed",
    ),
    (
        "a record's subject",
        "UPDATE record SET subject = '' WHERE id = 5",
        "record_column_changed",
    ),
    (
        "a record taken away",
        "DELETE FROM record WHERE id = 5",
        "record_gone",
    ),
    (
        "a record taken away with all that is its own",
        "DELETE FROM record WHERE id = 1; DELETE FROM content WHERE record = 1; DELETE FROM journal WHERE record = 1",
        "record_gone",
    ),
    (
        "a record put in",
        "INSERT INTO record SELECT 99, 'ee', kind, title, created_ms, offset_minutes, demo, origin, model, subject, outcome, elapsed_ms, tokens, picture FROM record WHERE id = 5; INSERT INTO content SELECT 99, started, ended, output, svg FROM content WHERE record = 5",
        "record_unstarted",
    ),
    (
        "what was asked",
        "UPDATE content SET started = replace(started, '4-Plus', '9-Plus') WHERE record = 5",
        "started_changed",
    ),
    (
        "what was asked is no JSON",
        "UPDATE content SET started = 'x' WHERE record = 5",
        "started_changed",
    ),
    (
        "how it ended",
        "UPDATE content SET ended = replace(ended, '120', '121') WHERE record = 5",
        "ended_changed",
    ),
    (
        "the text",
        "UPDATE content SET output = (SELECT output FROM content WHERE record = 1) WHERE record = 5",
        "output_changed",
    ),
    (
        "no text",
        "UPDATE content SET output = NULL WHERE record = 5",
        "output_changed",
    ),
    (
        "a text that is no stream",
        "UPDATE content SET output = x'ffffffff' WHERE record = 5",
        "output_changed",
    ),
    (
        "the flowchart",
        "UPDATE content SET svg = output WHERE record = 5",
        "flowchart_changed",
    ),
    (
        "a flowchart where there was none",
        "UPDATE content SET svg = output WHERE record = 1",
        "flowchart_changed",
    ),
    (
        "the wide part of a record",
        "DELETE FROM content WHERE record = 5",
        "record_content_missing",
    ),
    (
        "a wide part put in",
        "INSERT INTO content SELECT 99, started, ended, output, svg FROM content WHERE record = 5",
        "row_orphaned",
    ),
    (
        "the journal",
        "DELETE FROM journal WHERE record = 5",
        "answer_changed",
    ),
    (
        "bytes of the journal",
        "UPDATE journal SET raw = x'0300' WHERE record = 5",
        "answer_changed",
    ),
    (
        "bytes behind the journal",
        "UPDATE journal SET raw = CAST(raw || x'00' AS BLOB) WHERE record = 5",
        "answer_changed",
    ),
    (
        "happenings of the journal",
        "UPDATE journal SET happenings = raw WHERE record = 5",
        "happenings_changed",
    ),
    (
        "a piece put into the journal",
        "INSERT INTO journal SELECT record, max(piece) + 1, raw, happenings FROM journal WHERE record = 5",
        "answer_changed",
    ),
    (
        "a journal of no record",
        "INSERT INTO journal VALUES (99, 0, x'', x'')",
        "row_orphaned",
    ),
    (
        "a material's bytes",
        "UPDATE material_data SET data = CAST('FIRST picture' AS BLOB) WHERE data = CAST('first picture' AS BLOB)",
        "material_changed",
    ),
    (
        "two materials swapped",
        "UPDATE material_data SET data = (SELECT d.data FROM material_data d WHERE d.sha256 <> material_data.sha256 AND length(d.data) > 6)",
        "material_changed",
    ),
    (
        "a material's data",
        "DELETE FROM material_data WHERE data = CAST('first picture' AS BLOB)",
        "material_missing",
    ),
    (
        "a material",
        "DELETE FROM material WHERE bytes = 13",
        "material_missing",
    ),
    (
        "a material's size",
        "UPDATE material SET bytes = bytes + 1",
        "material_changed",
    ),
    (
        "a material's width",
        "UPDATE material SET width = width + 1",
        "record_materials_differ",
    ),
    (
        "a material put in",
        "INSERT INTO material VALUES ('aa', 'image/png', 1, 1, 1, NULL); INSERT INTO material_data VALUES ('aa', NULL, x'00')",
        "material_unused",
    ),
    (
        "the pictures of a record swapped",
        "UPDATE record_material SET sha256 = (SELECT sha256 FROM material WHERE bytes = 14) WHERE record = 5 AND place = 1",
        "record_materials_differ",
    ),
    (
        "a picture's name",
        "UPDATE record_material SET name = 'x' WHERE record = 5 AND place = 2",
        "record_materials_differ",
    ),
    (
        "a picture of a record taken away",
        "DELETE FROM record_material WHERE record = 5 AND place = 2",
        "record_materials_differ",
    ),
    (
        "a picture given to a record",
        "INSERT INTO record_material SELECT 1, role, place, sha256, name FROM record_material WHERE record = 5",
        "record_materials_differ",
    ),
    (
        "an event's time",
        "UPDATE chain SET at_ms = at_ms + 1 WHERE seq = 3",
        "event_changed",
    ),
    (
        "an event's body",
        "UPDATE chain SET body = '{}' WHERE seq = 3",
        "event_changed",
    ),
    (
        "an event's record",
        "UPDATE chain SET record = 'aa' WHERE seq = 3",
        "event_changed",
    ),
    (
        "an event's number in its record",
        "UPDATE chain SET nth = 7 WHERE seq = 3",
        "event_out_of_order",
    ),
    (
        "an event's hash",
        "UPDATE chain SET hash = zeroblob(32) WHERE seq = 3",
        "event_changed",
    ),
    (
        "an event that no reader expects",
        "UPDATE chain SET nth = -1 WHERE seq = 3",
        "event_changed",
    ),
    (
        "an event",
        "DELETE FROM chain WHERE seq = 3",
        "event_missing",
    ),
    (
        "the first event",
        "DELETE FROM chain WHERE seq = 1",
        "chain_begin_missing",
    ),
    (
        "an event put in at the end",
        "INSERT INTO chain SELECT seq + 1, at_ms, 'exported', record, nth + 1, body, hash FROM chain ORDER BY seq DESC LIMIT 1",
        "event_changed",
    ),
    (
        "an event put in before the first",
        "INSERT INTO chain SELECT -4, at_ms, 'exported', record, nth + 1, body, hash FROM chain WHERE seq = 2",
        "event_unexpected",
    ),
    (
        "the database's identity",
        "UPDATE database SET id = 'aa'",
        "database_id_wrong",
    ),
    (
        "a second identity",
        "INSERT INTO database VALUES ('aa', 1)",
        "database_id_wrong",
    ),
];

#[test]
fn every_change_of_a_database_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    for (what, sql, code) in CHANGES {
        let copy = tempfile::tempdir().unwrap();
        for name in ["records.db", "records.db-wal"] {
            let from = folder.path().join(name);
            if from.exists() {
                std::fs::copy(from, copy.path().join(name)).unwrap();
            }
        }
        let records = open(copy.path());
        change(copy.path(), sql);
        let report = check(&records, None);
        let codes: Vec<_> = report.faults.iter().map(|fault| fault.code).collect();
        assert!(codes.contains(code), "{what}: {codes:?}");
        let named = report.faults.iter().all(|fault| {
            let said = !fault.title.is_empty() || !fault.detail.is_empty();
            fault.record.is_some()
                || fault.seq.is_some()
                || said
                || fault.code == "database_id_wrong"
        });
        assert!(named, "{what}: {:?}", report.faults);
    }
}

#[test]
fn every_change_of_a_record_is_seen_when_it_is_loaded_and_no_other_record_is_accused() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    for (what, sql, code) in CHANGES {
        let copy = tempfile::tempdir().unwrap();
        std::fs::copy(
            folder.path().join("records.db"),
            copy.path().join("records.db"),
        )
        .unwrap();
        let records = open(copy.path());
        change(copy.path(), sql);
        let faults = check(&records, None).faults;
        // The third event is the last one of the first record.
        let of_first = |fault: &Fault| fault.seq == Some(3) && fault.record.is_none();
        let mut accused: Vec<i64> = faults.iter().filter_map(|fault| fault.record).collect();
        accused.extend(faults.iter().any(of_first).then_some(1));
        let materials: Vec<_> = faults
            .iter()
            .filter(|fault| fault.code == "material_changed" || fault.code == "material_missing")
            .map(|fault| fault.title.as_str())
            .collect();
        let in_chain = code.starts_with("event_") || *code == "chain_begin_missing";
        for id in 1..=11 {
            match records.load(id) {
                Err(Error::Unknown) => assert!(!accused.contains(&id) || *code == "record_gone"),
                Ok(Loaded::Damaged(damaged)) => {
                    let named = damaged
                        .faults
                        .iter()
                        .any(|fault| materials.contains(&fault.title.as_str()));
                    // Next to a gap in the chain, or a changed hash, nothing can be proven.
                    assert!(
                        accused.contains(&id) || named || in_chain,
                        "{what}: {damaged:?}"
                    );
                    assert_eq!(records.record(id), Err(damaged.error()), "{what}");
                    assert!(records.raw(id).is_err() || named, "{what}");
                }
                Ok(Loaded::Sound(record)) => {
                    assert!(!accused.contains(&id), "{what}: record {id} passes");
                    let mut parts = record.started.materials.iter();
                    let held = parts.all(|part| !materials.contains(&part.sha256.as_str()));
                    assert!(held, "{what}: record {id} passes");
                }
                Err(error) => unreachable!("{what}: {error}"),
            }
        }
        // The list is complete, whatever its columns contain.
        let ids = records.search(&Query::default()).unwrap().ids;
        assert_eq!(
            records.rows(&ids, &Query::default()).unwrap().len(),
            ids.len(),
            "{what}"
        );
        assert_eq!(records.register(&ids).unwrap().len(), ids.len(), "{what}");
        records.statistics(&Query::default(), &mut || true).unwrap();
    }
}

#[test]
fn a_record_that_does_not_hold_is_not_packaged() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let records = open(folder.path());
    change(
        folder.path(),
        "UPDATE material_data SET data = CAST('FIRST picture' AS BLOB) WHERE data = CAST('first picture' AS BLOB)",
    );
    let refused = records.package(5, rendered(), &crate::made::moment(0));
    assert_eq!(
        refused,
        Err(records::Error::RecordDamaged("material_changed"))
    );
}

#[test]
fn a_missing_a_changed_and_a_foreign_trigger_are_named() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let records = open(folder.path());
    let connection = Connection::open(folder.path().join("records.db")).unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER chain_is_never_cut;
             DROP TRIGGER started_is_never_changed;
             CREATE TRIGGER started_is_never_changed BEFORE UPDATE OF started ON content BEGIN SELECT 1; END;
             CREATE TRIGGER foreign_one AFTER INSERT ON record BEGIN SELECT 1; END;",
        )
        .unwrap();
    let faults = check(&records, None).faults;
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.code, fault.title.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("trigger_missing", "chain_is_never_cut"),
            ("trigger_changed", "started_is_never_changed"),
            ("trigger_unknown", "foreign_one"),
        ]
    );
}

#[test]
fn a_chain_that_was_cut_and_one_that_was_built_anew_are_found_by_the_anchor() {
    let folder = tempfile::tempdir().unwrap();
    let anchor = filled(folder.path());
    let records = open(folder.path());
    let id = keep(&records, new(70), "最后");
    let after = records.head().unwrap();
    change(
        folder.path(),
        &format!(
            "DELETE FROM chain WHERE seq > {}; DELETE FROM record WHERE id = {id}; DELETE FROM content WHERE record = {id}; DELETE FROM journal WHERE record = {id}",
            anchor.seq
        ),
    );
    assert_eq!(
        check(&records, Some(&anchor)).faults,
        [],
        "cut to where it once stood"
    );
    let report = check(&records, Some(&after));
    assert_eq!(report.anchor, AnchorState::Broken);
    let found: Vec<_> = report
        .faults
        .iter()
        .map(|fault| (fault.code, fault.seq))
        .collect();
    assert_eq!(found, [("anchor_broken", Some(after.seq))]);

    rebuild(folder.path());
    assert_eq!(check(&records, None).faults, [], "in itself it fits");
    let report = check(&records, Some(&anchor));
    assert_eq!(
        (report.anchor, report.faults[0].code),
        (AnchorState::Broken, "anchor_broken")
    );
}

/// Changes when the database began, and recomputes all hashes.
fn rebuild(folder: &Path) {
    change(
        folder,
        "UPDATE chain SET at_ms = at_ms - 1000 WHERE seq = 1",
    );
    let connection = Connection::open(folder.join("records.db")).unwrap();
    connection
        .execute_batch("DROP TRIGGER chain_is_never_changed")
        .unwrap();
    let events: Vec<Event> = connection
        .prepare("SELECT seq, at_ms, kind, record, nth, body FROM chain ORDER BY seq")
        .unwrap()
        .query_map([], |row| {
            Ok(Event {
                seq: row.get(0)?,
                at_ms: row.get(1)?,
                kind: row.get(2)?,
                record: row.get(3)?,
                nth: row.get(4)?,
                body: row.get(5)?,
            })
        })
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut hashes = vec![[0; 32]];
    for event in events {
        let hash = event.hash(hashes.last().unwrap(), &hashes[skip_of(event.seq) as usize]);
        connection
            .execute(
                "UPDATE chain SET hash = ?1 WHERE seq = ?2",
                params![hash, event.seq],
            )
            .unwrap();
        hashes.push(hash);
    }
    connection
        .execute_batch(
            "CREATE TRIGGER chain_is_never_changed BEFORE UPDATE ON chain
BEGIN SELECT RAISE(ABORT, 'the chain is append-only'); END",
        )
        .unwrap();
}
