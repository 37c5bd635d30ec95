//! How a call ends: a whole answer, or an error with what had arrived until then.

use serde::Serialize;

use crate::{content::Usage, error::Error};

/// A finished answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The report, in Markdown as the service writes it.
    pub output: String,
    /// The flowchart of a due diligence or of regulatory updates, as foreign SVG text.
    pub svg: Option<String>,
    /// Tokens used.
    pub usage: Option<Usage>,
    /// The model's context length.
    pub max_token: Option<String>,
    /// The service's id of the session.
    pub session_id: Option<String>,
    /// Events received; 0 when the answer came in one piece.
    pub events: u64,
    /// Bytes received.
    pub bytes: u64,
    /// What was unusual about it and accepted.
    pub notes: Vec<Note>,
}

/// Something unusual about an answer that did no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// The last event lacked its blank line; its JSON was whole.
    UnterminatedLastEvent,
    /// Bytes that are not UTF-8 were replaced.
    InvalidUtf8Replaced,
    /// A stream was asked for and the answer came in one piece.
    AnsweredAtOnce,
    /// One piece was asked for and the answer came as a stream.
    AnsweredAsStream,
}

/// What had arrived of an answer that did not finish.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Partial {
    /// The text so far.
    pub text: String,
    /// The flowchart, if it had come.
    pub svg: Option<String>,
    /// Tokens used, if they had come.
    pub usage: Option<Usage>,
    /// The service's id of the session, if it had come.
    pub session_id: Option<String>,
    /// Events received; the service's own error is not counted.
    pub events: u64,
    /// Bytes received.
    pub bytes: u64,
}

/// A call that did not finish.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    /// Why.
    #[source]
    pub error: Error,
    /// What had arrived; all empty when nothing was sent.
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
