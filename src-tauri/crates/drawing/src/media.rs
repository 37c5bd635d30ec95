//! Media queries, as they hold for a drawing on a light screen.

use super::text_css::{split, without_outer};

/// Size of the window that queries of a length are compared with, in CSS pixels.
const WIDTH: f32 = 1280.0;
const HEIGHT: f32 = 800.0;
/// Maximum nesting of conditions.
const MAX_NESTING: usize = 8;

/// Whether a list of media queries holds. An empty list does.
pub(super) fn holds(queries: &str) -> bool {
    let queries = queries.to_ascii_lowercase();
    let queries = queries.split_whitespace().collect::<Vec<_>>().join(" ");
    queries.is_empty()
        || split(&queries, ',')
            .iter()
            .any(|query| condition(query, 0) == Some(true))
}

/// Whether the condition of `@supports` holds: everything asked for is taken to be supported.
pub(super) fn is_supported(condition: &str) -> bool {
    !condition
        .trim_start()
        .to_ascii_lowercase()
        .starts_with("not")
}

/// `None` if it is unknown; so is its opposite.
fn condition(text: &str, depth: usize) -> Option<bool> {
    let text = text.trim();
    if depth > MAX_NESTING {
        return None;
    }
    let text = text.strip_prefix("only ").unwrap_or(text);
    if let Some(rest) = text.strip_prefix("not ").or(text
        .strip_prefix("not")
        .filter(|rest| rest.starts_with('(')))
    {
        return condition(rest, depth + 1).map(|is_so| !is_so);
    }
    for (word, all) in [(" and", true), (" or", false)] {
        let parts = split_words(text, word);
        if parts.len() > 1 {
            let mut known = parts.iter().map(|part| condition(part, depth + 1));
            return if all {
                known.try_fold(true, |sum, part| Some(sum && part?))
            } else {
                Some(known.any(|part| part == Some(true)))
            };
        }
    }
    match without_outer(text) {
        Some(inner) if inner.contains('(') || inner.starts_with("not ") => {
            condition(inner, depth + 1)
        }
        Some(inner) => feature(inner),
        None => Some(matches!(text, "all" | "screen")),
    }
}

/// Splits at a word outside of parentheses that a space or a parenthesis follows.
fn split_words<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let end = at + word.len();
        let is_word = depth == 0
            && at >= start
            && text.get(at..end) == Some(word)
            && text
                .get(end..)
                .is_some_and(|rest| rest.starts_with([' ', '(']));
        if is_word {
            parts.extend(text.get(start..at));
            start = end;
        }
    }
    parts.extend(text.get(start..));
    parts
}

fn feature(text: &str) -> Option<bool> {
    let Some((name, value)) = text.split_once(':') else {
        return match text.trim() {
            "color"
            | "hover"
            | "any-hover"
            | "pointer"
            | "any-pointer"
            | "width"
            | "height"
            | "prefers-color-scheme" => Some(true),
            "prefers-reduced-motion"
            | "prefers-contrast"
            | "monochrome"
            | "grid"
            | "prefers-reduced-transparency"
            | "prefers-reduced-data"
            | "forced-colors"
            | "inverted-colors" => Some(false),
            _ => None,
        };
    };
    let (name, value) = (name.trim(), value.trim());
    let length = || {
        let (number, unit) = value.split_at(value.find(|c: char| c.is_ascii_alphabetic())?);
        let number: f32 = number.trim().parse().ok()?;
        match unit {
            "px" => Some(number),
            "em" | "rem" => Some(number * 16.0),
            _ => None,
        }
    };
    match name {
        "prefers-color-scheme" => Some(value == "light"),
        "prefers-reduced-motion"
        | "prefers-contrast"
        | "prefers-reduced-transparency"
        | "prefers-reduced-data" => Some(value == "no-preference"),
        "forced-colors" | "inverted-colors" => Some(value == "none"),
        "hover" | "any-hover" => Some(value == "hover"),
        "pointer" | "any-pointer" => Some(value == "fine"),
        "orientation" => Some(value == "landscape"),
        "scripting" => Some(value == "none"),
        "min-width" => length().map(|length| WIDTH >= length),
        "max-width" => length().map(|length| WIDTH <= length),
        "min-height" => length().map(|length| HEIGHT >= length),
        "max-height" => length().map(|length| HEIGHT <= length),
        _ => None,
    }
}
