//! Generates realistic records: what compliance staff of an invented bank would have asked in three years. The same number
//! always gives the same record.

use std::{error::Error, path::Path, sync::Arc, sync::mpsc};

use records::{
    Attached, Ended, FullRecord, Kind, Material, NewRecord, Opening, Outcome, Records, Role,
    Timestamp, Tokens, sha256_hex,
};
use serde_json::json;

use crate::{
    chance::Chance,
    event,
    phrases::{
        ADVICE, CLAIMS, FINDINGS, HEADINGS, JOINTS, MODELS, PLACES, PRODUCTS, RARE, RULES, TOPICS,
    },
    pictures::picture,
    pieces,
};

/// Time of the first record: 2023-09-01 00:00 in Shanghai.
const FROM_MS: i64 = 1_693_497_600_000;
/// Three years.
const SPAN_MS: i64 = 3 * 365 * 86_400_000;
/// Number of records per transaction.
const BATCH: usize = 500;
/// Number of different pictures.
const PICTURES: u64 = 400;
/// One record in this many contains one of the rare words.
pub const RARELY: u64 = 5_000;

/// Fills a folder with records; keeps those that exist.
///
/// # Errors
/// Those of writing records.
pub fn fill(folder: &Path, count: usize) -> Result<Records, Box<dyn Error>> {
    let records = open(folder)?;
    let (send, receive) = mpsc::sync_channel(2);
    let maker = std::thread::spawn(move || -> Result<(), String> {
        let pictures: Result<Vec<_>, _> = (0..PICTURES).map(picture).collect();
        let pictures = pictures.map_err(|error| error.to_string())?;
        let mut batch = Vec::with_capacity(BATCH);
        for n in 0..count {
            batch.push(record(n as u64, count as u64, &pictures));
            if (batch.len() == BATCH || n + 1 == count)
                && send.send(std::mem::take(&mut batch)).is_err()
            {
                break;
            }
        }
        Ok(())
    });
    for batch in receive {
        records.insert_full_records(batch)?;
    }
    maker.join().map_err(|_| "the maker of records broke")??;
    Ok(records)
}

/// Opens records as the app does.
///
/// # Errors
/// Those of opening records.
pub fn open(folder: &Path) -> Result<Records, records::Error> {
    let opening = Opening {
        folder,
        now: moment(FROM_MS),
        read_back: Arc::new(|_, _| ended(String::new(), Outcome::Interrupted, 0, 0)),
        head_moved: Box::new(|_| ()),
    };
    Ok(Records::open(opening)?.0)
}

fn moment(utc_ms: i64) -> Timestamp {
    Timestamp {
        utc_ms,
        offset_minutes: 480,
        zone: "Asia/Shanghai".to_owned(),
    }
}

/// Generates run `n` of `count`.
pub fn record(n: u64, count: u64, pictures: &[Material]) -> FullRecord {
    let mut chance = Chance::new(n);
    let at = FROM_MS + (SPAN_MS / count.max(1) as i64) * n as i64 + chance.below(60_000) as i64;
    let kind = match chance.below(10) {
        0..5 => Kind::Audit,
        5..7 => Kind::Diligence,
        7 => Kind::Updates,
        8 => Kind::Sparring,
        _ => Kind::Lines,
    };
    let demo = chance.below(8) == 0;
    let outcome = match chance.below(40) {
        0 => Outcome::Failed,
        1 => Outcome::Cancelled,
        2 => Outcome::Interrupted,
        _ => Outcome::Finished,
    };
    let mut new = asked(n, kind, at, demo, &mut chance);
    if kind == Kind::Audit && chance.below(3) == 0 {
        attach(&mut new, pictures, &mut chance);
    }
    let bytes = 2_000 + chance.below(6_000) as usize;
    let output = match outcome {
        Outcome::Failed => String::new(),
        _ => report(bytes, &new.title, &mut chance),
    };
    let (raw, happenings) = sent(&output);
    let elapsed = 3_000 + chance.below(90_000);
    let tokens = output.chars().count() as u64;
    FullRecord {
        ended: ended(output, outcome, at + elapsed as i64, tokens),
        new,
        raw,
        happenings,
    }
}

