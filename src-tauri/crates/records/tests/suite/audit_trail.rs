//! Counting, finding by picture, exporting and deleting records.

use records::{Attached, Error, Kind, Material, NewRecord, Outcome, Query, Role, sha256_hex};

use crate::made::{START_MS, keep, moment, new, open, with_picture};

fn look(mut new: NewRecord, data: &[u8], look: u64) -> NewRecord {
    new = with_picture(new, data);
    for attached in &mut new.materials {
        attached.material.look = Some(look);
    }
    new
}

#[test]
fn a_picture_leads_to_its_records_and_to_those_of_pictures_like_it_the_latest_first() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let first = keep(&records, look(new(1), b"one", 0), "");
    let other = keep(&records, look(new(2), b"two", 0xff), "");
    keep(&records, look(new(3), b"three", 0x1ff), "");
    let again = keep(&records, look(new(4), b"one", 0), "");
    let mut both = look(new(5), b"one", 0);
    let alike: Vec<Attached> = look(new(5), b"two", 0xff).materials;
    both.materials = vec![
        both.materials.remove(0),
        alike
            .into_iter()
            .find(|attached| attached.role == Role::Sent)
            .unwrap(),
    ];
    let both = keep(&records, both, "");
    let found = records.by_picture(&sha256_hex(b"one"), Some(0)).unwrap();
    let ids = |rows: &[records::Row]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(&found.same), [both, again, first]);
    assert_eq!(ids(&found.alike), [other]);
    assert!(
        records
            .by_picture(&sha256_hex(b"one"), None)
            .unwrap()
            .alike
            .is_empty()
    );
    assert_eq!(records.by_picture("", Some(0)).unwrap().same, []);
}

#[test]
fn runs_are_counted_by_the_month_on_the_wall() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    // 2026-08-31 23:59 and 2026-09-01 00:00 in Shanghai.
    let midnight = START_MS - 34_200_000;
    for (n, at) in [(0, midnight - 60_000), (5, midnight), (10, midnight)] {
        let mut new = new(n);
        new.at = moment(at);
        keep(&records, new, "答");
    }
    let _running = records.begin(new(15)).unwrap();
    let counted = records.statistics(&Query::default(), &mut || true).unwrap();
    assert_eq!((counted.damaged, counted.unchecked), (0, 0));
    let told: Vec<_> = counted
        .rows
        .iter()
        .map(|row| {
            (
                row.month.as_str(),
                row.kind,
                row.outcome,
                row.count,
                row.demo,
                row.tokens,
            )
        })
        .collect();
    let finished = Some(Outcome::Finished);
    assert_eq!(
        told,
        [
            ("2026-08", Kind::Audit, finished, 1, 1, 120),
            ("2026-09", Kind::Audit, None, 1, 0, 0),
            ("2026-09", Kind::Audit, finished, 2, 1, 240),
        ]
    );
}

#[test]
fn a_deleted_record_leaves_only_its_events_and_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let kept = keep(&records, with_picture(new(1), b"shared"), "留下");
    let mut gone = with_picture(new(2), b"shared");
    gone.materials.push(Attached {
        role: Role::Received,
        name: "other.png".to_owned(),
        material: Material {
            sha256: sha256_hex(b"alone"),
            data: b"alone".to_vec().into(),
            ..gone.materials[0].material.clone()
        },
    });
    let uid = gone.uid.clone();
    let id = keep(&records, gone, "貔貅纹样的删除");
    let whole = records.record(id).unwrap();
    records
        .note_export(
            &whole,
            "markdown",
            &sha256_hex(b"file"),
            &moment(START_MS + 1),
        )
        .unwrap();
    let audit_trail = records.audit_trail(id).unwrap();
    let kinds: Vec<&str> = audit_trail
        .iter()
        .map(|event| event.kind.as_str())
        .collect();
    assert_eq!(kinds, ["started", "ended", "exported"]);
    assert_eq!(audit_trail[2].at_ms, START_MS + 1);
    let now = moment(START_MS + 2);
    assert_eq!(records.delete(id, " \n", &now), Err(Error::NoReason));
    records.delete(id, " 客户要求 ", &now).unwrap();
    assert_eq!(records.record(id).unwrap_err(), Error::Unknown);
    assert_eq!(records.delete(id, "再次", &now), Err(Error::Unknown));
    assert_eq!(records.audit_trail(id), Err(Error::Unknown));
    assert_eq!(
        records.note_export(&whole, "html", "", &now),
        Err(Error::Unknown)
    );
    assert_eq!(records.raw(id), Err(Error::Unknown));
    assert!(records.material(&sha256_hex(b"alone")).is_err());
    assert!(records.material(&sha256_hex(b"shared")).is_ok());
    assert_eq!(records.search(&Query::default()).unwrap().ids, [kept]);
    let database = rusqlite::Connection::open(folder.path().join("records.db")).unwrap();
    let body: String = database
        .query_row(
            "SELECT body FROM chain WHERE kind = 'deleted' AND record = ?1",
            [uid],
            |row| row.get(0),
        )
        .unwrap();
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["reason"], "客户要求");
    assert_eq!(body["started"], sha256_hex(whole.started_text.as_bytes()));
    assert_eq!(
        body["ended"],
        sha256_hex(whole.ended_text.unwrap().as_bytes())
    );
}

#[test]
fn no_piece_of_a_deleted_text_stays_in_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    keep(&records, new(1), "留下");
    let id = keep(&records, new(2), "貔貅纹样的删除");
    let pieces = || -> usize {
        let database = rusqlite::Connection::open(folder.path().join("records.db")).unwrap();
        ["words_data", "grams_data"]
            .into_iter()
            .map(|table| {
                let sql = format!("SELECT block FROM {table}");
                let mut statement = database.prepare(&sql).unwrap();
                let blocks = statement
                    .query_map([], |row| row.get::<_, Vec<u8>>(0))
                    .unwrap();
                blocks
                    .map(|block| {
                        let block = block.unwrap();
                        let holds = |piece: &[u8]| {
                            block
                                .windows(piece.len())
                                .filter(|part| *part == piece)
                                .count()
                        };
                        // 貔 begins a word in one table, and is stored literally in the other.
                        holds("貔".as_bytes()) + holds(b"8c94")
                    })
                    .sum::<usize>()
            })
            .sum()
    };
    assert!(pieces() > 0);
    records.delete(id, "示例", &moment(START_MS)).unwrap();
    assert_eq!(pieces(), 0);
}

#[test]
fn a_record_that_runs_is_not_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(new(1)).unwrap();
    assert_eq!(
        records.delete(journal.id(), "示例", &moment(START_MS)),
        Err(Error::Recording)
    );
    assert_eq!(
        records.search(&Query::default()).unwrap().ids,
        [journal.id()]
    );
}
