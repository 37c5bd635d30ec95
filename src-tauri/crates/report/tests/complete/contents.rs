//! List of headings.

use report::LiveReport;
use report::plain::{Heading, MAX_HEADINGS, contents};

#[test]
fn headings_are_listed_with_the_block_they_are_in_the_view() {
    let markdown = "```markdown\n前言\n\n# **甲** & `乙` <丙>\n\na\nb\n===\n\n> # 引文\n\n- # 项\n\n###### 末节[链接](https://example.com)\n```";
    let headings = contents(markdown);
    let heading = |level, text: &str, block| Heading {
        level,
        text: text.to_owned(),
        block,
    };
    assert_eq!(
        headings,
        [
            heading(1, "甲 & 乙 <丙>", 1),
            heading(1, "a b", 2),
            heading(6, "末节链接", 5),
        ]
    );
    let mut report = LiveReport::new();
    report.set_text(0, markdown);
    let blocks = report.finish().unwrap().blocks;
    for Heading { level, block, .. } in headings {
        let block = blocks.get(block as usize).unwrap();
        assert!(block.html.starts_with(&format!("<h{level}>")), "{block:?}");
    }
}

#[test]
fn the_list_is_bounded() {
    let markdown = "# a\n".repeat(MAX_HEADINGS + 10);
    assert_eq!(contents(&markdown).len(), MAX_HEADINGS);
    assert_eq!(contents(""), []);
}
