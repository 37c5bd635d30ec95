//! The styles that blocks need. Word knows built-in styles by their English name in any language; the ids differ.

use crate::document::Language;

/// A style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Normal,
    Title,
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    BodyText,
    List,
    TableText,
    Gap,
    Picture,
    Caption,
    Header,
    Footer,
    Warning,
    Grid,
}

/// A style as it is written.
pub(super) struct Definition {
    pub(super) style: Style,
    /// The name that programs find it by.
    pub(super) name: &'static str,
    id: &'static str,
    /// Half points in Chinese and in English documents; 0 to inherit.
    sizes: (u8, u8),
    /// The properties of its paragraphs, after the style's name; `INDENT` stands for the indent of Chinese paragraphs.
    paragraph: &'static str,
    /// The properties of its text before the size.
    text: &'static str,
    /// Headings are set in another font.
    sans: bool,
    /// The part of the name that says it is in the list of styles that people choose from.
    quick: bool,
}

const INDENT: &str = "INDENT";

const fn definition(style: Style, name: &'static str, id: &'static str) -> Definition {
    Definition {
        style,
        name,
        id,
        sizes: (0, 0),
        paragraph: "",
        text: "",
        sans: false,
        quick: false,
    }
}

const fn heading(
    style: Style,
    name: &'static str,
    id: &'static str,
    paragraph: &'static str,
    sizes: (u8, u8),
) -> Definition {
    Definition {
        sizes,
        paragraph,
        text: "<w:b/><w:bCs/>",
        sans: true,
        quick: true,
        ..definition(style, name, id)
    }
}

/// All styles; those that others are based on come first.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        quick: true,
        paragraph: r#"<w:spacing w:after="80" w:line="300" w:lineRule="auto"/>"#,
        ..definition(Style::Normal, "Normal", "Normal")
    },
    heading(
        Style::Title,
        "Title",
        "Title",
        r#"<w:keepNext/><w:spacing w:before="960" w:after="600"/><w:jc w:val="center"/>"#,
        (44, 40),
    ),
    heading(
        Style::Heading1,
        "heading 1",
        "Heading1",
        r#"<w:keepNext/><w:keepLines/><w:spacing w:before="360" w:after="160"/><w:outlineLvl w:val="0"/>"#,
        (32, 30),
    ),
    heading(
        Style::Heading2,
        "heading 2",
        "Heading2",
        r#"<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="1"/>"#,
        (26, 24),
    ),
    heading(
        Style::Heading3,
        "heading 3",
        "Heading3",
        r#"<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="100"/><w:outlineLvl w:val="2"/>"#,
        (24, 22),
    ),
    heading(
        Style::Heading4,
        "heading 4",
        "Heading4",
        r#"<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="80"/><w:outlineLvl w:val="3"/>"#,
        (22, 21),
    ),
    Definition {
        paragraph: INDENT,
        quick: true,
        ..definition(Style::BodyText, "Body Text", "BodyText")
    },
    Definition {
        paragraph: r#"<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs><w:ind w:left="420" w:hanging="420"/>"#,
        ..definition(Style::List, "Letter List", "LetterList")
    },
    Definition {
        sizes: (21, 20),
        paragraph: r#"<w:spacing w:before="20" w:after="20" w:line="264" w:lineRule="auto"/><w:ind w:left="0" w:firstLine="0"/>"#,
        ..definition(Style::TableText, "Letter Table Text", "LetterTableText")
    },
    Definition {
        sizes: (8, 8),
        paragraph: r#"<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>"#,
        ..definition(Style::Gap, "Letter Gap", "LetterGap")
    },
    Definition {
        paragraph: r#"<w:spacing w:before="120" w:after="60" w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:firstLine="0"/><w:jc w:val="center"/>"#,
        ..definition(Style::Picture, "Letter Picture", "LetterPicture")
    },
    Definition {
        sizes: (20, 19),
        paragraph: r#"<w:spacing w:before="60" w:after="160"/><w:jc w:val="center"/>"#,
        ..definition(Style::Caption, "caption", "Caption")
    },
    Definition {
        sizes: (18, 18),
        paragraph: r#"<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="7F7F7F"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs><w:spacing w:after="60" w:line="240" w:lineRule="auto"/>"#,
        ..definition(Style::Header, "header", "Header")
    },
    Definition {
        sizes: (18, 18),
        paragraph: r#"<w:spacing w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>"#,
        ..definition(Style::Footer, "footer", "Footer")
    },
    Definition {
        sizes: (20, 20),
        paragraph: r#"<w:spacing w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>"#,
        text: r#"<w:b/><w:bCs/><w:color w:val="C00000"/>"#,
        ..definition(Style::Warning, "Letter Warning", "LetterWarning")
    },
    definition(Style::Grid, "Table Grid", "TableGrid"),
];

