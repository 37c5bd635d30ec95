//! Reads an audit's answer into findings, as far as its structure allows. Everything else stays text.
//!
//! The service writes Markdown of any shape, so nothing here relies on one: tables, lists, headings and prose are each read by
//! the names of their parts (原文, 问题, 依据, 建议), by quotation marks and by the laws they name. What is not clear is no finding.
//!
//! Two rules hold for every answer. Nothing of it is lost: each piece lies in one finding or is counted. And no quote is
//! invented: its words occur in the material, or the finding has none.

mod draft;
mod duplicates;
mod fields;
mod laws;
mod layout;
mod outline;
mod passage;
mod quotes;
mod sections;
mod statements;
mod tables;
mod titles;
mod walk;

use std::ops::Range;

use crate::severity::Severity;
use outline::Outline;
use walk::Walk;

/// Maximum number of findings; the rest is counted as unparsed.
pub const MAX_FINDINGS: usize = 500;

/// What an answer says about the material.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnswerFindings {
    /// In the order of the answer.
    pub findings: Vec<AnswerFinding>,
    /// The number of paragraphs, rows and list items that are in no finding.
    pub unparsed: usize,
}

/// A finding of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerFinding {
    /// The finding in a few words, as the answer puts it, as plain text.
    pub title: String,
    /// The level that the answer states, if any.
    pub severity: Option<Severity>,
    /// The words of the material that the answer quotes.
    pub quotes: Vec<Quote>,
    /// The law as the answer names it; may be empty.
    pub basis: String,
    /// What to do, as the answer puts it; may be empty.
    pub suggestion: String,
    /// The first words of the passage as plain text, by which a search in the rendered report finds it.
    pub passage: String,
    /// The bytes of the Markdown that it came from.
    pub source: Range<usize>,
}

/// Words of the material that an answer quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// As the material has them: at each of `ranges`.
    pub text: String,
    /// Where they occur, in bytes of the material.
    pub ranges: Vec<Range<usize>>,
}

/// Reads `markdown`, the answer to an audit of `material`, into findings. The time is linear in both lengths.
pub fn findings(markdown: &str, material: &str) -> AnswerFindings {
    let outline = Outline::new(markdown);
    let findings = duplicates::without(Walk::new(&outline, material).findings());
    let mut sources = findings.iter().map(|finding| &finding.source).peekable();
    let mut unparsed = 0;
    for piece in outline.pieces() {
        while sources
            .next_if(|source| source.end <= piece.start)
            .is_some()
        {}
        let inside = sources
            .peek()
            .is_some_and(|source| source.start <= piece.start && piece.end <= source.end);
        unparsed += usize::from(!inside);
    }
    AnswerFindings { findings, unparsed }
}
