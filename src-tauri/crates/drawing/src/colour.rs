//! Replaces CSS functions that the renderer lacks by their value on a white page: `light-dark()` by the light colour,
//! `var()` by the custom property or the fallback. draw.io wraps every colour in both.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

/// Maximum rounds of replacement for values that contain further functions.
const MAX_NESTING: usize = 8;
/// Maximum size of a value, in bytes: variables that use variables can double at each step.
const MAX_GROWTH: usize = 4096;

/// Custom properties of an element by name, without the dashes.
#[derive(Debug, Default)]
pub(super) struct Variables {
    own: HashMap<String, String>,
    inherited: Option<Rc<Variables>>,
}

impl Variables {
    /// The properties of an element that has some of its own.
    pub(super) fn new(own: HashMap<String, String>, inherited: Rc<Self>) -> Self {
        Self {
            own,
            inherited: Some(inherited),
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut at = Some(self);
        while let Some(variables) = at {
            if let Some(value) = variables.own.get(name) {
                return Some(value);
            }
            at = variables.inherited.as_deref();
        }
        None
    }

    /// Returns `css` with the functions replaced; `None` if a property is missing, which makes the declaration void.
    pub(super) fn plain<'css>(&self, css: &'css str) -> Option<Cow<'css, str>> {
        let mut text = Cow::Borrowed(css);
        for _ in 0..MAX_NESTING {
            if !has_functions(&text) {
                return Some(text);
            }
            if text.len() > css.len() + MAX_GROWTH {
                return None;
            }
            text = Cow::Owned(self.once(&text)?);
        }
        (!has_functions(&text)).then_some(text)
    }

    /// Returns a whole style sheet, which uses no custom properties, with the functions replaced.
    pub(super) fn plain_all(&self, css: &str) -> String {
        let mut text = css.to_owned();
        for _ in 0..MAX_NESTING {
            match has_functions(&text).then(|| self.once(&text)).flatten() {
                Some(plain) => text = plain,
                None => break,
            }
        }
        text
    }

    /// Replaces the outermost functions.
    fn once(&self, css: &str) -> Option<String> {
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
                let name = first.trim().strip_prefix("--").unwrap_or_default();
                self.get(name).or(second)?.trim()
            } else {
                first.trim()
            });
            rest = inside.get(length..).unwrap_or_default();
        }
        plain.push_str(rest);
        Some(plain)
    }
}

/// Whether `css` uses a function that [`Variables::plain`] replaces.
pub(super) fn has_functions(css: &str) -> bool {
    css.contains("light-dark(") || css.contains("var(")
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
