//! Superscripts, subscripts and notes in DOCX documents.

use intake::Note;

use crate::packages::{W, body_text, docx, paragraph};
use crate::preparing::try_prepare;

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

const UP: &str = r#"<w:vertAlign w:val="superscript"/>"#;
const DOWN: &str = r#"<w:vertAlign w:val="subscript"/>"#;

#[test]
fn raised_digits_are_no_part_of_the_number_before_them() {
    let line = |runs: &[String]| format!("<w:p>{}</w:p>", runs.concat());
    let body = [
        line(&[run("", "10"), run(UP, "9"), run("", " 元")]),
        line(&[run("", "2.61%"), run(UP, "2")]),
        line(&[run("", "10"), run(UP, "1"), run(UP, "2")]),
        line(&[run("", "收益率"), run(UP, "注1"), run("", "为")]),
        line(&[
            run("", "CO"),
            run(DOWN, "2"),
            run("", "，r"),
            run(DOWN, "max"),
        ]),
        line(&[
            run("", "产品"),
            run(UP, "®"),
            run(r#"<w:vertAlign w:val="baseline"/>"#, "1"),
        ]),
        line(&[
            run("", "10"),
            run(r#"<w:position w:val="8"/><w:sz w:val="14"/>"#, "6"),
        ]),
    ];
    assert_eq!(
        body_text(&body.concat()),
        "10⁹ 元\n2.61%²\n10¹²\n收益率^(注1)为\nCO₂，r_(max)\n产品®1\n10⁶"
    );
}

#[test]
fn a_style_raises_too_and_a_run_can_take_it_back() {
    let styles = format!(
        r#"<w:styles {W}><w:style w:type="character" w:styleId="a"><w:rPr>{UP}</w:rPr></w:style></w:styles>"#
    );
    let styled = r#"<w:rStyle w:val="a"/>"#;
    let body = format!(
        "<w:p>{}{}{}</w:p>",
        run("", "8"),
        run(styled, "3"),
        run(&format!(r#"{styled}<w:vertAlign w:val="baseline"/>"#), "%")
    );
    let file = docx(
        &body,
        &[("rId1", "styles", "styles.xml")],
        &[("word/styles.xml", styles.as_bytes())],
    );
    assert_eq!(try_prepare(&file).unwrap().text.unwrap(), "8³%");
}

#[test]
fn a_reference_and_its_note_carry_the_same_number() {
    let reference = |kind: &str, id: u32| {
        format!("<w:r><w:rPr>{UP}</w:rPr><w:{kind}Reference w:id=\"{id}\"/></w:r>")
    };
    let notes = |kind: &str, list: &[(u32, &str)]| {
        let list: String = list
            .iter()
            .map(|(id, text)| {
                format!("<w:{kind} w:id=\"{id}\"><w:p><w:r><w:rPr>{UP}</w:rPr><w:{kind}Ref/></w:r><w:r><w:t> {text}</w:t></w:r></w:p></w:{kind}>")
            })
            .collect();
        format!(
            "<w:{kind}s {W}><w:{kind} w:type=\"separator\" w:id=\"-1\"><w:p/></w:{kind}>{list}</w:{kind}s>"
        )
    };
    let body = format!(
        "<w:p>{}{}{}{}</w:p><w:p>{}{}</w:p>",
        run("", "收益4%"),
        reference("footnote", 7),
        run("", "，不保本"),
        reference("footnote", 2),
        run("", "末"),
        reference("endnote", 1),
    );
    let footnotes = notes(
        "footnote",
        &[(2, "见说明书"), (7, "过往业绩"), (9, "没有引用")],
    );
    let endnotes = notes("endnote", &[(1, "来源")]);
    let file = docx(
        &body,
        &[
            ("a", "footnotes", "footnotes.xml"),
            ("b", "endnotes", "endnotes.xml"),
        ],
        &[
            ("word/footnotes.xml", footnotes.as_bytes()),
            ("word/endnotes.xml", endnotes.as_bytes()),
        ],
    );
    assert_eq!(
        try_prepare(&file).unwrap().text.unwrap(),
        "收益4%[1]，不保本[2]\n末[i]\n\n[1] 过往业绩\n[2] 见说明书\n\n[i] 来源"
    );
}

#[test]
fn notes_are_numbered_as_the_settings_say_and_may_have_their_own_mark() {
    let settings = format!(
        r#"<w:settings {W}><w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numStart w:val="3"/></w:footnotePr></w:settings>"#
    );
    let body = format!(
        r#"<w:p>{}<w:r><w:footnoteReference w:id="2"/></w:r>{}<w:r><w:rPr>{UP}</w:rPr><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r></w:p>"#,
        run("", "甲"),
        run("", "乙"),
    );
    let footnotes = format!(
        r#"<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>一</w:t></w:r></w:p></w:footnote><w:footnote w:id="3">{}</w:footnote></w:footnotes>"#,
        paragraph("* 二")
    );
    let file = docx(
        &body,
        &[
            ("a", "footnotes", "footnotes.xml"),
            ("b", "settings", "settings.xml"),
        ],
        &[
            ("word/footnotes.xml", footnotes.as_bytes()),
            ("word/settings.xml", settings.as_bytes()),
        ],
    );
    let prepared = try_prepare(&file).unwrap();
    assert_eq!(prepared.text.unwrap(), "甲[③]乙*\n\n[③]一\n* 二");
    assert_eq!(prepared.plan.notes, []);
}

#[test]
fn notes_that_are_numbered_anew_on_each_page_are_said_to_be_unsure() {
    let body = r#"<w:p><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:sectPr><w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr></w:sectPr>"#;
    let prepared = try_prepare(&docx(body, &[], &[])).unwrap();
    assert_eq!(prepared.text.unwrap(), "[1][2]");
    assert_eq!(prepared.plan.notes, [Note::NumbersGuessed]);
}