fn asked(n: u64, kind: Kind, at: i64, demo: bool, chance: &mut Chance) -> NewRecord {
    let (title, request) = match kind {
        Kind::Audit => {
            let product = chance.of(&PRODUCTS);
            let title = format!("{product}海报-{}.png", chance.below(4_000));
            let claims: Vec<_> = (0..8).map(|_| chance.of(&CLAIMS)).collect();
            (
                title,
                json!({ "query": format!("{product}：{}。", claims.join("；")) }),
            )
        }
        Kind::Diligence => {
            let company = chance.company();
            (company.clone(), json!({ "company": company }))
        }
        Kind::Updates => {
            let topic = format!("{}{}", chance.of(&PLACES), chance.of(&TOPICS));
            (topic.clone(), json!({ "query": topic }))
        }
        Kind::Sparring | Kind::Lines => {
            let line = format!(
                "您好，我想了解{}，听说{}？",
                chance.of(&PRODUCTS),
                chance.of(&CLAIMS)
            );
            let before = json!([{ "role": "user", "content": chance.of(&CLAIMS) }]);
            (line.clone(), json!({ "query": line, "history": before }))
        }
    };
    NewRecord {
        uid: format!("{n:032x}"),
        kind,
        subject: sha256_hex(title.as_bytes()),
        title,
        at: moment(at),
        app: "0.1.0".to_owned(),
        origin: if demo {
            "http://127.0.0.1:40000"
        } else {
            "https://service.example"
        }
        .to_owned(),
        demo,
        model: chance.of(&MODELS).to_owned(),
        temperature: "0.5".to_owned(),
        mode: "stream".to_owned(),
        key_fingerprint: (!demo).then(|| "9b1d7e52".to_owned()),
        endpoint: "/api/aico-saas/bm/v1/Example".to_owned(),
        request,
        preparation: None,
        queued: None,
        materials: Vec::new(),
        check: None,
    }
}

fn attach(new: &mut NewRecord, pictures: &[Material], chance: &mut Chance) {
    let Some(material) = pictures.get(chance.below(pictures.len() as u64) as usize) else {
        return;
    };
    for role in [Role::Received, Role::Sent] {
        new.materials.push(Attached {
            role,
            name: new.title.clone(),
            material: material.clone(),
        });
    }
    new.subject.clone_from(&material.sha256);
}

/// A report of about `bytes` bytes.
fn report(bytes: usize, title: &str, chance: &mut Chance) -> String {
    let mut text = format!("# {title}\n\n");
    if chance.below(RARELY / RARE.len() as u64) == 0 {
        text.push_str(&format!("涉及{}。\n\n", chance.of(&RARE)));
    }
    while text.len() < bytes {
        text.push_str(&format!("## {}\n\n", chance.of(&HEADINGS)));
        for _ in 0..2 + chance.below(3) {
            let sentence = match chance.below(5) {
                0 => format!(
                    "| {} | {} | {}第{}条 | {} |\n",
                    ["高", "中", "低"]
                        .get(chance.below(3) as usize)
                        .unwrap_or(&"中"),
                    chance.of(&CLAIMS),
                    chance.of(&RULES),
                    1 + chance.below(80),
                    chance.of(&ADVICE)
                ),
                1 => format!(
                    "{}{}于{}年{}月公布，与{}有关；责任部门为{}分行，编号{:05}。",
                    chance.of(&JOINTS),
                    chance.of(&RULES),
                    2015 + chance.below(11),
                    1 + chance.below(12),
                    chance.of(&TOPICS),
                    chance.of(&PLACES),
                    chance.below(100_000)
                ),
                2 => format!(
                    "{}{}的相关情况与{}一致。",
                    chance.of(&JOINTS),
                    chance.company(),
                    chance.company()
                ),
                _ => format!(
                    "{}“{}”{}。建议：{}。",
                    chance.of(&JOINTS),
                    chance.of(&CLAIMS),
                    chance.of(&FINDINGS),
                    chance.of(&ADVICE)
                ),
            };
            text.push_str(&sentence);
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

/// An answer as the service sends it, about ten characters at a time, and the times of arrival.
fn sent(output: &str) -> (Vec<u8>, Vec<u8>) {
    let (mut raw, mut happenings) = (Vec::new(), Vec::new());
    for (n, piece) in pieces(output, output.len() / 32 + 1)
        .into_iter()
        .enumerate()
    {
        raw.extend_from_slice(event(piece).as_bytes());
        let line =
            json!({ "ms": 300 + n * 40, "event": "message", "step": "write", "at": raw.len() });
        happenings.extend_from_slice(line.to_string().as_bytes());
        happenings.push(b'\n');
    }
    (raw, happenings)
}

/// The end of a run.
pub fn ended(output: String, outcome: Outcome, at_ms: i64, tokens: u64) -> Ended {
    Ended {
        outcome,
        problem: (outcome == Outcome::Failed).then(|| json!({ "code": "timeout", "params": {} })),
        at_ms,
        elapsed_ms: 3_000 + tokens * 7,
        output,
        svg: None,
        tokens: (tokens > 0).then_some(Tokens {
            total: Some(tokens),
            prompt: None,
            completion: None,
        }),
        session: Some("s-1".to_owned()),
        max_token: None,
        notes: Vec::new(),
        answers: Vec::new(),
    }
}
