//! Closing what a crash left open: with everything that had arrived.

use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior};
use serde_json::Value;

use crate::{
    deflated::inflate,
    error::Error,
    facts::{Digest, Ended, Outcome, StartedPart},
    index::{index_record, unindex_record},
    open::Unfinished,
    writer::close,
};

/// Reads text, flowchart and so on back from the bytes of an answer that broke off, those of the last attempt. Given what was asked and those bytes, it
/// returns what [`Ended`] says of an answer; outcome and times are set by the caller.
pub type ReadBack = Arc<dyn Fn(&StartedPart, &[u8]) -> Ended + Send + Sync>;

/// Closes all open records as interrupted.
pub(crate) fn close_open(
    connection: &mut Connection,
    read_back: &ReadBack,
) -> Result<Vec<Unfinished>, Error> {
    let open: Vec<i64> = connection
        .prepare("SELECT id FROM record WHERE outcome IS NULL ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut closed = Vec::new();
    for id in open {
        match close_one(connection, id, read_back) {
            Ok(unfinished) => closed.push(unfinished),
            // One that was tampered with must not keep all others shut; the check names it.
            Err(Error::Damaged(_) | Error::Unknown) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(closed)
}

/// Closes a record that nobody will end any more. It ended when something was heard last.
pub(crate) fn close_one(
    connection: &mut Connection,
    id: i64,
    read_back: &ReadBack,
) -> Result<Unfinished, Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let started: String = transaction.query_row(
        "SELECT started FROM content WHERE record = ?1",
        [id],
        |row| row.get(0),
    )?;
    let started: StartedPart = serde_json::from_str(&started)
        .map_err(|_| Error::Damaged("a record's start".to_owned()))?;
    let (raw, happenings) = journal(&transaction, id)?;
    let last_ms = last_number(&happenings, "ms", |_| true).unwrap_or(0);
    let begun = last_number(&happenings, "at", |line| line.get("attempt").is_some());
    let answer = begun
        .and_then(|at| raw.get(usize::try_from(at).ok()?..))
        .unwrap_or(&raw);
    let ended = Ended {
        outcome: Outcome::Interrupted,
        problem: None,
        at_ms: started.at.utc_ms.saturating_add_unsigned(last_ms),
        elapsed_ms: last_ms,
        ..read_back(&started, answer)
    };
    unindex_record(&transaction, id)?;
    close(
        &transaction,
        id,
        &started,
        &ended,
        Digest::of(&raw),
        Digest::of(&happenings),
    )?;
    index_record(&transaction, id)?;
    transaction.commit()?;
    Ok(Unfinished {
        id,
        kind: started.kind,
        title: started.title,
    })
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

/// A number of the last line of happenings that is wanted and has it.
fn last_number(happenings: &[u8], name: &str, wanted: impl Fn(&Value) -> bool) -> Option<u64> {
    let text = std::str::from_utf8(happenings).ok()?;
    text.lines().rev().find_map(|line| {
        let line: Value = serde_json::from_str(line).ok()?;
        line.get(name)?.as_u64().filter(|_| wanted(&line))
    })
}
