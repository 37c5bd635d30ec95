//! A record that was changed behind the app's back is shown as damaged, can only be exported as a package that says so,
//! and the chain vouches for nothing of it.

use std::{
    path::Path,
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
};

use records::{
    DamagedRecord, Error, Loaded, MATERIAL_BYTES, NewRecord, Query, Records, Registered,
    verify::{Claim, Standing, verify},
};
use rusqlite::{Connection, params};
use serde_json::Value;

use crate::{
    made::{self, START_MS, ended, keep, moment, new, open, stream, with_picture},
    packed::{Apart, rendered},
    tampered::change,
};

/// The nth audit of one subject.
fn asked(n: u32) -> NewRecord {
    NewRecord {
        subject: "the same".to_owned(),
        kind: records::Kind::Audit,
        demo: true,
        ..with_picture(new(n), b"a poster")
    }
}

/// Three audits of one poster. The second is forged while no app has them open: text, request and columns are changed
/// consistently, and the triggers are restored.
fn forged(folder: &Path) -> Records {
    let records = open(folder);
    for n in 1..=3 {
        keep(&records, asked(n), "发现：保本高收益，不合规");
    }
    let approved = keep(&records, new(9), "未发现问题");
    assert_eq!(approved, 4);
    records.close();
    change(
        folder,
        "UPDATE content SET output = (SELECT output FROM content WHERE record = 4) WHERE record = 2;
         UPDATE content SET started = replace(replace(started, '\"demo\":true', '\"demo\":false'), 'http://127.0.0.1:40000', 'https://real.example') WHERE record = 2;
         UPDATE record SET demo = 0, origin = 'https://real.example' WHERE id = 2",
    );
    open(folder)
}

fn damaged(records: &Records, id: i64) -> DamagedRecord {
    match records.load(id).unwrap() {
        Loaded::Damaged(damaged) => damaged,
        Loaded::Sound(record) => unreachable!("it passes: {record:?}"),
    }
}

#[test]
fn a_forged_record_is_opened_as_damaged_with_all_that_differs() {
    let folder = tempfile::tempdir().unwrap();
    let records = forged(folder.path());
    let found = damaged(&records, 2);
    let codes: Vec<_> = found.faults.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["started_changed", "output_changed"]);
    assert_eq!(
        records.record(2),
        Err(Error::RecordDamaged("started_changed"))
    );
    assert_eq!(records.raw(2), Err(Error::RecordDamaged("started_changed")));
    for id in [1, 3, 4] {
        assert!(records.record(id).is_ok(), "{id}");
    }
}

#[test]
fn no_list_register_comparison_or_count_takes_a_forged_record_for_genuine() {
    let folder = tempfile::tempdir().unwrap();
    let records = forged(folder.path());
    assert_eq!(records.damaged_among(&[4, 3, 2, 1, 99]), Ok(vec![2]));
    let registered = records.register(&[1, 2, 3]).unwrap();
    let marks: Vec<_> = registered
        .iter()
        .map(|one| match one {
            Registered::Sound(row) => (row.id, false),
            Registered::Damaged(damaged) => (damaged.id, true),
        })
        .collect();
    assert_eq!(marks, [(1, false), (2, true), (3, false)]);
    // Comparison uses the one before the damaged one.
    assert_eq!(records.former(3).unwrap().unwrap().id, 1);
    let counted = records.statistics(&Query::default(), &mut || true).unwrap();
    assert_eq!((counted.damaged, counted.unchecked), (1, 0));
    assert_eq!(counted.rows.iter().map(|row| row.count).sum::<u64>(), 3);
    let found = records
        .by_picture(&records::sha256_hex(b"a poster"), None)
        .unwrap();
    let marked: Vec<_> = found.same.iter().map(|row| (row.id, row.damaged)).collect();
    assert_eq!(marked, [(3, false), (2, true), (1, false)]);
}

#[test]
fn statistics_say_how_many_were_not_looked_at_and_get_further_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let records = forged(folder.path());
    let counted = records
        .statistics(&Query::default(), &mut || false)
        .unwrap();
    assert_eq!((counted.damaged, counted.unchecked), (0, 4));
    let mut steps = 2;
    let counted = records
        .statistics(&Query::default(), &mut || {
            steps -= 1;
            steps >= 0
        })
        .unwrap();
    assert_eq!((counted.damaged, counted.unchecked), (1, 2));
    let counted = records.statistics(&Query::default(), &mut || true).unwrap();
    assert_eq!((counted.damaged, counted.unchecked), (1, 0));
}

