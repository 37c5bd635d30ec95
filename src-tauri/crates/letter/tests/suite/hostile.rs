//! Templates that want to run, load or exhaust something.

use letter::{
    document::Language,
    docx::{self, MAX_FILES, MAX_PACKED_BYTES, MAX_UNPACKED_BYTES, TemplateError},
};

use crate::{packed::Parts, sample};

const DOCUMENT: &str = "word/document.xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn template() -> Parts {
    Parts::of(&docx::template(Language::Chinese).unwrap())
}

fn refusal(parts: &Parts) -> TemplateError {
    docx::check(&parts.pack(), Language::Chinese).unwrap_err()
}

fn with_relation(kind: &str, target: &str) -> Parts {
    let entry = format!(
        r#"<Relationship Id="x" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/></Relationships>"#
    );
    template().swap(RELATIONS, "</Relationships>", &entry)
}

#[test]
fn files_that_are_no_documents_are_refused() {
    for bytes in [&b""[..], b"PK", b"%PDF-1.7", &[0; 1000]] {
        assert_eq!(
            docx::check(bytes, Language::Chinese),
            Err(TemplateError::NotDocx)
        );
    }
    let locked = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    assert_eq!(
        docx::check(&locked, Language::Chinese),
        Err(TemplateError::Protected)
    );
    let empty = Parts(vec![("readme.txt".to_owned(), b"text".to_vec())]);
    assert_eq!(refusal(&empty), TemplateError::NotDocx);
    let sheet = template().swap(
        "[Content_Types].xml",
        "wordprocessingml.document",
        "spreadsheetml.sheet",
    );
    assert_eq!(refusal(&sheet), TemplateError::NotDocx);
    let lost = Parts(
        template()
            .0
            .into_iter()
            .filter(|(name, _)| name != DOCUMENT)
            .collect(),
    );
    assert_eq!(refusal(&lost), TemplateError::NotDocx);
}

#[test]
fn a_word_template_becomes_a_document() {
    let dotx = template().swap(
        "[Content_Types].xml",
        "document.main+xml",
        "template.main+xml",
    );
    let filled = docx::fill(&dotx.pack(), &sample::letter(1), Language::Chinese).unwrap();
    let filled = Parts::of(&filled);
    assert!(
        filled
            .text("[Content_Types].xml")
            .contains("document.main+xml")
    );
}

#[test]
fn macros_are_refused_however_they_are_declared() {
    let macros = [
        template().set("word/vbaProject.bin", "x"),
        template().swap(
            "[Content_Types].xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        template().swap(
            RELATIONS,
            "</Relationships>",
            r#"<Relationship Id="x" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="styles.xml"/></Relationships>"#,
        ),
    ];
    for parts in macros {
        assert_eq!(refusal(&parts), TemplateError::Macros);
    }
}

#[test]
fn embedded_objects_and_foreign_documents_are_refused() {
    for kind in ["oleObject", "package", "aFChunk", "control", "subDocument"] {
        let entry = format!(
            r#"<Relationship Id="x" Type="{OFFICE}/{kind}" Target="styles.xml"/></Relationships>"#
        );
        let parts = template().swap(RELATIONS, "</Relationships>", &entry);
        assert_eq!(
            refusal(&parts),
            TemplateError::ActiveContent(kind.to_owned())
        );
    }
}

