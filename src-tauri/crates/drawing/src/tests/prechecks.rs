//! Stages before the renderer: extracting the SVG, XML, limits, rewriting. None may panic on any input.

use std::{fs, time::Duration};

use proptest::prelude::*;

use super::super::canvas::Canvas;
use super::super::emoji::Emoji;
use super::super::request::{DrawRequest, Region};
use super::super::rewrite::rewrite;
use super::super::{source, words};
use super::*;

/// CPU time of this thread in user and system mode, which does not depend on other load on the machine. Zero on systems
/// without `/proc`.
fn processor() -> Duration {
    let stat = fs::read_to_string("/proc/thread-self/stat").unwrap_or_default();
    // The name in field 2 may contain spaces. Fields 14 and 15 are in hundredths of a second.
    let (_, rest) = stat.rsplit_once(") ").unwrap_or_default();
    let ticks = rest.split(' ').skip(11).take(2);
    let ticks = ticks.filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// Runs every stage of this crate's own code on the document.
fn prechecked(bytes: &[u8]) -> Result<String, Refusal> {
    let text = document::text(bytes, &CHART)?;
    let document = document::parse(&text)?;
    let sheets = Sheets::of(&document)?;
    let sheet = bounds::check(&document, &sheets)?;
    let mut styles = Styles::new(&document, &sheets, sheet);
    let root = document.root_element();
    words::words(root, &mut styles, &CHART);
    Ok(rewrite(root, &mut styles, &CHART, Emoji::default(), false).svg)
}

#[test]
fn the_svg_is_found_in_a_fence_between_sentences_and_behind_a_prolog() {
    let svg = "<svg a=\"1>2\"><svg/><g></g></svg>";
    for text in [
        svg.to_owned(),
        format!("```svg\n{svg}\n```\n"),
        format!(
            "流程图如下：\n\n```xml\n<?xml version=\"1.0\"?>\n<!-- <svg> -->\n{svg}\n```\n以上。"
        ),
        format!("\u{feff}<!DOCTYPE svg PUBLIC \"a\" \"b\">{svg}<!-- end --> <svg>second</svg>"),
    ] {
        assert_eq!(source(&text), Some(svg), "{text}");
    }
    assert_eq!(source("<svg/>"), Some("<svg/>"));
    assert_eq!(source("```\n<svg><g>cut off\n```"), Some("<svg><g>cut off"));
    assert_eq!(
        source("<svg:svg xmlns:svg=\"s\"></svg:svg>"),
        Some("<svg:svg xmlns:svg=\"s\"></svg:svg>")
    );
    assert_eq!(source("no chart, <svgx> <b>at</b> all"), None);
}

#[test]
fn comments_that_never_end_are_looked_through_once() {
    let before = processor();
    for open in ["<!--", "<![CDATA["] {
        assert_eq!(source(&open.repeat(2_000_000)), None);
        let text = format!("{open}<svg/>");
        assert_eq!(source(&text), Some("<svg/>"));
    }
    let took = processor() - before;
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn each_thing_that_is_no_chart_has_its_own_refusal() {
    let refusal = |text: &str| drawn(text, 1.0).unwrap_err();
    assert_eq!(refusal(""), Refusal::Empty);
    assert_eq!(refusal(" \n\u{feff}"), Refusal::Empty);
    assert_eq!(
        refusal("<svg xmlns='http://www.w3.org/2000/svg'/>"),
        Refusal::Empty
    );
    assert_eq!(refusal("抱歉，无法生成流程图。"), Refusal::NotSvg);
    assert_eq!(
        refusal("<svg xmlns='urn:other'><rect/></svg>"),
        Refusal::NotSvg
    );
    assert_eq!(refusal("<svg>\n<g>\n</svg>"), Refusal::Broken { line: 3 });
    assert_eq!(
        refusal("<svg><rect width='1' height='1'/>"),
        Refusal::Broken { line: 1 }
    );
    assert_eq!(
        refusal("<svg width='0' height='5' viewBox='0 0 0 0'><rect width='9' height='9'/></svg>"),
        Refusal::Sizeless
    );
    let large = " ".repeat(8_000_001);
    assert_eq!(
        refusal(&large),
        Refusal::TooLarge {
            limit: 8_000_000,
            actual: 8_000_001
        }
    );
}

#[test]
fn small_faults_of_language_models_are_mended() {
    let svg = "<svg width='300' height='40'><a xlink:href='#x'><text y='20'>R&D &nbsp; 收益 < 5% &mdash; 完</text></a></svg>";
    let (drawn, _) = drawn(svg, 1.0).unwrap();
    assert_eq!(drawn.words.labels, ["R&D 收益 < 5% — 完"]);
}

#[test]
fn a_chart_without_any_size_is_as_large_as_its_content() {
    let (drawn, _) = drawn(
        "<svg><rect x='50' y='20' width='400' height='300'/></svg>",
        1.0,
    )
    .unwrap();
    assert_eq!((drawn.width, drawn.height), (458.0, 328.0));
}

#[test]
fn a_picture_is_clamped_and_a_region_is_cut_and_snapped() {
    let canvas = |width, height, scale, region| {
        Canvas::of(width, height, &DrawRequest { scale, region }, &CHART, 1.0)
    };
    let huge = canvas(1e6, 1e6, 1.0, None).unwrap();
    assert!(f64::from(huge.width) * f64::from(huge.height) <= 16_777_216.0 && huge.width > 4_000);
    let wide = canvas(1e6, 10.0, 4.0, None).unwrap();
    assert!(wide.width <= 16_384 && wide.width > 16_000 && wide.height == 1);
    assert!(canvas(1e38, 1e-3, f32::INFINITY, None).unwrap().width <= 16_384);
    assert_eq!(canvas(100.0, 50.0, f32::NAN, None).unwrap().width, 100);
    let region = Region {
        x: 10.3,
        y: -5.0,
        width: 20.0,
        height: 20.0,
    };
    let part = canvas(100.0, 50.0, 8.0, Some(region)).unwrap();
    assert_eq!((part.width, part.height), (161, 120));
    assert_eq!(
        part.region(),
        Region {
            x: 10.25,
            y: 0.0,
            width: 20.125,
            height: 15.0
        }
    );
    let outside = Region {
        x: 200.0,
        y: 0.0,
        width: 5.0,
        height: 5.0,
    };
    assert_eq!(
        canvas(100.0, 50.0, 1.0, Some(outside)).unwrap_err(),
        Refusal::OutOfSight
    );
    let nothing = Region {
        width: f32::NAN,
        ..region
    };
    assert_eq!(
        canvas(100.0, 50.0, 1.0, Some(nothing)).unwrap_err(),
        Refusal::OutOfSight
    );
}

#[test]
fn a_region_shows_the_same_pixels_as_the_whole() {
    let svg = "<svg width='64' height='64'><rect width='64' height='64' fill='#fff'/><rect x='20' y='20' width='9' height='7' fill='#b42318'/></svg>";
    let request = DrawRequest {
        scale: 2.0,
        region: Some(Region {
            x: 16.0,
            y: 16.0,
            width: 16.0,
            height: 16.0,
        }),
    };
    let (part, part_png) = chart(&FONTS, common, &request, svg.as_bytes()).unwrap();
    assert_eq!(
        (part.pixel_width, part.pixel_height, part.width),
        (32, 32, 64.0)
    );
    assert_eq!(
        part.region,
        Region {
            x: 16.0,
            y: 16.0,
            width: 16.0,
            height: 16.0
        }
    );
    let whole = golden::decode(&drawn(svg, 2.0).unwrap().1);
    let part = golden::decode(&part_png);
    for row in 0..32 {
        let from = ((row + 32) * whole.width + 32) * 4;
        let line = row * part.width * 4;
        assert_eq!(
            part.rgba[line..line + 128],
            whole.rgba[from..from + 128],
            "row {row}"
        );
    }
}

#[test]
fn html_labels_are_drawn_where_a_browser_puts_them() {
    let label = |html: &str| {
        let svg = format!(
            "<svg width='400' height='200'><foreignObject x='100' y='50' width='200' height='100'>{html}</foreignObject></svg>"
        );
        prechecked(svg.as_bytes()).unwrap()
    };
    let middle = label(
        "<div style='display:flex;height:100%;align-items:center;justify-content:center;font-size:20px'>中</div>",
    );
    assert!(
        middle.contains("font-size:20px")
            && middle.contains(r#"y="107.2""#)
            && middle.contains(r#"x="190""#),
        "{middle}"
    );
    let lines = label("<p>一<br/>二</p><p style='color:#b42318'>三<b>四</b></p>");
    assert_eq!(lines.matches("<text").count(), 3, "{lines}");
    assert!(
        lines.contains("fill:#b42318") && lines.contains("font-weight:bold"),
        "{lines}"
    );
    let wrapped = label(
        "<div style='font-size:20px;height:20px'>客户风险承受能力评估结果有效期为一年，到期须重新评估</div>",
    );
    assert_eq!(wrapped.matches("<text").count(), 3, "{wrapped}");
    let escaped = label("<div>&lt;script&gt; &amp;\"</div>");
    assert!(escaped.contains("&lt;script&gt; &amp;&quot;"), "{escaped}");
    let painted = label(
        "<div style='background:#fff no-repeat'><p style='background:linear-gradient(red,blue)'>a</p></div>",
    );
    assert!(
        painted.matches("<rect").count() == 1 && painted.contains("fill:#fff"),
        "{painted}"
    );
    assert!(!label("<div style='color:red&quot;/&gt;&lt;image href=x'>a</div>").contains("<image"));
}

#[test]
fn a_switch_shows_one_of_its_wordings_and_the_words_name_it_once() {
    let svg = "<svg width='90' height='40'><switch><foreignObject width='90' height='40'><div>完整标签</div></foreignObject><text y='9'>备用</text></switch></svg>";
    let (drawn, _) = drawn(svg, 1.0).unwrap();
    assert_eq!(drawn.words.labels, ["完整标签"]);
}

#[test]
fn css_functions_that_the_renderer_lacks_are_resolved_for_a_white_page() {
    let own = [("ink", "#123"), ("again", "var(--ink)")];
    let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let variables = super::super::colour::Variables::new(own.into(), Default::default());
    for (css, plain) in [
        (
            "fill:light-dark(rgb(1, 2, 3), #fff);x",
            "fill:rgb(1, 2, 3);x",
        ),
        ("light-dark(#fff, var(--dark, #000))", "#fff"),
        ("var(--again)", "#123"),
        ("var(--none, light-dark(red, blue))", "red"),
        ("fill:red", "fill:red"),
    ] {
        assert_eq!(variables.plain(css).unwrap(), plain, "{css}");
    }
    // Without a value, the declaration is void.
    assert_eq!(variables.plain("var(--none)"), None);
    assert_eq!(variables.plain("var(--cut"), None);
}

#[test]
fn labels_beyond_the_bound_are_counted() {
    let label = "<foreignObject width='9' height='9'><p>a</p></foreignObject>";
    let svg = format!("<svg width='9' height='9'>{}</svg>", label.repeat(2_003));
    let (drawn, _) = drawn(&svg, 1.0).unwrap();
    assert_eq!(
        (drawn.left_out.labels, drawn.words.labels.len()),
        (3, 1_000)
    );
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            0..40_usize,
            prop::collection::vec(any::<u8>(), 0..12),
            any::<prop::sample::Index>(),
        ),
        1..12,
    );
    (any::<prop::sample::Index>(), pieces).prop_map(|(which, pieces)| {
        let charts = charts();
        let mut bytes = which.get(&charts).1.clone().into_bytes();
        for (place, length, noise, from) in pieces {
            let at = place.index(bytes.len());
            let end = (at + length).min(bytes.len());
            let copied = from.index(bytes.len());
            let copy = bytes[copied..(copied + length).min(bytes.len())].to_vec();
            bytes.splice(at..end, if noise.len() % 2 == 0 { noise } else { copy });
            if bytes.is_empty() {
                break;
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn mutated_charts_never_panic_before_the_renderer(bytes in mutated()) {
        let _ = prechecked(&bytes);
    }

    #[test]
    fn any_text_is_searched_for_a_chart_without_a_panic(text in "(<|/|svg|>|\"|'|-->|<!--|<!\\[CDATA\\[|]]>|&|;|字| |\n|```|.){0,60}") {
        if let Some(found) = source(&text) {
            prop_assert!(text.contains(found) && found.starts_with('<'));
        }
        let _ = prechecked(text.as_bytes());
    }
}
