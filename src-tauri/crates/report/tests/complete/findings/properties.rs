//! What holds for every answer, whatever it looks like.

use std::ops::Range;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use report::findings::{AnswerFindings, MAX_FINDINGS, findings};

use super::rendered;

/// Pieces of Markdown, of answers and of materials.
const PIECES: [&str; 96] = [
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    " ",
    "  ",
    "    ",
    "# ",
    "## ",
    "### ",
    "- ",
    "- ",
    "* ",
    "1. ",
    "2. ",
    "> ",
    "| ",
    " | ",
    " |\n",
    "|---|---|\n",
    "|---|---|---|\n",
    "| 原文 | 问题 |\n|---|---|\n",
    "| 原文 | 问题 | 建议 |\n|---|---|---|\n",
    "| 字段 | 内容 |\n|---|---|\n",
    "| Excerpt | Issue |\n|---|---|\n",
    "---\n",
    "```\n",
    "```markdown\n",
    "**",
    "**",
    "*",
    "`",
    "~~",
    "\\",
    "<br>",
    "<b>",
    "&amp;",
    "[a](https://example.com)",
    "[^1]",
    "[^1]: ",
    "![a](b)",
    "- [x] ",
    "=",
    "\t",
    "\r",
    "\r\n",
    "\0",
    "\u{200b}",
    "\u{1039F}",
    "原文：",
    "问题：",
    "依据：",
    "建议：",
    "风险等级：",
    "**原文**：",
    "**建议：**",
    "【问题】",
    "Quote: ",
    "Issue: ",
    "Severity: ",
    "Issue 1: ",
    "问题一：",
    "高风险",
    "【高】",
    "（低风险）",
    "🔴 ",
    "High risk",
    "总体结论",
    "免责声明",
    "评分",
    "未发现问题",
    "整改清单",
    "Summary",
    "Findings",
    "“",
    "”",
    "\"",
    "「",
    "」",
    "……",
    "保本保息",
    "保 本\n保息",
    "零风险",
    "４．５％",
    "4.5%",
    "业内最佳",
    "Zero risk",
    "zero",
    "Guaranteed returns",
    "违反《广告法》第二十五条",
    "建议删除。",
    "violates Article 9 of the Advertising Law. ",
    "。",
    "；",
    "，",
];

const MATERIALS: [&str; 12] = [
    "保本保息",
    "保 本\n保息",
    "零风险",
    "4.5%",
    "14.5%",
    "４．５％",
    "业内“最佳”",
    "Zero risk",
    "Guaranteed\nreturns",
    "\n",
    "，",
    "a",
];

fn text(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..most).prop_map(|pieces| pieces.concat())
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(1500)
}

/// The pieces of an answer that must each be in a finding or be counted. Headings may be neither if something is below them.
struct Pieces {
    counted: Vec<Range<usize>>,
    headings: Vec<Range<usize>>,
}

fn pieces(markdown: &str) -> Pieces {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut pieces = Pieces {
        counted: Vec::new(),
        headings: Vec::new(),
    };
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                match tag {
                    Tag::Item | Tag::TableRow => pieces.counted.push(range),
                    Tag::Heading { .. } if depth == 0 => pieces.headings.push(range),
                    Tag::List(_) | Tag::Table(_) => {}
                    _ if depth == 0 => pieces.counted.push(range),
                    _ => {}
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    pieces
}

fn inside(piece: &Range<usize>, read: &AnswerFindings) -> usize {
    let holds = |source: &Range<usize>| source.start <= piece.start && piece.end <= source.end;
    read.findings
        .iter()
        .filter(|finding| holds(&finding.source))
        .count()
}

/// Letters and digits, as they are compared.
fn letters(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap(),
        c => c,
    };
    text.chars()
        .map(half)
        .filter(|c| c.is_alphanumeric() && *c != '\u{1039F}')
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

fn check(markdown: &str, material: &str) -> AnswerFindings {
    let read = findings(markdown, material);
    assert!(read.findings.len() <= MAX_FINDINGS);
    let mut end = 0;
    for finding in &read.findings {
        assert!(finding.source.start >= end, "{read:?}");
        end = finding.source.end;
        let source = letters(markdown.get(finding.source.clone()).unwrap());
        let title = letters(&finding.title);
        assert!(!finding.title.is_empty());
        assert!(
            title.is_empty() || source.contains(&title) || source.contains("br"),
            "{finding:?}"
        );
        for quote in &finding.quotes {
            assert!(!quote.ranges.is_empty());
            for range in &quote.ranges {
                assert_eq!(material.get(range.clone()).unwrap(), quote.text);
            }
            assert!(
                source.contains(&letters(&quote.text)) || source.contains("br"),
                "{finding:?}"
            );
        }
    }
    read
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_no_quote_is_invented(markdown in text(&PIECES, 60), material in text(&MATERIALS, 12)) {
        let read = check(&markdown, &material);
        // An enclosing fence, marks against nesting and bold next to Chinese letters change how the parser reads.
        if !markdown.trim_start().starts_with("```") && !markdown.contains("**") {
            let pieces = pieces(&markdown);
            let free = pieces.counted.iter().filter(|piece| inside(piece, &read) == 0).count();
            let headings = pieces.headings.iter().filter(|piece| inside(piece, &read) == 0).count();
            prop_assert!(pieces.counted.iter().all(|piece| inside(piece, &read) <= 1));
            prop_assert!((free..=free + headings + 60).contains(&read.unparsed), "{read:?} {free}");
        }
        let blocks = rendered(&markdown);
        for finding in &read.findings {
            prop_assert!(blocks.iter().any(|block| block.contains(&finding.passage)), "{finding:?}");
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic(markdown in any::<String>(), material in any::<String>()) {
        check(&markdown, &material);
    }
}
