//! Records for tests: realistic, small, and the same every time.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use records::offline_check::{
    Assumption, Basis, Finding, PictureChecked, RulePack, Stretch, Unchecked,
};
use records::{
    Attached, Ended, Journal, Kind, Material, NewRecord, OfflineCheck, Opening, Outcome, ReadBack,
    Records, Role, Timestamp, Tokens, Unfinished, sha256_hex,
};
use serde_json::json;

/// 2026-09-01 09:30 in Shanghai.
pub const START_MS: i64 = 1_788_226_200_000;

pub fn moment(utc_ms: i64) -> Timestamp {
    Timestamp {
        utc_ms,
        offset_minutes: 480,
        zone: "Asia/Shanghai".to_owned(),
    }
}

/// Parses text from a stream in which every line is a piece of it.
pub fn read_back() -> ReadBack {
    Arc::new(|_, heard| Ended {
        output: heard
            .iter()
            .map(|heard| String::from_utf8_lossy(heard.last))
            .collect(),
        ..ended("")
    })
}

pub fn open(folder: &Path) -> Records {
    reopen(folder).0
}

pub fn reopen(folder: &Path) -> (Records, Vec<Unfinished>) {
    try_open(folder).unwrap()
}

pub fn try_open(folder: &Path) -> Result<(Records, Vec<Unfinished>), records::Error> {
    Records::open(Opening {
        folder,
        now: moment(START_MS),
        read_back: read_back(),
        head_moved: Box::new(|_| ()),
    })
}

/// The nth run; its kind follows from the number.
pub fn new(n: u32) -> NewRecord {
    let kind = Kind::ALL[n as usize % Kind::ALL.len()];
    let text = format!("示例产品{n}：稳健增值，详询客户经理 APP{n}");
    NewRecord {
        uid: format!("{n:032x}"),
        kind,
        title: format!("示例海报-{n}.jpg"),
        subject: format!("subject-{}", n % 3),
        at: moment(START_MS + i64::from(n) * 60_000),
        app: "0.1.0".to_owned(),
        origin: "http://127.0.0.1:40000".to_owned(),
        demo: n.is_multiple_of(2),
        model: "4-Plus".to_owned(),
        temperature: "0.5".to_owned(),
        mode: "stream".to_owned(),
        key_fingerprint: (n % 2 == 1).then(|| "9b1d7e52".to_owned()),
        endpoint: "/api/aico-saas/bm/v1/ConsumerProtectionAudit".to_owned(),
        request: json!({ "query": text, "stream": true, "model": "4-Plus" }),
        preparation: None,
        check: None,
        queued: None,
        materials: Vec::new(),
    }
}

/// Adds a picture that is sent as received.
pub fn with_picture(mut new: NewRecord, data: &[u8]) -> NewRecord {
    let material = Material {
        sha256: sha256_hex(data),
        media_type: "image/png".to_owned(),
        width: 10,
        height: 20,
        look: Some(0xffff_0000_ffff_0000),
        thumbnail: Some(b"thumb".to_vec()),
        data: data.to_vec().into(),
    };
    let name = new.title.clone();
    new.materials = [Role::Received, Role::Sent]
        .into_iter()
        .map(|role| Attached {
            role,
            name: name.clone(),
            material: material.clone(),
        })
        .collect();
    new
}

pub fn ended(output: &str) -> Ended {
    Ended {
        outcome: Outcome::Finished,
        problem: None,
        at_ms: START_MS + 5_000,
        elapsed_ms: 5_000,
        output: output.to_owned(),
        svg: None,
        tokens: Some(Tokens {
            total: Some(120),
            prompt: Some(20),
            completion: Some(100),
        }),
        session: Some("session-1".to_owned()),
        max_token: Some("128000".to_owned()),
        notes: Vec::new(),
        answers: Vec::new(),
    }
}

/// Journals what a short run receives.
pub fn stream(journal: &Journal, texts: &[&str]) {
    journal.attempt(1);
    journal.connected(
        200,
        &[("content-type".to_owned(), "text/event-stream".to_owned())],
    );
    for text in texts {
        journal.bytes(text.as_bytes());
        journal.event("message", Some("step-1"), None);
    }
}

/// Stores a complete record with this answer; returns its id.
pub fn keep(records: &Records, new: NewRecord, output: &str) -> i64 {
    let journal = records.begin(new).unwrap();
    stream(&journal, &[output]);
    let id = journal.id();
    journal.end(ended(output)).unwrap();
    id
}

/// Polls until the condition is true.
pub fn wait_until(mut is_so: impl FnMut() -> bool) {
    let limit = Instant::now() + Duration::from_secs(120);
    while !is_so() {
        assert!(Instant::now() < limit, "timed out");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// An audit of copy with what the rules and a person found in it.
pub fn checked(n: u32) -> NewRecord {
    let finding = Finding {
        rule: Some("zh-core-guarantee".to_owned()),
        kind: "ban".to_owned(),
        topic: "guarantee".to_owned(),
        severity: "high".to_owned(),
        title: "承诺保本保收益".to_owned(),
        explanation: String::new(),
        excerpt: "保本保息".to_owned(),
        suggestion: "删除".to_owned(),
        basis: Some(Basis {
            id: "ad-law".to_owned(),
            law: "中华人民共和国广告法".to_owned(),
            article: Some("第二十五条".to_owned()),
            text: None,
            confidence: "A".to_owned(),
        }),
        picture: vec![[[10, 20], [90, 20], [90, 40], [10, 40]]],
        copy: vec![Stretch { from: 4, to: 7 }],
        dismissed: None,
    };
    let check = OfflineCheck {
        packs: vec![RulePack {
            id: "zh-core".to_owned(),
            version: "1.0.0".to_owned(),
            sha256: "ab".repeat(32),
        }],
        context: vec![Assumption {
            name: "product".to_owned(),
            value: Some("wealth".to_owned()),
            guessed_from: Some(vec!["理财".to_owned()]),
        }],
        picture: PictureChecked::Read,
        findings: vec![
            finding.clone(),
            Finding {
                rule: None,
                kind: "person_added".to_owned(),
                topic: String::new(),
                severity: "low".to_owned(),
                title: "字号过小".to_owned(),
                excerpt: String::new(),
                basis: None,
                copy: Vec::new(),
                dismissed: Some("已有证明材料".to_owned()),
                ..finding
            },
        ],
        omitted: 0,
        not_checked: vec![Unchecked {
            needs: vec!["product".to_owned()],
            rules: vec!["zh-fund-past".to_owned()],
        }],
    };
    NewRecord {
        request: json!({ "query": "本理财保本保息，欢迎咨询" }),
        check: Some(check),
        ..new(n)
    }
}