#[test]
fn what_is_written_out_of_a_forged_record_says_so_and_no_verifier_accepts_it() {
    let folder = tempfile::tempdir().unwrap();
    let records = forged(folder.path());
    let before = records.head().unwrap();
    let now = moment(START_MS + 86_400_000);
    assert_eq!(
        records.package(2, rendered(), &now),
        Err(Error::RecordDamaged("started_changed"))
    );
    let found = damaged(&records, 2);
    let package = records.package_damaged(&found).unwrap();
    assert_eq!(
        records.head().unwrap(),
        before,
        "the chain was told nothing"
    );
    assert!(
        package.name.starts_with("finagent-damaged-"),
        "{}",
        package.name
    );
    let mut apart = Apart::of(&package.bytes);
    let readme = String::from_utf8(apart.file("README.txt").clone()).unwrap();
    assert!(readme.starts_with("DAMAGED"), "{readme}");
    assert!(readme.contains("started_changed") && readme.contains("output_changed"));
    let manifest = apart.json("manifest.json");
    assert_eq!(manifest["format"], "finagent-damaged-1");
    assert_eq!(manifest["faults"][1]["code"], "output_changed");
    assert_eq!(
        apart.file("found/output.md").as_slice(),
        "未发现问题".as_bytes()
    );
    assert_eq!(
        apart
            .file("found/materials/received-1-示例海报-2.jpg")
            .as_slice(),
        b"a poster"
    );
    assert!(
        apart
            .files
            .iter()
            .all(|(name, _)| !name.starts_with("report/"))
    );

    let verdict = verify(&package.bytes, None);
    assert!(!verdict.holds());
    let told: Vec<_> = verdict
        .broken()
        .map(|finding| (finding.claim, finding.standing))
        .collect();
    assert_eq!(told, [(Claim::RecordIntact, Standing::Broken)]);
    let path = folder.path().join(&package.name);
    std::fs::write(&path, &package.bytes).unwrap();
    let verified = Command::new(env!("CARGO_BIN_EXE_finagent-verify"))
        .arg(&path)
        .output()
        .unwrap();
    let said = String::from_utf8(verified.stdout).unwrap();
    assert_eq!(verified.status.code(), Some(1), "{said}");
    assert!(
        said.contains("不是证据包") && said.contains("output_changed"),
        "{said}"
    );

    // The chain notes the export, and in which format.
    records
        .note_damaged_export(&found, &package.sha256, &now)
        .unwrap();
    let body: String = Connection::open(folder.path().join("records.db"))
        .unwrap()
        .query_row(
            "SELECT body FROM chain WHERE kind = 'exported_damaged' AND record = ''",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["file"], package.sha256);
    assert_eq!(body["faults"][0], "started_changed");
    let faults = records.check(None, &mut |_, _| true).unwrap().faults;
    assert!(
        faults.iter().all(|fault| fault.record == Some(2)),
        "{faults:?}"
    );
}

#[test]
fn an_event_that_was_written_anew_for_a_forged_text_does_not_fit_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    keep(&records, asked(1), "不合规");
    keep(&records, asked(2), "后来的");
    records.close();
    let connection = Connection::open(folder.path().join("records.db")).unwrap();
    connection
        .execute_batch("DROP TRIGGER chain_is_never_changed; DROP TRIGGER started_is_never_changed")
        .unwrap();
    // Make the text, the column and the event of the start consistent, including the hash.
    let started: String = connection
        .query_row("SELECT started FROM content WHERE record = 1", [], |row| {
            row.get(0)
        })
        .unwrap();
    let started = started.replace("4-Plus", "9-Plus");
    let body =
        serde_json::json!({ "started": records::sha256_hex(started.as_bytes()) }).to_string();
    let (seq, at_ms, uid): (u64, i64, String) = connection
        .query_row(
            "SELECT seq, at_ms, record FROM chain WHERE kind = 'started' ORDER BY seq LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    let hash_of = |seq: u64| -> [u8; 32] {
        connection
            .query_row("SELECT hash FROM chain WHERE seq = ?1", [seq], |row| {
                row.get(0)
            })
            .unwrap_or_default()
    };
    let event = records::chain::Event {
        seq,
        at_ms,
        kind: "started".to_owned(),
        record: uid,
        nth: 1,
        body: body.clone(),
    };
    let hash = event.hash(&hash_of(seq - 1), &hash_of(records::chain::skip_of(seq)));
    connection
        .execute(
            "UPDATE content SET started = ?1 WHERE record = 1",
            [&started],
        )
        .unwrap();
    connection
        .execute("UPDATE record SET model = '9-Plus' WHERE id = 1", [])
        .unwrap();
    connection
        .execute(
            "UPDATE chain SET body = ?1, hash = ?2 WHERE seq = ?3",
            params![body, hash, seq],
        )
        .unwrap();
    drop(connection);
    let records = open(folder.path());
    let found = damaged(&records, 1);
    let told: Vec<_> = found
        .faults
        .iter()
        .map(|fault| (fault.code, fault.seq))
        .collect();
    assert!(told.contains(&("event_changed", Some(seq))), "{told:?}");
}

