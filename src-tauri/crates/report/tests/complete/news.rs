//! What is new since the previous report.

use report::compare::news;

fn html(old: &str, new: &str) -> Vec<String> {
    let news = news(old, new).into_iter();
    news.map(|block| block.html).collect()
}

#[test]
fn what_was_added_or_changed_stands_below_its_heading_in_its_order() {
    let old = "# 动态\n\n## 基金\n\n甲办法施行。\n\n## 银行\n\n乙通知发布。\n\n罚款10万元。";
    let new = "# 动态\n\n## 基金\n\n甲办法施行。\n\n丙指引征求意见。\n\n丁问答发布。\n\n## 银行\n\n乙通知发布。\n\n罚款20万元。\n\n## 保险\n\n戊规定出台。";
    assert_eq!(
        html(old, new),
        [
            "<h2>基金</h2>",
            "<p>丙指引征求意见。</p>",
            "<p>丁问答发布。</p>",
            "<h2>银行</h2>",
            "<p>罚款20万元。</p>",
            "<h2>保险</h2>",
            "<p>戊规定出台。</p>",
        ]
    );
}

#[test]
fn order_spaces_punctuation_and_formatting_are_no_news() {
    let old =
        "## 一、基金\n\n甲办法（试行）施行，自2025年起。\n\n## 二、银行\n\n乙通知 发布\n\n---";
    let new =
        "## 二 银行\n\n**乙通知**发布。\n\n***\n\n# 一、基金\n\n甲办法(试行)施行；自2025年起\n\n……";
    assert_eq!(html(old, new), [""; 0]);
}

#[test]
fn a_figure_a_sign_or_a_symbol_that_changed_is_news() {
    for (old, new) in [
        ("涨幅1.5%", "涨幅15%"),
        ("变动 3%", "变动 -3%"),
        ("不少于≥5", "不少于≤5"),
        ("- [ ] 备案", "- [x] 备案"),
    ] {
        assert_eq!(html(old, new).len(), 1, "{new}");
    }
}

#[test]
fn all_of_a_first_report_is_news_and_nothing_of_the_same_one() {
    let report = "# a\n\nb\n\nc";
    assert_eq!(html("", report).len(), 3);
    assert_eq!(html(report, report), [""; 0]);
}