#[test]
fn links_that_load_by_themselves_are_refused() {
    for (kind, target) in [
        ("image", "https://example.com/logo.png"),
        ("image", "file://server/share/logo.png"),
        ("hyperlink", "file:///etc/passwd"),
        ("hyperlink", "javascript:alert(1)"),
        ("mailMergeSource", "file:///C:/data.mdb"),
    ] {
        let expected = TemplateError::External(format!("{kind}: {target}"));
        assert_eq!(refusal(&with_relation(kind, target)), expected);
    }
    // An address without a mode, a query, a document under another name.
    let internal = with_relation("image", "http://example.com/x.png");
    let internal = internal.swap(RELATIONS, r#" TargetMode="External""#, "");
    assert!(matches!(refusal(&internal), TemplateError::External(_)));
    let query = r#"<w:mailMerge><w:connectString w:val="x"/></w:mailMerge><w:defaultTabStop"#;
    let merge = template().swap("word/settings.xml", "<w:defaultTabStop", query);
    assert_eq!(
        refusal(&merge),
        TemplateError::External("mailMerge".to_owned())
    );
    let vml = r#"<w:body><w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="http://example.com/x.png"/></v:shape></w:pict></w:r></w:p>"#;
    let parts = template().swap(DOCUMENT, "<w:body>", vml);
    let expected = TemplateError::External("http://example.com/x.png".to_owned());
    assert_eq!(refusal(&parts), expected);
}

#[test]
fn links_for_readers_to_click_stay() {
    for target in ["https://example.com/", "mailto:a@example.com"] {
        let parts = with_relation("hyperlink", target);
        let filled = docx::fill(&parts.pack(), &sample::letter(1), Language::Chinese).unwrap();
        assert!(Parts::of(&filled).text(RELATIONS).contains(target));
    }
}

#[test]
fn an_attached_template_is_detached() {
    let entry = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" Target="file:///C:\Users\example\x.dotm" TargetMode="External"/></Relationships>"#
    );
    let parts = template()
        .swap(
            "word/settings.xml",
            "<w:defaultTabStop",
            r#"<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/><w:defaultTabStop"#,
        )
        .set("word/_rels/settings.xml.rels", entry);
    let filled = docx::fill(&parts.pack(), &sample::letter(1), Language::Chinese).unwrap();
    let filled = Parts::of(&filled);
    for name in ["word/settings.xml", "word/_rels/settings.xml.rels"] {
        assert!(!filled.text(name).contains("attachedTemplate"), "{name}");
    }
}

#[test]
fn word_fields_that_load_or_run_something_are_refused_even_in_pieces() {
    let field = |pieces: &[&str]| {
        let pieces: String = pieces
            .iter()
            .map(|piece| format!("<w:r><w:instrText>{piece}</w:instrText></w:r>"))
            .collect();
        let xml = format!(
            r#"<w:body><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{pieces}<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#
        );
        template().swap(DOCUMENT, "<w:body>", &xml)
    };
    for pieces in [
        &[" INCLUDETEXT \"http://example.com/x\""][..],
        &["INCLU", "DEPICTURE x"],
        &["  ddeauto", " c:\\\\x.exe"],
        &["HYPERLINK", " \"\\\\\\\\server\\\\share\""],
        &["MACROBUTTON x"],
    ] {
        let refusal = refusal(&field(pieces));
        assert!(
            matches!(refusal, TemplateError::WordField(_)),
            "{refusal:?}"
        );
    }
    let begin = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#;
    let name = "<w:r><w:instrText>QUOTE INCLUDETEXT</w:instrText></w:r>";
    let nested = format!("<w:body><w:p>{begin}{begin}{name}</w:p>");
    let nested = template().swap(DOCUMENT, "<w:body>", &nested);
    assert!(matches!(refusal(&nested), TemplateError::WordField(_)));
    let simple = r#"<w:body><w:p><w:fldSimple w:instr="LINK Excel.Sheet x"/></w:p>"#;
    let parts = template().swap(DOCUMENT, "<w:body>", simple);
    assert_eq!(refusal(&parts), TemplateError::WordField("LINK".to_owned()));
    for harmless in [
        "PAGE \\* MERGEFORMAT",
        "TOC \\o",
        "HYPERLINK \\l x",
        "HYPERLINK \"https://example.com\"",
        "=1+1",
    ] {
        docx::check(&field(&[harmless]).pack(), Language::Chinese).unwrap();
    }
}

#[test]
fn xml_that_expands_or_nests_without_bounds_is_refused() {
    let complex = |parts: Parts, name: &str| {
        assert_eq!(refusal(&parts), TemplateError::TooComplex(name.to_owned()));
    };
    let dtd = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><x>&a;</x>";
    complex(
        template().set("customXml/item1.xml", dtd),
        "customXml/item1.xml",
    );
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    complex(template().set("word/theme.xml", deep), "word/theme.xml");
    let wide = format!("<r>{}</r>", "<a/>".repeat(1_000_001));
    complex(template().set("word/theme.xml", wide), "word/theme.xml");
    let braces = format!("<w:t>{}</w:t>", "{{ ".repeat(1_000_000));
    let many = template().swap(
        DOCUMENT,
        "<w:t xml:space=\"preserve\">{{审查摘要}}</w:t>",
        &braces,
    );
    let TemplateError::Fields(errors) = refusal(&many) else {
        panic!("no field is closed");
    };
    assert_eq!(errors.unclosed.len(), 1);
}

