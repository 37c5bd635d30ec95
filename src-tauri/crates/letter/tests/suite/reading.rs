//! What an independent reader finds in a letter.

use letter::{
    document::{Block, Cell, Document, Language, Run, Table},
    docx,
    model::Letter,
};
use serde_json::Value;

use crate::{
    packed::Parts,
    readers::{python_docx, texts},
    sample,
};

fn letter_of(findings: u32, language: Language) -> Value {
    let document = sample::letter(findings).document(language);
    python_docx(&docx::write(&document).unwrap())
}

fn tables(read: &Value) -> Vec<&Value> {
    let blocks = read["body"].as_array().unwrap().iter();
    blocks
        .filter(|block| block.get("table").is_some())
        .collect()
}

fn headings(read: &Value, style: &str) -> Vec<String> {
    let blocks = read["body"].as_array().unwrap().iter();
    let headings = blocks.filter(|block| block["style"].as_str() == Some(style));
    headings
        .map(|block| block["text"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_finding_and_decision_and_table_comes_back() {
    let read = letter_of(30, Language::Chinese);
    assert_eq!(headings(&read, "Title"), ["消保审查意见书"]);
    assert_eq!(headings(&read, "Heading 1").len(), 9);
    assert_eq!(headings(&read, "Heading 2").len(), 30);
    let tables = tables(&read);
    // Cover, overview, findings, rectification, checklist, steps, evidence.
    assert_eq!(tables.len(), 36);
    assert!(tables.iter().all(|table| table["style"] == "Table Grid"));
    let overview = &tables[1];
    assert_eq!(overview["table"].as_array().unwrap().len(), 31);
    assert_eq!(
        (&overview["header_rows"], &overview["whole_rows"]),
        (&1.into(), &31.into())
    );
    let decisions = ["采纳", "修改后采纳", "不采纳", "采纳"];
    for (number, finding) in (0_usize..).zip(&tables[2..32]) {
        let rows = finding["table"].as_array().unwrap();
        let value = |name: &str| {
            let row = rows.iter().find(|row| row[0] == name).unwrap();
            row[1].as_str().unwrap()
        };
        let decided = value("人工结论与理由").lines().next().unwrap();
        assert_eq!(decided, decisions[number % 4]);
        assert!(!value("风险等级").is_empty());
    }
    assert!(tables[2]["table"].to_string().contains("稳赚不赔"));
    assert!(
        tables[3]["table"]
            .to_string()
            .contains("低风险（原定级：中风险）")
    );
}

#[test]
fn header_footer_and_metadata_come_back() {
    let read = letter_of(1, Language::Chinese);
    assert_eq!(read["header"][0], "消保审查意见书\tSC-2026-0001");
    assert_eq!(read["footer"][0], "第 1 页　共 1 页");
    let core = &read["core"];
    assert_eq!(core["title"], "消保审查意见书");
    assert_eq!(core["author"], "张示例");
    assert!(
        core["keywords"]
            .as_str()
            .unwrap()
            .starts_with("人工智能辅助")
    );
    assert_eq!(core["keywords"], core["comments"]);
    assert_eq!(core["created"], "2026-11-30T06:30:00");
    let english = letter_of(1, Language::English);
    assert_eq!(english["footer"][0], "Page 1 of 1");
    let draft = docx::write(&Letter::default().document(Language::Chinese)).unwrap();
    let header = python_docx(&draft)["header"].to_string();
    assert!(header.contains("审阅草稿"), "{header}");
}

#[test]
fn each_run_names_a_chinese_font() {
    let read = letter_of(4, Language::Chinese);
    assert_eq!(read["runs"], read["east_asian_runs"]);
    assert!(read["runs"].as_u64().unwrap() > 100);
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let write = || docx::write(&sample::letter(3).document(Language::Chinese)).unwrap();
    assert_eq!(write(), write());
}

#[test]
fn pictures_fit_the_page_and_are_described() {
    let read = letter_of(3, Language::Chinese);
    let picture = &read["pictures"][0];
    let described = picture["description"].as_str().unwrap();
    assert!(described.ends_with("标注了发现 1、3"), "{described}");
    let text_width = 9_070 * 635;
    assert!(picture["width"].as_u64().unwrap() <= text_width);
    // A picture as tall as six pages is shown in strips of the full width.
    let mut letter = sample::letter(0);
    (letter.pictures[0].width, letter.pictures[0].height) = (1_000, 8_000);
    let read = python_docx(&docx::write(&letter.document(Language::Chinese)).unwrap());
    let strips = read["pictures"].as_array().unwrap();
    assert_eq!(strips.len(), 7);
    assert!(
        strips
            .iter()
            .all(|strip| strip["width"].as_u64() == Some(text_width))
    );
}

#[test]
fn bytes_that_are_no_picture_leave_a_letter_that_can_be_read() {
    let mut letter = sample::letter(0);
    letter.pictures[0].bytes = b"no picture".to_vec();
    let read = python_docx(&docx::write(&letter.document(Language::Chinese)).unwrap());
    assert_eq!(read["pictures"].as_array().unwrap().len(), 0);
}

#[test]
fn text_comes_back_as_it_was_but_for_forbidden_characters() {
    for (text, read_back) in [
        ("<w:p>&amp;\"'>]]>", "<w:p>&amp;\"'>]]>"),
        ("  两端空格  ", "  两端空格  "),
        ("一行\n二行\r\n三行\t列", "一行\n二行\n三行\t列"),
        (
            "\0响\u{7}\u{b}\u{c}\u{1b}\u{ffff}",
            "\u{fffd}响\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
        ),
        ("𠮷👨‍👩‍👧\u{202e}倒\u{200b}", "𠮷👨‍👩‍👧\u{202e}倒\u{200b}"),
        ("{{编号}}", "{{编号}}"),
    ] {
        let mut letter = sample::letter(1);
        letter.submission.title = text.to_owned();
        letter.pictures[0].description = text.to_owned();
        let written = docx::write(&letter.document(Language::Chinese)).unwrap();
        let template = docx::template(Language::Chinese).unwrap();
        let filled = docx::fill(&template, &letter, Language::Chinese).unwrap();
        for document in [written, filled] {
            let texts = texts(&python_docx(&document));
            assert!(
                texts.iter().any(|it| it == read_back),
                "{text:?} in {texts:?}"
            );
        }
    }
}

#[test]
fn documents_other_than_letters_have_items_and_code_and_page_breaks() {
    let item = |depth, number, text: &str| Block::Item {
        depth,
        number,
        runs: vec![Run::plain(text)],
    };
    let document = Document {
        title: "报告".to_owned(),
        blocks: vec![
            Block::Title("报告".to_owned()),
            Block::Heading {
                level: 4,
                text: "小节".to_owned(),
            },
            item(0, None, "点"),
            item(1, Some(2), "二"),
            Block::PageBreak,
            Block::Table(Table {
                rows: vec![
                    vec![Cell::plain("甲"), Cell::default()],
                    vec![Cell::plain("乙")],
                ],
                ..Table::default()
            }),
            Block::Table(Table::default()),
            Block::Paragraph(vec![Run {
                code: true,
                struck: true,
                italic: true,
                ..Run::plain("code")
            }]),
            Block::PageBreak,
        ],
        ..Document::default()
    };
    let packed = docx::write(&document).unwrap();
    let texts = texts(&python_docx(&packed));
    let words: Vec<_> = texts.iter().filter(|text| !text.is_empty()).collect();
    assert_eq!(
        words,
        ["报告", "小节", "•\t点", "2.\t二", "甲", "乙", "code"]
    );
    let parts = Parts::of(&packed);
    let xml = parts.text("word/document.xml");
    assert_eq!(xml.matches("w:pageBreakBefore").count(), 2);
}
