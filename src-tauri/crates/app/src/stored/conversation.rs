//! Who said a line of a conversation, and where its words come from: part of each conversation's file.

use serde::{Deserialize, Serialize};

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Speaker {
    /// The person who trains. The contract calls it `user`.
    Adviser,
    /// The service. The contract calls it `assistant`.
    Partner,
}

/// Where the words of a line come from.
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
