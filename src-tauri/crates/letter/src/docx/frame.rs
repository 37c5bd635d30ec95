//! The parts around the content: the list of parts, page set-up, header, footer and metadata.

use jiff::Timestamp;

use super::{
    package::Part,
    pictures::{Media, Page},
    styles::{SERIF, Style, StyleIds},
    xml::{escaped, text_elements},
};
use crate::document::{Document, Language};

/// The namespace of text documents.
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of references to other parts.
pub(super) const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The namespace of lists of relationships.
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
/// The namespace of the list of content types.
pub(super) const CONTENT_TYPES: &str =
    "http://schemas.openxmlformats.org/package/2006/content-types";
/// The start of the content types of parts of text documents.
pub(super) const WORD_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.";
/// The content type of the metadata.
pub(super) const CORE_TYPE: &str = "application/vnd.openxmlformats-package.core-properties+xml";
/// The type of the relationship to the metadata.
pub(super) const CORE_RELATION: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

pub(super) fn content_types(media: &Media) -> Part {
    let mut xml = format!(
        r#"{DECLARATION}<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"#
    );
    for (name, what) in [
        ("word/document.xml", "document.main"),
        ("word/styles.xml", "styles"),
        ("word/settings.xml", "settings"),
        ("word/header1.xml", "header"),
        ("word/footer1.xml", "footer"),
    ] {
        xml.push_str(&override_of(name, &format!("{WORD_TYPE}{what}+xml")));
    }
    xml.push_str(&override_of("docProps/core.xml", CORE_TYPE));
    xml.push_str(&override_of(
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    ));
    xml.push_str(&media.content_types());
    xml.push_str("</Types>");
    Part::text("[Content_Types].xml", xml)
}

