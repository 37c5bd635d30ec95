//! The JSON types of the contract. Where the contract leaves a shape open, this module picks one.

use serde::Serialize;

/// The error object `{code, message}`, as an answer or as a message in a stream.
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

/// Content of the synchronous answer; `svg` only if the endpoint draws a flowchart.
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
    /// When the session was created, in milliseconds since 1970.
    pub(crate) created: i64,
    pub(crate) data: &'a Data,
}

/// Content of a message.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Data {
    /// Start or end of a workflow step; `title` is for display.
    Step { title: String },
    /// The next piece of the answer: one string to append.
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
