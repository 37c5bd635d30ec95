//! Verifies evidence packages: which of their claims hold, file by file. Exits with 0 if all hold, with 1 if one does not
//! hold or is undecided, and with 2 on wrong usage or an unreadable file.

use std::{
    fs::File,
    io::{self, Read, Write},
    process::ExitCode,
};

use records::{
    chain::Anchor,
    verify::{compare, limits::PACKAGE_MAX, stamp_roots, verify_with_roots},
};
use serde_json::{Value, json};

const USAGE: &str = "\
usage: finagent-verify PACKAGE.zip ... [--anchor SEQ:HASH] [--tsa-roots FILE.pem] [--json]
用法： finagent-verify 证据包.zip …… [--anchor 序号:哈希] [--tsa-roots 根证书.pem] [--json]
";

struct Asked {
    packages: Vec<String>,
    anchor: Option<Anchor>,
    tsa_roots: Option<String>,
    json: bool,
}

fn main() -> ExitCode {
    let Some(asked) = asked(std::env::args().skip(1)) else {
        let _ = io::stderr().write_all(USAGE.as_bytes());
        return ExitCode::from(2);
    };
    match run(&asked) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(io::stderr(), "finagent-verify: {error}");
            ExitCode::from(2)
        }
    }
}

fn asked(arguments: impl Iterator<Item = String>) -> Option<Asked> {
    let mut asked = Asked {
        packages: Vec::new(),
        anchor: None,
        tsa_roots: None,
        json: false,
    };
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => asked.json = true,
            "--anchor" => {
                let given = arguments.next()?;
                let (seq, hash) = given.split_once(':')?;
                asked.anchor = Some(Anchor {
                    seq: seq.parse().ok()?,
                    hash: hash.trim().to_lowercase(),
                });
            }
            "--tsa-roots" => asked.tsa_roots = Some(arguments.next()?),
            other if other.starts_with("--") => return None,
            _ => asked.packages.push(argument),
        }
    }
    (!asked.packages.is_empty()).then_some(asked)
}

/// Bytes of a file of roots.
const ROOTS_MAX: u64 = 1_000_000;

/// Reads a file; one that is larger than `max` has one byte more.
fn read(path: &str, max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(max + 1).read_to_end(&mut bytes))
        .map_err(|error| io::Error::new(error.kind(), format!("{path}: {error}")))?;
    Ok(bytes)
}

fn roots(path: &str) -> io::Result<Vec<Vec<u8>>> {
    let file = read(path, ROOTS_MAX)?;
    stamp_roots(&file)
        .ok_or_else(|| io::Error::other(format!("{path}: no certificates 没有可用的证书")))
}

fn run(asked: &Asked) -> io::Result<bool> {
    let roots = asked.tsa_roots.as_deref().map(roots).transpose()?;
    let mut verdicts = Vec::new();
    for path in &asked.packages {
        let package = read(path, PACKAGE_MAX)?;
        verdicts.push(verify_with_roots(
            &package,
            asked.anchor.as_ref(),
            roots.as_deref(),
        ));
    }
    compare(&mut verdicts);
    let mut out = io::stdout().lock();
    let mut all = Vec::new();
    for (path, verdict) in asked.packages.iter().zip(&verdicts) {
        if asked.json {
            let mut told = verdict.to_json();
            if let Value::Object(fields) = &mut told {
                fields.insert("package".to_owned(), json!(path));
            }
            all.push(told);
        } else {
            writeln!(out, "{path}\n{}", verdict.told())?;
        }
    }
    if asked.json {
        writeln!(out, "{:#}", Value::from(all))?;
    }
    Ok(verdicts.iter().all(|verdict| verdict.holds()))
}
