//! Full disks, read-only folders, locks, corrupt files and newer formats: each has its own error, and none destroys
//! anything.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use records::{Error, Outcome};
use rusqlite::Connection;

use crate::made::{ended, keep, new, open, stream, try_open, wait_until};

/// The environment variable that tells an inner test where its file system is.
const PLACE: &str = "RECORDS_ADVERSE_PLACE";

/// Runs the inner test of this name in a mount namespace of its own, on a file system with `options`.
fn on_a_file_system(options: &str, inner: &str) {
    let place = tempfile::tempdir().unwrap();
    let this = std::env::current_exe().unwrap();
    let script =
        r#"mount -t tmpfs -o "$1" tmpfs "$2" && exec "$3" --exact "$4" --ignored --nocapture"#;
    let mut command = Command::new("unshare");
    command.args([
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        script,
        "sh",
        options,
    ]);
    command
        .arg(place.path())
        .arg(this)
        .arg(format!("adverse::{inner}"));
    let output = command.env(PLACE, place.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let why = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{why}"
    );
}

fn place() -> PathBuf {
    PathBuf::from(std::env::var(PLACE).unwrap())
}

#[test]
fn on_a_full_disk_what_arrives_stays_in_memory_and_is_written_once_there_is_room() {
    on_a_file_system("size=4m", "full");
}

#[test]
#[ignore = "run by the test above, on a small file system"]
fn full() {
    let folder = place();
    let records = open(&folder);
    let first = keep(&records, new(1), "before");
    let journal = records.begin(new(2)).unwrap();
    let id = journal.id();
    let filler = folder.join("filler");
    fill(&filler);
    stream(&journal, &[&noise(200_000)]);
    wait_until(|| journal.trouble() == Some(Error::Full));
    assert_eq!(records.begin(new(3)).unwrap_err(), Error::Full);
    assert_eq!(journal.end(ended("whole")), Err(Error::Full));
    fs::remove_file(filler).unwrap();
    wait_until(|| records.record(id).unwrap().ended.is_some());
    let record = records.record(id).unwrap();
    assert_eq!(record.ended.unwrap().outcome, Outcome::Finished);
    assert_eq!(record.output, "whole");
    assert_eq!(records.raw(id).unwrap().0.len(), 200_000);
    assert_eq!(records.record(first).unwrap().output, "before");
    let report = records.check(None, &mut |_, _| true).unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

/// Fills the file system.
fn fill(path: &Path) {
    let mut file = fs::File::create(path).unwrap();
    while std::io::Write::write(&mut file, &[0; 512]).is_ok_and(|written| written > 0) {}
}

/// Text that hardly compresses.
fn noise(bytes: usize) -> String {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b' ' + u8::try_from((state >> 24) % 95).unwrap())
    };
    (0..bytes).map(|_| next()).collect()
}

#[test]
fn on_a_disk_that_is_full_from_the_start_nothing_begins() {
    on_a_file_system("size=64k", "tiny");
}

#[test]
#[ignore = "run by the test above, on a small file system"]
fn tiny() {
    assert_eq!(try_open(&place()).unwrap_err(), Error::Full);
}

#[test]
fn a_folder_that_may_only_be_read_says_so() {
    on_a_file_system("ro", "read_only");
}

#[test]
#[ignore = "run by the test above, on a file system that may only be read"]
fn read_only() {
    assert_eq!(try_open(&place()).unwrap_err(), Error::ReadOnly);
    assert_eq!(fs::read_dir(place()).unwrap().count(), 0);
}

#[test]
fn a_database_that_another_program_has_locked_says_so_and_opens_later() {
    let folder = tempfile::tempdir().unwrap();
    let id = keep(&open(folder.path()), new(1), "text");
    let other = Connection::open(folder.path().join("records.db")).unwrap();
    other
        .pragma_update(None, "locking_mode", "EXCLUSIVE")
        .unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert_eq!(try_open(folder.path()).unwrap_err(), Error::Locked);
    drop(other);
    assert_eq!(open(folder.path()).record(id).unwrap().output, "text");
}

#[test]
fn rubbish_and_another_programs_database_are_told_apart_and_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("records.db");
    fs::write(&path, "rubbish, and more than a header of it. ".repeat(10)).unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(try_open(folder.path()), Err(Error::Damaged(_))));
    assert_eq!(fs::read(&path).unwrap(), before);
    fs::remove_file(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")
        .unwrap();
    drop(other);
    assert_eq!(try_open(folder.path()).unwrap_err(), Error::Foreign);
    let other = Connection::open(&path).unwrap();
    let kept: i64 = other
        .query_row("SELECT x FROM theirs", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 1);
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    keep(&open(folder.path()), new(1), "text");
    let other = Connection::open(folder.path().join("records.db")).unwrap();
    other.pragma_update(None, "user_version", 99).unwrap();
    drop(other);
    let refused = try_open(folder.path()).unwrap_err();
    assert_eq!(
        refused,
        Error::Newer {
            found: 99,
            known: records::SCHEMA_VERSION
        }
    );
    let other = Connection::open(folder.path().join("records.db")).unwrap();
    let version: i64 = other
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(version, 99);
}

#[test]
fn a_folder_that_is_a_file_says_that_it_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "a file").unwrap();
    assert!(matches!(
        try_open(&file.join("records")),
        Err(Error::Missing)
    ));
    assert_eq!(fs::read(&file).unwrap(), b"a file");
}
