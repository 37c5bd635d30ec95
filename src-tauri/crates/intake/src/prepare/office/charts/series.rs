//! Series of a chart: names, categories and values as displayed.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{MAX_POINTS, own_format, own_text, shows, valued};
use crate::prepare::office::number_format::{formatted, is_general};
use crate::prepare::office::xml::child;

/// A series as displayed.
pub(super) struct Series {
    pub(super) name: String,
    pub(super) categories: Vec<String>,
    /// Values; bubbles have two rows.
    pub(super) values: Vec<Vec<String>>,
    /// Labels with text of their own.
    pub(super) labels: Vec<String>,
    /// Whether a format is not understood.
    pub(super) guessed: bool,
}

impl Series {
    /// Reads a series of a plot, which belongs to a plot area.
    pub(super) fn of(
        node: Node<'_, '_>,
        plot: Node<'_, '_>,
        area: Node<'_, '_>,
        from_1904: bool,
    ) -> Self {
        let mut reading = Reading {
            from_1904,
            guessed: false,
        };
        let labels = child(node, "dLbls");
        let plot_labels = child(plot, "dLbls");
        let both = || [labels, plot_labels].into_iter().flatten();
        let label = |name| both().find_map(|labels| shows(labels, name));
        // A label that is not shown says nothing if its format says nothing.
        let label_format = both()
            .find_map(own_format)
            .filter(|format| label("showVal") == Some(true) || !is_general(format));
        let of_axis = |kinds: &[&str]| axis_format(plot, area, kinds);
        let category_format = of_axis(&["catAx", "dateAx"]).filter(|format| !is_general(format));
        let value_format = of_axis(&["valAx"]);
        let name = child(node, "tx").map(cached_words).unwrap_or_default();
        let categories = ["cat", "xVal"].iter().find_map(|name| child(node, name));
        let categories = categories
            .map(|categories| reading.points(categories, category_format.as_deref(), None));
        let only_percent = label("showPercent") == Some(true) && label("showVal") != Some(true);
        let kind = plot.tag_name().name();
        let is_round = kind == "doughnutChart" || kind.to_lowercase().contains("pie");
        let mut values = Vec::new();
        for name in ["val", "yVal", "bubbleSize"] {
            let Some(found) = child(node, name) else {
                continue;
            };
            let row = match only_percent && is_round {
                true => reading.shares(found, label_format.as_deref().unwrap_or("0%")),
                false => reading.points(found, label_format.as_deref(), value_format.as_deref()),
            };
            values.push(row);
        }
        Self {
            name: name.join(" "),
            categories: categories.unwrap_or_default(),
            values,
            labels: own_labels(node, labels),
            guessed: reading.guessed,
        }
    }
}

struct Reading {
    from_1904: bool,
    guessed: bool,
}

impl Reading {
    /// The points of a reference in their columns. `format` comes before that of the cells, `last` after it.
    fn points(
        &mut self,
        node: Node<'_, '_>,
        format: Option<&str>,
        last: Option<&str>,
    ) -> Vec<String> {
        let Some(cache) = cache(node) else {
            return Vec::new();
        };
        if cache.tag_name().name() == "multiLvlStrCache" {
            return levels(cache);
        }
        let is_number = matches!(cache.tag_name().name(), "numCache" | "numLit");
        let of_cells = child(cache, "formatCode").and_then(|code| code.text());
        in_columns(cache, |point, text| {
            if !is_number {
                return text.to_owned();
            }
            let own = point.attribute("formatCode").or(of_cells);
            let mut of_cells = own.into_iter().chain(last);
            let format = match format {
                Some(format) => format,
                None => of_cells
                    .find(|format| !is_general(format))
                    .unwrap_or("General"),
            };
            self.written(text, format)
        })
    }

    /// Shares of the whole, which pies show as percentages.
    fn shares(&mut self, node: Node<'_, '_>, format: &str) -> Vec<String> {
        let Some(cache) = cache(node) else {
            return Vec::new();
        };
        let number = |text: &str| text.trim().parse::<f64>().unwrap_or(0.0).abs();
        let points = cache
            .children()
            .filter_map(|point| child(point, "v")?.text());
        let sum: f64 = points.map(number).sum();
        in_columns(cache, |_, text| match sum > 0.0 {
            true => self.written(&(number(text) / sum).to_string(), format),
            false => text.to_owned(),
        })
    }

