//! Packages that somebody has changed: verifying finds each change, and names its file or event.

use records::{
    chain::Anchor,
    verify::{Verdict, verify},
};
use serde_json::{Value, json};

use crate::{
    made::{checked, keep, new, open},
    packed::{Apart, faults, faults_of, fill, pack},
};

/// A finding that verifying a forged package must report, among others.
type Named = &'static str;

/// A package, and one of another record in the same database.
fn packages() -> (Vec<u8>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = fill(&records);
    let other = keep(&records, new(70), "另一个");
    (pack(&records, id).bytes, pack(&records, other).bytes)
}

/// Every way in which a forger changes a package, with what must detect it.
pub fn forgeries(package: &[u8], other: &[u8]) -> Vec<(String, Vec<u8>, Named)> {
    let mut made: Vec<(String, Vec<u8>, Named)> = Vec::new();
    let mut forge = |what: &str, named: Named, change: &dyn Fn(&mut Apart)| {
        let mut apart = Apart::of(package);
        change(&mut apart);
        made.push((what.to_owned(), apart.zip(), named));
    };
    let flip = |apart: &mut Apart, path: &str| apart.file(path)[3] ^= 1;
    forge("a byte of the readme", "file_unchanged README.txt", &|a| {
        flip(a, "README.txt")
    });
    forge("a byte of the manifest", "manifest_", &|a| {
        flip(a, "manifest.json")
    });
    forge(
        "a byte of the start",
        "file_unchanged record/started.json",
        &|a| flip(a, "record/started.json"),
    );
    forge(
        "a byte of the end",
        "file_unchanged record/ended.json",
        &|a| flip(a, "record/ended.json"),
    );
    forge(
        "a byte of the happenings",
        "answer_recorded record/happenings.jsonl",
        &|a| flip(a, "record/happenings.jsonl"),
    );
    forge(
        "a byte of the answer",
        "answer_recorded answer/raw.bin",
        &|a| flip(a, "answer/raw.bin"),
    );
    forge(
        "a byte of the text",
        "answer_recorded answer/output.md",
        &|a| flip(a, "answer/output.md"),
    );
    forge(
        "a byte of the flowchart",
        "answer_recorded answer/flowchart.svg",
        &|a| flip(a, "answer/flowchart.svg"),
    );
    forge(
        "a byte of a material",
        "material_recorded materials/sent-1",
        &|a| flip(a, SENT_1),
    );
    forge(
        "a byte of the report",
        "file_unchanged report/report.md",
        &|a| flip(a, "report/report.md"),
    );
    forge(
        "a byte of the page",
        "file_unchanged report/report.html",
        &|a| flip(a, "report/report.html"),
    );
    forge(
        "a byte of the picture",
        "file_unchanged report/flowchart.png",
        &|a| flip(a, "report/flowchart.png"),
    );
    forge(
        "a byte of the chain",
        "event_readable chain/events.jsonl",
        &|a| flip(a, "chain/events.jsonl"),
    );
    forge(
        "a byte of the anchor",
        "event_readable chain/anchor.json",
        &|a| flip(a, "chain/anchor.json"),
    );

    forge("a file taken away", "file_present answer/raw.bin", &|a| {
        a.files.retain(|(name, _)| name != "answer/raw.bin")
    });
    forge(
        "a file taken away and from the manifest",
        "file_present answer/flowchart.svg",
        &|a| {
            a.files.retain(|(name, _)| name != "answer/flowchart.svg");
            a.forge();
        },
    );
    forge("a file added", "file_listed extra.txt", &|a| {
        a.files.push(("extra.txt".to_owned(), b"x".to_vec()))
    });
    forge(
        "a file added and listed",
        "file_listed report/extra.txt",
        &|a| {
            a.files
                .insert(9, ("report/extra.txt".to_owned(), b"x".to_vec()));
            a.forge();
        },
    );
    forge("a file renamed", "file_listed answer/raw2.bin", &|a| {
        let found = a
            .files
            .iter_mut()
            .find(|(name, _)| name == "answer/raw.bin");
        found.unwrap().0 = "answer/raw2.bin".to_owned();
    });
    let swap = |a: &mut Apart, one: &str, two: &str| {
        let (first, second) = (a.file(one).clone(), a.file(two).clone());
        *a.file(one) = second;
        *a.file(two) = first;
    };
    forge("two files swapped", "file_unchanged answer/raw.bin", &|a| {
        swap(a, "answer/raw.bin", "answer/flowchart.svg")
    });
    forge(
        "two pictures swapped",
        "material_recorded materials/sent-1",
        &|a| {
            swap(a, SENT_1, SENT_2);
            a.forge();
        },
    );
    forge(
        "another record's end",
        "facts_agree record/ended.json",
        &|a| {
            *a.file("record/ended.json") = Apart::of(other).file("record/ended.json").clone();
            a.forge();
        },
    );

    forge(
        "another time of the start",
        "times_agree record/started.json",
        &|a| {
            a.change("record/started.json", |started| {
                started["at"]["utc_ms"] = json!(1_700_000_000_000_i64)
            });
            a.forge();
        },
    );
    forge(
        "another time of the end",
        "times_agree record/ended.json",
        &|a| {
            a.change("record/ended.json", |ended| {
                ended["at_ms"] = json!(1_700_000_000_000_i64)
            });
            a.forge();
        },
    );
    forge("another time in the chain", "event_linked event ", &|a| {
        a.change_lines(|lines| own(lines, "ended")["at_ms"] = json!(1_700_000_000_000_i64));
    });
    forge("another outcome", "end_chained record/ended.json", &|a| {
        a.change("record/ended.json", |ended| {
            ended["outcome"] = json!("failed")
        });
        a.list_again();
    });
    forge(
        "another outcome in the chain alone",
        "times_agree record/ended.json",
        &|a| {
            a.change_lines(|lines| {
                let line = own(lines, "ended");
                let body = line["body"].as_str().unwrap().replace("finished", "failed");
                line["body"] = Value::from(body);
            });
            a.chain_again();
        },
    );
    forge(
        "another answer, and the end says so",
        "end_chained record/ended.json",
        &|a| {
            *a.file("answer/raw.bin") = b"no risk".to_vec();
            a.change("record/ended.json", |ended| {
                ended["raw"] = json!({ "sha256": records::sha256_hex(b"no risk"), "bytes": 7 });
            });
            a.list_again();
        },
    );
    forge(
        "another request, in the manifest too",
        "start_chained record/started.json",
        &|a| {
            a.change("record/started.json", |started| {
                started["model"] = json!("9-Plus")
            });
            a.list_again();
        },
    );
    forge(
        "the manifest brought in line",
        "manifest_chained manifest.json",
        &|a| {
            flip(a, "report/report.md");
            a.list_again();
        },
    );
    forge(
        "manifest and packaging brought in line",
        "anchor_last chain/anchor.json",
        &|a| {
            flip(a, "report/report.md");
            a.list_again();
            a.name_again();
        },
    );
    forge("the demo flag of the manifest", "demo_agrees", &|a| {
        a.change("manifest.json", |manifest| manifest["demo"] = json!(true));
        a.forge();
    });
    forge(
        "the demo flag of the start",
        "demo_agrees record/started.json",
        &|a| {
            a.change("record/started.json", |started| {
                started["demo"] = json!(true)
            });
            a.forge();
        },
    );
    forge("the notice of a demo", "demo_agrees README.txt", &|a| {
        *a.file("README.txt") = Apart::of(other).file("README.txt").clone();
        a.forge();
    });
    forge(
        "another title in the manifest",
        "facts_agree record/started.json",
        &|a| {
            a.change("manifest.json", |manifest| {
                manifest["title"] = json!("别的")
            });
            a.forge();
        },
    );
    forge("another database", "facts_agree chain/anchor.json", &|a| {
        a.change("chain/anchor.json", |anchor| {
            anchor["database"] = json!("00")
        });
    });
    forge(
        "another name of a material",
        "material_recorded materials/received-1",
        &|a| {
            a.change("record/started.json", |started| {
                started["materials"][0]["name"] = json!("别.png")
            });
            a.forge();
        },
    );

    forge("events in another order", "event_linked event ", &|a| {
        a.change_lines(|lines| lines.swap(1, 2))
    });
    forge("an own event taken away", "events_complete", &|a| {
        a.change_lines(|lines| lines.retain(|line| line["kind"] != "ended"));
        a.chain_again();
    });
    forge("a step taken away", "way_exact", &|a| {
        a.change_lines(|lines| {
            let at = lines
                .iter()
                .position(|line| line.get("content").is_some())
                .unwrap();
            lines.remove(at);
        });
    });
    forge("an event twice", "event_linked event ", &|a| {
        a.change_lines(|lines| lines.insert(1, lines[1].clone()))
    });
    forge("the chain's end cut off", "anchor_last", &|a| {
        a.change_lines(|lines| drop(lines.pop()))
    });
    forge(
        "the chain's end cut off, and the anchor with it",
        "events_complete",
        &|a| {
            a.change_lines(|lines| drop(lines.pop()));
            a.chain_again();
        },
    );
    forge("the chain's begin cut off", "events_complete", &|a| {
        a.change_lines(|lines| drop(lines.remove(0)))
    });
    forge("no chain", "event_readable chain/events.jsonl", &|a| {
        a.file("chain/events.jsonl").clear()
    });
    forge("another anchor", "anchor_last", &|a| {
        a.change("chain/anchor.json", |anchor| {
            anchor["hash"] = json!(records::sha256_hex(b""))
        });
    });
    forge("the anchor at another place", "anchor_last", &|a| {
        a.change("chain/anchor.json", |anchor| anchor["seq"] = json!(1));
    });
    forge("another record's events", "event_of_record event ", &|a| {
        for path in ["chain/events.jsonl", "chain/anchor.json"] {
            *a.file(path) = Apart::of(other).file(path).clone();
        }
    });
    forge(
        "an event given to another record",
        "event_of_record event ",
        &|a| {
            a.change_lines(|lines| own(lines, "ended")["record"] = json!("ff"));
            a.chain_again();
        },
    );
    forge("a gap in the record's events", "events_complete", &|a| {
        a.change_lines(|lines| own(lines, "packaged")["nth"] = json!(4));
        a.chain_again();
    });
    forge("a second end", "events_complete", &|a| {
        a.change_lines(|lines| own(lines, "packaged")["kind"] = json!("ended"));
        a.chain_again();
    });
    forge("another skip", "event_linked event ", &|a| {
        a.change_lines(|lines| lines[1]["skip"] = json!(records::sha256_hex(b"")));
    });
    forge("another link before", "event_linked event ", &|a| {
        a.change_lines(|lines| lines[2]["before"] = json!(records::sha256_hex(b"")));
    });
    forge("another content of a step", "event_linked event ", &|a| {
        a.change_lines(|lines| {
            let step = lines.iter_mut().find(|line| line.get("content").is_some());
            step.unwrap()["content"] = json!(records::sha256_hex(b""));
        });
    });
    forge("a number in the chain", "event_linked event ", &|a| {
        a.change_lines(|lines| own(lines, "ended")["seq"] = json!(1));
    });
    forge("something hidden in a line", "event_readable", &|a| {
        a.change_lines(|lines| lines[0]["note"] = json!("hidden"));
    });
    forge("another format", "manifest_readable", &|a| {
        a.change("manifest.json", |manifest| {
            manifest["format"] = json!("finagent-evidence-2")
        });
    });
    made
}

