//! Malicious and damaged documents.

use image::ImageFormat;
use intake::{Content, Damage, Prepared, Refusal, shown};
use proptest::prelude::*;

use crate::common::{FONTS, picture};
use crate::packages::{P, W, blip, docx, package, paragraph, relations, shape, text};
use crate::preparing::{assert_usable, try_prepare};

#[test]
fn references_in_a_circle_and_out_of_the_package_lead_nowhere() {
    let file = docx(
        &paragraph("正文"),
        &[
            ("rId1", "header", "document.xml"),
            ("rId2", "footer", "../../../../etc/passwd"),
            ("rId3", "footnotes", "file:///etc/passwd"),
            ("rId4", "chart", "document.xml"),
        ],
        &[],
    );
    let outcome = try_prepare(&file);
    assert_usable(&outcome);
    let text_of_files = outcome.ok().and_then(|prepared| prepared.text);
    assert!(!text_of_files.unwrap_or_default().contains("root:"));
    let list = relations(&[
        ("rId1", "slide", "presentation.xml"),
        ("rId2", "slideLayout", "presentation.xml"),
    ]);
    let main = format!(
        r#"<p:presentation {P}><p:sldIdLst><p:sldId r:id="rId1"/><p:sldId r:id="rId1"/></p:sldIdLst>{}</p:presentation>"#,
        shape(None, "圈")
    );
    let file = package(
        "ppt/presentation.xml",
        &[
            ("ppt/presentation.xml", main.as_bytes()),
            ("ppt/_rels/presentation.xml.rels", list.as_bytes()),
        ],
    );
    assert_eq!(text(&file), "圈");
}

fn damaged(found: Content, damage: Damage) -> Result<Prepared, Refusal> {
    Err(Refusal::DocumentDamaged { found, damage })
}

#[test]
fn xml_that_is_a_trap_is_refused() {
    let structure = damaged(Content::Docx, Damage::Structure);
    let deep = format!(
        "{}{}",
        "<w:sdt>".repeat(100_000),
        "</w:sdt>".repeat(100_000)
    );
    assert_eq!(try_prepare(&docx(&deep, &[], &[])), structure);
    // A comment that seems to end where it begins, and skipped content that is not skipped.
    let hidden = format!("<!--> <? -->{deep}?>");
    assert_eq!(try_prepare(&docx(&hidden, &[], &[])), structure);
    let wide: String = (0..200).map(|number| format!(" a{number}=\"\"")).collect();
    assert_eq!(
        try_prepare(&docx(&format!("<w:p{wide}/>"), &[], &[])),
        structure
    );
    let entities = format!(
        r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document {W}><w:body><w:p><w:r><w:t>&b;&b;&b;</w:t></w:r></w:p></w:body></w:document>"#
    );
    let file = package(
        "word/document.xml",
        &[("word/document.xml", entities.as_bytes())],
    );
    assert_eq!(try_prepare(&file), structure);
    // A thousand namespaces in scope, and every element adds one.
    let mut body: String = (0..100)
        .map(|depth| {
            let names: String = (0..100)
                .map(|n| format!(" xmlns:x{depth}y{n}=\"u\""))
                .collect();
            format!("<w:sdt{names}>")
        })
        .collect();
    body.push_str(&"<w:p xmlns:q=\"u\"/>".repeat(10_000));
    body.push_str(&"</w:sdt>".repeat(100));
    assert_eq!(try_prepare(&docx(&body, &[], &[])), structure);
    // Each element adds to many, and the parser compares them pairwise.
    let mut body: String = (0..200)
        .map(|depth| {
            let names: String = (0..100)
                .map(|n| format!(" xmlns:x{depth}y{n}=\"u\""))
                .collect();
            format!("<w:sdt{names}>")
        })
        .collect();
    body.push_str(&"</w:sdt>".repeat(200));
    assert_eq!(try_prepare(&docx(&body, &[], &[])), structure);
}

#[test]
fn a_part_that_unpacks_to_too_much_is_counted_while_it_does() {
    let zeros = vec![b' '; 65_000_000];
    let file = package("word/document.xml", &[("word/document.xml", &zeros)]);
    let limit = 64_000_000;
    let refusal = try_prepare(&file).unwrap_err();
    assert!(
        matches!(refusal, Refusal::DocumentTooVast { limit: l, actual } if l == limit && actual > limit)
    );
    assert_eq!(refusal.code(), "document_too_vast");
    let long = paragraph(&"字".repeat(500_001));
    let (limit, actual) = (500_000, 500_001);
    assert_eq!(
        try_prepare(&docx(&long, &[], &[])),
        Err(Refusal::TextTooLong { limit, actual })
    );
}

#[test]
fn a_document_that_lost_its_end_or_its_body_is_damaged() {
    let file = docx(&paragraph("正文"), &[], &[]);
    for end in [file.len() - 1, file.len() - 30] {
        assert_eq!(
            try_prepare(&file[..end]),
            damaged(Content::Docx, Damage::Truncated)
        );
    }
    let without = package("word/document.xml", &[("word/other.xml", b"<a/>")]);
    assert_eq!(
        try_prepare(&without),
        damaged(Content::Docx, Damage::Structure)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_make_nothing_fall(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let small = picture(ImageFormat::Png, 70, 70);
        let body = paragraph("正文") + &blip("a") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
        let mut file = docx(&body, &[("a", "image", "media/a.png")], &[("word/media/a.png", &small)]);
        for (at, byte) in changes {
            let at = at.index(file.len());
            if let Some(changed) = file.get_mut(at) {
                *changed = byte;
            }
        }
        assert_usable(&try_prepare(&file));
        if let Ok(shown) = shown(&file, &FONTS) {
            prop_assert_eq!(shown.rgb.len(), shown.width as usize * shown.height as usize * 3);
        }
    }

    #[test]
    fn any_xml_makes_nothing_fall(body in "(<w:(p|r|t|tbl|tr|tc|del|sdt)>|</w:(p|r|t|tbl|tr|tc|del|sdt)>|<w:(tab|br)/>|字|&|<!--|-->){0,60}") {
        assert_usable(&try_prepare(&docx(&body, &[], &[])));
    }

    #[test]
    fn any_tree_makes_nothing_fall(names in prop::collection::vec(0_usize..14, 0..200)) {
        const NAMES: [&str; 14] = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:txbxContent", "mc:AlternateContent", "mc:Choice", "a:blip", "w:fldChar", "a:sp", "c", "w:ins"];
        let mut body = String::new();
        let mut open = Vec::new();
        for (number, name) in names.iter().map(|at| NAMES[*at]).enumerate() {
            body.push_str(&format!("<{name}>字"));
            open.push(name);
            if number % 3 == 2 {
                body.push_str(&format!("</{}>", open.pop().unwrap_or_default()));
            }
        }
        while let Some(name) = open.pop() {
            body.push_str(&format!("</{name}>"));
        }
        assert_usable(&try_prepare(&docx(&body, &[], &[])));
    }
}
