//! Bounds the size of a document after resolving every reference: ten lines of nested `use` make a million elements.
//!
//! The count is an upper bound, computed once per element: the element itself, its children and its references. Inherited
//! references (a pattern as fill, a marker) may be used again by every descendant.

use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId};
use simplecss::{Rule, StyleSheet};

use super::bounds::{MAX_DEPTH, too};
use super::css::Styled;
use super::refusal::{Excess, Refusal};
use super::still;

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Maximum number of elements including all copies.
const MAX_UNITS: u64 = 200_000;
/// Maximum number of characters including all copies.
const MAX_CHARACTERS: u64 = 40_000;
/// Bytes of a path that cost as much as one element.
const BYTES_A_UNIT: usize = 32;
/// Maximum bytes of a path that contains arcs. The renderer's parser recurses for each arc that it can't draw; about 20,000
/// of them overflow its stack.
const MAX_ARC_BYTES: usize = 100_000;
/// Maximum number of vertices per unit of a path; each may carry a marker.
const VERTICES_A_UNIT: u64 = 8;

/// Refuses documents that expand beyond the limits or contain themselves.
pub(super) fn check(document: &Document<'_>, sheet: &StyleSheet<'_>) -> Result<(), Refusal> {
    let mut ids = HashMap::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            ids.entry(id).or_insert(node);
        }
    }
    let referring = sheet
        .rules
        .iter()
        .filter(|rule| {
            rule.declarations
                .iter()
                .any(|one| one.value.contains("url("))
        })
        .collect();
    let mut expansion = Expansion {
        ids,
        referring,
        known: HashMap::new(),
    };
    expansion.cost(document.root_element(), 0).map(|_| ())
}

struct Expansion<'a, 'input> {
    ids: HashMap<&'a str, Node<'a, 'input>>,
    /// Rules through which an element may refer to another.
    referring: Vec<&'a Rule<'a>>,
    /// Cost of each element; `None` while it is being computed, which reveals a cycle.
    known: HashMap<NodeId, Option<Cost>>,
}

#[derive(Clone, Copy, Default)]
struct Cost {
    units: u64,
    characters: u64,
    height: u32,
}

impl Cost {
    fn add(&mut self, other: Self, times: u64) {
        self.units = self.units.saturating_add(other.units.saturating_mul(times));
        self.characters = self
            .characters
            .saturating_add(other.characters.saturating_mul(times));
        self.height = self.height.max(other.height.saturating_add(1));
    }
}

/// A reference from one element to another.
struct Reference<'a> {
    id: &'a str,
    property: &'a str,
}

impl Reference<'_> {
    fn is_marker(&self) -> bool {
        self.property.starts_with("marker")
    }

    fn is_inherited(&self) -> bool {
        self.is_marker() || matches!(self.property, "fill" | "stroke")
    }
}

impl<'a, 'input> Expansion<'a, 'input> {
    fn cost(&mut self, node: Node<'a, 'input>, depth: u32) -> Result<Cost, Refusal> {
        match self.known.get(&node.id()) {
            Some(Some(cost)) => {
                return if depth + cost.height > MAX_DEPTH {
                    Err(too(Excess::Depth, MAX_DEPTH.into()))
                } else {
                    Ok(*cost)
                };
            }
            Some(None) => return Err(Refusal::Circular),
            None => {}
        }
        if depth > MAX_DEPTH {
            return Err(too(Excess::Depth, MAX_DEPTH.into()));
        }
        self.known.insert(node.id(), None);
        let cost = self.count(node, depth)?;
        if cost.units > MAX_UNITS {
            return Err(too(Excess::Elements, MAX_UNITS));
        }
        if cost.characters > MAX_CHARACTERS {
            return Err(too(Excess::Text, MAX_CHARACTERS));
        }
        self.known.insert(node.id(), Some(cost));
        Ok(cost)
    }

    fn count(&mut self, node: Node<'a, 'input>, depth: u32) -> Result<Cost, Refusal> {
        let mut cost = Cost {
            units: own_units(node).saturating_add(1),
            characters: own_characters(node),
            height: 0,
        };
        for child in node.children().filter(Node::is_element) {
            let of_child = self.cost(child, depth + 1)?;
            cost.add(of_child, 1);
        }
        let (inherited, own): (Vec<_>, Vec<_>) = self
            .references(node)
            .into_iter()
            .partition(Reference::is_inherited);
        for reference in own.iter().chain(&inherited) {
            let Some(&target) = self.ids.get(reference.id) else {
                continue;
            };
            // The renderer draws no marker inside itself.
            let inside_itself = matches!(self.known.get(&target.id()), Some(None));
            if reference.is_marker() && inside_itself {
                continue;
            }
            let target_cost = self.cost(target, depth + 1)?;
            let times = match reference.property {
                "marker" | "marker-mid" => cost.units.saturating_mul(VERTICES_A_UNIT),
                _ if reference.is_inherited() => cost.units,
                _ => 1,
            };
            cost.add(target_cost, times);
        }
        Ok(cost)
    }

    fn references(&self, node: Node<'a, 'input>) -> Vec<Reference<'a>> {
        let mut found = Vec::new();
        for attribute in node.attributes() {
            match attribute.name() {
                "style" => {
                    for one in simplecss::DeclarationTokenizer::from(attribute.value()) {
                        found.extend(targets(one.name, one.value));
                    }
                }
                "href" if node.tag_name().name() == "a" || still::is_animation(node) => {}
                "href" => {
                    found.extend(
                        attribute
                            .value()
                            .trim()
                            .strip_prefix('#')
                            .map(|id| Reference {
                                id,
                                property: "href",
                            }),
                    );
                }
                name => found.extend(targets(name, attribute.value())),
            }
        }
        for rule in &self.referring {
            if rule.selector.matches(&Styled(node)) {
                for one in &rule.declarations {
                    found.extend(targets(one.name, one.value));
                }
            }
        }
        found
    }
}

/// The elements that the value of a property refers to.
fn targets<'a>(property: &'a str, value: &'a str) -> impl Iterator<Item = Reference<'a>> {
    value.split("url(").skip(1).filter_map(move |rest| {
        let (inside, _) = rest.split_once(')')?;
        let id = inside
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
            .strip_prefix('#')?;
        Some(Reference { id, property })
    })
}

/// Extra cost of an element with a long path, and of a gradient stop: stops are copied for each shape, and the renderer
/// counts them in 16 bits.
fn own_units(node: Node<'_, '_>) -> u64 {
    if node.tag_name().name() == "stop" {
        return 1;
    }
    if node
        .attribute("d")
        .is_some_and(|path| path.len() > MAX_ARC_BYTES && path.contains(['a', 'A']))
    {
        return u64::MAX;
    }
    let bytes: usize = ["d", "points"]
        .into_iter()
        .filter_map(|name| node.attribute(name))
        .map(str::len)
        .sum();
    (bytes / BYTES_A_UNIT) as u64
}

fn own_characters(node: Node<'_, '_>) -> u64 {
    // What programs keep for themselves is never drawn. Illustrator adds megabytes.
    let foreign = !matches!(node.tag_name().namespace(), None | Some(SVG | XHTML));
    if foreign || matches!(node.tag_name().name(), "style" | "script" | "metadata") {
        return 0;
    }
    node.children()
        .filter(|child| child.is_text())
        .filter_map(|child| child.text())
        .flat_map(str::split_whitespace)
        .map(|word| word.chars().count() as u64)
        .sum()
}
