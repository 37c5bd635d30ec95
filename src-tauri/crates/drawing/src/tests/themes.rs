//! Style sheets with at-rules, nesting and custom properties: what holds on a light screen counts.

use super::super::media::holds;
use super::*;

/// The colour at the middle of a drawing of 40 × 40 whose square has the class `a`.
fn colour(styles: &str, root: &str, square: &str) -> [u8; 3] {
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40' {root}>{styles}<g class='part'><rect width='40' height='40' class='a' {square}/></g></svg>"
    );
    let picture = golden::decode(&drawn(&svg, 1.0).unwrap().1);
    let at = (20 * picture.width + 20) * 4;
    [0, 1, 2].map(|channel| picture.rgba[at + channel])
}

const DARK: [u8; 3] = [0x11, 0x22, 0x33];

#[test]
fn only_the_colours_of_a_light_screen_count() {
    for css in [
        // As D2, draw.io and others write themes.
        ".a{fill:#123} @media (prefers-color-scheme: dark){.a{fill:#fff}}",
        ".a{fill:#123} @media screen and (prefers-color-scheme:dark) { .part .a { fill:#fff !important } }",
        "@media (prefers-color-scheme: light){.a{fill:#123}} @media (prefers-color-scheme: dark){.a{fill:#fff}}",
        ":root{--ink:#123} @media (prefers-color-scheme: dark){:root{--ink:#fff}} .a{fill:var(--ink)}",
        ":root{--ink:#123} @media (prefers-color-scheme: dark){:root{--ink:#fff}} .a{fill:var( --ink , #fff )}",
        "svg{--ink:#123} svg.dark{--ink:#fff} [data-theme=dark]{--ink:#fff} .a{fill:var(--ink)}",
        ".a{fill:#123} @media print{.a{fill:#fff}}",
        "@media print{.a{fill:#fff}} @media screen{.a{fill:#123}}",
        ".a{fill:#123} @media not screen {.a{fill:#fff}}",
        "@media not print {.a{fill:#123}}",
        ".a{fill:#fff} @media screen { @media (min-width:600px) {.a{fill:#123}} }",
        ".a{fill:light-dark(#123,#fff)}",
        "@supports (color: light-dark(#000,#fff)) {.a{fill:light-dark(#123, #fff)}} .b{fill:red}",
        "@layer base{.a{fill:#123}}",
        ".a{fill:#123; @media (prefers-color-scheme: dark){fill:#fff}}",
        ".part{ .a{fill:#123} & .b{fill:#fff} }",
        "/* } */ .a{fill:#123} @import url('x;y'); @font-face{font-family:\"}\"} @charset \"utf-8\";",
        ":root{color-scheme:light dark; --a:light-dark(#123,#fff)} .a{fill:var(--a)}",
        ".a{--ink:#123} .part{--ink:#fff} .a{fill:var(--ink)}",
    ] {
        let styles = format!("<style>{css}</style>");
        assert_eq!(colour(&styles, "", ""), DARK, "{css}");
    }
}

#[test]
fn a_sheet_for_other_media_does_not_count() {
    for media in [
        "print",
        "(prefers-color-scheme: dark)",
        "not all",
        "speech, print",
    ] {
        let styles =
            format!("<style>.a{{fill:#123}}</style><style media='{media}'>.a{{fill:#fff}}</style>");
        assert_eq!(colour(&styles, "", ""), DARK, "{media}");
    }
    for media in [
        "screen",
        "all",
        "",
        "print, screen",
        "(prefers-color-scheme: light)",
    ] {
        let styles =
            format!("<style>.a{{fill:#fff}}</style><style media='{media}'>.a{{fill:#123}}</style>");
        assert_eq!(colour(&styles, "", ""), DARK, "{media}");
    }
}

#[test]
fn elements_are_counted_as_before() {
    for (before, after) in [
        ("<style>svg > g:first-child > rect{fill:#123}</style>", ""),
        ("", "<style>svg > g:first-child > rect{fill:#123}</style>"),
    ] {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>{before}<g><rect width='40' height='40' fill='#fff'/></g>{after}</svg>"
        );
        let picture = golden::decode(&drawn(&svg, 1.0).unwrap().1);
        let expected = if before.is_empty() { DARK } else { [255; 3] };
        assert_eq!(picture.rgba[..3], expected, "{svg}");
    }
}

#[test]
fn custom_properties_are_those_of_the_element() {
    let styles = "<style>.a{fill:var(--ink)}</style>";
    assert_eq!(colour(styles, "style='--ink:#123'", ""), DARK);
    assert_eq!(
        colour(styles, "style='--ink:#fff'", "style='--ink:#123'"),
        DARK
    );
    assert_eq!(colour("", "style='--ink:#123'", "fill='var(--ink)'"), DARK);
    assert_eq!(
        colour(
            "",
            "style='--ink:#123'",
            "style='stroke:none;fill:var(--ink)'"
        ),
        DARK
    );
    // Without a value the declaration is void, and what is inherited counts.
    assert_eq!(colour(styles, "fill='#123'", ""), DARK);
    assert_eq!(colour("", "fill='#123'", "style='fill:var(--ink)'"), DARK);
}

#[test]
fn a_label_in_html_has_the_colours_of_the_light_theme() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='60'><style>:root{--ink:#b42318}@media (prefers-color-scheme:dark){:root{--ink:#fff}}.l{color:var(--ink)}</style><foreignObject width='200' height='60'><div xmlns='http://www.w3.org/1999/xhtml' class='l' style='font-size:40px'>风险</div></foreignObject></svg>";
    let picture = golden::decode(&drawn(svg, 1.0).unwrap().1);
    let reds = picture
        .rgba
        .chunks_exact(4)
        .filter(|pixel| pixel[..3] == [0xB4, 0x23, 0x18]);
    assert!(reds.count() > 100);
}

#[test]
fn queries_hold_as_on_a_light_screen() {
    for query in [
        "",
        "all",
        "screen",
        "only screen",
        "SCREEN  and (min-width: 600px)",
        "print, screen",
        "(prefers-color-scheme: light)",
        "not (prefers-color-scheme: dark)",
        "not print and (orientation: landscape)",
        "(min-width:1px) and (not (monochrome))",
        "(prefers-color-scheme: dark) or (prefers-color-scheme: light)",
        "screen and(color)",
        "(prefers-reduced-motion: no-preference)",
    ] {
        assert!(holds(query), "{query}");
    }
    for query in [
        "print",
        "speech",
        "not all",
        "not screen",
        "(prefers-color-scheme: dark)",
        "screen and (prefers-color-scheme: dark)",
        "(max-width: 600px)",
        "(unknown: 1)",
        "not (unknown: 1)",
        "((",
        "and",
        "(prefers-contrast: more)",
        "(prefers-color-scheme: light) and (max-width: 300px)",
    ] {
        assert!(!holds(query), "{query}");
    }
}

#[test]
fn nested_rules_cannot_multiply_without_bound() {
    let many: String = (0..2_000).map(|n| format!(".a{n},")).collect();
    let nested = format!("{many}.b{{{many}.b{{fill:red}}}}");
    let svg = format!("<svg width='9' height='9'><style>{nested}</style></svg>");
    assert!(matches!(drawn(&svg, 1.0), Err(Refusal::TooComplex { .. })));
    let deep = "a{".repeat(10_000);
    let svg = format!(
        "<svg width='9' height='9'><style>{deep}</style><rect width='9' height='9'/></svg>"
    );
    assert!(drawn(&svg, 1.0).is_ok());
}
