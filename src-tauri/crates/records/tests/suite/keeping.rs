//! What is stored is there again after a restart.

use records::{DraftMaterial, Error, Outcome, SCHEMA_VERSION};

use crate::made::{
    self, START_MS, keep, moment, new, open, reopen, stream, try_open, with_picture,
};

#[test]
fn a_record_is_there_from_its_start_and_whole_at_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(with_picture(new(1), b"picture")).unwrap();
    let id = journal.id();
    let begun = records.record(id).unwrap();
    assert_eq!(
        begun.started.request["query"],
        "示例产品1：稳健增值，详询客户经理 APP1"
    );
    assert_eq!(begun.started.schema, SCHEMA_VERSION);
    assert!(begun.ended.is_none());
    stream(&journal, &["一", "二"]);
    journal.end(made::ended("一二")).unwrap();
    let whole = records.record(id).unwrap();
    assert_eq!(whole.output, "一二");
    assert_eq!(whole.ended.as_ref().unwrap().outcome, Outcome::Finished);
    let (raw, happenings) = records.raw(id).unwrap();
    assert_eq!(String::from_utf8(raw).unwrap(), "一二");
    let happenings = String::from_utf8(happenings).unwrap();
    assert_eq!(happenings.lines().count(), 4, "{happenings}");
    assert!(happenings.contains("\"status\":200") && happenings.contains("text/event-stream"));
    let material = records
        .material(&whole.started.materials[0].sha256)
        .unwrap();
    assert_eq!(*material.data.bytes().unwrap(), *b"picture");
    assert_eq!(
        records.thumbnail(&material.sha256).unwrap().unwrap(),
        b"thumb"
    );
}

#[test]
fn what_was_not_ended_is_interrupted_at_the_next_start_with_what_had_arrived() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(new(2)).unwrap();
    let id = journal.id();
    stream(&journal, &["保本", "高收益"]);
    // As a crash leaves it: on disk, without an end.
    std::mem::forget(journal);
    made::wait_until(|| !records.raw(id).unwrap().0.is_empty());
    let copy = tempfile::tempdir().unwrap();
    for name in ["records.db", "records.db-wal"] {
        std::fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
    }
    let (again, unfinished) = reopen(copy.path());
    assert_eq!(unfinished.len(), 1);
    assert_eq!(
        (unfinished[0].id, unfinished[0].title.as_str()),
        (id, "示例海报-2.jpg")
    );
    let record = again.record(id).unwrap();
    assert_eq!(record.output, "保本高收益");
    assert_eq!(record.ended.unwrap().outcome, Outcome::Interrupted);
    drop(again);
    assert!(reopen(copy.path()).1.is_empty(), "closed once");
}

#[test]
fn a_run_that_is_dropped_before_its_end_is_closed_as_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(new(1)).unwrap();
    let id = journal.id();
    stream(&journal, &["一半"]);
    drop(journal);
    made::wait_until(|| records.record(id).unwrap().ended.is_some());
    assert_eq!(records.record(id).unwrap().output, "一半");
}

#[test]
fn the_same_picture_is_stored_once_and_a_draft_that_went_leaves_none() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    keep(&records, with_picture(new(0), b"same"), "一");
    keep(&records, with_picture(new(5), b"same"), "二");
    let draft = |data: &[u8]| DraftMaterial {
        name: "草稿.png".to_owned(),
        material: with_picture(new(0), data).materials.remove(0).material,
    };
    records
        .keep_draft_material("audit", Some(draft(b"draft")))
        .unwrap();
    records.keep_draft_text("audit", "输入到一半").unwrap();
    drop(records);
    let records = open(folder.path());
    let found = records.draft("audit").unwrap().unwrap();
    assert_eq!(found.text, "输入到一半");
    let kept = found.material.unwrap();
    assert_eq!(
        (kept.name.as_str(), &*kept.material.data.bytes().unwrap()),
        ("草稿.png", &b"draft"[..])
    );
    records
        .keep_draft_material("audit", Some(draft(b"same")))
        .unwrap();
    assert_eq!(records.material(&kept.material.sha256), Err(Error::Unknown));
    records.keep_draft_material("audit", None).unwrap();
    let same = draft(b"same").material.sha256;
    assert!(records.material(&same).is_ok(), "records still have it");
}

