//! Rewrites the document as SVG that is safe for the renderer: HTML labels as text, CSS functions resolved, external
//! references removed.

use std::borrow::Cow;
use std::fmt::Write;

use roxmltree::Node;

use super::applied::Applied;
use super::colour::Variables;
use super::computed::Styles;
use super::emoji::Emoji;
use super::label;
use super::pictures;
use super::profile::Profile;
use super::request::LeftOut;
use super::sheets::ROOT;
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
pub(super) fn rewrite<'a, 'input>(
    root: Node<'a, 'input>,
    styles: &mut Styles<'a, 'input>,
    profile: &Profile,
    emoji: Emoji,
    filters: bool,
) -> Rewritten {
    let mut rewriter = Rewriter {
        svg: String::new(),
        styles,
        profile: *profile,
        filters,
        labels: 0,
        has_sheet: false,
        emoji,
        left_out: LeftOut::default(),
    };
    rewriter.element(root, true, false);
    rewriter.left_out.signs = rewriter.emoji.replaced;
    Rewritten {
        svg: rewriter.svg,
        left_out: rewriter.left_out,
    }
}

struct Rewriter<'s, 'a, 'input> {
    svg: String,
    styles: &'s mut Styles<'a, 'input>,
    profile: Profile,
    filters: bool,
    labels: u32,
    /// Whether the style sheets are written.
    has_sheet: bool,
    emoji: Emoji,
    left_out: LeftOut,
}

impl<'a, 'input> Rewriter<'_, 'a, 'input> {
    /// `text` says whether the element is in a `text` element. The depth of the document bounds the recursion.
    fn element(&mut self, node: Node<'a, 'input>, root: bool, text: bool) {
        if !matches!(node.tag_name().namespace(), None | Some(SVG)) {
            return;
        }
        match node.tag_name().name() {
            "style" => self.sheet(),
            "script" | "metadata" | "animate" | "animateColor" | "animateMotion"
            | "animateTransform" | "set" => {}
            "foreignObject" => self.label(node),
            "filter" if !self.filters => self.left_out.filters += 1,
            "image" | "feImage" if !self.is_harmless(node) => self.left_out.images += 1,
            name => {
                // Writing to a `String` can't fail.
                let _ = write!(self.svg, "<{name}");
                if root {
                    let _ = write!(
                        self.svg,
                        r#" xmlns="{SVG}" xmlns:xlink="{XLINK}" {ROOT}="""#
                    );
                }
                self.attributes(node, |name| !(root && matches!(name, "content" | ROOT)));
                self.svg.push('>');
                let text = match name {
                    "text" => true,
                    "title" | "desc" => false,
                    _ => text,
                };
                self.children(node, text);
                if root && !self.has_sheet {
                    self.sheet();
                }
                let _ = write!(self.svg, "</{name}>");
            }
        }
    }

    /// All style sheets in place of the first. An empty one in place of each other, since selectors count elements.
    fn sheet(&mut self) {
        let css = match std::mem::replace(&mut self.has_sheet, true) {
            true => "",
            false => self.styles.appliance.plain_css(),
        };
        // Their only function that is left has the same value everywhere.
        let css = Variables::default().plain_all(css);
        let css = self.unfiltered(&css);
        let _ = write!(self.svg, "<style>{}</style>", escaped(&css));
    }

    fn children(&mut self, parent: Node<'a, 'input>, in_text: bool) {
        for node in parent.children() {
            if node.is_element() {
                self.element(node, false, in_text);
            } else if let Some(text) = node.text().filter(|_| node.is_text()) {
                if in_text {
                    self.emoji.write(text, &mut self.svg);
                } else {
                    self.svg.push_str(&escaped(text));
                }
            }
        }
    }

    fn attributes(&mut self, node: Node<'a, 'input>, keep: impl Fn(&str) -> bool) {
        let applied = match self.styles.appliance.is_simple() {
            true => Applied::default(),
            false => self.styles.appliance.of(node),
        };
        self.left_out.moving += u32::from(applied.moves);
        self.left_out.on_demand += u32::from(applied.on_demand);
        let has = |wanted: &str| node.attributes().any(|one| one.name() == wanted);
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
            let value = attribute.value();
            let value = match self.styles.appliance.is_simple() {
                true => Some(value.to_owned()),
                false => self.styles.appliance.attribute(node, &applied, name, value),
            };
            if let Some(value) = value {
                let value = self.unfiltered(&value);
                let _ = write!(self.svg, r#" {prefix}{name}="{}""#, escaped(&value));
            }
        }
        let style = match applied.added.is_empty() || has("style") {
            true => None,
            false => self.styles.appliance.style(node, &applied, ""),
        };
        let style = style.map(|style| ("style".to_owned(), style));
        for (name, value) in applied.attributes.iter().cloned().chain(style) {
            if !has(&name) && keep(&name) {
                let value = self.unfiltered(&value);
                let _ = write!(self.svg, r#" {name}="{}""#, escaped(&value));
            }
        }
    }

    fn label(&mut self, node: Node<'a, 'input>) {
        if self.labels == MAX_LABELS {
            self.left_out.labels += 1;
            return;
        }
        self.labels += 1;
        let mut text = String::new();
        label::write(node, self.styles, &mut self.emoji, &mut text);
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

    fn unfiltered<'css>(&self, css: &'css str) -> Cow<'css, str> {
        match self.filters {
            true => Cow::Borrowed(css),
            false => Cow::Owned(without_filters(css)),
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
