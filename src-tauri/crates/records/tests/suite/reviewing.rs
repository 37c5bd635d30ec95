//! Reviews: signed statements in their order, and what an archived record refuses.

use ed25519_dalek::Signer as _;
use records::{
    Error, NewStatement, Query, ReviewState, StatementBody, StatementKind, hex, sha256_hex,
    statement::{Conclusion, FILE_MAX},
};
use rusqlite::Connection;

use crate::{
    made::{START_MS, checked, keep, moment, new, open},
    reviewed::{
        LETTERS, approval, archived, audited, closing, comparison, key, letters, person, review,
        second, sent_back, signed, signers, unsigned,
    },
    stamping::stamp,
};

#[test]
fn a_whole_review_is_read_back_signed_and_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    signers(&records);
    let id = archived(&records, 50);
    drop(records);
    let records = open(folder.path());
    let statements = records.statements(id).unwrap();
    let kinds: Vec<_> = statements.iter().map(|one| one.kind().as_str()).collect();
    assert_eq!(
        kinds,
        [
            "checked", "reviewed", "returned", "reviewed", "approved", "archived", "stamped",
            "compared"
        ]
    );
    let record = records.record(id).unwrap();
    let ended = sha256_hex(record.ended_text.unwrap().as_bytes());
    for (statement, nth) in statements.iter().zip(3..) {
        assert_eq!(statement.nth, nth);
        assert_eq!(statement.sha256, sha256_hex(statement.text.as_bytes()));
        let start = format!(
            r#"{{"format":"finagent-statement-1","record":"{}","kind":"{}","at_ms":{},"ended":"{ended}","signer":"#,
            record.started.uid,
            statement.kind().as_str(),
            statement.at_ms
        );
        assert!(statement.text.starts_with(&start), "{}", statement.text);
        assert_eq!(statement.signer.is_some(), statement.signature.is_some());
    }
    let reviewer = statements[3].signer.as_ref().unwrap();
    assert_eq!(
        (reviewer.name.as_str(), reviewer.staff.as_str()),
        ("张示例", "A001")
    );
    assert_eq!(statements[3].body, review(Conclusion::PassAfterChanges));
    let files = statements[5].files();
    assert_eq!(files[1].name, LETTERS[1].0);
    assert_eq!(
        records.statement_file(id, &files[1].sha256).unwrap(),
        LETTERS[1].1
    );
    let token = &statements[6].files()[0].sha256;
    let found = records.statement_file(id, token).unwrap();
    assert_eq!(sha256_hex(&found), *token);
    assert_eq!(
        records.statement_file(id, &sha256_hex(b"x")),
        Err(Error::Unknown)
    );
    let trail = records.audit_trail(id).unwrap();
    assert_eq!(trail.len(), 2 + statements.len());
    assert_eq!(records.check(None, &mut |_, _| true).unwrap().faults, []);
}