#[test]
fn one_program_at_a_time_has_the_records() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    assert_eq!(try_open(folder.path()).unwrap_err(), Error::InUse);
    drop(records);
    open(folder.path());
}

#[test]
fn the_former_record_is_of_the_same_subject_and_service() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let subject = |n, demo| {
        let mut new = new(n);
        new.kind = records::Kind::Updates;
        new.subject = "理财销售".to_owned();
        new.demo = demo;
        new
    };
    let first = keep(&records, subject(1, true), "一");
    keep(&records, subject(2, false), "二");
    let third = keep(&records, subject(3, true), "三");
    assert_eq!(records.former(third).unwrap().unwrap().id, first);
    assert!(records.former(first).unwrap().is_none());
}

#[test]
fn a_daily_backup_is_made_once_a_day_and_seven_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let day = |n: i64| moment(START_MS + n * 24 * 3_600_000);
    for n in 0..10 {
        assert!(records.back_up_daily(&day(n)).unwrap());
        assert!(!records.back_up_daily(&day(n)).unwrap(), "once a day");
    }
    let kept = records::backup::backups(folder.path()).unwrap();
    assert_eq!(kept.len(), records::backup::KEPT);
    assert_eq!(kept[0].at_ms, day(9).utc_ms);
}

#[test]
fn a_restored_backup_takes_the_place_of_what_was_there_which_is_kept_and_the_chain_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let first = keep(&records, new(1), "一");
    records.back_up_daily(&moment(START_MS)).unwrap();
    let second = keep(&records, new(2), "二");
    let head = records.head().unwrap();
    let name = records::backup::backups(folder.path())
        .unwrap()
        .remove(0)
        .name;
    let restore =
        |name: &str| records::backup::restore(folder.path(), name, &moment(START_MS), Some(&head));
    assert_eq!(restore(&name), Err(Error::InUse), "not while they are open");
    records.close();
    assert_eq!(restore("../records.db"), Err(Error::Unknown));
    let aside = restore(&name).unwrap().unwrap();
    let records = open(folder.path());
    assert!(records.record(first).is_ok());
    assert_eq!(records.record(second), Err(Error::Unknown));
    assert!(
        records.holds(&head).unwrap(),
        "the chain says where it stood"
    );
    assert!(folder.path().join(aside).exists());
}

#[test]
fn records_move_to_another_folder_whole_and_an_older_copy_there_is_never_taken_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let there = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = keep(&records, with_picture(new(1), b"picture"), "一");
    let (record, head) = (records.record(id), records.head().unwrap());
    let move_to = || records::backup::move_to(folder.path(), there.path());
    assert_eq!(move_to(), Err(Error::InUse), "not while they are open");
    records.close();
    move_to().unwrap();
    let moved = open(there.path());
    assert_eq!(moved.record(id), record);
    assert_eq!(moved.head().unwrap(), head);
    moved.close();
    move_to().unwrap();
    keep(&open(folder.path()), new(2), "二");
    assert_eq!(move_to(), Err(Error::Older));
}

#[test]
fn one_record_that_can_not_be_closed_keeps_no_other_from_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = keep(&records, new(1), "一");
    let journal = records.begin(new(2)).unwrap();
    let open_one = journal.id();
    std::mem::forget(journal);
    records.close();
    let other = rusqlite::Connection::open(folder.path().join("records.db")).unwrap();
    other
        .execute("DELETE FROM content WHERE record = ?1", [open_one])
        .unwrap();
    drop(other);
    let (records, unfinished) = reopen(folder.path());
    assert!(unfinished.is_empty());
    assert_eq!(records.record(id).unwrap().output, "一");
}

#[cfg(unix)]
#[test]
fn every_file_of_the_records_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    keep(&records, new(1), "一");
    records.back_up_daily(&moment(START_MS)).unwrap();
    let mut seen = 0;
    for place in [folder.path().to_owned(), folder.path().join("backups")] {
        for entry in std::fs::read_dir(place).unwrap() {
            let entry = entry.unwrap();
            let found = entry.metadata().unwrap();
            if found.is_file() {
                seen += 1;
                assert_eq!(
                    found.permissions().mode() & 0o777,
                    0o600,
                    "{:?}",
                    entry.file_name()
                );
            }
        }
    }
    assert!(seen >= 4, "database, its side files, lock, backup: {seen}");
}
