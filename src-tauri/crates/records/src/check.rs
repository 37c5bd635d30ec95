//! Whether everything in the database still is what it was when it was written: from the chain's first event to the last
//! picture, read piece by piece, however much there is.
//!
//! Whoever may write the database may also write a chain that fits; that shows only against an anchor that was kept elsewhere.
//! What is derived and proves nothing (the search index, small pictures, drafts) is not looked at.

mod events;
mod journal;
mod material;
mod record;
mod structure;

use rusqlite::Connection;

use crate::{
    chain::{self, Anchor},
    error::Error,
    store::Records,
};

/// Faults that are listed; all are counted.
const LISTED_MAX: usize = 200;

/// What a check of all records found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// Events of the chain.
    pub events: u64,
    /// The chain's end.
    pub head: Anchor,
    /// Records checked.
    pub records: u64,
    /// Materials checked.
    pub materials: u64,
    /// The anchor.
    pub anchor: AnchorState,
    /// What does not hold; at most 200 are listed.
    pub faults: Vec<Fault>,
    /// How many there are.
    pub fault_count: u64,
    /// It was stopped before the end.
    pub stopped: bool,
}

/// What stands against an anchor that is kept outside of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorState {
    /// The chain holds it.
    Holds,
    /// The chain is shorter, or another one.
    Broken,
    /// There is none.
    None,
}

/// Something that does not hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fault {
    /// What; a stable name in small letters, listed in docs/evidence.md.
    pub code: &'static str,
    /// The record it is about.
    pub record: Option<i64>,
    /// Its title, or its identity where it is gone; a material's SHA-256; a trigger's or a table's name.
    pub title: String,
    /// The event it is about.
    pub seq: Option<u64>,
    /// Which column, or SQLite's own words; may be empty.
    pub detail: String,
}

impl Fault {
    fn of(code: &'static str) -> Self {
        Self {
            code,
            ..Self::default()
        }
    }

    fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    fn seq(mut self, seq: i64) -> Self {
        self.seq = u64::try_from(seq).ok();
        self
    }

    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// A check on its way.
struct Walk<'a> {
    faults: Vec<Fault>,
    fault_count: u64,
    done: u64,
    of: u64,
    go_on: &'a mut dyn FnMut(u64, u64) -> bool,
    stopped: bool,
}

impl Walk<'_> {
    fn fault(&mut self, fault: Fault) {
        self.fault_count += 1;
        if self.faults.len() < LISTED_MAX {
            self.faults.push(fault);
        }
    }

    /// One more is done; whether to go on.
    fn step(&mut self) -> bool {
        self.done += 1;
        self.stopped = self.stopped || !(self.go_on)(self.done, self.of);
        !self.stopped
    }
}

impl Records {
    /// Checks everything against the chain, and the chain against `anchor`. `progress` is told, often, how many of all events,
    /// records and materials are done, and says whether to go on. Reads one state of the database, beside whatever is written
    /// meanwhile; holds one material and one record at a time.
    ///
    /// # Errors
    /// Those of reading. A damaged database is a fault, not an error.
    pub fn check(
        &self,
        anchor: Option<&Anchor>,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<CheckReport, Error> {
        self.read_afresh(|connection| {
            let state = connection.unchecked_transaction()?;
            check(&state, anchor, progress)
        })
    }
}

fn check(
    connection: &Connection,
    anchor: Option<&Anchor>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<CheckReport, Error> {
    let count = |table: &str| -> Result<u64, Error> {
        let sql = format!("SELECT count(*) FROM {table}");
        Ok(connection.query_row(&sql, [], |row| row.get(0))?)
    };
    let mut walk = Walk {
        faults: Vec::new(),
        fault_count: 0,
        done: 0,
        of: 0,
        go_on: progress,
        stopped: false,
    };
    let mut report = CheckReport {
        events: 0,
        head: Anchor::nothing(),
        records: 0,
        materials: 0,
        anchor: AnchorState::None,
        faults: Vec::new(),
        fault_count: 0,
        stopped: false,
    };
    let mut all = || {
        for table in ["chain", "record", "material"] {
            walk.of += count(table)?;
        }
        report.events = count("chain")?;
        report.anchor = against(connection, anchor, &mut walk)?;
        structure::check(connection, &mut walk)?;
        report.head = events::check(connection, &mut walk)?;
        events::check_owners(connection, &mut walk)?;
        report.records = record::check_all(connection, &mut walk)?;
        report.materials = material::check_all(connection, &mut walk)?;
        Ok(())
    };
    match all() {
        Ok(()) => {}
        // What comes after it is not looked at.
        Err(Error::Damaged(detail)) => walk.fault(Fault::of("database_damaged").detail(detail)),
        // The file is whole, but this program never writes such a row.
        Err(Error::Internal(detail)) => walk.fault(Fault::of("row_unreadable").detail(detail)),
        Err(error) => return Err(error),
    }
    report.faults = walk.faults;
    report.fault_count = walk.fault_count;
    report.stopped = walk.stopped;
    Ok(report)
}

fn against(
    connection: &Connection,
    anchor: Option<&Anchor>,
    walk: &mut Walk<'_>,
) -> Result<AnchorState, Error> {
    let Some(anchor) = anchor else {
        return Ok(AnchorState::None);
    };
    let holds = chain::holds(connection, anchor).or_else(|error| match error {
        // A row that can't be read does not hold anything.
        Error::Damaged(_) | Error::Internal(_) => Ok(false),
        error => Err(error),
    })?;
    if holds {
        return Ok(AnchorState::Holds);
    }
    walk.fault(Fault {
        seq: Some(anchor.seq),
        ..Fault::of("anchor_broken")
    });
    Ok(AnchorState::Broken)
}

/// What was found of one record.
pub(crate) struct Examined {
    /// Its identity in lists; empty where it can't be read.
    pub uid: String,
    /// Its title in lists.
    pub title: String,
    /// What does not hold.
    pub faults: Vec<Fault>,
    /// Materials, by their hashes, whose bytes were not looked at.
    pub unread: Vec<String>,
}

/// Looks at one record: its columns, texts and contents against the chain, its own events, and as many of its materials'
/// bytes as `bytes_max` lets it. Reads one state of the database where the caller holds a transaction.
///
/// # Errors
/// [`Error::Unknown`] where there is no such record; those of reading.
pub(crate) fn examine(connection: &Connection, id: i64, bytes_max: u64) -> Result<Examined, Error> {
    let (uid, title) = record::names(connection, id)?;
    let mut faults = record::check_one(connection, id)?;
    faults.extend(record::named(
        events::check_of(connection, &uid)?,
        id,
        &title,
    ));
    let (of_materials, unread) = material::check_of(connection, id, bytes_max)?;
    faults.extend(of_materials);
    Ok(Examined {
        uid,
        title,
        faults,
        unread,
    })
}

/// What was read, or `None` where the row holds what this program never writes.
pub(crate) fn readable<T>(read: rusqlite::Result<T>) -> Result<Option<T>, Error> {
    use rusqlite::Error as E;
    match read {
        Ok(found) => Ok(Some(found)),
        Err(
            E::FromSqlConversionFailure(..)
            | E::IntegralValueOutOfRange(..)
            | E::InvalidColumnType(..)
            | E::Utf8Error(..),
        ) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
