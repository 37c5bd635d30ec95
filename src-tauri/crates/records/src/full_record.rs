//! Inserts many finished runs at once, to fill a database for benchmarks.
//!
//! They get the same rows, hashes and events as journalled runs, by a shorter path.

use rusqlite::{Connection, params};

use crate::{
    deflated::Stream,
    error::Error,
    facts::{Ended, NewRecord},
    index::index_record,
    schema::SCHEMA_VERSION,
    store::Records,
    writer::{close, insert},
};

/// A finished run.
#[derive(Debug, Clone, PartialEq)]
pub struct FullRecord {
    /// The data stored at its start.
    pub new: NewRecord,
    /// The raw bytes of the answer.
    pub raw: Vec<u8>,
    /// The timeline: one JSON object per line.
    pub happenings: Vec<u8>,
    /// The end of the run.
    pub ended: Ended,
}

impl Records {
    /// Inserts finished runs, all of them in one transaction.
    ///
    /// # Errors
    /// Any write error; none is inserted then.
    pub fn insert_full_records(&self, records: Vec<FullRecord>) -> Result<(), Error> {
        self.write(move |writer| {
            writer.transact(|transaction| {
                hold(transaction, HELD)?;
                for record in &records {
                    let started = record.new.part(SCHEMA_VERSION);
                    let id = insert(transaction, &record.new, &started)?;
                    let (raw, happenings) = (piece(&record.raw)?, piece(&record.happenings)?);
                    transaction
                        .prepare_cached(
                            "INSERT INTO journal (record, piece, raw, happenings) VALUES (?1, 0, ?2, ?3)",
                        )?
                        .execute(params![id, raw.piece(), happenings.piece()])?;
                    close(
                        transaction,
                        id,
                        &started,
                        &record.ended,
                        raw.digest(),
                        happenings.digest(),
                    )?;
                    index_record(transaction, id)?;
                }
                hold(transaction, USUALLY_HELD)
            })
        })
    }
}

/// Bytes of index that SQLite holds in memory before it writes a segment: for a bulk insert, and by default.
const HELD: i64 = 128 << 20;
const USUALLY_HELD: i64 = 1 << 20;

fn hold(connection: &Connection, bytes: i64) -> Result<(), Error> {
    for table in [
        "words",
        "grams",
        "own_words",
        "own_grams",
        "unanswered_grams",
    ] {
        let sql = format!("INSERT INTO {table} ({table}, rank) VALUES ('hashsize', ?1)");
        connection.prepare_cached(&sql)?.execute([bytes])?;
    }
    Ok(())
}

/// A journal of one piece.
fn piece(bytes: &[u8]) -> Result<Stream, Error> {
    let mut stream = Stream::new();
    stream.push(bytes)?;
    stream.finish()?;
    Ok(stream)
}
