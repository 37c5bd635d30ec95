//! Leaves out what an answer says twice: in an overview and again in detail.

use super::AnswerFinding;
use super::walk::Found;

/// Leaves out of two findings that are the same the one that says less, and of two that say the same the later one.
pub(super) fn without(found: Vec<Found>) -> Vec<AnswerFinding> {
    let mut kept: Vec<(Found, String)> = Vec::new();
    for found in found {
        let key = letters(&found.finding.title);
        let same = kept
            .iter_mut()
            .find(|(other, other_key)| is_same((&found, &key), (other, other_key)));
        match same {
            None => kept.push((found, key)),
            Some(other) if weight(&found.finding) > weight(&other.0.finding) => {
                *other = (found, key)
            }
            Some(_) => {}
        }
    }
    let mut findings: Vec<_> = kept.into_iter().map(|(found, _)| found.finding).collect();
    findings.sort_by_key(|finding| finding.source.start);
    findings
}

fn is_same((a, a_key): (&Found, &str), (b, b_key): (&Found, &str)) -> bool {
    if a.part != b.part || (a.container == b.container && a.container != 0) {
        return false;
    }
    let (a, b) = (&a.finding, &b.finding);
    let quotes = a.quotes == b.quotes;
    let alike = a_key.contains(b_key) || b_key.contains(a_key);
    (a_key == b_key && (quotes || a.quotes.is_empty() || b.quotes.is_empty()))
        || (quotes && !a.quotes.is_empty() && (alike || is_title_a_quote(a) || is_title_a_quote(b)))
}

fn is_title_a_quote(finding: &AnswerFinding) -> bool {
    let title = letters(&finding.title);
    finding
        .quotes
        .iter()
        .any(|quote| letters(&quote.text) == title)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How much a finding says: first its parts, then its length.
fn weight(finding: &AnswerFinding) -> (usize, usize) {
    let filled = [
        !finding.quotes.is_empty(),
        !finding.basis.is_empty(),
        !finding.suggestion.is_empty(),
        finding.severity.is_some(),
    ];
    let filled = filled.into_iter().filter(|filled| *filled).count();
    (filled, finding.source.len())
}
