//! The style sheets of a document as they apply on a light screen: at-rules resolved, nested rules written out.
//!
//! The renderer skips everything that begins with `@`, so the colours of a light theme would be lost, and it ignores for
//! which media a sheet is.

use std::collections::HashMap;

use roxmltree::Document;

use super::bounds::too;
use super::css;
use super::keyframes::Keyframes;
use super::media;
use super::refusal::{Excess, Refusal};
use super::text_css::{block, declarations, find, split, uncommented};

/// Maximum size of style sheets, in bytes, as written and with nested rules written out. Mermaid writes about 10,000.
const MAX_BYTES: usize = 512 * 1024;
/// Maximum nesting of rules.
const MAX_NESTING: usize = 16;
/// Attribute that stands for `:root`, which the selectors don't know.
pub(super) const ROOT: &str = "data-root-element";
/// What custom properties begin with in [`Sheets::css`] in place of two dashes, with which no name may begin there.
pub(super) const CUSTOM: &str = "custom-";

/// Style sheets of a document.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    /// All rules that apply.
    pub(super) css: String,
    /// The same without custom properties and without declarations that use them.
    pub(super) plain: String,
    /// Animations by name.
    pub(super) keyframes: HashMap<String, Keyframes>,
    /// Whether there are custom properties.
    pub(super) has_custom: bool,
    /// Bytes of selectors written so far.
    written: usize,
}

impl Sheets {
    /// Reads the style sheets of the document.
    pub(super) fn of(document: &Document<'_>) -> Result<Self, Refusal> {
        let bytes: usize = css::sheets(document).map(str::len).sum();
        if bytes > MAX_BYTES {
            return Err(too(Excess::Styles, MAX_BYTES as u64));
        }
        let mut sheets = Self::default();
        for text in css::sheets(document) {
            sheets.read(&uncommented(text), "", 0)?;
        }
        Ok(sheets)
    }

    /// Reads rules, or the content of a rule for the selectors `of`.
    fn read(&mut self, text: &str, of: &str, depth: usize) -> Result<(), Refusal> {
        if depth > MAX_NESTING {
            return Ok(());
        }
        let mut own = String::new();
        let mut nested = Vec::new();
        let mut rest = text;
        while let Some((at, mark)) = find(rest, &['{', ';', '}']) {
            let before = rest.get(..at).unwrap_or_default().trim();
            rest = rest.get(at + 1..).unwrap_or_default();
            if mark == '{' {
                let (inside, after) = block(rest);
                nested.push((before, inside));
                rest = after;
            } else if !before.starts_with('@') {
                own.push_str(before);
                own.push(';');
            }
        }
        if !of.is_empty() {
            own.push_str(rest);
            self.rule(of, &own)?;
        }
        for (prelude, inside) in nested {
            if let Some(rule) = prelude.strip_prefix('@') {
                self.at_rule(rule, inside, of, depth)?;
            } else {
                let selectors = selectors(of, prelude)?;
                self.written += selectors.len();
                if self.written > 8 * MAX_BYTES {
                    return Err(too(Excess::Styles, MAX_BYTES as u64));
                }
                self.read(inside, &selectors, depth + 1)?;
            }
        }
        Ok(())
    }

    fn at_rule(&mut self, rule: &str, inside: &str, of: &str, depth: usize) -> Result<(), Refusal> {
        let end = rule
            .find(|c: char| !(c.is_alphanumeric() || c == '-'))
            .unwrap_or(rule.len());
        let (name, condition) = rule.split_at(end);
        let applies = match name {
            "media" => media::holds(condition),
            "supports" => media::is_supported(condition),
            "layer" => true,
            "keyframes" | "-webkit-keyframes" => {
                let name = condition.trim().trim_matches(['"', '\'']).to_owned();
                self.keyframes.insert(name, Keyframes::read(inside));
                false
            }
            _ => false,
        };
        if applies {
            self.read(inside, of, depth + 1)?;
        }
        Ok(())
    }

    fn rule(&mut self, selectors: &str, own: &str) -> Result<(), Refusal> {
        let (mut all, mut plain) = (String::new(), String::new());
        for one in declarations(own) {
            let important = if one.important { "!important" } else { "" };
            if let Some(name) = one.name.strip_prefix("--") {
                self.has_custom = true;
                all.push_str(&format!("{CUSTOM}{name}:{}{important};", one.value));
                continue;
            }
            let written = format!("{}:{}{important};", one.name, one.value);
            all.push_str(&written);
            if one.value.contains("var(") {
                self.has_custom = true;
            } else {
                plain.push_str(&written);
            }
        }
        let selectors = selectors.replace(":root", &format!("[{ROOT}]"));
        for (css, own) in [(&mut self.css, all), (&mut self.plain, plain)] {
            if !own.is_empty() {
                css.push_str(&format!("{selectors}{{{own}}}\n"));
            }
        }
        match self.css.len() > 2 * MAX_BYTES {
            true => Err(too(Excess::Styles, MAX_BYTES as u64)),
            false => Ok(()),
        }
    }
}

/// The selectors of a rule inside a rule for `outer`.
fn selectors(outer: &str, inner: &str) -> Result<String, Refusal> {
    if outer.is_empty() {
        return Ok(inner.to_owned());
    }
    let mut selectors = String::new();
    for inner in split(inner, ',') {
        for outer in split(outer, ',') {
            let inner = inner.trim();
            let outer = outer.trim();
            if !selectors.is_empty() {
                selectors.push(',');
            }
            if inner.contains('&') {
                selectors.push_str(&inner.replace('&', outer));
            } else {
                selectors.push_str(&format!("{outer} {inner}"));
            }
            if selectors.len() > MAX_BYTES {
                return Err(too(Excess::Styles, MAX_BYTES as u64));
            }
        }
    }
    Ok(selectors)
}
