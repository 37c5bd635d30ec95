//! Packages of records of every kind, from this program and from earlier versions.

use records::{
    Answer, AnswerOutcome, NewRecord, Outcome, Records, Span, Tokens, sha256_hex,
    statement::Conclusion,
};
use serde_json::json;

use crate::{
    made::{START_MS, checked, ended, keep, moment, new, open, stream, with_picture},
    packed::{fill, pack},
    reviewed::{archived, comparison, review, second, sent_back, signed, signers, unsigned},
};

/// Packages written by released versions, with their purpose and SHA-256. Never regenerate them.
pub const EARLIER: &[(&str, &[u8], &str)] = &[
    (
        "the first format",
        include_bytes!("fixtures/finagent-evidence-1.zip"),
        "61715892b14607c7b7d32d13bbecadf4208b582056b8050b53afc56950db0d2d",
    ),
    (
        "a demo with a flowchart of 0.1.0",
        include_bytes!("fixtures/finagent-evidence-1-demo.zip"),
        "047d1c6caddd096f205674e2274bd5f544e1c6b17b008eeab9256712cc34b8f7",
    ),
    (
        "an interrupted audit in parts of 0.1.0",
        include_bytes!("fixtures/finagent-evidence-1-interrupted.zip"),
        "7c1e5503cfeb5302cbb1e07a971446bfdb689d31487d7a2c3be19ad0fec9da9d",
    ),
    (
        "an audit in parts with kept answers of 0.1.0",
        include_bytes!("fixtures/finagent-evidence-1-parts.zip"),
        "16401c70a25e95f85a2f3b051729529d27bc4711c44c4dd526b868095026ecf7",
    ),
];

/// All packages, with their purpose.
pub fn genuine() -> Vec<(&'static str, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let mut packages = vec![
        (
            "pictures and a flowchart",
            pack(&records, fill(&records)).bytes,
        ),
        ("a demo", {
            let id = keep(&records, new(42), "演示");
            pack(&records, id).bytes
        }),
        ("a demo with a flowchart", {
            let journal = records.begin(new(44)).unwrap();
            let id = journal.id();
            let mut end = ended("答复");
            end.svg = Some("<svg/>".to_owned());
            journal.end(end).unwrap();
            pack(&records, id).bytes
        }),
        ("an offline check", {
            let id = keep(&records, checked(50), "未发现其他问题");
            pack(&records, id).bytes
        }),
        ("parts", in_parts(&records)),
        ("a failure", failed(&records)),
        ("names of many letters", many_letters(&records)),
        ("written out before", {
            let id = keep(&records, new(49), "");
            let sha256 = sha256_hex(b"page");
            let record = records.record(id).unwrap();
            records
                .note_export(&record, "html", &sha256, &moment(START_MS))
                .unwrap();
            pack(&records, id).bytes
        }),
    ];
    signers(&records);
    packages.push(("a whole review", {
        let id = archived(&records, 55);
        pack(&records, id).bytes
    }));
    packages.push(("a review that is open again", {
        let id = keep(&records, checked(60), "未发现其他问题");
        unsigned(&records, id, comparison(None), Vec::new()).unwrap();
        let reviewed = signed(&records, id, 1, review(Conclusion::Refused), Vec::new()).unwrap();
        signed(&records, id, 1, sent_back(&reviewed), Vec::new()).unwrap();
        pack(&records, id).bytes
    }));
    packages.push(("a second version", {
        let id = keep(&records, checked(65), "未发现其他问题");
        signed(&records, id, 1, second(&"5".repeat(32)), Vec::new()).unwrap();
        pack(&records, id).bytes
    }));
    packages.extend(
        EARLIER
            .iter()
            .map(|(what, bytes, _)| (*what, bytes.to_vec())),
    );
    packages
}

/// The packages that are fast to repack.
pub fn small() -> Vec<(&'static str, Vec<u8>)> {
    let mut packages = genuine();
    packages.retain(|(_, bytes)| bytes.len() < 50_000);
    packages
}

/// An audit in parts, one of them answered earlier and one failed, with the preparation of the picture.
fn in_parts(records: &Records) -> Vec<u8> {
    let region = |y: u32| json!({ "x": 0, "y": y, "width": 1080, "height": 2000 });
    let sent = json!({ "query": "九月活动", "stream": true, "image": { "name": "长图.png", "sha256": sha256_hex(b"one") } });
    let asked = NewRecord {
        request: json!({
            "query": "九月活动",
            "parts": [
                { "label": { "context": true }, "sent": sent },
                { "label": { "region": region(0) }, "sent": null, "kept": { "record": "1".repeat(32), "output": "没有\n发现\u{1}" } },
                { "label": { "region": region(2000) }, "sent": sent },
            ],
        }),
        preparation: Some(json!({
            "source": { "kind": "png", "bytes": 13, "width": 1080, "height": 14000 },
            "parts": [{ "region": region(0), "scale": 0.4857142857142857, "quality": null, "lossless": true, "reasons": [] },
                { "region": region(2000), "scale": 1.0, "reasons": ["too_long"] }],
            "notes": [],
        })),
        ..with_picture(new(45), b"a long picture")
    };
    let journal = records.begin(asked).unwrap();
    journal.part(1);
    stream(&journal, &["没有发现问题"]);
    journal.part(3);
    journal.retrying(
        &json!({ "code": "timeout", "params": { "seconds": 30 } }),
        250,
    );
    let id = journal.id();
    let answer = |number, outcome, at| Answer {
        number,
        outcome,
        problem: None,
        output: Span { at, bytes: 3 },
        raw: Some(Span { at: 0, bytes: 18 }),
        tokens: Some(Tokens::default()),
        session: Some("session".to_owned()),
        notes: vec!["late".to_owned()],
    };
    let mut end = ended("一二三");
    end.tokens = None;
    end.answers = vec![
        answer(1, AnswerOutcome::Finished, 0),
        Answer {
            raw: None,
            session: None,
            ..answer(2, AnswerOutcome::Kept, 3)
        },
        Answer {
            problem: Some(json!({ "code": "timeout", "params": {} })),
            tokens: None,
            ..answer(3, AnswerOutcome::Failed, 6)
        },
    ];
    journal.end(end).unwrap();
    pack(records, id).bytes
}

fn failed(records: &Records) -> Vec<u8> {
    let mut asked = new(46);
    asked.at.offset_minutes = -210;
    let journal = records.begin(asked).unwrap();
    let id = journal.id();
    let mut end = ended("半句");
    end.outcome = Outcome::Failed;
    end.problem = Some(
        json!({ "code": "connection_lost", "params": { "after_ms": 1500, "why": "reset \"by\" peer" } }),
    );
    (end.session, end.max_token) = (None, None);
    journal.end(end).unwrap();
    pack(records, id).bytes
}

/// A character that is a letter here may not be one in another version of Unicode.
fn many_letters(records: &Records) -> Vec<u8> {
    let mut asked = with_picture(new(47), b"letters");
    for (attached, name) in asked
        .materials
        .iter_mut()
        .zip(["नमस्ते ⓐ ½ ٣ ㍿ \u{200b}\u{202e}.png", "..."])
    {
        attached.name = name.to_owned();
    }
    let journal = records.begin(asked).unwrap();
    let id = journal.id();
    journal.end(ended("")).unwrap();
    pack(records, id).bytes
}
