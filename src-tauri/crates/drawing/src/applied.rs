//! What style sheets, variables and animations make of each element.

use std::collections::HashMap;
use std::rc::Rc;

use roxmltree::{Document, Node, NodeId};
use simplecss::StyleSheet;

use super::colour::{Variables, has_functions};
use super::css::Styled;
use super::sheets::{CUSTOM, Sheets};
use super::still;
use super::text_css::declarations;

/// A declaration that applies to an element, its functions replaced.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Declaration {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) important: bool,
}

/// What applies to one element.
#[derive(Debug, Default)]
pub(super) struct Applied {
    /// All declarations, lowest precedence first.
    pub(super) declarations: Vec<Declaration>,
    /// Those that the renderer can't find itself, because of variables or animations.
    pub(super) added: Vec<Declaration>,
    /// Attributes as they are at the end of the animations.
    pub(super) attributes: Vec<(String, String)>,
    /// Whether the element is animated.
    pub(super) moves: bool,
    /// Whether only a click or the pointer makes it appear.
    pub(super) on_demand: bool,
}

impl Applied {
    /// The value of a property: declared, or else given by an attribute.
    pub(super) fn value<'v>(&'v self, node: Node<'v, '_>, name: &str) -> Option<&'v str> {
        let declared = self.declarations.iter().rev().find(|one| one.name == name);
        let attribute = self.attributes.iter().find(|(known, _)| known == name);
        declared
            .map(|one| one.value.as_str())
            .or(attribute.map(|(_, value)| value.as_str()))
            .or_else(|| node.attribute(name))
    }
}

/// Finds what applies to the elements of a document.
pub(super) struct Appliance<'a, 'input> {
    sheet: StyleSheet<'a>,
    sheets: &'a Sheets,
    /// SMIL animations by the element that they animate.
    animations: HashMap<NodeId, Vec<still::Animation<'a, 'input>>>,
    variables: HashMap<NodeId, Rc<Variables>>,
    /// Whether the renderer finds everything itself.
    is_simple: bool,
}

impl<'a, 'input> Appliance<'a, 'input> {
    pub(super) fn new(
        document: &'a Document<'input>,
        sheets: &'a Sheets,
        sheet: StyleSheet<'a>,
    ) -> Self {
        let animations = still::animations(document);
        let calls = |node: Node<'_, '_>| {
            node.attributes().any(|attribute| {
                has_functions(attribute.value())
                    || (attribute.name() == "style" && attribute.value().contains("--"))
            })
        };
        let is_simple = !sheets.has_custom
            && sheets.keyframes.is_empty()
            && animations.is_empty()
            && !document.descendants().any(calls);
        Self {
            sheet,
            sheets,
            animations,
            variables: HashMap::new(),
            is_simple,
        }
    }

    /// Whether the renderer finds everything that applies itself.
    pub(super) fn is_simple(&self) -> bool {
        self.is_simple
    }