    fn written(&mut self, text: &str, format: &str) -> String {
        match formatted(text, format, self.from_1904) {
            Some(shown) => shown.trim().to_owned(),
            None => {
                self.guessed = true;
                text.to_owned()
            }
        }
    }
}

/// Words of a name or title, as last displayed.
pub(super) fn cached_words(node: Node<'_, '_>) -> Vec<String> {
    match (child(node, "v"), cache(node)) {
        (Some(typed), _) => typed.text().map(str::to_owned).into_iter().collect(),
        (None, Some(cache)) => {
            let words = in_columns(cache, |_, text| text.trim().to_owned());
            words.into_iter().filter(|word| !word.is_empty()).collect()
        }
        (None, None) => Vec::new(),
    }
}

/// Values as last displayed, under a reference or typed in.
fn cache<'a, 'input>(node: Node<'a, 'input>) -> Option<Node<'a, 'input>> {
    const CACHES: [&str; 5] = [
        "strCache",
        "numCache",
        "multiLvlStrCache",
        "strLit",
        "numLit",
    ];
    let mut inner = node.descendants();
    inner.find(|node| CACHES.contains(&node.tag_name().name()))
}

/// Points by their index; a missing point leaves its column empty.
fn in_columns<'a, 'input>(
    node: Node<'a, 'input>,
    mut text: impl FnMut(Node<'a, 'input>, &'a str) -> String,
) -> Vec<String> {
    let mut points = BTreeMap::new();
    let mut next = 0_usize;
    for point in node
        .children()
        .filter(|node| node.tag_name().name() == "pt")
    {
        let index = point.attribute("idx").and_then(|index| index.parse().ok());
        let index = index.unwrap_or(next);
        next = index.saturating_add(1);
        let words = child(point, "v").and_then(|value| value.text());
        if let Some(words) = words.filter(|_| index < MAX_POINTS) {
            points.insert(index, text(point, words));
        }
    }
    let count = valued(node, "ptCount").and_then(|count| count.parse().ok());
    let last = points.last_key_value().map_or(0, |(last, _)| last + 1);
    let count = count.unwrap_or(last).clamp(last, MAX_POINTS);
    (0..count)
        .map(|index| points.remove(&index).unwrap_or_default())
        .collect()
}

/// Categories in several levels: the outer ones, which are written once for their group, before the inner ones.
fn levels(cache: Node<'_, '_>) -> Vec<String> {
    let levels = cache
        .children()
        .filter(|node| node.tag_name().name() == "lvl");
    let levels: Vec<Vec<String>> = levels
        .map(|level| in_columns(level, |_, text| text.to_owned()))
        .collect();
    let count = levels.iter().map(Vec::len).max().unwrap_or(0);
    (0..count)
        .map(|at| {
            let words = levels.iter().rev().filter_map(|level| level.get(at));
            let words: Vec<&str> = words
                .map(String::as_str)
                .filter(|word| !word.is_empty())
                .collect();
            words.join(" ")
        })
        .collect()
}

/// The format of the axis of a plot.
fn axis_format(plot: Node<'_, '_>, area: Node<'_, '_>, kinds: &[&str]) -> Option<String> {
    let ids: Vec<&str> = plot
        .children()
        .filter(|node| node.tag_name().name() == "axId")
        .filter_map(|node| node.attribute("val"))
        .collect();
    let mut axes = area.children().filter(|axis| {
        let id = valued(*axis, "axId");
        kinds.contains(&axis.tag_name().name()) && id.is_some_and(|id| ids.contains(&id))
    });
    axes.find_map(own_format)
}

/// Labels whose text was typed or taken from cells.
fn own_labels(series: Node<'_, '_>, labels: Option<Node<'_, '_>>) -> Vec<String> {
    let mut found = Vec::new();
    let single = labels.into_iter().flat_map(|labels| labels.children());
    for label in single.filter(|node| node.tag_name().name() == "dLbl") {
        let text = own_text(label, &mut Vec::new());
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            found.push(text);
        }
    }
    let range = series
        .descendants()
        .find(|node| node.tag_name().name() == "dlblRangeCache");
    if let Some(range) = range {
        found.push(in_columns(range, |_, text| text.trim().to_owned()).join("\t"));
    }
    found
}
