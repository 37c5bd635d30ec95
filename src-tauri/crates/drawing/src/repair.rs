//! Repairs small defects that make an SVG ill-formed as XML though any HTML parser would accept it: a bare `&`, a named HTML
//! entity, an unclosed `<br>`, `xlink:href` without its namespace. Used only if the original text does not parse.

/// Returns `svg` with these defects repaired and everything else unchanged.
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

/// Maximum length of an entity name, in bytes.
const LONGEST: usize = 8;

/// Replacement for the entity reference at the start of `from`, and the length of that reference.
fn reference(from: &str) -> (String, usize) {
    // The search must be short, since a text may consist of `&` only.
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

/// Replacement for the start of the tag at the start of `from`, and the length replaced.
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
        // Such as “< 5 %” in a label.
        ("&lt;".to_owned(), 1)
    }
}

/// HTML entities that occur in labels.
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
