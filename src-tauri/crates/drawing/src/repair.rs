//! Small things that make an SVG ill-formed as XML though any browser's HTML parser would take it: a bare `&`, a named
//! HTML entity, an unclosed `<br>`, `xlink:href` without its namespace. Tried only where the text as sent does not parse.

/// `svg` with these mended; everything else stays as it is.
pub(super) fn repair(svg: &str) -> String {
    let mut mended = String::with_capacity(svg.len() + 64);
    let mut rest = svg;
    while let Some(at) = rest.find(['&', '<']) {
        let (before, from) = rest.split_at(at);
        mended.push_str(before);
        let (text, length) = if from.starts_with('&') {
            reference(from)
        } else {
            tag(from, mended.is_empty(), svg)
        };
        mended.push_str(&text);
        rest = from.get(length..).unwrap_or_default();
    }
    mended.push_str(rest);
    mended
}

/// Bytes of the longest name of a reference that is looked at.
const LONGEST: usize = 8;

/// What stands for the reference that `from` begins with, and how long that was.
fn reference(from: &str) -> (String, usize) {
    // No further than that: a text may be all `&`.
    let end = from.bytes().take(LONGEST + 2).position(|byte| byte == b';');
    let Some(name) = end.and_then(|end| from.get(1..end)) else {
        return ("&amp;".to_owned(), 1);
    };
    let whole = name.len() + 2;
    if matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") || name.starts_with('#') {
        return (format!("&{name};"), whole);
    }
    NAMED
        .iter()
        .find(|(known, _)| *known == name)
        .map_or_else(|| ("&amp;".to_owned(), 1), |(_, c)| (c.to_string(), whole))
}

/// What stands for the beginning of the tag that `from` begins with, and how long that was.
fn tag(from: &str, root: bool, svg: &str) -> (String, usize) {
    if root && svg.contains("xlink:") && !svg.contains("xmlns:xlink") {
        return (
            r#"<svg xmlns:xlink="http://www.w3.org/1999/xlink""#.to_owned(),
            "<svg".len(),
        );
    }
    for unclosed in ["<br>", "<hr>", "<BR>"] {
        if from.starts_with(unclosed) {
            return ("<br/>".to_owned(), unclosed.len());
        }
    }
    if from.starts_with("</br>") {
        return (String::new(), "</br>".len());
    }
    let named = from.get(1..).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '!' | '?' | '_'))
    });
    if named {
        ("<".to_owned(), 1)
    } else {
        // “< 5 %” in a label.
        ("&lt;".to_owned(), 1)
    }
}

/// The HTML names that turn up in labels.
const NAMED: &[(&str, char)] = &[
    ("bull", '•'),
    ("cent", '¢'),
    ("copy", '©'),
    ("darr", '↓'),
    ("deg", '°'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("euro", '€'),
    ("ge", '≥'),
    ("harr", '↔'),
    ("hellip", '…'),
    ("larr", '←'),
    ("ldquo", '“'),
    ("le", '≤'),
    ("lsquo", '‘'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("ne", '≠'),
    ("plusmn", '±'),
    ("pound", '£'),
    ("rarr", '→'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("sect", '§'),
    ("times", '×'),
    ("trade", '™'),
    ("uarr", '↑'),
    ("yen", '¥'),
];
