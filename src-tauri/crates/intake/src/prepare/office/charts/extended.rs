//! Charts of the newer kind (waterfall, funnel, sunburst …), which list their data by dimension.

use roxmltree::Node;

use super::{MAX_POINTS, add, line_to, through};
use crate::prepare::office::number_format::{formatted, is_general};
use crate::prepare::office::xml::{attribute, child};
use crate::prepare::plan::Note;

/// Adds the text of a chart.
pub(super) fn written(root: Node<'_, '_>, text: &mut String, notes: &mut Vec<Note>) {
    for title in root
        .descendants()
        .filter(|node| node.tag_name().name() == "tx")
    {
        let rich = child(title, "rich").map(through);
        let typed = child(title, "txData").and_then(|data| child(data, "v"));
        match (rich, typed.and_then(|typed| typed.text())) {
            (Some(rich), _) => add(text, &rich.text),
            (None, Some(typed)) => add(text, typed),
            (None, None) => {}
        }
    }
    for dimension in root.descendants() {
        let is_number = dimension.tag_name().name() == "numDim";
        if !is_number && dimension.tag_name().name() != "strDim" {
            continue;
        }
        for level in dimension
            .children()
            .filter(|node| node.tag_name().name() == "lvl")
        {
            let format = attribute(level, "formatCode").filter(|format| !is_general(format));
            let mut columns: Vec<String> = Vec::new();
            for point in level
                .children()
                .filter(|node| node.tag_name().name() == "pt")
            {
                let index = attribute(point, "idx").and_then(|index| index.parse().ok());
                let index: usize = index.unwrap_or(columns.len());
                if index >= MAX_POINTS {
                    continue;
                }
                let words = point.text().unwrap_or_default();
                let shown = match is_number {
                    true => formatted(words, format.unwrap_or("General"), false),
                    false => Some(words.to_owned()),
                };
                if shown.is_none() && !notes.contains(&Note::ChartNumbersGuessed) {
                    notes.push(Note::ChartNumbersGuessed);
                }
                if columns.len() <= index {
                    columns.resize(index + 1, String::new());
                }
                if let Some(column) = columns.get_mut(index) {
                    *column = shown.unwrap_or_else(|| words.to_owned());
                }
            }
            line_to(text, &columns.join("\t"));
        }
    }
}
