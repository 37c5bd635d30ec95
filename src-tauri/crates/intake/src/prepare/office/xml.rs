//! Parses XML after checking its complexity. The parser refuses DTDs, whose entities can expand a few bytes to gigabytes.

use drawing::xml::bearable;
use roxmltree::{Document, Node, ParsingOptions};

/// Maximum number of nodes.
const MAX_NODES: u32 = 5_000_000;

/// Parses XML; `None` if it is malformed or too complex.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    bearable(text).ok()?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).ok()
}

/// An attribute with a relationship ID.
pub(super) fn relation<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let named = |attribute: &roxmltree::Attribute<'_, '_>| {
        let namespace = attribute.namespace().unwrap_or_default();
        attribute.name() == name && namespace.ends_with("/relationships")
    };
    node.attributes().find(named).map(|found| found.value())
}

/// An attribute by local name, in any namespace.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    attributes
        .find(|attribute| attribute.name() == name)
        .map(|found| found.value())
}

/// The first child element of this local name.
pub(super) fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    let mut children = node.children();
    children.find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The attribute `val`.
pub(super) fn value<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    attribute(node, "val")
}

/// Whether an on/off property is on: it is if it does not say otherwise.
pub(super) fn is_on(node: Node<'_, '_>) -> bool {
    !matches!(value(node), Some("0" | "false" | "off" | "none"))
}
