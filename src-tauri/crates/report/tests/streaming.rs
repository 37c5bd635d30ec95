//! A report that streams in must end up equal to one that arrives at once, at low cost.
#![expect(clippy::string_slice, reason = "the tests slice only their own texts")]

use proptest::prelude::*;
use report::{Block, LiveReport, MAX_VIEW_BYTES, Patch, SMALL_TAIL_BYTES};

/// Model of the window: applies patches as documented.
#[derive(Default)]
struct Window {
    blocks: Vec<Block>,
    open: Option<Block>,
    received: usize,
}

impl Window {
    fn apply(&mut self, patch: Option<Patch>) {
        let Some(patch) = patch else { return };
        assert!(patch.from <= self.blocks.len(), "no hole");
        self.received += patch
            .blocks
            .iter()
            .chain(&patch.open)
            .map(|b| b.html.len())
            .sum::<usize>();
        self.blocks.truncate(patch.from);
        self.blocks.extend(patch.blocks);
        self.open = patch.open;
    }

    fn html(&self) -> String {
        self.blocks
            .iter()
            .chain(&self.open)
            .map(|b| b.html.as_str())
            .collect()
    }
}

fn whole(text: &str) -> Vec<Block> {
    let mut report = LiveReport::new();
    report.set_text(0, text);
    report.finish().map_or_else(Vec::new, |patch| patch.blocks)
}

/// Streams `text` in pieces that end at `cuts`, rendering after each.
fn streamed(text: &str, cuts: impl IntoIterator<Item = usize>) -> (LiveReport, Window) {
    let mut report = LiveReport::new();
    let mut window = Window::default();
    let mut kept = 0;
    for cut in cuts.into_iter().chain([text.len()]) {
        let now = &text[..text.floor_char_boundary(cut)];
        report.set_text(kept, now);
        kept = now.len();
        window.apply(report.render());
    }
    (report, window)
}

/// A report of about `bytes` bytes, as the service writes it.
fn sample(bytes: usize) -> String {
    let section = "## 二、**风险提示：**收益与宣传\n\n\
        本产品宣传材料中使用了“保本保息”“**年化4.5%**的收益”等表述，可能违反《金融消费者权益保护实施办法》第十八条的规定，需要修改。\n\n\
        | 序号 | 原文 | 问题 | 风险等级 |\n|---|---|---|:-:|\n\
        | 1 | 保本保息 | 承诺收益 | 高 |\n| 2 | 零风险<br>高收益 | 误导性陈述 | 高 |\n\n\
        - 删除“保本”字样；\n- 增加风险揭示：\n  1. 字号不小于正文；\n  2. 位置显著。\n\n\
        > 投资有风险，入市需谨慎。\n\n```text\n建议改写：历史业绩不代表未来表现\n```\n\n";
    let mut text = String::from("# 审核报告\n\n");
    while text.len() < bytes {
        text.push_str(section);
    }
    text
}

fn every(step: usize, text: &str) -> impl Iterator<Item = usize> {
    (0..text.len()).step_by(step).skip(1)
}

#[test]
fn pieces_of_any_size_end_in_the_same_report() {
    let text = sample(3_000);
    for step in [1, 2, 3, 7, 40, 1_000] {
        let (mut report, mut window) = streamed(&text, every(step, &text));
        window.apply(report.finish());
        assert_eq!(window.blocks, whole(&text), "pieces of {step}");
        assert_eq!(window.open, None);
        assert_eq!(report.finish(), None, "nothing is left to say");
    }
}

#[test]
fn committed_blocks_are_final_at_every_byte() {
    let text = sample(3_000);
    let end = whole(&text);
    let mut report = LiveReport::new();
    let mut window = Window::default();
    for cut in every(1, &text).filter(|&cut| text.is_char_boundary(cut)) {
        report.set_text(cut - 1, &text[..cut]);
        let shown = window.blocks.len();
        let patch = report.render();
        assert!(
            patch.as_ref().is_none_or(|patch| patch.from == shown),
            "none is sent twice"
        );
        window.apply(patch);
        assert_eq!(
            window.blocks,
            end[..window.blocks.len()],
            "after {cut} bytes"
        );
    }
    assert!(
        window.blocks.len() + 2 >= end.len(),
        "all but the last ones"
    );
}

