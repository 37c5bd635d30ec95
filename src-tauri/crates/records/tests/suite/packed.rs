//! Packages for tests: of records that are the same every time, taken apart and reassembled as a forger would.

use std::io::{Cursor, Read, Write};

use records::{
    Kind, Outcome, Package, Records, Rendered,
    chain::{Event, link},
    hex, sha256_hex,
    verify::{Verdict, verify},
};
use serde_json::{Value, json};
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::made::{START_MS, ended, keep, moment, new, stream, with_picture};

/// The files of a package, in order.
pub type Files = Vec<(String, Vec<u8>)>;

pub fn rendered() -> Rendered {
    Rendered {
        markdown: "# 审核报告\n".to_owned(),
        html: "<!doctype html><title>审核报告</title>".to_owned(),
        flowchart: Some(b"\x89PNG chart".to_vec()),
    }
}

/// Some other records, then an audit of two pictures with a flowchart, then one more. Returns the id of the audit.
pub fn fill(records: &Records) -> i64 {
    for n in 20..24 {
        keep(records, new(n), "别的记录");
    }
    let mut asked = with_picture(new(1), b"first picture");
    let second = with_picture(new(1), b"second picture").materials;
    asked.materials.extend(second);
    asked.kind = Kind::Audit;
    let journal = records.begin(asked).unwrap();
    keep(records, new(24), "其间的记录");
    stream(&journal, &["保本", "高收益"]);
    let id = journal.id();
    let mut end = ended("保本高收益");
    end.outcome = Outcome::Finished;
    end.svg = Some("<svg>流程</svg>".to_owned());
    journal.end(end).unwrap();
    for n in 25..30 {
        keep(records, with_picture(new(n), b"theirs"), "后来的记录");
    }
    id
}

pub fn pack(records: &Records, id: i64) -> Package {
    records
        .package(id, rendered(), &moment(START_MS + 86_400_000))
        .unwrap()
}

pub fn unzip(package: &[u8]) -> Files {
    let mut zip = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.push((file.name().unwrap().into_owned(), bytes));
    }
    files
}

pub fn zip(files: &Files) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A package taken apart.
#[derive(Clone)]
pub struct Apart {
    pub files: Files,
}

impl Apart {
    pub fn of(package: &[u8]) -> Self {
        Self {
            files: unzip(package),
        }
    }

    pub fn file(&mut self, path: &str) -> &mut Vec<u8> {
        let found = self.files.iter_mut().find(|(name, _)| name == path);
        &mut found.unwrap().1
    }

    pub fn json(&mut self, path: &str) -> Value {
        serde_json::from_slice(self.file(path)).unwrap()
    }

    pub fn change(&mut self, path: &str, change: impl FnOnce(&mut Value)) {
        let mut value = self.json(path);
        change(&mut value);
        *self.file(path) = serde_json::to_vec(&value).unwrap();
    }

    pub fn lines(&mut self) -> Vec<Value> {
        let text = String::from_utf8(self.file("chain/events.jsonl").clone()).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    pub fn set_lines(&mut self, lines: &[Value]) {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        *self.file("chain/events.jsonl") = text.into_bytes();
    }

    pub fn change_lines(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        let mut lines = self.lines();
        change(&mut lines);
        self.set_lines(&lines);
    }

    /// Updates the manifest to match the files.
    pub fn list_again(&mut self) {
        let mut manifest = self.json("manifest.json");
        let unlisted = ["manifest.json", "chain/events.jsonl", "chain/anchor.json"];
        let listed: Vec<Value> = self
            .files
            .iter()
            .filter(|(name, _)| !unlisted.contains(&name.as_str()))
            .map(|(name, bytes)| json!({ "path": name, "sha256": sha256_hex(bytes), "bytes": bytes.len() }))
            .collect();
        manifest["files"] = Value::from(listed);
        *self.file("manifest.json") = serde_json::to_vec_pretty(&manifest).unwrap();
    }

    /// Updates the bodies of the start, end and packaging events to match the files.
    pub fn name_again(&mut self) {
        let hash = |this: &mut Self, path: &str| sha256_hex(this.file(path));
        let started = hash(self, "record/started.json");
        let ended = hash(self, "record/ended.json");
        let manifest = hash(self, "manifest.json");
        // Text that is no longer JSON had this outcome before.
        let end: Option<Value> = serde_json::from_slice(self.file("record/ended.json")).ok();
        self.change_lines(|lines| {
            for line in lines {
                let body = match line["kind"].as_str() {
                    Some("started") => json!({ "started": started }),
                    Some("ended") => {
                        let body: Value =
                            serde_json::from_str(line["body"].as_str().unwrap()).unwrap();
                        let outcome = end.as_ref().map_or(&body["outcome"], |end| &end["outcome"]);
                        json!({ "ended": ended, "outcome": outcome })
                    }
                    Some("packaged") => json!({ "manifest": manifest }),
                    _ => continue,
                };
                line["body"] = Value::from(body.to_string());
            }
        });
    }

    /// Recomputes all hashes from the first line to the anchor: a consistent chain.
    pub fn chain_again(&mut self) {
        let mut lines = self.lines();
        let mut known: std::collections::BTreeMap<u64, records::chain::Hash> =
            std::collections::BTreeMap::new();
        for line in &mut lines {
            let seq = line["seq"].as_u64().unwrap();
            for (other, field) in [(seq - 1, "before"), (records::chain::skip_of(seq), "skip")] {
                if let Some(hash) = known.get(&other) {
                    line[field] = Value::from(hex(hash));
                }
            }
            known.insert(seq, hash_of(line));
        }
        self.set_lines(&lines);
        let (seq, hash) = known.last_key_value().unwrap();
        let (seq, hash) = (*seq, hex(hash));
        self.change("chain/anchor.json", |anchor| {
            anchor["seq"] = Value::from(seq);
            anchor["hash"] = Value::from(hash);
        });
    }

    /// Does all three.
    pub fn forge(&mut self) {
        self.list_again();
        self.name_again();
        self.chain_again();
    }

    pub fn zip(&self) -> Vec<u8> {
        zip(&self.files)
    }
}

fn hash_of(line: &Value) -> records::chain::Hash {
    let of = |field: &str| unhex(line[field].as_str().unwrap());
    let text = |field: &str| line[field].as_str().unwrap().to_owned();
    let content = if line.get("content").is_some() {
        of("content")
    } else {
        Event {
            seq: line["seq"].as_u64().unwrap(),
            at_ms: line["at_ms"].as_i64().unwrap(),
            kind: text("kind"),
            record: text("record"),
            nth: line["nth"].as_u64().unwrap(),
            body: text("body"),
        }
        .content()
    };
    link(&content, &of("before"), &of("skip"))
}

fn unhex(digits: &str) -> records::chain::Hash {
    let digits: Vec<char> = digits.chars().collect();
    let half = |at: usize| digits[at].to_digit(16).unwrap() as u8;
    std::array::from_fn(|at| half(2 * at) << 4 | half(2 * at + 1))
}

/// The faults in a verdict, as `code about`.
pub fn faults(verdict: &Verdict) -> Vec<String> {
    verdict
        .broken()
        .map(|finding| format!("{} {}", finding.claim.code(), finding.about))
        .collect()
}

pub fn faults_of(package: &[u8]) -> Vec<String> {
    faults(&verify(package, None))
}
