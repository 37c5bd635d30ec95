//! Loading a record: it is compared with the chain before anything is made of it.
//!
//! There is no other way to a [`Record`], so whoever has one has one that held a moment ago, and no path to the screen, to a
//! comparison or to a file can forget to look. What does not hold is a [`DamagedRecord`], of which nothing can be made but a
//! package that says so.

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

/// Bytes of a record's materials that are hashed when it is loaded: some 20 ms of work at most. What is larger is hashed when
/// its bytes are: see [`Records::material`] and [`Records::package`].
pub const MATERIAL_BYTES: u64 = 8_000_000;

/// What became of loading a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Loaded {
    /// It is what was written down.
    Sound(Box<Record>),
    /// It is not.
    Damaged(DamagedRecord),
}

/// A record that is not what was written down of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DamagedRecord {
    /// Its number in this database.
    pub id: i64,
    /// Its identity as it was found; proves nothing.
    pub uid: String,
    /// Its title as it was found; proves nothing.
    pub title: String,
    /// What does not hold; never empty.
    pub faults: Vec<Fault>,
}

impl DamagedRecord {
    /// Why nothing is made of it.
    #[must_use]
    pub fn error(&self) -> Error {
        Error::RecordDamaged(self.faults.first().map_or("record", |fault| fault.code))
    }
}

/// A record in a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registered {
    /// As lists show it, which is what was written down.
    Sound(Row),
    /// It is not what was written down.
    Damaged(DamagedRecord),
}

impl Records {
    /// A record, which holds against the chain.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::RecordDamaged`]; those of reading.
    pub fn record(&self, id: i64) -> Result<Record, Error> {
        match self.load(id)? {
            Loaded::Sound(record) => Ok(*record),
            Loaded::Damaged(damaged) => Err(damaged.error()),
        }
    }

    /// A record, or what does not hold of it: its texts and contents, its columns in lists and its own events, against the
    /// chain; and the bytes of its materials, the smallest first, as far as [`MATERIAL_BYTES`] reaches.
    ///
    /// # Errors
    /// [`Error::Unknown`]; those of reading.
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

    /// The same with every byte of its materials, however many there are.
    ///
    /// # Errors
    /// [`Error::Unknown`]; those of reading.
    pub fn load_whole(&self, id: i64) -> Result<Loaded, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            loaded(&state, id, u64::MAX)
        })
    }

    /// Which of these records are damaged, without a look at the bytes of materials. Records that are gone are left out.
    ///
    /// # Errors
    /// Those of reading.
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

    /// These records as a register lists them, in this order, each looked at as [`Self::damaged_among`] does. Records that are
    /// gone are left out.
    ///
    /// # Errors
    /// Those of reading.
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

    /// The record where it is damaged. What is found is remembered for the statistics, as long as the record can't change.
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

/// A record, or what does not hold of it; within the caller's transaction.
pub(crate) fn load(connection: &Connection, id: i64) -> Result<Loaded, Error> {
    loaded(connection, id, MATERIAL_BYTES)
}

/// A record that holds, with so many bytes of its materials; within the caller's transaction.
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

/// What was found of records that have ended, since these were opened: statistics count a hundred thousand of them, which can't
/// be looked at each time. Whatever is shown or written out of a record is looked at anew.
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

    /// The number may be given to another record.
    pub(crate) fn forget(&self, id: i64) {
        self.lock().remove(&id);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<i64, bool>> {
        self.sound.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