/// Which id each style has in a document.
pub(super) struct StyleIds(Vec<String>);

impl StyleIds {
    /// The ids of our own styles.
    pub(super) fn own() -> Self {
        Self(DEFINITIONS.iter().map(|it| it.id.to_owned()).collect())
    }

    /// Ids in the order of [`DEFINITIONS`].
    pub(super) const fn new(ids: Vec<String>) -> Self {
        Self(ids)
    }

    pub(super) fn of(&self, style: Style) -> &str {
        let position = DEFINITIONS.iter().position(|it| it.style == style);
        let id = position.and_then(|at| self.0.get(at));
        id.map_or("", String::as_str)
    }
}

impl Definition {
    pub(super) const fn id(&self) -> &'static str {
        self.id
    }

    pub(super) fn is_table(&self) -> bool {
        self.style == Style::Grid
    }

    /// The element of the style under the id it has in this document.
    pub(super) fn element(&self, language: Language, ids: &StyleIds) -> String {
        let (id, name) = (ids.of(self.style), self.name);
        if self.is_table() {
            return grid(id, name);
        }
        let normal = self.style == Style::Normal;
        let mut xml = match normal {
            true => format!(r#"<w:style w:type="paragraph" w:default="1" w:styleId="{id}">"#),
            false if name.starts_with("Letter ") => {
                format!(r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="{id}">"#)
            }
            false => format!(r#"<w:style w:type="paragraph" w:styleId="{id}">"#),
        };
        xml.push_str(&format!(r#"<w:name w:val="{name}"/>"#));
        if !normal {
            let base = ids.of(Style::Normal);
            xml.push_str(&format!(r#"<w:basedOn w:val="{base}"/>"#));
        }
        if self.quick {
            xml.push_str("<w:qFormat/>");
        }
        let paragraph = match (self.paragraph, language) {
            (INDENT, Language::Chinese) => {
                r#"<w:ind w:firstLineChars="200" w:firstLine="480"/><w:jc w:val="both"/>"#
            }
            (INDENT, Language::English) => "",
            (properties, _) => properties,
        };
        if !paragraph.is_empty() {
            xml.push_str(&format!("<w:pPr>{paragraph}</w:pPr>"));
        }
        let mut text = String::new();
        if self.sans {
            text.push_str(SANS);
        }
        // rPr wants the colour after bold and before the size.
        text.push_str(self.text);
        let size = match language {
            Language::Chinese => self.sizes.0,
            Language::English => self.sizes.1,
        };
        if size > 0 {
            text.push_str(&format!(
                r#"<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#
            ));
        }
        if !text.is_empty() {
            xml.push_str(&format!("<w:rPr>{text}</w:rPr>"));
        }
        xml.push_str("</w:style>");
        xml
    }
}

pub(super) const SERIF: &str = r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>"#;
pub(super) const SANS: &str =
    r#"<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体" w:cs="Arial"/>"#;

fn grid(id: &str, name: &str) -> String {
    let side =
        |side: &str| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>"#);
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(side)
        .concat();
    format!(
        r#"<w:style w:type="table" w:styleId="{id}"><w:name w:val="{name}"/><w:qFormat/><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#
    )
}

/// The part with all styles.
pub(super) fn part(language: Language) -> String {
    let ids = StyleIds::own();
    let size = match language {
        Language::Chinese => 24,
        Language::English => 22,
    };
    let mut xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{SERIF}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{lang}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"#,
        W = super::frame::W,
        lang = super::frame::lang(language, "w:lang"),
    );
    for definition in DEFINITIONS {
        xml.push_str(&definition.element(language, &ids));
    }
    xml.push_str("</w:styles>");
    xml
}
