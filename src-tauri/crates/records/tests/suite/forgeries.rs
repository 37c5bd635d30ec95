//! Every way in which a forger changes a package with a review, and what must be found of it.

use crate::{
    made::open,
    packed::{Apart, faults_of, pack},
    restated::{
        PATHS, TOKEN, as_step, drop_event, line, name, named, restate, rewrite, signature, swap,
    },
    reviewed::{archived, key, signers},
};
use records::sha256_hex;
use serde_json::{Value, json};

pub const LETTER: &str = "review/06-1-审查意见书-2026-0007.docx";
pub const PDF: &str = "review/06-2-审查意见书-2026-0007.pdf";

pub const REVIEW: &str = PATHS[3];
pub const APPROVAL: &str = PATHS[4];
pub const CLOSING: &str = PATHS[5];
pub const STAMP: &str = PATHS[6];

/// A whole review, and one of another record in the same database.
pub fn packages() -> (Vec<u8>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    signers(&records);
    let id = archived(&records, 50);
    let other = archived(&records, 55);
    (pack(&records, id).bytes, pack(&records, other).bytes)
}

/// The change of one statement.
pub fn only(path: &'static str, change: impl Fn(&mut Value)) -> impl Fn(&str, &mut Value) {
    move |found, text| {
        if found == path {
            change(text);
        }
    }
}

pub type Forgery = (String, Vec<u8>, Vec<String>);

