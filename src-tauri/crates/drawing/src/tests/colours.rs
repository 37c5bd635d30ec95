//! Emoji in colour, with fonts of each format that systems have, and without any.

use std::sync::LazyLock;

use super::super::fonts::Known;
use super::super::request::LeftOut;
use super::*;

static WITHOUT: LazyLock<Fonts> = LazyLock::new(|| Fonts::load_with(&[]));

const FONTS_IN_COLOUR: [Known; 3] = [
    Known {
        family: "Sample Emoji Layers",
        files: &[concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/fonts/layers.ttf"
        )],
    },
    Known {
        family: "Sample Emoji Strikes",
        files: &[concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/fonts/strikes.ttf"
        )],
    },
    Known {
        family: "Sample Emoji Bitmaps",
        files: &[concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/fonts/bitmaps.ttf"
        )],
    },
];

/// The emoji in the fonts of the tests, with their colour there.
const EMOJI: [(&str, [u8; 3]); 5] = [
    ("🔴", [0xDD, 0x2E, 0x44]),
    ("🟡", [0xFD, 0xCB, 0x58]),
    ("🟢", [0x78, 0xB1, 0x59]),
    ("✅", [0x77, 0xB2, 0x55]),
    ("⚠️", [0xFF, 0xCC, 0x4D]),
];

/// As a label in SVG, in pieces, and in HTML.
fn charts(text: &str) -> [String; 3] {
    let chart = |label: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='300' height='60'>{label}</svg>")
    };
    [
        chart(&format!(
            "<text x='5' y='45' font-size='40'>{text} 风险</text>"
        )),
        chart(&format!(
            "<text x='5' y='45' font-size='40' font-weight='bold'><tspan>{text}</tspan>风险</text>"
        )),
        chart(&format!(
            "<foreignObject width='300' height='60'><div xmlns='http://www.w3.org/1999/xhtml' style='font-size:40px'>{text} 风险</div></foreignObject>"
        )),
    ]
}

/// The chart, and how many pixels have about this colour.
fn drawn_with(fonts: &Fonts, svg: &str, colour: [u8; 3]) -> (Drawn, usize) {
    let (drawn, png) = chart(fonts, common, &whole(1.0), svg.as_bytes()).unwrap();
    let picture = golden::decode(&png);
    let alike = |pixel: &&[u8]| pixel.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 6);
    let count = picture.rgba.chunks_exact(4).filter(alike).count();
    (drawn, count)
}

#[test]
fn emoji_have_their_colours_in_every_format_of_fonts() {
    for known in &FONTS_IN_COLOUR {
        let fonts = Fonts::load_with(std::slice::from_ref(known));
        assert_eq!(fonts.emoji.as_deref(), Some(known.family));
        for (emoji, colour) in EMOJI {
            for svg in charts(emoji) {
                let (drawn, pixels) = drawn_with(&fonts, &svg, colour);
                assert!(pixels > 500, "{} {emoji}: {pixels} in {svg}", known.family);
                assert_eq!(drawn.left_out, LeftOut::default(), "{emoji}");
                assert!(drawn.words.labels[0].starts_with(emoji));
            }
        }
    }
}

#[test]
fn without_a_colour_font_they_become_signs_that_keep_their_meaning() {
    for (emoji, colour) in [
        ("🔴", [0xd9, 0x2d, 0x20]),
        ("🟡", [0xd6, 0xa5, 0x00]),
        ("🟢", [0x1f, 0x8a, 0x3d]),
        ("✅", [0x1f, 0x8a, 0x3d]),
        ("❌", [0xd9, 0x2d, 0x20]),
        ("⚠️", [0xe8, 0x73, 0x0c]),
    ] {
        for svg in charts(emoji) {
            let (drawn, pixels) = drawn_with(&WITHOUT, &svg, colour);
            assert!(pixels > 25, "{emoji}: {pixels} in {svg}");
            assert_eq!(
                drawn.left_out,
                LeftOut {
                    signs: 1,
                    ..LeftOut::default()
                }
            );
        }
    }
}

#[test]
fn an_emoji_that_the_colour_font_lacks_becomes_a_sign() {
    for known in &FONTS_IN_COLOUR {
        let fonts = Fonts::load_with(std::slice::from_ref(known));
        let [svg, ..] = charts("🔵🔴🔵");
        let (drawn, blue) = drawn_with(&fonts, &svg, [0x25, 0x63, 0xc9]);
        let (_, red) = drawn_with(&fonts, &svg, [0xDD, 0x2E, 0x44]);
        assert!(blue > 100 && red > 500, "{}: {blue} {red}", known.family);
        assert_eq!(drawn.left_out.signs, 2);
    }
}

#[test]
fn letters_digits_and_plain_signs_are_not_touched() {
    let known = &FONTS_IN_COLOUR[0];
    let fonts = Fonts::load_with(std::slice::from_ref(known));
    for text in ["年化 3.5% #1 *", "● ★ → ① √ ×", "⚠ ✔"] {
        let [svg, ..] = charts(text);
        let one = chart(&fonts, common, &whole(1.0), svg.as_bytes()).unwrap();
        assert_eq!(one.0.left_out, LeftOut::default(), "{text}");
    }
    let [svg, ..] = charts("年化 3.5% #1 *");
    let one = chart(&fonts, common, &whole(1.0), svg.as_bytes()).unwrap();
    let other = chart(&WITHOUT, common, &whole(1.0), svg.as_bytes()).unwrap();
    assert_eq!(one.1, other.1);
}

#[test]
fn the_title_of_a_chart_keeps_its_emoji() {
    let svg = "<svg width='60' height='60'><title>🔴 高</title><rect width='9' height='9'/></svg>";
    let (drawn, _) = drawn_with(&WITHOUT, svg, [0; 3]);
    assert_eq!(drawn.words.title, "🔴 高");
    assert_eq!(drawn.left_out, LeftOut::default());
}
