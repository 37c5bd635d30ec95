//! CSS functions that the renderer does not know, replaced by what they mean on a white page: `light-dark()` by its
//! light colour, `var()` by the chart's own value or the fallback. draw.io writes both around every colour.

use std::borrow::Cow;
use std::collections::HashMap;

/// Values that stand for others in turn are followed so far.
const MAX_NESTING: usize = 8;
/// A value may not grow beyond so many bytes: variables made of variables double.
const MAX_GROWTH: usize = 4096;

/// The custom properties of a chart, by name with the dashes. Where one is set more than once, the last counts.
#[derive(Default)]
pub(super) struct Variables<'a>(HashMap<&'a str, &'a str>);

impl<'a> Variables<'a> {
    /// Notes the custom properties in a piece of CSS.
    pub(super) fn note(&mut self, css: &'a str) {
        for piece in css.split([';', '{', '}']) {
            if let Some((name, value)) = piece.split_once(':')
                && name.trim().starts_with("--")
            {
                self.0.insert(name.trim(), value.trim());
            }
        }
    }

    /// `css` without the functions.
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

/// The first argument, what follows the first comma, and the length of both with the closing parenthesis.
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
