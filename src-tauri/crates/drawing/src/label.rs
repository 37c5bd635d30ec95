//! Converts an HTML label (`foreignObject`, as Mermaid and draw.io write it) to SVG text at the same position.

use std::fmt::Write;

use roxmltree::Node;

use super::computed::{Align, Style, Styles, size};
use super::emoji::Emoji;
use super::flow::{width, wrap};
use super::html::{self, Line};
use crate::markup::escaped;

/// Distance of the baseline below the middle of a line, relative to the font size.
const BASELINE: f32 = 0.36;
/// Tolerance for estimated widths: up to this factor a line is not broken if the label's height says that none was.
const TRUST: f32 = 1.3;
/// Maximum number of backgrounds painted behind one label.
const MAX_BACKGROUNDS: usize = 4;

/// Appends the text of `label` to `svg`; nothing if it has no text.
pub(super) fn write<'a, 'input>(
    label: Node<'a, 'input>,
    styles: &mut Styles<'a, 'input>,
    emoji: &mut Emoji,
    svg: &mut String,
) {
    let lines = html::lines(label, styles);
    if lines.is_empty() {
        return;
    }
    let place = Place::of(label, styles);
    let style = styles.of(label);
    let lines = place.wrap(lines, &style);
    // Painted on top of each other, as in HTML: Mermaid stacks several translucent ones.
    let backgrounds: Vec<_> = label
        .descendants()
        .filter(Node::is_element)
        .filter_map(|node| styles.of(node).background)
        .take(MAX_BACKGROUNDS)
        .collect();
    place.write(&lines, &style, &backgrounds, emoji, svg);
}

/// Box of a label's text, in coordinates of the label.
#[derive(Debug)]
struct Place {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    /// Vertical alignment of the lines.
    stands: Align,
    /// Horizontal alignment of the lines, unless they have their own.
    lies: Option<Align>,
}

impl Place {
    /// Descends through the boxes around the text while each contains only the next.
    fn of<'a, 'input>(label: Node<'a, 'input>, styles: &mut Styles<'a, 'input>) -> Self {
        let length = |name| {
            label
                .attribute(name)
                .and_then(|value| size(value, 0.0))
                .unwrap_or(0.0)
        };
        let mut place = Self {
            x: length("x"),
            y: length("y"),
            width: length("width"),
            height: length("height"),
            stands: Align::Start,
            lies: None,
        };
        let mut outer = label;
        while let Some(inner) = only_box(outer) {
            let layout = styles.of(inner).layout;
            place.x += layout.margin_left;
            place.y += layout.padding_top;
            place.width = layout.width.unwrap_or(place.width);
            place.height = layout.height.unwrap_or(place.height);
            let (stands, lies) = if layout.column {
                (layout.lies, layout.stands)
            } else {
                (layout.stands, layout.lies)
            };
            if layout.has_height && layout.display != "block" {
                place.stands = stands.unwrap_or(place.stands);
            }
            if layout.display.contains("flex") || layout.display.contains("grid") {
                place.lies = lies.or(place.lies);
            }
            outer = inner;
        }
        place
    }

    fn wrap(&self, lines: Vec<Line>, style: &Style) -> Vec<Line> {
        let wraps = lines.iter().flatten().any(|run| run.style.wraps);
        if !wraps || self.width <= style.size {
            return lines;
        }
        let rows = (self.height / first_height(&lines, style)).round();
        let unbroken = rows >= 1.0 && lines.len() as f32 >= rows;
        let limit = self.width * if unbroken { TRUST } else { 1.02 };
        lines
            .into_iter()
            .flat_map(|line| {
                if width(&line) > limit {
                    wrap(line, self.width * 1.02)
                } else {
                    vec![line]
                }
            })
            .collect()
    }

    fn write(
        &self,
        lines: &[Line],
        style: &Style,
        backgrounds: &[String],
        emoji: &mut Emoji,
        svg: &mut String,
    ) {
        let heights: Vec<f32> = lines.iter().map(|line| height(line, style)).collect();
        let total: f32 = heights.iter().sum();
        let widest = lines.iter().map(width).fold(0.0, f32::max);
        let align = lines
            .iter()
            .flatten()
            .next()
            .map_or(style.align, |run| run.style.align);
        let top = self.y + shift(self.stands, self.height - total);
        let (left, block) = match self.lies {
            Some(lies) => (self.x + shift(lies, self.width - widest), widest),
            None => (self.x, self.width),
        };
        for colour in backgrounds {
            let left = left + shift(align, block - widest) - 2.0;
            // Writing to a `String` can't fail.
            let _ = write!(
                svg,
                r#"<rect x="{left}" y="{top}" width="{}" height="{total}" style="fill:{};stroke:none"/>"#,
                widest + 4.0,
                escaped(colour)
            );
        }
        let mut y = top;
        for (line, height) in lines.iter().zip(heights) {
            let largest = line.iter().map(|run| run.style.size).fold(0.0, f32::max);
            let baseline = y + height / 2.0 + BASELINE * largest;
            y += height;
            if !line.is_empty() {
                let x = left + shift(align, block);
                text(line, x, baseline, align, emoji, svg);
            }
        }
    }
}

/// The box in `outer`, if it is the only content.
fn only_box<'a, 'input>(outer: Node<'a, 'input>) -> Option<Node<'a, 'input>> {
    let mut inner = None;
    for node in outer.children() {
        let blank = node.is_text() && node.text().is_none_or(|text| text.trim().is_empty());
        if node.is_element() && html::is_block(node.tag_name().name()) && inner.is_none() {
            inner = Some(node);
        } else if node.is_element() || (node.is_text() && !blank) {
            return None;
        }
    }
    inner
}

/// Offset of something that leaves `room` free.
fn shift(align: Align, room: f32) -> f32 {
    match align {
        Align::Start => 0.0,
        Align::Centre => room / 2.0,
        Align::End => room,
    }
}

fn height(line: &Line, style: &Style) -> f32 {
    line.iter()
        .map(|run| run.style.line_height())
        .reduce(f32::max)
        .unwrap_or_else(|| style.line_height())
}

fn first_height(lines: &[Line], style: &Style) -> f32 {
    lines
        .first()
        .map_or_else(|| style.line_height(), |line| height(line, style))
}

fn text(line: &Line, x: f32, y: f32, align: Align, emoji: &mut Emoji, svg: &mut String) {
    let anchor = match align {
        Align::Start => "start",
        Align::Centre => "middle",
        Align::End => "end",
    };
    // The chart's classes set strokes and baselines for shapes, which the text would inherit.
    let _ = write!(
        svg,
        r#"<text xml:space="preserve" x="{x}" y="{y}" style="text-anchor:{anchor};stroke:none;dominant-baseline:auto;letter-spacing:normal">"#
    );
    for run in line {
        let style = &run.style;
        let decoration = match (style.underline, style.strike) {
            (true, true) => "underline line-through",
            (true, false) => "underline",
            (false, true) => "line-through",
            (false, false) => "none",
        };
        let _ = write!(
            svg,
            r#"<tspan style="fill:{};font-size:{}px;font-weight:{};font-style:{};text-decoration:{decoration}"#,
            escaped(&style.colour),
            style.size,
            if style.bold { "bold" } else { "normal" },
            if style.italic { "italic" } else { "normal" },
        );
        if !style.family.is_empty() {
            let _ = write!(svg, ";font-family:{}", escaped(&style.family));
        }
        svg.push_str(r#"">"#);
        emoji.write(&run.text, svg);
        svg.push_str("</tspan>");
    }
    svg.push_str("</text>");
}
