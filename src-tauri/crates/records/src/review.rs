//! Reviews: the draft of a review while it is open, and what lists show of each.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::{
    error::Error,
    statement::{Conclusion, ReviewState, Submission, latest_review, retain_until, state},
    store::Records,
    timestamp::Timestamp,
};

/// Bytes of a draft.
pub const DRAFT_MAX: usize = 1_000_000;

/// A review in a list, from its columns; [`Records::damaged_among`] compares them with the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// The id of the record in this database.
    pub record: i64,
    /// The state, by the statements.
    pub state: ReviewState,
    /// The number of the submission, from the draft if there is one; so are the next four.
    pub number: String,
    /// The title of the submission.
    pub title: String,
    /// The type of material.
    pub material_type: String,
    /// The department that submits it.
    pub department: String,
    /// The person who submits it.
    pub submitter: String,
    /// The conclusion of the latest review; `None` while it is open.
    pub conclusion: Option<Conclusion>,
    /// The number of findings in the latest review; `None` while it is open.
    pub findings: Option<usize>,
    /// The version of the material; `None` while it is open.
    pub version: Option<u32>,
    /// Whether it has a draft.
    pub has_draft: bool,
    /// The time the draft was saved or a statement added, in milliseconds since 1970, UTC.
    pub changed_ms: i64,
    /// Whether the demo service answered.
    pub demo: bool,
    /// Until when an archived review is to be kept, as YYYY-MM-DD; empty without a date.
    pub retain_until: String,
}

impl Records {
    /// The draft of the review of a record: JSON in the caller's format.
    ///
    /// # Errors
    /// Any read error.
    pub fn review_draft(&self, id: i64) -> Result<Option<String>, Error> {
        self.read(|connection| {
            let draft = connection
                .prepare_cached("SELECT draft FROM review WHERE record = ?1")?
                .query_row([id], |row| row.get(0));
            Ok(draft.optional()?.flatten())
        })
    }

    /// Saves the draft of the review of a record that ended; `None` removes it. A draft is a JSON object. Its field
    /// `submission` may hold the fields that lists show: `number`, `title`, `type`, `department`, `submitter`.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::Recording`]; [`Error::Archived`]; [`Error::ReviewTooLarge`] for more than
    /// [`DRAFT_MAX`] bytes; [`Error::StatementInvalid`] for anything but a JSON object; any write error.
    pub fn save_review_draft(
        &self,
        id: i64,
        draft: Option<&str>,
        now: &Timestamp,
    ) -> Result<(), Error> {
        let shown = match draft {
            None => None,
            Some(draft) if draft.len() > DRAFT_MAX => {
                return Err(Error::ReviewTooLarge {
                    limit: DRAFT_MAX as u64,
                    actual: draft.len() as u64,
                });
            }
            Some(draft) => {
                let shown = submission_in(draft).ok_or(Error::StatementInvalid("draft"))?;
                Some((draft.to_owned(), shown))
            }
        };
        let at_ms = now.utc_ms;
        self.write(move |writer| {
            writer.transact(|transaction| {
                let runs: bool = transaction
                    .prepare_cached("SELECT outcome IS NULL FROM record WHERE id = ?1")?
                    .query_row([id], |row| row.get(0))?;
                if runs {
                    return Err(Error::Recording);
                }
                if state(transaction, id)? == ReviewState::Archived {
                    return Err(Error::Archived);
                }
                match shown {
                    Some((draft, shown)) => put(transaction, id, Some(&draft), &shown, at_ms),
                    None => without_draft(transaction, id, at_ms),
                }
            })
        })
    }

    /// The records with a draft or a review, the latest change first; at most `limit`, after the first `skip`.
    ///
    /// # Errors
    /// Any read error.
    pub fn reviews(&self, limit: u32, skip: u32) -> Result<Vec<ReviewRow>, Error> {
        self.read(|connection| {
            let snapshot = connection.unchecked_transaction()?;
            let mut found = snapshot.prepare_cached(
                "SELECT review.record, review.number, review.title, review.type, department, submitter,
                 draft IS NOT NULL, changed_ms, demo FROM review JOIN record ON record.id = review.record
                 ORDER BY changed_ms DESC, review.record DESC LIMIT ?1 OFFSET ?2",
            )?;
            let found = found.query_map([limit, skip], |row| {
                Ok(ReviewRow {
                    record: row.get(0)?,
                    state: ReviewState::Open,
                    number: row.get(1)?,
                    title: row.get(2)?,
                    material_type: row.get(3)?,
                    department: row.get(4)?,
                    submitter: row.get(5)?,
                    conclusion: None,
                    findings: None,
                    version: None,
                    has_draft: row.get(6)?,
                    changed_ms: row.get(7)?,
                    demo: row.get(8)?,
                    retain_until: String::new(),
                })
            })?;
            let mut reviews = Vec::new();
            for review in found {
                let mut review = review?;
                review.state = state(&snapshot, review.record)?;
                if !matches!(review.state, ReviewState::Open | ReviewState::Returned) {
                    // Without a readable review the record is damaged, which is shown elsewhere.
                    let latest = latest_review(&snapshot, review.record).ok().flatten();
                    review.conclusion = latest.as_ref().map(|latest| latest.conclusion);
                    review.version = latest.as_ref().map(|latest| latest.version);
                    review.findings = latest.map(|latest| latest.findings.len());
                }
                if review.state == ReviewState::Archived {
                    review.retain_until = retain_until(&snapshot, review.record)?;
                }
                reviews.push(review);
            }
            Ok(reviews)
        })
    }

