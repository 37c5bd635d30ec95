//! Versions of a material: the order of its signed reviews.

use rusqlite::{Connection, OptionalExtension};

use crate::{
    error::Error,
    statement::{Conclusion, ReviewState, Submission, latest_review, state},
    store::Records,
};

/// A signed review as a version of its material, from its latest text; [`Records::statements`] compares it with the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewVersion {
    /// The id of the record in this database.
    pub record: i64,
    /// The uid of the record, by which later versions name it.
    pub uid: String,
    /// The state of the review.
    pub state: ReviewState,
    /// The submission.
    pub submission: Submission,
    /// The version, from 1.
    pub version: u32,
    /// The uid of the record of the previous version.
    pub previous: Option<String>,
    /// The conclusion of the review.
    pub conclusion: Conclusion,
    /// The time the run began, in milliseconds since 1970, UTC.
    pub created_ms: i64,
}

impl Records {
    /// The records with a signed review, the latest first; at most `limit`. A damaged one is left out.
    ///
    /// # Errors
    /// Any read error.
    pub fn signed_reviews(&self, limit: u32) -> Result<Vec<ReviewVersion>, Error> {
        self.read(|connection| {
            let snapshot = connection.unchecked_transaction()?;
            let ids = ids(
                &snapshot,
                "SELECT id FROM record WHERE EXISTS
                   (SELECT 1 FROM statement WHERE record = record.id AND kind = 'reviewed')
                 ORDER BY created_ms DESC, id DESC LIMIT ?1",
                limit,
            )?;
            let mut versions = Vec::new();
            for id in ids {
                versions.extend(version(&snapshot, id)?);
            }
            Ok(versions)
        })
    }

    /// The records whose latest signed review names the record with this uid as the previous version, the oldest first.
    ///
    /// # Errors
    /// Any read error.
    pub fn corrections_of(&self, uid: &str) -> Result<Vec<ReviewVersion>, Error> {
        // In JSON, only a field can hold unescaped quotation marks.
        let named = format!("\"previous\":\"{uid}\"");
        self.read(|connection| {
            let snapshot = connection.unchecked_transaction()?;
            let ids = ids(
                &snapshot,
                "SELECT DISTINCT record FROM statement WHERE kind = 'reviewed' AND instr(text, ?1) > 0
                 ORDER BY record",
                &named,
            )?;
            let mut versions = Vec::new();
            for id in ids {
                let found = version(&snapshot, id)?;
                versions.extend(found.filter(|one| one.previous.as_deref() == Some(uid)));
            }
            Ok(versions)
        })
    }

    /// The id of the record with this uid; `None` if there is none.
    ///
    /// # Errors
    /// Any read error.
    pub fn id_of(&self, uid: &str) -> Result<Option<i64>, Error> {
        self.read(|connection| {
            let id = connection
                .prepare_cached("SELECT id FROM record WHERE uid = ?1")?
                .query_row([uid], |row| row.get(0));
            Ok(id.optional()?)
        })
    }
}

fn ids(connection: &Connection, sql: &str, value: impl rusqlite::ToSql) -> Result<Vec<i64>, Error> {
    let mut found = connection.prepare_cached(sql)?;
    let found = found.query_map([value], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// `None` if the record has no readable review.
fn version(connection: &Connection, id: i64) -> Result<Option<ReviewVersion>, Error> {
    let (uid, created_ms) = connection
        .prepare_cached("SELECT uid, created_ms FROM record WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some(latest) = latest_review(connection, id).ok().flatten() else {
        return Ok(None);
    };
    Ok(Some(ReviewVersion {
        record: id,
        uid,
        state: state(connection, id)?,
        submission: latest.submission,
        version: latest.version,
        previous: latest.previous,
        conclusion: latest.conclusion,
        created_ms,
    }))
}
