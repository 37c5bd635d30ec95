//! Document types: short entities of plain text are put in, everything else is refused with its own reason.

use super::super::refusal::Declaration;
use super::*;

/// What Illustrator writes before a drawing, with its ten names for namespaces.
const ILLUSTRATOR: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 15.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
	<!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">
	<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
	<!ENTITY ns_graphs "http://ns.adobe.com/Graphs/1.0/">
	<!ENTITY ns_vars "http://ns.adobe.com/Variables/1.0/">
	<!ENTITY ns_imrep "http://ns.adobe.com/ImageReplacement/1.0/">
	<!ENTITY ns_sfw "http://ns.adobe.com/SaveForWeb/1.0/">
	<!ENTITY ns_custom "http://ns.adobe.com/GenericCustomNamespace/1.0/">
	<!ENTITY ns_adobe_xpath "http://ns.adobe.com/XPath/1.0/">
	<!ENTITY ns_svg "http://www.w3.org/2000/svg">
	<!ENTITY ns_xlink "http://www.w3.org/1999/xlink">
]>
"#;

fn declaring(declarations: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE svg [{declarations}]><svg width='200' height='40'><text y='30'>{text}</text></svg>"
    )
}

fn labels(svg: &str) -> Vec<String> {
    drawn(svg, 1.0).unwrap().0.words.labels
}

#[test]
fn a_drawing_by_illustrator_is_drawn_without_what_it_keeps_for_itself() {
    let kept = "AAAA ".repeat(20_000);
    let svg = format!(
        r##"{ILLUSTRATOR}<svg version="1.1" xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" xmlns:graph="&ns_graphs;" xmlns="&ns_svg;" xmlns:xlink="&ns_xlink;" width="120" height="60" viewBox="0 0 120 60">
<switch>
<foreignObject requiredExtensions="&ns_ai;" width="1" height="1"><i:pgfRef xlink:href="#adobe_illustrator_pgf"></i:pgfRef></foreignObject>
<g i:extraneous="self"><rect x="20" y="10" width="40" height="20" fill="#B42318"/><text y="50">年化收益</text></g>
</switch>
<i:pgf id="adobe_illustrator_pgf">{kept}</i:pgf>
</svg>"##
    );
    let (drawn, png) = drawn(&svg, 1.0).unwrap();
    assert_eq!(
        (drawn.width, drawn.words.labels),
        (120.0, vec!["年化收益".to_owned()])
    );
    let picture = golden::decode(&png);
    let at = (20 * picture.width + 40) * 4;
    assert_eq!(picture.rgba[at..at + 3], [0xB4, 0x23, 0x18]);
}

#[test]
fn styles_characters_and_words_as_entities_are_put_in() {
    let styled = "<!DOCTYPE svg [<!ENTITY st0 \"fill:#0000FF;\">\n<!ENTITY st1 'stroke:none'>]><svg width='9' height='9'><rect width='9' height='9' style='&st0;&st1;'/></svg>";
    let picture = golden::decode(&drawn(styled, 1.0).unwrap().1);
    assert_eq!(picture.rgba[..3], [0, 0, 255]);
    for (declarations, text, label) in [
        (
            "<!ENTITY copy '&#169;'><!ENTITY euro '&#x20AC;'>",
            "&copy; 5 &euro;",
            "© 5 €",
        ),
        (
            "<!-- <!ENTITY a 'x'> --> <!ENTITY a '示例银行'>",
            "&a;",
            "示例银行",
        ),
        // The first declaration holds, and quotation marks stay text.
        (
            "<!ENTITY a 'x\"y'><!ENTITY a 'z'>",
            "&a; &amp; &lt;",
            "x\"y & <",
        ),
        // In a comment or a CDATA section nothing is a reference.
        ("<!ENTITY a 'x'>", "<!-- &a; &a --><![CDATA[&a;]]>", "&a;"),
    ] {
        assert_eq!(
            labels(&declaring(declarations, text)),
            [label],
            "{declarations}"
        );
    }
    let quoted = "<!DOCTYPE svg [<!ENTITY a 'x\" onload=\"y'>]><svg width='9' height='9'><g id=\"&a;\"><text>z</text></g></svg>";
    assert_eq!(labels(quoted), ["z"]);
}

#[test]
fn every_other_declaration_is_refused_with_its_own_reason() {
    let long = format!("<!ENTITY a '{}'>", "x".repeat(1_001));
    let many: String = (0..257).map(|n| format!("<!ENTITY a{n} 'x'>")).collect();
    for (declarations, why) in [
        (
            "<!ENTITY a SYSTEM 'file:///etc/hostname'>",
            Declaration::External,
        ),
        (
            "<!ENTITY a PUBLIC 'x' 'http://example.com/'>",
            Declaration::External,
        ),
        ("<!ENTITY % a 'x'>", Declaration::Parameter),
        ("<!ENTITY % a SYSTEM 'x'> %a;", Declaration::Parameter),
        ("%a;", Declaration::Parameter),
        ("<!ENTITY a 'x%b;'>", Declaration::Parameter),
        ("<!ENTITY a 'x'><!ENTITY b '&a;&a;'>", Declaration::Nested),
        ("<!ENTITY a '&a;'>", Declaration::Nested),
        ("<!ENTITY a '&#38;b;'>", Declaration::Nested),
        ("<!ENTITY a '&#x3c;g/>'>", Declaration::Nested),
        ("<!ENTITY a '<g/>'>", Declaration::Markup),
        ("<!ENTITY a '<svg/>'>", Declaration::Markup),
        (&long, Declaration::TooLong),
        (&many, Declaration::TooMany),
        ("<!ENTITY amp 'x'>", Declaration::Other),
        ("<!ENTITY a>", Declaration::Other),
        ("<!ENTITY a 'x' NDATA b>", Declaration::Other),
        ("<!ELEMENT svg ANY>", Declaration::Other),
        ("<!ATTLIST g fill CDATA 'red'>", Declaration::Other),
        ("<!NOTATION a SYSTEM 'x'>", Declaration::Other),
        ("<!-- never closed", Declaration::Other),
    ] {
        let refusal = drawn(&declaring(declarations, "&a;"), 1.0).unwrap_err();
        assert_eq!(refusal, Refusal::Entities { why }, "{declarations}");
    }
    let value = "x".repeat(1_000);
    let often = declaring(&format!("<!ENTITY a '{value}'>"), &"&a;".repeat(1_001));
    let refusal = drawn(&often, 1.0).unwrap_err();
    let why = Declaration::Expansion;
    assert_eq!(refusal, Refusal::Entities { why });
    assert_eq!(refusal.params(), serde_json::json!({ "what": "expansion" }));
}
