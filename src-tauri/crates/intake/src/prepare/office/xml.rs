//! XML to a tree, after a look that makes sure the tree can be borne.
//!
//! The reader compares each attribute of an element with all others, and what a program does on a tree goes as deep as the tree.
//! Neither is bounded by the number of bytes, so both are bounded here; declarations of types, with which a few bytes stand for
//! gigabytes, are refused by the reader.

use roxmltree::{Document, Node, ParsingOptions};

/// Most elements within each other. A table in a table in a text box takes some thirty.
const MOST_DEPTH: usize = 256;
/// Most attributes of an element.
const MOST_ATTRIBUTES: usize = 128;
/// Most elements and texts.
const MOST_NODES: u32 = 5_000_000;
/// Most names of vocabularies that are in force, counted again wherever one is added: the reader copies their list there.
const MOST_NAMESPACES: usize = 20_000_000;

/// The tree; `None` for what is no sound XML, or none that can be borne.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    if !is_bearable(text) {
        return None;
    }
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

fn is_bearable(text: &str) -> bool {
    let mut rest = text;
    // The names in force within each of the open elements.
    let mut open: Vec<usize> = Vec::new();
    let mut namespaces = 0;
    while let Some((_, tag)) = rest.split_once('<') {
        let passed = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
        // What ends it may not be part of what begins it: the reader would go on where this look does not.
        let passed = passed
            .iter()
            .find_map(|(begin, end)| Some((tag.strip_prefix(begin)?, end)));
        if let Some((inside, end)) = passed {
            let Some((_, after)) = inside.split_once(end) else {
                return false;
            };
            rest = after;
            continue;
        }
        let Some((tag, attributes, after)) = tag_of(tag) else {
            return false;
        };
        rest = after;
        if tag.starts_with('/') {
            open.pop();
            continue;
        }
        let declared = tag.matches("xmlns").count();
        let in_force = open.last().copied().unwrap_or_default() + declared;
        if declared > 0 {
            namespaces += in_force;
        }
        if attributes > MOST_ATTRIBUTES || namespaces > MOST_NAMESPACES {
            return false;
        }
        if !tag.ends_with('/') {
            open.push(in_force);
        }
        if open.len() > MOST_DEPTH {
            return false;
        }
    }
    true
}

/// A tag to its end, how many attributes it has, and what follows it.
fn tag_of(text: &str) -> Option<(&str, usize, &str)> {
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
                return Some((text.get(..at)?, attributes, text.get(at + 1..)?));
            }
            _ => {}
        }
    }
    None
}
