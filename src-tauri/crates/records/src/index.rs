//! What a search finds a record by: its folded text in full-text tables. Two hold all of a record, two what the person brought, and
//! two what its pictures say; one more tells what does not stand in the answer.
//!
//! None keeps the text itself, so whoever takes a record out must give it again: a change of what a record says happens between
//! [`unindex_record`] and [`index_record`]. In return SQLite removes every entry at once (its `secure-delete`): from what stays
//! of a text's trigrams the text could be pieced together again.

use rusqlite::{Connection, params};

use crate::{
    error::Error,
    picture_text::pictured,
    rows::{answered, asked},
    trigrams::{Runs, fold},
};

/// From now on a search finds the record by all it says now.
pub(crate) fn index_record(connection: &Connection, id: i64) -> Result<(), Error> {
    put(connection, id, Entries::of(connection, id)?.all())
}

/// From now on no search finds the record; it still says what it did when it was put in.
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

/// What a record says.
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

    /// All tables and what stands in each of them.
    fn all(&self) -> Vec<(&'static str, String)> {
        let whole = self.whole();
        let mut entries = vec![("grams", Runs::of(&whole).to_words()), ("words", whole)];
        // A record whose pictures say nothing is in neither of these.
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

    /// The tables of what the person brought, and of what the answer does not hold.
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

    /// All of it, folded.
    fn whole(&self) -> String {
        let text = match &self.answered {
            Some(answered) => format!("{}\n{answered}", self.asked),
            None => self.asked.clone(),
        };
        fold(&with(text, &self.pictured))
    }
}

/// What was asked, and behind it what the pictures say.
fn with(mut text: String, pictured: &str) -> String {
    if !pictured.is_empty() {
        text.push('\n');
        text.push_str(pictured);
    }
    text
}
