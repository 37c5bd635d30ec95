//! Styles of a Word document: what they say about visibility, position, symbol fonts and numbering.

use std::collections::HashMap;

use roxmltree::Node;

use super::symbols::SymbolFont;
use super::xml::{attribute, child, is_on, value};
use crate::prepare::raised::Raise;

/// Maximum length of a chain of styles based on each other.
const MAX_BASES: usize = 32;

/// The contents of run properties. `None` if a property is not set.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RunLook {
    pub(super) hidden: Option<bool>,
    /// `Some(None)` puts text back on its line.
    pub(super) raise: Option<Option<Raise>>,
    /// Whether letters are displayed as capitals.
    pub(super) capitals: Option<bool>,
    /// Symbol font for ASCII characters; `Some(None)` for another font.
    pub(super) ascii: Option<Option<SymbolFont>>,
    /// The same for all other Latin characters.
    pub(super) other: Option<Option<SymbolFont>>,
}

impl RunLook {
    /// Reads run properties of WordprocessingML or DrawingML.
    pub(super) fn of(properties: Node<'_, '_>) -> Self {
        let mut look = Self::default();
        if let Some(baseline) = properties.attribute("baseline") {
            let baseline = baseline.trim_end_matches('%').parse::<f64>().unwrap_or(0.0);
            look.raise = Some(match baseline {
                _ if baseline > 0.0 => Some(Raise::Up),
                _ if baseline < 0.0 => Some(Raise::Down),
                _ => None,
            });
        }
        if let Some(capitals) = properties.attribute("cap") {
            look.capitals = Some(capitals == "all");
        }
        let mut raised_by = None;
        let mut sized = false;
        for node in properties.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "vanish" => look.hidden = Some(is_on(node)),
                "caps" => look.capitals = Some(is_on(node)),
                "vertAlign" => look.raise = Some(position(value(node))),
                "position" => raised_by = value(node).and_then(|by| by.parse::<i32>().ok()),
                "sz" => sized = true,
                "rFonts" => {
                    let font = |name| attribute(node, name).map(SymbolFont::named);
                    look.ascii = font("ascii").or(look.ascii);
                    look.other = font("hAnsi").or(font("eastAsia")).or(look.other);
                }
                "latin" => {
                    let font = attribute(node, "typeface").map(SymbolFont::named);
                    look.ascii = font;
                    look.other = look.other.flatten().map(Some).or(font);
                }
                "sym" => {
                    let font = attribute(node, "typeface").and_then(SymbolFont::named);
                    look.other = font.map(Some).or(look.other);
                }
                _ => {}
            }
        }
        // Half-points. Text that is set higher in its own size is a superscript made by hand.
        match raised_by {
            Some(6..) if sized => look.raise = Some(Some(Raise::Up)),
            Some(..=-6) if sized => look.raise = Some(Some(Raise::Down)),
            _ => {}
        }
        look
    }

    /// This look where it says something, `base` elsewhere.
    pub(super) fn over(self, base: Self) -> Self {
        Self {
            hidden: self.hidden.or(base.hidden),
            raise: self.raise.or(base.raise),
            capitals: self.capitals.or(base.capitals),
            ascii: self.ascii.or(base.ascii),
            other: self.other.or(base.other),
        }
    }
}

fn position(value: Option<&str>) -> Option<Raise> {
    match value {
        Some("superscript") => Some(Raise::Up),
        Some("subscript") => Some(Raise::Down),
        _ => None,
    }
}

/// The numbering that a paragraph or a style refers to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct NumberRef {
    /// `numId`; 0 removes a number.
    pub(super) list: Option<u32>,
    pub(super) level: Option<usize>,
}

