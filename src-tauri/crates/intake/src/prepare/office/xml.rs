//! XML to a tree, after a look that makes sure the tree can be borne. Declarations of types, with which a few bytes stand for
//! gigabytes, are refused by the parser.

use drawing::xml::bearable;
use roxmltree::{Document, Node, ParsingOptions};

/// Most elements and texts.
const MOST_NODES: u32 = 5_000_000;

/// The tree; `None` for what is no sound XML, or none that can be borne.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    bearable(text).ok()?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).ok()
}

/// An attribute that names a relation.
pub(super) fn relation<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let named = |attribute: &roxmltree::Attribute<'_, '_>| {
        let namespace = attribute.namespace().unwrap_or_default();
        attribute.name() == name && namespace.ends_with("/relationships")
    };
    node.attributes().find(named).map(|found| found.value())
}

/// An attribute, whatever vocabulary its name is from.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    attributes
        .find(|attribute| attribute.name() == name)
        .map(|found| found.value())
}
