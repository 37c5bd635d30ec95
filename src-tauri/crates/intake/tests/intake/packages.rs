//! Generates DOCX and PPTX packages.

use crate::common::packed;
use crate::preparing::try_prepare;

pub const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart""#;
pub const P: &str = r#"xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram""#;
pub const TYPES: &str = "[Content_Types].xml";

/// Relationships of a part: ID, type, target; a target that begins with `http` or `file` is external.
pub fn relations(list: &[(&str, &str, &str)]) -> String {
    let lines = list.iter().map(|(id, kind, target)| {
        let mode = match target.starts_with("http") || target.starts_with("file") {
            true => r#" TargetMode="External""#,
            false => "",
        };
        format!(
            r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{mode}/>"#
        )
    });
    format!(
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"#,
        lines.collect::<String>()
    )
}

/// A package with content types and a relationship to its main part.
pub fn package(main: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let root = relations(&[("rId1", "officeDocument", main)]);
    let mut files: Vec<(&str, &[u8])> =
        vec![(TYPES, b"<Types/>"), ("_rels/.rels", root.as_bytes())];
    files.extend(parts);
    packed(&files)
}

/// A document with this body, these relationships and additional parts.
pub fn docx(body: &str, list: &[(&str, &str, &str)], parts: &[(&str, &[u8])]) -> Vec<u8> {
    let body =
        format!("<?xml version=\"1.0\"?><w:document {W}><w:body>{body}</w:body></w:document>");
    let list = relations(list);
    let mut files = vec![
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", list.as_bytes()),
    ];
    files.extend(parts);
    package("word/document.xml", &files)
}

pub fn paragraph(text: &str) -> String {
    format!("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

pub fn blip(id: &str) -> String {
    format!(r#"<w:p><w:r><w:drawing><a:blip r:embed="{id}"/></w:drawing></w:r></w:p>"#)
}

/// A shape with text; with `place`, a placeholder of that type.
pub fn shape(place: Option<&str>, text: &str) -> String {
    let place = place.map(|kind| format!(r#"<p:ph type="{kind}"/>"#));
    format!(
        "<p:sp><p:nvSpPr><p:nvPr>{}</p:nvPr></p:nvSpPr><p:txBody><a:bodyPr/><a:p><a:pPr/><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>",
        place.unwrap_or_default()
    )
}

pub fn slide(kind: &str, more: &str, shapes: &str) -> String {
    format!("<p:{kind} {P}{more}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:{kind}>")
}

/// Extracts the text.
pub fn text(bytes: &[u8]) -> String {
    try_prepare(bytes).unwrap().text.unwrap()
}

pub fn body_text(body: &str) -> String {
    text(&docx(body, &[], &[]))
}
