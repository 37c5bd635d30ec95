//! Reviews of corrected versions: what became of the findings before, and which review follows which.

use records::{
    ReviewState, StatementBody,
    statement::{Conclusion, EarlierStatus},
};

use crate::{
    made::{checked, keep, open},
    other_verifier::said_of,
    packed::{Apart, faults_of, pack},
    restated::{rewrite, sign_as_written},
    reviewed::{audited, review, second, signed, signers},
};

#[test]
fn a_review_without_earlier_findings_is_written_as_before_there_were_any() {
    audited!(folder, records, id);
    let reviewed = signed(&records, id, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    assert!(!reviewed.text.contains("earlier"));
    let end =
        r#""rectification":[{"item":"删除保本字样","owner":"赵示例","deadline":"2026-09-10"}]}}"#;
    assert!(reviewed.text.ends_with(end), "{}", reviewed.text);
}

#[test]
fn what_became_of_earlier_findings_is_signed_and_read_back() {
    audited!(folder, records, id);
    let body = second(&"5".repeat(32));
    let reviewed = signed(&records, id, 1, body.clone(), Vec::new()).unwrap();
    let end = r#""earlier":[{"number":1,"title":"绝对化用语","excerpt":"最佳选择","status":"resolved","note":""},{"number":2,"title":"承诺保本保收益","excerpt":"保本保息","status":"present","note":"措辞已改"},{"number":4,"title":"缺少风险提示","excerpt":"","status":"not_applicable","note":"改为内部材料"}]}}"#;
    assert!(reviewed.text.ends_with(end), "{}", reviewed.text);
    assert_eq!(records.statements(id).unwrap()[0].body, body);
    assert_eq!(records.check(None, &mut |_, _| true).unwrap().faults, []);
}

#[test]
fn a_status_that_was_swapped_later_is_noticed_by_both_verifiers() {
    audited!(folder, records, id);
    signed(&records, id, 1, second(&"5".repeat(32)), Vec::new()).unwrap();
    let package = pack(&records, id).bytes;
    let path = "review/01-reviewed.json";
    let mut swapped = Apart::of(&package);
    rewrite(&mut swapped, path, |text| {
        text["body"]["earlier"][1]["status"] = "resolved".into();
    });
    let mut left_out = Apart::of(&package);
    rewrite(&mut left_out, path, |text| {
        text["body"].as_object_mut().unwrap().remove("earlier");
    });
    // Whoever has the key can still not sign what no program writes.
    let mut empty = Apart::of(&package);
    empty.change(path, |text| text["body"]["earlier"] = serde_json::json!([]));
    sign_as_written(&mut empty, path);
    let mut alone = Apart::of(&package);
    alone.change(path, |text| {
        text["body"]["previous"] = serde_json::Value::Null
    });
    sign_as_written(&mut alone, path);
    let packages = [
        package,
        swapped.zip(),
        left_out.zip(),
        empty.zip(),
        alone.zip(),
    ];
    let said = said_of(&packages);
    assert_eq!(said[0], "holds");
    assert_eq!(faults_of(&packages[0]), [""; 0]);
    for (package, said) in packages.iter().zip(&said).skip(1) {
        assert_ne!(said, "holds");
        assert_ne!(faults_of(package), [""; 0]);
    }
    let named = format!("statement_signed {path}");
    assert!(
        faults_of(&packages[1]).contains(&named),
        "{:?}",
        faults_of(&packages[1])
    );
}

#[test]
fn a_chain_of_versions_is_followed_in_both_directions() {
    audited!(folder, records, first);
    let uid = |id| records.record(id).unwrap().started.uid;
    signed(&records, first, 1, review(Conclusion::Refused), Vec::new()).unwrap();
    let next = keep(&records, checked(60), "");
    signed(&records, next, 1, second(&uid(first)), Vec::new()).unwrap();
    let mut third = second(&uid(next));
    if let StatementBody::Reviewed(reviewed) = &mut third {
        reviewed.version = 3;
        // Words in a text are no reference.
        reviewed.opinion = format!("\"previous\":\"{}\"", uid(first));
    }
    let last = keep(&records, checked(65), "");
    signed(&records, last, 1, third, Vec::new()).unwrap();
    keep(&records, checked(70), "not reviewed");

    let after = |id| {
        let found = records.corrections_of(&uid(id)).unwrap().into_iter();
        found
            .map(|one| (one.record, one.version))
            .collect::<Vec<_>>()
    };
    assert_eq!(after(first), [(next, 2)]);
    assert_eq!(after(next), [(last, 3)]);
    assert_eq!(after(last), []);
    let all = records.signed_reviews(9).unwrap();
    let mut found: Vec<_> = all.iter().map(|one| one.record).collect();
    found.sort_unstable();
    assert_eq!(found, [first, next, last]);
    assert!(all.iter().all(|one| one.state == ReviewState::Reviewed));
    assert_eq!(records.signed_reviews(1).unwrap().len(), 1);
    assert_eq!(records.id_of(&uid(next)).unwrap(), Some(next));
    assert_eq!(records.id_of(&"f".repeat(32)).unwrap(), None);
    assert_eq!(
        records.greatest_submission_number("2026-").unwrap(),
        Some(7),
        "versions share the number"
    );
    let StatementBody::Reviewed(kept) = &records.statements(next).unwrap()[0].body.clone() else {
        panic!("no review");
    };
    assert_eq!(kept.earlier[0].status, EarlierStatus::Resolved);
}
