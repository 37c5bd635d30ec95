//! Reads the statements of a record.

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    body::{StatementBody, StatementFile, StatementKind},
    reviewed::Reviewed,
    steps::ReviewState,
    text::{Chained, SignedBy, Stored, parse},
};
use crate::{
    error::Error,
    load::{MATERIAL_BYTES, sound},
    sha256_hex,
    store::Records,
};

/// A statement about a record. It matches the chain, and its signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// The number of its event among those of the record.
    pub nth: u64,
    /// In milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// The signer; `None` if nobody signed it.
    pub signer: Option<SignedBy>,
    /// The signature, 128 hexadecimal digits; `None` if nobody signed it.
    pub signature: Option<String>,
    /// Its content.
    pub body: StatementBody,
    /// Its text, byte for byte.
    pub text: String,
    /// The SHA-256 of the text, by which later statements refer to it.
    pub sha256: String,
}

impl Statement {
    /// The kind of statement.
    #[must_use]
    pub fn kind(&self) -> StatementKind {
        self.body.kind()
    }

    /// The files that it names, in order; [`Records::statement_file`] reads them.
    #[must_use]
    pub fn files(&self) -> Vec<StatementFile> {
        self.body.files()
    }
}

/// The review of a record, as a register lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Registration {
    /// The uid of the record.
    pub uid: String,
    /// The time its run ended, in milliseconds since 1970, UTC; 0 while it runs.
    pub ended_ms: i64,
    /// Its statements, as of [`Records::statements`].
    pub statements: Vec<Statement>,
}

impl Records {
    /// The statements about a record, the oldest first, each compared with the chain and its signature.
    ///
    /// # Errors
    /// The errors of [`Records::record`].
    pub fn statements(&self, id: i64) -> Result<Vec<Statement>, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            let record = sound(&state, id, MATERIAL_BYTES)?;
            statements(&state, id, &record.started.uid)
        })
    }

    /// The review of a record. Checks all of it except its materials, so that thousands can be counted.
    ///
    /// # Errors
    /// The errors of [`Records::record`].
    pub fn registration(&self, id: i64) -> Result<Registration, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            let record = sound(&state, id, 0)?;
            Ok(Registration {
                statements: statements(&state, id, &record.started.uid)?,
                ended_ms: record.ended.map_or(0, |ended| ended.at_ms),
                uid: record.started.uid,
            })
        })
    }

    /// The bytes of a file of a statement, which [`Statement::files`] lists, verified against its hash.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::MaterialDamaged`]; any read error.
    pub fn statement_file(&self, id: i64, sha256: &str) -> Result<Vec<u8>, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            for row in rows(&state, id)? {
                let body = row.body().ok_or(Error::MaterialDamaged)?;
                for (file, place) in body.files().iter().zip(1..) {
                    if file.sha256 != sha256 {
                        continue;
                    }
                    let data = data(&state, id, row.nth, place)?.ok_or(Error::MaterialDamaged)?;
                    if sha256_hex(&data) != sha256 {
                        return Err(Error::MaterialDamaged);
                    }
                    return Ok(data);
                }
            }
            Err(Error::Unknown)
        })
    }
}

fn statements(connection: &Connection, id: i64, uid: &str) -> Result<Vec<Statement>, Error> {
    let changed = Error::RecordDamaged("statement_changed");
    rows(connection, id)?
        .into_iter()
        .map(|row| {
            let event = chained(connection, uid, row.nth)?;
            statement(row, event).ok_or(changed.clone())
        })
        .collect()
}

/// A statement as stored, unchecked.
pub(crate) struct Row {
    pub nth: u64,
    pub kind: String,
    pub number: Option<String>,
    pub text: String,
}

impl Row {
    /// The SQL for the statements of a record; [`Self::read`] reads a row of it.
    pub(crate) const SELECT: &str =
        "SELECT nth, kind, number, text FROM statement WHERE record = ?1 ORDER BY nth";

    pub(crate) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            nth: row.get(0)?,
            kind: row.get(1)?,
            number: row.get(2)?,
            text: row.get(3)?,
        })
    }

    /// Its content; `None` if it is no statement of its kind.
    pub(crate) fn body(&self) -> Option<StatementBody> {
        let kind = StatementKind::of(&self.kind)?;
        Some(parse(kind, &Stored(&self.text))?.body)
    }
}

