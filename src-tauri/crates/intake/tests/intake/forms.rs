//! Tick boxes, drop-downs and signs of symbol fonts in DOCX documents.

use intake::Note;

use crate::packages::{W, body_text, docx};
use crate::preparing::try_prepare;

fn sym(font: &str, code: &str) -> String {
    format!(r#"<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>"#)
}

fn words(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn line(runs: &[String]) -> String {
    format!("<w:p>{}</w:p>", runs.concat())
}

#[test]
fn signs_of_symbol_fonts_say_what_they_show() {
    let body = [
        line(&[
            sym("Wingdings", "F0FE"),
            words("是 "),
            sym("Wingdings", "F0A8"),
            words("否"),
        ]),
        line(&[
            sym("Wingdings 2", "F052"),
            words("是 "),
            sym("Wingdings 2", "00A3"),
            words("否"),
        ]),
        line(&[
            sym("Wingdings", "F0FD"),
            words("已读 "),
            sym("Wingdings 2", "F054"),
            words("已签"),
        ]),
        line(&[sym("MS Gothic", "2612"), words("同意")]),
    ];
    assert_eq!(
        body_text(&body.concat()),
        "☑是 ☐否\n☑是 ☐否\n☒已读 ☒已签\n☒同意"
    );
}

#[test]
fn letters_in_a_symbol_font_are_signs_too() {
    let run = |fonts: &str, text: &str| {
        format!("<w:r><w:rPr><w:rFonts {fonts}/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    let body = line(&[
        run(r#"w:ascii="Wingdings 2" w:hAnsi="Wingdings 2""#, "R"),
        words("是"),
        run(r#"w:ascii="Wingdings" w:hAnsi="Wingdings""#, "&#xF0A8;"),
        words("否R"),
    ]);
    assert_eq!(body_text(&body), "☑是☐否R");
    // The font may come from a style, and a style from another.
    let styles = format!(
        r#"<w:styles {W}><w:style w:type="character" w:styleId="base"><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:style><w:style w:type="character" w:styleId="tick"><w:basedOn w:val="base"/></w:style></w:styles>"#
    );
    let body = r#"<w:p><w:r><w:rPr><w:rStyle w:val="tick"/></w:rPr><w:t>o</w:t></w:r></w:p>"#;
    let file = docx(
        body,
        &[("rId1", "styles", "styles.xml")],
        &[("word/styles.xml", styles.as_bytes())],
    );
    assert_eq!(try_prepare(&file).unwrap().text.unwrap(), "☐");
}

#[test]
fn an_unknown_sign_is_marked_and_that_said() {
    let body = line(&[sym("Bank Symbols", "F041"), words("是")]);
    let prepared = try_prepare(&docx(&body, &[], &[])).unwrap();
    assert_eq!(prepared.text.unwrap(), "〓是");
    assert_eq!(prepared.plan.notes, [Note::SymbolsUnknown]);
}

#[test]
fn form_fields_show_their_choice() {
    let field = |data: &str, code: &str, result: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="a"/><w:enabled/>{data}</w:ffData></w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let tick = |inner: &str| {
        field(
            &format!("<w:checkBox><w:sizeAuto/>{inner}</w:checkBox>"),
            "FORMCHECKBOX",
            "",
        )
    };
    let list = |chosen: &str| {
        format!(
            r#"<w:ddList>{chosen}<w:listEntry w:val="低风险"/><w:listEntry w:val="中风险"/><w:listEntry w:val="高风险"/></w:ddList>"#
        )
    };
    let body = [
        line(&[
            tick(r#"<w:default w:val="0"/><w:checked/>"#),
            words("甲 "),
            tick(r#"<w:default w:val="1"/><w:checked w:val="0"/>"#),
            words("乙 "),
            tick(r#"<w:default w:val="1"/>"#),
            words("丙"),
        ]),
        line(&[
            words("等级："),
            field(&list(r#"<w:result w:val="2"/>"#), "FORMDROPDOWN", ""),
        ]),
        line(&[
            words("等级："),
            field(&list(""), "FORMDROPDOWN", &words("低风险")),
        ]),
        line(&[
            words("姓名："),
            field("<w:textInput/>", "FORMTEXT", &words("张示例")),
        ]),
    ];
    assert_eq!(
        body_text(&body.concat()),
        "☒甲 ☐乙 ☒丙\n等级：高风险\n等级：低风险\n姓名：张示例"
    );
}

#[test]
fn content_controls_show_their_sign() {
    let control = |checked: &str, content: &str| {
        format!(
            r#"<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{checked}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"#
        )
    };
    let body = line(&[
        control("1", &words("☒")),
        words("是 "),
        control("0", &sym("Wingdings", "F0A8")),
        words("否 "),
        control("1", &words("")),
        words("空"),
    ]);
    assert_eq!(body_text(&body), "☒是 ☐否 ☒空");
    let list = r#"<w:p><w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="保本" w:value="1"/></w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:t>非保本</w:t></w:r></w:sdtContent></w:sdt></w:p>"#;
    assert_eq!(body_text(list), "非保本");
}

#[test]
fn fields_that_lay_signs_over_each_other_are_read() {
    let field = |code: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let body = line(&[
        field(r"eq \o\ac(○,1)"),
        words("甲"),
        field(r"EQ \o\ac(□,√)"),
        words("乙"),
        field("PAGE"),
    ]);
    assert_eq!(body_text(&body), "①甲☑乙");
}
