//! Records as lists show them, a page at a time.

use rusqlite::{Connection, OptionalExtension};

use crate::{
    check::readable,
    context::{Part, passage},
    deflated::inflate_text,
    error::Error,
    facts::{Kind, Outcome, StartedPart},
    picture_text::pictured,
    query::{Query, Scope},
    statement,
    store::Records,
};

/// A record in a list, from its columns. To show the first rows quickly, nothing compares them with the chain here;
/// [`Records::damaged_among`] does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The id of the record in this database.
    pub id: i64,
    /// The uid of the record.
    pub uid: String,
    /// The assistant that ran.
    pub kind: Kind,
    /// The title shown to people.
    pub title: String,
    /// The time it started, in milliseconds since 1970, UTC.
    pub created_ms: i64,
    /// Minutes by which the local clock was ahead of UTC.
    pub offset_minutes: i32,
    /// Whether the demo service answered.
    pub demo: bool,
    /// The service asked: scheme, host and port.
    pub origin: String,
    /// The model.
    pub model: String,
    /// The outcome; `None` while it runs.
    pub outcome: Option<Outcome>,
    /// Duration in milliseconds.
    pub elapsed_ms: Option<u64>,
    /// Tokens used.
    pub tokens: Option<u64>,
    /// The SHA-256 of the picture shown for it.
    pub picture: Option<String>,
    /// The snippet around the first match, some 40 characters on each side; empty without a search.
    pub context: Vec<Part>,
    /// The source of the snippet; `None` without a search.
    pub place: Option<Place>,
    /// The number of records of the same kind and subject, including this one.
    pub versions: u32,
    /// The record is known to be damaged. A column that can't be read is empty then.
    pub damaged: bool,
}

/// The part of a record that contains a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The text of the request: its title, file names and texts; and the review.
    Asked,
    /// The text of its pictures.
    Picture,
    /// The answer.
    Answer,
}

impl Scope {
    /// The parts to search, in the order in which a match is shown.
    fn places(self) -> &'static [Place] {
        match self {
            Self::Everywhere => &[Place::Asked, Place::Picture, Place::Answer],
            Self::Material => &[Place::Asked, Place::Picture],
            Self::Pictures => &[Place::Picture],
            Self::Answer => &[Place::Answer],
        }
    }
}

impl Records {
    /// These records, in this order, with snippets for the terms of a query; its filters and order are ignored. Leaves
    /// out records that are gone. Meant for one page: snippets require reading the text of each record.
    ///
    /// # Errors
    /// Any read error.
    pub fn rows(&self, ids: &[i64], query: &Query) -> Result<Vec<Row>, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            rows(&state, ids, query)
        })
    }
}

/// The rows, within the caller's transaction.
pub(crate) fn rows(connection: &Connection, ids: &[i64], query: &Query) -> Result<Vec<Row>, Error> {
    let terms = query.terms();
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(mut row) = row(connection, *id)? else {
            continue;
        };
        for place in query.scope.places() {
            if terms.is_empty() || row.place.is_some() {
                break;
            }
            match said(connection, *id, *place) {
                Ok(text) => row.context = passage(&text, &terms),
                Err(Error::RecordDamaged(_) | Error::Unknown) => row.damaged = true,
                Err(error) => return Err(error),
            }
            row.place = (!row.context.is_empty()).then_some(*place);
        }
        rows.push(row);
    }
    Ok(rows)
}

fn row(connection: &Connection, id: i64) -> Result<Option<Row>, Error> {
    let read = connection
        .prepare_cached(
            "SELECT kind, outcome, uid, title, created_ms, offset_minutes, demo, origin, model, elapsed_ms, tokens, picture,
             (SELECT count(*) FROM record other WHERE other.kind = record.kind AND other.subject = record.subject)
             FROM record WHERE id = ?1",
        )?
        .query_row([id], |row| {
            let named: (String, Option<String>) = (row.get(0)?, row.get(1)?);
            let row = Row {
                uid: row.get(2)?,
                title: row.get(3)?,
                created_ms: row.get(4)?,
                offset_minutes: row.get(5)?,
                demo: row.get(6)?,
                origin: row.get(7)?,
                model: row.get(8)?,
                elapsed_ms: row.get(9)?,
                tokens: row.get::<_, Option<i64>>(10)?.map(i64::cast_unsigned),
                picture: row.get(11)?,
                versions: row.get(12)?,
                ..unreadable(id)
            };
            Ok((row, named))
        })
        .optional();
    let Some(found) = readable(read)? else {
        return Ok(Some(unreadable(id)));
    };
    Ok(found.map(|(row, (kind, outcome))| {
        let kind = Kind::of(&kind);
        let known = outcome.as_deref().map(Outcome::of);
        Row {
            kind: kind.unwrap_or(row.kind),
            outcome: known.flatten(),
            damaged: kind.is_none() || known == Some(None),
            ..row
        }
    }))
}

/// The text of a part of a record.
fn said(connection: &Connection, id: i64, place: Place) -> Result<String, Error> {
    match place {
        Place::Asked => asked(connection, id),
        Place::Picture => pictured(connection, id),
        Place::Answer => Ok(answered(connection, id)?.unwrap_or_default()),
    }
}

/// The row shown for one that holds what this program never writes.
fn unreadable(id: i64) -> Row {
    Row {
        id,
        uid: String::new(),
        kind: Kind::Audit,
        title: String::new(),
        created_ms: 0,
        offset_minutes: 0,
        demo: false,
        origin: String::new(),
        model: String::new(),
        outcome: None,
        elapsed_ms: None,
        tokens: None,
        picture: None,
        context: Vec::new(),
        place: None,
        versions: 1,
        damaged: true,
    }
}

/// The searchable text of a request and of people's statements about it, unfolded.
pub(crate) fn asked(connection: &Connection, id: i64) -> Result<String, Error> {
    let started: String = connection
        .prepare_cached("SELECT started FROM content WHERE record = ?1")?
        .query_row([id], |row| row.get(0))?;
    let started: StartedPart =
        serde_json::from_str(&started).map_err(|_| Error::RecordDamaged("started_changed"))?;
    let mut words = started.words();
    for stated in statement::words(connection, id)? {
        words.push('\n');
        words.push_str(&stated);
    }
    Ok(words)
}

/// The text of the answer; `None` while the record runs.
pub(crate) fn answered(connection: &Connection, id: i64) -> Result<Option<String>, Error> {
    let output: Option<Vec<u8>> = connection
        .prepare_cached("SELECT output FROM content WHERE record = ?1")?
        .query_row([id], |row| row.get(0))?;
    let output = output.as_deref().map(inflate_text).transpose();
    output.map_err(|_| Error::RecordDamaged("output_changed"))
}
