//! Findings of an audit's answer. Each file of the folder holds a material, an answer and what is read from it, a line for each
//! finding: title, level, quotes, basis, suggestion. `RECORD=1` writes the last part of new files; read it before you commit.

mod properties;

use std::fs;
use std::path::Path;

use report::findings::{AnswerFinding, AnswerFindings, findings};
use report::{LiveReport, Severity};

use crate::browser::Content;

const ANSWER: &str = "\n=== answer\n";
const FINDINGS: &str = "\n=== findings\n";

fn line(finding: &AnswerFinding) -> String {
    let level = finding.severity.map_or("", |severity| match severity {
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    });
    let quotes: Vec<_> = finding
        .quotes
        .iter()
        .map(|quote| quote.text.replace('\n', "⏎"))
        .collect();
    let fields = [
        finding.title.clone(),
        level.to_owned(),
        quotes.join(" + "),
        finding.basis.clone(),
        finding.suggestion.replace('\n', "⏎"),
    ];
    fields.join(" | ")
}

fn written(read: &AnswerFindings) -> String {
    let mut written: String = read
        .findings
        .iter()
        .map(|finding| format!("{}\n", line(finding)))
        .collect();
    written.push_str(&format!("unparsed: {}\n", read.unparsed));
    written
}

/// The text of each block of the rendered report.
fn rendered(markdown: &str) -> Vec<String> {
    let mut report = LiveReport::new();
    report.set_text(0, markdown);
    let blocks = report.finish().map_or_else(Vec::new, |patch| patch.blocks);
    let texts = blocks.iter().map(|block| Content::of(&block.html).text);
    texts.collect()
}

#[test]
fn answers_of_many_shapes_are_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/complete/findings");
    let mut cases = 0;
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        cases += 1;
        let text = fs::read_to_string(&path).unwrap();
        let (material, rest) = text.split_once(ANSWER).unwrap();
        let (answer, expected) = rest.split_once(FINDINGS).unwrap_or((rest, ""));
        let read = findings(answer, material);
        let written = written(&read);
        if expected.is_empty() && std::env::var_os("RECORD").is_some() {
            fs::write(&path, format!("{text}{FINDINGS}{written}")).unwrap();
        } else if written != expected {
            let name = path.file_name().unwrap().display();
            wrong.push(format!("{name}\nexpected\n{expected}read\n{written}"));
        }
        let blocks = rendered(answer);
        for finding in &read.findings {
            let found = blocks.iter().any(|block| block.contains(&finding.passage));
            assert!(found && !finding.passage.is_empty(), "{finding:?}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases >= 40, "{cases}");
}
