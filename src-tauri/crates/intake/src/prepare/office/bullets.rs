//! Bullets and automatic numbers of paragraphs in presentations.

use roxmltree::Node;

use super::counts;
use super::symbols::{self, SymbolFont};
use super::xml::{attribute, child};

/// Number of levels.
const LEVELS: usize = 9;

/// Numbers of the paragraphs in one shape, so far.
#[derive(Debug, Default, Clone)]
pub(super) struct Bullets {
    /// Kind and number of the last paragraph of each level, if it was numbered.
    last: [Option<(String, u32)>; LEVELS],
}

impl Bullets {
    /// What is displayed before a paragraph with these properties. `styles` are those of its shape. A bullet that only a
    /// master defines is left out, since it says nothing.
    pub(super) fn next(
        &mut self,
        properties: Option<Node<'_, '_>>,
        styles: Option<Node<'_, '_>>,
    ) -> String {
        let level = properties.and_then(|node| attribute(node, "lvl"));
        let level: usize = level.and_then(|level| level.parse().ok()).unwrap_or(0);
        let styled = styles.and_then(|styles| child(styles, &format!("lvl{}pPr", level + 1)));
        let says = |node: &Node<'_, '_>| {
            ["buAutoNum", "buChar", "buNone", "buBlip"]
                .iter()
                .any(|name| child(*node, name).is_some())
        };
        let node = [properties, styled].into_iter().flatten().find(says);
        let auto = node.and_then(|node| child(node, "buAutoNum"));
        for deeper in self.last.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let Some(last) = self.last.get_mut(level) else {
            return String::new();
        };
        let Some(auto) = auto else {
            *last = None;
            return node
                .and_then(sign)
                .map_or_else(String::new, |sign| format!("{sign} "));
        };
        let kind = attribute(auto, "type").unwrap_or("arabicPeriod");
        let start = attribute(auto, "startAt")
            .and_then(|at| at.parse().ok())
            .unwrap_or(1_u32);
        let number = match last {
            Some((before, number)) if before == kind => number.saturating_add(1),
            _ => start,
        };
        *last = Some((kind.to_owned(), number));
        format!("{} ", numbered(number, kind))
    }
}

/// The sign of a bullet.
fn sign(node: Node<'_, '_>) -> Option<char> {
    let character = child(node, "buChar")
        .and_then(|node| attribute(node, "char"))
        .and_then(|text| text.chars().next())?;
    let font = child(node, "buFont").and_then(|node| attribute(node, "typeface"));
    match font.and_then(SymbolFont::named) {
        Some(font) => Some(font.sign(u32::from(character)).unwrap_or('•')),
        None if symbols::is_private(character) => Some('•'),
        None => Some(character),
    }
}

fn numbered(number: u32, kind: &str) -> String {
    let (format, around) = match kind {
        _ if kind.starts_with("alphaLc") => ("lowerLetter", kind),
        _ if kind.starts_with("alphaUc") => ("upperLetter", kind),
        _ if kind.starts_with("romanLc") => ("lowerRoman", kind),
        _ if kind.starts_with("romanUc") => ("upperRoman", kind),
        _ if kind.starts_with("circleNum") => ("decimalEnclosedCircle", "Plain"),
        _ if kind.starts_with("arabicDb") => ("decimalFullWidth", kind),
        _ if kind.starts_with("ea1") => ("chineseCountingThousand", kind),
        _ => ("decimal", kind),
    };
    let number = counts::written(number, format).unwrap_or_else(|| number.to_string());
    match around {
        _ if around.ends_with("ParenBoth") => format!("({number})"),
        _ if around.ends_with("ParenR") => format!("{number})"),
        _ if around.ends_with("DbPeriod") => format!("{number}．"),
        _ if around.ends_with("Period") => format!("{number}."),
        _ => number,
    }
}
