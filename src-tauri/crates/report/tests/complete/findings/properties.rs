//! What holds for every answer, whatever it looks like.

use std::ops::Range;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use report::findings::{AnswerFindings, MAX_FINDINGS, findings};

use super::{fixtures, rendered};

/// Pieces of Markdown, of answers and of materials.
const PIECES: [&str; 108] = [
    "“保本保息”",
    "“保本保息”",
    "「零风险」",
    "`Zero risk`",
    "\"4.5%\"",
    "原文：“保本保息”\n",
    "- 原文：零风险\n- 问题：承诺\n- 建议：删除\n",
    "1. **承诺**：“保本保息”违反《广告法》第九条\n",
    "| “零风险” | 承诺 | 删除 |\n",
    "## 问题一：“保本保息”\n",
    "### 2. 零风险（高风险）\n",
    "“保本保息”违反《广告法》。\n\n",
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

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// The pieces of an answer that must each be in a finding or be counted: blocks, rows and items. A heading with something below
/// it is a name, and so is the header of a table with rows.
fn pieces(markdown: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    let mut heading: Option<(usize, Range<usize>)> = None;
    let mut table: Option<(usize, Range<usize>)> = None;
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        let starts_block = depth == 0;
        match event {
            Event::Start(tag) => {
                depth += 1;
                match &tag {
                    Tag::Item | Tag::TableRow => pieces.push(range.clone()),
                    Tag::List(_) | Tag::Heading { .. } => {}
                    Tag::Table(_) if starts_block => table = Some((pieces.len(), range.clone())),
                    _ if starts_block => pieces.push(range.clone()),
                    _ => {}
                }
                if starts_block {
                    let level = match tag {
                        Tag::Heading { level, .. } => Some(level as usize),
                        _ => None,
                    };
                    if let Some((above, bare)) = heading.take()
                        && level.is_some_and(|level| level <= above)
                    {
                        pieces.push(bare);
                    }
                    heading = level.map(|level| (level, range));
                }
            }
            Event::End(tag) => {
                depth -= 1;
                if tag == TagEnd::Table
                    && let Some((rows, empty)) = table.take()
                    && rows == pieces.len()
                {
                    pieces.push(empty);
                }
            }
            Event::Rule if starts_block => heading = None,
            _ => {}
        }
    }
    pieces.extend(heading.map(|(_, bare)| bare));
    pieces
}

fn holders(piece: &Range<usize>, read: &AnswerFindings) -> usize {
    let holds = |source: &Range<usize>| source.start <= piece.start && piece.end <= source.end;
    let findings = read.findings.iter();
    findings.filter(|finding| holds(&finding.source)).count()
}

/// The text of a part of an answer.
fn plain(markdown: &str, part: &Range<usize>) -> String {
    let events = Parser::new_ext(markdown, OPTIONS).into_offset_iter();
    let inside = events.filter(|(_, range)| part.start <= range.start && range.end <= part.end);
    inside
        .filter_map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                Some(text.into_string())
            }
            _ => None,
        })
        .collect()
}

/// Letters and digits, as they are compared.
fn letters(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap(),
        c => c,
    };
    text.replace("<br>", "")
        .chars()
        .map(half)
        .filter(|c| c.is_alphanumeric() && *c != '\u{1039F}')
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

fn check(markdown: &str, material: &str) -> AnswerFindings {
    let read = findings(markdown, material);
    assert!(read.findings.len() <= MAX_FINDINGS);
    // The parser of this test does not know about a fence around the whole answer.
    let fenced = markdown.trim_start().starts_with(['`', '~']);
    let mut end = 0;
    for finding in &read.findings {
        assert!(end <= finding.source.start, "{read:?}");
        end = finding.source.end;
        assert!(markdown.get(finding.source.clone()).is_some());
        assert!(!finding.title.is_empty());
        for quote in &finding.quotes {
            assert!(!quote.ranges.is_empty());
            for range in &quote.ranges {
                assert_eq!(material.get(range.clone()).unwrap(), quote.text);
            }
        }
        if !fenced {
            let source = letters(&plain(markdown, &finding.source));
            let quotes = finding.quotes.iter().map(|quote| quote.text.as_str());
            for words in quotes.chain([finding.title.as_str()]) {
                // A long title is cut, perhaps within the tag that `letters` leaves out.
                let words = words.trim_end_matches('…');
                let words = words.trim_end_matches("<br").trim_end_matches("<b");
                assert!(source.contains(&letters(words)), "{words} {finding:?}");
            }
        }
    }
    if !fenced {
        let pieces = pieces(markdown);
        let holders = pieces.iter().map(|piece| holders(piece, &read));
        let (free, held): (Vec<_>, Vec<_>) = holders.partition(|count| *count == 0);
        assert!(held.iter().all(|count| *count == 1));
        assert_eq!(free.len(), read.unparsed, "{read:?}");
    }
    read
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_no_quote_is_invented(markdown in text(&PIECES, 60), material in text(&MATERIALS, 24)) {
        let read = check(&markdown, &material);
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

#[test]
fn answers_that_break_off_anywhere_hold_the_same_rules() {
    for (material, answer) in fixtures() {
        let ends = answer.char_indices().map(|(at, _)| at);
        for end in ends.step_by(9) {
            check(answer.get(..end).unwrap(), &material);
        }
        // Nor does it matter what the material is.
        let read = check(&answer, "");
        assert!(
            read.findings
                .iter()
                .all(|finding| finding.quotes.is_empty())
        );
    }
}
