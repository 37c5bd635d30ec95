//! Text of charts and diagrams, which are separate parts of a document: titles, labels and values, one per line. Their
//! appearance is not rendered.

use roxmltree::{Document, Node};

/// All text of a chart or diagram.
pub(super) fn written(document: &Document<'_>) -> String {
    let mut text = String::new();
    for node in document.descendants() {
        let line = match node.tag_name().name() {
            "p" => joined(node, "t", ""),
            // Names or values of a series, as last displayed.
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
