//! Matches the chart's style sheets against its elements.
//!
//! The renderer does this for SVG itself. Here it is needed for HTML labels, which the renderer never sees, and to find out
//! which elements refer to which.

use roxmltree::{Document, Node};
use simplecss::{
    AttributeOperator, Declaration, DeclarationTokenizer, Element, PseudoClass, StyleSheet,
};

/// Texts of the style sheets that apply.
pub(super) fn sheets<'a, 'input>(document: &'a Document<'input>) -> impl Iterator<Item = &'a str> {
    document
        .descendants()
        .filter(|node| node.is_element() && node.tag_name().name() == "style")
        .filter(|node| matches!(node.attribute("type"), None | Some("text/css" | "")))
        .flat_map(|node| node.children())
        .filter_map(|node| node.text())
}

/// Parses all style sheets of the document as one.
pub(super) fn parse<'a>(document: &'a Document<'_>) -> StyleSheet<'a> {
    let mut sheet = StyleSheet::new();
    for text in sheets(document) {
        sheet.parse_more(text);
    }
    sheet
}

/// Declarations that apply to `node`, lowest precedence first.
pub(super) fn declarations<'a>(sheet: &StyleSheet<'a>, node: Node<'a, '_>) -> Vec<Declaration<'a>> {
    let own = node.attribute("style").unwrap_or_default();
    let mut found: Vec<_> = sheet
        .rules
        .iter()
        .filter(|rule| rule.selector.matches(&Styled(node)))
        .flat_map(|rule| rule.declarations.iter().copied())
        .chain(DeclarationTokenizer::from(own))
        .collect();
    // The sort is stable, so the order within each kind is kept.
    found.sort_by_key(|declaration| declaration.important);
    found
}

/// Adapts an element for selector matching.
pub(super) struct Styled<'a, 'input>(pub(super) Node<'a, 'input>);

impl Element for Styled<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Styled)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Styled)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0
            .attribute(name)
            .is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.prev_sibling_element().is_none()
    }
}
