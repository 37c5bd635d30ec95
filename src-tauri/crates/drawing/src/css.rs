//! Matches the chart's style sheets against its elements.
//!
//! The renderer does this for SVG itself. Here it is needed for HTML labels, which the renderer never sees, and to find out
//! which elements refer to which.

use roxmltree::{Document, Node};
use simplecss::{AttributeOperator, Element, PseudoClass};

use super::media;
use super::sheets::ROOT;

/// Texts of the style sheets that apply on a light screen.
pub(super) fn sheets<'a, 'input>(document: &'a Document<'input>) -> impl Iterator<Item = &'a str> {
    document
        .descendants()
        .filter(|node| node.is_element() && node.tag_name().name() == "style")
        .filter(|node| matches!(node.attribute("type"), None | Some("text/css" | "")))
        .filter(|node| node.attribute("media").is_none_or(media::holds))
        .flat_map(|node| node.children())
        .filter_map(|node| node.text())
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
        if name == ROOT && self.0.parent_element().is_none() {
            return true;
        }
        self.0
            .attribute(name)
            .is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.prev_sibling_element().is_none()
    }
}
