//! The page for the yearly report.

use std::fmt::Write as _;

use report::page::{Page, page as html};

use super::{
    columns::{FEW, FIGURES},
    words::Words,
};
use crate::wire::{ReviewGroup, ReviewStatistics};

/// The most rows of a table.
const LIMIT: usize = 100;

/// The figures as an HTML page that makes no requests. `made` is the time of creation.
pub fn page(statistics: &ReviewStatistics, words: Words, made: &str) -> String {
    let title = words.say(
        "消费者权益保护审查统计",
        "Review of marketing material: statistics",
    );
    let period = words.period(&statistics.period);
    let (period_label, made_label) = (words.say("期间", "Period"), words.say("生成时间", "Made"));
    let left_out = words.left_out(statistics);
    let notice: Vec<_> = left_out.iter().map(String::as_str).collect();
    html(&Page {
        title: &title,
        language: if words.english { "en" } else { "zh-CN" },
        facts: &[(&period_label, &period), (&made_label, made)],
        notice: &notice,
        found: None,
        markdown: &markdown(statistics, words),
        flowchart: None,
        contents_label: &words.say("目录", "Contents"),
    })
}

fn markdown(statistics: &ReviewStatistics, words: Words) -> String {
    let mut out = String::new();
    heading(&mut out, &words.say("总体", "Overview"));
    let rows = FIGURES.iter().map(|figure| {
        let value = figure.value(&statistics.all).in_words(words);
        vec![figure.name(words), value]
    });
    let heads = [words.say("指标", "Figure"), words.say("数值", "Value")];
    table(&mut out, &heads, rows.collect(), words);
    for (zh, en, groups) in [
        ("按月", "By month", &statistics.months),
        ("按季度", "By quarter", &statistics.quarters),
        ("按审查类型", "By type of review", &statistics.types),
        ("按投放渠道", "By channel", &statistics.channels),
        ("按关联产品", "By product", &statistics.products),
        ("按申请部门", "By department", &statistics.departments),
    ] {
        // One row would repeat the overview.
        if groups.len() > 1 {
            heading(&mut out, &words.say(zh, en));
            figures(&mut out, groups, words);
        }
    }
    if !statistics.reasons.is_empty() {
        heading(
            &mut out,
            &words.say("不采纳的理由", "Why findings were dismissed"),
        );
        let heads = [words.say("理由", "Reason"), words.say("次数", "Count")];
        let rows = statistics.reasons.iter();
        let rows = rows.map(|one| vec![one.reason.clone(), one.count.to_string()]);
        table(&mut out, &heads, rows.collect(), words);
    }
    heading(
        &mut out,
        &words.say("统计口径", "How the figures are counted"),
    );
    for note in words.notes() {
        line(&mut out, &format!("- {}", escaped(&note)));
    }
    out
}

fn figures(out: &mut String, groups: &[ReviewGroup], words: Words) {
    let few: Vec<_> = FEW.iter().filter_map(|place| FIGURES.get(*place)).collect();
    let mut heads = vec![String::new()];
    heads.extend(few.iter().map(|figure| figure.name(words)));
    let rows = groups.iter().map(|group| {
        let values = few.iter();
        let values = values.map(|figure| figure.value(&group.figures).in_words(words));
        std::iter::once(words.group(&group.name))
            .chain(values)
            .collect()
    });
    table(out, &heads, rows.collect(), words);
}

fn heading(out: &mut String, text: &str) {
    line(out, &format!("\n## {text}\n"));
}

fn table(out: &mut String, heads: &[String], rows: Vec<Vec<String>>, words: Words) {
    let cells = |cells: &[String]| -> String {
        let cells: Vec<_> = cells.iter().map(|cell| escaped(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    line(out, &cells(heads));
    line(out, &format!("|{}", " --- |".repeat(heads.len())));
    for row in rows.iter().take(LIMIT) {
        line(out, &cells(row));
    }
    line(out, "");
    if rows.len() > LIMIT {
        let more = rows.len() - LIMIT;
        line(
            out,
            &words.say(
                &format!("另有 {more} 行，见台账。"),
                &format!("{more} more rows are in the register."),
            ),
        );
    }
}

/// A text escaped for Markdown, in one line.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in visible_text::strip_invisible(text).chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_ascii_punctuation() => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

fn line(out: &mut String, text: &str) {
    // A string takes everything.
    let _ = writeln!(out, "{text}");
}
