//! Words that the window lends to a saved page: sentences are written in the locales alone.

use serde::Deserialize;
use ts_rs::TS;

/// The words around a report that is saved as a page.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageWords {
    /// The page's title.
    pub title: String,
    /// `zh-CN` or `en`.
    pub language: String,
    /// Labels and values: subject, service, model, time, tokens.
    pub facts: Vec<(String, String)>,
    /// What must be known before reading: that it is a demo, that it is incomplete, that a model wrote it.
    pub notices: Vec<String>,
    /// Above the contents list.
    pub contents: String,
    /// Below the flowchart.
    pub caption: String,
}