#[test]
fn a_13_kb_report_in_255_pieces_sends_little_more_than_itself() {
    let text = sample(13_000);
    let (mut report, mut window) = streamed(&text, every(text.len() / 255, &text));
    window.apply(report.finish());
    let at_once: usize = window.html().len();
    assert!(
        window.received < 8 * at_once,
        "{} for {at_once}",
        window.received
    );
}

#[test]
fn a_200_kb_report_in_5000_pieces_is_twenty_times_less_work_than_rendering_it_each_time() {
    let text = sample(200_000);
    let cuts: Vec<_> = every(text.len() / 5_000, &text).collect();
    let (mut report, mut window) = streamed(&text, cuts.iter().copied());
    window.apply(report.finish());
    let all: usize = cuts.iter().sum();
    let html_per_byte = window.html().len() as f64 / text.len() as f64;
    let all_html = all as f64 * html_per_byte;
    let work = report.work();
    println!(
        "parsed: {} of {all}, sanitised: {} and sent: {} of {all_html:.0}",
        work.parsed, work.sanitised, window.received
    );
    assert!(work.parsed * 20 < all as u64);
    assert!((work.sanitised * 20) as f64 <= all_html);
    assert!((window.received * 20) as f64 <= all_html);
}

#[test]
fn one_endless_table_is_not_rendered_on_every_frame() {
    let text = format!("|a|b|\n|-|-|\n{}", "|投资有风险|需谨慎|\n".repeat(10_000));
    let (mut report, mut window) = streamed(&text, every(100, &text));
    let work = report.work();
    let small = (SMALL_TAIL_BYTES * SMALL_TAIL_BYTES / 2 / 100) as u64;
    assert!(work.parsed < small + 10 * text.len() as u64, "{work:?}");
    assert!(
        window.html().len() > text.len() * 3 / 4,
        "yet it keeps growing"
    );
    window.apply(report.finish());
    assert_eq!(window.blocks, whole(&text));
}

#[test]
fn alternating_snapshots_cost_no_more_than_their_bytes() {
    let text = format!("```\n{}", "a\n".repeat(50_000));
    let mut report = LiveReport::new();
    for round in 0..1_000 {
        report.set_text(
            text.len() - 2,
            if round % 2 == 0 {
                &text
            } else {
                &text[..text.len() - 1]
            },
        );
        report.render();
    }
    assert!(report.work().parsed < 3 * text.len() as u64);
}

#[test]
fn text_that_is_taken_back_is_replaced() {
    let mut report = LiveReport::new();
    let mut window = Window::default();
    for (kept, text) in [
        (0, "# A\n\nfirst\n\nsecond\n\nthird"),
        (5, "# A\n\nother\n\nmore\n\n"),
        (0, "B"),
        (1, "B\n\nC\n\n"),
        (0, ""),
        (0, "# D\n\nE"),
    ] {
        report.set_text(kept, text);
        window.apply(report.render());
        assert_eq!(
            window.html(),
            whole(text)
                .iter()
                .map(|b| b.html.as_str())
                .collect::<String>(),
            "{text:?}"
        );
    }
}

#[test]
fn a_kept_length_that_lies_is_clamped() {
    let mut report = LiveReport::new();
    let mut window = Window::default();
    report.set_text(99, "中文");
    window.apply(report.render());
    assert_eq!(window.html(), "<p>中文</p>");
    report.set_text(4, "中国");
    window.apply(report.finish());
    assert_eq!(window.html(), "<p>中国</p>");
}

#[test]
fn nothing_new_is_nothing_to_send() {
    let mut report = LiveReport::new();
    assert_eq!(report.render(), None);
    assert_eq!(report.finish(), None);
    report.set_text(0, "a\n\nb");
    assert!(report.render().is_some());
    report.set_text(4, "a\n\nb");
    assert_eq!(report.render(), None);
    report.set_text(4, "a\n\nb\n");
    assert_eq!(report.render(), None, "a line break alone shows nothing");
}

