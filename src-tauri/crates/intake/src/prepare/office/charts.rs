//! Text of charts and diagrams, which are separate parts of a document: titles, labels and values. Their appearance is not
//! rendered. Each series is a line of values in the columns of its categories.

mod extended;
mod series;

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::walk::{Shapes, Walk, Walked};
use super::word::Word;
use super::xml::{child, is_on, value};
use crate::prepare::plan::Note;
use series::Series;

/// Maximum number of points of a series, as many as spreadsheets draw.
const MAX_POINTS: usize = 32_000;

/// All text of a chart or diagram, and notes about it.
pub(super) fn written(document: &Document<'_>) -> Walked {
    let root = document.root_element();
    let mut text = String::new();
    let mut notes = Vec::new();
    match (root.tag_name().name(), child(root, "chart")) {
        ("chartSpace", Some(chart)) => {
            let from_1904 = child(root, "date1904").is_some_and(is_on);
            of_chart(chart, from_1904, &mut text, &mut notes);
        }
        ("chartSpace", None) if child(root, "chartData").is_some() => {
            extended::written(root, &mut text, &mut notes);
        }
        _ => {
            let walked = through(root);
            text = walked.text;
            notes = walked.notes;
        }
    }
    Walked {
        text,
        notes,
        pictures: Vec::new(),
    }
}

fn of_chart(chart: Node<'_, '_>, from_1904: bool, text: &mut String, notes: &mut Vec<Note>) {
    add(text, &title(chart, notes));
    let Some(area) = child(chart, "plotArea") else {
        return;
    };
    let mut categories = String::new();
    for plot in area.children().filter(Node::is_element) {
        let all = plot
            .children()
            .filter(|node| node.tag_name().name() == "ser");
        let all: Vec<Series> = all
            .map(|node| Series::of(node, plot, area, from_1904))
            .collect();
        let is_named = all.iter().any(|series| !series.name.is_empty());
        for series in all {
            let indent = if is_named { "\t" } else { "" };
            let line = series.categories.join("\t");
            if !line.trim().is_empty() && line != categories {
                line_to(text, &format!("{indent}{line}"));
                categories = line;
            }
            for values in &series.values {
                line_to(
                    text,
                    &format!("{}{indent}{}", series.name, values.join("\t")),
                );
            }
            if series.values.is_empty() {
                line_to(text, &series.name);
            }
            for label in &series.labels {
                line_to(text, label);
            }
            if series.guessed && !notes.contains(&Note::ChartNumbersGuessed) {
                notes.push(Note::ChartNumbersGuessed);
            }
        }
    }
    for axis in area.children() {
        let is_axis = matches!(
            axis.tag_name().name(),
            "valAx" | "catAx" | "dateAx" | "serAx"
        );
        let is_deleted = child(axis, "delete").is_some_and(is_on);
        if is_axis && !is_deleted {
            add(text, &title(axis, notes));
            let unit = child(axis, "dispUnits").and_then(|units| child(units, "dispUnitsLbl"));
            add(
                text,
                &unit.map(|unit| own_text(unit, notes)).unwrap_or_default(),
            );
        }
    }
}

/// Title of a chart or axis.
fn title(node: Node<'_, '_>, notes: &mut Vec<Note>) -> String {
    let title = child(node, "title");
    title
        .map(|title| own_text(title, notes))
        .unwrap_or_default()
}

/// Text of a title or label, typed or taken from a cell.
fn own_text(node: Node<'_, '_>, notes: &mut Vec<Note>) -> String {
    let Some(text) = child(node, "tx") else {
        return String::new();
    };
    if let Some(rich) = child(text, "rich") {
        let walked = through(rich);
        notes.extend(walked.notes);
        return walked.text;
    }
    series::cached_words(text).join(" ")
}

fn through(node: Node<'_, '_>) -> Walked {
    Walk::through(node, Shapes::All, HashMap::new(), &mut Word::default())
}

/// Adds lines that are not empty.
fn add(text: &mut String, lines: &str) {
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        line_to(text, line.trim());
    }
}

fn line_to(text: &mut String, line: &str) {
    if !line.trim().is_empty() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// The value of an on/off child that is off unless it is there.
fn shows(node: Node<'_, '_>, name: &str) -> Option<bool> {
    child(node, name).map(is_on)
}

/// The format of a `numFmt` that is not taken from the cells.
fn own_format(node: Node<'_, '_>) -> Option<String> {
    let format = child(node, "numFmt")?;
    let linked = format.attribute("sourceLinked");
    let code = format.attribute("formatCode")?;
    (!matches!(linked, Some("1" | "true"))).then(|| code.to_owned())
}

/// Text of a child with a `val`.
fn valued<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name).and_then(value)
}
