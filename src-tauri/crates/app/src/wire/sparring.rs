//! Conversations with the sparring partner.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A conversation in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversationName {
    /// Stays the same between starts.
    pub id: u32,
    /// What the person calls it; empty until someone gave it a name.
    pub title: String,
    /// The person's first words, for a conversation without a title.
    pub beginning: String,
    /// When something was last said, in milliseconds since 1970.
    #[ts(type = "number")]
    pub changed_at: u64,
    /// Lines said so far.
    pub lines: u32,
}

/// A conversation, whole.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    /// Stays the same between starts.
    pub id: u32,
    /// What the person calls it; empty until someone gave it a name.
    pub title: String,
    /// The scenario that it began with, by id.
    pub scenario: Option<String>,
    /// What was said, in order.
    pub lines: Vec<Line>,
    /// An edit or a new answer took lines away that can be brought back.
    pub can_undo: bool,
}

/// Something said.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// Who speaks.
    pub speaker: Speaker,
    /// Where the words come from.
    pub source: Source,
    /// As typed, or as it arrived.
    pub text: String,
    /// An answer as clean HTML, block by block; empty for what a person typed.
    pub blocks: Vec<String>,
    /// When, in milliseconds since 1970.
    #[ts(type = "number")]
    pub at: u64,
    /// The answer broke off or was stopped.
    pub incomplete: bool,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Speaker {
    /// The person who trains. The contract calls it `user`.
    Adviser,
    /// The service. The contract calls it `assistant`.
    Partner,
}

/// Where the words of a line come from.
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

/// A line that a scenario begins with.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Opening {
    /// Who speaks.
    pub speaker: Speaker,
    /// What.
    pub text: String,
}

/// What the window asks for with an utterance.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SparringRequest {
    /// The conversation, by id.
    pub conversation: u32,
    /// What the person says.
    pub text: String,
    /// Number of the line that it takes the place of; that line and what followed it is taken away and can be brought back.
    pub instead_of: Option<u32>,
    /// `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
}

/// What the window asks for with an audit of what the person said in a conversation.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinesAuditRequest {
    /// The conversation, by id.
    pub conversation: u32,
    /// `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
}

/// Words that the window lends to a saved conversation.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversationWords {
    /// Markdown that stands before the first line: title, time, whose words these are.
    pub heading: String,
    /// For the person.
    pub adviser: String,
    /// For the service.
    pub partner: String,
    /// For the demo service.
    pub demo: String,
    /// For a line of the scenario.
    pub scenario: String,
    /// For an answer that broke off.
    pub incomplete: String,
}
