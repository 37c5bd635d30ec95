//! Sparring conversations.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A conversation in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversationName {
    /// Stays the same when the app restarts.
    pub id: u32,
    /// The name that the person gave it; may be empty.
    pub title: String,
    /// The person's first words, shown for a conversation without a name.
    pub beginning: String,
    /// The time the last line was added, in milliseconds since 1970.
    #[ts(type = "number")]
    pub changed_at: u64,
    /// The number of lines.
    pub lines: u32,
}

/// A conversation with its lines.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    /// Stays the same when the app restarts.
    pub id: u32,
    /// The name that the person gave it; may be empty.
    pub title: String,
    /// The id of the scenario that it began with.
    pub scenario: Option<String>,
    /// The lines, in order.
    pub lines: Vec<Line>,
    /// An edit or a new answer removed lines, which can be restored.
    pub can_undo: bool,
}

/// A line in a conversation.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The speaker.
    pub speaker: Speaker,
    /// The source of the text.
    pub source: Source,
    /// The text as typed, or as it arrived.
    pub text: String,
    /// An answer as sanitized HTML, block by block; empty for typed text.
    pub blocks: Vec<String>,
    /// The time it was added, in milliseconds since 1970.
    #[ts(type = "number")]
    pub at: u64,
    /// The answer was interrupted or stopped.
    pub incomplete: bool,
}

/// The speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Speaker {
    /// The person in training. The API contract calls it `user`.
    Adviser,
    /// The service. The API contract calls it `assistant`.
    Partner,
}

/// The source of the text of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// Typed by the person.
    Person,
    /// The service.
    Service,
    /// The demo service.
    Demo,
    /// The scenario that the conversation began with.
    Scenario,
}

/// A line at the beginning of a scenario.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Opening {
    /// The speaker.
    pub speaker: Speaker,
    /// The text.
    pub text: String,
}

/// A request to send a line.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SparringRequest {
    /// The id of the conversation.
    pub conversation: u32,
    /// The text of the line.
    pub text: String,
    /// The number of the line to replace. That line and those after it are removed, and can be restored.
    pub instead_of: Option<u32>,
    /// `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
}

/// A request to audit the person's lines in a conversation.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinesAuditRequest {
    /// The id of the conversation.
    pub conversation: u32,
    /// `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
}

/// The texts that the window supplies for a saved conversation.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversationWords {
    /// Markdown before the first line: title, time and participants.
    pub heading: String,
    /// The name of the person.
    pub adviser: String,
    /// The name of the service.
    pub partner: String,
    /// The name of the demo service.
    pub demo: String,
    /// The name for lines of the scenario.
    pub scenario: String,
    /// The notice on an incomplete answer.
    pub incomplete: String,
}
