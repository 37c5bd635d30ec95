//! A list of submissions (送审清单) that a person chooses for the files of the queue: a CSV file or a workbook with a row for
//! each file. Its values fill the submission when the review of that file is opened.
//!
//! The list is parsed in a confined child. What it says is kept in the records by the SHA-256 of the file, so it outlives the
//! row in the queue and the next start.

mod columns;
mod matching;
mod reading;

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use intake::{Table, TableRefusal};
use records::Records;
use serde_json::json;

use crate::{
    App,
    material::read,
    stored,
    wire::{ListRow, ListedSubmission, Problem, Submission, SubmissionList},
};
use columns::{FIELDS, value};
use platform::shown_name;
use reading::{ListedRow, Rows, read_rows};

/// The endings of lists, for file dialogs.
pub const LIST_ENDINGS: [&str; 4] = ["csv", "xlsx", "txt", "tsv"];

/// The place of what lists said among the drafts in the records.
const PLACE: &str = "submission lists";
/// The most bytes kept there; the oldest entries are dropped.
const KEPT_BYTES: usize = 1_000_000;
/// The most rows named in each part of the answer.
const NAMED: usize = 500;

/// The entry of a list for one file.
pub struct Listed {
    /// The name of the list.
    pub list: String,
    /// The fields that it fills; others are empty.
    pub submission: Submission,
}

impl Listed {
    /// Converts it for the window.
    pub fn shown(self) -> ListedSubmission {
        let values = FIELDS.iter().filter_map(|field| {
            let value = value(&self.submission, field.name);
            (!value.is_empty()).then(|| (field.name.to_owned(), value.to_owned()))
        });
        ListedSubmission {
            values: values.collect(),
            list: self.list,
        }
    }
}

/// Reads the list at `path`, matches its rows with the files of the queue, and keeps their entries.
///
/// # Errors
/// Why the file can't be read; `submission_list_…`, `worker_…`; errors of writing the records.
pub async fn choose(app: &Arc<App>, path: PathBuf) -> Result<SubmissionList, Problem> {
    let name = shown_name(&path);
    let queue = app.queue.snapshot().await?;
    if queue.items.is_empty() {
        return Err(Problem::plain("submission_list_no_files"));
    }
    let file = read(app, &path).await?;
    let table = app.preparation.table(&file).await?.map_err(refused)?;
    let files: Vec<_> = queue
        .items
        .into_iter()
        .map(|item| (item.name, item.sha256))
        .collect();
    let (list, entries) = applied(&name, &table, &files)?;
    app.with_records(move |_, records| keep(records, entries))
        .await?;
    Ok(list)
}

/// The entry of the latest list for a record with these files.
///
/// # Errors
/// Errors of reading the records.
pub fn of_material(records: &Records, hashes: &[&str]) -> Result<Option<Listed>, Problem> {
    if hashes.is_empty() {
        return Ok(None);
    }
    let entries = kept(records)?.entries.into_iter().rev();
    let mut entries = entries.filter(|entry| hashes.contains(&entry.material.as_str()));
    Ok(entries.next().map(|entry| Listed {
        list: entry.list,
        submission: entry.submission.into(),
    }))
}

/// The entries of a table for these files, each with its name and hash.
fn applied(
    name: &str,
    table: &Table,
    files: &[(String, String)],
) -> Result<(SubmissionList, Vec<stored::ListedSubmission>), Problem> {
    let Rows {
        rows,
        repeated,
        unread_dates,
        unknown_columns,
    } = read_rows(table)?;
    let row_names: Vec<_> = rows.iter().map(|row| row.file.as_str()).collect();
    let file_names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    let matched = matching::matched(&file_names, &row_names);
    let used: BTreeSet<usize> = matched.iter().flatten().copied().collect();
    let mut entries: Vec<stored::ListedSubmission> = Vec::new();
    let mut without = Vec::new();
    for ((file, sha256), row) in files.iter().zip(&matched) {
        match row.and_then(|row| rows.get(row)) {
            Some(row) => {
                // The same bytes may be in the queue twice.
                entries.retain(|entry| entry.material != *sha256);
                entries.push(stored::ListedSubmission {
                    material: sha256.clone(),
                    list: name.to_owned(),
                    submission: row.submission.clone().into(),
                });
            }
            None => without.push(file.clone()),
        }
    }
    let unused = rows
        .iter()
        .enumerate()
        .filter(|(place, _)| !used.contains(place));
    let named = |row: &ListedRow| ListRow {
        row: row.number,
        text: row.file.clone(),
    };
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let list = SubmissionList {
        name: name.to_owned(),
        rows: count(rows.len() + repeated.len()),
        matched: count(files.len() - without.len()),
        rows_without_file: unused.map(|(_, row)| named(row)).take(NAMED).collect(),
        rows_repeated: repeated.into_iter().take(NAMED).collect(),
        unread_dates: unread_dates.into_iter().take(NAMED).collect(),
        files_without_row: without.into_iter().take(NAMED).collect(),
        unknown_columns,
    };
    Ok((list, entries))
}

fn kept(records: &Records) -> Result<stored::ListedSubmissions, Problem> {
    let draft = records.draft(PLACE)?;
    // Written by a later version: nothing is filled in.
    let read = draft.and_then(|draft| serde_json::from_str(&draft.text).ok());
    Ok(read.unwrap_or_default())
}

/// Adds entries, which replace earlier ones of the same file.
fn keep(records: &Records, new: Vec<stored::ListedSubmission>) -> Result<(), Problem> {
    let mut all = kept(records)?;
    let replaced: BTreeSet<_> = new.iter().map(|entry| entry.material.clone()).collect();
    all.entries
        .retain(|entry| !replaced.contains(&entry.material));
    all.entries.extend(new);
    loop {
        let text = serde_json::to_string(&all);
        let text = text.map_err(|_| Problem::internal("submission list"))?;
        if text.len() <= KEPT_BYTES || all.entries.is_empty() {
            return Ok(records.keep_draft_text(PLACE, &text)?);
        }
        // A tenth at a time, so that a long list does not take long.
        let oldest = all.entries.len().div_ceil(10);
        all.entries.drain(..oldest);
    }
}

fn refused(refusal: TableRefusal) -> Problem {
    let (code, params) = match refusal {
        TableRefusal::Kind { found } => ("submission_list_kind", json!({ "found": found })),
        TableRefusal::Bytes { limit, actual } => (
            "submission_list_bytes",
            json!({ "limit": limit, "actual": actual, "unit": "bytes" }),
        ),
        TableRefusal::Rows { limit } => ("submission_list_rows", json!({ "limit": limit })),
        TableRefusal::Columns { limit, row } => (
            "submission_list_columns",
            json!({ "limit": limit, "row": row }),
        ),
        TableRefusal::Encoding => ("submission_list_encoding", json!({})),
        TableRefusal::Damaged => ("submission_list_damaged", json!({})),
        TableRefusal::Empty => ("submission_list_empty", json!({})),
    };
    Problem::new(code, params)
}

#[cfg(test)]
mod tests;
