//! Word refuses a document whose elements are not in the order of the schema (ISO/IEC 29500-1, part wml).

use letter::{
    document::{Block, Colour, Document, Language, Run},
    docx,
};

use crate::{packed::Parts, sample};

/// The children of each element in the order of the schema, as far as letters use them.
const ORDER: &[(&str, &[&str])] = &[
    ("p", &["pPr", "r"]),
    (
        "pPr",
        &[
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "pBdr",
            "tabs",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
        ],
    ),
    (
        "rPr",
        &[
            "rFonts", "b", "bCs", "i", "iCs", "strike", "color", "sz", "szCs", "lang",
        ],
    ),
    ("tbl", &["tblPr", "tblGrid", "tr"]),
    (
        "tblPr",
        &[
            "tblStyle",
            "tblW",
            "tblBorders",
            "tblLayout",
            "tblCellMar",
            "tblLook",
        ],
    ),
    (
        "tblBorders",
        &["top", "left", "bottom", "right", "insideH", "insideV"],
    ),
    ("tblCellMar", &["top", "left", "bottom", "right"]),
    ("tr", &["trPr", "tc"]),
    ("trPr", &["cantSplit", "tblHeader"]),
    ("tc", &["tcPr", "p"]),
    ("tcPr", &["tcW", "shd", "vAlign"]),
    (
        "sectPr",
        &["headerReference", "footerReference", "pgSz", "pgMar"],
    ),
    (
        "style",
        &["name", "basedOn", "qFormat", "pPr", "rPr", "tblPr"],
    ),
    (
        "inline",
        &["extent", "docPr", "cNvGraphicFramePr", "graphic"],
    ),
    ("blipFill", &["blip", "srcRect", "stretch"]),
    (
        "settings",
        &[
            "zoom",
            "defaultTabStop",
            "characterSpacingControl",
            "compat",
            "themeFontLang",
        ],
    ),
];

fn check(package: &[u8]) {
    let parts = Parts::of(package);
    let names = parts.0.iter().map(|(name, _)| name.as_str());
    for name in names.filter(|name| name.starts_with("word/") && name.ends_with(".xml")) {
        let tree = roxmltree::Document::parse(parts.text(name)).unwrap();
        for node in tree.descendants() {
            let element = node.tag_name().name();
            let Some((_, order)) = ORDER.iter().find(|(name, _)| *name == element) else {
                continue;
            };
            let children = node.children().filter(roxmltree::Node::is_element);
            let places = children.map(|child| {
                let child = child.tag_name().name();
                let place = order.iter().position(|name| *name == child);
                place.unwrap_or_else(|| panic!("{child} in {element} of {name}"))
            });
            assert!(places.is_sorted(), "{element} of {name}");
        }
    }
}

#[test]
fn elements_stand_in_the_order_of_the_schema() {
    let mut letter = sample::letter(4);
    letter.pictures[0].height = 9_000;
    let all = Run {
        text: "全部".to_owned(),
        bold: true,
        italic: true,
        struck: true,
        code: true,
        colour: Some(Colour::Quiet),
    };
    for language in [Language::Chinese, Language::English] {
        let document = letter.document(language);
        check(&docx::write(&document).unwrap());
        let template = docx::template(language).unwrap();
        check(&template);
        check(&docx::fill(&template, &letter, language).unwrap());
        let item = Block::Item {
            depth: 1,
            number: Some(1),
            runs: vec![all.clone()],
        };
        let blocks = vec![Block::PageBreak, item, Block::PageBreak];
        check(&docx::write(&Document { blocks, ..document }).unwrap());
    }
}
