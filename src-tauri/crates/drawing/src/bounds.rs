//! Limits on the document before the renderer parses it, so that most hostile charts are refused with a clear reason. The
//! limits of the child process are the second line of defence.

use roxmltree::{Document, Node};
use simplecss::StyleSheet;

use super::expansion;
use super::refusal::{Excess, Refusal};
use super::sheets::Sheets;
use crate::xml;

/// Maximum number of elements. A chart of a thousand boxes has about ten thousand.
pub(super) const MAX_ELEMENTS: u32 = 100_000;
/// Maximum nesting depth of elements.
pub(super) const MAX_DEPTH: u32 = xml::MAX_DEPTH as u32;
/// Maximum number of rules times elements, since every element is matched against every rule.
const MAX_MATCHES: usize = 10_000_000;

/// Refuses a document that is too large or refers to itself; otherwise returns its style sheet.
pub(super) fn check<'a>(
    document: &Document<'_>,
    sheets: &'a Sheets,
) -> Result<StyleSheet<'a>, Refusal> {
    let elements = elements(document.root())?;
    let sheet = StyleSheet::parse(&sheets.css);
    if sheet.rules.len().saturating_mul(elements) > MAX_MATCHES {
        return Err(too(Excess::Styles, MAX_MATCHES as u64));
    }
    expansion::check(document, &sheet)?;
    Ok(sheet)
}

/// Counts the elements below `root`. Not recursive, since the depth has not been checked yet.
fn elements(root: Node<'_, '_>) -> Result<usize, Refusal> {
    let (mut count, mut depth) = (0, 0);
    let mut next = root.first_child();
    while let Some(node) = next {
        if node.is_element() {
            count += 1;
        }
        if count > MAX_ELEMENTS as usize {
            return Err(too(Excess::Elements, MAX_ELEMENTS.into()));
        }
        next = node.first_child();
        if next.is_some() {
            depth += 1;
            if depth > MAX_DEPTH {
                return Err(too(Excess::Depth, MAX_DEPTH.into()));
            }
            continue;
        }
        let mut ended = node;
        while next.is_none() && depth > 0 {
            next = ended.next_sibling();
            if next.is_none() {
                let Some(parent) = ended.parent() else { break };
                (ended, depth) = (parent, depth - 1);
            }
        }
        if depth == 0 && next.is_none() {
            next = ended.next_sibling();
        }
    }
    Ok(count)
}

pub(super) fn too(what: Excess, limit: u64) -> Refusal {
    Refusal::TooComplex {
        what,
        limit,
        actual: None,
    }
}
