//! Comparison of two reports.

use report::compare::{Comparison, MAX_LINES, Passage, RowKind, compare, compare_lines};

use crate::browser::Content;

/// Kinds of the rows, one letter each.
fn kinds(comparison: &Comparison) -> String {
    let rows = comparison.rows.iter();
    rows.map(|row| match row.kind {
        RowKind::Same => '=',
        RowKind::Changed => '~',
        RowKind::Added => '+',
        RowKind::Removed => '-',
    })
    .collect()
}

/// Marked texts.
fn marked(passage: Option<&Passage>) -> Vec<String> {
    let passage = passage.unwrap();
    let content = Content::of(&passage.html);
    let marks = passage.marks.iter();
    marks
        .map(|mark| content.range(mark.from, mark.to))
        .collect()
}

/// Marked texts of two reports of one block each.
fn marks(old: &str, new: &str) -> (Vec<String>, Vec<String>) {
    let comparison = compare(old, new);
    assert_eq!(kinds(&comparison), "~", "{comparison:?}");
    let row = comparison.rows.first().unwrap();
    (marked(row.old.as_ref()), marked(row.new.as_ref()))
}

#[test]
fn a_changed_block_stands_beside_its_former_version_and_new_ones_alone() {
    let old = "# 甲公司尽调\n\n## 基本情况\n\n注册资本1000万元，成立于2019年。\n\n## 诉讼\n\n未发现被执行记录。\n\n旧的一段会消失。";
    let new = "# 甲公司尽调\n\n## 基本情况\n\n注册资本2000万元，成立于2019年。\n\n## 处罚\n\n证监局于2025年出具警示函。\n\n## 诉讼\n\n未发现被执行记录。";
    let comparison = compare(old, new);
    assert_eq!(kinds(&comparison), "==~++==-");
    assert_eq!((comparison.same, comparison.changed), (4, 1));
    assert_eq!((comparison.added, comparison.removed), (2, 1));
    let changed = comparison.rows.get(2).unwrap();
    assert_eq!(marked(changed.old.as_ref()), ["1000"]);
    assert_eq!(marked(changed.new.as_ref()), ["2000"]);
    let added = comparison.rows.get(3).unwrap();
    assert_eq!(added.old, None);
    assert_eq!(added.new.as_ref().unwrap().html, "<h2>处罚</h2>");
}

#[test]
fn both_reports_are_whole_and_in_their_order() {
    let old = "a\n\nb\n\n- c\n- d\n\n```\ne\n```\n\nf";
    let new = "```\ne\n```\n\ng\n\na\n\n- c\n- d x\n\nh";
    let comparison = compare(old, new);
    for (markdown, olds) in [(old, true), (new, false)] {
        let mut report = report::LiveReport::new();
        report.set_text(0, markdown);
        let blocks = report.finish().unwrap().blocks;
        let rows = comparison.rows.iter();
        let side = rows.filter_map(|row| {
            if olds {
                row.old.as_ref()
            } else {
                row.new.as_ref()
            }
        });
        let htmls: Vec<_> = side.map(|passage| &passage.html).collect();
        assert_eq!(
            htmls,
            blocks.iter().map(|block| &block.html).collect::<Vec<_>>()
        );
    }
}

#[test]
fn spaces_and_formatting_alone_are_no_change() {
    for (old, new) in [
        ("**重要**：中国 证券", "重要：中国证券"),
        ("a b\nc", "a *b*   c"),
        ("## 概况", "**概况**"),
        ("- a\n- b", "- a\n\n- b"),
        ("|a|b|\n|-|-|\n|1|2|", "| a | b |\n|:-|-:|\n| 1 | 2 |"),
    ] {
        let comparison = compare(old, new);
        assert_eq!(kinds(&comparison), "=", "{old:?}");
        let row = comparison.rows.into_iter().next().unwrap();
        assert!(row.old.unwrap().marks.is_empty() && row.new.unwrap().marks.is_empty());
    }
}

