//! The queue loses nothing, and audits nothing twice automatically.

use records::{Material, Outcome, QueueState, Records, Standing, sha256_hex};

use crate::made::{ended, new, open, with_picture};

fn material(data: &[u8]) -> Material {
    Material {
        sha256: sha256_hex(data),
        media_type: "image/png".to_owned(),
        width: 10,
        height: 20,
        look: None,
        thumbnail: None,
        data: data.to_vec().into(),
    }
}

fn add(records: &Records, name: &str) -> i64 {
    records.queue_add(name, material(name.as_bytes())).unwrap()
}

fn names(records: &Records) -> Vec<String> {
    let queue = records.queue().unwrap();
    queue.into_iter().map(|item| item.name).collect()
}

fn states(records: &Records) -> Vec<QueueState> {
    let queue = records.queue().unwrap();
    queue.into_iter().map(|item| item.standing.state).collect()
}

fn running(record: Option<i64>) -> Standing {
    Standing {
        state: QueueState::Running,
        record,
        ..Standing::waiting()
    }
}

#[test]
fn pictures_stand_in_the_order_in_which_they_were_brought_until_somebody_moves_them() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| add(&records, name));
    assert_eq!(names(&records), ["a", "b", "c", "d"]);
    records.queue_move(vec![c, d], Some(a)).unwrap();
    assert_eq!(names(&records), ["c", "d", "a", "b"]);
    records.queue_move(vec![d], None).unwrap();
    assert_eq!(names(&records), ["c", "a", "b", "d"]);
    records.close();
    let records = open(folder.path());
    assert_eq!(names(&records), ["c", "a", "b", "d"]);
    records.queue_remove(vec![b]).unwrap();
    assert_eq!(names(&records), ["c", "a", "d"]);
    assert!(
        records.material(&sha256_hex(b"b")).is_err(),
        "nobody needs it"
    );
}

#[test]
fn a_place_that_is_the_last_of_all_leaves_room_for_what_comes_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    add(&records, "a");
    records.close();
    rusqlite::Connection::open(folder.path().join("records.db"))
        .unwrap()
        .execute("UPDATE queue SET place = ?1", [i64::MAX])
        .unwrap();
    let records = open(folder.path());
    add(&records, "b");
    add(&records, "c");
    assert_eq!(names(&records), ["a", "b", "c"]);
}

#[test]
fn the_same_picture_is_audited_once_and_takes_the_turn_of_one_that_goes() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let first = add(&records, "a");
    let again = records.queue_add("a-copy", material(b"a")).unwrap();
    assert_eq!(states(&records), [QueueState::Waiting, QueueState::Same]);
    records.queue_remove(vec![first]).unwrap();
    let left = records.queued(again).unwrap().unwrap();
    assert_eq!(left.standing.state, QueueState::Waiting);
    assert_eq!(records.queued(first).unwrap(), None);
}

#[test]
fn what_became_of_a_picture_passes_on_to_its_twin_and_a_deleted_record_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let first = add(&records, "a");
    let twin = records.queue_add("a-copy", material(b"a")).unwrap();
    let mut asked = with_picture(new(1), b"a");
    asked.queued = Some(first);
    let journal = records.begin(asked).unwrap();
    let record = journal.id();
    let standing = records.queued(first).unwrap().unwrap().standing;
    assert_eq!(
        standing.record,
        Some(record),
        "known together with its start"
    );
    journal.end(ended("报告")).unwrap();
    let finished = Standing {
        state: QueueState::Finished,
        ..standing
    };
    records.queue_note(first, finished.clone()).unwrap();
    records.queue_remove(vec![first]).unwrap();
    assert_eq!(records.queued(twin).unwrap().unwrap().standing, finished);
    records
        .delete(record, "测试", &crate::made::moment(crate::made::START_MS))
        .unwrap();
    assert_eq!(records.queued(twin).unwrap().unwrap().standing.record, None);
}

