//! The JSON that crosses the wire, in the shapes the contract publishes; where it leaves a shape open, one is picked here.

use serde::Serialize;

/// `{code, message}`, the abnormal answer, also as a message inside a stream.
#[derive(Debug, Serialize)]
pub(crate) struct Abnormal<'a> {
    pub(crate) code: i32,
    pub(crate) message: &'a str,
}

/// The synchronous answer.
#[derive(Debug, Serialize)]
pub(crate) struct Synchronous<'a> {
    pub(crate) code: i32,
    pub(crate) message: &'static str,
    pub(crate) data: SynchronousData<'a>,
}

/// What the synchronous answer holds; `svg` only where the endpoint draws one.
#[derive(Debug, Serialize)]
pub(crate) struct SynchronousData<'a> {
    pub(crate) result: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) svg: Option<&'a str>,
}

/// One message of a stream.
#[derive(Debug, Serialize)]
pub(crate) struct Message<'a> {
    pub(crate) event: &'static str,
    pub(crate) session_id: &'a str,
    pub(crate) step_id: &'a str,
    /// When the session was made, in milliseconds since 1970.
    pub(crate) created: i64,
    pub(crate) data: &'a Data,
}

/// What a message holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Data {
    /// The mark that a step begins or is done; `title` is for people.
    Step { title: String },
    /// The next piece of the answer: one string, to be appended.
    Text { text: [String; 1] },
    /// The last message.
    Finished {
        output: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        svg: Option<String>,
        usage: Usage,
        max_token: &'static str,
    },
}

/// Tokens used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Usage {
    pub(crate) total_tokens: u32,
    pub(crate) prompt_tokens: u32,
    pub(crate) completion_tokens: u32,
}
