//! A list of submissions that fills the reviews of a batch.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::{Config, TS};

/// The result of matching a list of submissions with the files of the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SubmissionList {
    /// The name of its file.
    pub name: String,
    /// Its rows, without the header.
    pub rows: u32,
    /// Files of the queue that have a row.
    pub matched: u32,
    /// Rows that match no file.
    pub rows_without_file: Vec<ListRow>,
    /// Rows whose file name an earlier row has already; they are not used.
    pub rows_repeated: Vec<ListRow>,
    /// Dates that can't be read; they are left out.
    pub unread_dates: Vec<ListRow>,
    /// Files of the queue that have no row.
    pub files_without_row: Vec<String>,
    /// The headers of columns that are not used.
    pub unknown_columns: Vec<String>,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ListRow {
    /// Its number in the file, from 1.
    pub row: u32,
    /// The words that it is about: a file name or a date.
    pub text: String,
}

/// The values of a list for the submission of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ListedSubmission {
    /// The name of the list.
    pub list: String,
    /// The values by the fields of `Submission`; none is empty.
    pub values: BTreeMap<String, String>,
}

/// The TypeScript declarations of these types.
pub(super) fn declarations(config: &Config) -> Vec<String> {
    vec![
        SubmissionList::decl(config),
        ListRow::decl(config),
        ListedSubmission::decl(config),
    ]
}
