//! Whatever the text, a letter can be read and holds it.

use letter::{document::Language, docx, model::Letter};
use proptest::prelude::*;
use roxmltree::{Document, Node};

use crate::{packed::Parts, sample};

/// Any text, with much of what XML and templates treat in a special way.
fn text() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        "<",
        "&",
        "]]>",
        "\"",
        "\0",
        "\u{b}",
        "\r",
        "\n",
        "\t",
        "{{",
        "}}",
        "{{编号}}",
        "\u{ffff}",
        " ",
        "保本",
        "&#0;",
        "<!--",
        "\u{202e}",
        "𠮷",
    ]);
    prop::collection::vec(
        prop_oneof![special.prop_map(str::to_owned), any::<String>()],
        0..6,
    )
    .prop_map(|pieces| pieces.concat())
}

/// What a reader should see of a text.
fn shown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let forbidden =
        |c: char| matches!(c, '\u{fffe}' | '\u{ffff}') || c < ' ' && c != '\n' && c != '\t';
    text.chars()
        .map(|c| if forbidden(c) { '\u{fffd}' } else { c })
        .collect()
}

/// The paragraphs of a document.
fn paragraphs(xml: &str) -> Vec<String> {
    let tree = Document::parse(xml).unwrap();
    let paragraphs = tree
        .descendants()
        .filter(|node| node.tag_name().name() == "p");
    paragraphs.map(|paragraph| words(paragraph)).collect()
}

fn words(paragraph: Node<'_, '_>) -> String {
    let mut words = String::new();
    for node in paragraph.descendants() {
        match node.tag_name().name() {
            "t" => words.push_str(node.text().unwrap_or_default()),
            "br" => words.push('\n'),
            "tab" if node.parent().is_some_and(|it| it.tag_name().name() == "r") => {
                words.push('\t')
            }
            _ => {}
        }
    }
    words
}

fn check(package: &[u8], wanted: &[&str]) {
    let parts = Parts::of(package);
    for (name, bytes) in &parts.0 {
        if name.ends_with(".xml") || name.ends_with(".rels") {
            let xml = std::str::from_utf8(bytes).unwrap();
            assert!(Document::parse(xml).is_ok(), "{name}");
        }
    }
    let paragraphs = paragraphs(parts.text("word/document.xml"));
    for text in wanted {
        let text = shown(text);
        assert!(paragraphs.contains(&text), "{text:?} in {paragraphs:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_in_any_field_comes_back(texts in prop::collection::vec(text(), 8)) {
        let mut letter = sample::letter(1);
        letter.submission.number = texts[0].clone();
        letter.submission.title = texts[1].clone();
        letter.findings[0].title = texts[2].clone();
        letter.findings[0].explanation = texts[3].clone();
        letter.findings[0].excerpt = texts[4].clone();
        letter.evidence.materials[0].name = texts[5].clone();
        letter.steps[0].name = texts[6].clone();
        letter.pictures[0].caption = texts[7].clone();
        letter.pictures[0].description = texts[7].clone();
        let mut wanted = vec![texts[7].as_str(), texts[3].trim(), texts[4].trim()];
        wanted.extend(texts[..2].iter().map(String::as_str).filter(|text| !text.trim().is_empty()));
        wanted.retain(|text| !text.is_empty());
        check(&docx::write(&letter.document(Language::Chinese)).unwrap(), &wanted);
        let template = docx::template(Language::English).unwrap();
        check(&docx::fill(&template, &letter, Language::English).unwrap(), &wanted);
    }

    #[test]
    fn a_damaged_template_is_refused_or_filled_but_never_a_crash(
        at in any::<prop::sample::Index>(),
        bytes in prop::collection::vec(any::<u8>(), 1..20),
        cut in any::<prop::sample::Index>(),
        truncated in any::<bool>(),
    ) {
        let mut template = docx::template(Language::Chinese).unwrap();
        let start = at.index(template.len());
        let end = (start + bytes.len()).min(template.len());
        template.splice(start..end, bytes);
        if truncated {
            template.truncate(cut.index(template.len()));
        }
        if let Ok(filled) = docx::fill(&template, &Letter::default(), Language::Chinese) {
            check(&filled, &[]);
        }
    }

    #[test]
    fn a_document_with_any_xml_is_refused_or_filled_but_never_a_crash(text in text()) {
        let parts = Parts::of(&docx::template(Language::Chinese).unwrap());
        let damaged = parts.swap("word/document.xml", "{{审查摘要}}", &text).pack();
        if let Ok(filled) = docx::fill(&damaged, &Letter::default(), Language::Chinese) {
            check(&filled, &[]);
        }
    }
}
