//! Automatic numbering of DOCX documents, written as Word shows it.

use intake::Note;

use crate::packages::{W, docx};
use crate::preparing::try_prepare;

fn level(at: usize, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
    )
}

fn shared(id: u32, levels: &[String]) -> String {
    format!(
        r#"<w:abstractNum w:abstractNumId="{id}">{}</w:abstractNum>"#,
        levels.concat()
    )
}

fn list(id: u32, shared: u32, exceptions: &str) -> String {
    format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{shared}"/>{exceptions}</w:num>"#)
}

/// A paragraph at a level of a list.
fn item(list: u32, at: usize, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

fn plain(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn read(body: &str, numbering: &str, styles: &str) -> (String, Vec<Note>) {
    let numbering = format!("<w:numbering {W}>{numbering}</w:numbering>");
    let styles = format!("<w:styles {W}>{styles}</w:styles>");
    let file = docx(
        body,
        &[
            ("a", "numbering", "numbering.xml"),
            ("b", "styles", "styles.xml"),
        ],
        &[
            ("word/numbering.xml", numbering.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
        ],
    );
    let prepared = try_prepare(&file).unwrap();
    (prepared.text.unwrap(), prepared.plan.notes)
}

#[test]
fn articles_and_their_parts_are_numbered() {
    let numbering = shared(
        0,
        &[
            level(0, "chineseCountingThousand", "第%1条", ""),
            level(
                1,
                "chineseCounting",
                "（%2）",
                r#"<w:suff w:val="nothing"/>"#,
            ),
            level(2, "decimal", "%3.", ""),
        ],
    ) + &list(1, 0, "");
    let body = [
        item(1, 0, "总则"),
        item(1, 1, "目的"),
        item(1, 1, "范围"),
        item(1, 2, "境内"),
        item(1, 2, "境外"),
        plain("说明"),
        item(1, 0, "费用"),
        item(1, 1, "认购费"),
        item(1, 0, "风险"),
    ];
    assert_eq!(
        read(&body.concat(), &numbering, "").0,
        "第一条 总则\n（一）目的\n（二）范围\n1. 境内\n2. 境外\n说明\n第二条 费用\n（一）认购费\n第三条 风险"
    );
}

#[test]
fn headings_are_numbered_by_their_styles() {
    let numbering = shared(
        4,
        &[
            level(0, "decimal", "%1", r#"<w:pStyle w:val="h1"/>"#),
            level(1, "decimal", "%1.%2", r#"<w:pStyle w:val="h2"/>"#),
        ],
    ) + &list(7, 4, "");
    let style = |id: &str, base: &str, more: &str| {
        format!(
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:basedOn w:val="{base}"/><w:pPr>{more}</w:pPr></w:style>"#
        )
    };
    let number = r#"<w:numPr><w:numId w:val="7"/></w:numPr>"#;
    let styles = [
        style("h1", "n", number),
        style(
            "h2",
            "h1",
            r#"<w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>"#,
        ),
        style("derived", "h2", ""),
    ];
    let heading = |style: &str, more: &str, text: &str| {
        format!(
            r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    let off = r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#;
    let body = [
        heading("h1", "", "概况"),
        heading("h2", "", "收益"),
        heading("derived", "", "费用"),
        heading("h1", off, "前言"),
        heading("h1", "", "风险"),
        heading("h2", "", "市场"),
    ];
    assert_eq!(
        read(&body.concat(), &numbering, &styles.concat()).0,
        "1 概况\n1.1 收益\n1.2 费用\n前言\n2 风险\n2.1 市场"
    );
}

#[test]
fn lists_restart_and_go_on_as_they_say() {
    let numbering = [
        shared(
            0,
            &[
                level(0, "decimal", "%1.", ""),
                level(1, "lowerLetter", "%2)", r#"<w:lvlRestart w:val="0"/>"#),
            ],
        ),
        list(1, 0, ""),
        list(
            2,
            0,
            r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>"#,
        ),
        list(
            3,
            0,
            r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="8"/></w:lvlOverride>"#,
        ),
        list(
            4,
            0,
            &format!(
                r#"<w:lvlOverride w:ilvl="0">{}</w:lvlOverride>"#,
                level(0, "upperRoman", "%1.", "")
            ),
        ),
        list(5, 0, ""),
    ];
    let body = [
        item(1, 0, "a"),
        item(1, 1, "b"),
        item(1, 0, "c"),
        // Never restarts.
        item(1, 1, "d"),
        item(2, 0, "e"),
        item(2, 0, "f"),
        item(3, 0, "g"),
        // Another list with the same levels goes on.
        item(5, 0, "h"),
        item(4, 0, "i"),
    ];
    assert_eq!(
        read(&body.concat(), &numbering.concat(), "").0,
        "1. a\na) b\n2. c\nb) d\n1. e\n2. f\n8. g\n9. h\nX. i"
    );
}

#[test]
fn formats_and_bullets_are_written_out() {
    let bullets = r#"<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>"#;
    let numbering = [
        shared(
            0,
            &[
                level(0, "decimalEnclosedCircle", "%1", ""),
                level(1, "upperRoman", "%2.", ""),
                level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
                level(
                    3,
                    "ideographTraditional",
                    "%4、",
                    r#"<w:suff w:val="space"/>"#,
                ),
            ],
        ),
        shared(
            1,
            &[
                level(0, "bullet", "\u{F0FC}", bullets),
                level(1, "bullet", "\u{F0A8}", bullets),
            ],
        ),
        shared(
            2,
            &[r#"<w:lvl w:ilvl="0"><w:start w:val="3"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>"#.to_owned()],
        ),
        list(1, 0, ""),
        list(2, 1, ""),
        list(3, 2, ""),
    ];
    let body = [
        item(1, 0, "a"),
        item(1, 1, "b"),
        item(1, 2, "c"),
        item(1, 3, "d"),
        item(2, 0, "e"),
        item(2, 1, "f"),
        item(3, 0, "g"),
    ];
    assert_eq!(
        read(&body.concat(), &numbering.concat(), "").0,
        "① a\nI. b\n1.1.1 c\n甲、 d\n✓ e\n☐ f\n003 g"
    );
}

#[test]
fn an_unknown_style_of_numbers_is_said() {
    let numbering = shared(0, &[level(0, "thaiLetters", "%1.", "")]) + &list(1, 0, "");
    let (text, notes) = read(&item(1, 0, "a"), &numbering, "");
    assert_eq!((text.as_str(), notes), ("1. a", vec![Note::NumbersGuessed]));
}

#[test]
fn a_list_defined_by_a_style_and_rows_of_a_table_are_numbered() {
    let numbering = [
        r#"<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="s"/></w:abstractNum>"#
            .to_owned(),
        format!(
            r#"<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="s"/>{}</w:abstractNum>"#,
            level(0, "decimal", "（%1）", r#"<w:suff w:val="nothing"/>"#)
        ),
        list(1, 0, ""),
        list(2, 1, ""),
    ];
    let row = |item: &str, text: &str| {
        format!(
            "<w:tr><w:tc>{item}</w:tc><w:tc>{}</w:tc></w:tr>",
            plain(text)
        )
    };
    let body = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&item(1, 0, ""), "管理费"),
        row(&item(1, 0, ""), "托管费")
    );
    assert_eq!(
        read(&body, &numbering.concat(), "").0,
        "（1）\t管理费\n（2）\t托管费"
    );
}

#[test]
fn hidden_and_deleted_paragraphs_take_no_number() {
    let numbering = shared(0, &[level(0, "decimal", "%1.", "")]) + &list(1, 0, "");
    let gone = |mark: &str, run: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr>{mark}</w:rPr></w:pPr>{run}</w:p>"#
        )
    };
    let body = [
        item(1, 0, "a"),
        gone(
            "<w:vanish/>",
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>",
        ),
        gone(
            "<w:del/>",
            "<w:del><w:r><w:delText>y</w:delText></w:r></w:del>",
        ),
        item(1, 0, "b"),
    ];
    assert_eq!(read(&body.concat(), &numbering, "").0, "1. a\n2. b");
}

#[test]
fn a_heading_that_begins_a_line_keeps_its_number() {
    let numbering = shared(0, &[level(0, "decimal", "%1.", "")]) + &list(1, 0, "");
    let heading = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr><w:r><w:t>范围。</w:t></w:r></w:p>"#;
    let body = [
        heading.to_owned(),
        plain("本办法适用于"),
        item(1, 0, "定义"),
    ];
    assert_eq!(
        read(&body.concat(), &numbering, "").0,
        "1. 范围。本办法适用于\n2. 定义"
    );
}

#[test]
fn a_header_counts_for_itself() {
    let numbering = shared(0, &[level(0, "decimal", "%1.", "")]) + &list(1, 0, "");
    let numbering = format!("<w:numbering {W}>{numbering}</w:numbering>");
    let header = format!("<w:hdr {W}>{}</w:hdr>", item(1, 0, "页眉"));
    let file = docx(
        &item(1, 0, "正文"),
        &[
            ("a", "numbering", "numbering.xml"),
            ("b", "header", "header1.xml"),
        ],
        &[
            ("word/numbering.xml", numbering.as_bytes()),
            ("word/header1.xml", header.as_bytes()),
        ],
    );
    let prepared = try_prepare(&file).unwrap();
    assert_eq!(prepared.text.unwrap(), "1. 页眉\n\n1. 正文");
}
