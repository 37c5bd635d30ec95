//! The people who may sign statements: public keys with names. The app keeps the private keys elsewhere.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::json;

use crate::{chain, error::Error, statement::is_key, store::Records, timestamp::Timestamp, unhex};

/// Bytes of a name or a staff number.
const NAME_MAX: usize = 200;

/// A person who may sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The public Ed25519 key, 64 lowercase hexadecimal digits.
    pub key: String,
    /// The name.
    pub name: String,
    /// The staff number; may be empty.
    pub staff: String,
    /// The time the signer was added, in milliseconds since 1970, UTC.
    pub created_ms: i64,
}

impl Records {
    /// Adds a signer, with an event in the chain. `key` is the public Ed25519 key in hexadecimal digits. A key and its name
    /// never change; a person with another key or another name is another signer.
    ///
    /// # Errors
    /// [`Error::SignerKey`] for anything but a key that can sign; [`Error::SignerName`] for an empty name, more than 200
    /// bytes, or a control character; [`Error::SignerKnown`]; any write error.
    pub fn add_signer(
        &self,
        key: &str,
        name: &str,
        staff: &str,
        now: &Timestamp,
    ) -> Result<Signer, Error> {
        unhex(key).filter(is_key).ok_or(Error::SignerKey)?;
        let signer = Signer {
            key: key.to_owned(),
            name: name.trim().to_owned(),
            staff: staff.trim().to_owned(),
            created_ms: now.utc_ms,
        };
        let fits = |text: &str| text.len() <= NAME_MAX && !text.chars().any(char::is_control);
        if signer.name.is_empty() || !fits(&signer.name) || !fits(&signer.staff) {
            return Err(Error::SignerName);
        }
        self.write(move |writer| {
            writer.transact(|transaction| {
                let is_known: bool = transaction
                    .prepare_cached("SELECT EXISTS (SELECT 1 FROM signer WHERE key = ?1)")?
                    .query_row([&signer.key], |row| row.get(0))?;
                if is_known {
                    return Err(Error::SignerKnown);
                }
                let event =
                    chain::append(transaction, signer.created_ms, "signer", "", &signer.body())?;
                transaction
                    .prepare_cached(
                        "INSERT INTO signer (key, name, staff, created_ms, seq) VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![
                        signer.key,
                        signer.name,
                        signer.staff,
                        signer.created_ms,
                        event.seq
                    ])?;
                Ok(signer)
            })
        })
    }

    /// The signers, the oldest first. Leaves out what differs from the chain; a check reports it.
    ///
    /// # Errors
    /// Any read error.
    pub fn signers(&self) -> Result<Vec<Signer>, Error> {
        self.read(|connection| {
            let mut found = connection.prepare_cached(&select("ORDER BY signer.seq"))?;
            let found = found.query_map([], stored)?;
            let found: Vec<Stored> = found.collect::<Result<_, _>>()?;
            let sound = found.into_iter().filter(Stored::is_sound);
            Ok(sound.map(|stored| stored.signer).collect())
        })
    }
}

impl Signer {
    /// The body of the event.
    pub(crate) fn body(&self) -> serde_json::Value {
        json!({ "key": self.key, "name": self.name, "staff": self.staff })
    }
}

/// A signer as stored, beside its event.
pub(crate) struct Stored {
    pub signer: Signer,
    pub seq: i64,
    /// Time and body of the event, if it is one of a signer.
    event: Option<(i64, String)>,
}

impl Stored {
    /// Whether the event says the same.
    pub(crate) fn is_sound(&self) -> bool {
        let expected = (self.signer.created_ms, self.signer.body().to_string());
        self.event.as_ref() == Some(&expected)
    }
}

/// The SQL for signers beside their events; [`stored`] reads a row of it.
pub(crate) fn select(which: &str) -> String {
    format!(
        "SELECT key, name, staff, created_ms, signer.seq, at_ms, body
         FROM signer LEFT JOIN chain ON chain.seq = signer.seq AND chain.kind = 'signer' AND chain.record = '' {which}"
    )
}

pub(crate) fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let (at_ms, body): (Option<i64>, Option<String>) = (row.get(5)?, row.get(6)?);
    Ok(Stored {
        signer: Signer {
            key: row.get(0)?,
            name: row.get(1)?,
            staff: row.get(2)?,
            created_ms: row.get(3)?,
        },
        seq: row.get(4)?,
        event: at_ms.zip(body),
    })
}

/// The signer with this key, if the chain says the same.
pub(crate) fn registered(connection: &Connection, key: &str) -> Result<Option<Signer>, Error> {
    let found = connection
        .prepare_cached(&select("WHERE key = ?1"))?
        .query_row([key], stored)
        .optional()?;
    Ok(found.filter(Stored::is_sound).map(|stored| stored.signer))
}
