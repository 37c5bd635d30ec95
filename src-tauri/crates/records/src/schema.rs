//! The versions of the database format, and the migrations between them.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{error::Error, index::index_own};

/// Each step migrates from the version of its index to the next one.
const STEPS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
];

/// The version that added an index of a person's own material, which SQL alone can't fill.
const OWN_INDEX: u32 = 4;

/// The format version that this program writes.
pub const SCHEMA_VERSION: u32 = STEPS.len() as u32;

/// The format version of a database; 0 for an empty one.
///
/// # Errors
/// [`Error::Newer`] for an unknown newer version; [`Error::Foreign`] for the database of another program;
/// [`Error::Damaged`] for a file that is not a database.
pub(crate) fn version(connection: &Connection) -> Result<u32, Error> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let found = u32::try_from(found).map_err(|_| Error::Foreign)?;
    if found > SCHEMA_VERSION {
        return Err(Error::Newer {
            found,
            known: SCHEMA_VERSION,
        });
    }
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if found == 0 && tables > 0 {
        return Err(Error::Foreign);
    }
    Ok(found)
}

/// Migrates a database to the newest version, all steps in one transaction. `finish` runs inside it.
pub(crate) fn migrate(
    connection: &mut Connection,
    from: u32,
    finish: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for step in STEPS.iter().skip(from as usize) {
        transaction.execute_batch(step)?;
    }
    // Reads records as this version does, so every table must be there.
    if (1..OWN_INDEX).contains(&from) {
        index_own(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    finish(&transaction)?;
    Ok(transaction.commit()?)
}

/// The triggers of the newest version, by name and SQL text.
pub(crate) fn triggers() -> Result<Vec<(String, String)>, Error> {
    let connection = Connection::open_in_memory()?;
    for step in STEPS {
        connection.execute_batch(step)?;
    }
    triggers_of(&connection)
}

/// The triggers in a database, by name and SQL text.
pub(crate) fn triggers_of(connection: &Connection) -> Result<Vec<(String, String)>, Error> {
    let mut statement =
        connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}
