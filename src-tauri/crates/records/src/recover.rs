//! Closing what a crash left open: with everything that had arrived.

use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior};

use crate::{
    deflated::inflate,
    error::Error,
    facts::{Digest, Ended, Outcome, StartedPart},
    open::Unfinished,
    writer::{close, reindex},
};

/// Reads text, flowchart and so on back from the bytes of an answer that broke off. Given what was asked and those bytes, it
/// returns what [`Ended`] says of an answer; outcome and times are set by the caller.
pub type ReadBack = Arc<dyn Fn(&StartedPart, &[u8]) -> Ended + Send + Sync>;

/// Closes all open records as interrupted.
pub(crate) fn close_open(
    connection: &mut Connection,
    read_back: &ReadBack,
) -> Result<Vec<Unfinished>, Error> {
    let open: Vec<(i64, String)> = connection
        .prepare("SELECT id, title FROM record WHERE outcome IS NULL ORDER BY id")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut closed = Vec::new();
    for (id, title) in open {
        close_one(connection, id, read_back)?;
        closed.push(Unfinished { id, title });
    }
    Ok(closed)
}

/// Closes a record that nobody will end any more. It ended when something was heard last.
pub(crate) fn close_one(
    connection: &mut Connection,
    id: i64,
    read_back: &ReadBack,
) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let started: String = transaction.query_row(
        "SELECT started FROM content WHERE record = ?1",
        [id],
        |row| row.get(0),
    )?;
    let started: StartedPart = serde_json::from_str(&started)
        .map_err(|_| Error::Damaged("a record's start".to_owned()))?;
    let (raw, happenings) = journal(&transaction, id)?;
    let last_ms = last_heard(&happenings).unwrap_or(0);
    let ended = Ended {
        outcome: Outcome::Interrupted,
        problem: None,
        at_ms: started.at.utc_ms.saturating_add_unsigned(last_ms),
        elapsed_ms: last_ms,
        ..read_back(&started, &raw)
    };
    close(
        &transaction,
        id,
        &started,
        &ended,
        Digest::of(&raw),
        Digest::of(&happenings),
    )?;
    reindex(&transaction, id, &started, &ended)?;
    Ok(transaction.commit()?)
}

/// The raw answer and the list of happenings of a record, as far as they were journalled.
pub(crate) fn journal(connection: &Connection, id: i64) -> Result<(Vec<u8>, Vec<u8>), Error> {
    let mut raw = Vec::new();
    let mut happenings = Vec::new();
    let mut pieces = connection
        .prepare_cached("SELECT raw, happenings FROM journal WHERE record = ?1 ORDER BY piece")?;
    let mut rows = pieces.query([id])?;
    while let Some(row) = rows.next()? {
        raw.extend_from_slice(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
        happenings.extend_from_slice(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?);
    }
    Ok((inflate(&raw)?, inflate(&happenings)?))
}

/// When the last thing happened, in milliseconds since the start.
fn last_heard(happenings: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(happenings).ok()?;
    let last: serde_json::Value = serde_json::from_str(text.lines().next_back()?).ok()?;
    last.get("ms")?.as_u64()
}
