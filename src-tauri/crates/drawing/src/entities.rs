//! Entities that a document type declares. Illustrator writes a dozen short ones, as names for namespaces and styles; only
//! such are put in. The parser never sees a declaration.

use std::borrow::Cow;
use std::collections::HashMap;

use super::refusal::{Declaration, Refusal};
use crate::markup::escaped;

/// Maximum number of entities. Illustrator 10 declares one for each style, up to a hundred.
const MAX_ENTITIES: usize = 256;
/// Maximum length of a value, in bytes.
const MAX_VALUE: usize = 1_000;
/// Maximum bytes that all references together may add.
const MAX_EXPANSION: usize = 1_000_000;
/// Maximum length of a name in bytes.
const MAX_NAME: usize = 100;

/// Values by name, escaped so that they can't become markup.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Entities<'a>(HashMap<&'a str, String>);

impl<'a> Entities<'a> {
    /// Reads the document type in what precedes the SVG.
    pub(super) fn declared(before: &'a str) -> Result<Self, Refusal> {
        let mut entities = HashMap::new();
        let Some(mut rest) = subset(before) else {
            return Ok(Self(entities));
        };
        loop {
            rest = rest.trim_start();
            if rest.starts_with(']') {
                return Ok(Self(entities));
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                let (_, after) = comment
                    .split_once("-->")
                    .ok_or(refused(Declaration::Other))?;
                rest = after;
                continue;
            }
            let (name, value, after) = entity(rest)?;
            rest = after;
            if entities.len() == MAX_ENTITIES {
                return Err(refused(Declaration::TooMany));
            }
            // The first declaration of a name holds.
            entities.entry(name).or_insert(value);
        }
    }

    /// Replaces the references in `svg`. Unknown ones are left to the parser.
    pub(super) fn put_in<'svg>(&self, svg: Cow<'svg, str>) -> Result<Cow<'svg, str>, Refusal> {
        if self.0.is_empty() {
            return Ok(svg);
        }
        const OPAQUE: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        let mut text = String::with_capacity(svg.len());
        let mut added = 0;
        let mut rest = svg.as_ref();
        while let Some(at) = rest.find(['&', '<']) {
            let (before, from) = rest.split_at(at);
            text.push_str(before);
            let opaque = OPAQUE.iter().find(|(open, _)| from.starts_with(open));
            let length = match opaque {
                Some((open, close)) => from
                    .get(open.len()..)
                    .and_then(|inside| inside.find(close))
                    .map_or(from.len(), |end| open.len() + end + close.len()),
                None => 1,
            };
            let value = opaque.is_none().then(|| self.referred(from)).flatten();
            if let Some((value, length)) = value {
                added += value.len();
                if added > MAX_EXPANSION {
                    return Err(refused(Declaration::Expansion));
                }
                text.push_str(value);
                rest = from.get(length..).unwrap_or_default();
            } else {
                text.push_str(from.get(..length).unwrap_or_default());
                rest = from.get(length..).unwrap_or_default();
            }
        }
        text.push_str(rest);
        Ok(Cow::Owned(text))
    }

    /// The value of the reference at the start of `from`, and the length of the reference.
    fn referred(&self, from: &str) -> Option<(&str, usize)> {
        let inside = from.strip_prefix('&')?;
        let end = inside
            .bytes()
            .take(MAX_NAME + 1)
            .position(|byte| byte == b';')?;
        let value = self.0.get(inside.get(..end)?)?;
        Some((value, end + 2))
    }
}

/// What follows the `[` of a document type, if it has declarations.
fn subset(before: &str) -> Option<&str> {
    let mut rest = before;
    loop {
        let at = rest.find("<!")?;
        let from = rest.get(at..)?;
        if let Some(comment) = from.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(after) = from.strip_prefix("<!DOCTYPE") else {
            rest = from.get(2..)?;
            continue;
        };
        let mut quote = None;
        for (at, c) in after.char_indices() {
            match (quote, c) {
                (None, '[') => return after.get(at + 1..),
                (None, '>') => break,
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), _) if open == c => quote = None,
                _ => {}
            }
        }
        rest = after;
    }
}

/// The entity declared at the start of `from`: its name, its value and what follows.
fn entity(from: &str) -> Result<(&str, String, &str), Refusal> {
    if from.starts_with('%') {
        return Err(refused(Declaration::Parameter));
    }
    let other = || refused(Declaration::Other);
    let rest = from
        .strip_prefix("<!ENTITY")
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_whitespace()))
        .ok_or_else(other)?
        .trim_start();
    if rest.starts_with('%') {
        return Err(refused(Declaration::Parameter));
    }
    let (name, rest) = rest
        .split_once(|c: char| c.is_ascii_whitespace())
        .ok_or_else(other)?;
    let named = name.len() <= MAX_NAME
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    // A different meaning of these would be a trap.
    if !named || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
        return Err(other());
    }
    let rest = rest.trim_start();
    if rest.starts_with("SYSTEM") || rest.starts_with("PUBLIC") {
        return Err(refused(Declaration::External));
    }
    let quote = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''))
        .ok_or_else(other)?;
    let (value, after) = rest
        .get(1..)
        .and_then(|rest| rest.split_once(quote))
        // It ends where the SVG was found.
        .ok_or(refused(Declaration::Markup))?;
    let after = after.trim_start().strip_prefix('>').ok_or_else(other)?;
    Ok((name, plain(value)?, after))
}

/// A value without references and markup, escaped. A character by its number is such.
fn plain(value: &str) -> Result<String, Refusal> {
    if value.len() > MAX_VALUE {
        return Err(refused(Declaration::TooLong));
    }
    if value.contains('%') {
        return Err(refused(Declaration::Parameter));
    }
    if value.contains('<') {
        return Err(refused(Declaration::Markup));
    }
    let mut pieces = value.split('&');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (number, after) = piece.split_once(';').ok_or(refused(Declaration::Nested))?;
        plain.push(numbered(number).ok_or(refused(Declaration::Nested))?);
        plain.push_str(after);
    }
    Ok(escaped(&plain).replace('\'', "&apos;"))
}

/// The character of `#8364` or `#x20ac`, unless it would start markup.
fn numbered(number: &str) -> Option<char> {
    let digits = number.strip_prefix('#')?;
    let code = match digits.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    char::from_u32(code.ok()?).filter(|c| !matches!(c, '&' | '<' | '%'))
}

fn refused(why: Declaration) -> Refusal {
    Refusal::Entities { why }
}
