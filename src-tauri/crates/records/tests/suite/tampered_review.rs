//! Databases with reviews that somebody has changed: a check finds each change, and loading the record shows it.

use std::path::Path;

use records::{Loaded, statement::Conclusion, verify::verify};

use crate::{
    made::{checked, keep, moment, open},
    packed::{pack, rendered},
    reviewed::{archived, review, signed, signers},
    tampered::{change, check, filled},
};

/// Each change of reviews with the code that must report it; record 12 is archived, and its statements are 3 to 10. Record
/// 13 is reviewed, with a draft.
const REVIEW_CHANGES: &[(&str, &str, &str)] = &[
    (
        "a decision",
        "UPDATE statement SET text = replace(text, '\"changed\"', '\"adopted\"') WHERE record = 12 AND nth = 6",
        "statement_changed",
    ),
    (
        "a statement that is no JSON",
        "UPDATE statement SET text = 'x' WHERE record = 12 AND nth = 6",
        "statement_changed",
    ),
    (
        "a statement's kind",
        "UPDATE statement SET kind = 'approved' WHERE record = 12 AND nth = 6",
        "statement_changed",
    ),
    (
        "a statement's number",
        "UPDATE statement SET number = '2026-0008' WHERE record = 12 AND nth = 6",
        "record_column_changed",
    ),
    (
        "a statement taken away",
        "DELETE FROM statement_file WHERE record = 12; DELETE FROM statement WHERE record = 12 AND nth = 8",
        "statement_missing",
    ),
    (
        "all statements taken away",
        "DELETE FROM statement_file WHERE record = 12; DELETE FROM statement WHERE record = 12; DELETE FROM review WHERE record = 12",
        "statement_missing",
    ),
    (
        "a statement put in",
        "INSERT INTO statement SELECT 12, 99, kind, number, text FROM statement WHERE record = 12 AND nth = 3",
        "statement_unexpected",
    ),
    (
        "a statement given to another record",
        "UPDATE statement SET record = 1 WHERE record = 13",
        "statement_unexpected",
    ),
    (
        "a statement of a record that is missing",
        "INSERT INTO statement SELECT 99, nth, kind, number, text FROM statement WHERE record = 13",
        "row_orphaned",
    ),
    (
        "a key in the chain",
        "UPDATE chain SET body = replace(body, '\"key\":\"', '\"key\":\"00') WHERE kind = 'reviewed'",
        "statement_changed",
    ),
    (
        "a signature in the chain",
        "UPDATE chain SET body = (SELECT substr(chain.body, 1, 170) || substr(o.body, 171) FROM chain o WHERE o.kind = 'approved' LIMIT 1) WHERE kind = 'reviewed'",
        "statement_unsigned",
    ),
    (
        "a letter",
        "UPDATE statement_file SET data = CAST('PK Letter' AS BLOB) WHERE record = 12 AND nth = 8 AND place = 1",
        "statement_file_changed",
    ),
    (
        "a letter taken away",
        "DELETE FROM statement_file WHERE record = 12 AND nth = 8 AND place = 2",
        "statement_file_missing",
    ),
    (
        "a letter put in",
        "INSERT INTO statement_file VALUES (12, 8, 3, x'00')",
        "statement_file_unexpected",
    ),
    (
        "a time stamp",
        "UPDATE statement_file SET data = x'00' WHERE record = 12 AND nth = 9",
        "statement_file_changed",
    ),
    (
        "a signer's name",
        "UPDATE signer SET name = '周示例' WHERE name = '张示例'",
        "signer_changed",
    ),
    (
        "a signer's key",
        "UPDATE signer SET key = (SELECT lower(hex(zeroblob(32)))) WHERE name = '张示例'",
        "signer_changed",
    ),
    (
        "a signer taken away",
        "DELETE FROM signer WHERE name = '张示例'",
        "signer_missing",
    ),
    (
        "a signer put in",
        "INSERT INTO signer SELECT 'aa', name, staff, created_ms, 1 FROM signer LIMIT 1",
        "signer_changed",
    ),
    (
        "a number in the list of reviews",
        "UPDATE review SET number = '2026-0008' WHERE record = 12",
        "record_column_changed",
    ),
    (
        "a review taken out of the list",
        "DELETE FROM review WHERE record = 12",
        "record_column_changed",
    ),
    (
        "a review put into the list",
        "INSERT INTO review SELECT 1, NULL, changed_ms, number, title, type, department, submitter FROM review WHERE record = 12",
        "record_column_changed",
    ),
    (
        "a draft of an archived review",
        "UPDATE review SET draft = '{}' WHERE record = 12",
        "record_column_changed",
    ),
];

/// The records of [`filled`], one that is archived and one that is reviewed.
fn reviewed(folder: &Path) {
    filled(folder);
    let records = open(folder);
    signers(&records);
    assert_eq!(archived(&records, 80), 12);
    let id = keep(&records, checked(85), "");
    records
        .save_review_draft(id, Some("{}"), &moment(0))
        .unwrap();
    signed(&records, id, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    pack(&records, 12);
}

#[test]
fn every_change_of_a_review_is_found_named_and_seen_when_its_record_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    reviewed(folder.path());
    assert_eq!(check(&open(folder.path()), None).faults, []);
    for (what, sql, code) in REVIEW_CHANGES {
        let copy = tempfile::tempdir().unwrap();
        std::fs::copy(
            folder.path().join("records.db"),
            copy.path().join("records.db"),
        )
        .unwrap();
        let records = open(copy.path());
        change(copy.path(), sql);
        let faults = check(&records, None).faults;
        let codes: Vec<_> = faults.iter().map(|fault| fault.code).collect();
        assert!(codes.contains(code), "{what}: {codes:?}");
        for id in 1..=13 {
            let accused: Vec<_> = faults
                .iter()
                .filter(|fault| fault.record == Some(id))
                .map(|fault| fault.code)
                .collect();
            match records.load(id).unwrap() {
                Loaded::Sound(_) => assert_eq!(accused, [""; 0], "{what}: record {id} passes"),
                Loaded::Damaged(damaged) => {
                    assert!(
                        !accused.is_empty() || sql.contains("chain"),
                        "{what}: {damaged:?}"
                    );
                    assert_eq!(records.statements(id), Err(damaged.error()), "{what}");
                    let refused = records.package(id, rendered(), &moment(0));
                    assert_eq!(refused, Err(damaged.error()), "{what}");
                    let found = records.package_damaged(&damaged).unwrap();
                    assert!(!verify(&found.bytes, None).holds());
                }
            }
        }
        assert!(
            records.reviews(9, 0).is_ok() && records.signers().is_ok(),
            "{what}"
        );
    }
}
