//! Checks XML before parsing, so that the parser can't be driven into excessive work.
//!
//! The parser compares each attribute of an element with all its others, scans the namespaces in scope linearly for each
//! name, and compares each of them with all others when one is added. Programs that walk the tree recurse as deep as the
//! tree. The number of bytes bounds none of this, so this module does. It scans up to the first syntax error, where the
//! parser stops too.

/// Maximum nesting depth. A table in a table in a text box takes about thirty, and drawing programs stay below sixty.
pub const MAX_DEPTH: usize = 256;
/// Maximum number of attributes of an element. Programs write about thirty.
pub const MAX_ATTRIBUTES: usize = 128;
/// Maximum number of namespace comparisons, which take a few seconds. A document of 64 MB with thirty namespaces needs a
/// quarter of them.
pub const MAX_COMPARISONS: usize = 1_000_000_000;

/// The limit that was exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// One element has this many attributes, more than [`MAX_ATTRIBUTES`].
    Attributes(usize),
    /// Elements are nested deeper than [`MAX_DEPTH`].
    Depth,
    /// Resolving namespaces takes more than [`MAX_COMPARISONS`].
    Namespaces,
}

/// Checks `text` against the limits. Malformed XML passes; the parser reports it.
///
/// # Errors
/// The limit that was exceeded.
pub fn bearable(text: &str) -> Result<(), Excess> {
    let mut rest = text;
    // Number of namespaces in scope in each open element.
    let mut open: Vec<usize> = Vec::new();
    let mut comparisons = 0_usize;
    while let Some((_, tag)) = rest.split_once('<') {
        let passed = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
        // The end mark must not overlap the start mark, or this scan and the parser would disagree about where a comment
        // ends.
        let passed = passed
            .iter()
            .find_map(|(begin, end)| Some((tag.strip_prefix(begin)?, end)));
        if let Some((inside, end)) = passed {
            let Some((_, after)) = inside.split_once(end) else {
                return Ok(());
            };
            rest = after;
            continue;
        }
        let (tag, attributes, after) = tag_of(tag);
        if attributes > MAX_ATTRIBUTES {
            return Err(Excess::Attributes(attributes));
        }
        let Some(after) = after else {
            return Ok(());
        };
        rest = after;
        if tag.starts_with('/') {
            open.pop();
            continue;
        }
        let declared = tag.matches("xmlns").count();
        let in_force = open.last().copied().unwrap_or_default() + declared;
        let with_each = match declared {
            0 => 1 + attributes,
            _ => 1 + attributes + in_force,
        };
        comparisons = comparisons.saturating_add(in_force.saturating_mul(with_each));
        if comparisons > MAX_COMPARISONS {
            return Err(Excess::Namespaces);
        }
        if !tag.ends_with('/') {
            open.push(in_force);
        }
        if open.len() > MAX_DEPTH {
            return Err(Excess::Depth);
        }
    }
    Ok(())
}

/// A tag up to its end, its number of attributes, and what follows it if it ends.
fn tag_of(text: &str) -> (&str, usize, Option<&str>) {
    let mut quote = None;
    let mut attributes = 0;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => {
                attributes += 1;
                quote = Some(byte);
            }
            (None, b'>') => {
                return (
                    text.get(..at).unwrap_or_default(),
                    attributes,
                    text.get(at + 1..),
                );
            }
            _ => {}
        }
    }
    (text, attributes, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(count: usize) -> String {
        (0..count).map(|n| format!(" a{n}='x'")).collect()
    }

    #[test]
    fn an_element_may_have_so_many_attributes_and_no_more_wherever_they_hide() {
        assert_eq!(bearable(&format!("<a{}/>", attributes(128))), Ok(()));
        let wide = attributes(129);
        for hidden in [
            format!("<a{wide}/>"),
            format!("<a{wide}>x</a>"),
            // Never closed: the parser has compared nothing yet, but a repair may close it.
            format!("<a{wide}"),
            format!("<!-- <a> --><b c='>'><a{wide}/></b>"),
            format!("<!--> <? --><a{wide}/>?>"),
            format!("<![CDATA[<a]]><?x <a ?><a{wide}/>"),
        ] {
            let found = bearable(&format!("<r>{hidden}</r>"));
            assert_eq!(found, Err(Excess::Attributes(129)), "{hidden}");
        }
    }

    #[test]
    fn depth_is_counted_where_elements_are_open() {
        let nested = |depth| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert_eq!(bearable(&nested(256)), Ok(()));
        assert_eq!(bearable(&nested(257)), Err(Excess::Depth));
        assert_eq!(bearable(&"<a/>".repeat(1_000)), Ok(()));
    }

    #[test]
    fn what_the_search_for_namespaces_takes_is_bounded() {
        let declared = |depth: usize| -> String {
            (0..depth)
                .map(|d| {
                    let names: String = (0..100).map(|n| format!(" xmlns:x{d}y{n}='u'")).collect();
                    format!("<a{names}>")
                })
                .collect()
        };
        // Each element adds to many.
        assert_eq!(bearable(&declared(200)), Err(Excess::Namespaces));
        let added = declared(20) + &"<b xmlns:q='u'/>".repeat(10_000);
        assert_eq!(bearable(&added), Err(Excess::Namespaces));
        // Declared once, and searched for each element inside.
        let searched = declared(40) + &"<b/>".repeat(250_000);
        assert_eq!(bearable(&searched), Err(Excess::Namespaces));
        // What Office writes: thirty namespaces in scope throughout a long document.
        let names: String = (0..30).map(|n| format!(" xmlns:n{n}='u'")).collect();
        let long = format!("<a{names}>{}</a>", "<b c='1' d='2'/>".repeat(1_000_000));
        assert_eq!(bearable(&long), Ok(()));
    }

    #[test]
    fn broken_xml_is_left_to_the_parser() {
        for broken in [
            "",
            "<",
            "<!--",
            "<a b='",
            "</a></a>",
            "<?",
            "a<![CDATA[",
            "<a<b>",
        ] {
            assert_eq!(bearable(broken), Ok(()), "{broken}");
        }
    }
}
