//! Reviews in packages, changed as by somebody with or without the keys.

use std::collections::BTreeMap;

use ed25519_dalek::Signer as _;
use records::{StatementKind, chain, sha256_hex};
use serde_json::{Value, json};
use sha2::Digest as _;

use crate::{
    packed::Apart,
    reviewed::{key, person},
    stamping::token,
};

/// The statements in the package of [`archived`].
pub const PATHS: [&str; 8] = [
    "review/01-checked.json",
    "review/02-reviewed.json",
    "review/03-returned.json",
    "review/04-reviewed.json",
    "review/05-approved.json",
    "review/06-archived.json",
    "review/07-stamped.json",
    "review/08-compared.json",
];
/// The file of the time stamp.
pub const TOKEN: &str = "review/07-1-token.tsr";

/// The line of the chain for a statement.
pub fn line<'a>(lines: &'a mut [Value], path: &str) -> &'a mut Value {
    let stated = |line: &&mut Value| {
        let kind = line["kind"].as_str().unwrap_or_default();
        StatementKind::of(kind).is_some()
    };
    lines
        .iter_mut()
        .filter(stated)
        .nth(number(path) - 1)
        .unwrap()
}

/// The number of a statement among those of the record.
fn number(path: &str) -> usize {
    let digits: String = path.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// Puts a hash, a key and a signature into the event of a statement.
pub fn name(apart: &mut Apart, path: &str, statement: &str, signed: Option<(String, String)>) {
    let (key, signature) = signed.unzip();
    let body = json!({ "statement": statement, "key": key, "signature": signature });
    apart.change_lines(|lines| line(lines, path)["body"] = Value::from(body.to_string()));
}

/// Signs the text of a statement as it is with the key in its event, if that has one.
pub fn sign_as_written(apart: &mut Apart, path: &str) {
    let text = apart.file(path).clone();
    let known = named(apart, path)["key"].as_str().map(str::to_owned);
    let signed = known.map(|known| {
        let n = (1..10).find(|n| key(*n) == known).unwrap();
        (known, signature(n, &text))
    });
    name(apart, path, &sha256_hex(&text), signed);
    apart.forge();
}

/// The body of the event of a statement.
pub fn named(apart: &mut Apart, path: &str) -> Value {
    let body = line(&mut apart.lines(), path)["body"].clone();
    serde_json::from_str(body.as_str().unwrap()).unwrap()
}

/// The signature of a person over a text.
pub fn signature(n: u8, text: &[u8]) -> String {
    let mut fields = Vec::new();
    for field in [b"finagent-statement-1".as_slice(), text] {
        fields.extend((field.len() as u64).to_be_bytes());
        fields.extend(field);
    }
    let message: chain::Hash = sha2::Sha256::digest(&fields).into();
    records::hex(&person(n).sign(&message).to_bytes())
}

/// Changes the text of a statement as somebody without its key would: everything else follows, but not the signature.
pub fn rewrite(apart: &mut Apart, path: &str, change: impl FnOnce(&mut Value)) {
    apart.change(path, change);
    let sha256 = sha256_hex(apart.file(path));
    let body = named(apart, path);
    let text = |field: &str| body[field].as_str().map(str::to_owned);
    name(apart, path, &sha256, text("key").zip(text("signature")));
    apart.forge();
}

/// Changes statements as people with all their keys would: references and signatures of all statements follow, and they
/// ask the authority for a new time stamp if the closing is another.
pub fn restate(apart: &mut Apart, change: impl Fn(&str, &mut Value)) {
    let mut hashes: BTreeMap<String, String> = BTreeMap::new();
    let there: Vec<_> = PATHS
        .into_iter()
        .filter(|path| apart.files.iter().any(|(name, _)| name == path))
        .collect();
    for path in there {
        let before = sha256_hex(apart.file(path));
        let mut stamp = None;
        if path == PATHS[6] {
            let closing = apart.file(PATHS[5]).clone();
            if !hashes.contains_key(&sha256_hex(&closing)) {
                let (token, time_ms) = token(&closing);
                *apart.file(TOKEN) = token.clone();
                stamp = Some((sha256_hex(&token), time_ms));
            }
        }
        apart.change(path, |text| {
            if let Some((token, time_ms)) = &stamp {
                text["body"]["token"] = json!(token);
                text["body"]["time_ms"] = json!(time_ms);
            }
            for field in ["reviewed", "approved", "archived"] {
                let known = text["body"][field]
                    .as_str()
                    .and_then(|hash| hashes.get(hash));
                if let Some(hash) = known {
                    text["body"][field] = json!(hash);
                }
            }
            change(path, text);
        });
        let text = apart.file(path).clone();
        let sha256 = sha256_hex(&text);
        hashes.insert(before, sha256.clone());
        let key_in = apart.json(path)["signer"]["key"]
            .as_str()
            .map(str::to_owned);
        let signed = key_in.map(|known| {
            let n = (1..10).find(|n| key(*n) == known).unwrap();
            (known, signature(n, &text))
        });
        name(apart, path, &sha256, signed);
    }
    apart.forge();
}

/// Removes a statement with its event, and the files that only it names.
pub fn drop_event(apart: &mut Apart, path: &str) {
    let seq = line(&mut apart.lines(), path)["seq"].clone();
    apart.change_lines(|lines| lines.retain(|line| line["seq"] != seq));
    let of_statement = format!("review/{:02}-", number(path));
    apart
        .files
        .retain(|(name, _)| !name.starts_with(&of_statement));
}

/// Puts a step in place of the event that was dropped, and numbers the events of the record again.
pub fn as_step(package: &[u8], apart: &mut Apart, path: &str) {
    let mut lines = Apart::of(package).lines();
    let own = line(&mut lines, path).clone();
    let text = |field: &str| own[field].as_str().unwrap().to_owned();
    let content = chain::Event {
        seq: own["seq"].as_u64().unwrap(),
        at_ms: own["at_ms"].as_i64().unwrap(),
        kind: text("kind"),
        record: text("record"),
        nth: own["nth"].as_u64().unwrap(),
        body: text("body"),
    }
    .content();
    let step = json!({
        "seq": own["seq"], "content": records::hex(&content), "before": own["before"], "skip": own["skip"],
    });
    apart.change_lines(|lines| {
        lines.push(step);
        lines.sort_by_key(|line| line["seq"].as_u64());
        let mut nth = 0;
        for line in lines.iter_mut().filter(|line| line.get("nth").is_some()) {
            nth += 1;
            line["nth"] = json!(nth);
        }
        // The path may be shorter now.
        let own: Vec<u64> = lines
            .iter()
            .filter(|line| line.get("nth").is_some())
            .map(|line| line["seq"].as_u64().unwrap())
            .collect();
        lines.retain(|line| {
            let seq = line["seq"].as_u64().unwrap();
            own.contains(&seq) || is_on_the_way(&own, seq)
        });
    });
}

fn is_on_the_way(own: &[u64], step: u64) -> bool {
    let mut at = *own.last().unwrap();
    for target in own.iter().rev().skip(1) {
        while at > *target {
            let skip = chain::skip_of(at);
            at = if skip >= *target { skip } else { at - 1 };
            if at == step {
                return true;
            }
        }
    }
    false
}

/// Swaps two statements with their events: each takes the place of the other under a new name.
pub fn swap(apart: &mut Apart, one: &str, one_now: &str, two: &str, two_now: &str) {
    let (first, second) = (apart.file(one).clone(), apart.file(two).clone());
    let mut lines = apart.lines();
    let (line_one, line_two) = (line(&mut lines, one).clone(), line(&mut lines, two).clone());
    apart.change_lines(|lines| {
        for (place, from) in [(one, &line_two), (two, &line_one)] {
            let target = line(lines, place);
            for field in ["at_ms", "kind", "body"] {
                target[field] = from[field].clone();
            }
        }
    });
    for (name, bytes) in &mut apart.files {
        if name == one {
            *name = one_now.to_owned();
            bytes.clone_from(&second);
        } else if name == two {
            *name = two_now.to_owned();
            bytes.clone_from(&first);
        }
    }
}
