//! The texts that the window supplies for a saved page: only the locales contain sentences.

use serde::Deserialize;
use ts_rs::TS;

/// The texts around a report saved as a page.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageWords {
    /// The page's title.
    pub title: String,
    /// `zh-CN` or `en`.
    pub language: String,
    /// Labels and values: subject, service, model, time, tokens.
    pub facts: Vec<(String, String)>,
    /// Notices to read first: that it is a demo, that it is incomplete, that a model wrote it.
    pub notices: Vec<String>,
    /// The heading of the table of contents.
    pub contents: String,
    /// The caption below the flowchart.
    pub caption: String,
}
