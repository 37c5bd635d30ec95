//! Templates that people edited.

use letter::{
    document::Language,
    docx::{self, FieldErrors, TemplateError},
};

use crate::{
    packed::Parts,
    readers::{edited, libre_office, made_by_word, pages, python_docx, texts},
    sample,
};

const DOCUMENT: &str = "word/document.xml";

fn template() -> Vec<u8> {
    docx::template(Language::Chinese).unwrap()
}

/// The default template with another text in place of the summary's field.
fn with(xml: &str) -> Vec<u8> {
    let paragraph = r#"<w:t xml:space="preserve">{{审查摘要}}</w:t>"#;
    Parts::of(&template()).swap(DOCUMENT, paragraph, xml).pack()
}

fn filled(template: &[u8]) -> Vec<String> {
    let letter = sample::letter(3);
    let filled = docx::fill(template, &letter, Language::Chinese).unwrap();
    texts(&python_docx(&filled))
}

fn field_errors(template: &[u8]) -> FieldErrors {
    match docx::check(template, Language::Chinese) {
        Err(TemplateError::Fields(errors)) => errors,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_default_template_gives_the_same_letter_as_no_template() {
    for language in [Language::Chinese, Language::English] {
        let letter = sample::letter(4);
        let template = docx::template(language).unwrap();
        docx::check(&template, Language::Chinese).unwrap();
        let with = python_docx(&docx::fill(&template, &letter, language).unwrap());
        let without = python_docx(&docx::write(&letter.document(language)).unwrap());
        for part in ["body", "footer", "core", "pictures"] {
            assert_eq!(with[part], without[part], "{part}");
        }
        assert_eq!(with["header"][0], without["header"][0]);
    }
}

#[test]
fn fields_have_the_same_meaning_in_both_languages() {
    let letter = sample::letter(2);
    let english = docx::template(Language::English).unwrap();
    let filled = docx::fill(&english, &letter, Language::Chinese).unwrap();
    let texts = texts(&python_docx(&filled));
    assert!(texts.contains(&"正式归档".to_owned()));
    let full_width = with("<w:t>编号为｛｛ Number ｝｝。</w:t>");
    assert!(self::filled(&full_width).contains(&"编号为SC-2026-0001。".to_owned()));
}

#[test]
fn a_moved_section_an_added_sentence_and_a_logo_stay_where_the_person_put_them() {
    let logo = include_bytes!("../../../../../icons/32x32.png");
    let edited = edited(&template(), logo);
    let letter = sample::letter(2);
    let filled = docx::fill(&edited, &letter, Language::Chinese).unwrap();
    let read = python_docx(&filled);
    let texts = texts(&read);
    let at = |text: &str| texts.iter().position(|it| it == text).unwrap();
    assert!(at("六、审批记录") < at("张示例（E0001）"));
    assert!(at("张示例（E0001）") < at("一、审查摘要"));
    let last = texts.last().unwrap();
    assert!(last.ends_with("本意见书由张示例（E0001）出具。"), "{last}");
    assert_eq!(read["header_pictures"], 1);
    let kept = Parts::of(&filled).0;
    assert!(kept.iter().any(|(_, bytes)| bytes == logo));
}

#[test]
fn a_template_that_libre_office_saved_can_be_filled() {
    let saved = libre_office(&template(), "docx");
    let texts = filled(&saved);
    for text in [
        "SC-2026-0001",
        "发现 3　绝对化用语",
        "张示例（E0001）",
        "rec-2026-000042",
    ] {
        assert!(texts.iter().any(|it| it == text), "{text}");
    }
}

#[test]
fn a_logo_and_another_order_survive_libre_office_and_a_misspelt_field_is_named_after_it() {
    let logo = include_bytes!("../../../../../icons/32x32.png");
    let saved = libre_office(&edited(&template(), logo), "docx");
    let letter = sample::letter(2);
    let filled = docx::fill(&saved, &letter, Language::Chinese).unwrap();
    let read = python_docx(&filled);
    let texts = texts(&read);
    let at = |text: &str| texts.iter().position(|it| it == text).unwrap();
    assert!(at("六、审批记录") < at("一、审查摘要"));
    assert_eq!(read["header_pictures"], 1);
    assert!(
        pages(&libre_office(&filled, "pdf"))
            .concat()
            .contains("SC-2026-0001")
    );
    let misspelt = Parts::of(&template())
        .swap(DOCUMENT, "{{证据摘要}}", "{{证据摘耍}}")
        .pack();
    let errors = field_errors(&libre_office(&misspelt, "docx"));
    assert_eq!(errors.unknown, ["证据摘耍"]);
    assert_eq!(errors.missing, ["证据摘要"]);
}

#[test]
fn missing_fields_are_named_in_the_language_of_the_letter() {
    let without = Parts::of(&docx::template(Language::English).unwrap())
        .swap("word/header1.xml", "{{warning}}", "")
        .pack();
    for (language, name) in [(Language::English, "warning"), (Language::Chinese, "警示")] {
        match docx::check(&without, language) {
            Err(TemplateError::Fields(errors)) => assert_eq!(errors.missing, [name]),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_document_of_word_becomes_a_template_with_its_own_styles() {
    let sections = [
        "{{封面}}",
        "{{审查发现}}",
        "{{审批记录}}",
        "{{证据摘要}}",
        "{{人工智能声明}}",
    ];
    let template = made_by_word(&sections);
    let letter = sample::letter(2);
    let filled = docx::fill(&template, &letter, Language::Chinese).unwrap();
    let read = python_docx(&filled);
    let blocks = read["body"].as_array().unwrap();
    let heading = |block: &&serde_json::Value| block["style"] == "Heading 2";
    assert_eq!(blocks.iter().filter(heading).count(), 2);
    assert_eq!(read["core"]["author"], "张示例");
    let styles = |package: &[u8]| Parts::of(package).text("word/styles.xml").to_owned();
    let (before, after) = (styles(&template), styles(&filled));
    assert!(after.starts_with(before.strip_suffix("</w:styles>").unwrap()));
    assert_eq!(after.matches(r#"<w:name w:val="heading 2"/>"#).count(), 1);
}

#[test]
fn a_field_that_word_split_keeps_the_format_of_its_first_character() {
    let split = with(
        r#"<w:t xml:space="preserve">部门：{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr><w:t>{送审</w:t></w:r><w:bookmarkStart w:id="0" w:name="x"/><w:bookmarkEnd w:id="0"/><w:r><w:t>部门}</w:t></w:r><w:r><w:t>}，{{送</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>审人}}。</w:t>"#,
    );
    assert!(filled(&split).contains(&"部门：示例部门，李示例。".to_owned()));
    let letter = sample::letter(1);
    let packed = docx::fill(&split, &letter, Language::Chinese).unwrap();
    let parts = Parts::of(&packed);
    let xml = parts.text(DOCUMENT);
    assert!(xml.contains(r#"部门：示例部门</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr></w:r>"#));
    assert!(xml.contains("<w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">。</w:t>"));
}

#[test]
fn everything_wrong_with_the_fields_is_named_at_once() {
    let paragraph = "<w:t>{{审查结沦}}{{Numbr}}，{{审查摘要}}！{{编号 和更多</w:t>";
    let broken = Parts::of(&with(paragraph))
        .swap(DOCUMENT, "{{审批记录}}", "{{审批纪录}}")
        .swap(DOCUMENT, "{{总体评估}}", "{{人工智能声明}}")
        .swap(DOCUMENT, "{{整改要求}}", "{{notice}}")
        .swap("word/header1.xml", "{{警示}}", "警示")
        .pack();
    assert_eq!(
        field_errors(&broken),
        FieldErrors {
            unknown: ["审查结沦", "Numbr", "审批纪录"]
                .map(str::to_owned)
                .to_vec(),
            missing: ["警示", "审批记录"].map(str::to_owned).to_vec(),
            misplaced: vec!["审查摘要".to_owned()],
            repeated: ["notice", "人工智能声明"].map(str::to_owned).to_vec(),
            unclosed: vec!["编号 和更多".to_owned()],
        }
    );
}

#[test]
fn a_section_in_a_table_is_reported() {
    let cell = "</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>{{整改要求}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>";
    let errors = field_errors(&with(&format!("<w:t>{cell}</w:t>")));
    assert_eq!(errors.misplaced, ["整改要求"]);
}

#[test]
fn a_cover_field_stands_for_the_values_on_it() {
    let parts = Parts::of(&template());
    let xml = parts.text(DOCUMENT);
    let (before, rest) = xml.split_once("<w:tbl>").unwrap();
    let (_, after) = rest.split_once("</w:tbl>").unwrap();
    let without = format!("{before}{after}");
    let lacking = Parts::of(&template()).set(DOCUMENT, without.clone()).pack();
    assert_eq!(
        field_errors(&lacking).missing,
        ["状态", "材料名称", "审查结论", "风险等级"]
    );
    let field = "<w:p><w:r><w:t>{{封面}}</w:t></w:r></w:p>";
    let covered = Parts::of(&template()).set(DOCUMENT, format!("{before}{field}{after}"));
    assert!(filled(&covered.pack()).contains(&"正式归档".to_owned()));
}

#[test]
fn a_section_break_and_an_anchored_picture_survive_the_field_beside_them() {
    let parts = Parts::of(&template());
    let xml = parts.text(DOCUMENT);
    let at = xml.find("{{整改要求}}").unwrap();
    let properties = xml[..at].rfind("</w:pPr>").unwrap();
    let section = r#"<w:sectPr><w:pgSz w:w="16838" w:h="11906"/><w:pgMar w:left="1000" w:right="1000" w:top="1000" w:bottom="1000" w:header="1" w:footer="1" w:gutter="0"/></w:sectPr>"#;
    let (before, after) = xml.split_at(properties);
    let moved = format!("{before}{section}{after}");
    let template = parts.set(DOCUMENT, moved).pack();
    let letter = sample::letter(2);
    let filled = docx::fill(&template, &letter, Language::Chinese).unwrap();
    let parts = Parts::of(&filled);
    let xml = parts.text(DOCUMENT);
    assert!(!xml.contains("{{"));
    let table = xml.find("整改事项").unwrap();
    assert!(
        table < xml.find(section).unwrap(),
        "the section ends after what stands in it"
    );
    // The table is as wide as the text of the landscape page.
    let widths = xml[..table].rfind("<w:tblGrid>").unwrap();
    let widths = xml[widths..table].split("<w:gridCol w:w=\"").skip(1);
    let width: u32 = widths
        .map(|it| it.split('"').next().unwrap().parse::<u32>().unwrap())
        .sum();
    assert!((14_830..=14_838).contains(&width), "{width}");
}

#[test]
fn styles_are_found_by_name_and_missing_ones_are_added() {
    // As a Chinese Word names its ids.
    let parts = Parts::of(&template())
        .swap(
            "word/styles.xml",
            "w:styleId=\"Heading2\"",
            "w:styleId=\"2\"",
        )
        .swap(
            "word/styles.xml",
            "w:val=\"Table Grid\"",
            "w:val=\"另一种\"",
        )
        .swap("word/styles.xml", "w:val=\"Letter Gap\"", "w:val=\"Other\"");
    let letter = sample::letter(2);
    let filled = docx::fill(&parts.pack(), &letter, Language::Chinese).unwrap();
    let read = python_docx(&filled);
    let blocks = read["body"].as_array().unwrap();
    let heading = |block: &&serde_json::Value| block["style"] == "Heading 2";
    assert_eq!(blocks.iter().filter(heading).count(), 2);
    let parts = Parts::of(&filled);
    assert!(parts.text(DOCUMENT).contains(r#"<w:pStyle w:val="2"/>"#));
    let styles = parts.text("word/styles.xml");
    assert!(styles.contains(r#"w:styleId="TableGrid1"><w:name w:val="Table Grid"/>"#));
    assert!(styles.contains(r#"w:styleId="LetterGap1"><w:name w:val="Letter Gap"/>"#));
}

#[test]
fn a_letter_can_be_the_template_of_the_next() {
    let letter = sample::letter(2);
    let mut with_fields = docx::fill(&template(), &letter, Language::Chinese).unwrap();
    // A letter has no fields left: it is not a template until they are back.
    assert!(!field_errors(&with_fields).missing.is_empty());
    let fields: String = ["findings", "approvals", "evidence", "notice", "picture"]
        .map(|name| format!("<w:p><w:r><w:t>{{{{{name}}}}}</w:t></w:r></w:p>"))
        .concat();
    let texts = "<w:p><w:r><w:t>{{warning}}{{number}}{{state}}{{material}}{{conclusion}}{{risk}}</w:t></w:r></w:p>";
    let parts =
        Parts::of(&with_fields).swap(DOCUMENT, "<w:body>", &format!("<w:body>{texts}{fields}"));
    with_fields = docx::fill(&parts.pack(), &letter, Language::Chinese).unwrap();
    let read = python_docx(&with_fields);
    assert_eq!(read["pictures"].as_array().unwrap().len(), 2);
}

#[test]
fn the_manual_lists_every_field() {
    let manual = include_str!("../../../../../docs/letter-templates.md");
    let names: Vec<_> = manual
        .lines()
        .filter_map(|line| line.strip_prefix("| `{{"))
        .filter_map(|line| line.split_once("}}` | `{{"))
        .map(|(english, rest)| (english, rest.split("}}`").next().unwrap()))
        .collect();
    assert!(names.len() > 40, "{}", names.len());
    for (english, chinese) in names {
        for name in [english, chinese] {
            let template = with(&format!("<w:t>{{{{{name}}}}}</w:t>"));
            match docx::check(&template, Language::Chinese) {
                // The template has this section already.
                Err(TemplateError::Fields(mut errors)) => {
                    assert_eq!(errors.repeated.len(), 1, "{name}");
                    errors.repeated.clear();
                    assert_eq!(errors, FieldErrors::default(), "{name}");
                }
                other => other.unwrap(),
            }
        }
    }
}