    /// Rules for the renderer.
    pub(super) fn plain_css(&self) -> &'a str {
        &self.sheets.plain
    }

    /// The custom properties of an element. The depth of the document bounds the recursion.
    pub(super) fn variables(&mut self, node: Node<'a, 'input>) -> Rc<Variables> {
        if let Some(known) = self.variables.get(&node.id()) {
            return Rc::clone(known);
        }
        let inherited = match node.parent_element() {
            Some(parent) => self.variables(parent),
            None => Rc::default(),
        };
        let mut own = HashMap::new();
        let style = node.attribute("style").unwrap_or_default();
        if self.sheets.has_custom || style.contains("--") {
            for one in self.raw(node) {
                if let Some(name) = one.name.strip_prefix(CUSTOM) {
                    own.insert(name.to_owned(), one.value.to_owned());
                }
            }
        }
        let variables = match own.is_empty() {
            true => inherited,
            false => Rc::new(Variables::new(own, inherited)),
        };
        self.variables.insert(node.id(), Rc::clone(&variables));
        variables
    }

    /// What applies to `node`.
    pub(super) fn of(&mut self, node: Node<'a, 'input>) -> Applied {
        let variables = self.variables(node);
        let mut applied = Applied::default();
        // For the renderer, the last of each name counts.
        let mut own: Vec<(usize, bool)> = Vec::new();
        for one in self.raw(node) {
            let Some(value) = variables.plain(&one.value) else {
                continue;
            };
            let from_sheet = one.from_sheet && one.value.contains("var(");
            own.push((applied.declarations.len(), from_sheet));
            applied.declarations.push(Declaration {
                value: value.into_owned(),
                name: one.name,
                important: one.important,
            });
        }
        for (at, hidden) in own {
            let Some(one) = applied.declarations.get(at).filter(|_| hidden) else {
                continue;
            };
            let later = applied.declarations.iter().skip(at + 1);
            if !later.map(|one| &one.name).any(|name| *name == one.name) {
                applied.added.push(one.clone());
            }
        }
        let animations = self
            .animations
            .get(&node.id())
            .map_or(&[][..], Vec::as_slice);
        still::end(node, animations, self.sheets, &variables, &mut applied);
        applied
    }

    /// Declarations as written, lowest precedence first.
    fn raw(&self, node: Node<'a, 'input>) -> Vec<Raw> {
        let rules = self
            .sheet
            .rules
            .iter()
            .filter(|rule| rule.selector.matches(&Styled(node)))
            .flat_map(|rule| rule.declarations.iter())
            .map(|one| Raw {
                name: one.name.to_owned(),
                value: one.value.to_owned(),
                important: one.important,
                from_sheet: true,
            });
        let own = declarations(node.attribute("style").unwrap_or_default())
            .into_iter()
            .map(|one| Raw {
                name: match one.name.strip_prefix("--") {
                    Some(name) => format!("{CUSTOM}{name}"),
                    None => one.name.to_owned(),
                },
                value: one.value.to_owned(),
                important: one.important,
                from_sheet: false,
            });
        let mut found: Vec<_> = rules.chain(own).collect();
        // The sort is stable, so the order within each kind is kept.
        found.sort_by_key(|one| one.important);
        found
    }

    /// An attribute as the renderer gets it; `None` if it has no value.
    pub(super) fn attribute(
        &mut self,
        node: Node<'a, 'input>,
        applied: &Applied,
        name: &str,
        value: &str,
    ) -> Option<String> {
        if name == "style" {
            return self.style(node, applied, value);
        }
        if let Some((_, value)) = applied.attributes.iter().find(|(known, _)| known == name) {
            return Some(value.clone());
        }
        let plain = self.variables(node).plain(value)?.into_owned();
        Some(plain)
    }

    /// The `style` attribute as the renderer gets it.
    pub(super) fn style(
        &mut self,
        node: Node<'a, 'input>,
        applied: &Applied,
        own: &str,
    ) -> Option<String> {
        let mut style = String::new();
        if has_functions(own) || own.contains("--") {
            let variables = self.variables(node);
            for one in declarations(own) {
                if let Some(value) = variables.plain(one.value)
                    && !one.name.starts_with("--")
                {
                    push(&mut style, one.name, &value, one.important);
                }
            }
        } else {
            style.push_str(own);
        }
        if !applied.added.is_empty() && !style.is_empty() && !style.trim_end().ends_with(';') {
            style.push(';');
        }
        for one in &applied.added {
            push(&mut style, &one.name, &one.value, one.important);
        }
        (!style.is_empty()).then_some(style)
    }
}

struct Raw {
    name: String,
    value: String,
    important: bool,
    from_sheet: bool,
}

fn push(style: &mut String, name: &str, value: &str, important: bool) {
    let important = if important { "!important" } else { "" };
    style.push_str(&format!("{name}:{value}{important};"));
}
