//! Rewrites the document as SVG that is safe for the renderer: HTML labels as text, CSS functions resolved, external
//! references removed.

use std::fmt::Write;

use roxmltree::Node;

use super::computed::Styles;
use super::label;
use super::pictures;
use super::profile::Profile;
use super::request::LeftOut;
use crate::markup::escaped;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Maximum number of HTML labels drawn.
const MAX_LABELS: u32 = 2_000;

/// The rewritten SVG, and what is missing from it.
pub(super) struct Rewritten {
    pub(super) svg: String,
    pub(super) left_out: LeftOut,
}

/// Rewrites the tree below `root`, whose depth must have been checked. Drops all filter effects unless `filters` is set.
pub(super) fn rewrite<'a>(
    root: Node<'a, '_>,
    styles: &mut Styles<'a>,
    profile: &Profile,
    filters: bool,
) -> Rewritten {
    let mut rewriter = Rewriter {
        svg: String::new(),
        styles,
        profile: *profile,
        filters,
        labels: 0,
        left_out: LeftOut::default(),
    };
    rewriter.element(root, true);
    Rewritten {
        svg: rewriter.svg,
        left_out: rewriter.left_out,
    }
}

struct Rewriter<'s, 'a> {
    svg: String,
    styles: &'s mut Styles<'a>,
    profile: Profile,
    filters: bool,
    labels: u32,
    left_out: LeftOut,
}

impl<'a> Rewriter<'_, 'a> {
    /// The depth of the document bounds the recursion.
    fn element(&mut self, node: Node<'a, '_>, root: bool) {
        if !matches!(node.tag_name().namespace(), None | Some(SVG)) {
            return;
        }
        match node.tag_name().name() {
            "script" | "metadata" | "animate" | "animateMotion" | "animateTransform" | "set" => {}
            "foreignObject" => self.label(node),
            "filter" if !self.filters => self.left_out.filters += 1,
            "image" | "feImage" if !self.is_harmless(node) => self.left_out.images += 1,
            name => {
                // Writing to a `String` can't fail.
                let _ = write!(self.svg, "<{name}");
                if root {
                    let _ = write!(self.svg, r#" xmlns="{SVG}" xmlns:xlink="{XLINK}""#);
                }
                self.attributes(node, |name| !(root && name == "content"));
                self.svg.push('>');
                self.children(node);
                let _ = write!(self.svg, "</{name}>");
            }
        }
    }

    fn children(&mut self, parent: Node<'a, '_>) {
        let css = parent.tag_name().name() == "style";
        for node in parent.children() {
            if node.is_element() {
                self.element(node, false);
            } else if let Some(text) = node.text().filter(|_| node.is_text()) {
                let text = if css { self.css(text) } else { text.to_owned() };
                self.svg.push_str(&escaped(&text));
            }
        }
    }

    fn attributes(&mut self, node: Node<'a, '_>, keep: impl Fn(&str) -> bool) {
        for attribute in node.attributes() {
            let name = attribute.name();
            let prefix = match attribute.namespace() {
                None => "",
                Some(XLINK) => "xlink:",
                Some(XML) => "xml:",
                Some(_) => continue,
            };
            if name.starts_with("on") || !keep(name) || (name == "filter" && !self.filters) {
                continue;
            }
            let value = self.css(attribute.value());
            let _ = write!(self.svg, r#" {prefix}{name}="{}""#, escaped(&value));
        }
    }

    fn label(&mut self, node: Node<'a, '_>) {
        if self.labels == MAX_LABELS {
            self.left_out.labels += 1;
            return;
        }
        self.labels += 1;
        let mut text = String::new();
        label::write(node, self.styles, &mut text);
        if text.is_empty() {
            return;
        }
        self.svg.push_str("<g");
        self.attributes(node, |name| {
            !matches!(
                name,
                "x" | "y"
                    | "width"
                    | "height"
                    | "requiredFeatures"
                    | "requiredExtensions"
                    | "systemLanguage"
            )
        });
        let _ = write!(self.svg, ">{text}</g>");
    }

    /// Whether an image is embedded, or is a part of the chart used as one.
    fn is_harmless(&self, node: Node<'_, '_>) -> bool {
        node.attributes()
            .filter(|attribute| attribute.name() == "href")
            .all(|attribute| {
                let address = attribute.value();
                address.starts_with('#') || pictures::is_inside(address, &self.profile)
            })
    }

    fn css(&self, css: &str) -> String {
        let plain = self.styles.variables().plain(css);
        if self.filters {
            plain.into_owned()
        } else {
            without_filters(&plain)
        }
    }
}

/// Renames the property `filter` in `css` so that it has no effect: a reference to a missing filter would hide the element.
fn without_filters(css: &str) -> String {
    let mut pieces = css.split("filter");
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        kept.push_str(if piece.trim_start().starts_with(':') {
            "no-filter"
        } else {
            "filter"
        });
        kept.push_str(piece);
    }
    kept
}
