//! Computes the few CSS properties that determine the look of text in an HTML label, as a browser would.

use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId};
use simplecss::StyleSheet;

use super::applied::Appliance;
use super::sheets::Sheets;
use super::still::is_visible;

/// Maximum length of a font family list, in characters. Each element has a copy.
const MAX_FAMILY: usize = 500;

/// Computed text style. All of it is inherited except `display`, `background` and the box.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Style {
    pub(super) colour: String,
    pub(super) background: Option<String>,
    pub(super) family: String,
    /// In CSS pixels.
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) underline: bool,
    pub(super) strike: bool,
    /// In CSS pixels, or a multiple of the font size.
    pub(super) line: Line,
    pub(super) align: Align,
    pub(super) wraps: bool,
    pub(super) keeps_newlines: bool,
    pub(super) hidden: bool,
    pub(super) layout: Layout,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Line {
    Pixels(f32),
    Times(f32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    Centre,
    End,
}

/// Box properties of an element. Lengths in CSS pixels.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Layout {
    pub(super) display: String,
    pub(super) width: Option<f32>,
    pub(super) height: Option<f32>,
    /// Whether a height is set at all, including percentages.
    pub(super) has_height: bool,
    /// Whether a flex container stacks its content vertically.
    pub(super) column: bool,
    pub(super) padding_top: f32,
    pub(super) margin_left: f32,
    /// Vertical alignment of content in a flex container or a table cell.
    pub(super) stands: Option<Align>,
    /// Horizontal alignment of content in a flex container.
    pub(super) lies: Option<Align>,
}

impl Style {
    fn initial() -> Self {
        Self {
            colour: "black".to_owned(),
            background: None,
            family: String::new(),
            size: 16.0,
            bold: false,
            italic: false,
            underline: false,
            strike: false,
            line: Line::Times(1.2),
            align: Align::Start,
            wraps: true,
            keeps_newlines: false,
            hidden: false,
            layout: Layout::default(),
        }
    }

    /// Line height in CSS pixels.
    pub(super) fn line_height(&self) -> f32 {
        match self.line {
            Line::Pixels(pixels) => pixels,
            Line::Times(times) => times * self.size,
        }
        .clamp(1.0, 1000.0)
    }

    fn inherited(&self) -> Self {
        Self {
            background: None,
            layout: Layout::default(),
            ..self.clone()
        }
    }

    /// Defaults of a browser's style sheet.
    fn default_of(&mut self, element: &str) {
        match element {
            "b" | "strong" | "th" => self.bold = true,
            "i" | "em" => self.italic = true,
            "u" | "ins" => self.underline = true,
            "s" | "del" | "strike" => self.strike = true,
            "code" | "pre" | "kbd" | "samp" => self.family = "monospace".to_owned(),
            "small" => self.size /= 1.2,
            "center" => self.align = Align::Centre,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.bold = true;
                self.size *= match element {
                    "h1" => 2.0,
                    "h2" => 1.5,
                    "h3" => 1.17,
                    _ => 1.0,
                };
            }
            "head" | "script" | "style" | "template" | "title" => self.hidden = true,
            _ => {}
        }
        if element == "pre" {
            (self.wraps, self.keeps_newlines) = (false, true);
        }
    }

    fn set(&mut self, name: &str, value: &str, parent: f32) {
        let value = value.trim();
        match name {
            "color" => self.colour = paint(value).unwrap_or_else(|| self.colour.clone()),
            "background" | "background-color" => self.background = paint(value),
            "font-family" => {
                self.family = value
                    .chars()
                    .filter(|c| !matches!(c, '<' | '&' | ';'))
                    .take(MAX_FAMILY)
                    .collect();
            }
            "font-size" => self.size = size(value, parent).unwrap_or(self.size),
            "font-weight" => {
                self.bold =
                    value.starts_with("bold") || value.parse::<f32>().is_ok_and(|w| w >= 600.0)
            }
            "font-style" => self.italic = matches!(value, "italic" | "oblique"),
            "text-decoration" | "text-decoration-line" => {
                self.underline = value.contains("underline");
                self.strike = value.contains("line-through");
            }
            "line-height" => self.line = line(value, self.size).unwrap_or(self.line),
            "text-align" => self.align = align(value).unwrap_or(self.align),
            "white-space" => {
                self.wraps = !matches!(value, "nowrap" | "pre");
                self.keeps_newlines = value.starts_with("pre") || value == "break-spaces";
            }
            "visibility" => self.hidden = value == "hidden",
            "opacity" => self.hidden |= !is_visible(name, Some(value)),
            "display" => {
                self.hidden |= value == "none";
                self.layout.display = value.to_owned();
            }
            "width" => self.layout.width = size(value, 0.0),
            "height" => {
                self.layout.height = size(value, 0.0);
                self.layout.has_height = value != "auto";
            }
            "flex-direction" => self.layout.column = value.starts_with("column"),
            "place-items" | "place-content" => {
                self.layout.stands = align(value);
                self.layout.lies = align(value);
            }
            "padding-top" => self.layout.padding_top = size(value, 0.0).unwrap_or(0.0),
            "margin-left" => self.layout.margin_left = size(value, 0.0).unwrap_or(0.0),
            "align-items" | "vertical-align" | "align-content" => self.layout.stands = align(value),
            "justify-content" => self.layout.lies = align(value),
            _ => {}
        }
    }
}

