//! Animated drawings: what appears by itself is drawn, and everything else is counted.

use super::super::request::LeftOut;
use super::*;

fn text(animation: &str, attributes: &str, styles: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='200' height='60'><style>{styles}</style><rect width='5' height='5'/><g id='g'><text id='t' x='10' y='45' font-size='40' fill='#b42318' {attributes}>年化收益{animation}</text></g></svg>"
    )
}

/// Pixels of the text's full colour.
fn inked(svg: &str) -> (usize, Drawn) {
    let (drawn, png) = drawn(svg, 1.0).unwrap();
    let picture = golden::decode(&png);
    let full = picture
        .rgba
        .chunks_exact(4)
        .filter(|pixel| pixel[..3] == [0xB4, 0x23, 0x18]);
    (full.count(), drawn)
}

fn moving(count: u32) -> LeftOut {
    LeftOut {
        moving: count,
        ..LeftOut::default()
    }
}

#[test]
fn what_fades_in_is_drawn_as_it_is_at_the_end() {
    let animate = |rest: &str| format!("<animate attributeName='opacity' {rest}/>");
    for (animation, attributes) in [
        (animate("from='0' to='1' begin='1s' dur='2s' fill='freeze'"), "opacity='0'"),
        (animate("values='0;0.5;1' dur='2s' fill='freeze'"), "style='opacity:0'"),
        (animate("to='1' dur='1s' fill='freeze' begin='0s;other.click'"), "opacity='0'"),
        // It vanishes again, or blinks: a person saw it.
        (animate("from='0' to='1' dur='2s'"), "opacity='0'"),
        (animate("values='0;1;0' dur='2s' repeatCount='indefinite'"), "opacity='0'"),
        (animate("from='1' to='0' dur='2s' fill='freeze'"), ""),
        ("<set attributeName='visibility' to='visible' begin='3s'/>".to_owned(), "visibility='hidden'"),
        ("<set attributeName='display' to='inline' begin='.5s'/>".to_owned(), "display='none'"),
        ("<animate attributeName='fill-opacity' by='1' fill='freeze' dur='1s'/>".to_owned(), "fill-opacity='0'"),
        ("<animate attributeName='x' from='-300' to='10' dur='1s' fill='freeze'/>".to_owned(), "x='-300'"),
        ("<animateTransform attributeName='transform' type='translate' from='-300 0' to='0 0' dur='1s' fill='freeze'/>".to_owned(), "transform='translate(-300 0)'"),
        ("<animate id='first' attributeName='y' to='45' dur='1s'/><animate attributeName='opacity' to='1' begin='first.end+1s' fill='freeze'/>".to_owned(), "opacity='0'"),
    ] {
        let (ink, drawn) = inked(&text(&animation, attributes, "").replace("x='10' y='45' font-size='40' fill='#b42318' x=", "y='45' font-size='40' fill='#b42318' x="));
        assert!(ink > 300, "{animation} {attributes}: {ink}");
        assert_eq!(drawn.left_out, moving(1), "{animation}");
        assert_eq!(drawn.words.labels, ["年化收益"], "{animation}");
    }
    for href in ["href", "xlink:href"] {
        let apart = format!(
            "</text><animate {href}='#g' attributeName='opacity' from='0' to='1' fill='freeze'/><text>"
        );
        let svg = text(&apart, "", "").replace("id='g'", "id='g' opacity='0'");
        assert!(inked(&svg).0 > 300, "{href}");
    }
}

#[test]
fn what_a_style_sheet_fades_in_is_drawn() {
    for styles in [
        "@keyframes in{from{opacity:0}to{opacity:1}} #t{opacity:0;animation:in 2s forwards}",
        "@keyframes in{0%{opacity:0}100%{opacity:1}} #t{opacity:0;animation:1s ease 2s both in}",
        "@keyframes in{to{opacity:1}} #t{opacity:0;animation-name:in;animation-duration:1s;animation-fill-mode:forwards}",
        "@-webkit-keyframes in{to{opacity:1}} #t{opacity:0;-webkit-animation:in 1s forwards}",
        "@keyframes in{from{visibility:hidden}to{visibility:visible}} #t{visibility:hidden;animation:in 2s both}",
        "@keyframes blink{50%{opacity:0}} #t{animation:blink 1s infinite}",
        "@keyframes out{to{opacity:0}} #t{animation:out 1s forwards}",
        "@keyframes in{to{fill:#b42318}} #t{fill:#fff;animation:in 1s forwards}",
        "@keyframes show{to{opacity:1}} g{opacity:0;animation:show 1s forwards}",
        "@media screen{@keyframes in{to{opacity:1}} #t{opacity:0;animation:in 1s forwards}}",
    ] {
        let (ink, drawn) = inked(&text("", "", styles));
        assert!(ink > 300, "{styles}: {ink}");
        assert_eq!(drawn.left_out, moving(1), "{styles}");
        assert_eq!(drawn.words.labels, ["年化收益"], "{styles}");
    }
}

#[test]
fn what_only_a_click_shows_is_counted() {
    for (animation, attributes) in [
        (
            "<set attributeName='visibility' to='visible' begin='g.click'/>",
            "visibility='hidden'",
        ),
        (
            "<animate attributeName='opacity' from='0' to='1' begin='mouseover' fill='freeze'/>",
            "opacity='0'",
        ),
        (
            "<set attributeName='display' to='inline' begin='indefinite'/>",
            "display='none'",
        ),
    ] {
        let (ink, drawn) = inked(&text(animation, attributes, ""));
        assert_eq!(ink, 0, "{animation}");
        let expected = LeftOut {
            on_demand: 1,
            hidden: 1,
            ..LeftOut::default()
        };
        assert_eq!(drawn.left_out, expected, "{animation}");
        assert!(drawn.words.labels.is_empty());
    }
}

#[test]
fn text_that_nobody_sees_is_no_label() {
    for (attributes, styles) in [
        ("opacity='0'", ""),
        ("style='display:none'", ""),
        ("", "#t{visibility:hidden}"),
        ("", "g{display:none}"),
        ("", "#g{opacity:0}"),
    ] {
        let (ink, drawn) = inked(&text("", attributes, styles));
        assert_eq!((ink, drawn.left_out.hidden), (0, 1), "{attributes}{styles}");
        assert!(drawn.words.labels.is_empty());
    }
    let again = inked(&text("", "", "g{visibility:hidden}#t{visibility:visible}"));
    assert!(again.0 > 300 && again.1.words.labels == ["年化收益"]);
}

#[test]
fn a_still_drawing_has_nothing_to_count() {
    let (ink, drawn) = inked(&text("", "", "@keyframes unused{to{opacity:0}}"));
    assert!(ink > 300);
    assert_eq!(drawn.left_out, LeftOut::default());
}