    /// The greatest number among the submission numbers that consist of `prefix` and digits, over drafts and statements.
    ///
    /// # Errors
    /// Any read error.
    pub fn greatest_submission_number(&self, prefix: &str) -> Result<Option<u64>, Error> {
        self.read(|connection| {
            let mut numbers = connection.prepare_cached(
                "SELECT number FROM review WHERE number >= ?1 AND number < ?2
                 UNION ALL SELECT number FROM statement WHERE number >= ?1 AND number < ?2",
            )?;
            let end = format!("{prefix}\u{10ffff}");
            let mut rows = numbers.query([prefix, &end])?;
            let mut greatest = None;
            while let Some(row) = rows.next()? {
                let number: String = row.get(0)?;
                let digits = number.strip_prefix(prefix).unwrap_or_default();
                // A sign is no digit.
                if digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    greatest = greatest.max(digits.parse().ok());
                }
            }
            Ok(greatest)
        })
    }
}

/// The submission in a draft; `None` if it is no JSON object.
fn submission_in(draft: &str) -> Option<Submission> {
    let draft: Value = serde_json::from_str(draft).ok()?;
    let fields = draft.as_object()?;
    let text = |name: &str| {
        let value = fields.get("submission").and_then(|found| found.get(name));
        value.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    Some(Submission {
        number: text("number"),
        title: text("title"),
        material_type: text("type"),
        department: text("department"),
        submitter: text("submitter"),
        ..Submission::default()
    })
}

fn put(
    connection: &Connection,
    id: i64,
    draft: Option<&str>,
    shown: &Submission,
    at_ms: i64,
) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO review (record, draft, changed_ms, number, title, type, department, submitter)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            id,
            draft,
            at_ms,
            shown.number,
            shown.title,
            shown.material_type,
            shown.department,
            shown.submitter
        ])?;
    Ok(())
}

/// Removes the draft of a record. What remains is its latest review, if it has one.
fn without_draft(connection: &Connection, id: i64, at_ms: i64) -> Result<(), Error> {
    if let Some(latest) = latest_review(connection, id)? {
        return put(connection, id, None, &latest.submission, at_ms);
    }
    connection
        .prepare_cached("DELETE FROM review WHERE record = ?1")?
        .execute([id])?;
    Ok(())
}

/// Notes that a statement was added, after which the review is in this state.
pub(crate) fn stated(
    connection: &Connection,
    id: i64,
    state: ReviewState,
    at_ms: i64,
) -> Result<(), Error> {
    let draft: Option<Option<String>> = connection
        .prepare_cached("SELECT draft FROM review WHERE record = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if draft.flatten().is_none() || state == ReviewState::Archived {
        return without_draft(connection, id, at_ms);
    }
    connection
        .prepare_cached("UPDATE review SET changed_ms = ?2 WHERE record = ?1")?
        .execute([id, at_ms])?;
    Ok(())
}

/// Whether what lists show of the review follows from the latest signed one, unless a draft decides it.
pub(crate) fn follows(
    connection: &Connection,
    id: i64,
    latest: Option<&Submission>,
) -> Result<bool, Error> {
    let read = connection
        .prepare_cached(
            "SELECT draft IS NOT NULL, number, title, type, department, submitter FROM review WHERE record = ?1",
        )?
        .query_row([id], |row| {
            let shown = Submission {
                number: row.get(1)?,
                title: row.get(2)?,
                material_type: row.get(3)?,
                department: row.get(4)?,
                submitter: row.get(5)?,
                ..Submission::default()
            };
            Ok((row.get(0)?, shown))
        })
        .optional()?;
    Ok(match (read, latest) {
        (None, latest) => latest.is_none(),
        (Some((true, _)), _) => state(connection, id)? != ReviewState::Archived,
        (Some((false, _)), None) => false,
        (Some((false, shown)), Some(latest)) => {
            let fields = |of: &Submission| {
                [
                    of.number.clone(),
                    of.title.clone(),
                    of.material_type.clone(),
                    of.department.clone(),
                    of.submitter.clone(),
                ]
            };
            fields(&shown) == fields(latest)
        }
    })
}