/// Computes styles, once for each element.
pub(super) struct Styles<'a, 'input> {
    pub(super) appliance: Appliance<'a, 'input>,
    known: HashMap<NodeId, Style>,
}

impl<'a, 'input> Styles<'a, 'input> {
    pub(super) fn new(
        document: &'a Document<'input>,
        sheets: &'a Sheets,
        sheet: StyleSheet<'a>,
    ) -> Self {
        Self {
            appliance: Appliance::new(document, sheets, sheet),
            known: HashMap::new(),
        }
    }

    /// The style of an element. The depth of the document bounds the recursion.
    pub(super) fn of(&mut self, node: Node<'a, 'input>) -> Style {
        if let Some(style) = self.known.get(&node.id()) {
            return style.clone();
        }
        let parent = node
            .parent_element()
            .map_or_else(Style::initial, |parent| self.of(parent));
        let mut style = parent.inherited();
        style.default_of(node.tag_name().name());
        for name in [
            "color",
            "font-family",
            "font-size",
            "font-weight",
            "align",
            "visibility",
            "display",
        ] {
            if let Some(value) = node.attribute(name) {
                let name = if name == "align" { "text-align" } else { name };
                if let Some(value) = self.appliance.variables(node).plain(value) {
                    style.set(name, &value, parent.size);
                }
            }
        }
        for one in self.appliance.of(node).declarations {
            style.set(&one.name, &one.value, parent.size);
        }
        style.size = style.size.clamp(0.0, 1000.0);
        self.known.insert(node.id(), style.clone());
        style
    }
}

/// A colour that can be written into an attribute. `None` for transparent values, and for images and CSS gradients, which a
/// renderer would paint black.
fn paint(value: &str) -> Option<String> {
    const FUNCTIONS: [&str; 4] = ["rgb(", "rgba(", "hsl(", "hsla("];
    const NOTHING: [&str; 8] = [
        "none",
        "transparent",
        "inherit",
        "initial",
        "unset",
        "revert",
        "currentcolor",
        "url",
    ];
    let value = value.trim().to_ascii_lowercase();
    let function = FUNCTIONS.iter().any(|name| value.starts_with(name));
    let colour = if function {
        value.get(..=value.find(')')?)?
    } else {
        value.split_whitespace().next()?
    };
    let is_colour = if function {
        colour
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "(),.%/ -".contains(c))
    } else if let Some(digits) = colour.strip_prefix('#') {
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit())
    } else {
        colour.chars().all(|c| c.is_ascii_alphabetic()) && !NOTHING.contains(&colour)
    };
    (is_colour && colour.len() <= 64).then(|| colour.to_owned())
}

/// A length in CSS pixels, if it is absolute or relative to `em`.
pub(super) fn size(value: &str, em: f32) -> Option<f32> {
    let value = value.trim();
    let (number, unit) = value.split_at(
        value
            .find(|c: char| c.is_ascii_alphabetic() || c == '%')
            .unwrap_or(value.len()),
    );
    let number: f32 = number.parse().ok()?;
    let pixels = match unit {
        "" | "px" => number,
        "pt" => number * 4.0 / 3.0,
        "em" => number * em,
        "rem" => number * 16.0,
        "%" => (em > 0.0).then_some(number / 100.0 * em)?,
        _ => return None,
    };
    pixels.is_finite().then_some(pixels)
}

fn line(value: &str, em: f32) -> Option<Line> {
    if value == "normal" {
        return Some(Line::Times(1.2));
    }
    match value.parse::<f32>() {
        Ok(times) => times.is_finite().then_some(Line::Times(times)),
        Err(_with_a_unit) => size(value, em).map(Line::Pixels),
    }
}

fn align(value: &str) -> Option<Align> {
    // draw.io writes “unsafe center”.
    match value.rsplit(' ').next()? {
        "left" | "start" | "flex-start" | "top" => Some(Align::Start),
        "center" | "middle" | "space-around" | "space-evenly" => Some(Align::Centre),
        "right" | "end" | "flex-end" | "bottom" => Some(Align::End),
        _ => None,
    }
}