#[test]
fn names_that_are_taken_by_the_thousand_cost_little() {
    let mut styles = String::new();
    let mut relations = String::new();
    for number in 0..20_000 {
        styles.push_str(&format!(
            r#"<w:style w:type="paragraph" w:styleId="LetterGap{number}"><w:name w:val="x{number}"/></w:style>"#
        ));
        relations.push_str(&format!(
            r#"<Relationship Id="rIdLetter{number}x1" Type="{OFFICE}/theme" Target="theme.xml"/>"#
        ));
    }
    let parts = template()
        .swap(
            "word/styles.xml",
            "w:styleId=\"LetterGap\"",
            "w:styleId=\"lettergap\"",
        )
        .swap("word/styles.xml", "\"Letter Gap\"", "\"Other\"")
        .swap(
            "word/styles.xml",
            "</w:styles>",
            &format!("{styles}</w:styles>"),
        )
        .swap(
            RELATIONS,
            "</Relationships>",
            &format!("{relations}</Relationships>"),
        );
    let filled = docx::fill(&parts.pack(), &sample::letter(1), Language::Chinese).unwrap();
    let filled = Parts::of(&filled);
    assert!(filled.text(RELATIONS).contains("rIdLetter20000x1"));
    assert!(
        filled
            .text("word/styles.xml")
            .contains("\"LetterGap20000\"")
    );
}

#[test]
fn the_name_of_a_part_hides_nothing() {
    let link = r#"<w:body><w:p><w:fldSimple w:instr="LINK x"/></w:p>"#;
    let parts = template().swap(DOCUMENT, "<w:body>", link);
    let renamed = Parts(
        parts
            .0
            .into_iter()
            .map(|(name, bytes)| match name.as_str() {
                DOCUMENT => ("word/document.bin".to_owned(), bytes),
                _ => (name, bytes),
            })
            .collect(),
    )
    .swap(
        "[Content_Types].xml",
        "/word/document.xml",
        "/word/document.bin",
    )
    .swap("_rels/.rels", "word/document.xml", "word/document.bin");
    assert_eq!(
        refusal(&renamed),
        TemplateError::WordField("LINK".to_owned())
    );
    let utf16: Vec<u8> = "\u{feff}<x/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let parts = template().set("word/other.bin", utf16);
    assert_eq!(
        refusal(&parts),
        TemplateError::Damaged("word/other.bin".to_owned())
    );
}

#[test]
fn a_small_template_can_not_ask_for_a_huge_letter() {
    let repeat = |text: &str| {
        let xml = format!("<w:body>{}", text.repeat(2_001));
        refusal(&template().swap(DOCUMENT, "<w:body>", &xml))
    };
    let sections = repeat("<w:p><w:r><w:t>{{findings}}</w:t></w:r></w:p>");
    assert!(matches!(sections, TemplateError::Fields(_)));
    let texts = repeat("<w:p><w:r><w:t>{{opinion}}</w:t></w:r></w:p>");
    assert_eq!(texts, TemplateError::TooComplex(DOCUMENT.to_owned()));
}

#[test]
fn packages_beyond_the_limits_are_refused() {
    assert_eq!(
        docx::check(&vec![0; MAX_PACKED_BYTES + 1], Language::Chinese),
        Err(TemplateError::TooLarge)
    );
    let bomb = template().set("word/media/x.bin", vec![0; MAX_UNPACKED_BYTES]);
    assert_eq!(refusal(&bomb), TemplateError::UnpacksTooLarge);
    let mut many = template();
    for number in 0..MAX_FILES {
        many = many.set(&format!("word/media/{number}.bin"), "");
    }
    assert_eq!(refusal(&many), TemplateError::TooManyFiles);
}

#[test]
fn names_that_lead_out_of_the_package_or_twice_to_one_part_are_refused() {
    for name in [
        "../evil.xml",
        "/word/x.xml",
        "word\\x.xml",
        "WORD/document.xml",
    ] {
        let parts = template().set(name, "<x/>");
        assert_eq!(refusal(&parts), TemplateError::Damaged(name.to_owned()));
    }
}
