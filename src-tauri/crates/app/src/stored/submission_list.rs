//! The values from lists of submissions for files of the queue: in the records, under the place `submission lists`.

use serde::{Deserialize, Serialize};

use super::Submission;

/// What all lists said, the latest last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListedSubmissions {
    /// At most one for each file.
    pub entries: Vec<ListedSubmission>,
}

/// What a list said about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedSubmission {
    /// The SHA-256 of the file.
    pub material: String,
    /// The file name of the list.
    pub list: String,
    /// The submission.
    pub submission: Submission,
}
