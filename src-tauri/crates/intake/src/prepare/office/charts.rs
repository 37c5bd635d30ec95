//! What is written in charts and diagrams, which are parts of their own: headings, names and values, each on a line. What they look
//! like is not drawn.

use roxmltree::{Document, Node};

/// All of it.
pub(super) fn written(document: &Document<'_>) -> String {
    let mut text = String::new();
    for node in document.descendants() {
        let line = match node.tag_name().name() {
            "p" => joined(node, "t", ""),
            // The names or values of a series, as they were last shown.
            "strCache" | "numCache" => joined(node, "v", "\t"),
            _ => continue,
        };
        if !line.trim().is_empty() {
            text.push_str(line.trim());
            text.push('\n');
        }
    }
    text
}

fn joined(node: Node<'_, '_>, name: &str, by: &str) -> String {
    let parts = node
        .descendants()
        .filter(|inner| inner.tag_name().name() == name);
    let texts: Vec<&str> = parts.filter_map(|part| part.text()).collect();
    texts.join(by)
}
