//! More malicious charts, of kinds known from attacks on renderers.

use std::fmt::Write;

fn svg(body: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="2000" height="2000">{body}</svg>"#
    )
}

/// Nested definitions that expand exponentially: ten levels, each with ten references to the one below. `head` is a
/// definition with the id `{id}` around `part`s that reference `{below}`.
fn chain(open: &str, part: &str, close: &str, last: &str) -> String {
    let mut body = String::from("<defs>");
    for level in 0..10 {
        body.push_str(&open.replace("{id}", &format!("l{level}")));
        for _ in 0..10 {
            body.push_str(&part.replace("{below}", &format!("l{}", level + 1)));
        }
        body.push_str(close);
    }
    body.push_str(&open.replace("{id}", "l10"));
    body.push_str("<rect width='1' height='1'/>");
    body.push_str(close);
    svg(&format!("{body}</defs>{last}"))
}

fn filter(primitive: &str) -> String {
    svg(&format!(
        "<filter id='f' x='-10' y='-10' width='50' height='50'>{primitive}</filter><rect width='2000' height='2000' filter='url(#f)'/>"
    ))
}

/// A path across the picture with `vertices` points.
fn wandering(vertices: usize, attributes: &str) -> String {
    let mut d = String::from("M0 0");
    for index in 0..vertices {
        // Writing to a string can't fail.
        let _ = write!(d, "L{} {}", index * 7919 % 2000, index * 104_729 % 2000);
    }
    format!("<path d='{d}' {attributes}/>")
}