#[test]
fn an_audit_took_what_its_record_says_that_it_took() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = add(&records, "a");
    let mut asked = with_picture(new(1), b"a");
    asked.queued = Some(id);
    let began = asked.at.utc_ms;
    let journal = records.begin(asked).unwrap();
    let record = journal.id();
    let whole = ended("报告");
    let elapsed = whole.elapsed_ms;
    journal.end(whole).unwrap();
    let note = |state, elapsed_ms| {
        let standing = Standing {
            state,
            record: Some(record),
            problem: None,
            elapsed_ms,
        };
        records.queue_note(id, standing).unwrap();
        records.queued(id).unwrap().unwrap()
    };
    let done = note(QueueState::Finished, Some(elapsed + 500));
    assert_eq!(done.standing.elapsed_ms, Some(elapsed));
    assert_eq!(done.began_ms, Some(began));
    // A picture that waits again has no duration.
    assert_eq!(note(QueueState::Waiting, None).standing.elapsed_ms, None);
}

#[test]
fn what_was_going_on_when_the_app_ended_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let [unsent, unanswered, answered, waiting] =
        ["unsent", "unanswered", "answered", "waiting"].map(|name| add(&records, name));
    records.queue_goes_on(true).unwrap();
    let cut = records.begin(with_picture(new(1), b"unanswered")).unwrap();
    let whole = records.begin(with_picture(new(2), b"answered")).unwrap();
    records.queue_note(unsent, running(None)).unwrap();
    records
        .queue_note(unanswered, running(Some(cut.id())))
        .unwrap();
    records
        .queue_note(answered, running(Some(whole.id())))
        .unwrap();
    whole.end(ended("报告")).unwrap();
    drop(cut);
    records.close();

    let records = open(folder.path());
    assert!(
        records.queue_recover().unwrap(),
        "it worked when the app ended"
    );
    let state = |id| records.queued(id).unwrap().unwrap().standing.state;
    assert_eq!(state(unsent), QueueState::Waiting);
    assert_eq!(
        state(unanswered),
        QueueState::Unsure,
        "the service may have counted it"
    );
    assert_eq!(state(answered), QueueState::Finished);
    assert_eq!(state(waiting), QueueState::Waiting);
    assert!(!records.queue_recover().unwrap());
    // Only the person sends it again.
    records.queue_retry(vec![unanswered, answered]).unwrap();
    assert_eq!(state(unanswered), QueueState::Waiting);
    assert_eq!(state(answered), QueueState::Finished);
    assert_eq!(
        records.record(1).unwrap().ended.unwrap().outcome,
        Outcome::Interrupted
    );
}

#[test]
fn a_running_journal_gets_onto_disk_while_a_large_file_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(new(1)).unwrap();
    let large = material(&vec![7; 100_000_000]);
    let sha256 = large.sha256.clone();
    let mut flushes = 0;
    std::thread::scope(|scope| {
        let adding = scope.spawn(|| records.queue_add("large", large).unwrap());
        while !adding.is_finished() {
            journal.bytes(b"piece");
            journal.flush();
            flushes += 1;
        }
    });
    // In one transaction the journal would wait for all of it: two flushes.
    assert!(flushes > 4, "{flushes} flushes meanwhile");
    drop(journal);
    assert_eq!(records.material(&sha256).unwrap().data.len(), 100_000_000);
    let report = records.check(None, &mut |_, _| true).unwrap();
    assert_eq!(report.faults, []);
}

#[test]
fn a_large_file_whose_storing_was_interrupted_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let sha256 = sha256_hex(b"large");
    open(folder.path()).close();
    let database = rusqlite::Connection::open(folder.path().join("records.db")).unwrap();
    database
        .execute_batch(&format!(
            "INSERT INTO material (sha256, media_type, width, height, bytes) VALUES ('{sha256}', 'image/png', 1, 1, 5);
             INSERT INTO material_data (sha256, data) VALUES ('{sha256}', zeroblob(5));
             INSERT INTO material_arriving (sha256) VALUES ('{sha256}');"
        ))
        .unwrap();
    drop(database);
    let records = open(folder.path());
    assert!(records.material(&sha256).is_err());
    records.queue_add("large", material(b"large")).unwrap();
    assert_eq!(
        &records.material(&sha256).unwrap().data.bytes().unwrap()[..],
        b"large"
    );
}
