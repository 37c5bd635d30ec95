//! Findings of an audit's answer. Each file of the folder holds a material, an answer and what is read from it, a line for each
//! finding: title, level, quotes, basis, suggestion. `RECORD=1` writes the last part of new files; read it before you commit.

mod properties;

use std::fs;
use std::path::{Path, PathBuf};

use report::findings::{AnswerFinding, AnswerFindings, MAX_FINDINGS, findings};
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

/// The files.
fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/complete/findings");
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect()
}

/// The material and the answer of each file.
fn fixtures() -> Vec<(String, String)> {
    let texts = files()
        .into_iter()
        .map(|path| fs::read_to_string(path).unwrap());
    texts
        .map(|text| {
            let (material, rest) = text.split_once(ANSWER).unwrap();
            let (answer, _) = rest.split_once(FINDINGS).unwrap();
            (material.to_owned(), answer.to_owned())
        })
        .collect()
}

#[test]
fn answers_of_many_shapes_are_read_as_expected() {
    let files = files();
    assert!(files.len() >= 40, "{}", files.len());
    let mut wrong = Vec::new();
    for path in files {
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
}

#[test]
fn of_a_huge_answer_the_first_findings_are_read_and_the_rest_is_counted() {
    let rows: String = (0..3_000)
        .map(|n| format!("| 保本保息 | 第 {n} 处承诺保本 | 高 | 《广告法》第二十五条 | 删除 |\n"))
        .collect();
    let answer =
        format!("| 原文 | 问题 | 等级 | 依据 | 建议 |\n|---|---|---|---|---|\n{rows}\n完\n");
    assert!(answer.len() > 200_000);
    let read = findings(&answer, "理财保本保息");
    assert_eq!(read.findings.len(), MAX_FINDINGS);
    assert_eq!(read.unparsed, 3_001 - MAX_FINDINGS);
    let last = read.findings.last().unwrap();
    assert_eq!(last.title, "第 499 处承诺保本");
    assert_eq!(last.quotes.first().unwrap().text, "保本保息");
}

#[test]
fn a_passage_that_an_overview_has_too_starts_further_on() {
    let answer = "# 审核报告\n\n承诺保本承诺收益\n\n否认投资风险\n\n## 问题一：承诺保本承诺收益\n\n### 原文\n\n保本保息\n\n\
        ## 问题二\n\n否认投资风险\n\n“零风险”违反规定。\n";
    let read = findings(answer, "保本保息，零风险");
    let passages: Vec<_> = read
        .findings
        .iter()
        .map(|finding| finding.passage.as_str())
        .collect();
    assert_eq!(passages, ["问题一：承诺保本承诺收益", "“零风险”违反规定。"]);
}

#[test]
fn an_answer_that_breaks_off_keeps_the_findings_before_the_break() {
    let answer = "## 高风险\n\n1. **承诺保本**\n   - 原文：“保本保息”\n   - 建议：删除\n2. **否认风险**\n   - 原文：“零风险”\n";
    let whole = findings(answer, "保本保息，零风险");
    let [first, second] = whole.findings.as_slice() else {
        panic!("{whole:?}");
    };
    for (end, _) in answer
        .char_indices()
        .filter(|(at, _)| *at >= second.source.start)
    {
        let cut = findings(answer.get(..end).unwrap(), "保本保息，零风险");
        let kept = cut.findings.first().unwrap();
        assert_eq!((&kept.title, &kept.quotes), (&first.title, &first.quotes));
        assert!(cut.findings.len() <= 2);
    }
}
