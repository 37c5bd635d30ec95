//! Replaces CSS functions that the renderer lacks by their value on a white page: `light-dark()` by the light colour,
//! `var()` by the custom property or the fallback. draw.io wraps every colour in both.

use std::borrow::Cow;
use std::collections::HashMap;

/// Maximum rounds of replacement for values that contain further functions.
const MAX_NESTING: usize = 8;
/// Maximum size of a value, in bytes: variables that use variables can double at each step.
const MAX_GROWTH: usize = 4096;

/// Custom properties of a chart by name, including the dashes. The last declaration wins.
#[derive(Default)]
pub(super) struct Variables<'a>(HashMap<&'a str, &'a str>);

impl<'a> Variables<'a> {
    /// Records the custom properties in a piece of CSS.
    pub(super) fn note(&mut self, css: &'a str) {
        for piece in css.split([';', '{', '}']) {
            if let Some((name, value)) = piece.split_once(':')
                && name.trim().starts_with("--")
            {
                self.0.insert(name.trim(), value.trim());
            }
        }
    }

    /// Returns `css` with the functions replaced.
    pub(super) fn plain<'css>(&self, css: &'css str) -> Cow<'css, str> {
        let mut text = Cow::Borrowed(css);
        for _ in 0..MAX_NESTING {
            if !(text.contains("light-dark(") || text.contains("var("))
                || text.len() > css.len() + MAX_GROWTH
            {
                break;
            }
            text = Cow::Owned(self.once(&text));
        }
        text
    }

    /// Replaces the outermost functions.
    fn once(&self, css: &str) -> String {
        let mut plain = String::with_capacity(css.len());
        let mut rest = css;
        while let Some((at, name)) = ["light-dark(", "var("]
            .into_iter()
            .filter_map(|name| Some((rest.find(name)?, name)))
            .min()
        {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            let inside = from.get(name.len()..).unwrap_or_default();
            let (first, second, length) = arguments(inside);
            plain.push_str(if name == "var(" {
                self.0
                    .get(first.trim())
                    .copied()
                    .or(second)
                    .unwrap_or("none")
                    .trim()
            } else {
                first.trim()
            });
            rest = inside.get(length..).unwrap_or_default();
        }
        plain.push_str(rest);
        plain
    }
}

/// The first argument, what follows the first comma, and the length of both including the closing parenthesis.
fn arguments(inside: &str) -> (&str, Option<&str>, usize) {
    let mut depth = 0_usize;
    let mut comma = None;
    let mut end = inside.len();
    for (at, c) in inside.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                end = at;
                break;
            }
            ')' => depth -= 1,
            ',' if depth == 0 && comma.is_none() => comma = Some(at),
            _ => {}
        }
    }
    let first = inside.get(..comma.unwrap_or(end)).unwrap_or_default();
    let second = comma.and_then(|comma| inside.get(comma + 1..end));
    (first, second, (end + 1).min(inside.len()))
}