/// The statements of a record as stored, in order.
pub(crate) fn rows(connection: &Connection, id: i64) -> Result<Vec<Row>, Error> {
    let mut found = connection.prepare_cached(Row::SELECT)?;
    let found = found.query_map([id], Row::read)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The bytes of a file as stored.
pub(crate) fn data(
    connection: &Connection,
    id: i64,
    nth: u64,
    place: u64,
) -> Result<Option<Vec<u8>>, Error> {
    let data = connection
        .prepare_cached(
            "SELECT data FROM statement_file WHERE record = ?1 AND nth = ?2 AND place = ?3",
        )?
        .query_row(params![id, nth, place], |row| row.get(0));
    Ok(data.optional()?)
}

/// The body of a statement's event; `None` if the chain has none that fits.
pub(super) fn chained(
    connection: &Connection,
    uid: &str,
    nth: u64,
) -> Result<Option<Chained>, Error> {
    let body: Option<String> = connection
        .prepare_cached("SELECT body FROM chain WHERE record = ?1 AND record <> '' AND nth = ?2")?
        .query_row(params![uid, nth], |row| row.get(0))
        .optional()?;
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
}

/// A stored statement with what its event says.
pub(super) fn statement(row: Row, event: Option<Chained>) -> Option<Statement> {
    let kind = StatementKind::of(&row.kind)?;
    let text = parse(kind, &Stored(&row.text))?;
    Some(Statement {
        nth: row.nth,
        at_ms: text.at_ms,
        signer: text.signer,
        signature: event?.signature,
        body: text.body,
        sha256: sha256_hex(row.text.as_bytes()),
        text: row.text,
    })
}

/// The state of the review of a record, by its statements as stored.
pub(crate) fn state(connection: &Connection, id: i64) -> Result<ReviewState, Error> {
    let mut kinds = connection
        .prepare_cached("SELECT kind FROM statement WHERE record = ?1 ORDER BY nth DESC")?;
    let mut kinds = kinds.query([id])?;
    while let Some(row) = kinds.next()? {
        let kind = StatementKind::of(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
        if let Some(state) = kind.and_then(ReviewState::after) {
            return Ok(state);
        }
    }
    Ok(ReviewState::Open)
}

/// The latest review of a record as stored.
pub(crate) fn latest_review(connection: &Connection, id: i64) -> Result<Option<Reviewed>, Error> {
    let text: Option<String> = connection
        .prepare_cached(
            "SELECT text FROM statement WHERE record = ?1 AND kind = 'reviewed' ORDER BY nth DESC LIMIT 1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let body = text.map(|text| parse(StatementKind::Reviewed, &Stored(&text)));
    match body {
        None => Ok(None),
        Some(Some(text)) => match text.body {
            StatementBody::Reviewed(reviewed) => Ok(Some(*reviewed)),
            _ => Ok(None),
        },
        Some(None) => Err(Error::RecordDamaged("statement_changed")),
    }
}

/// Until when the closing of a review says that it is to be kept; empty if that can't be read, which is shown elsewhere.
pub(crate) fn retain_until(connection: &Connection, id: i64) -> Result<String, Error> {
    let text: Option<String> = connection
        .prepare_cached(
            "SELECT text FROM statement WHERE record = ?1 AND kind = 'archived' ORDER BY nth DESC LIMIT 1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let body = text.and_then(|text| parse(StatementKind::Archived, &Stored(&text)));
    Ok(match body.map(|text| text.body) {
        Some(StatementBody::Archived(archived)) => archived.retain_until,
        _ => String::new(),
    })
}

/// The texts in the statements of a record that a search looks through.
pub(crate) fn words(connection: &Connection, id: i64) -> Result<Vec<String>, Error> {
    let mut words = Vec::new();
    for row in rows(connection, id)? {
        let body = row
            .body()
            .ok_or(Error::RecordDamaged("statement_changed"))?;
        let stated = body.words().into_iter().filter(|words| !words.is_empty());
        words.extend(stated.map(str::to_owned));
    }
    Ok(words)
}
