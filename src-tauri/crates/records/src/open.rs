//! Opens the records: locks the folder, configures the connection, migrates the format and closes records that a crash left open.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::{
    backup,
    chain::{self, Anchor},
    error::Error,
    facts::Kind,
    folder::{self, Folder},
    material::Material,
    new_uid,
    recover::{self, ReadBack},
    schema::{self, SCHEMA_VERSION},
    store::Records,
    timestamp::Timestamp,
    writer::Writer,
};

/// The time to wait for another program's lock.
const PATIENCE: Duration = Duration::from_secs(2);

/// The parameters of [`Records::open`].
pub struct Opening<'a> {
    /// The folder of the records; created if it is missing.
    pub folder: &'a Path,
    /// The current time.
    pub now: Timestamp,
    /// Parses an answer from its bytes, for records that a crash left open.
    pub read_back: ReadBack,
    /// Receives each new head of the chain, on the writer's thread.
    pub head_moved: Box<dyn Fn(Anchor) + Send>,
}

/// A record that was open when the app last ended, and is now closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// The id of the record in this database.
    pub id: i64,
    /// The assistant that ran.
    pub kind: Kind,
    /// The title shown to people.
    pub title: String,
}

impl Records {
    /// Opens the records of a folder, or creates them there.
    ///
    /// # Errors
    /// Each reason has its own variant. After any of them, nothing has been changed or deleted.
    pub fn open(opening: Opening<'_>) -> Result<(Self, Vec<Unfinished>), Error> {
        let folder = Folder::lock(opening.folder)?;
        let path = folder.database();
        folder::touch(&path)?;
        let mut connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let version = schema::version(&connection)?;
        set_up(&connection)?;
        let now = opening.now;
        if version < SCHEMA_VERSION {
            if version > 0 {
                backup::make(
                    &connection,
                    &folder.backups(),
                    &now,
                    backup::Reason::Migration,
                )?;
            }
            schema::migrate(&mut connection, version, |transaction| {
                if version > 0 {
                    return Ok(());
                }
                let id = new_uid()?;
                transaction.execute(
                    "INSERT INTO database (id, made_ms) VALUES (?1, ?2)",
                    (&id, now.utc_ms),
                )?;
                let body = json!({ "database": id, "zone": now.zone });
                chain::append(transaction, now.utc_ms, "begun", "", &body).map(drop)
            })?;
        }
        Material::drop_arriving(&connection)?;
        let unfinished = recover::close_open(&mut connection, &opening.read_back)?;
        let writer = Writer::new(connection, opening.read_back, opening.head_moved);
        let records = Self::start(folder, writer)?;
        Ok((records, unfinished))
    }
}

/// Opens a connection that waits for locks, but only for [`PATIENCE`].
pub(crate) fn connect(path: &Path, access: OpenFlags) -> Result<Connection, Error> {
    folder::regular(path)?;
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// Configures the one connection that writes.
fn set_up(connection: &Connection) -> Result<(), Error> {
    // SQLite answers with the mode now in force.
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Error::Io(format!("journal mode {mode}")));
    }
    // A committed transaction survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Overwrite what a person deletes.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "journal_size_limit", 16_000_000)?;
    Ok(())
}
