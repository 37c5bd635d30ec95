//! The text recognized in pictures: searchable, stored by content, deleted with its record.

use std::fs;

use records::{PictureText, Place, Query, Records, Scope, fold, sha256_hex};
use rusqlite::Connection;

use crate::made::{self, START_MS, keep, new, open, with_picture};

const POSTER: &[u8] = b"the bytes of a poster";

fn read(picture: &[u8], models: &str, text: &str) -> PictureText {
    PictureText {
        sha256: sha256_hex(picture),
        models: models.to_owned(),
        text: text.to_owned(),
        lines: format!("[\"{text}\"]"),
    }
}

fn found(records: &Records, text: &str, scope: Scope) -> Vec<i64> {
    let query = Query {
        text: text.to_owned(),
        scope,
        ..Query::default()
    };
    records.search(&query).unwrap().ids
}

fn passage(records: &Records, id: i64, text: &str) -> (String, Option<Place>) {
    let query = Query {
        text: text.to_owned(),
        ..Query::default()
    };
    let row = records.rows(&[id], &query).unwrap().remove(0);
    let parts = row.context.iter().map(|part| match part.hit {
        true => format!("[{}]", part.text),
        false => part.text.clone(),
    });
    (parts.collect(), row.place)
}

#[test]
fn what_a_picture_says_is_found_whether_it_was_read_before_the_run_or_after() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let early = keep(&records, with_picture(new(1), POSTER), "合规");
    let other = keep(&records, with_picture(new(2), b"another"), "也保本");
    assert_eq!(found(&records, "保本", Scope::Everywhere), [other]);
    records
        .keep_picture_text(read(POSTER, "v1", "本产品保本保收益\n年化３.15％"))
        .unwrap();
    let late = keep(&records, with_picture(new(3), POSTER), "合规");

    // A record whose own material contains the term comes first.
    assert_eq!(
        found(&records, "保本", Scope::Everywhere),
        [early, late, other]
    );
    assert_eq!(found(&records, "保本", Scope::Pictures), [early, late]);
    assert_eq!(found(&records, "保本", Scope::Material), [early, late]);
    assert_eq!(found(&records, "保本", Scope::Answer), [other]);
    assert_eq!(
        found(&records, "本产品保本保收益", Scope::Pictures),
        [early, late]
    );
    // A term of the answer and one of the picture, in half width and across a line break.
    assert_eq!(
        found(&records, "合规 3.15%", Scope::Everywhere),
        [early, late]
    );
    assert_eq!(found(&records, "合规 3.15%", Scope::Material), [0_i64; 0]);
    assert_eq!(found(&records, "合规", Scope::Pictures), [0_i64; 0]);
    assert_eq!(found(&records, "收益年化", Scope::Pictures), [0_i64; 0]);

    assert_eq!(
        passage(&records, early, "保收益"),
        (
            "本产品保本[保收益] 年化３.15％".to_owned(),
            Some(Place::Picture)
        )
    );
    assert_eq!(
        passage(&records, other, "保本"),
        ("也[保本]".to_owned(), Some(Place::Answer))
    );
    assert_eq!(
        passage(&records, early, "合规"),
        ("[合规]".to_owned(), Some(Place::Answer))
    );
    assert_eq!(
        passage(&records, early, "稳健").1,
        Some(Place::Asked),
        "{}",
        passage(&records, early, "稳健").0
    );
}

#[test]
fn newer_models_read_a_picture_anew_and_nothing_of_the_former_text_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = keep(&records, with_picture(new(1), POSTER), "合规");
    records
        .keep_picture_text(read(POSTER, "v1", "保木保收益"))
        .unwrap();
    let sha256 = sha256_hex(POSTER);
    assert_eq!(
        records.picture_lines(&sha256, "v1").unwrap().as_deref(),
        Some("[\"保木保收益\"]")
    );
    assert_eq!(records.picture_lines(&sha256, "v2").unwrap(), None);
    records
        .keep_picture_text(read(POSTER, "v2", "保本保收益"))
        .unwrap();
    assert_eq!(found(&records, "保木", Scope::Everywhere), [0_i64; 0]);
    assert_eq!(found(&records, "保本", Scope::Everywhere), [id]);
    assert!(
        records
            .check(None, &mut |_, _| true)
            .unwrap()
            .faults
            .is_empty()
    );
}

#[test]
fn the_text_of_a_picture_goes_with_the_last_record_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let ids = [1, 2].map(|n| keep(&records, with_picture(new(n), POSTER), "合规"));
    records
        .keep_picture_text(read(POSTER, "v1", "绝密的促销文案"))
        .unwrap();
    let delete = |id| records.delete(id, "示例", &made::moment(START_MS)).unwrap();
    delete(ids[0]);
    assert_eq!(found(&records, "促销", Scope::Pictures), [ids[1]]);
    delete(ids[1]);
    assert_eq!(found(&records, "促销", Scope::Pictures), [0_i64; 0]);
    assert_eq!(
        records.picture_lines(&sha256_hex(POSTER), "v1").unwrap(),
        None
    );
    drop(records);
    let bytes = fs::read(folder.path().join("records.db")).unwrap();
    // Folded to bytes, as the index would contain it.
    let left = fold("促销").into_bytes();
    assert!(!bytes.windows(left.len()).any(|part| part == left));
}

#[test]
fn records_of_the_first_version_are_taken_over_after_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let id = keep(
        &open(folder.path()),
        with_picture(new(1), POSTER),
        "保本的收益",
    );
    let older = Connection::open(folder.path().join("records.db")).unwrap();
    older
        .execute_batch(
            "DROP TABLE picture_text; DROP TABLE picture_words; DROP TABLE picture_grams; DROP TABLE own_words; DROP TABLE own_grams; DROP TABLE unanswered_grams; DROP TABLE queue; DROP TABLE queue_work; DROP TABLE material_arriving; DROP TABLE statement_file; DROP TABLE statement; DROP TABLE signer; DROP TABLE review; PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(older);

    let records = open(folder.path());
    assert_eq!(found(&records, "保本", Scope::Everywhere), [id]);
    assert_eq!(found(&records, "保本", Scope::Answer), [id]);
    assert_eq!(found(&records, "保本", Scope::Material), [0_i64; 0]);
    assert_eq!(found(&records, "稳健", Scope::Material), [id]);
    assert_eq!(found(&records, "稳健", Scope::Answer), [0_i64; 0]);
    records
        .keep_picture_text(read(POSTER, "v1", "小字：有风险"))
        .unwrap();
    assert_eq!(found(&records, "小字", Scope::Pictures), [id]);
    let backups = records::backup::backups(folder.path()).unwrap();
    assert_eq!(backups.len(), 1);
    assert_eq!(backups[0].reason, records::backup::Reason::Migration);
}
