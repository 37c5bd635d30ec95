//! Draws flowcharts as SVG: one column of boxes with arrows; a question can branch to a box at the side and back.
//!
//! The layout uses estimated text widths so that labels of any length fit. Styles are classes, so a renderer without
//! scripts or HTML shows everything.

mod label;

use std::fmt::Write;

use label::{escape, wrap};

/// The main column: left edge and width, in pixels.
const LEFT: usize = 40;
const WIDTH: usize = 320;
/// The side column.
const ASIDE_LEFT: usize = 440;
const ASIDE_WIDTH: usize = 220;
const CENTRE: usize = LEFT + WIDTH / 2;
const PAGE_WIDTH: usize = 700;
const FONT: usize = 15;
const LINE: usize = 22;
const PADDING: usize = 14;
const GAP: usize = 38;
/// Top of the first box, below the title.
const TOP: usize = 72;
/// Width available to a label, in tenths of an em; less in a diamond and in a side box.
const BOX_ROOM: usize = 195;
const DIAMOND_ROOM: usize = 120;
const ASIDE_ROOM: usize = 125;

/// A flowchart.
pub(crate) struct Flowchart<'a> {
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    pub(crate) nodes: Vec<Node<'a>>,
}

/// One box of the column, from top to bottom.
pub(crate) enum Node<'a> {
    /// The start or the end.
    End(&'a str),
    Step(&'a str),
    /// A question: `yes` leads down, `no` to a side box and from there down as well.
    Question {
        label: &'a str,
        yes: &'a str,
        no: &'a str,
        aside: &'a str,
    },
}

/// Renders the chart.
pub(crate) fn draw(chart: &Flowchart<'_>) -> String {
    let mut body = String::new();
    let mut y = TOP;
    let last = chart.nodes.len().saturating_sub(1);
    for (index, node) in chart.nodes.iter().enumerate() {
        let place = Place {
            top: y,
            height: node.height(),
            last: index == last,
        };
        node.draw(&mut body, place);
        if !place.last {
            line(
                &mut body,
                &format!("M{CENTRE} {}V{}", place.bottom(), place.bottom() + GAP - 2),
            );
        }
        if let Node::Question { yes, no, aside, .. } = node {
            draw_aside(&mut body, place, yes, no, aside);
        }
        y = place.bottom() + GAP;
    }
    let height = y - GAP + 24;
    let (title, description) = (escape(chart.title), escape(chart.description));
    let mut heading = String::new();
    label(
        &mut heading,
        "title",
        PAGE_WIDTH / 2,
        40,
        "middle",
        chart.title,
    );
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PAGE_WIDTH} {height}" width="{PAGE_WIDTH}" height="{height}" role="img" aria-labelledby="flow-title flow-desc">
<title id="flow-title">{title}</title>
<desc id="flow-desc">{description}</desc>
<style>
.page{{fill:#ffffff}}
.end{{fill:#1f4e79;stroke:#1f4e79}}
.step{{fill:#eef4fa;stroke:#1f4e79;stroke-width:1.5}}
.question{{fill:#fff6e0;stroke:#b7791f;stroke-width:1.5}}
.aside{{fill:#fdecea;stroke:#b3261e;stroke-width:1.5}}
.line{{fill:none;stroke:#4a5568;stroke-width:1.5}}
.arrow{{fill:#4a5568}}
text{{font-family:"Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;font-size:{FONT}px;fill:#1a202c}}
.light{{fill:#ffffff}}
.note{{font-size:13px;fill:#4a5568}}
.title{{font-size:18px;font-weight:bold}}
</style>
<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path class="arrow" d="M0 0L10 5L0 10z"/></marker></defs>
<rect class="page" width="{PAGE_WIDTH}" height="{height}"/>
{heading}{body}</svg>
"##
    )
}

/// The position of a box in the column.
#[derive(Clone, Copy)]
struct Place {
    top: usize,
    height: usize,
    /// Whether it is the last box.
    last: bool,
}

impl Place {
    const fn middle(self) -> usize {
        self.top + self.height / 2
    }

    const fn bottom(self) -> usize {
        self.top + self.height
    }
}

/// Draws both branches of a question: down, and to the side box, whose arrow leads back below.
fn draw_aside(out: &mut String, place: Place, yes: &str, no: &str, aside: &str) {
    let (middle, right, centre) = (place.middle(), LEFT + WIDTH, ASIDE_LEFT + ASIDE_WIDTH / 2);
    let lines = wrap(aside, ASIDE_ROOM);
    let height = box_height(lines.len());
    let top = middle.saturating_sub(height / 2);
    line(out, &format!("M{right} {middle}H{}", ASIDE_LEFT - 2));
    label(
        out,
        "note",
        usize::midpoint(right, ASIDE_LEFT),
        middle - 8,
        "middle",
        no,
    );
    rect(out, "aside", ASIDE_LEFT, top, ASIDE_WIDTH, height, 6);
    text(out, "label", centre, middle, &lines);
    if !place.last {
        label(
            out,
            "note",
            CENTRE - 12,
            place.bottom() + GAP / 2 + 5,
            "end",
            yes,
        );
        line(
            out,
            &format!(
                "M{centre} {}V{}H{}",
                top + height,
                place.bottom() + GAP / 2,
                CENTRE + 4
            ),
        );
    }
}

impl Node<'_> {
    fn lines(&self) -> Vec<String> {
        match self {
            Self::End(label) | Self::Step(label) => wrap(label, BOX_ROOM),
            Self::Question { label, .. } => wrap(label, DIAMOND_ROOM),
        }
    }

    fn height(&self) -> usize {
        let own = box_height(self.lines().len());
        match self {
            Self::End(_) | Self::Step(_) => own,
            // Only half the height of a diamond is usable for a label, and the side box must not reach the next arrow.
            Self::Question { aside, .. } => {
                (own * 2 - PADDING).max(box_height(wrap(aside, ASIDE_ROOM).len()) + 8)
            }
        }
    }

    fn draw(&self, out: &mut String, place: Place) {
        let (middle, bottom) = (place.middle(), place.bottom());
        let Place { top, height, .. } = place;
        match self {
            Self::End(_) => rect(out, "end", LEFT, top, WIDTH, height, height / 2),
            Self::Step(_) => rect(out, "step", LEFT, top, WIDTH, height, 6),
            Self::Question { .. } => {
                let path = format!(
                    "M{CENTRE} {top}L{} {middle}L{CENTRE} {bottom}L{LEFT} {middle}z",
                    LEFT + WIDTH
                );
                push(
                    out,
                    format_args!("<path class=\"question\" d=\"{path}\"/>\n"),
                );
            }
        }
        let class = if matches!(self, Self::End(_)) {
            "light"
        } else {
            "label"
        };
        text(out, class, CENTRE, middle, &self.lines());
    }
}

fn box_height(lines: usize) -> usize {
    lines.max(1) * LINE + 2 * PADDING
}

fn rect(
    out: &mut String,
    class: &str,
    x: usize,
    y: usize,
    width: usize,
    height: usize,
    radius: usize,
) {
    push(
        out,
        format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>\n"
        ),
    );
}

fn line(out: &mut String, path: &str) {
    push(
        out,
        format_args!("<path class=\"line\" d=\"{path}\" marker-end=\"url(#arrow)\"/>\n"),
    );
}

/// Draws lines of text centred at `middle`; the baseline is 0.36 em below the centre of a line.
fn text(out: &mut String, class: &str, centre: usize, middle: usize, lines: &[String]) {
    let top = middle.saturating_sub(lines.len() * LINE / 2);
    for (index, words) in lines.iter().enumerate() {
        label(
            out,
            class,
            centre,
            top + index * LINE + LINE / 2 + FONT * 36 / 100,
            "middle",
            words,
        );
    }
}

fn label(out: &mut String, class: &str, x: usize, y: usize, anchor: &str, words: &str) {
    let words = escape(words);
    push(
        out,
        format_args!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{words}</text>\n"
        ),
    );
}

fn push(out: &mut String, piece: std::fmt::Arguments<'_>) {
    // Writing to a string can't fail.
    let _written = out.write_fmt(piece);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chart<'a>(title: &'a str, name: &'a str) -> Flowchart<'a> {
        let question = Node::Question {
            label: "信息是否一致？",
            yes: "是",
            no: "否",
            aside: "列入待核实清单",
        };
        Flowchart {
            title,
            description: "d",
            nodes: vec![
                Node::End(name),
                question,
                Node::Step(name),
                Node::End("完成"),
            ],
        }
    }

    /// All text of the chart, joined.
    fn texts(svg: &str) -> String {
        let document = roxmltree::Document::parse(svg).unwrap();
        document
            .descendants()
            .filter(|node| node.has_tag_name("text"))
            .filter_map(|node| node.text())
            .collect()
    }

    #[test]
    fn a_flowchart_has_what_a_renderer_and_a_screen_reader_need() {
        let svg = draw(&chart("企业尽调流程", "示例公司"));
        let document = roxmltree::Document::parse(&svg).unwrap();
        let root = document.root_element();
        assert_eq!(
            root.tag_name().namespace(),
            Some("http://www.w3.org/2000/svg")
        );
        assert!(root.attribute("viewBox").is_some());
        for tag in ["title", "desc", "style", "marker", "text", "rect", "path"] {
            assert!(
                document.descendants().any(|node| node.has_tag_name(tag)),
                "{tag}"
            );
        }
        assert!(texts(&svg).contains("列入待核实清单"));
    }

    #[test]
    fn everything_lies_within_the_view_box_however_long_a_label_is() {
        let svg = draw(&chart("长", &"很长的公司名称".repeat(14)));
        let document = roxmltree::Document::parse(&svg).unwrap();
        let height: f64 = document
            .root_element()
            .attribute("height")
            .unwrap()
            .parse()
            .unwrap();
        for node in document
            .descendants()
            .filter(|node| node.has_tag_name("text") || node.has_tag_name("rect"))
        {
            let number = |name| {
                node.attribute(name)
                    .map_or(0.0, |value: &str| value.parse::<f64>().unwrap())
            };
            assert!(number("y") + number("height") <= height, "{node:?}");
            assert!(number("x") + number("width") <= 700.0, "{node:?}");
        }
    }

    proptest! {
        #[test]
        fn any_name_gives_well_formed_xml_that_shows_it(name in "[\\PC\u{0}-\u{1f}]{0,60}") {
            let svg = draw(&chart(&name, &name));
            let shown = texts(&svg);
            for c in name.chars().filter(|c| c.is_alphanumeric()) {
                prop_assert!(shown.contains(c), "{c:?} is missing");
            }
        }
    }
}
