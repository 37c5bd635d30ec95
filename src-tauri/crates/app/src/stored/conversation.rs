//! The speaker and the source of a conversation line, in the file of each conversation.

use serde::{Deserialize, Serialize};

/// The speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Speaker {
    /// The person in training. The API contract calls it `user`.
    Adviser,
    /// The service. The API contract calls it `assistant`.
    Partner,
}

/// The source of the text of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