#[test]
fn a_material_is_compared_with_its_hash_when_the_record_is_loaded_or_else_when_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let large = vec![7; usize::try_from(MATERIAL_BYTES).unwrap() + 1];
    let small = keep(&records, with_picture(new(1), b"small"), "小");
    let id = keep(&records, with_picture(new(2), &large), "大");
    let sha256 = records::sha256_hex(&large);
    assert_eq!(records.record(small).unwrap().unread, [""; 0]);
    assert_eq!(
        records.record(id).unwrap().unread,
        std::slice::from_ref(&sha256)
    );
    change(
        folder.path(),
        "UPDATE material_data SET data = CAST('SMALL' AS BLOB) WHERE length(data) = 5;
         UPDATE material_data SET data = zeroblob(length(data)) WHERE length(data) > 5",
    );
    assert_eq!(damaged(&records, small).faults[0].code, "material_changed");
    assert!(matches!(
        records.material(&records::sha256_hex(b"small")),
        Err(Error::MaterialDamaged)
    ));
    // Loading does not hash it, and nothing returns its bytes.
    assert!(records.record(id).is_ok());
    assert!(matches!(
        records.material(&sha256),
        Err(Error::MaterialDamaged)
    ));
    assert_eq!(
        records.package(id, rendered(), &moment(START_MS)),
        Err(Error::RecordDamaged("material_changed"))
    );
}

#[test]
fn a_record_that_is_being_written_is_never_accused() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..40 {
                let journal = records.begin(asked(n)).unwrap();
                stream(&journal, &["一", "二"]);
                journal.flush();
                stream(&journal, &["三"]);
                journal.end(ended("一二三")).unwrap();
            }
            over.store(true, Ordering::Release);
        });
        let mut looked_at = 0;
        while !over.load(Ordering::Acquire) || looked_at == 0 {
            let ids = records.search(&Query::default()).unwrap().ids;
            assert_eq!(records.damaged_among(&ids), Ok(Vec::new()));
            let report = records.check(None, &mut |_, _| true).unwrap();
            assert_eq!(report.faults, []);
            if let Some(id) = ids.last() {
                records.record(*id).unwrap();
                looked_at += 1;
            }
        }
    });
    let running = records.begin(asked(50)).unwrap();
    made::stream(&running, &["未完"]);
    assert!(matches!(records.load(running.id()), Ok(Loaded::Sound(_))));
}

#[test]
fn numbers_of_a_service_that_no_column_holds_make_no_record_look_forged() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let largest = Some(records::Tokens {
        total: Some(u64::MAX),
        prompt: Some(u64::MAX),
        completion: Some(u64::MAX),
    });
    let journal = records.begin(asked(1)).unwrap();
    let id = journal.id();
    let answer = records::Answer {
        number: 1,
        outcome: records::AnswerOutcome::Finished,
        problem: None,
        output: records::Span::default(),
        raw: None,
        tokens: largest,
        session: None,
        notes: Vec::new(),
    };
    let end = records::Ended {
        tokens: largest,
        answers: vec![answer],
        ..ended("保本")
    };
    journal.end(end).unwrap();
    let record = records.record(id).unwrap();
    let most = Some(i64::MAX.unsigned_abs());
    assert_eq!(record.ended.unwrap().tokens.unwrap().total, most);
    assert_eq!(records.check(None, &mut |_, _| true).unwrap().faults, []);
    let ids = records.search(&Query::default()).unwrap().ids;
    assert_eq!(
        records.rows(&ids, &Query::default()).unwrap()[0].tokens,
        most
    );
    let package = records.package(id, rendered(), &moment(START_MS)).unwrap();
    assert!(verify(&package.bytes, None).holds());
}

#[test]
fn a_row_that_this_program_never_writes_spoils_no_list() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    for n in 1..=3 {
        keep(&records, asked(n), "保本");
    }
    change(
        folder.path(),
        "UPDATE record SET kind = '???', elapsed_ms = -1 WHERE id = 2;
         UPDATE content SET output = x'ffff' WHERE record = 2;
         UPDATE content SET started = replace(started, '示例', '范例') WHERE record = 3",
    );
    let query = Query {
        text: "保本".to_owned(),
        ..Query::default()
    };
    let ids = records.search(&query).unwrap().ids;
    assert_eq!(ids, [1, 2, 3]);
    let rows = records.rows(&ids, &query).unwrap();
    let marked: Vec<_> = rows.iter().map(|row| (row.id, row.damaged)).collect();
    // Only a closer check finds the damage to record 3.
    assert_eq!(marked, [(1, false), (2, true), (3, false)]);
    assert_eq!(records.damaged_among(&ids), Ok(vec![2, 3]));
}

#[test]
fn a_record_with_an_outlandish_number_is_found_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    keep(&records, asked(1), "保本");
    let last = i64::MAX - 7;
    change(
        folder.path(),
        &format!(
            "UPDATE record SET id = {last} WHERE id = 1;
             UPDATE content SET record = {last};
             UPDATE journal SET record = {last};
             UPDATE record_material SET record = {last};
             INSERT INTO grams (rowid, text) SELECT {last}, 'x'"
        ),
    );
    let ids = records.search(&Query::default()).unwrap().ids;
    assert_eq!(ids, [last]);
    let query = Query {
        text: "保".to_owned(),
        ..Query::default()
    };
    // The index contains its words under its former id.
    assert_eq!(records.search(&query).unwrap().ids, [0; 0]);
    assert!(records.record(last).is_ok(), "a number proves nothing");
}
