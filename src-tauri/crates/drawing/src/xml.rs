//! A look at XML before it is parsed, which makes sure that the parser can bear it.
//!
//! The parser compares each attribute of an element with all others of it, searches the namespaces in force from one end to the
//! other for each name, and compares each of them with all others where one is added. What a program does on a tree goes as deep as
//! the tree. None of that is bounded by the number of bytes, so all of it is bounded here. The look follows the parser up to the first
//! fault in the syntax, where the parser ends as well.

/// Most elements within each other. A table in a table in a text box takes some thirty, and what drawing programs write stays below
/// sixty.
pub const MAX_DEPTH: usize = 256;
/// Most attributes of an element. Programs write some thirty.
pub const MAX_ATTRIBUTES: usize = 128;
/// Most comparisons of namespaces: some seconds. A document of 64 MB with thirty of them takes a quarter of it.
pub const MAX_COMPARISONS: usize = 1_000_000_000;

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// Attributes of one element: so many, more than [`MAX_ATTRIBUTES`].
    Attributes(usize),
    /// Elements within each other, more than [`MAX_DEPTH`].
    Depth,
    /// Namespaces: telling them apart takes more than [`MAX_COMPARISONS`].
    Namespaces,
}

/// Looks through `text`. Broken XML passes: the parser tells what is wrong with it.
///
/// # Errors
/// What there is too much of for the parser.
pub fn bearable(text: &str) -> Result<(), Excess> {
    let mut rest = text;
    // The namespaces in force within each of the open elements.
    let mut open: Vec<usize> = Vec::new();
    let mut comparisons = 0_usize;
    while let Some((_, tag)) = rest.split_once('<') {
        let passed = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
        // What ends it may not be part of what begins it: the parser would go on where this look does not.
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

/// A tag to its end, how many attributes it has, and what follows it, where it ends.
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
            // Never closed: the parser has compared nothing yet, but whatever mends it may close it.
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
        // Declared once, and searched by each of the elements within.
        let searched = declared(40) + &"<b/>".repeat(250_000);
        assert_eq!(bearable(&searched), Err(Excess::Namespaces));
        // What Office writes: thirty of them, on all of a long document.
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
