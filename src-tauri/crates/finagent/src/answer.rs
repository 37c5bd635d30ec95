//! The outcome of a call: a complete answer, or an error with the partial answer.

use serde::Serialize;

use crate::{content::Usage, error::Error};

/// A complete answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The report, in Markdown as the service writes it.
    pub output: String,
    /// The flowchart of a due diligence or of regulatory updates: untrusted SVG text.
    pub svg: Option<String>,
    /// Tokens used, if the service said so.
    pub usage: Option<Usage>,
    /// The model's context length, as the service's text.
    pub max_token: Option<String>,
    /// The service's session id.
    pub session_id: Option<String>,
    /// Number of events received; 0 for a synchronous answer.
    pub events: u64,
    /// Number of bytes received.
    pub bytes: u64,
    /// Irregularities that did no harm.
    pub notes: Vec<Note>,
}

/// An irregularity in an answer that did no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// The blank line after the last event was missing, but its JSON was complete.
    UnterminatedLastEvent,
    /// Invalid UTF-8 was replaced.
    InvalidUtf8Replaced,
    /// The request asked for a stream, and the service sent one JSON document.
    AnsweredAtOnce,
    /// The request asked for one JSON document, and the service sent a stream.
    AnsweredAsStream,
}

/// The part of an unfinished answer that had arrived.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Partial {
    /// The text so far.
    pub text: String,
    /// The flowchart, if it had arrived.
    pub svg: Option<String>,
    /// Tokens used, if the service had said so.
    pub usage: Option<Usage>,
    /// The service's session id, if it had arrived.
    pub session_id: Option<String>,
    /// Number of events received, not counting an event that holds the service's own error.
    pub events: u64,
    /// Number of bytes received.
    pub bytes: u64,
}

/// A call that failed or was cancelled.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    /// Why the call failed.
    #[source]
    pub error: Error,
    /// The part of the answer that had arrived; empty if nothing was sent.
    pub partial: Partial,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            error,
            partial: Partial::default(),
        }
    }
}
