//! What a search finds a record by: its folded text in two full-text tables, and that of its pictures alone in two more.
//!
//! None keeps the text itself, so whoever takes a record out must give it again: a change of what a record says happens between
//! [`unindex_record`] and [`index_record`]. In return SQLite removes every entry at once (its `secure-delete`): from what stays
//! of a text's trigrams the text could be pieced together again.

use rusqlite::{Connection, params};

use crate::{
    error::Error,
    facts::StartedPart,
    grams::{fold, grams},
    picture_text::pictured,
    rows::text,
};

/// From now on a search finds the record by all it says now.
pub(crate) fn index_record(connection: &Connection, id: i64) -> Result<(), Error> {
    let pictured = pictured(connection, id)?;
    let all = with_pictures(text(connection, id)?, &pictured);
    for (table, folded) in entries(&all, &pictured) {
        connection
            .prepare_cached(&format!(
                "INSERT INTO {table} (rowid, text) VALUES (?1, ?2)"
            ))?
            .execute(params![id, folded])?;
    }
    Ok(())
}

/// From now on no search finds the record; it still says what it did when it was put in.
pub(crate) fn unindex_record(connection: &Connection, id: i64) -> Result<(), Error> {
    let pictured = pictured(connection, id)?;
    let all = with_pictures(text(connection, id)?, &pictured);
    for (table, folded) in entries(&all, &pictured) {
        connection
            .prepare_cached(&format!(
                "INSERT INTO {table} ({table}, rowid, text) VALUES ('delete', ?1, ?2)"
            ))?
            .execute(params![id, folded])?;
    }
    Ok(())
}

/// The tables and what stands in each of them. A record whose pictures say nothing is in none of the last two.
fn entries(all: &str, pictured: &str) -> Vec<(&'static str, String)> {
    let folded = fold(all);
    let mut entries = vec![("grams", grams(&folded)), ("words", folded)];
    if !pictured.is_empty() {
        let folded = fold(pictured);
        entries.extend([("picture_grams", grams(&folded)), ("picture_words", folded)]);
    }
    entries
}

/// All that a search finds of a record, from what was asked and answered and what its pictures say.
fn with_pictures(mut text: String, pictured: &str) -> String {
    if !pictured.is_empty() {
        text.push('\n');
        text.push_str(pictured);
    }
    text
}

/// What a search finds of a record whose answer is known, beside its pictures.
pub(crate) fn text_of(started: &StartedPart, output: &str) -> String {
    format!("{}\n{output}", started.words())
}