/// The content type of one part.
pub(super) fn override_of(name: &str, content_type: &str) -> String {
    let name = escaped(name);
    format!(r#"<Override PartName="/{name}" ContentType="{content_type}"/>"#)
}

/// A relationship to a part.
pub(super) fn relation(id: &str, relation_type: &str, target: &str) -> String {
    let target = escaped(target);
    format!(r#"<Relationship Id="{id}" Type="{relation_type}" Target="{target}"/>"#)
}

/// A list of relationships.
pub(super) fn relations(all: &str) -> String {
    format!(r#"{DECLARATION}<Relationships xmlns="{RELATIONS}">{all}</Relationships>"#)
}

pub(super) fn package_relations() -> Part {
    let all = [
        relation("rId1", &format!("{R}/officeDocument"), "word/document.xml"),
        relation("rId2", CORE_RELATION, "docProps/core.xml"),
        relation(
            "rId3",
            &format!("{R}/extended-properties"),
            "docProps/app.xml",
        ),
    ];
    Part::text("_rels/.rels", relations(&all.concat()))
}

pub(super) fn document_relations(media: &Media) -> Part {
    let mut all = String::new();
    for (what, target) in [
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("header", "header1.xml"),
        ("footer", "footer1.xml"),
    ] {
        let id = format!("rId{what}");
        all.push_str(&relation(&id, &format!("{R}/{what}"), target));
    }
    all.push_str(&media.relations());
    Part::text("word/_rels/document.xml.rels", relations(&all))
}

pub(super) fn document(body: &str) -> String {
    let Page { width, height, .. } = Page::A4;
    let margin = Page::MARGIN;
    format!(
        r#"{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/><w:footerReference w:type="default" r:id="rIdfooter"/><w:pgSz w:w="{}" w:h="{}"/><w:pgMar w:top="{margin}" w:right="{margin}" w:bottom="{margin}" w:left="{margin}" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>"#,
        width + 2 * margin,
        height + 2 * margin,
    )
}

/// The languages that a spelling checker assumes.
pub(super) fn lang(language: Language, element: &str) -> String {
    let latin = match language {
        Language::Chinese => "en-US",
        Language::English => "en-GB",
    };
    format!(r#"<{element} w:val="{latin}" w:eastAsia="zh-CN"/>"#)
}

pub(super) fn settings(language: Language) -> Part {
    let lang = lang(language, "w:themeFontLang");
    let xml = format!(
        r#"{DECLARATION}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>{lang}</w:settings>"#
    );
    Part::text("word/settings.xml", xml)
}

pub(super) fn header(document: &Document) -> Part {
    let ids = StyleIds::own();
    let mut xml = format!(r#"{DECLARATION}<w:hdr xmlns:w="{W}">"#);
    open_paragraph(&mut xml, &ids, Style::Header);
    let mut line = document.title.clone();
    if !document.number.is_empty() {
        line.push('\t');
        line.push_str(&document.number);
    }
    run(&mut xml, document.language, &line);
    xml.push_str("</w:p>");
    for line in document.warning.lines() {
        open_paragraph(&mut xml, &ids, Style::Warning);
        run(&mut xml, document.language, line);
        xml.push_str("</w:p>");
    }
    xml.push_str("</w:hdr>");
    Part::text("word/header1.xml", xml)
}

pub(super) fn footer(language: Language) -> Part {
    let (before, between, after) = match language {
        Language::Chinese => ("第 ", " 页　共 ", " 页"),
        Language::English => ("Page ", " of ", ""),
    };
    let mut xml = format!(r#"{DECLARATION}<w:ftr xmlns:w="{W}">"#);
    open_paragraph(&mut xml, &StyleIds::own(), Style::Footer);
    run(&mut xml, language, before);
    field(&mut xml, language, "PAGE");
    run(&mut xml, language, between);
    field(&mut xml, language, "NUMPAGES");
    run(&mut xml, language, after);
    xml.push_str("</w:p></w:ftr>");
    Part::text("word/footer1.xml", xml)
}

fn open_paragraph(xml: &mut String, ids: &StyleIds, style: Style) {
    let id = ids.of(style);
    xml.push_str(&format!(r#"<w:p><w:pPr><w:pStyle w:val="{id}"/></w:pPr>"#));
}

fn run(xml: &mut String, language: Language, text: &str) {
    if text.is_empty() {
        return;
    }
    xml.push_str("<w:r>");
    run_properties(xml, language);
    text_elements(xml, text);
    xml.push_str("</w:r>");
}

/// A field that the program computes, such as the number of the page.
fn field(xml: &mut String, language: Language, code: &str) {
    let begin = r#"<w:fldChar w:fldCharType="begin"/>"#;
    let instruction = format!(r#"<w:instrText xml:space="preserve"> {code} </w:instrText>"#);
    let separate = r#"<w:fldChar w:fldCharType="separate"/>"#;
    let end = r#"<w:fldChar w:fldCharType="end"/>"#;
    for content in [begin, &instruction, separate, "<w:t>1</w:t>", end] {
        xml.push_str("<w:r>");
        run_properties(xml, language);
        xml.push_str(content);
        xml.push_str("</w:r>");
    }
}

fn run_properties(xml: &mut String, language: Language) {
    xml.push_str("<w:rPr>");
    match language {
        // Quotation marks are as wide as Chinese characters.
        Language::Chinese => {
            xml.push_str(&SERIF.replace("<w:rFonts", "<w:rFonts w:hint=\"eastAsia\""));
        }
        Language::English => xml.push_str(SERIF),
    }
    xml.push_str("</w:rPr>");
}

pub(super) fn core_properties(document: &Document) -> Part {
    Part::text("docProps/core.xml", core_xml(document))
}

/// The metadata.
pub(super) fn core_xml(document: &Document) -> String {
    let time = Timestamp::from_second(document.at_ms.div_euclid(1000)).unwrap_or_default();
    let keywords = document.keywords.join("; ");
    let mut xml = format!(
        r#"{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">"#
    );
    for (element, text) in [
        ("dc:title", document.title.as_str()),
        ("dc:subject", &document.number),
        ("dc:creator", &document.author),
        ("cp:keywords", &keywords),
        ("dc:description", &keywords),
        ("cp:lastModifiedBy", &document.author),
    ] {
        let text = escaped(text);
        xml.push_str(&format!("<{element}>{text}</{element}>"));
    }
    let language = match document.language {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    for element in ["created", "modified"] {
        xml.push_str(&format!(
            r#"<dcterms:{element} xsi:type="dcterms:W3CDTF">{time}</dcterms:{element}>"#
        ));
    }
    xml.push_str(&format!(
        "<dc:language>{language}</dc:language></cp:coreProperties>"
    ));
    xml
}

pub(super) fn app_properties() -> Part {
    let xml = format!(
        r#"{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>FinAgent Desk</Application></Properties>"#
    );
    Part::text("docProps/app.xml", xml)
}
