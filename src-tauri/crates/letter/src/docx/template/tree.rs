//! XML of a template: parsing within limits, and edits that leave everything else as it was, byte for byte.

use std::ops::Range;

use drawing::xml::bearable;
use roxmltree::{Document, Node, ParsingOptions};

use super::TemplateError;
use crate::docx::{frame::W, pictures::Page};

/// Maximum size of a part with XML, in bytes.
pub const MAX_XML_BYTES: usize = 16_000_000;
/// Maximum number of nodes in a part.
const MAX_NODES: u32 = 1_000_000;

/// Parses a part. Refuses document type definitions, whose entities can make a few bytes gigabytes.
pub(super) fn parse<'a>(text: &'a str, name: &str) -> Result<Document<'a>, TemplateError> {
    let complex = || TemplateError::TooComplex(name.to_owned());
    if text.len() > MAX_XML_BYTES {
        return Err(complex());
    }
    bearable(text).map_err(|_| complex())?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected | roxmltree::Error::NodesLimitReached => complex(),
        _ => TemplateError::Damaged(name.to_owned()),
    })
}

/// Whether a node is this element of a text document.
pub(super) fn w(node: Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name && node.tag_name().namespace() == Some(W)
}

/// An attribute of a text document.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute((W, name))
}

/// Changes to a text, by the ranges they replace.
#[derive(Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Replaces a range. Ranges must not overlap.
    pub(super) fn replace(&mut self, range: Range<usize>, by: String) {
        self.0.push((range, by));
    }

    /// Inserts before the end tag of an element; `false` if it has none.
    pub(super) fn append_to(&mut self, element: Node<'_, '_>, text: &str, added: &str) -> bool {
        let range = element.range();
        let end_tag = text.get(range.clone()).and_then(|it| it.rfind("</"));
        let Some(at) = end_tag.filter(|_| element.has_children()) else {
            return false;
        };
        let at = range.start + at;
        self.replace(at..at, added.to_owned());
        true
    }

    /// The text with the changes.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut changed = String::with_capacity(text.len());
        let mut done = 0;
        for (range, by) in self.0 {
            changed.push_str(text.get(done..range.start).unwrap_or_default());
            changed.push_str(&by);
            done = range.end;
        }
        changed.push_str(text.get(done..).unwrap_or_default());
        changed
    }
}

/// The areas for text, each with the position where its section ends.
pub(super) fn pages(tree: &Document<'_>) -> Vec<(usize, Page)> {
    let sections = tree.descendants().filter(|node| w(*node, "sectPr"));
    let pages = sections.map(|section| (section.range().start, page_of(section)));
    pages.collect()
}

/// The area for text at a position.
pub(super) fn page_at(pages: &[(usize, Page)], position: usize) -> Page {
    let mut after = pages.iter().filter(|(end, _)| *end >= position);
    after.next().map_or(Page::A4, |(_, page)| *page)
}

fn page_of(section: Node<'_, '_>) -> Page {
    let value = |element: &str, name: &str| {
        let node = section.children().find(|node| w(*node, element))?;
        attribute(node, name)?.parse::<u32>().ok()
    };
    let area = |size: &str, before: &str, after: &str| {
        let margins = value("pgMar", before)?.checked_add(value("pgMar", after)?)?;
        let area = value("pgSz", size)?.checked_sub(margins)?;
        // From 3.5 cm to the largest paper of Word.
        (2_000..=31_680).contains(&area).then_some(area)
    };
    let columns = value("cols", "num").unwrap_or(1).clamp(1, 4);
    Page {
        width: area("w", "left", "right").unwrap_or(Page::A4.width) / columns,
        height: area("h", "top", "bottom").unwrap_or(Page::A4.height),
    }
}
