//! Copies of the whole database: before a migration, once a day, and before a backup replaces it.

use std::{fs, path::Path};

use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::{
    chain::{self, Anchor},
    error::Error,
    folder::{Folder, database_in, files_of, touch},
    open::connect,
    schema,
    store::Records,
    timestamp::Timestamp,
};

/// Backups kept; making another one deletes the oldest.
pub const KEPT: usize = 7;

/// Milliseconds between two daily backups: less than a day, so that the hour does not drift.
const DAY_MS: i64 = 23 * 60 * 60 * 1000;

/// The reason for a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The last daily backup is a day old.
    Daily,
    /// A migration was about to change the format.
    Migration,
}

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file name, which also identifies the backup.
    pub name: String,
    /// The time it was made, in milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// The reason for it.
    pub reason: Reason,
    /// The size of the file.
    pub bytes: u64,
}

impl Reason {
    fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Migration => "migration",
        }
    }
}

/// Copies the database that `connection` has open, and deletes the oldest backups.
pub(crate) fn make(
    connection: &Connection,
    folder: &Path,
    now: &Timestamp,
    reason: Reason,
) -> Result<(), Error> {
    fs::create_dir_all(folder)?;
    let name = format!("records-{}-{}.db", now.utc_ms, reason.as_str());
    let half = folder.join(format!("{name}.half"));
    // Remove files that a crash left.
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "half") {
            fs::remove_file(path)?;
        }
    }
    touch(&half)?;
    let text = half
        .to_str()
        .ok_or(Error::Io("the folder's name".to_owned()))?;
    let copied = connection.execute("VACUUM INTO ?1", [text]);
    if let Err(error) = copied {
        let _ = fs::remove_file(&half);
        return Err(error.into());
    }
    fs::rename(&half, folder.join(name))?;
    for old in list(folder)?.iter().skip(KEPT) {
        fs::remove_file(folder.join(&old.name))?;
    }
    Ok(())
}

/// The backups in a folder, latest first.
fn list(folder: &Path) -> Result<Vec<Backup>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut backups = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((at_ms, reason)) = named(&name) {
            // Copying a pipe or a device would never end.
            let Some(found) = fs::metadata(entry.path())
                .ok()
                .filter(fs::Metadata::is_file)
            else {
                continue;
            };
            let bytes = found.len();
            backups.push(Backup {
                name,
                at_ms,
                reason,
                bytes,
            });
        }
    }
    backups.sort_by_key(|backup| std::cmp::Reverse(backup.at_ms));
    Ok(backups)
}

fn named(name: &str) -> Option<(i64, Reason)> {
    let middle = name.strip_prefix("records-")?.strip_suffix(".db")?;
    let (at_ms, reason) = middle.split_once('-')?;
    let reasons = [Reason::Daily, Reason::Migration];
    let reason = reasons.into_iter().find(|known| known.as_str() == reason)?;
    Some((at_ms.parse().ok()?, reason))
}

/// The backups of the records in `folder`, latest first. Works even if the records themselves can't be opened.
///
/// # Errors
/// Any error of reading the folder.
pub fn backups(folder: &Path) -> Result<Vec<Backup>, Error> {
    list(&folder.join("backups"))
}

/// Replaces the records in `folder`, which must not be open, by a backup. Keeps the previous files beside it and returns
/// their new name.
///
/// # Errors
/// [`Error::InUse`] while they are open; [`Error::Unknown`] if there is no such backup; [`Error::BackupDamaged`] or
/// [`Error::Newer`] if it is unusable. Nothing has changed then.
pub fn restore(
    folder: &Path,
    name: &str,
    now: &Timestamp,
    anchor: Option<&Anchor>,
) -> Result<Option<String>, Error> {
    let folder = Folder::lock(folder)?;
    let found = list(&folder.backups())?;
    let wanted = found
        .iter()
        .find(|backup| backup.name == name)
        .ok_or(Error::Unknown)?;
    let half = folder.path().join("records.restored");
    let _ = fs::remove_file(&half);
    touch(&half)?;
    fs::copy(folder.backups().join(&wanted.name), &half)?;
    let body = json!({ "backup": wanted.name, "anchor": anchor });
    prove(&half, Some((now, &body))).map_err(of_backup)?;
    let aside = put_aside(&folder.database(), now)?;
    fs::rename(&half, folder.database())?;
    Ok(aside)
}

/// Checks that a file is an intact database of this program, and appends `note` to its chain.
fn prove(path: &Path, note: Option<(&Timestamp, &serde_json::Value)>) -> Result<(), Error> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if schema::version(&connection)? == 0 {
        return Err(Error::Foreign);
    }
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(Error::Damaged(verdict));
    }
    if let Some((now, body)) = note {
        chain::append(&connection, now.utc_ms, "restored", "", body)?;
    }
    // Leave a single file, whatever journal mode it was in.
    connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    Ok(())
}

