//! Statements that differ in one detail from what the program writes, signed all the same: both verifiers refuse them.

use records::{Records, StatementBody, statement::Conclusion};

use crate::{
    altered::{Random, accepted},
    made::{checked, keep, open},
    packed::{Apart, pack},
    restated::sign_as_written,
    reviewed::{
        approval, closing, comparison, letters, review, second, sent_back, signed, signers,
        unsigned,
    },
    stamping::stamp,
    writing::{Edit, Editor},
};

/// Changes of each kind of statement.
const CHANGES: usize = 60;

/// For each kind of statement a package in which nothing follows it, with the path of its text.
fn packages(records: &Records) -> Vec<(&'static str, Vec<u8>)> {
    let mut n = 50;
    let mut audit = || {
        n += 5;
        keep(records, checked(n), "")
    };
    let mut made = Vec::new();
    let mut add = |path: &'static str, id| made.push((path, pack(records, id).bytes));
    let id = audit();
    let check = StatementBody::Checked(checked(50).check.unwrap());
    unsigned(records, id, check, Vec::new()).unwrap();
    add("review/01-checked.json", id);
    let id = audit();
    unsigned(records, id, comparison(None), Vec::new()).unwrap();
    add("review/01-compared.json", id);
    let conclusion = Conclusion::PassAfterChanges;
    let reviewed = |id| signed(records, id, 1, review(conclusion), Vec::new()).unwrap();
    let id = audit();
    let first = reviewed(id);
    add("review/01-reviewed.json", id);
    signed(records, id, 2, sent_back(&first), Vec::new()).unwrap();
    add("review/02-returned.json", id);
    let id = audit();
    signed(records, id, 1, second(&"5".repeat(32)), Vec::new()).unwrap();
    add("review/01-reviewed.json", id);
    let id = audit();
    let first = reviewed(id);
    let approved = signed(records, id, 2, approval(&first), Vec::new()).unwrap();
    add("review/02-approved.json", id);
    let closed = closing(&first, Some(&approved));
    let archived = signed(records, id, 1, closed, letters()).unwrap();
    add("review/03-archived.json", id);
    let (stamped, token) = stamp(&archived);
    unsigned(records, id, stamped, token).unwrap();
    add("review/04-stamped.json", id);
    made
}

#[test]
fn a_statement_that_programs_read_differently_is_refused_although_it_is_signed() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    signers(&records);
    let mut random = Random::new();
    let (mut packages_made, mut unchanged) = (Vec::new(), Vec::new());
    for (path, bytes) in packages(&records) {
        let whole = Apart::of(&bytes);
        let value = whole.clone().json(path);
        let stated = |text: String| {
            let mut apart = whole.clone();
            *apart.file(path) = text.into_bytes();
            sign_as_written(&mut apart, path);
            apart.zip()
        };
        unchanged.push((path.to_owned(), stated(value.to_string())));
        for n in 0..CHANGES {
            let edit = Edit::ALL[n % Edit::ALL.len()];
            let places = Editor::places(&value, edit);
            let place = random.below(places);
            let (text, _) = Editor::new(edit, place, false, false).write(&value);
            packages_made.push((format!("{path}, {edit:?} at {place}"), stated(text)));
        }
    }
    // This proves that the text is refused, and not what was adjusted around it.
    assert_eq!(accepted(&unchanged), [true; 8]);
    for ((what, _), accepted) in packages_made.iter().zip(accepted(&packages_made)) {
        assert!(!accepted, "{what}");
    }
}
