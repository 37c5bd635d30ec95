//! Hostile charts that are refused with a clear reason before the renderer sees them. `tests/flowcharts` tests how they and
//! others affect the child process.

use super::super::refusal::{Declaration, Excess};
use super::*;

fn hostile(name: &str) -> String {
    std::fs::read_to_string(fixtures().join("hostile").join(name)).unwrap()
}

fn excess(svg: &str) -> Excess {
    match drawn(svg, 1.0).map(|(drawn, _)| drawn) {
        Err(Refusal::TooComplex { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn entities_are_refused() {
    for (name, why) in [
        ("laughs.svg", Declaration::Nested),
        ("xxe.svg", Declaration::External),
        ("quad.svg", Declaration::TooLong),
    ] {
        assert_eq!(
            drawn(&hostile(name), 1.0).unwrap_err(),
            Refusal::Entities { why },
            "{name}"
        );
    }
}

#[test]
fn what_the_parser_would_take_hours_for_is_refused_before() {
    let many: String = (0..300_000).map(|n| format!(" a{n}=''")).collect();
    for broken in ["", "&nbsp;", "<br>"] {
        let svg = format!("<svg width='9' height='9'><g{many}>{broken}</g></svg>");
        let refusal = drawn(&svg, 1.0).unwrap_err();
        let params = serde_json::json!({ "what": "attributes", "limit": 128, "actual": 300_000 });
        assert_eq!(refusal.params(), params);
    }
    let names: String = (0..250)
        .map(|d| {
            let names: String = (0..120).map(|n| format!(" xmlns:x{d}y{n}='u'")).collect();
            format!("<g{names}>")
        })
        .collect();
    let namespaces = format!("<svg width='9' height='9'>{names}");
    assert_eq!(excess(&namespaces), Excess::Namespaces);
}

#[test]
fn what_multiplies_is_refused_by_its_count() {
    assert_eq!(excess(&hostile("use10_6.svg")), Excess::Elements);
    assert_eq!(excess(&hostile("deepop1000.svg")), Excess::Depth);
    let text = format!(
        "<svg width='9' height='9'><text>{}</text></svg>",
        "字".repeat(50_000)
    );
    assert_eq!(excess(&text), Excess::Text);
    let rules = ".a .b .c{fill:red}".repeat(40_000);
    assert_eq!(
        excess(&format!(
            "<svg width='9' height='9'><style>{rules}</style></svg>"
        )),
        Excess::Styles
    );
    let dashes = "<svg width='9' height='9'><path d='M0 0H99999999' stroke='red' stroke-dasharray='.001'/></svg>";
    assert_eq!(excess(dashes), Excess::Dashes);
    let stops = "<stop offset='.5'/>".repeat(70_000);
    let gradient = format!(
        "<svg width='9' height='9'><linearGradient id='g'>{stops}</linearGradient><path d='M0 0H9V9z' fill='url(#g)'/></svg>"
    );
    assert_eq!(excess(&gradient), Excess::Elements);
    let arcs = "a1e30 1e30 1e30 111 1".repeat(50_000);
    assert_eq!(
        excess(&format!(
            "<svg width='9' height='9'><path d='M0 0{arcs}'/></svg>"
        )),
        Excess::Elements
    );
    let layers = format!(
        "<svg width='4096' height='4096'>{}<path d='M0 0H4096V4096z'/>{}</svg>",
        "<g opacity='.9'>".repeat(200),
        "</g>".repeat(200)
    );
    assert_eq!(excess(&layers), Excess::Drawing);
}

#[test]
fn what_contains_itself_is_refused() {
    for svg in [
        "<svg width='9' height='9'><g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g></svg>",
        "<svg width='9' height='9'><pattern id='p' width='1' height='1'><rect width='1' height='1' style='fill:url(#p)'/></pattern><rect width='9' height='9' fill='url(#p)'/></svg>",
        "<svg width='9' height='9'><style>.m{mask:url(#m)}</style><mask id='m'><rect class='m' width='1' height='1'/></mask></svg>",
        "<svg width='9' height='9'><style>:root{--f:url(#f)}</style><filter id='f'><feImage href='#g'/></filter><g id='g'><rect width='9' height='9' filter='var(--f)'/></g></svg>",
    ] {
        assert_eq!(drawn(svg, 1.0).unwrap_err(), Refusal::Circular, "{svg}");
    }
}

#[test]
fn filters_that_cost_too_much_are_left_out_and_the_rest_is_drawn() {
    for svg in [
        hostile("filter_oct.svg"),
        "<svg width='2000' height='2000'><filter id='f'><feMorphology radius='400'/></filter><style>rect{filter : url(#f)}</style><rect width='2000' height='2000'/></svg>".to_owned(),
    ] {
        let (drawn, _) = drawn(&svg, 1.0).unwrap();
        assert_eq!((drawn.left_out.filters, drawn.pixel_width), (1, 2000));
    }
}

#[test]
fn a_shadow_is_kept() {
    let (_, svg) = charts()
        .into_iter()
        .find(|(name, _)| name == "service")
        .unwrap();
    assert_eq!(drawn(&svg, 4.0).unwrap().0.left_out, Default::default());
}

#[test]
fn a_chart_of_a_million_pixels_a_side_is_drawn_smaller() {
    let (drawn, _) = drawn(&hostile("huge.svg"), 1.0).unwrap();
    assert_eq!(drawn.width, 1_000_000.0);
    assert!(
        drawn.scale < 0.005 && drawn.pixel_width > 4_000,
        "{drawn:?}"
    );
}

#[test]
fn a_marker_that_its_own_rule_would_put_inside_itself_is_drawn_once() {
    let svg = "<svg width='90' height='40'><style>path{marker-end:url(#m)}</style><marker id='m'><path d='M0 0H9'/></marker><path d='M9 9H60' stroke='red'/></svg>";
    assert!(drawn(svg, 1.0).is_ok());
}

/// Here without the child process, which could not read the file anyway.
#[test]
fn a_picture_outside_the_chart_is_left_out_and_counted() {
    let secret = fixtures().join("hostile/secret.png");
    let chart = |address: &str| {
        format!(
            "<svg width='50' height='50'><image href='{address}' width='50' height='50'/></svg>"
        )
    };
    let (_, nothing) = drawn(&chart("nowhere.png"), 1.0).unwrap();
    for address in [
        secret.display().to_string(),
        format!("file://{}", secret.display()),
    ] {
        let (drawn, png) = drawn(&chart(&address), 1.0).unwrap();
        assert_eq!(drawn.left_out.images, 1);
        assert_eq!(png, nothing);
    }
}