const SENT_1: &str = "materials/sent-1-示例海报-1.jpg";
const SENT_2: &str = "materials/sent-2-示例海报-1.jpg";

fn own<'a>(lines: &'a mut [Value], kind: &str) -> &'a mut Value {
    lines.iter_mut().find(|line| line["kind"] == kind).unwrap()
}

fn names(verdict: &Verdict, named: &str) -> bool {
    faults(verdict).iter().any(|fault| fault.starts_with(named))
}

#[test]
fn every_change_of_a_package_is_found_and_named() {
    let (package, other) = packages();
    assert!(verify(&package, None).holds() && verify(&other, None).holds());
    let same = Apart::of(&package).zip();
    assert!(verify(&same, None).holds(), "packed again without a change");
    let forgeries = forgeries(&package, &other);
    assert!(forgeries.len() >= 40, "{}", forgeries.len());
    for (what, forged, named) in forgeries {
        let verdict = verify(&forged, None);
        assert!(!verdict.holds(), "{what}");
        assert!(names(&verdict, named), "{what}: {:?}", faults(&verdict));
    }
}

#[test]
fn a_package_that_was_forged_whole_is_found_by_an_anchor_kept_elsewhere() {
    let (package, _) = packages();
    let anchor = verify(&package, None).anchor.unwrap();
    let mut apart = Apart::of(&package);
    apart.change("record/started.json", |started| {
        started["model"] = json!("9-Plus")
    });
    apart.forge();
    let forged = apart.zip();
    assert!(verify(&forged, None).holds(), "in itself it fits");
    let verdict = verify(&forged, Some(&anchor));
    assert_eq!(
        faults(&verdict),
        [format!("anchor_given event {}", anchor.seq)]
    );
    // An event on the path, reported before.
    let step = apart.lines()[0]["seq"].as_u64().unwrap();
    let noted = Anchor {
        seq: step,
        hash: Apart::of(&package).lines()[1]["before"]
            .as_str()
            .unwrap()
            .to_owned(),
    };
    assert!(!verify(&forged, Some(&noted)).holds());
}

#[test]
fn a_finding_whose_place_does_not_hold_its_words_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = keep(&records, checked(71), "未发现其他问题");
    let package = pack(&records, id).bytes;
    type Forge = fn(&mut Value);
    let forgeries: [(&str, Forge); 4] = [
        ("another place", |check| {
            check["findings"][0]["copy"][0] = json!({ "from": 1, "to": 4 });
        }),
        ("a place beyond the end", |check| {
            check["findings"][0]["copy"][0] = json!({ "from": 4, "to": 99 });
        }),
        ("an empty place", |check| {
            check["findings"][0]["copy"][0] = json!({ "from": 4, "to": 3 });
        }),
        ("other words", |check| {
            check["findings"][0]["excerpt"] = json!("保本");
        }),
    ];
    for (what, forge) in forgeries {
        let mut apart = Apart::of(&package);
        apart.change("record/started.json", |started| {
            forge(&mut started["check"])
        });
        apart.forge();
        let found = faults_of(&apart.zip());
        assert_eq!(found, ["check_quotes record/started.json"], "{what}");
    }
}
