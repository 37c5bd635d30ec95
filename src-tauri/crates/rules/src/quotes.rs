//! Which rules quote an article, and whether its text has their words.

use std::collections::BTreeSet;

use crate::packs::Packs;

/// A rule that quotes an article.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Quote {
    /// Id of the rule.
    pub rule: String,
    /// The words that it quotes; empty if it quotes the whole article.
    pub excerpt: String,
    /// Whether the text of the article that is shown has these words. A rule whose words are missing in a user's copy stands on
    /// the built-in one.
    pub is_in_text: bool,
}

impl Packs {
    /// The rules that quote an article, in the order of the packs.
    pub fn quotes(&self, law: &str, article: &str) -> Vec<Quote> {
        let text = self
            .laws
            .get(law)
            .and_then(|law| law.article(article))
            .map(|article| article.text.as_str())
            .unwrap_or_default();
        let quotes = self.rules.iter().filter_map(|rule| {
            let quotes = rule.quotes.as_ref()?;
            (quotes.law == law && quotes.article == article).then(|| Quote {
                rule: rule.id.clone(),
                excerpt: quotes.excerpt.clone(),
                is_in_text: text.contains(&quotes.excerpt),
            })
        });
        quotes.collect()
    }

    /// The laws and articles that the rules stand on, without repetitions. The article is empty where a rule names only its law.
    pub fn cited(&self) -> BTreeSet<(&str, &str)> {
        let quotes = self.rules.iter().filter_map(|rule| rule.quotes.as_ref());
        quotes
            .map(|quotes| (quotes.law.as_str(), quotes.article.as_str()))
            .collect()
    }
}