/// All charts, by name.
pub(crate) fn all() -> Vec<(&'static str, String)> {
    let nested = |open: &str, close: &str, depth: usize| {
        svg(&format!(
            "{}<rect width='2000' height='2000'/>{}",
            open.repeat(depth),
            close.repeat(depth)
        ))
    };
    let numbers = [
        "NaN", "inf", "-inf", "1e38", "-1e38", "1e-45", "3.4e39", "0", "-1",
    ];
    let mut odd = String::new();
    for a in numbers {
        for b in numbers {
            let _ = write!(
                odd,
                "<g transform='matrix({a} 0 0 {b} {b} {a})'><rect x='{a}' y='{b}' width='{b}' height='{a}' rx='{a}' stroke='red' stroke-width='{b}' stroke-dasharray='{a} {b}'/><circle r='{a}' cx='{b}'/><text font-size='{a}' x='{b}'>a</text></g>"
            );
        }
    }
    vec![
        ("use in use", chain("<g id='{id}'>", "<use href='#{below}'/>", "</g>", "<use href='#l0'/>")),
        ("pattern in pattern", chain("<pattern id='{id}' width='9' height='9'>", "<rect width='9' height='9' fill='url(#{below})'/>", "</pattern>", "<rect width='2000' height='2000' fill='url(#l0)'/>")),
        ("mask in mask", chain("<mask id='{id}'>", "<rect width='2000' height='2000' fill='#fff' mask='url(#{below})'/>", "</mask>", "<rect width='2000' height='2000' mask='url(#l0)'/>")),
        ("clip in clip", chain("<clipPath id='{id}'>", "<rect width='2000' height='2000' clip-path='url(#{below})'/>", "</clipPath>", "<rect width='2000' height='2000' clip-path='url(#l0)'/>")),
        ("marker in marker", chain("<marker id='{id}'>", "<path d='M0 0H9V9' marker-mid='url(#{below})'/>", "</marker>", "<path d='M0 0H9V9' marker-mid='url(#l0)'/>")),
        ("patterns by style sheet", svg("<style>.p{fill:url(#p)}.q{fill:url(#q)}</style><pattern id='p' width='9' height='9'><rect class='q' width='9' height='9'/></pattern><pattern id='q' width='9' height='9'><rect class='p' width='9' height='9'/></pattern><rect class='p' width='99' height='99'/>")),
        ("pattern in pattern by variables", chain("<pattern id='{id}' width='9' height='9'>", "<rect width='9' height='9' fill='light-dark(url(#{below}),red)'/>", "</pattern>", "<rect width='2000' height='2000' fill='url(#l0)'/>")),
        ("filter image of itself by a variable", svg("<style>:root{--f:url(#f)}</style><filter id='f'><feImage href='#g'/></filter><g id='g'><rect width='9' height='9' filter='var(--f)'/></g>")),
        ("fonts for every element", svg(&format!("<style>foreignObject{{font-family:{}}}</style><foreignObject width='99' height='9'>{}</foreignObject>", "a".repeat(400_000), "<b>y</b>".repeat(30_000)))),
        ("comments without end", "<!--".repeat(1_900_000)),
        ("filter image of itself", svg("<filter id='f'><feImage href='#r'/></filter><rect id='r' width='9' height='9' filter='url(#f)'/>")),
        ("gradient of itself", svg("<linearGradient id='a' href='#b'/><linearGradient id='b' href='#a'/><rect width='9' height='9' fill='url(#a)'/>")),
        ("more stops than 16 bits count", svg(&format!("<linearGradient id='g'>{}</linearGradient><rect width='9' height='9' fill='url(#g)'/>", "<stop offset='.5'/>".repeat(70_000)))),
        ("stops copied for each shape", svg(&format!("<linearGradient id='g'>{}</linearGradient>{}", "<stop offset='.5'/>".repeat(50_000), "<rect width='2000' height='9' fill='url(#g)'/>".repeat(10_000)))),
        ("a thousand stops a pixel", svg(&format!("<linearGradient id='g'>{}</linearGradient>{}", "<stop offset='.5'/>".repeat(1_000), "<rect width='2000' height='2000' fill='url(#g)'/>".repeat(90)))),
        ("arcs that can't be drawn", svg(&format!("<path d='M0 0{}'/>", "a1e30 1e30 1e30 111 1".repeat(100_000)))),
        ("references without end", svg(&format!("<text>{}</text>", "&".repeat(3_000_000)))),
        ("one tile as large as a country", svg("<pattern id='p' patternUnits='userSpaceOnUse' width='100000' height='100000'><rect width='9' height='9'/></pattern><rect width='2000' height='2000' fill='url(#p)'/>")),
        ("groups to the limit", nested("<g opacity='.99'>", "</g>", 240)),
        ("groups without end", nested("<g>", "</g>", 200_000)),
        ("filters in filters", nested("<g style='filter:blur(9px)'>", "</g>", 200)),
        ("blends in blends", nested("<g style='mix-blend-mode:multiply'>", "</g>", 200)),
        ("svg in svg", nested("<svg width='2000' height='2000'>", "</svg>", 200)),
        ("html in html", svg(&format!("<foreignObject width='9' height='9'>{}a{}</foreignObject>", "<div>".repeat(240), "</div>".repeat(240)))),
        ("long path", svg(&wandering(400_000, "stroke='red'"))),
        ("markers on a long path", svg(&format!("<marker id='m'><rect width='1' height='1'/></marker>{}", wandering(100_000, "marker-mid='url(#m)' fill='none'")))),
        ("dashes", svg(&wandering(2_000, "stroke='red' fill='none' stroke-dasharray='.01'"))),
        ("wide strokes", svg(&wandering(3_000, "stroke='red' fill='none' stroke-width='900' stroke-linejoin='round'"))),
        ("paint over paint", svg(&"<rect width='2000' height='2000' fill-opacity='.5'/>".repeat(50_000))),
        ("long text", svg(&format!("<text y='20'>{}</text>", "审".repeat(1_000_000)))),
        ("long text, word by word", svg(&"<text y='20'>合规 audit</text>".repeat(8_000))),
        ("huge letters", svg("<text y='900' font-size='1000000'>大</text><text y='900' font-size='1e30'>小</text>")),
        ("text on a path", svg(&format!("<path id='p' d='M0 0H2000'/><text><textPath href='#p'>{}</textPath></text>", "沿路".repeat(9_000)))),
        ("blur", filter("<feGaussianBlur stdDeviation='1000000'/>")),
        ("convolution", filter(&format!("<feConvolveMatrix order='100' kernelMatrix='{}'/>", "1 ".repeat(10_000)))),
        ("morphology", filter("<feMorphology operator='dilate' radius='10000'/>")),
        ("turbulence", filter("<feTurbulence baseFrequency='.5' numOctaves='4000000000'/>")),
        ("light", filter(&"<feSpecularLighting specularExponent='20'><fePointLight x='1' y='1' z='1'/></feSpecularLighting>".repeat(100))),
        ("steps", filter(&"<feOffset dx='1'/>".repeat(5_000))),
        ("numbers that are none", svg(&odd)),
        ("a style sheet of stars", svg(&format!("<style>{}{{fill:red}}</style>{}<rect/>{}", "* ".repeat(300), "<g>".repeat(200), "</g>".repeat(200)))),
        ("many rules", svg(&format!("<style>{}</style>{}", (0..9_000).map(|n| format!(".c{n}{{fill:red}}")).collect::<String>(), "<rect width='9' height='9'/>".repeat(20_000)))),
        ("variables of variables", svg(&format!("<style>:root{{{}}}rect{{fill:var(--v9)}}</style><rect width='9' height='9'/>", (0..10).map(|n| format!("--v{}:{};", n + 1, format!("var(--v{n})").repeat(30))).collect::<String>()))),
        ("attributes", svg(&format!("<rect {}/>", (0..60_000).map(|n| format!("a{n}='' ")).collect::<String>()))),
        ("a picture that unpacks", svg(&format!("<image width='9' height='9' href='data:image/png;base64,{}'/>", "iVBORw0KGgoAAAANSUhEUgAA//8AAP//CAYAAAA="))),
        ("an svg inside a picture", svg("<image width='9' height='9' href='data:image/svg+xml;utf8,&lt;svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\">&lt;image href=\"secret.png\"/>&lt;/svg>'/>")),
        ("a size beyond numbers", r#"<svg xmlns="http://www.w3.org/2000/svg" width="1e38" height="1e38" viewBox="0 0 1e-38 1e38"><rect width="9" height="9"/></svg>"#.to_owned()),
        ("half a tag", "<svg xmlns='http://www.w3.org/2000/svg'><rect width=".to_owned()),
        ("no letters at all", svg("<text y='20'>\u{10ffff}\u{e000}\u{202e}\u{200d}\u{300}\u{300}</text>")),
    ]
}
