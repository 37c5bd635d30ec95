//! Time stamps on an archive that somebody has changed: both verifiers refuse each change, and ours names it.

use std::process::Command;

use records::{
    Error, Loaded, StatementBody, sha256_hex,
    statement::Conclusion,
    verify::{stamp_roots, verify, verify_with_roots},
};
use rfc3161::token as token_in;
use serde_json::{Value, json};
use sha2::Digest as _;

use crate::{
    forgeries::{CLOSING, REVIEW, STAMP, packages},
    made::{checked, keep, moment, open},
    other_verifier::said_of,
    packed::{Apart, faults, faults_of, pack},
    restated::{PATHS, TOKEN, drop_event, line, name, restate, rewrite},
    reviewed::{closing, letters, review, signed, signers, unsigned},
    stamping::{Authority, NAME, Shape, USUAL, root, root_pem, stamp, token, token_of},
    tampered::{change, check},
};

type Change<'a> = &'a dyn Fn(&mut Apart);

/// Puts another token in the place of the one that is there, with its hash.
fn exchange(apart: &mut Apart, token: &[u8]) {
    *apart.file(TOKEN) = token.to_vec();
    let sha256 = sha256_hex(token);
    rewrite(apart, STAMP, |text| text["body"]["token"] = json!(sha256));
}

/// Puts another token with its time in the place of the one that is there.
fn exchange_with_time(apart: &mut Apart, (token, time_ms): &(Vec<u8>, i64)) {
    exchange(apart, token);
    rewrite(apart, STAMP, |text| {
        text["body"]["time_ms"] = json!(time_ms);
    });
}

/// The token of the stamp with one bit changed, counted in bytes from the start of `part` within it.
fn bit(apart: &mut Apart, part: &[u8], after: usize) -> Vec<u8> {
    let mut token = apart.file(TOKEN).clone();
    let at = token.windows(part.len()).position(|found| found == part);
    token[at.unwrap() + after] ^= 1;
    token
}

/// A token of the same content, signed by an authority of this shape.
fn signed_by(apart: &mut Apart, shape: Shape) -> Vec<u8> {
    let token = apart.file(TOKEN).clone();
    let content = Authority::new(USUAL).content(&token);
    Authority::new(shape).sign(&content, &["-cades"])
}

/// The tag and length of a time in a token; the last digit of its seconds is the byte 15.
const TIME: &[u8] = &[0x18, 0x0f];

