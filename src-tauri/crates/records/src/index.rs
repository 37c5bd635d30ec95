//! What a search finds a record by: its folded text in two full-text tables.
//!
//! Neither keeps the text itself, so whoever takes a record out must give it again. In return SQLite removes every entry at
//! once (its `secure-delete`): from what stays of a text's trigrams the text could be pieced together again.

use rusqlite::{Connection, params};

use crate::{
    error::Error,
    facts::StartedPart,
    grams::{fold, grams},
};

/// From now on a search finds the record by this text.
pub(crate) fn index(connection: &Connection, id: i64, text: &str) -> Result<(), Error> {
    let folded = fold(text);
    connection
        .prepare_cached("INSERT INTO words (rowid, text) VALUES (?1, ?2)")?
        .execute(params![id, folded])?;
    connection
        .prepare_cached("INSERT INTO grams (rowid, text) VALUES (?1, ?2)")?
        .execute(params![id, grams(&folded)])?;
    Ok(())
}

/// From now on no search finds the record by the text that it was indexed by.
pub(crate) fn unindex(connection: &Connection, id: i64, text: &str) -> Result<(), Error> {
    let folded = fold(text);
    connection
        .prepare_cached("INSERT INTO words (words, rowid, text) VALUES ('delete', ?1, ?2)")?
        .execute(params![id, folded])?;
    connection
        .prepare_cached("INSERT INTO grams (grams, rowid, text) VALUES ('delete', ?1, ?2)")?
        .execute(params![id, grams(&folded)])?;
    Ok(())
}

/// All that a search finds of a record whose answer is known.
pub(crate) fn text_of(started: &StartedPart, output: &str) -> String {
    format!("{}\n{output}", started.words())
}
