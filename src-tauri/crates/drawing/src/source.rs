//! Finds the SVG in a text from the service. It may be in a Markdown fence, behind a prolog or between sentences.

use std::ops::Range;

/// Returns the SVG in a text from the service, from the first `<svg` to its closing tag; `None` if there is none.
///
/// Strips a fence, byte order mark, XML declaration, document type, comments and prose around it, and changes nothing
/// inside. An unclosed SVG extends to the end of the text, without a closing fence.
#[must_use]
pub fn source(text: &str) -> Option<&str> {
    text.get(place(text)?)
}

/// Where [`source`] found the SVG.
pub(super) fn place(text: &str) -> Option<Range<usize>> {
    let start = tags(text, 0).find(|tag| tag.kind != Kind::Close)?;
    let mut depth = 0_u32;
    for tag in tags(text, start.at) {
        match tag.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Whole => {}
        }
        if depth == 0 {
            return Some(start.at..tag.end);
        }
    }
    let rest = text.get(start.at..)?;
    let kept = rest.rfind("\n```").unwrap_or(rest.len());
    Some(start.at..start.at + kept)
}

#[derive(PartialEq)]
enum Kind {
    Open,
    Close,
    Whole,
}

struct Tag {
    kind: Kind,
    at: usize,
    end: usize,
}

/// The tags of `svg` elements from `from` on. Skips comments and CDATA sections that are closed.
fn tags(text: &str, from: usize) -> impl Iterator<Item = Tag> {
    let mut position = from;
    // What is not closed here is not closed further on either. Do not search for its end again, or a text full of such
    // openings would take hours.
    let mut skipped = vec![("<!--", "-->"), ("<![CDATA[", "]]>")];
    std::iter::from_fn(move || {
        loop {
            let at = position + text.get(position..)?.find('<')?;
            let rest = text.get(at..)?;
            skipped.retain(|(open, close)| {
                if !rest.starts_with(open) {
                    return true;
                }
                let length = rest.find(close);
                position = at + length.unwrap_or_default();
                length.is_some()
            });
            if position > at {
                continue;
            }
            position = at + 1;
            let closing = rest.starts_with("</");
            let name = rest.get(if closing { 2 } else { 1 }..)?;
            let Some(after) = after_name(name) else {
                continue;
            };
            let end = at + rest.len() - after.len() + end_of_tag(after);
            position = end;
            let whole = text.get(..end).is_some_and(|tag| tag.ends_with("/>"));
            let kind = match (closing, whole) {
                (true, _) => Kind::Close,
                (false, true) => Kind::Whole,
                (false, false) => Kind::Open,
            };
            return Some(Tag { kind, at, end });
        }
    })
}

/// What follows the name of an `svg` element, which may have a prefix.
fn after_name(name: &str) -> Option<&str> {
    let after = name
        .strip_prefix("svg:svg")
        .or_else(|| name.strip_prefix("svg"))?;
    after
        .starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
        .then_some(after)
}

/// Length of the rest of a tag including its `>`, or of the whole rest. A `>` inside a quoted attribute does not end the
/// tag.
fn end_of_tag(rest: &str) -> usize {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    rest.len()
}