/// Each change of a time stamp with what must be found of it.
fn forgeries(package: &[u8], other: &[u8]) -> Vec<(String, Vec<u8>, String)> {
    let mut made = Vec::new();
    let mut forge = |what: &str, found: &str, change: Change<'_>| {
        let mut apart = Apart::of(package);
        change(&mut apart);
        made.push((what.to_owned(), apart.zip(), found.to_owned()));
    };
    let of_archive = format!("stamp_of_archive {TOKEN}");
    let readable = format!("stamp_readable {TOKEN}");
    let stamp_signed = format!("stamp_signed {TOKEN}");
    let recorded = format!("statement_file_recorded {TOKEN}");
    let time = format!("stamp_time_agrees {TOKEN}");
    let written = format!("record_readable {STAMP}");

    // Another archive.
    forge("the token of another archive", &of_archive, &|a| {
        let theirs = Apart::of(other).file(TOKEN).clone();
        exchange(a, &theirs);
    });
    forge("a token of the review", &of_archive, &|a| {
        let text = a.file(REVIEW).clone();
        exchange_with_time(a, &token(&text));
    });
    forge(
        "a closing signed again under the old stamp",
        &of_archive,
        &|a| {
            let old = (a.file(TOKEN).clone(), a.json(STAMP));
            restate(a, |path, text| {
                if path == CLOSING {
                    text["body"]["retain_until"] = json!("2099-01-01");
                } else if path == STAMP {
                    for field in ["token", "time_ms"] {
                        text["body"][field] = old.1["body"][field].clone();
                    }
                }
            });
            a.file(TOKEN).clone_from(&old.0);
            a.forge();
        },
    );
    forge(
        "a decision signed again under the old stamp",
        &of_archive,
        &|a| {
            let old = (a.file(TOKEN).clone(), a.json(STAMP));
            restate(a, |path, text| {
                if path == REVIEW {
                    text["body"]["findings"][0]["decision"] = json!("dismissed");
                } else if path == STAMP {
                    for field in ["token", "time_ms"] {
                        text["body"][field] = old.1["body"][field].clone();
                    }
                }
            });
            a.file(TOKEN).clone_from(&old.0);
            a.forge();
        },
    );
    forge("a token of a hash that is not SHA-256", &of_archive, &|a| {
        let authority = Authority::new(USUAL);
        let query = authority.query(&["-sha1", "-cert"]);
        let answer = authority.answer(&query);
        exchange(a, token_in(&answer).unwrap());
    });
    forge(
        "a statement that names another hash",
        &format!("statement_refers {STAMP}"),
        &|a| {
            let text = a.file(REVIEW).clone();
            let (token, time_ms) = token(&text);
            *a.file(TOKEN) = token.clone();
            rewrite(a, STAMP, |stamp| {
                stamp["body"]["archived"] = json!(sha256_hex(&text));
                stamp["body"]["token"] = json!(sha256_hex(&token));
                stamp["body"]["time_ms"] = json!(time_ms);
            });
        },
    );

    // The token itself.
    forge("a token cut", &readable, &|a| {
        let token = a.file(TOKEN).clone();
        exchange(a, &token[..token.len() - 1]);
    });
    forge("half a token", &readable, &|a| {
        let token = a.file(TOKEN).clone();
        exchange(a, &token[..token.len() / 2]);
    });
    forge("an empty token", &readable, &|a| exchange(a, b""));
    forge("bytes after the token", &readable, &|a| {
        let token = a.file(TOKEN).clone();
        exchange(a, &[token.as_slice(), b"x"].concat());
    });
    forge("the authority's answer around the token", &readable, &|a| {
        let token = a.file(TOKEN).clone();
        let status = [0x30, 0x03, 0x02, 0x01, 0x00];
        let length = u16::try_from(token.len() + status.len()).unwrap();
        let start = [[0x30, 0x82], length.to_be_bytes()].concat();
        exchange(a, &[start.as_slice(), &status, &token].concat());
    });
    forge("text in place of the token", &readable, &|a| {
        exchange(a, b"time stamp of 2026-09-01");
    });
    forge("a bit of the time", &stamp_signed, &|a| {
        let token = bit(a, TIME, 15);
        exchange(a, &token);
    });
    forge(
        "a bit of the serial number or the policy",
        &stamp_signed,
        &|a| {
            // The object identifier of the policy, 1.2.3.4.1.
            let token = bit(a, &[0x06, 0x04, 0x2a, 0x03, 0x04, 0x01], 5);
            exchange(a, &token);
        },
    );
    forge("a bit of the signature", &stamp_signed, &|a| {
        let mut token = a.file(TOKEN).clone();
        *token.last_mut().unwrap() ^= 1;
        exchange(a, &token);
    });
    forge("a bit of the imprint", &of_archive, &|a| {
        let archived = a.file(CLOSING).clone();
        let imprint: [u8; 32] = sha2::Sha256::digest(&archived).into();
        let token = bit(a, &imprint, 31);
        exchange(a, &token);
    });
    forge("a bit, and not the hash", &recorded, &|a| {
        let token = bit(a, TIME, 15);
        *a.file(TOKEN) = token;
        a.forge();
    });
    forge(
        "the token of another authority, and not the hash",
        &recorded,
        &|a| {
            let text = a.file(CLOSING).clone();
            *a.file(TOKEN) = token_of(&Authority::new(USUAL), &text).0;
            a.forge();
        },
    );
    forge(
        "an authority whose certificate had expired",
        &stamp_signed,
        &|a| {
            let token = signed_by(
                a,
                Shape {
                    valid: ("20200101000000Z", "20201231235959Z"),
                    ..USUAL
                },
            );
            exchange(a, &token);
        },
    );
    forge(
        "an authority whose certificate is for programs",
        &stamp_signed,
        &|a| {
            let token = signed_by(
                a,
                Shape {
                    extensions: "extendedKeyUsage = critical,codeSigning",
                    ..USUAL
                },
            );
            exchange(a, &token);
        },
    );

    // The statement.
    forge("an earlier time", &time, &|a| {
        rewrite(a, STAMP, |text| {
            text["body"]["time_ms"] = json!(1_700_000_000_000_i64);
        });
    });
    forge("a millisecond", &time, &|a| {
        rewrite(a, STAMP, |text| {
            let ms = text["body"]["time_ms"].as_i64().unwrap();
            text["body"]["time_ms"] = json!(ms + 1);
        });
    });
    forge("a time that is no whole number", &written, &|a| {
        rewrite(a, STAMP, |text| text["body"]["time_ms"] = json!("2026"));
    });
    forge("a hash in capital letters", &written, &|a| {
        rewrite(a, STAMP, |text| {
            let hash = text["body"]["token"].as_str().unwrap().to_uppercase();
            text["body"]["token"] = json!(hash);
        });
    });
    forge(
        "the address of another authority",
        &format!("statement_chained {STAMP}"),
        &|a| {
            a.change(STAMP, |text| {
                text["body"]["authority"] = json!("https://another.example/");
            });
            a.list_again();
        },
    );
    forge(
        "a stamp that somebody signed",
        &format!("statement_signed {STAMP}"),
        &|a| {
            let signer = a.json(REVIEW)["signer"].clone();
            restate(a, |path, text| {
                if path == STAMP {
                    text["signer"] = signer.clone();
                }
            });
        },
    );
    forge(
        "a stamp of another record",
        &format!("facts_agree {STAMP}"),
        &|a| {
            rewrite(a, STAMP, |text| text["record"] = json!("f".repeat(32)));
        },
    );
    forge("the stamp taken away", "events_complete", &|a| {
        drop_event(a, STAMP);
        a.forge();
    });
    forge(
        "the text of the stamp taken away",
        &format!("file_present {STAMP}"),
        &|a| {
            a.files.retain(|(name, _)| name != STAMP);
            a.forge();
        },
    );
    forge(
        "the same stamp twice",
        "statement_refers review/08-stamped.json",
        &|a| {
            // In place of the comparison, so that no event is added.
            let mut text = a.json(STAMP);
            text["at_ms"] = a.json(PATHS[7])["at_ms"].clone();
            put_stamp(a, PATHS[7], &text);
            let token = a.file(TOKEN).clone();
            let at = a
                .files
                .iter()
                .position(|(name, _)| name == "review/08-stamped.json");
            let file = ("review/08-1-token.tsr".to_owned(), token);
            a.files.insert(at.unwrap() + 1, file);
            a.forge();
        },
    );
    forge(
        "the stamp before the archive",
        "statement_in_order review/06-stamped.json",
        &|a| {
            let mut lines = a.lines();
            let (closed, stamped) = (
                line(&mut lines, CLOSING).clone(),
                line(&mut lines, STAMP).clone(),
            );
            a.change_lines(|lines| {
                for (path, from) in [(CLOSING, &stamped), (STAMP, &closed)] {
                    for field in ["at_ms", "kind", "body"] {
                        line(lines, path)[field] = from[field].clone();
                    }
                }
            });
            let at = a
                .files
                .iter()
                .position(|(name, _)| name == CLOSING)
                .unwrap();
            // The closing with its two letters, and the stamp with its token.
            a.files[at..at + 5].rotate_left(3);
            for (name, now) in a.files[at..at + 5].iter_mut().zip([6, 6, 7, 7, 7]) {
                let rest = name.0.split_once('-').unwrap().1.to_owned();
                name.0 = format!("review/{now:02}-{rest}");
            }
            a.forge();
        },
    );
    made
}

