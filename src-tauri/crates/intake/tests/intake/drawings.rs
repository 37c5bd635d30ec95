//! SVG. Tests of the `drawing` crate cover its safety; these check that SVG goes through that crate.

use std::path::Path;

use image::RgbImage;
use intake::{Note, Prepared, shown};
use serde_json::json;

use crate::common::FONTS;
use crate::preparing::try_prepare;

fn prepared(svg: &str) -> Prepared {
    try_prepare(svg.as_bytes()).unwrap()
}

fn pixels(prepared: &Prepared) -> RgbImage {
    let picture = prepared.pictures.first().unwrap();
    image::load_from_memory(&picture.bytes).unwrap().into_rgb8()
}

fn svg(size: &str, inner: &str) -> String {
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" {size}>{inner}</svg>"#)
}

#[test]
fn a_drawing_lies_on_white_large_enough_to_be_read() {
    let square = r##"<rect width="100" height="100" fill="#c00"/>"##;
    let drawn = prepared(&svg(r#"width="400" height="300""#, square));
    let picture = pixels(&drawn);
    assert_eq!(picture.dimensions(), (1400, 1050));
    assert_eq!(picture.get_pixel(100, 100).0, [204, 0, 0]);
    assert_eq!(picture.get_pixel(1300, 1000).0, [255, 255, 255]);
    assert_eq!(drawn.plan.source.kind, "svg");
    assert_eq!(drawn.plan.parts[0].dots_per_inch, Some(336));
    assert!(drawn.plan.notes.is_empty());
    let large = prepared(&svg(r#"viewBox="0 0 1200 1500""#, square));
    assert_eq!(pixels(&large).dimensions(), (1200, 1500));
}

#[test]
fn a_drawing_is_shown_as_it_is_sent() {
    let drawing = svg(
        r#"width="2000" height="1000""#,
        r#"<rect width="10" height="10"/>"#,
    );
    let shown = shown(drawing.as_bytes(), &FONTS).unwrap();
    assert_eq!((shown.width, shown.height), (2000, 1000));
    assert_eq!(shown.rgb[..3], [0, 0, 0]);
}

#[test]
fn its_text_is_told_in_order() {
    let text = r#"<text y="20">年化收益 <tspan>3.5%</tspan></text><g><text y="60">投资有风险</text></g>
        <defs><text>not this</text></defs>"#;
    let drawn = prepared(&svg(r#"width="400" height="300""#, text));
    assert_eq!(drawn.text.as_deref(), Some("年化收益 3.5%\n投资有风险"));
}

#[test]
fn a_picture_outside_the_drawing_is_never_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("red.png");
    let red = RgbImage::from_pixel(10, 10, image::Rgb([255, 0, 0]));
    red.save(&path).unwrap();
    let path = path.display();
    for address in [format!("{path}"), format!("file://{path}")] {
        let image = format!(r#"<image href="{address}" width="1000" height="1000"/>"#);
        let drawn = prepared(&svg(r#"width="1000" height="1000""#, &image));
        assert_eq!(drawn.plan.notes, [Note::PicturesLeftOut]);
        assert_eq!(pixels(&drawn).get_pixel(500, 500).0, [255, 255, 255]);
    }
}

#[test]
fn a_drawing_of_a_million_pixels_a_side_is_drawn_smaller() {
    let square = r#"<rect width="500000" height="500000"/>"#;
    let vast = svg(r#"width="1000000" height="1000000""#, square);
    let drawn = shown(vast.as_bytes(), &FONTS).unwrap();
    assert!(u64::from(drawn.width) * u64::from(drawn.height) <= 80_000_000);
    assert!(drawn.width > 5_000);
    assert_eq!(drawn.rgb[..3], [0, 0, 0]);
}

#[test]
fn hostile_charts_are_refused_or_drawn_here_as_well() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../drawing/tests/fixtures/hostile");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        seen += 1;
        if let Err(refusal) = try_prepare(&bytes) {
            let known = [
                "picture_damaged",
                "picture_too_complex",
                "picture_undecodable",
                "picture_entities",
                "picture_too_large",
                "document_no_pages",
                "picture_format",
            ];
            assert!(known.contains(&refusal.code()), "{path:?}: {refusal}");
        }
    }
    assert!(seen >= 5, "the charts are missing");
}

#[test]
fn what_multiplies_or_declares_is_refused_with_its_reason() {
    let mut lines = r#"<g id="a0"><rect width="1" height="1"/></g>"#.to_owned();
    for level in 1..12 {
        let copies = format!(r##"<use href="#a{}"/>"##, level - 1).repeat(10);
        lines += &format!(r#"<g id="a{level}">{copies}</g>"#);
    }
    let refusal = try_prepare(svg("", &lines).as_bytes()).unwrap_err();
    assert_eq!(refusal.code(), "picture_too_complex");
    assert_eq!(refusal.params()["what"], "elements");
    let entities = "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>";
    let refusal = try_prepare((entities.to_owned() + &svg("", "")).as_bytes()).unwrap_err();
    assert_eq!(refusal.code(), "picture_entities");
    assert_eq!(
        refusal.params(),
        json!({ "found": "svg", "what": "external" })
    );
}

#[test]
fn a_drawing_by_illustrator_is_read() {
    let prolog = r#"<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
        <!ENTITY ns_svg "http://www.w3.org/2000/svg">
    ]>"#;
    let body =
        r#"<svg xmlns="&ns_svg;" width="1000" height="1000"><text y="60">投资有风险</text></svg>"#;
    let drawn = prepared(&format!("{prolog}{body}"));
    assert_eq!(drawn.text.as_deref(), Some("投资有风险"));
    // Version 10 declares each style, so the drawing begins late.
    let styles: String = (0..200)
        .map(|n| {
            format!(
                "<!ENTITY st{n} \"fill-rule:evenodd;fill:#12345{};\">\n",
                n % 10
            )
        })
        .collect();
    let prolog = format!("<?xml version=\"1.0\"?>\n<!DOCTYPE svg [\n{styles}]>");
    let square = r#"<rect width="900" height="900" style="&st196;"/>"#;
    let drawn = prepared(&format!(
        "{prolog}{}",
        svg(r#"width="1000" height="1000""#, square)
    ));
    assert_eq!(drawn.plan.source.kind, "svg");
    assert_eq!(pixels(&drawn).get_pixel(500, 500).0, [0x12, 0x34, 0x56]);
}

#[test]
fn a_drawing_with_a_dark_theme_is_sent_in_its_light_colours() {
    for theme in [
        ".ink{fill:#123456} @media (prefers-color-scheme: dark){.ink{fill:#fff}}",
        ":root{--ink:#123456} @media (prefers-color-scheme: dark){:root{--ink:#fff}} .ink{fill:var(--ink)}",
        "@media print{.ink{fill:#fff}} @media screen{.ink{fill:light-dark(#123456,#fff)}}",
    ] {
        let square = r#"<rect class="ink" width="500" height="500"/>"#;
        let inner = format!("<style>{theme}</style>{square}");
        let drawn = prepared(&svg(r#"width="1000" height="1000""#, &inner));
        let pixel = pixels(&drawn).get_pixel(250, 250).0;
        assert_eq!(pixel, [0x12, 0x34, 0x56], "{theme}");
        assert!(drawn.plan.notes.is_empty(), "{theme}");
    }
}

#[test]
fn an_animated_drawing_shows_what_appears_and_says_so() {
    let drawing = |body: &str| {
        let square = r#"<rect width="5" height="5"/>"#;
        prepared(&svg(
            r#"width="1000" height="1000""#,
            &format!("{square}{body}"),
        ))
    };
    let faded = drawing(
        r##"<g opacity="0"><rect width="500" height="500" fill="#123456"/><text y="600">保本</text><animate attributeName="opacity" to="1" dur="1s" fill="freeze"/></g>"##,
    );
    assert_eq!(faded.plan.notes, [Note::Still]);
    assert_eq!(faded.text.as_deref(), Some("保本"));
    assert_eq!(pixels(&faded).get_pixel(250, 250).0, [0x12, 0x34, 0x56]);
    let clicked = drawing(
        r#"<text y="600" visibility="hidden">保本<set attributeName="visibility" to="visible" begin="click"/></text>"#,
    );
    let notes = [Note::OnDemandLeftOut, Note::HiddenLeftOut];
    assert_eq!(
        (clicked.plan.notes.as_slice(), clicked.text),
        (&notes[..], None)
    );
    let hidden = drawing(r#"<text y="600" style="display:none">保本</text>"#);
    assert_eq!(
        (hidden.plan.notes.as_slice(), hidden.text),
        (&[Note::HiddenLeftOut][..], None)
    );
}

#[test]
fn risk_levels_as_emoji_keep_their_colours_with_or_without_a_colour_font() {
    let text = r#"<text x="50" y="200" font-size="200">🔴🟡🟢</text>"#;
    let drawn = prepared(&svg(r#"width="1000" height="1000""#, text));
    let picture = pixels(&drawn);
    let (mut red, mut yellow, mut green) = (0, 0, 0);
    for [r, g, b] in picture.pixels().map(|pixel| pixel.0.map(i32::from)) {
        red += i32::from(r > g + 100 && r > b + 80);
        yellow += i32::from(r > b + 100 && g > b + 80);
        green += i32::from(g > r + 40 && g > b + 40);
    }
    assert!(
        red > 1_000 && yellow > 1_000 && green > 1_000,
        "{red} {yellow} {green}"
    );
    let expected: &[Note] = match drawn.plan.notes.len() {
        0 => &[],
        _ => &[Note::SignsReplaced],
    };
    assert_eq!(drawn.plan.notes, expected);
    assert_eq!(drawn.text.as_deref(), Some("🔴🟡🟢"));
}

#[test]
fn an_element_with_too_many_attributes_is_refused_with_both_numbers() {
    let many: String = (0..400_000).map(|n| format!(" a{n}=\"\"")).collect();
    let spread = r#"<rect x="1" y="1" width="5" height="5"/>"#.repeat(1_000);
    for hidden in [
        format!("<g{many}/>"),
        // Malformed too: a repair must not bypass the check.
        format!("<g{many}>&nbsp;<br></g>"),
        format!("{spread}<g{many}/>"),
    ] {
        let refusal = try_prepare(svg("", &hidden).as_bytes()).unwrap_err();
        assert_eq!(refusal.code(), "picture_too_complex");
        let expected =
            json!({ "found": "svg", "what": "attributes", "limit": 128, "actual": 400_000 });
        assert_eq!(refusal.params(), expected);
    }
    let on_the_root = svg(&many, "");
    let refusal = try_prepare(on_the_root.as_bytes()).unwrap_err();
    assert_eq!(refusal.params()["what"], "attributes");
    let few: String = (0..100).map(|n| format!(" data-{n}=\"\"")).collect();
    let drawn = svg(
        r#"width="10" height="10""#,
        &format!("<rect width='9' height='9'{few}/>"),
    );
    assert!(try_prepare(drawn.as_bytes()).is_ok());
}

#[test]
fn namespaces_that_take_for_ever_to_tell_apart_are_refused() {
    let mut inner = String::new();
    for depth in 0..250 {
        let names: String = (0..120)
            .map(|n| format!(" xmlns:x{depth}y{n}=\"u\""))
            .collect();
        inner += &format!("<g{names}>");
    }
    let refusal = try_prepare(svg("", &inner).as_bytes()).unwrap_err();
    assert_eq!(refusal.params()["what"], "namespaces");
}
