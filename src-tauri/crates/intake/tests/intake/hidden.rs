//! Text and shapes that Word does not display, tracked changes, and documents inside documents.

use image::ImageFormat;
use intake::Note;

use crate::common::picture;
use crate::packages::{W, blip, body_text, docx, paragraph};
use crate::preparing::try_prepare;

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

fn read(body: &str, parts: &[(&str, &str)]) -> (String, Vec<Note>) {
    let list: Vec<_> = parts
        .iter()
        .map(|(kind, _)| (*kind, *kind, format!("{kind}.xml")))
        .collect();
    let list: Vec<_> = list
        .iter()
        .map(|(id, kind, name)| (*id, *kind, name.as_str()))
        .collect();
    let names: Vec<_> = parts
        .iter()
        .map(|(kind, part)| (format!("word/{kind}.xml"), part))
        .collect();
    let files: Vec<_> = names
        .iter()
        .map(|(name, part)| (name.as_str(), part.as_bytes()))
        .collect();
    let prepared = try_prepare(&docx(body, &list, &files)).unwrap();
    (prepared.text.unwrap_or_default(), prepared.plan.notes)
}

#[test]
fn hidden_text_is_left_out_and_that_said() {
    let body = format!(
        "<w:p>{}{}{}{}</w:p>",
        run("", "看得见"),
        run("<w:vanish/>", "保证收益"),
        run(r#"<w:vanish w:val="0"/>"#, "，也看得见"),
        run("<w:webHidden/>", "…12"),
    );
    assert_eq!(
        read(&body, &[]),
        ("看得见，也看得见…12".to_owned(), vec![Note::HiddenLeftOut])
    );
}

#[test]
fn styles_hide_and_two_of_them_show_again() {
    let styles = format!(
        r#"<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="n"/><w:style w:type="character" w:styleId="c"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="d"><w:basedOn w:val="c"/></w:style><w:style w:type="paragraph" w:styleId="p"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#
    );
    let in_paragraph = |properties: &str, runs: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="p"/>{properties}</w:pPr>{runs}</w:p>"#)
    };
    let body = [
        format!(
            "<w:p>{}{}</w:p>",
            run(r#"<w:rStyle w:val="d"/>"#, "隐藏一"),
            run("", "可见一")
        ),
        in_paragraph("", &run("", "隐藏二")),
        in_paragraph(
            r#"<w:rPr><w:vanish w:val="0"/></w:rPr>"#,
            &run(r#"<w:rStyle w:val="c"/>"#, "可见二"),
        ),
        in_paragraph(
            r#"<w:rPr><w:vanish w:val="0"/></w:rPr>"#,
            &run(r#"<w:vanish w:val="0"/>"#, "可见三"),
        ),
    ];
    let (text, notes) = read(&body.concat(), &[("styles", &styles)]);
    assert_eq!(text, "可见一\n可见二\n可见三");
    assert_eq!(notes, [Note::HiddenLeftOut]);
}

#[test]
fn hidden_shapes_are_left_out_in_both_of_their_forms() {
    let inner = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("框内"));
    let shape = |hidden: &str| {
        format!(
            r#"<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="1" name="a"{hidden}/><wps:txbx>{inner}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"#
        )
    };
    assert_eq!(read(&shape(""), &[]), ("正文\n框内".to_owned(), vec![]));
    let hidden = vec![Note::HiddenLeftOut];
    assert_eq!(
        read(&shape(r#" hidden="1""#), &[]),
        ("正文".to_owned(), hidden.clone())
    );
    let old = format!(
        r#"<w:p><w:r><w:t>正文</w:t><w:pict><v:shape style="width:1pt;visibility:hidden"><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r></w:p>"#
    );
    assert_eq!(read(&old, &[]), ("正文".to_owned(), hidden));
    // A hidden picture is not sent.
    let poster = picture(ImageFormat::Png, 120, 80);
    let body = blip("a").replace(
        "<w:drawing>",
        r#"<w:drawing><wp:inline><wp:docPr id="1" name="a" hidden="true"/>"#,
    );
    let body = body.replace("</w:drawing>", "</wp:inline></w:drawing>");
    let file = docx(
        &(paragraph("文字") + &body),
        &[("a", "image", "media/a.png")],
        &[("word/media/a.png", &poster)],
    );
    let prepared = try_prepare(&file).unwrap();
    assert!(prepared.pictures.is_empty());
    assert_eq!(prepared.plan.notes, [Note::HiddenLeftOut]);
}

#[test]
fn a_cell_that_another_one_covers_shows_nothing() {
    let cell = |merge: &str, text: &str| {
        format!("<w:tc><w:tcPr>{merge}</w:tcPr>{}</w:tc>", paragraph(text))
    };
    let body = format!(
        r#"<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>"#,
        cell(r#"<w:vMerge w:val="restart"/>"#, "费用"),
        cell("", "管理费"),
        cell("<w:vMerge/>", "看不见"),
        cell("", "托管费"),
    );
    let (text, notes) = read(&body, &[]);
    assert_eq!(text, "费用\t管理费\n\t托管费");
    assert_eq!(notes, [Note::HiddenLeftOut]);
}

#[test]
fn tracked_changes_are_read_as_word_shows_the_result() {
    let deleted = r#"<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>"#;
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let body = [
        format!("<w:p>{deleted}{}</w:p>", run("", "前半")),
        format!("<w:p>{}</w:p>", run("", "后半")),
        format!("<w:p>{deleted}<w:del><w:r><w:delText>没了</w:delText></w:r></w:del></w:p>"),
        format!(
            r#"<w:tbl><w:tr><w:trPr><w:del w:id="3"/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>"#,
            cell("旧"),
            cell("行"),
            cell("新"),
            cell("行")
        ),
        // What a change of formatting replaced is not what applies.
        format!(
            "<w:p>{}</w:p>",
            run(
                "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>",
                "末尾"
            )
        ),
    ];
    let (text, notes) = read(&body.concat(), &[]);
    assert_eq!(text, "前半后半\n新\t行\n末尾");
    assert_eq!(notes, [Note::DeletionsLeftOut]);
}

#[test]
fn inserted_documents_are_read_or_named() {
    let inner = docx(&paragraph("附件正文"), &[], &[]);
    let body = format!(
        r#"{}<w:altChunk r:id="a"/>{}"#,
        paragraph("前"),
        paragraph("后")
    );
    let with = |part: &[u8]| {
        let file = docx(
            &body,
            &[("a", "aFChunk", "chunk1")],
            &[("word/chunk1", part)],
        );
        let prepared = try_prepare(&file).unwrap();
        (prepared.text.unwrap(), prepared.plan.notes)
    };
    assert_eq!(with(&inner), ("前\n附件正文\n后".to_owned(), vec![]));
    assert_eq!(
        with("纯文本".as_bytes()),
        ("前\n纯文本\n后".to_owned(), vec![])
    );
    let left_out = vec![Note::ChunksLeftOut];
    for page in [
        &b"<html><body>page</body></html>"[..],
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>",
        b"{\\rtf1 text}",
    ] {
        assert_eq!(with(page), ("前\n后".to_owned(), left_out.clone()));
    }
}

#[test]
fn capitals_and_guides_to_reading_are_read_as_shown() {
    let body = format!(
        "<w:p>{}<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>yín</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>银</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
        run("<w:caps/>", "irr")
    );
    assert_eq!(body_text(&body), "IRR银(yín)");
}