/// Puts the text of a stamp in the place of another statement.
fn put_stamp(apart: &mut Apart, path: &str, text: &Value) {
    let text = serde_json::to_vec(text).unwrap();
    name(apart, path, &sha256_hex(&text), None);
    apart.change_lines(|lines| line(lines, path)["kind"] = json!("stamped"));
    let digits = path.split('-').next().unwrap();
    let file = apart.files.iter_mut().find(|(name, _)| name == path);
    *file.unwrap() = (format!("{digits}-stamped.json"), text);
}

#[test]
fn every_change_of_a_time_stamp_is_named_by_one_verifier_and_refused_by_both() {
    let (package, other) = packages();
    let forgeries = forgeries(&package, &other);
    assert!(forgeries.len() >= 25, "{}", forgeries.len());
    let packages: Vec<_> = forgeries
        .iter()
        .map(|(_, bytes, _)| bytes.clone())
        .collect();
    for ((what, forged, named), said) in forgeries.iter().zip(said_of(&packages)) {
        let found = faults_of(forged);
        let is_named = found.iter().any(|fault| fault.starts_with(named.as_str()));
        assert!(is_named, "{what}: {named} is not among {found:?}");
        assert_ne!(said, "holds", "{what}");
        if said.contains("openssl") {
            assert!(named.starts_with("stamp_"), "{what}: {said}");
        }
    }
}

