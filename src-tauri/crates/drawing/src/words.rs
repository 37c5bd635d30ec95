//! Text alternative of a chart, for people who can't see the picture.

use roxmltree::Node;

use super::computed::Styles;
use super::html;
use super::profile::Profile;
use super::request::Words;
use super::still;

const MAX_TITLE: usize = 500;
const MAX_DESCRIPTION: usize = 2_000;

/// Collects the text alternative of the chart below `root`, and counts the texts that are hidden.
pub(super) fn words<'a, 'input>(
    root: Node<'a, 'input>,
    styles: &mut Styles<'a, 'input>,
    profile: &Profile,
) -> (Words, u32) {
    let of = |name| {
        root.children()
            .find(|node| node.is_element() && node.tag_name().name() == name)
            .map(|node| {
                joined(
                    node.descendants()
                        .filter(Node::is_text)
                        .filter_map(|text| text.text()),
                )
            })
    };
    let mut found = Found::default();
    collect(root, styles, profile, Seen::default(), &mut found);
    let title = of("title").or_else(|| root.attribute("aria-label").map(str::to_owned));
    let words = Words {
        title: cut(&title.unwrap_or_default(), MAX_TITLE),
        description: cut(&of("desc").unwrap_or_default(), MAX_DESCRIPTION),
        labels: found.labels,
    };
    (words, found.hidden)
}

#[derive(Default)]
struct Found {
    labels: Vec<String>,
    hidden: u32,
}

/// Whether an element is shown.
#[derive(Clone, Copy)]
struct Seen {
    /// As far as its ancestors decide for all that they contain.
    shown: bool,
    /// As far as it may decide otherwise.
    visible: bool,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            shown: true,
            visible: true,
        }
    }
}

impl Seen {
    fn inside<'a, 'input>(self, node: Node<'a, 'input>, styles: &mut Styles<'a, 'input>) -> Self {
        let applied = styles.appliance.of(node);
        let is_visible = |name| still::is_visible(name, applied.value(node, name));
        let visible = applied
            .value(node, "visibility")
            .filter(|value| *value != "inherit");
        Self {
            shown: self.shown && is_visible("display") && is_visible("opacity"),
            visible: visible.map_or(self.visible, |_| is_visible("visibility")),
        }
    }
}

/// The depth of the document bounds the recursion.
fn collect<'a, 'input>(
    node: Node<'a, 'input>,
    styles: &mut Styles<'a, 'input>,
    profile: &Profile,
    seen: Seen,
    found: &mut Found,
) {
    for child in node.children().filter(Node::is_element) {
        if found.labels.len() >= profile.labels {
            return;
        }
        let seen = seen.inside(child, styles);
        let label = match child.tag_name().name() {
            "defs" | "symbol" | "marker" | "pattern" | "mask" | "clipPath" | "title" | "desc"
            | "style" | "metadata" => {
                continue;
            }
            "text" => text(child),
            "foreignObject" => {
                let lines = html::lines(child, styles);
                joined(
                    lines
                        .iter()
                        .map(|line| line.iter().map(|run| run.text.as_str()).collect::<String>()),
                )
            }
            _ => {
                let before = found.labels.len();
                collect(child, styles, profile, seen, found);
                // The other branches of a `switch` are alternatives of the same text.
                if node.tag_name().name() == "switch" && found.labels.len() > before {
                    return;
                }
                continue;
            }
        };
        if !(label.is_empty() || seen.shown && seen.visible) {
            found.hidden += 1;
        } else if !label.is_empty() {
            found.labels.push(cut(&label, profile.label));
            if node.tag_name().name() == "switch" {
                return;
            }
        }
    }
}

/// The text of a `text` element, with a space at each line break.
fn text(node: Node<'_, '_>) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        let moved = inner != node
            && ["x", "y", "dy"]
                .iter()
                .any(|name| inner.has_attribute(*name));
        if moved {
            text.push(' ');
        }
        if inner.is_text() {
            text.push_str(inner.text().unwrap_or_default());
        }
    }
    joined([text])
}

fn joined<T: AsRef<str>>(pieces: impl IntoIterator<Item = T>) -> String {
    let mut joined = String::new();
    for piece in pieces {
        for word in piece.as_ref().split_whitespace() {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(word);
        }
    }
    joined
}

fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
