//! Checks that the whole database is unchanged, from the first event of the chain to the last picture. Reads
//! it piece by piece, whatever its size.
//!
//! Whoever can write the database can also write a chain that fits. Only an anchor kept elsewhere shows that. The check
//! skips derived data that proves nothing: the search index, thumbnails and drafts.

mod events;
mod journal;
mod material;
mod record;
mod statement;
mod structure;

use rusqlite::Connection;

use crate::{
    chain::{self, Anchor},
    error::Error,
    store::Records,
};

/// Faults listed; all are counted.
const LISTED_MAX: usize = 200;

/// The result of a check of all records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// Events of the chain.
    pub events: u64,
    /// The end of the chain.
    pub head: Anchor,
    /// Records checked.
    pub records: u64,
    /// Materials checked.
    pub materials: u64,
    /// The result of comparing the anchor with the chain.
    pub anchor: AnchorState,
    /// The faults found; at most 200 are listed.
    pub faults: Vec<Fault>,
    /// The number of faults, including those not listed.
    pub fault_count: u64,
    /// The check was stopped before the end.
    pub stopped: bool,
}

/// The result of comparing the chain with an anchor kept outside the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorState {
    /// The chain contains it.
    Holds,
    /// The chain is shorter, or a different one.
    Broken,
    /// No anchor was given.
    None,
}

/// A fault found by a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fault {
    /// A stable code in lowercase letters, listed in docs/evidence.md.
    pub code: &'static str,
    /// The record affected.
    pub record: Option<i64>,
    /// The title of the record, or its uid if it is gone; the SHA-256 of a material; the name of a trigger or a table.
    pub title: String,
    /// The event affected.
    pub seq: Option<u64>,
    /// The column affected, or SQLite's own message; may be empty.
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

/// A check in progress.
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

    /// Counts one more step; returns whether to continue.
    fn step(&mut self) -> bool {
        self.done += 1;
        self.stopped = self.stopped || !(self.go_on)(self.done, self.of);
        !self.stopped
    }
}

impl Records {
    /// Checks everything against the chain, and the chain against `anchor`. Calls `progress` often, with the number of
    /// events, records and materials done and the total; stops if it returns false. Reads one snapshot of the database,
    /// concurrently with the writer, and holds one material and one record in memory at a time.
    ///
    /// Any read error. A damaged database is a fault, not an error.
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
        statement::check_signers(connection, &mut walk)?;
        report.records = record::check_all(connection, &mut walk)?;
        report.materials = material::check_all(connection, &mut walk)?;
        Ok(())
    };
    match all() {
        Ok(()) => {}
        // Nothing after this point is checked.
        Err(Error::Damaged(detail)) => walk.fault(Fault::of("database_damaged").detail(detail)),
        // The file is intact, but this program never writes such a row.
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
        // An unreadable row can't contain the anchor.
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

/// The result of checking one record.
pub(crate) struct Examined {
    /// The uid that lists show; empty if it can't be read.
    pub uid: String,
    /// The title that lists show.
    pub title: String,
    /// The faults found.
    pub faults: Vec<Fault>,
    /// The SHA-256 of the materials whose bytes were not hashed.
    pub unread: Vec<String>,
}

/// Checks one record: its columns, texts and contents against the chain, its own events, its statements, and up to
/// `bytes_max` bytes of its materials. Reads one snapshot of the database if the caller holds a transaction.
///
/// # Errors
/// [`Error::Unknown`] if there is no such record; any read error.
pub(crate) fn examine(connection: &Connection, id: i64, bytes_max: u64) -> Result<Examined, Error> {
    let (uid, title) = record::names(connection, id)?;
    let mut faults = record::check_one(connection, id)?;
    let mut others = events::check_of(connection, &uid)?;
    others.extend(statement::check_of(connection, id, &uid, bytes_max)?);
    faults.extend(record::named(others, id, &title));
    let (of_materials, unread) = material::check_of(connection, id, bytes_max)?;
    faults.extend(of_materials);
    Ok(Examined {
        uid,
        title,
        faults,
        unread,
    })
}

/// The value read, or `None` if the row holds what this program never writes.
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