#[test]
fn a_flaw_of_the_token_is_named_and_nothing_else_is() {
    let (package, other) = packages();
    let mut alone = 0;
    for (what, forged, named) in forgeries(&package, &other) {
        // Whatever else was changed with it shows as well.
        if named.starts_with("stamp_") {
            assert_eq!(faults_of(&forged), [named], "{what}");
            alone += 1;
        }
    }
    assert!(alone >= 15, "{alone}");
}

#[test]
fn only_roots_show_that_a_stamp_is_of_another_authority() {
    let (package, _) = packages();
    let known = [root()];
    let trusted = verify_with_roots(&package, None, Some(&known));
    assert_eq!(faults(&trusted), [""; 0]);
    assert_eq!(trusted.stamps[0].authority, NAME);
    assert_eq!(trusted.stamps[0].trusted, Some(true));
    // An authority of the same name, which anybody can make.
    let mut apart = Apart::of(&package);
    let text = apart.file(CLOSING).clone();
    exchange_with_time(&mut apart, &token_of(&Authority::new(USUAL), &text));
    let forged = apart.zip();
    let unknown = verify(&forged, None);
    assert_eq!(faults(&unknown), [""; 0]);
    assert_eq!(unknown.stamps[0].trusted, None);
    assert!(unknown.told().contains("未经验证"), "{}", unknown.told());
    let refused = verify_with_roots(&forged, None, Some(&known));
    assert_eq!(faults(&refused), [format!("stamp_trusted {TOKEN}")]);
    assert_eq!(refused.stamps[0].trusted, Some(false));
}

