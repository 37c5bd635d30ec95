//! The full-text index: the folded text of a record in several tables. Two hold the text of a whole record, two the text
//! that the person supplied, and two the text in its pictures. One more lists the runs of characters that its answer
//! lacks.
//!
//! These tables don't store the text, so removing a record requires the same text again: change the text of a record only
//! between [`unindex_record`] and [`index_record`]. SQLite removes every entry at once (FTS5's `secure-delete`), because
//! the text could be reconstructed from leftover trigrams.

use rusqlite::{Connection, params};

use crate::{
    error::Error,
    picture_text::pictured,
    rows::{answered, asked},
    trigrams::{Runs, fold},
};

/// Adds a record to the index, with everything it says now.
pub(crate) fn index_record(connection: &Connection, id: i64) -> Result<(), Error> {
    put(connection, id, Entries::of(connection, id)?.all())
}

/// Removes a record from the index; its text must be the same as when it was added.
pub(crate) fn unindex_record(connection: &Connection, id: i64) -> Result<(), Error> {
    for (table, folded) in Entries::of(connection, id)?.all() {
        connection
            .prepare_cached(&format!(
                "INSERT INTO {table} ({table}, rowid, text) VALUES ('delete', ?1, ?2)"
            ))?
            .execute(params![id, folded])?;
    }
    Ok(())
}

/// Fills the tables that version 4 added, for records of earlier versions.
pub(crate) fn index_own(connection: &Connection) -> Result<(), Error> {
    let mut ids = connection.prepare("SELECT id FROM record ORDER BY id")?;
    let ids: Vec<i64> = ids
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        put(connection, id, Entries::of(connection, id)?.own())?;
    }
    Ok(())
}

fn put(
    connection: &Connection,
    id: i64,
    entries: Vec<(&'static str, String)>,
) -> Result<(), Error> {
    for (table, folded) in entries {
        connection
            .prepare_cached(&format!(
                "INSERT INTO {table} (rowid, text) VALUES (?1, ?2)"
            ))?
            .execute(params![id, folded])?;
    }
    Ok(())
}

/// The texts of a record.
struct Entries {
    asked: String,
    /// `None` while it runs.
    answered: Option<String>,
    pictured: String,
}

impl Entries {
    fn of(connection: &Connection, id: i64) -> Result<Self, Error> {
        Ok(Self {
            asked: asked(connection, id)?,
            answered: answered(connection, id)?,
            pictured: pictured(connection, id)?,
        })
    }

    /// All tables with their entries.
    fn all(&self) -> Vec<(&'static str, String)> {
        let whole = self.whole();
        let mut entries = vec![("grams", Runs::of(&whole).to_words()), ("words", whole)];
        // A record whose pictures say nothing has no entry in these.
        if !self.pictured.is_empty() {
            let folded = fold(&self.pictured);
            entries.extend([
                ("picture_grams", Runs::of(&folded).to_words()),
                ("picture_words", folded),
            ]);
        }
        entries.extend(self.own());
        entries
    }

    /// The tables of the text that the person supplied, and of the runs that the answer lacks.
    fn own(&self) -> Vec<(&'static str, String)> {
        let own = fold(&with(self.asked.clone(), &self.pictured));
        let answered = fold(self.answered.as_deref().unwrap_or_default());
        let unanswered = Runs::of(&self.whole()).without(&Runs::of(&answered));
        vec![
            ("own_grams", Runs::of(&own).to_words()),
            ("own_words", own),
            ("unanswered_grams", unanswered.to_words()),
        ]
    }

    /// All of the record, folded.
    fn whole(&self) -> String {
        let text = match &self.answered {
            Some(answered) => format!("{}\n{answered}", self.asked),
            None => self.asked.clone(),
        };
        fold(&with(text, &self.pictured))
    }
}

/// Appends the text of the pictures to the request.
fn with(mut text: String, pictured: &str) -> String {
    if !pictured.is_empty() {
        text.push('\n');
        text.push_str(pictured);
    }
    text
}
