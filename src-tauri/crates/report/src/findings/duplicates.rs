//! Leaves out what an answer says twice: in an overview and again in detail.

use super::AnswerFinding;
use super::walk::Found;

/// Keeps of two findings that are the same the one that says more, completed by the other.
pub(super) fn without(found: Vec<Found>) -> Vec<AnswerFinding> {
    let mut kept: Vec<Candidate> = Vec::new();
    for found in found {
        let candidate = Candidate::new(found);
        match kept.iter_mut().find(|other| candidate.is_same(other)) {
            None => kept.push(candidate),
            Some(other) if candidate.weight() > other.weight() => {
                let less = std::mem::replace(other, candidate);
                complete(&mut other.found.finding, less.found.finding);
            }
            Some(other) => complete(&mut other.found.finding, candidate.found.finding),
        }
    }
    let findings = kept.into_iter().map(|candidate| candidate.found.finding);
    let mut findings: Vec<_> = findings.collect();
    findings.sort_by_key(|finding| finding.source.start);
    findings
}

struct Candidate {
    found: Found,
    /// The letters of its title.
    title: String,
    /// Whether its title is a quote and nothing else.
    is_quote: bool,
}

impl Candidate {
    fn new(found: Found) -> Self {
        let title = letters(&found.finding.title);
        let mut quotes = found.finding.quotes.iter();
        Self {
            is_quote: quotes.any(|quote| letters(&quote.text) == title),
            title,
            found,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        let side_by_side = self.found.container == other.found.container;
        if self.found.part != other.found.part || side_by_side {
            return false;
        }
        let (quotes, others) = (&self.found.finding.quotes, &other.found.finding.quotes);
        let alike = self.title.contains(&other.title) || other.title.contains(&self.title);
        if self.title == other.title {
            quotes.is_empty() || others.is_empty() || quotes == others
        } else {
            (alike || self.is_quote || other.is_quote) && !quotes.is_empty() && quotes == others
        }
    }

    /// How much it says: first the number of its parts, then its length.
    fn weight(&self) -> (usize, usize) {
        let finding = &self.found.finding;
        let filled = [
            !finding.quotes.is_empty(),
            !finding.basis.is_empty(),
            !finding.suggestion.is_empty(),
            finding.severity.is_some(),
        ];
        let filled = filled.into_iter().filter(|filled| *filled).count();
        (filled, finding.source.len())
    }
}

/// Adds to a finding what it lacks and its duplicate says. Quotes stay: they belong to the passage.
fn complete(finding: &mut AnswerFinding, duplicate: AnswerFinding) {
    finding.severity = finding.severity.or(duplicate.severity);
    if finding.basis.is_empty() {
        finding.basis = duplicate.basis;
    }
    if finding.suggestion.is_empty() {
        finding.suggestion = duplicate.suggestion;
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
