//! Closes records that a crash left open, with everything that had arrived.

use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior};
use serde_json::Value;

use crate::{
    deflated::inflate,
    error::Error,
    facts::{Digest, Ended, Outcome, Span, StartedPart},
    index::{index_record, unindex_record},
    open::Unfinished,
    writer::close,
};

/// Parses text, flowchart and the rest from the bytes of interrupted answers. Takes what was asked and what was received,
/// and returns the [`Ended`] of the answer; the caller sets outcome and times.
pub type ReadBack = Arc<dyn Fn(&StartedPart, &[Received<'_>]) -> Ended + Send + Sync>;

/// The part received of the answer to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received<'a> {
    /// The number of the request, if there were several.
    pub part: Option<u32>,
    /// Its bytes in the raw answer, all attempts.
    pub raw: Span,
    /// The bytes of the last attempt.
    pub last: &'a [u8],
}

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
            // A tampered record must not keep all others from opening. The check reports it.
            Err(Error::RecordDamaged(_) | Error::Unknown) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(closed)
}

/// Closes a record whose run is gone. It ended when something last arrived.
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
    let started: StartedPart =
        serde_json::from_str(&started).map_err(|_| Error::RecordDamaged("started_changed"))?;
    let (raw, happenings) = journal(&transaction, id)?;
    let last_ms = lines(&happenings)
        .filter_map(|line| line.get("ms")?.as_u64())
        .last()
        .unwrap_or(0);
    let ended = Ended {
        outcome: Outcome::Interrupted,
        problem: None,
        at_ms: started.at.utc_ms.saturating_add_unsigned(last_ms),
        elapsed_ms: last_ms,
        ..read_back(&started, &heard(&raw, &happenings))
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

/// The raw answer and the happenings of a record, as far as they were journalled.
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
    Ok((
        inflate(&raw).map_err(|_| Error::RecordDamaged("answer_changed"))?,
        inflate(&happenings).map_err(|_| Error::RecordDamaged("happenings_changed"))?,
    ))
}

/// The happenings alone.
pub(crate) fn happenings(connection: &Connection, id: i64) -> Result<Vec<u8>, Error> {
    let mut pieces = connection
        .prepare_cached("SELECT happenings FROM journal WHERE record = ?1 ORDER BY piece")?;
    let mut rows = pieces.query([id])?;
    let mut happenings = Vec::new();
    while let Some(row) = rows.next()? {
        happenings.extend_from_slice(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
    }
    inflate(&happenings).map_err(|_| Error::RecordDamaged("happenings_changed"))
}

fn lines(happenings: &[u8]) -> impl Iterator<Item = Value> {
    let text = std::str::from_utf8(happenings).unwrap_or_default();
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
}

/// Splits the raw answer by request.
fn heard<'a>(raw: &'a [u8], happenings: &[u8]) -> Vec<Received<'a>> {
    /// The positions at which the bytes of a request begin, and those of its last attempt.
    struct Begun {
        part: Option<u32>,
        at: u64,
        attempt: u64,
    }
    let mut begun: Vec<Begun> = Vec::new();
    for line in lines(happenings) {
        let Some(at) = line.get("at").and_then(Value::as_u64) else {
            continue;
        };
        let number = |name: &str| line.get(name).and_then(Value::as_u64);
        if let Some(part) = number("part") {
            let part = u32::try_from(part).ok();
            begun.push(Begun {
                part,
                at,
                attempt: at,
            });
        } else if number("attempt").is_some() {
            match begun.last_mut() {
                Some(last) => last.attempt = at,
                None => begun.push(Begun {
                    part: None,
                    at: 0,
                    attempt: at,
                }),
            }
        }
    }
    if begun.is_empty() {
        begun.push(Begun {
            part: None,
            at: 0,
            attempt: 0,
        });
    }
    let whole = raw.len() as u64;
    let ends = begun.iter().skip(1).map(|next| next.at);
    let ends: Vec<_> = ends.chain([whole]).collect();
    let slice = |from: u64, to: u64| {
        let (from, to) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?);
        raw.get(from..to)
    };
    begun
        .iter()
        .zip(ends)
        .map(|(begun, end)| Received {
            part: begun.part,
            raw: Span {
                at: begun.at,
                bytes: end.saturating_sub(begun.at),
            },
            last: slice(begun.attempt, end).unwrap_or_default(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_heard_is_told_apart_by_request_and_attempt() {
        let happenings = br#"{"ms":1,"part":1,"at":0}
{"ms":1,"attempt":1,"at":0}
{"ms":5,"event":"message","at":3}
{"ms":6,"part":3,"at":4}
{"ms":6,"attempt":1,"at":4}
{"ms":9,"attempt":2,"at":6}
"#;
        let found = heard(b"aaaabbcc", happenings);
        let expected = [(1, (0, 4), &b"aaaa"[..]), (3, (4, 4), b"cc")];
        assert_eq!(found.len(), 2);
        for (heard, (part, (at, bytes), last)) in found.iter().zip(expected) {
            assert_eq!(heard.part, Some(part));
            assert_eq!(heard.raw, Span { at, bytes });
            assert_eq!(heard.last, last);
        }
    }

    #[test]
    fn of_one_request_the_last_attempt_counts_and_without_any_all_bytes_do() {
        let once = heard(
            b"xxyy",
            b"{\"ms\":1,\"attempt\":1,\"at\":0}\n{\"ms\":2,\"attempt\":2,\"at\":2}\n",
        );
        assert_eq!(once.len(), 1);
        assert_eq!((once[0].part, once[0].last), (None, &b"yy"[..]));
        assert_eq!(once[0].raw, Span { at: 0, bytes: 4 });
        assert_eq!(heard(b"xxyy", b"")[0].last, b"xxyy");
    }
}
