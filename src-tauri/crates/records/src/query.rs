//! A query for records: search terms, filters and an order.

use crate::{
    facts::{Kind, Outcome},
    trigrams::fold,
};

/// Which records to find, in which order. The default finds all of them, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Search terms, separated by white space. A record matches if each occurs in [`Self::scope`]. Full or half width,
    /// case and the length of white space make no difference.
    pub text: String,
    /// The parts of a record to search for the terms.
    pub scope: Scope,
    /// Only these kinds; all if empty.
    pub kinds: Vec<Kind>,
    /// Only these outcomes, `None` for a run in progress; any if empty.
    pub outcomes: Vec<Option<Outcome>>,
    /// Only records of the demo service, or only of the real one.
    pub demo: Option<bool>,
    /// Only this model.
    pub model: Option<String>,
    /// Started at this time or later, in milliseconds since 1970, UTC.
    pub from_ms: Option<i64>,
    /// Started before this time, in milliseconds since 1970, UTC.
    pub until_ms: Option<i64>,
    /// The order.
    pub sort: Sort,
    /// Reverses the order.
    pub descending: bool,
}

/// The parts of a record to search.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere. Records whose own material contains every term come before those where some occur only in the answer;
    /// both groups are in the order asked for.
    #[default]
    Everywhere,
    /// In what people supplied: the title, the file names, the texts of the request, the review, and the text of the
    /// pictures.
    Material,
    /// In the text of the pictures.
    Pictures,
    /// In the answer.
    Answer,
}

/// The field to sort records by. Ties are broken by their ids.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Start time.
    #[default]
    Created,
    /// The assistant, in the order of [`Kind::ALL`].
    Kind,
    /// The title, by code points.
    Title,
    /// The model, by code points.
    Model,
    /// The outcome: runs in progress, then in the order of [`Outcome::ALL`].
    Outcome,
    /// Duration; unknown ones first.
    Elapsed,
    /// Tokens used; unknown ones first.
    Tokens,
}

impl Query {
    /// The search terms, folded, each once: [`crate::Records::rows`] marks these.
    #[must_use]
    pub fn terms(&self) -> Vec<String> {
        let mut terms: Vec<String> = Vec::new();
        for word in self.text.split_whitespace() {
            let folded = fold(word);
            // A character that folds to a blank is not a term. At the edge of a term it would match at every end of a
            // text.
            let term = folded.trim();
            if !term.is_empty() && !terms.iter().any(|known| known == term) {
                terms.push(term.to_owned());
            }
        }
        terms
    }
}
