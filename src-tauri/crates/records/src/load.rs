//! Loads a record, after comparing it with the chain.
//!
//! There is no other way to get a [`Record`]. Whoever holds one knows that it was intact a moment ago, and no path to the
//! screen, a comparison or a file can skip the check. A record that fails it is a [`DamagedRecord`], which can only
//! become a package that says so.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::Connection;

use crate::{
    check::{Fault, examine},
    error::Error,
    query::Query,
    read::{Record, unchecked},
    rows::{Row, rows},
    store::Records,
};

/// Bytes of the materials of a record hashed while loading it: at most some 20 ms of work. Larger ones are hashed when
/// their bytes are read: see [`Records::material`] and [`Records::package`].
pub const MATERIAL_BYTES: u64 = 8_000_000;

/// The result of loading a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Loaded {
    /// The record matches the chain.
    Sound(Box<Record>),
    /// The record does not match.
    Damaged(DamagedRecord),
}

/// A damaged record: it differs from the evidence chain.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DamagedRecord {
    /// The id of the record in this database.
    pub id: i64,
    /// The uid as found; proves nothing.
    pub uid: String,
    /// The title as found; proves nothing.
    pub title: String,
    /// The faults found; never empty.
    pub faults: Vec<Fault>,
}

impl DamagedRecord {
    /// The error that reports its first fault.
    #[must_use]
    pub fn error(&self) -> Error {
        Error::RecordDamaged(self.faults.first().map_or("record", |fault| fault.code))
    }
}

/// A record in a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registered {
    /// The row as lists show it. It matches the evidence chain.
    Sound(Row),
    /// The record differs from the evidence chain.
    Damaged(DamagedRecord),
}

impl Records {
    /// Loads a record that matches the chain.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::RecordDamaged`]; any read error.
    pub fn record(&self, id: i64) -> Result<Record, Error> {
        match self.load(id)? {
            Loaded::Sound(record) => Ok(*record),
            Loaded::Damaged(damaged) => Err(damaged.error()),
        }
    }

    /// Loads a record, or reports its faults. Compares its texts, contents, columns and events with the chain, and hashes
    /// its materials, smallest first, up to [`MATERIAL_BYTES`].
    ///
    /// # Errors
    /// [`Error::Unknown`]; any read error.
    pub fn load(&self, id: i64) -> Result<Loaded, Error> {
        let loaded = self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            load(&state, id)
        })?;
        match &loaded {
            Loaded::Sound(record) if record.ended.is_none() => {}
            loaded => self.verdicts().note(id, matches!(loaded, Loaded::Sound(_))),
        }
        Ok(loaded)
    }

    /// Loads a record after hashing every byte of its materials, whatever their size.
    ///
    /// # Errors
    /// [`Error::Unknown`]; any read error.
    pub fn load_whole(&self, id: i64) -> Result<Loaded, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            loaded(&state, id, u64::MAX)
        })
    }

    /// Which of these records are damaged, without hashing materials. Leaves out records that are gone.
    ///
    /// # Errors
    /// Any read error.
    pub fn damaged_among(&self, ids: &[i64]) -> Result<Vec<i64>, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            let mut damaged = Vec::new();
            for id in ids {
                if let Some(one) = self.looked_at(&state, *id)? {
                    damaged.push(one.id);
                }
            }
            Ok(damaged)
        })
    }

    /// These records as a register lists them, in this order, each checked as by [`Self::damaged_among`]. Leaves out
    /// records that are gone.
    ///
    /// # Errors
    /// Any read error.
    pub fn register(&self, ids: &[i64]) -> Result<Vec<Registered>, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            let mut registered = Vec::with_capacity(ids.len());
            for id in ids {
                match self.looked_at(&state, *id)? {
                    Some(damaged) => registered.push(Registered::Damaged(damaged)),
                    None => registered.extend(
                        rows(&state, &[*id], &Query::default())?
                            .into_iter()
                            .map(Registered::Sound),
                    ),
                }
            }
            Ok(registered)
        })
    }

    /// Checks a record; returns it if it is damaged. Caches the result for the statistics, as long as the record can't
    /// change.
    pub(crate) fn looked_at(
        &self,
        connection: &Connection,
        id: i64,
    ) -> Result<Option<DamagedRecord>, Error> {
        let examined = match examine(connection, id, 0) {
            Err(Error::Unknown) => return Ok(None),
            examined => examined?,
        };
        let runs: bool = connection
            .prepare_cached("SELECT outcome IS NULL FROM record WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        let sound = examined.faults.is_empty();
        if !(runs && sound) {
            self.verdicts().note(id, sound);
        }
        Ok((!sound).then_some(DamagedRecord {
            id,
            uid: examined.uid,
            title: examined.title,
            faults: examined.faults,
        }))
    }
}

/// Loads a record, or reports its faults, within the caller's transaction.
pub(crate) fn load(connection: &Connection, id: i64) -> Result<Loaded, Error> {
    loaded(connection, id, MATERIAL_BYTES)
}

/// Loads a record that matches the chain, hashing so many bytes of its materials, within the caller's transaction.
pub(crate) fn sound(connection: &Connection, id: i64, bytes_max: u64) -> Result<Record, Error> {
    match loaded(connection, id, bytes_max)? {
        Loaded::Sound(record) => Ok(*record),
        Loaded::Damaged(damaged) => Err(damaged.error()),
    }
}

fn loaded(connection: &Connection, id: i64, bytes_max: u64) -> Result<Loaded, Error> {
    let examined = examine(connection, id, bytes_max)?;
    Ok(if examined.faults.is_empty() {
        Loaded::Sound(Box::new(unchecked(connection, id, examined.unread)?))
    } else {
        Loaded::Damaged(DamagedRecord {
            id,
            uid: examined.uid,
            title: examined.title,
            faults: examined.faults,
        })
    })
}

/// Cached check results of ended records, since these were opened. Statistics count a hundred thousand records, which
/// can't be checked each time. Showing or exporting a record always checks it again.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    sound: Mutex<HashMap<i64, bool>>,
}

impl Verdicts {
    pub(crate) fn of(&self, id: i64) -> Option<bool> {
        self.lock().get(&id).copied()
    }

    pub(crate) fn note(&self, id: i64, sound: bool) {
        self.lock().insert(id, sound);
    }

    /// Another record may get the same id.
    pub(crate) fn forget(&self, id: i64) {
        self.lock().remove(&id);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<i64, bool>> {
        self.sound.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