#[test]
fn a_review_without_approval_is_archived_with_none() {
    audited!(folder, records, id);
    let reviewed = signed(&records, id, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    signed(&records, id, 1, closing(&reviewed, None), letters()).unwrap();
    assert_eq!(
        records.reviews(9, 0).unwrap()[0].state,
        ReviewState::Archived
    );
    assert_eq!(records.check(None, &mut |_, _| true).unwrap().faults, []);
}

#[test]
fn each_step_follows_from_the_state_and_names_the_latest_statements() {
    audited!(folder, records, id);
    let add = |n, body| signed(&records, id, n, body, Vec::new());
    let refused = |n, body, error| assert_eq!(add(n, body).unwrap_err(), error);
    let other = keep(&records, checked(55), "");
    let strange = signed(&records, other, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    refused(2, approval(&strange), Error::StatementOrder);
    refused(2, sent_back(&strange), Error::StatementOrder);
    let closed =
        |reviewed, approved| signed(&records, id, 1, closing(reviewed, approved), letters());
    assert_eq!(closed(&strange, None), Err(Error::StatementOrder));
    let stamped = |archived| {
        let (body, token) = stamp(archived);
        unsigned(&records, id, body, token)
    };
    assert_eq!(stamped(&strange), Err(Error::StatementOrder));

    let first = add(1, review(Conclusion::PassAfterChanges)).unwrap();
    refused(1, review(Conclusion::Pass), Error::StatementOrder);
    refused(2, approval(&strange), Error::StatementOutdated);
    refused(2, sent_back(&strange), Error::StatementOutdated);
    add(2, sent_back(&first)).unwrap();
    refused(2, approval(&first), Error::StatementOrder);
    assert_eq!(closed(&first, None), Err(Error::StatementOrder));

    let again = add(1, review(Conclusion::PassAfterChanges)).unwrap();
    refused(2, approval(&first), Error::StatementOutdated);
    refused(1, approval(&again), Error::OwnWork);
    let mut otherwise = approval(&again);
    if let StatementBody::Approved(approved) = &mut otherwise {
        approved.conclusion = Conclusion::Refused;
    }
    refused(2, otherwise, Error::StatementOutdated);
    let approved = add(2, approval(&again)).unwrap();
    refused(2, approval(&again), Error::StatementOrder);
    refused(2, sent_back(&again), Error::StatementOrder);
    assert_eq!(
        closed(&first, Some(&approved)),
        Err(Error::StatementOutdated)
    );
    assert_eq!(closed(&again, None), Err(Error::StatementOutdated));
    assert_eq!(closed(&again, Some(&again)), Err(Error::StatementOutdated));
    let compared = unsigned(&records, id, comparison(Some(&again)), Vec::new());
    assert_eq!(compared, Err(Error::StatementOutdated));
    let archived = closed(&again, Some(&approved)).unwrap();
    let compared = unsigned(&records, id, comparison(None), Vec::new());
    assert_eq!(compared, Err(Error::StatementOutdated));
    assert_eq!(stamped(&again), Err(Error::StatementOutdated));
    unsigned(&records, id, comparison(Some(&archived)), Vec::new()).unwrap();
    assert_eq!(records.check(None, &mut |_, _| true).unwrap().faults, []);
}

#[test]
fn an_archived_record_never_changes_again() {
    audited!(folder, records, before);
    let id = archived(&records, 55);
    let now = moment(START_MS);
    assert_eq!(records.delete(id, "示例", &now), Err(Error::Archived));
    assert_eq!(
        records.save_review_draft(id, Some("{}"), &now),
        Err(Error::Archived)
    );
    assert_eq!(
        records.save_review_draft(id, None, &now),
        Err(Error::Archived)
    );
    let statements = records.statements(id).unwrap();
    let add = |body, files| signed(&records, id, 3, body, files).unwrap_err();
    assert_eq!(add(review(Conclusion::Pass), Vec::new()), Error::Archived);
    assert_eq!(add(approval(&statements[3]), Vec::new()), Error::Archived);
    assert_eq!(add(sent_back(&statements[3]), Vec::new()), Error::Archived);
    let closed = closing(&statements[3], Some(&statements[4]));
    assert_eq!(add(closed, letters()), Error::Archived);
    assert_eq!(records.statements(id).unwrap(), statements);
    // What may still come: a later check, another time stamp, another comparison.
    let check = checked(55).check.unwrap();
    unsigned(&records, id, StatementBody::Checked(check), Vec::new()).unwrap();
    let (body, token) = stamp(&statements[5]);
    unsigned(&records, id, body, token).unwrap();
    unsigned(&records, id, comparison(Some(&statements[5])), Vec::new()).unwrap();
    // A record that is not archived is deleted with its statements.
    let reviewed = signed(&records, before, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    records.save_review_draft(before, Some("{}"), &now).unwrap();
    records.delete(before, "示例", &now).unwrap();
    assert_eq!(records.review_draft(before), Ok(None));
    assert_eq!(records.statements(before), Err(Error::Unknown));
    assert_eq!(records.check(None, &mut |_, _| true).unwrap().faults, []);
    let database = Connection::open(folder.path().join("records.db")).unwrap();
    let kept: u32 = database
        .query_row(
            "SELECT count(*) FROM statement WHERE text = ?1",
            [reviewed.text],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(kept, 0);
}

#[test]
fn nothing_is_stored_without_the_signature_it_needs() {
    audited!(folder, records, id);
    let head = records.head().unwrap();
    let now = moment(START_MS);
    let new = |body| NewStatement {
        body,
        files: Vec::new(),
    };
    let unsigned = records.add_statement(id, new(review(Conclusion::Pass)), &now);
    assert_eq!(unsigned, Err(Error::StatementUnsigned));
    let check = StatementBody::Checked(checked(50).check.unwrap());
    let needless = signed(&records, id, 1, check, Vec::new());
    assert_eq!(needless, Err(Error::StatementUnsigned));
    type Sign<'a> = &'a dyn Fn(&[u8]) -> Result<[u8; 64], Error>;
    let with = |key: &str, sign: Sign<'_>| {
        let body = review(Conclusion::Pass);
        records.add_signed_statement(id, new(body), key, sign, &now)
    };
    let by = |n: u8| move |message: &[u8]| Ok(person(n).sign(message).to_bytes());
    assert_eq!(with(&key(1), &by(2)), Err(Error::SignatureWrong));
    assert_eq!(with(&key(1), &|_| Ok([0; 64])), Err(Error::SignatureWrong));
    let other = |_: &[u8]| Ok(person(1).sign(b"something else").to_bytes());
    assert_eq!(with(&key(1), &other), Err(Error::SignatureWrong));
    // The error of whoever signs, such as a locked keychain.
    assert_eq!(with(&key(1), &|_| Err(Error::Locked)), Err(Error::Locked));
    assert_eq!(with(&key(9), &by(9)), Err(Error::SignerUnknown));
    assert_eq!(with("", &by(1)), Err(Error::SignerUnknown));
    assert_eq!(records.head().unwrap(), head);
    assert_eq!(records.statements(id), Ok(Vec::new()));
    assert!(with(&key(1), &by(1)).is_ok());
}

#[test]
fn a_statement_names_its_files_and_quotes_the_copy() {
    audited!(folder, records, id);
    let changed = |change: &dyn Fn(&mut records::statement::Reviewed)| {
        let mut body = review(Conclusion::Pass);
        if let StatementBody::Reviewed(reviewed) = &mut body {
            change(reviewed);
        }
        signed(&records, id, 1, body, Vec::new()).unwrap_err()
    };
    let invalid = Error::StatementInvalid;
    let place = changed(&|reviewed| reviewed.findings[0].copy[0].to = 8);
    assert_eq!(place, invalid("quotes"));
    let words = changed(&|reviewed| reviewed.findings[0].excerpt = "保底".to_owned());
    assert_eq!(words, invalid("quotes"));
    assert_eq!(changed(&|reviewed| reviewed.version = 0), invalid("form"));
    assert_eq!(
        changed(&|reviewed| reviewed.findings[1].number = 3),
        invalid("form")
    );
    let previous = changed(&|reviewed| reviewed.previous = Some("x".to_owned()));
    assert_eq!(previous, invalid("form"));
    let earlier = |change: fn(&mut records::statement::Reviewed)| {
        changed(&|reviewed| {
            let StatementBody::Reviewed(versioned) = second(&"5".repeat(32)) else {
                return;
            };
            *reviewed = *versioned;
            change(reviewed);
        })
    };
    let changes: [fn(&mut records::statement::Reviewed); 4] = [
        |reviewed| reviewed.previous = None,
        |reviewed| reviewed.earlier[0].number = 0,
        |reviewed| reviewed.earlier[1].number = 1,
        |reviewed| reviewed.earlier.swap(0, 2),
    ];
    for change in changes {
        assert_eq!(earlier(change), invalid("form"));
    }
    let large = changed(&|reviewed| reviewed.opinion = "a".repeat(4_000_000));
    assert!(matches!(
        large,
        Error::ReviewTooLarge {
            limit: 4_000_000,
            ..
        }
    ));
    let reviewed = signed(&records, id, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    let close = |files| signed(&records, id, 1, closing(&reviewed, None), files).unwrap_err();
    assert_eq!(close(Vec::new()), invalid("files"));
    let [first, second] = [letters().remove(0), letters().remove(1)];
    assert_eq!(close(vec![second.clone(), first.clone()]), invalid("files"));
    assert_eq!(close(vec![first.clone(), second, first]), invalid("files"));
    let large = close(vec![vec![0; 16_000_001], Vec::new()]);
    let limit = Error::ReviewTooLarge {
        limit: FILE_MAX,
        actual: 16_000_001,
    };
    assert_eq!(large, limit);
}

#[test]
fn only_a_record_that_ended_is_reviewed() {
    audited!(folder, records, id);
    let journal = records.begin(new(60)).unwrap();
    let now = moment(START_MS);
    let running = signed(
        &records,
        journal.id(),
        1,
        review(Conclusion::Pass),
        Vec::new(),
    );
    assert_eq!(running, Err(Error::Recording));
    let draft = records.save_review_draft(journal.id(), Some("{}"), &now);
    assert_eq!(draft, Err(Error::Recording));
    let gone = signed(&records, 99, 1, review(Conclusion::Pass), Vec::new());
    assert_eq!(gone, Err(Error::Unknown));
    assert_eq!(
        records.save_review_draft(99, Some("{}"), &now),
        Err(Error::Unknown)
    );
    assert_eq!(records.review_draft(id), Ok(None));
}

#[test]
fn a_signer_is_added_once_and_never_changes() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let now = moment(START_MS);
    let add = |key: &str, name: &str, staff: &str| records.add_signer(key, name, staff, &now);
    let signer = add(&key(1), " 张示例 ", "A001").unwrap();
    assert_eq!(
        (signer.name.as_str(), signer.created_ms),
        ("张示例", START_MS)
    );
    assert_eq!(records.signers(), Ok(vec![signer]));
    assert_eq!(add(&key(1), "李示例", ""), Err(Error::SignerKnown));
    assert_eq!(add(&key(2), " ", ""), Err(Error::SignerName));
    assert_eq!(add(&key(2), "a\nb", ""), Err(Error::SignerName));
    assert_eq!(add(&key(2), &"a".repeat(201), ""), Err(Error::SignerName));
    assert_eq!(
        add(&key(2).to_uppercase(), "李示例", ""),
        Err(Error::SignerKey)
    );
    // Points of small order, for which anybody can sign, and numbers that are not reduced.
    let mut identity = [0; 32];
    identity[0] = 1;
    for weak in [[0; 32], identity, [0xff; 32]] {
        assert_eq!(add(&hex(&weak), "李示例", ""), Err(Error::SignerKey));
    }
    let database = Connection::open(folder.path().join("records.db")).unwrap();
    for sql in ["UPDATE signer SET name = '李示例'", "DELETE FROM signer"] {
        assert!(database.execute_batch(sql).is_err(), "{sql}");
    }
    let event: String = database
        .query_row(
            "SELECT body FROM chain WHERE kind = 'signer' AND record = ''",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let expected = format!(r#"{{"key":"{}","name":"张示例","staff":"A001"}}"#, key(1));
    assert_eq!(event, expected);
}

#[test]
fn the_database_refuses_to_change_a_statement() {
    audited!(folder, records, other);
    archived(&records, 55);
    signed(&records, other, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    let database = Connection::open(folder.path().join("records.db")).unwrap();
    database.pragma_update(None, "foreign_keys", true).unwrap();
    for sql in [
        "UPDATE statement SET text = ''",
        "DELETE FROM statement",
        "UPDATE statement_file SET data = x''",
        "DELETE FROM statement_file",
    ] {
        assert!(database.execute_batch(sql).is_err(), "{sql}");
    }
    assert_eq!(records.check(None, &mut |_, _| true).unwrap().faults, []);
}

#[test]
fn a_review_is_found_by_its_number_title_and_the_words_of_its_decisions() {
    audited!(folder, records, id);
    let find = |text: &str| {
        let query = Query {
            text: text.to_owned(),
            ..Query::default()
        };
        let found = records.search(&query).unwrap().ids;
        let rows = records.rows(&found, &query).unwrap();
        assert!(rows.iter().all(|row| row.place.is_some()), "{text}");
        found
    };
    let texts = [
        "2026-0007",
        "九月理财海报",
        "措辞可改",
        "业绩不代表未来",
        "修改后可用",
    ];
    for text in texts {
        assert_eq!(find(text), [0; 0], "{text}");
    }
    let reviewed = signed(&records, id, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    for text in texts {
        assert_eq!(find(text), [id], "{text}");
    }
    assert_eq!(
        find("措辞可改 欢迎咨询"),
        [id],
        "together with the words of the copy"
    );
    signed(&records, id, 2, sent_back(&reviewed), Vec::new()).unwrap();
    assert_eq!(find("请补充依据"), [id]);
    records.delete(id, "示例", &moment(START_MS)).unwrap();
    assert_eq!(find("措辞可改"), [0; 0]);
    assert_eq!(records.check(None, &mut |_, _| true).unwrap().faults, []);
}

#[test]
fn every_kind_has_a_name_of_its_own() {
    for kind in StatementKind::ALL {
        assert_eq!(StatementKind::of(kind.as_str()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
}