/// Every way in which a forger changes a review, with all that must be found.
pub fn forgeries(package: &[u8], other: &[u8]) -> Vec<Forgery> {
    let mut made: Vec<Forgery> = Vec::new();
    let file = |a: &mut Apart, path: &str, bytes: &[u8]| *a.file(path) = bytes.to_vec();

    // Without the keys. A statement that no later one refers to shows its signature alone.
    type Change = fn(&mut Value);
    let rewrites: [(&str, &str, Change); 12] = [
        ("a decision", REVIEW, |text| {
            text["body"]["findings"][0]["decision"] = json!("dismissed");
        }),
        ("two decisions swapped", REVIEW, |text| {
            let findings = text["body"]["findings"].as_array_mut().unwrap();
            let first = findings[0]["decision"].clone();
            findings[0]["decision"] = findings[1]["decision"].clone();
            findings[1]["decision"] = first;
        }),
        ("a reason", REVIEW, |text| {
            text["body"]["findings"][1]["reason"] = json!("无");
        }),
        ("a severity", REVIEW, |text| {
            text["body"]["findings"][0]["decided_severity"] = json!("low");
        }),
        ("the signer's name", REVIEW, |text| {
            text["signer"]["name"] = json!("周示例")
        }),
        ("the conclusion", REVIEW, |text| {
            text["body"]["conclusion"] = json!("pass")
        }),
        ("a result of the checklist", REVIEW, |text| {
            text["body"]["checklist"][0]["result"] = json!("fail");
        }),
        ("a task", REVIEW, |text| {
            text["body"]["rectification"] = json!([])
        }),
        ("the submission", REVIEW, |text| {
            text["body"]["submission"]["product"] = json!("别的产品");
        }),
        ("the opinion of the approver", APPROVAL, |text| {
            text["body"]["opinion"] = json!("不同意");
        }),
        ("the retention", CLOSING, |text| {
            text["body"]["retain_until"] = json!("")
        }),
        ("the result of a comparison", PATHS[7], |text| {
            text["body"]["outcome"] = json!("identical");
        }),
    ];
    for (what, path, change) in rewrites {
        let mut apart = Apart::of(package);
        rewrite(&mut apart, path, change);
        let found = faults_of(&apart.zip());
        let signed = format!("statement_signed {path}");
        assert!(found.contains(&signed), "{what}: {found:?}");
        made.push((what.to_owned(), apart.zip(), vec![signed]));
        // The chain itself is not forged.
        let mut apart = Apart::of(package);
        apart.change(path, change);
        apart.list_again();
        let found = ["statement_chained", "statement_signed"].map(|code| format!("{code} {path}"));
        made.push((
            format!("{what}, in the manifest"),
            apart.zip(),
            found.to_vec(),
        ));
    }
    let mut forge = |what: &str, found: &[&str], change: &dyn Fn(&mut Apart)| {
        let mut apart = Apart::of(package);
        change(&mut apart);
        let found = found.iter().map(|found| (*found).to_owned()).collect();
        made.push((what.to_owned(), apart.zip(), found));
    };
    let signed = format!("statement_signed {REVIEW}");
    forge("a time", &[&signed], &|a| {
        a.change_lines(|lines| line(lines, REVIEW)["at_ms"] = json!(1_700_000_000_000_i64));
        rewrite(a, REVIEW, |text| {
            text["at_ms"] = json!(1_700_000_000_000_i64)
        });
    });
    forge(
        "a time in the chain",
        &["times_agree review/04-reviewed.json"],
        &|a| {
            a.change_lines(|lines| line(lines, REVIEW)["at_ms"] = json!(1_700_000_000_000_i64));
            a.chain_again();
        },
    );
    forge("the signature of another statement", &[&signed], &|a| {
        let theirs = named(a, APPROVAL)["signature"].as_str().unwrap().to_owned();
        let sha256 = sha256_hex(a.file(REVIEW));
        name(a, REVIEW, &sha256, Some((key(1), theirs)));
        a.chain_again();
    });
    forge(
        "the key and signature of another person",
        &[&signed],
        &|a| {
            let text = a.file(REVIEW).clone();
            let theirs = (key(2), signature(2, &text));
            name(a, REVIEW, &sha256_hex(&text), Some(theirs));
            a.chain_again();
        },
    );
    forge("no signature", &[&signed], &|a| {
        let sha256 = sha256_hex(a.file(REVIEW));
        name(a, REVIEW, &sha256, None);
        a.chain_again();
    });
    forge(
        "a new key, with its signature, on the chain that was",
        &["event_linked event "],
        &|a| {
            restate(
                a,
                only(REVIEW, |text| {
                    text["signer"]["key"] = json!(key(9));
                    text["body"]["conclusion"] = json!("pass");
                }),
            );
            let lines = Apart::of(package).lines();
            a.change_lines(|forged| {
                for (line, genuine) in forged.iter_mut().zip(lines) {
                    for link in ["before", "skip"] {
                        line[link] = genuine[link].clone();
                    }
                }
            });
        },
    );

    // With every key.
    forge("a review that nobody signed", &[&signed], &|a| {
        restate(a, only(REVIEW, |text| text["signer"] = Value::Null));
    });
    forge(
        "a check that somebody signed",
        &["statement_signed review/01-checked.json"],
        &|a| {
            let signer = a.json(REVIEW)["signer"].clone();
            restate(a, only(PATHS[0], |text| text["signer"] = signer.clone()));
        },
    );
    forge(
        "the reviewer approves",
        &["signers_agree review/05-approved.json"],
        &|a| {
            let signer = a.json(REVIEW)["signer"].clone();
            restate(a, only(APPROVAL, |text| text["signer"] = signer.clone()));
        },
    );
    forge(
        "another name for a key",
        &["signers_agree review/06-archived.json"],
        &|a| {
            restate(
                a,
                only(CLOSING, |text| text["signer"]["name"] = json!("周示例")),
            );
        },
    );
    let refers = |path: &str| format!("statement_refers {path}");
    forge(
        "an approval of another conclusion",
        &[&refers(APPROVAL)],
        &|a| {
            restate(
                a,
                only(APPROVAL, |text| text["body"]["conclusion"] = json!("pass")),
            );
        },
    );
    forge(
        "an approval of the former review",
        &[&refers(APPROVAL)],
        &|a| {
            let former = sha256_hex(a.file(PATHS[1]));
            restate(
                a,
                only(APPROVAL, |text| text["body"]["reviewed"] = json!(former)),
            );
        },
    );
    forge("the former review archived", &[&refers(CLOSING)], &|a| {
        let former = sha256_hex(a.file(PATHS[1]));
        restate(
            a,
            only(CLOSING, |text| text["body"]["reviewed"] = json!(former)),
        );
    });
    forge(
        "archived as if nobody had approved",
        &[&refers(CLOSING)],
        &|a| {
            restate(
                a,
                only(CLOSING, |text| text["body"]["approved"] = Value::Null),
            );
        },
    );
    forge("a stamp of something else", &[&refers(STAMP)], &|a| {
        let review = sha256_hex(a.file(REVIEW));
        restate(
            a,
            only(STAMP, |text| text["body"]["archived"] = json!(review)),
        );
    });
    let quotes = format!("statement_quotes {REVIEW}");
    forge("another excerpt", &[&quotes], &|a| {
        restate(
            a,
            only(REVIEW, |text| {
                text["body"]["findings"][0]["excerpt"] = json!("保底")
            }),
        );
    });
    forge("a place beyond the copy", &[&quotes], &|a| {
        restate(
            a,
            only(REVIEW, |text| {
                text["body"]["findings"][0]["copy"][0]["to"] = json!(99)
            }),
        );
    });
    let agree = format!("facts_agree {REVIEW}");
    forge("a statement about another end", &[&agree], &|a| {
        restate(
            a,
            only(REVIEW, |text| text["ended"] = json!(sha256_hex(b"another"))),
        );
    });
    forge("a statement about another record", &[&agree], &|a| {
        restate(
            a,
            only(REVIEW, |text| text["record"] = json!("f".repeat(32))),
        );
    });
    let written = format!("record_readable {REVIEW}");
    forge("no version", &[&written], &|a| {
        restate(a, only(REVIEW, |text| text["body"]["version"] = json!(0)));
    });
    forge("findings in another order", &[&written], &|a| {
        restate(
            a,
            only(REVIEW, |text| {
                text["body"]["findings"].as_array_mut().unwrap().swap(0, 1)
            }),
        );
    });
    forge("a field more", &[&written], &|a| {
        restate(
            a,
            only(REVIEW, |text| {
                text["body"]["findings"][0]["note"] = json!("")
            }),
        );
    });
    forge("another spelling", &[&written], &|a| {
        a.file(REVIEW).push(b'\n');
        let sha256 = sha256_hex(a.file(REVIEW));
        let signed = signature(1, &a.file(REVIEW).clone());
        name(a, REVIEW, &sha256, Some((key(1), signed)));
        a.forge();
    });

    // Whole statements.
    forge("another record's review", &[&agree], &|a| {
        let mut theirs = Apart::of(other);
        let event = named(&mut theirs, REVIEW);
        let text = |field: &str| event[field].as_str().unwrap().to_owned();
        file(a, REVIEW, theirs.file(REVIEW));
        name(
            a,
            REVIEW,
            &text("statement"),
            Some((text("key"), text("signature"))),
        );
        a.forge();
    });
    forge(
        "a statement taken away",
        &[&format!("file_present {REVIEW}")],
        &|a| {
            a.files.retain(|(name, _)| name != REVIEW);
            a.forge();
        },
    );
    forge(
        "a statement and its event taken away",
        &["events_complete"],
        &|a| {
            drop_event(a, STAMP);
            a.forge();
        },
    );
    forge(
        "a return taken away, and the rest brought in line",
        &["statement_in_order review/03-reviewed.json"],
        &|a| {
            drop_event(a, PATHS[2]);
            as_step(package, a, PATHS[2]);
            for (number, path) in PATHS.iter().enumerate().skip(3) {
                let prefix = |number: usize| format!("review/{:02}-", number + 1);
                for (name, _) in &mut a.files {
                    *name = name.replace(&prefix(number), &prefix(number - 1));
                }
                assert!(path.starts_with(&prefix(number)));
            }
            a.forge();
        },
    );
    forge(
        "a second review after archiving",
        &["statement_in_order review/07-reviewed.json"],
        &|a| {
            // In place of the time stamp, so that no event is added.
            let mut text = a.json(REVIEW);
            text["at_ms"] = a.json(STAMP)["at_ms"].clone();
            let text = serde_json::to_vec(&text).unwrap();
            name(
                a,
                STAMP,
                &sha256_hex(&text),
                Some((key(1), signature(1, &text))),
            );
            a.change_lines(|lines| line(lines, STAMP)["kind"] = json!("reviewed"));
            a.files.retain(|(name, _)| name != TOKEN);
            let stamp = a.files.iter_mut().find(|(name, _)| name == STAMP).unwrap();
            *stamp = ("review/07-reviewed.json".to_owned(), text);
            a.forge();
        },
    );
    forge(
        "two statements swapped",
        &["statement_in_order review/04-approved.json"],
        &|a| {
            swap(
                a,
                REVIEW,
                "review/04-approved.json",
                APPROVAL,
                "review/05-reviewed.json",
            );
            a.forge();
        },
    );
    forge(
        "a statement of no event",
        &["file_listed review/09-checked.json"],
        &|a| {
            let text = a.file(PATHS[0]).clone();
            let at = a.files.len() - 2;
            a.files
                .insert(at, ("review/09-checked.json".to_owned(), text));
            a.forge();
        },
    );

    // Files.
    let recorded = |path: &str| format!("statement_file_recorded {path}");
    forge("a letter exchanged", &[&recorded(LETTER)], &|a| {
        file(a, LETTER, b"PK Letter");
        a.forge();
    });
    forge(
        "two letters swapped",
        &[&recorded(LETTER), &recorded(PDF)],
        &|a| {
            let (one, two) = (a.file(LETTER).clone(), a.file(PDF).clone());
            file(a, LETTER, &two);
            file(a, PDF, &one);
            a.forge();
        },
    );
    forge(
        "a letter taken away",
        &[&format!("file_present {LETTER}")],
        &|a| {
            a.files.retain(|(name, _)| name != LETTER);
            a.forge();
        },
    );
    forge(
        "a letter taken away from the statement",
        &[&format!("statement_signed {CLOSING}")],
        &|a| {
            a.files.retain(|(name, _)| name != PDF);
            rewrite(a, CLOSING, |text| {
                drop(text["body"]["letters"].as_array_mut().unwrap().pop())
            });
        },
    );
    forge(
        "another name of a letter",
        &[&recorded("review/06-1-别.docx")],
        &|a| {
            restate(
                a,
                only(CLOSING, |text| {
                    text["body"]["letters"][0]["name"] = json!("别.docx")
                }),
            );
        },
    );
    forge("another size of a letter", &[&recorded(LETTER)], &|a| {
        restate(
            a,
            only(CLOSING, |text| {
                text["body"]["letters"][0]["bytes"] = json!(1)
            }),
        );
    });
    forge("a token exchanged", &[&recorded(TOKEN)], &|a| {
        file(a, TOKEN, b"0\x82 Token");
        a.forge();
    });
    forge(
        "a token taken away",
        &[&format!("file_present {TOKEN}")],
        &|a| {
            a.files.retain(|(name, _)| name != TOKEN);
            a.forge();
        },
    );
    forge(
        "the readme of a record without a review",
        &["readme_known README.txt"],
        &|a| {
            let readme = String::from_utf8(a.file("README.txt").clone()).unwrap();
            let lines = readme.lines().filter(|line| !line.starts_with("review/"));
            let readme: String = lines.map(|line| format!("{line}\n")).collect();
            file(a, "README.txt", readme.as_bytes());
            a.forge();
        },
    );
    made
}