/// Renames the files of the database. Returns the new name, or `None` if there was nothing to rename.
fn put_aside(database: &Path, now: &Timestamp) -> Result<Option<String>, Error> {
    let nothing = match fs::symlink_metadata(database) {
        // Anything that is not a file, such as a link, is in the way too.
        Ok(found) => found.is_file() && found.len() == 0,
        Err(_) => true,
    };
    if nothing {
        return Ok(None);
    }
    let name = format!("records-until-{}.db", now.utc_ms);
    let aside = database.with_file_name(&name);
    for (old, new) in files_of(database).iter().zip(files_of(&aside)) {
        if fs::symlink_metadata(old).is_ok() {
            fs::rename(old, new)?;
        }
    }
    Ok(Some(name))
}

/// Renames unusable records, so that new ones can be created in their place. Returns their new name.
///
/// # Errors
/// [`Error::InUse`] while they are open; any file system error. Nothing has changed then.
pub fn begin_anew(folder: &Path, now: &Timestamp) -> Result<Option<String>, Error> {
    let folder = Folder::lock(folder)?;
    put_aside(&folder.database(), now)
}

/// The size of the records in a folder in bytes, without their backups.
#[must_use]
pub fn size(folder: &Path) -> u64 {
    let files = files_of(&database_in(folder));
    let sizes = files.iter().filter_map(|file| fs::metadata(file).ok());
    sizes.map(|found| found.len()).sum()
}

/// Whether a folder holds records.
#[must_use]
pub fn holds_records(folder: &Path) -> bool {
    fs::metadata(database_in(folder)).is_ok_and(|found| found.len() > 0)
}

/// Copies the records of a folder, which must not be open, to another folder. Does nothing if that folder already holds
/// the same records: an earlier copy, with no write here since.
///
/// # Errors
/// [`Error::InUse`] while either is open; [`Error::Older`] if the target holds an earlier copy of the same records; any
/// read or write error. The records in `from` never change.
pub fn move_to(from: &Path, to: &Path) -> Result<(), Error> {
    let here = Folder::lock(from)?;
    let there = Folder::lock(to)?;
    let source = connect(&here.database(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if holds_records(to) {
        let other = connect(&there.database(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let same = identity(&source)? == identity(&other)?;
        let behind = chain::anchor(&other)? != chain::anchor(&source)?;
        return if same && behind {
            Err(Error::Older)
        } else {
            Ok(())
        };
    }
    let half = there.path().join("records.moving");
    let _ = fs::remove_file(&half);
    touch(&half)?;
    let text = half
        .to_str()
        .ok_or(Error::Io("the folder's name".to_owned()))?;
    source.execute("VACUUM INTO ?1", [text])?;
    prove(&half, None)?;
    Ok(fs::rename(&half, there.database())?)
}

/// The id of the database that a backup was made of.
///
/// # Errors
/// [`Error::Unknown`] if there is no such backup; [`Error::BackupDamaged`] if it can't be read.
pub fn database_of(folder: &Path, name: &str) -> Result<String, Error> {
    let found = backups(folder)?;
    let wanted = found.iter().find(|backup| backup.name == name);
    let name = &wanted.ok_or(Error::Unknown)?.name;
    let path = folder.join("backups").join(name);
    let identity = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .and_then(|connection| identity(&connection));
    identity.map_err(of_backup)
}

/// Damage in a backup is not damage in the records.
fn of_backup(error: Error) -> Error {
    match error {
        Error::Damaged(detail) | Error::Internal(detail) => Error::BackupDamaged(detail),
        Error::Foreign => Error::BackupDamaged("no database of records".to_owned()),
        Error::ChainGap(seq) => Error::BackupDamaged(format!("no event {seq}")),
        error => error,
    }
}

fn identity(connection: &Connection) -> Result<String, Error> {
    Ok(connection.query_row("SELECT id FROM database", [], |row| row.get(0))?)
}

impl Records {
    /// Makes the daily backup if it is due, and returns whether it did. Reads concurrently with the writer.
    ///
    /// # Errors
    /// Any read or write error.
    pub fn back_up_daily(&self, now: &Timestamp) -> Result<bool, Error> {
        let folder = self.folder().join("backups");
        let latest = list(&folder)?.first().map(|backup| backup.at_ms);
        // A backup dated in the future was made under a wrong clock.
        if latest.is_some_and(|latest| (0..DAY_MS).contains(&(now.utc_ms - latest))) {
            return Ok(false);
        }
        // The idle read connections are not allowed to write a file.
        let path = database_in(self.folder());
        let connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        make(&connection, &folder, now, Reason::Daily)?;
        Ok(true)
    }
}
