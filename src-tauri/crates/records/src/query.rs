//! What can be asked of the records: words, what narrows them down, and an order.

use crate::{
    facts::{Kind, Outcome},
    trigrams::fold,
};

/// Which records are wanted, in which order. The default is all of them, the first one first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words, separated by white space. A record is found where each occurs in what [`Self::scope`] says; width, case and the
    /// length of white space make no difference.
    pub text: String,
    /// Where the words are looked for.
    pub scope: Scope,
    /// Of these kinds; of all where empty.
    pub kinds: Vec<Kind>,
    /// With these outcomes, `None` being one that runs; with any where empty.
    pub outcomes: Vec<Option<Outcome>>,
    /// Of the demo service alone, or of the real one alone.
    pub demo: Option<bool>,
    /// By this model alone.
    pub model: Option<String>,
    /// Started at this time or later, in milliseconds since 1970, UTC.
    pub from_ms: Option<i64>,
    /// Started before this time, in milliseconds since 1970, UTC.
    pub until_ms: Option<i64>,
    /// The order.
    pub sort: Sort,
    /// The other way round.
    pub descending: bool,
}

/// Where words are looked for in a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In all of it. Records whose own material holds every word come before those where some stand in the answer alone,
    /// both in the order asked for.
    #[default]
    Everywhere,
    /// In what the person brought: the title, the names of the files, the texts of the request, and what the pictures say.
    Material,
    /// In what the pictures say.
    Pictures,
    /// In the answer.
    Answer,
}

/// What records are sorted by. Where that is the same, their numbers decide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// When they were started.
    #[default]
    Created,
    /// The assistant, in the order of [`Kind::ALL`].
    Kind,
    /// The title, by code points.
    Title,
    /// The model, by code points.
    Model,
    /// The outcome: those that run, then in the order of [`Outcome::ALL`].
    Outcome,
    /// How long they took; first those of which it is not known.
    Elapsed,
    /// Tokens used; first those of which it is not known.
    Tokens,
}

impl Query {
    /// Its words, folded, each once: what [`crate::Records::rows`] marks.
    #[must_use]
    pub fn terms(&self) -> Vec<String> {
        let mut terms: Vec<String> = Vec::new();
        for word in self.text.split_whitespace() {
            let folded = fold(word);
            // A sign that is folded to a blank is no word, and at the edge of one it would be met at every end of a text.
            let term = folded.trim();
            if !term.is_empty() && !terms.iter().any(|known| known == term) {
                terms.push(term.to_owned());
            }
        }
        terms
    }
}
