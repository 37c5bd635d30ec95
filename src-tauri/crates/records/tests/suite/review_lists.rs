//! Drafts of reviews, the list of all reviews, and the numbers of submissions.

use records::{DRAFT_MAX, Error, ReviewState, statement::Conclusion};

use crate::{
    made::{START_MS, checked, keep, moment, new, open},
    reviewed::{audited, closing, letters, review, sent_back, signed, signers},
};

#[test]
fn a_draft_changes_until_the_review_is_archived() {
    audited!(folder, records, id);
    let save = |draft| records.save_review_draft(id, draft, &moment(START_MS + 1));
    let draft = r#"{"submission":{"number":"2026-0009","title":"草稿","type":7}}"#;
    save(Some(draft)).unwrap();
    assert_eq!(records.review_draft(id).unwrap().as_deref(), Some(draft));
    let row = records.reviews(9, 0).unwrap().remove(0);
    assert_eq!(
        (row.record, row.state, row.has_draft),
        (id, ReviewState::Open, true)
    );
    assert_eq!(
        (row.number.as_str(), row.title.as_str()),
        ("2026-0009", "草稿")
    );
    assert_eq!((row.material_type.as_str(), row.conclusion), ("", None));
    assert_eq!(save(Some("[]")), Err(Error::StatementInvalid("draft")));
    assert_eq!(save(Some("{")), Err(Error::StatementInvalid("draft")));
    let large = format!("{{\"a\":\"{}\"}}", "a".repeat(DRAFT_MAX));
    assert!(matches!(
        save(Some(&large)),
        Err(Error::ReviewTooLarge {
            limit: 1_000_000,
            ..
        })
    ));
    let reviewed = signed(&records, id, 1, review(Conclusion::Refused), Vec::new()).unwrap();
    assert_eq!(records.review_draft(id).unwrap().as_deref(), Some(draft));
    save(None).unwrap();
    let row = records.reviews(9, 0).unwrap().remove(0);
    assert_eq!(
        (row.number.as_str(), row.state),
        ("2026-0007", ReviewState::Reviewed)
    );
    assert_eq!(
        (row.conclusion, row.findings),
        (Some(Conclusion::Refused), Some(2))
    );
    save(Some(draft)).unwrap();
    signed(&records, id, 1, closing(&reviewed, None), letters()).unwrap();
    assert_eq!(records.review_draft(id), Ok(None));
    let row = records.reviews(9, 0).unwrap().remove(0);
    assert_eq!((row.number.as_str(), row.has_draft), ("2026-0007", false));
}

#[test]
fn a_draft_alone_leaves_no_trace_once_it_is_removed() {
    audited!(folder, records, id);
    let head = records.head().unwrap();
    records
        .save_review_draft(id, Some("{}"), &moment(START_MS))
        .unwrap();
    records
        .save_review_draft(id, None, &moment(START_MS))
        .unwrap();
    assert_eq!(records.reviews(9, 0), Ok(Vec::new()));
    assert_eq!(
        records.head().unwrap(),
        head,
        "the chain knows nothing of drafts"
    );
}

#[test]
fn reviews_are_listed_by_their_latest_change_a_page_at_a_time() {
    audited!(folder, records, first);
    let others: Vec<i64> = (0..4)
        .map(|n| keep(&records, checked(60 + n), ""))
        .collect();
    for (id, at) in others.iter().zip([5, 9, 2, 7]) {
        let now = moment(START_MS + at);
        records.save_review_draft(*id, Some("{}"), &now).unwrap();
    }
    signed(&records, first, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    let ids = |limit, skip| -> Vec<i64> {
        let rows = records.reviews(limit, skip).unwrap();
        rows.iter().map(|row| row.record).collect()
    };
    assert_eq!(
        ids(9, 0),
        [first, others[1], others[3], others[0], others[2]]
    );
    assert_eq!(ids(2, 1), [others[1], others[3]]);
    assert_eq!(ids(2, 9), [0; 0]);
}

#[test]
fn the_greatest_number_counts_drafts_and_every_signed_review() {
    audited!(folder, records, id);
    let greatest = |prefix| records.greatest_submission_number(prefix).unwrap();
    assert_eq!(greatest("2026-"), None);
    let draft = |n: u32, number: &str| {
        let other = keep(&records, new(n), "");
        let draft = format!(r#"{{"submission":{{"number":"{number}"}}}}"#);
        records
            .save_review_draft(other, Some(&draft), &moment(START_MS))
            .unwrap();
    };
    let reviewed = signed(&records, id, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    assert_eq!(greatest("2026-"), Some(7));
    // Renamed after it was returned: the number was given out all the same.
    signed(&records, id, 2, sent_back(&reviewed), Vec::new()).unwrap();
    let renamed = r#"{"submission":{"number":"2026-0003"}}"#;
    records
        .save_review_draft(id, Some(renamed), &moment(START_MS))
        .unwrap();
    assert_eq!(greatest("2026-"), Some(7));
    for (n, number) in [
        (60, "2026-999"),
        (61, "2026-1000"),
        (62, "2026-1001补"),
        (63, "2026-+9999"),
    ] {
        draft(n, number);
    }
    draft(64, "2025-8888");
    draft(65, "2026-99999999999999999999999");
    assert_eq!(greatest("2026-"), Some(1000));
    assert_eq!(greatest("2025-"), Some(8888));
    assert_eq!(greatest("2024-"), None);
}

#[test]
fn a_registration_is_the_end_of_the_run_with_the_statements() {
    audited!(folder, records, id);
    assert!(records.registration(id).unwrap().statements.is_empty());
    let reviewed = signed(&records, id, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    signed(&records, id, 2, sent_back(&reviewed), Vec::new()).unwrap();
    let registration = records.registration(id).unwrap();
    assert_eq!(registration.statements, records.statements(id).unwrap());
    assert_eq!(registration.ended_ms, START_MS + 5_000);
    assert_eq!(registration.uid, records.record(id).unwrap().started.uid);
    assert_eq!(records.registration(id + 1), Err(Error::Unknown));
}
