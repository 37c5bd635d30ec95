//! Packages with a review that somebody has changed: both verifiers find each change, and ours names it.

use crate::{
    forgeries::{REVIEW, forgeries, packages},
    made::{checked, keep, open},
    other_verifier::said_of,
    packed::{Apart, faults, faults_of, pack},
    restated::{name, named, restate},
    reviewed::{key, review, signed, signers},
};
use records::{
    sha256_hex,
    statement::Conclusion,
    verify::{compare, verify},
};
use serde_json::json;

#[test]
fn every_change_of_a_review_is_found_and_named_by_one_verifier_and_refused_by_both() {
    let (package, other) = packages();
    assert_eq!(faults_of(&package), [""; 0]);
    let mut same = Apart::of(&package);
    restate(&mut same, |_, _| ());
    let forgeries = forgeries(&package, &other);
    assert!(forgeries.len() >= 60, "{}", forgeries.len());
    let mut packages = vec![package, same.zip()];
    packages.extend(forgeries.iter().map(|(_, bytes, _)| bytes.clone()));
    let said = said_of(&packages);
    assert_eq!(
        said[..2],
        ["holds", "holds"],
        "stated again without a change"
    );
    for ((what, forged, named), said) in forgeries.iter().zip(&said[2..]) {
        let found = faults_of(forged);
        for named in named {
            let is_named = found.iter().any(|fault| fault.starts_with(named.as_str()));
            assert!(is_named, "{what}: {named} is not among {found:?}");
        }
        assert_ne!(said, "holds", "{what}");
    }
}

#[test]
fn rules_that_only_key_holders_can_break_are_named_and_nothing_else_is() {
    let (package, other) = packages();
    let alone = [
        "the reviewer approves",
        "an approval of another conclusion",
        "an approval of the former review",
        "the former review archived",
        "archived as if nobody had approved",
        "another excerpt",
        "a place beyond the copy",
        "a statement about another end",
        "a letter exchanged",
        "two letters swapped",
        "a token exchanged",
        "a time in the chain",
        "no signature",
    ];
    let mut forgeries = forgeries(&package, &other);
    forgeries.retain(|(what, _, _)| alone.contains(&what.as_str()));
    assert_eq!(forgeries.len(), alone.len());
    for (what, forged, named) in forgeries {
        let mut found = faults_of(&forged);
        // A statement that does not count leaves the later ones without what they refer to.
        found.retain(|fault| {
            named.contains(fault)
                || !(fault.starts_with("statement_refers")
                    || fault.starts_with("statement_in_order"))
        });
        assert_eq!(found, named, "{what}");
    }
}

#[test]
fn a_review_that_was_forged_whole_with_a_new_key_is_found_by_an_anchor_and_by_the_key() {
    let (package, other) = packages();
    let anchor = verify(&package, None).anchor.unwrap();
    let mut apart = Apart::of(&package);
    restate(&mut apart, |_, text| {
        if text["signer"]["key"] == json!(key(1)) {
            text["signer"]["key"] = json!(key(9));
        }
        if text["kind"] == "reviewed" {
            text["body"]["opinion"] = json!("同意发布");
        }
    });
    let forged = apart.zip();
    let verdict = verify(&forged, None);
    assert_eq!(faults(&verdict), [""; 0], "in itself it fits");
    assert!(verdict.signers.iter().any(|signer| signer.key == key(9)));
    assert!(verdict.told().contains(&key(9)) && verdict.told().contains("张示例"));
    let verdict = verify(&forged, Some(&anchor));
    assert_eq!(
        faults(&verdict),
        [format!("anchor_given event {}", anchor.seq)]
    );
    // Another package of the database, with another name for a key.
    let mut apart = Apart::of(&package);
    restate(&mut apart, |_, text| {
        if text["signer"]["key"] == json!(key(1)) {
            text["signer"]["name"] = json!("周示例");
        }
    });
    let mut verdicts = [verify(&other, None), verify(&apart.zip(), None)];
    assert!(verdicts[1].holds());
    compare(&mut verdicts);
    let found = faults(&verdicts[1]);
    assert!(
        found.iter().any(|fault| fault.starts_with("signers_agree")),
        "{found:?}"
    );
}

#[test]
fn the_keys_and_signatures_that_one_verifier_refuses_the_other_refuses_too() {
    let (package, _) = packages();
    let genuine = named(&mut Apart::of(&package), REVIEW);
    let genuine = genuine["signature"].as_str().unwrap().to_owned();
    let (first, second) = genuine.split_at(64);
    // The order of the group, by which a number must be reduced; and encodings that stand for no point of use.
    let order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    let digits = |from: &str| -> Vec<u8> {
        let pairs = from.as_bytes().chunks(2);
        pairs
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    };
    let number = digits(second);
    let mut carry = 0_u16;
    let more: Vec<u8> = number
        .iter()
        .zip(digits(order))
        .map(|(one, two)| {
            let sum = u16::from(*one) + u16::from(two) + carry;
            carry = sum >> 8;
            sum as u8
        })
        .collect();
    let identity = format!("01{}", "00".repeat(31));
    let odd = [
        (
            "a number that is not reduced",
            key(1),
            first.to_owned() + &records::hex(&more),
        ),
        ("a point of small order", key(1), identity.clone() + second),
        ("zeros", key(1), "00".repeat(64)),
        (
            "a key of small order",
            identity.clone(),
            identity.clone() + &"00".repeat(32),
        ),
        (
            "a key that is no point",
            "02".to_owned() + &"00".repeat(31),
            genuine.clone(),
        ),
        (
            "a key from the prime on",
            "ff".repeat(31) + "7f",
            genuine.clone(),
        ),
        ("capital letters", key(1), genuine.to_uppercase()),
        ("fewer digits", key(1), genuine.chars().skip(2).collect()),
    ];
    let mut packages = Vec::new();
    for (_, by, signature) in &odd {
        let mut apart = Apart::of(&package);
        apart.change(REVIEW, |text| text["signer"]["key"] = json!(by));
        let sha256 = sha256_hex(apart.file(REVIEW));
        name(
            &mut apart,
            REVIEW,
            &sha256,
            Some((by.clone(), signature.clone())),
        );
        apart.forge();
        packages.push(apart.zip());
    }
    for (((what, _, _), package), said) in odd.iter().zip(&packages).zip(said_of(&packages)) {
        assert_ne!(said, "holds", "{what}");
        assert!(!verify(package, None).holds(), "{what}");
    }
}

#[test]
fn a_package_from_before_a_statement_stays_good_beside_the_one_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    signers(&records);
    let id = keep(&records, checked(50), "未发现其他问题");
    let before = pack(&records, id);
    assert_eq!(pack(&records, id), before);
    signed(&records, id, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    let after = pack(&records, id);
    assert_eq!(pack(&records, id), after);
    let names = |package: &[u8]| -> Vec<String> {
        let files = Apart::of(package).files.into_iter();
        files
            .map(|(name, _)| name)
            .filter(|name| name.starts_with("review/"))
            .collect()
    };
    assert_eq!(names(&before.bytes), [""; 0]);
    assert_eq!(names(&after.bytes), ["review/01-reviewed.json"]);
    let mut verdicts = [&before, &after].map(|package| verify(&package.bytes, None));
    compare(&mut verdicts);
    assert!(verdicts.iter().all(|verdict| verdict.holds()));
    assert_eq!(said_of(&[before.bytes, after.bytes]), ["holds", "holds"]);
}