impl NumberRef {
    /// Reads the `numPr` of paragraph properties.
    pub(super) fn of(properties: Node<'_, '_>) -> Self {
        let Some(numbers) = child(properties, "numPr") else {
            return Self::default();
        };
        let number = |name| child(numbers, name).and_then(value);
        Self {
            list: number("numId").and_then(|id| id.parse().ok()),
            level: number("ilvl").and_then(|level| level.parse().ok()),
        }
    }
}

#[derive(Debug, Clone, Default)]
struct Style {
    base: Option<String>,
    look: RunLook,
    number: NumberRef,
    is_default_paragraph: bool,
}

/// The styles by ID.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default_paragraph: Option<String>,
    /// The properties that the document sets for all text.
    defaults: RunLook,
}

impl Styles {
    /// Reads the root of the styles part.
    pub(super) fn of(root: Node<'_, '_>) -> Self {
        let mut all = Self::default();
        for node in root.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "docDefaults" => {
                    let defaults = child(node, "rPrDefault").and_then(|node| child(node, "rPr"));
                    all.defaults = defaults.map(RunLook::of).unwrap_or_default();
                }
                "style" => {
                    let Some(id) = attribute(node, "styleId") else {
                        continue;
                    };
                    let style = Style {
                        base: child(node, "basedOn").and_then(value).map(str::to_owned),
                        look: child(node, "rPr").map(RunLook::of).unwrap_or_default(),
                        number: child(node, "pPr").map(NumberRef::of).unwrap_or_default(),
                        is_default_paragraph: attribute(node, "type") == Some("paragraph")
                            && matches!(attribute(node, "default"), Some("1" | "true" | "on")),
                    };
                    if style.is_default_paragraph {
                        all.default_paragraph = Some(id.to_owned());
                    }
                    all.styles.insert(id.to_owned(), style);
                }
                _ => {}
            }
        }
        all
    }

    /// The style of a paragraph that names `id` or none.
    pub(super) fn paragraph<'a>(&'a self, id: Option<&'a str>) -> Option<&'a str> {
        id.filter(|id| self.styles.contains_key(*id))
            .or(self.default_paragraph.as_deref())
    }

    /// The look of text in a paragraph style and a character style, with its own properties on top.
    pub(super) fn look(
        &self,
        paragraph: Option<&str>,
        character: Option<&str>,
        own: RunLook,
    ) -> RunLook {
        let paragraph = self.look_of(paragraph);
        let character = self.look_of(character);
        // Hiding is a toggle: a hidden character style in a hidden paragraph style shows the text.
        let hidden = match (paragraph.hidden, character.hidden) {
            (Some(one), Some(other)) => Some(one != other),
            (one, other) => one.or(other),
        };
        let styled = RunLook {
            hidden,
            ..character.over(paragraph)
        };
        own.over(styled).over(self.defaults)
    }

    /// The numbering of a paragraph style, and the style in its chain that says so.
    pub(super) fn number(&self, style: Option<&str>) -> Option<(NumberRef, &str)> {
        let mut chain = self.chain(style);
        let (id, found) = chain.find(|(_, style)| style.number.list.is_some())?;
        // A level without a list stands nearer to the paragraph.
        let nearer = self
            .chain(style)
            .take_while(|(nearer, _)| *nearer != id)
            .find_map(|(_, style)| style.number.level);
        let level = nearer.or(found.number.level);
        let number = NumberRef {
            level,
            ..found.number
        };
        Some((number, id))
    }

    fn look_of(&self, id: Option<&str>) -> RunLook {
        let chain = self.chain(id);
        chain.fold(RunLook::default(), |look, (_, style)| look.over(style.look))
    }

    /// A style and those it is based on, in order.
    fn chain<'a>(&'a self, id: Option<&str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let mut next = id.and_then(|id| self.styles.get_key_value(id));
        std::iter::from_fn(move || {
            let (id, style) = next?;
            next = style
                .base
                .as_deref()
                .and_then(|base| self.styles.get_key_value(base));
            Some((id.as_str(), style))
        })
        .take(MAX_BASES)
    }
}
