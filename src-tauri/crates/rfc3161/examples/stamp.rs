//! Checks a time stamp and prints what it says as JSON.
//!
//! `cargo run -p rfc3161 --example stamp -- TOKEN SHA256 [ROOT.pem]`; the roots may also be one certificate in DER.

use std::{env, error::Error, fs, io::Write, process::ExitCode};

use rfc3161::{Chain, Stamp, check, roots};
use serde_json::{Value, json};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [token, sha256] => stamp(token, sha256, None),
        [token, sha256, known] => stamp(token, sha256, Some(known)),
        _ => Err("usage: stamp TOKEN SHA256 [ROOT.pem]".into()),
    };
    match outcome {
        Ok(said) => {
            let _ = writeln!(std::io::stdout(), "{said:#}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "stamp: {error}");
            ExitCode::FAILURE
        }
    }
}

fn stamp(token: &str, sha256: &str, known: Option<&String>) -> Result<Value, Box<dyn Error>> {
    let token = fs::read(token)?;
    let hash = hash(sha256).ok_or("SHA256 must be 64 hexadecimal digits")?;
    let known = match known {
        Some(path) => roots(&fs::read(path)?)?,
        None => Vec::new(),
    };
    Ok(described(&check(&token, &hash, None, &known)?))
}

fn described(stamp: &Stamp) -> Value {
    json!({
        "time_ms": stamp.time_ms,
        "accuracy_ms": stamp.accuracy.map(|accuracy| accuracy.as_secs_f64() * 1000.0),
        "serial": stamp.serial,
        "policy": stamp.policy,
        "authority": stamp.authority,
        "root": match stamp.chain {
            Chain::Root(index) => Some(index),
            Chain::SelfAsserted => None,
        },
    })
}

fn hash(digits: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    (digits.len() == 64).then_some(bytes?)?.try_into().ok()
}
