//! The contents of a package, and that making it again gives the same bytes.

use records::{
    Error, Rendered,
    chain::Anchor,
    verify::{Standing, compare, verify},
};

use crate::{
    made::{START_MS, keep, moment, new, open, stream},
    packed::{Apart, faults, faults_of, fill, pack, rendered},
};

#[test]
fn a_package_holds_the_record_whole_and_every_claim_of_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = fill(&records);
    let package = pack(&records, id);
    assert_eq!(package.name, "finagent-evidence-20260901-0931-00000000.zip");
    assert_eq!(package.sha256, records::sha256_hex(&package.bytes));
    let mut apart = Apart::of(&package.bytes);
    let names: Vec<_> = apart.files.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "manifest.json",
            "record/started.json",
            "record/ended.json",
            "record/happenings.jsonl",
            "answer/raw.bin",
            "answer/output.md",
            "answer/flowchart.svg",
            "materials/received-1-示例海报-1.jpg",
            "materials/sent-1-示例海报-1.jpg",
            "materials/received-2-示例海报-1.jpg",
            "materials/sent-2-示例海报-1.jpg",
            "report/report.md",
            "report/report.html",
            "report/flowchart.png",
            "chain/events.jsonl",
            "chain/anchor.json",
        ]
    );
    let record = records.record(id).unwrap();
    assert_eq!(
        *apart.file("record/started.json"),
        record.started_text.as_bytes()
    );
    assert_eq!(
        *apart.file("record/ended.json"),
        record.ended_text.unwrap().as_bytes()
    );
    assert_eq!(*apart.file("answer/raw.bin"), "保本高收益".as_bytes());
    assert_eq!(
        *apart.file("materials/sent-2-示例海报-1.jpg"),
        b"second picture"
    );
    let lines = apart.lines();
    assert!(
        lines.iter().any(|line| line.get("content").is_some()),
        "steps of others"
    );
    let verdict = verify(&package.bytes, None);
    assert_eq!(faults(&verdict), [""; 0]);
    assert!(verdict.holds());
    assert_eq!(verdict.record, record.started.uid);
    assert!(verdict.told().contains("CLAIMS HOLD") && verdict.told().contains("全部成立"));
    assert_eq!(verdict.to_json()["holds"], true);
}

#[test]
fn nothing_of_other_records_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = fill(&records);
    let apart = Apart::of(&pack(&records, id).bytes);
    let all: Vec<u8> = apart
        .files
        .iter()
        .flat_map(|(_, bytes)| bytes.clone())
        .collect();
    let all = String::from_utf8_lossy(&all).into_owned();
    for n in 20..30 {
        assert!(!all.contains(&new(n).uid), "record {n}");
    }
    assert!(!all.contains("theirs"));
}

#[test]
fn the_same_record_gives_the_same_bytes_also_after_others_came_and_at_another_time() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = fill(&records);
    let first = pack(&records, id);
    let events = records.head().unwrap().seq;
    assert_eq!(pack(&records, id), first);
    assert_eq!(
        records.head().unwrap().seq,
        events,
        "the event is used again"
    );
    for n in 40..60 {
        keep(&records, new(n), "更晚的记录");
    }
    drop(records);
    let records = open(folder.path());
    let later = moment(START_MS + 900 * 86_400_000);
    assert_eq!(records.package(id, rendered(), &later).unwrap(), first);
    let other = Rendered {
        flowchart: None,
        ..rendered()
    };
    let redrawn = records.package(id, other, &later).unwrap();
    assert_ne!(redrawn.sha256, first.sha256);
    assert_eq!(
        faults_of(&redrawn.bytes),
        [""; 0],
        "with an earlier packaging in it"
    );
    assert_eq!(pack(&records, id), first, "the earlier one is still made");
}

#[test]
fn a_demo_says_so_in_name_and_readme() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = keep(&records, new(2), "演示");
    let package = pack(&records, id);
    assert!(package.name.ends_with("-demo.zip"), "{}", package.name);
    let readme = Apart::of(&package.bytes).file("README.txt").clone();
    assert!(String::from_utf8(readme).unwrap().contains("DEMO"));
    let verdict = verify(&package.bytes, None);
    assert!(verdict.holds() && verdict.demo && verdict.told().contains("DEMO"));
}

#[test]
fn a_run_that_goes_on_and_one_that_is_not_there_are_not_packaged() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(new(1)).unwrap();
    stream(&journal, &["一"]);
    let asked = |id| records.package(id, rendered(), &moment(START_MS));
    assert_eq!(asked(journal.id()), Err(Error::Recording));
    assert_eq!(asked(99), Err(Error::Unknown));
}

#[test]
fn a_package_that_no_verifier_would_take_is_not_made_and_nothing_is_noted_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = keep(&records, new(2), "演示");
    let before = records.head().unwrap();
    let large = Rendered {
        html: "a".repeat(250_000_001),
        ..rendered()
    };
    let refused = records.package(id, large, &moment(START_MS));
    let error = Error::PackageTooLarge {
        limit: 250_000_000,
        actual: 250_000_001,
    };
    assert_eq!(refused, Err(error));
    assert_eq!(records.head().unwrap(), before);
}

#[test]
fn an_anchor_of_another_package_is_held_against_the_chain_where_it_can_be_told() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = fill(&records);
    let package = pack(&records, id);
    let own = verify(&package.bytes, None).anchor.unwrap();
    assert!(verify(&package.bytes, Some(&own)).holds());
    let other = Anchor {
        hash: records::sha256_hex(b"another"),
        ..own.clone()
    };
    let verdict = verify(&package.bytes, Some(&other));
    assert_eq!(
        faults(&verdict),
        [format!("anchor_given event {}", own.seq)]
    );
    let later = Anchor {
        seq: own.seq + 5,
        ..own
    };
    let verdict = verify(&package.bytes, Some(&later));
    assert_eq!(verdict.broken().next().unwrap().standing, Standing::Untold);
    assert!(!verdict.holds(), "what can't be told does not hold");
}

#[test]
fn packages_of_one_database_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let first = fill(&records);
    let second = keep(&records, new(90), "二");
    let packages = [pack(&records, first), pack(&records, second)];
    let mut verdicts = packages
        .each_ref()
        .map(|package| verify(&package.bytes, None));
    compare(&mut verdicts);
    assert!(verdicts.iter().all(|verdict| verdict.holds()));
    let mut forged = Apart::of(&packages[0].bytes);
    forged.change("record/started.json", |started| {
        started["model"] = "9-Plus".into()
    });
    forged.forge();
    let mut verdicts = [
        verify(&packages[0].bytes, None),
        verify(&forged.zip(), None),
    ];
    assert!(verdicts[1].holds(), "a chain that fits in itself");
    compare(&mut verdicts);
    assert!(
        faults(&verdicts[1])[0].starts_with("chains_agree"),
        "{:?}",
        faults(&verdicts[1])
    );
}