#[test]
fn the_last_block_stays_open_until_the_end() {
    let mut report = LiveReport::new();
    report.set_text(0, "a\n\nb");
    let patch = report.render().unwrap();
    assert_eq!((patch.from, patch.blocks.len()), (0, 1));
    assert_eq!(patch.open.unwrap().html, "<p>b</p>");
    let patch = report.finish().unwrap();
    assert_eq!((patch.from, patch.blocks.len(), patch.open), (1, 1, None));
}

#[test]
fn a_finished_report_can_go_on() {
    let mut report = LiveReport::new();
    let mut window = Window::default();
    report.set_text(0, "a\n\nb");
    window.apply(report.finish());
    report.set_text(4, "a\n\nbc\n\nd");
    window.apply(report.render());
    assert_eq!(window.html(), "<p>a</p><p>bc</p><p>d</p>");
}

#[test]
fn what_is_defined_at_the_end_reaches_back_when_the_report_is_finished() {
    let text = "See [the rule][1] and a note[^n].\n\nMore.\n\n[1]: https://example.com/rule\n\n[^n]: The note.\n";
    let (mut report, mut window) = streamed(text, every(1, text));
    assert!(window.html().contains("[the rule][1]"));
    window.apply(report.finish());
    let html = window.html();
    assert!(
        html.contains("<a href=\"https://example.com/rule\""),
        "{html}"
    );
    assert!(html.contains("a note<sup>[n]</sup>"), "{html}");
    assert!(
        html.contains("<div class=\"footnote\"><sup>[n]</sup> <p>The note.</p></div>"),
        "{html}"
    );
}

#[test]
fn constructs_that_a_later_line_changes_are_right_all_the_time() {
    for text in [
        "Title\nof two lines\n---\nText", // setext heading
        "- a\n- b\n\n- c\n\nd",           // loose list
        "1. a\n\n   b\n2. c\n\n\n10",     // a number that could be an item
        "a\n#1 is no heading\n\nb",       // a hash that could be a heading
        "a\n-\n\nb\n- c",                 // a dash that could be an item
        "text\n|a|b|\n|-|-|\n|1|2|\n\nb", // header, then rows
        "text\n|a|b|\n|-|-x|\n\nb",       // nearly a table
        "a\n|:-\\\n|:-\t",                // nearly a table, and the parser hesitates
        "a\n\n```rust\nfn main() {}\n",   // a fence that stays open
        "a\n```x`\nb\n\nc",               // nearly a fence
        "    code\n\n    more\n\nb",      // indented code
        "> a\nb\n\n> c\n\nd",             // lazy lines
        "<div>\n\na\n\n</div>\nb",        // raw HTML
        "a\r\n\r\nb\r\rc\n",              // other line ends
    ] {
        let end = whole(text);
        let mut report = LiveReport::new();
        let mut window = Window::default();
        for cut in 1..=text.len() {
            report.set_text(cut - 1, &text[..cut]);
            window.apply(report.render());
            assert_eq!(
                window.blocks,
                end[..window.blocks.len()],
                "{:?}",
                &text[..cut]
            );
            let now: String = whole(&text[..cut]).into_iter().map(|b| b.html).collect();
            assert_eq!(window.html(), now, "{:?}", &text[..cut]);
        }
    }
}

#[test]
fn a_markdown_fence_around_the_answer_is_taken_off() {
    let inside = sample(2_000);
    for text in [
        format!("```markdown\n{inside}```"),
        format!("\n```md\n{inside}```\n\n"),
        format!("~~~~Markdown\n{inside}~~~~\n"),
        format!("```markdown\n{inside}"),
    ] {
        let (mut report, mut window) = streamed(&text, every(5, &text));
        window.apply(report.finish());
        assert_eq!(window.blocks, whole(&inside));
    }
    let remark = "```markdown\n# A\n```\n\nI hope **this** helps.";
    let (mut report, mut window) = streamed(remark, every(1, remark));
    let html = "<h1>A</h1><p>I hope <strong>this</strong> helps.</p>";
    assert_eq!(window.html(), html);
    window.apply(report.finish());
    assert_eq!(window.html(), html);
}