#[test]
fn the_program_takes_roots_and_prints_the_authority() {
    let (package, _) = packages();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("package.zip"), &package).unwrap();
    std::fs::write(path("root.pem"), root_pem()).unwrap();
    std::fs::write(path("none.pem"), b"none").unwrap();
    assert_eq!(stamp_roots(&root_pem()).unwrap(), [root()]);
    let run = |arguments: &[&str]| {
        let program = Command::new(env!("CARGO_BIN_EXE_finagent-verify"))
            .current_dir(folder.path())
            .arg("package.zip")
            .args(arguments)
            .output()
            .unwrap();
        (
            program.status.code(),
            String::from_utf8(program.stdout).unwrap(),
        )
    };
    let (code, told) = run(&[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains(NAME) && told.contains("--tsa-roots"),
        "{told}"
    );
    let (code, told) = run(&["--tsa-roots", "root.pem"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("已按所给根证书验证"), "{told}");
    let (_, told) = run(&["--tsa-roots", "root.pem", "--json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told[0]["stamps"][0]["trusted"], true);
    assert_eq!(told[0]["stamps"][0]["authority"], NAME);
    assert_eq!(run(&["--tsa-roots", "none.pem"]).0, Some(2));
    assert_eq!(run(&["--tsa-roots", "missing.pem"]).0, Some(2));
    assert_eq!(run(&["--tsa-roots"]).0, Some(2));
}

#[test]
fn a_token_that_no_verifier_accepts_is_not_stored() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    signers(&records);
    let id = keep(&records, checked(50), "未发现其他问题");
    let reviewed = signed(&records, id, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    let archived = signed(&records, id, 1, closing(&reviewed, None), letters()).unwrap();
    let head = records.head().unwrap();
    let add = |change: &dyn Fn(&mut Vec<u8>, &mut records::statement::Stamped)| {
        let (mut body, mut files) = stamp(&archived);
        if let StatementBody::Stamped(stamped) = &mut body {
            change(&mut files[0], stamped);
            stamped.token = sha256_hex(&files[0]);
        }
        unsigned(&records, id, body, files)
    };
    let refused = Err(Error::StatementInvalid("token"));
    assert_eq!(add(&|_, stamped| stamped.time_ms += 1), refused);
    assert_eq!(add(&|token, _| token.truncate(100)), refused);
    assert_eq!(add(&|token, _| *token.last_mut().unwrap() ^= 1), refused);
    assert_eq!(
        add(&|token, _| *token = super::stamping::token(b"").0),
        refused
    );
    assert_eq!(records.head().unwrap(), head);
    // The same token is stored once, and a second one beside it.
    let (body, files) = stamp(&archived);
    unsigned(&records, id, body.clone(), files.clone()).unwrap();
    assert_eq!(
        unsigned(&records, id, body, files),
        Err(Error::StatementOutdated)
    );
    let (body, files) = stamp(&archived);
    unsigned(&records, id, body, files).unwrap();
    let package = pack(&records, id).bytes;
    assert_eq!(verify(&package, None).stamps.len(), 2);
    assert_eq!(said_of(&[package]), ["holds"]);
    assert_eq!(check(&records, None).faults, []);
}

#[test]
fn a_token_exchanged_in_the_database_with_all_that_follows_from_it_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    signers(&records);
    let id = crate::reviewed::archived(&records, 50);
    let text = records.statements(id).unwrap().remove(6).text;
    let mut forged: Value = serde_json::from_str(&text).unwrap();
    let (token, time_ms) = super::stamping::token(b"another archive");
    forged["body"]["token"] = json!(sha256_hex(&token));
    forged["body"]["time_ms"] = json!(time_ms);
    let forged = forged.to_string();
    let sql = format!(
        "UPDATE statement_file SET data = x'{}' WHERE record = {id} AND nth = 9;
         UPDATE statement SET text = '{forged}' WHERE record = {id} AND nth = 9;
         UPDATE chain SET body = replace(body, '{}', '{}') WHERE kind = 'stamped'",
        records::hex(&token),
        sha256_hex(text.as_bytes()),
        sha256_hex(forged.as_bytes()),
    );
    change(folder.path(), &sql);
    let faults = check(&records, None).faults;
    let codes: Vec<_> = faults.iter().map(|fault| fault.code).collect();
    assert!(codes.contains(&"statement_token_wrong"), "{codes:?}");
    assert!(matches!(records.load(id).unwrap(), Loaded::Damaged(_)));
    let refused = records.package(id, crate::packed::rendered(), &moment(0));
    assert!(refused.is_err());
}
