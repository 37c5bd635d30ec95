//! The laws behind the rules, and the articles that the person checked.

use serde::{Deserialize, Serialize};
use ts_rs::{Config, TS};

/// A person's comparison of an article with the official text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ArticleCheck {
    /// The name of the person.
    pub by: String,
    /// The day, as YYYY-MM-DD.
    pub on: String,
}

/// An article of a law, in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LawArticle {
    /// The title of the law.
    pub law: String,
    /// The article, as in 第九条.
    pub article: String,
    /// Its exact text, as far as the app has it.
    pub text: String,
    /// The source of the text.
    pub source: String,
    /// The day on which the law came into force, if known.
    pub effective: Option<String>,
    /// The confidence in the wording: `A` to `D`.
    pub confidence: String,
    /// The person who compared it with the official text, if anybody did.
    pub checked: Option<ArticleCheck>,
    /// Whether the person can remove the text, so that the built-in one is shown again.
    pub removable: bool,
    /// The rules that quote the article.
    pub quotes: Vec<ArticleQuote>,
}

/// A rule that quotes an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ArticleQuote {
    /// The title of the rule.
    pub title: String,
    /// The words that it quotes; empty for the whole article.
    pub excerpt: String,
    /// Whether the text has these words. If not, the rule keeps the text and the confidence that it had before.
    pub is_in_text: bool,
}

/// The official text of an article, as the person pasted it.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PastedArticle {
    /// The id of the law.
    pub law: String,
    /// The article, as in 第九条: 1 to 50 characters.
    pub article: String,
    /// Its text: 1 to 20,000 characters. White space around it is removed.
    pub text: String,
    /// Its address or the document's number: 1 to 500 characters.
    pub source: String,
    /// The name of the person: 1 to 50 characters.
    pub by: String,
}

/// A law with the articles that rules stand on, and those that the person checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CitedLaw {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The confidence in its wording: `A` to `D`.
    pub confidence: String,
    /// Its articles: those that the person checked, then the others.
    pub articles: Vec<CitedArticle>,
}

/// An article that rules stand on, or that the person checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CitedArticle {
    /// As in 第九条.
    pub number: String,
    /// The confidence in the wording: `A` to `D`.
    pub confidence: String,
    /// The person who compared it with the official text, if anybody did.
    pub checked: Option<ArticleCheck>,
    /// Whether the person can remove the text, so that the built-in one is shown again.
    pub removable: bool,
    /// The number of rules that quote it.
    pub rules: u32,
    /// The number of those whose words the text does not have.
    pub missing: u32,
}

/// The TypeScript declarations of these types.
pub(super) fn declarations(config: &Config) -> Vec<String> {
    vec![
        ArticleCheck::decl(config),
        LawArticle::decl(config),
        ArticleQuote::decl(config),
        PastedArticle::decl(config),
        CitedLaw::decl(config),
        CitedArticle::decl(config),
    ]
}