#[test]
fn marks_are_where_a_browser_finds_them() {
    for (old, new, old_marks, new_marks) in [
        // Supplementary-plane characters, joined emoji, and a flag.
        (
            "😀𠮷野家 👨‍👩‍👧 位于🇨🇳北京市朝阳区",
            "😀𠮷野家 👨‍👩‍👦 位于🇨🇳北京市海淀区",
            vec!["👨‍👩‍👧", "朝阳"],
            vec!["👨‍👩‍👦", "海淀"],
        ),
        // Character references, a link, a hard line break.
        (
            "A & B < C &nbsp; \"d\" [链接](https://example.com/?a=1&b=2) 风险等级 R2",
            "A & B < C &nbsp; \"d\" [链接](https://example.com/?a=3&b=4) 风险等级 R3",
            vec!["R2"],
            vec!["R3"],
        ),
        (
            "第一行保持不变  \n第二行 **旧值** 结尾",
            "第一行保持不变  \n第二行 **新值** 结尾",
            vec!["旧"],
            vec!["新"],
        ),
        (
            "```\nif a < b && c {\n    limit = 10;\n}\n```",
            "```\nif a < b && c {\n    limit = 200;\n}\n```",
            vec!["10"],
            vec!["200"],
        ),
        (
            "收入很高，风险不大。",
            "收入很高；风险不大。",
            vec!["，"],
            vec!["；"],
        ),
        (
            "The fund returned 4.5% in the year",
            "The fund returned in the year",
            vec!["4.5%"],
            vec![],
        ),
    ] {
        assert_eq!(
            marks(old, new),
            (
                old_marks.into_iter().map(str::to_owned).collect(),
                new_marks.into_iter().map(str::to_owned).collect()
            ),
            "{old:?}"
        );
    }
}

#[test]
fn a_number_is_marked_whole_and_each_cell_for_itself() {
    let table = |a: &str, b: &str| {
        format!("|指标|2023|2024|\n|-|-|-|\n|净利润（亿元）|{a}|{b}|\n|资产负债率|61%|60%|")
    };
    let (old, new) = marks(&table("1,204.5", "13"), &table("1,204.9", "18"));
    assert_eq!(old, ["1,204.5", "13"]);
    assert_eq!(new, ["1,204.9", "18"]);
}

#[test]
fn small_gaps_between_marks_are_marked_along() {
    let (old, new) = marks(
        "公司位于北京的朝阳区，主营基金销售业务",
        "公司位于上海的浦东区，主营基金销售业务",
    );
    assert_eq!(
        (old, new),
        (vec!["北京的朝阳".into()], vec!["上海的浦东".into()])
    );
}

#[test]
fn a_heading_is_never_a_version_of_a_paragraph() {
    assert_eq!(
        kinds(&compare("## 经营异常与处罚", "经营异常与处罚情况")),
        "-+"
    );
    assert_eq!(
        kinds(&compare("## 经营异常与处罚", "### 经营异常与处罚情况")),
        "~"
    );
}

#[test]
fn of_repeated_blocks_each_finds_its_own() {
    let old = "## 甲\n\n无异常。\n\n## 乙\n\n无异常。\n\n---\n\n## 丙\n\n无异常。";
    let new = "## 甲\n\n无异常。\n\n## 乙\n\n列入经营异常名录。\n\n---\n\n## 丙\n\n无异常。";
    assert_eq!(kinds(&compare(old, new)), "===-+===");
}

#[test]
fn nothing_beside_something_and_nothing_beside_nothing() {
    assert_eq!(kinds(&compare("", "a\n\nb")), "++");
    assert_eq!(kinds(&compare("a", "")), "-");
    assert_eq!(kinds(&compare("", "")), "");
    let long = "a\n\n".repeat(report::MAX_BLOCKS + 1);
    assert!(compare("a", &long).cut);
    assert!(!compare("a", "b").cut);
}

#[test]
fn plain_texts_are_compared_line_by_line_without_becoming_markup() {
    let old = "# 1. 保本 <b>保息</b>\n\n详询客户经理\n仅限今日";
    let new = "# 1. 稳健 <b>保息</b>\n详询客户经理\n*星号*";
    let compared = compare_lines(old, new);
    let html: Vec<_> = compared
        .rows
        .iter()
        .map(|row| {
            let html = |passage: &Option<Passage>| passage.as_ref().map(|one| one.html.clone());
            (row.kind, html(&row.old), html(&row.new))
        })
        .collect();
    let line = |text: &str| Some(format!("<p>{text}</p>"));
    assert_eq!(
        html.get(..2),
        Some(
            [
                (
                    RowKind::Changed,
                    line("# 1. 保本 &lt;b&gt;保息&lt;/b&gt;"),
                    line("# 1. 稳健 &lt;b&gt;保息&lt;/b&gt;"),
                ),
                (RowKind::Same, line("详询客户经理"), line("详询客户经理")),
            ]
            .as_slice()
        )
    );
    assert!(!compared.cut);
    let long = "行\n".repeat(MAX_LINES + 1);
    let compared = compare_lines(&long, "行");
    assert!(compared.cut && compared.rows.len() <= MAX_LINES);
}
