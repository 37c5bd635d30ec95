//! Malicious texts: output must be bounded in size, depth and work, without a panic.

use std::{
    fs,
    time::{Duration, Instant},
};

use report::LiveReport;
use report::findings::{MAX_FINDINGS, findings};

/// 32 lists with their items, 32 inline elements, and a table or paragraph between them.
const MAX_DEPTH: usize = 2 * 32 + 32 + 6;

/// CPU time of this thread in user and system mode, which does not depend on other load on the machine. Zero on systems
/// without `/proc`.
fn processor() -> Duration {
    let stat = fs::read_to_string("/proc/thread-self/stat").unwrap_or_default();
    // The name in field 2 may contain spaces. Fields 14 and 15 are in hundredths of a second.
    let (_, rest) = stat.rsplit_once(") ").unwrap_or_default();
    let ticks = rest.split(' ').skip(11).take(2);
    let ticks = ticks.filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// HTML of the whole text.
fn rendered(text: &str) -> String {
    let mut report = LiveReport::new();
    report.set_text(0, text);
    report.finish().map_or(String::new(), |patch| {
        patch.blocks.into_iter().map(|block| block.html).collect()
    })
}

/// Nesting depth of sanitised HTML.
fn depth(html: &str) -> usize {
    let mut deepest = 0;
    let mut depth = 0_usize;
    for tag in html.split('<').skip(1) {
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with("br>") && !tag.starts_with("hr>") {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    assert_eq!(depth, 0, "every element is closed");
    deepest
}

fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

/// The texts, of about `bytes` each unless their kind has a fixed size.
fn cases(bytes: usize) -> Vec<(&'static str, String)> {
    let nested_lists: String = (0..700)
        .map(|n| format!("{}- a\n", "  ".repeat(n)))
        .collect();
    let lazy = format!("{}a\n{}", ">".repeat(10_000), repeated("b\n", bytes / 2));
    let wide_header = format!(
        "{}|\n{}|\n{}",
        repeated("|a", bytes / 3),
        repeated("|-", bytes / 3),
        repeated("|\n", bytes / 3)
    );
    vec![
        ("10,000 quotes", ">".repeat(10_000)),
        (
            "10,000 quotes, spaced, with text",
            format!("{}a", "> ".repeat(10_000)),
        ),
        ("many quote marks", ">".repeat(bytes)),
        ("deep quote with lazy lines", lazy),
        ("20,000 divs", "<div>".repeat(20_000)),
        ("20,000 divs on lines", "<div>\n".repeat(20_000)),
        ("20,000 list markers", "- ".repeat(20_000)),
        ("many list markers", repeated("* ", bytes)),
        ("many ordered markers", repeated("1. ", bytes)),
        ("lists 700 deep", nested_lists),
        ("100k [", "[".repeat(100_000)),
        ("many [", "[".repeat(bytes)),
        ("many [](", repeated("[](", bytes)),
        ("many ![", repeated("![", bytes)),
        ("many [a](b", repeated("[a](b", bytes)),
        ("many [a]: b", repeated("[a]: b\n", bytes)),
        ("many [^a", repeated("[^a", bytes)),
        ("many [^a]: ", repeated("[^a]: ", bytes)),
        ("100k *", "*".repeat(100_000)),
        ("many *a ", repeated("*a ", bytes)),
        ("many *a **b", repeated("*a **b ", bytes)),
        ("many a**b", repeated("a**b_c* ", bytes)),
        ("many **：a", repeated("**：中", bytes)),
        ("many _a", repeated("_a", bytes)),
        ("many ~", "~".repeat(bytes)),
        ("many ~~a", repeated("~~a ", bytes)),
        ("many backticks", "`".repeat(bytes)),
        (
            "backticks of growing length",
            (1..1_900).map(|n| format!("a{}", "`".repeat(n))).collect(),
        ),
        ("many <", "<".repeat(bytes)),
        ("many <a ", repeated("<a ", bytes)),
        ("many <!--", repeated("a <!-- ", bytes)),
        ("many <![CDATA[", repeated("a <![CDATA[ ", bytes)),
        ("many <?", repeated("a <? ", bytes)),
        ("many <br>", repeated("<br>", bytes)),
        ("many &", "&".repeat(bytes)),
        (
            "one link to many &",
            format!("[a](https://b.c/{})", "&".repeat(bytes)),
        ),
        (
            "many &b in code",
            format!("```\n{}", repeated("&b·", bytes)),
        ),
        (
            "deep lists, then lazy lines",
            format!(
                "{}{}",
                (0..1_000)
                    .map(|n| format!("{}- a\n", "  ".repeat(n)))
                    .collect::<String>(),
                repeated("b\n", bytes / 2)
            ),
        ),
        ("many \"", "\"".repeat(bytes)),
        ("many backslashes", "\\".repeat(bytes)),
        ("many |", "|".repeat(bytes)),
        (
            "long table",
            format!(
                "|甲|乙|丙|\n|-|-:|:-:|\n{}",
                repeated("|投资有风险|**4.5%**|`a`|\n", bytes)
            ),
        ),
        (
            "long table with few bytes a row",
            format!("|a|b|c|\n|-|-|-|\n{}", repeated("|\n", bytes)),
        ),
        ("many columns, many rows", wide_header),
        (
            "1000 columns",
            format!(
                "{}|\n{}|\n{}",
                "|a".repeat(1000),
                "|-".repeat(1000),
                repeated("a\n", bytes)
            ),
        ),
        ("short paragraphs", repeated("a\n\n", bytes)),
        ("many #", repeated("# a\n", bytes)),
        ("many setext", repeated("a\n=\n", bytes)),
        ("many fences", repeated("```\n", bytes)),
        (
            "markdown fence, then fences",
            format!("```markdown\n{}", repeated("```\n", bytes)),
        ),
        ("many line breaks", "\n".repeat(bytes)),
        ("many carriage returns", "\r".repeat(bytes)),
        ("many NUL", "\0".repeat(bytes)),
        ("many one paragraph", repeated("投资有风险，", bytes)),
        ("many short lines", repeated("a\n", bytes)),
        ("many images", repeated("![a](data:b)", bytes)),
        ("many links", repeated("[a](https://b.c)", bytes)),
        (
            "one long link used often",
            format!(
                "[a]: https://b.c/{}\n\n{}",
                "d".repeat(50_000),
                repeated("[a] ", bytes)
            ),
        ),
        ("many mail links", repeated("<a@b.c>", bytes)),
        ("many task list", repeated("- [x] a\n", bytes)),
    ]
}

/// The maximum CPU time: far more than any of them takes, and far less than quadratic time would.
const MAX_SECONDS: f64 = 10.0;

/// To measure: `HOSTILE_BYTES=2000000 cargo test -p report --release --test hostile -- --nocapture`.
#[test]
fn hostile_texts_come_out_bounded() {
    let bytes = std::env::var("HOSTILE_BYTES")
        .ok()
        .and_then(|bytes| bytes.parse().ok())
        .unwrap_or(500_000);
    for (name, text) in cases(bytes) {
        let (began, before) = (Instant::now(), processor());
        let html = rendered(&text);
        assert!(
            html.len() <= 10 * text.len() + 1_000,
            "{name}: {} bytes",
            html.len()
        );
        let (elapsed, seconds) = (began.elapsed(), (processor() - before).as_secs_f64());
        println!(
            "{name:40} {:>9} -> {:>9} B {:>8.1} ms",
            text.len(),
            html.len(),
            elapsed.as_secs_f64() * 1e3
        );
        assert!(seconds < MAX_SECONDS, "{name}: {seconds} s");
        assert!(depth(&html) <= MAX_DEPTH, "{name}: {} deep", depth(&html));
    }
}

#[test]
fn nesting_is_flattened_and_its_text_kept() {
    let list: String = (0..100)
        .map(|n| format!("{}- item{n}\n", "  ".repeat(n)))
        .collect();
    let html = rendered(&list);
    assert_eq!(html.matches("<ul>").count(), 32);
    assert!(
        (0..100).all(|n| html.contains(&format!("item{n}"))),
        "{html}"
    );

    let emphasis = format!("{}x{}", "*a **b ".repeat(100), "** *".repeat(100));
    assert!(depth(&rendered(&emphasis)) <= MAX_DEPTH);

    let quotes = format!("{}deep", "> ".repeat(1_000));
    let html = rendered(&quotes);
    assert_eq!(html.matches("<blockquote>").count(), 32);
    assert!(html.contains("deep"));
}

#[test]
fn a_hostile_stream_costs_no_more_than_its_bytes() {
    for piece in ["> ", "- ", "[", "*a **b ", "```\n", "|a|", "<div>", "&"] {
        let text = piece.repeat(100_000 / piece.len());
        let mut report = LiveReport::new();
        let mut kept = 0;
        for cut in (0..text.len()).step_by(500) {
            report.set_text(kept, text.get(..cut).unwrap_or_default());
            report.render();
            kept = cut;
        }
        assert!(
            report.work().parsed < 30 * text.len() as u64,
            "{piece}: {:?}",
            report.work()
        );
    }
}

/// Texts of about `bytes` each that look like findings all over.
fn answers(bytes: usize) -> Vec<(&'static str, String)> {
    let table = "| 原文 | 问题 | 建议 |\n|---|---|---|\n";
    let nested: String = (0..400)
        .map(|n| format!("{}- 原文：保本；问题：承诺{n}\n", "  ".repeat(n)))
        .collect();
    let levels: String = (0..bytes / 30)
        .map(|n| format!("{} 问题{n}\n\n", "#".repeat(n % 6 + 1)))
        .collect();
    vec![
        (
            "rows",
            format!("{table}{}", repeated("| 保本 | 承诺保本 | 删除 |\n", bytes)),
        ),
        (
            "rows of quotes",
            format!(
                "{table}{}",
                repeated("| “保本”“稳赚” | 承诺保本 | 删除 |\n", bytes)
            ),
        ),
        (
            "pairs",
            format!(
                "| 原文 | 保本 |\n|---|---|\n{}",
                repeated("| 问题 | 甲 |\n| 原文 | 乙 |\n", bytes)
            ),
        ),
        ("label paragraphs", repeated("原文：保本\n\n", bytes)),
        ("suggestions only", repeated("建议：删除\n\n", bytes)),
        (
            "labels in one line",
            repeated("原文：保本；问题：甲；", bytes),
        ),
        ("labels without values", repeated("原文：", bytes)),
        ("label list", repeated("- 依据：《广告法》\n", bytes)),
        (
            "items",
            repeated("1. **承诺**：“保本”违反《广告法》第二十五条\n", bytes),
        ),
        (
            "nested items",
            repeated("- 甲\n  - 原文：保本；问题：承诺\n", bytes),
        ),
        ("nested label lists", nested),
        ("bold paragraphs", repeated("**甲**\n\n", bytes)),
        (
            "bold paragraphs and text",
            repeated("**甲**\n\n乙\n\n丙\n\n", bytes),
        ),
        ("headings of all levels", levels),
        (
            "label headings",
            format!("## 问题一\n\n{}", repeated("#### 原文\n\n保本\n\n", bytes)),
        ),
        (
            "one section",
            format!("## 问题一\n\n{}", repeated("依据：甲\n\n乙\n\n", bytes)),
        ),
        ("unclosed quotation marks", repeated("“保本", bytes)),
        ("straight quotation marks", repeated("\"保", bytes)),
        (
            "different quotes",
            (0..bytes / 12).map(|n| format!("“{n}” ")).collect(),
        ),
        ("unclosed laws", repeated("《广告法", bytes)),
        ("laws", repeated("《广告法》第一条", bytes)),
        ("under", repeated("under the ", bytes)),
        ("ellipses", format!("原文：{}", repeated("保…", bytes))),
        ("numbers", repeated("1.1.", bytes)),
        ("levels in brackets", repeated("【高】", bytes)),
        (
            "titles of levels",
            format!("## {}", repeated("（高）", bytes)),
        ),
        ("colons", repeated("：", bytes)),
        ("bold", repeated("**甲** ", bytes)),
        ("code", repeated("`保本` ", bytes)),
        (
            "line breaks",
            format!("{table}| {} | 甲 | 乙 |", repeated("保<br>", bytes)),
        ),
        ("breaks", repeated("a[^1]", bytes)),
        ("label names", repeated("问题风险描述说明分析", bytes)),
    ]
}

/// To measure: as above.
#[test]
fn findings_are_read_in_bounded_time() {
    let bytes = std::env::var("HOSTILE_BYTES")
        .ok()
        .and_then(|bytes| bytes.parse().ok())
        .unwrap_or(40_000);
    let material = repeated("保本保息，稳赚不赔\n", 60_000);
    for (name, text) in answers(bytes).into_iter().chain(cases(bytes)) {
        let (began, before) = (Instant::now(), processor());
        let read = findings(&text, &material);
        let (elapsed, seconds) = (began.elapsed(), (processor() - before).as_secs_f64());
        println!(
            "{name:40} {:>9} -> {:>3} + {:>7} {:>8.1} ms",
            text.len(),
            read.findings.len(),
            read.unparsed,
            elapsed.as_secs_f64() * 1e3
        );
        assert!(read.findings.len() <= MAX_FINDINGS, "{name}");
        assert!(seconds < MAX_SECONDS, "{name}: {seconds} s");
    }
}