#[test]
fn the_view_of_a_huge_answer_is_cut_and_says_so() {
    let text = "投资有风险\n\n".repeat(MAX_VIEW_BYTES / 10);
    let mut report = LiveReport::new();
    report.set_text(0, &text);
    report.finish();
    assert!(report.is_cut());
    assert!(report.work().parsed <= MAX_VIEW_BYTES as u64);
    report.set_text(0, "short");
    report.finish();
    assert!(!report.is_cut());

    let mut report = LiveReport::new();
    report.set_text(0, &"a\n\n".repeat(report::MAX_BLOCKS + 1));
    let patch = report.finish().unwrap();
    assert_eq!(patch.blocks.len(), report::MAX_BLOCKS);
    assert!(report.is_cut());
}

/// Pieces of Markdown that affect each other's parsing. Excludes definitions, which only the end resolves.
fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    let piece = prop::sample::select(vec![
        "\n",
        "\n",
        "\n\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "  ",
        "    ",
        "\t",
        "a",
        "中",
        "。",
        "“",
        "1",
        "1. ",
        "2) ",
        "- ",
        "* ",
        "+ ",
        "-",
        "=",
        "---",
        "***",
        "**",
        "*",
        "_",
        "~~",
        "~",
        "`",
        "``",
        "```",
        "```\n",
        "~~~",
        "#",
        "# ",
        "###### ",
        "> ",
        ">",
        "|",
        "|a|b|\n",
        "|-|-|\n",
        "|:-",
        "<div>",
        "</div>",
        "<br>",
        "<!--",
        "-->",
        "<?",
        "<pre>",
        "<a",
        "&amp;",
        "&",
        "\\",
        "[a](https://b.c)",
        "![a](b)",
        "[ ] ",
        "[x] ",
        "[",
        "]",
        "text ",
        "\u{3000}",
        "```markdown\n",
    ]);
    prop::collection::vec(piece, 0..40)
}

/// Enough for every run; set `PROPTEST_CASES` for a longer search.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(500)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_committed_is_what_the_whole_text_gives(pieces in pieces()) {
        let text = pieces.concat();
        let mut report = LiveReport::new();
        let mut window = Window::default();
        let mut now = String::new();
        let mut committed = Vec::new();
        for piece in pieces {
            let kept = now.len();
            now.push_str(piece);
            report.set_text(kept, &now);
            window.apply(report.render());
            committed.push((now.len(), window.blocks.clone()));
        }
        window.apply(report.finish());
        prop_assert_eq!(&window.blocks, &whole(&text), "{:?}", text);
        for (at, blocks) in committed {
            prop_assert!(window.blocks.starts_with(&blocks), "{:?} at {}", text, at);
        }
    }

    #[test]
    fn any_series_of_texts_ends_as_the_last_one(texts in prop::collection::vec((pieces(), any::<bool>()), 1..5)) {
        let mut report = LiveReport::new();
        let mut window = Window::default();
        let mut former = String::new();
        for (pieces, render) in &texts {
            let text = pieces.concat();
            let kept = former.chars().zip(text.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
            report.set_text(kept, &text);
            if *render {
                window.apply(report.render());
            }
            former = text;
        }
        window.apply(report.finish());
        prop_assert_eq!(window.blocks, whole(&former));
    }

    #[test]
    fn any_number_of_kept_bytes_ends_as_the_text_it_stands_for(texts in prop::collection::vec((any::<usize>(), any::<String>()), 0..5)) {
        let mut report = LiveReport::new();
        let mut window = Window::default();
        let mut composed = String::new();
        for (kept, text) in texts {
            report.set_text(kept, &text);
            window.apply(report.render());
            let most = kept.min(composed.len()).min(text.len());
            let kept = (0..=most)
                .rev()
                .find(|&at| composed.is_char_boundary(at) && text.is_char_boundary(at))
                .unwrap_or(0);
            composed.truncate(kept);
            composed.push_str(&text[kept..]);
        }
        window.apply(report.finish());
        prop_assert_eq!(window.blocks, whole(&composed));
    }
}
