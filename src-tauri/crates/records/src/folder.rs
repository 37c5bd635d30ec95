//! The folder of the records: its permissions, and the lock that lets one program at a time use it.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    thread::sleep,
    time::{Duration, Instant},
};

use platform::open_or_create;

use crate::error::Error;

const DATABASE: &str = "records.db";
const LOCK: &str = "records.lock";
const BACKUPS: &str = "backups";

/// The time to wait for another instance's lock, and the interval between attempts.
const PATIENCE: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The folder of the records, locked for as long as this value lives.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Creates the folder if it is missing, and locks it.
    pub(crate) fn lock(path: &Path) -> Result<Self, Error> {
        fs::create_dir_all(path)?;
        let lock = open_or_create(&path.join(LOCK))?;
        let until = Instant::now() + PATIENCE;
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                // An app that was killed a moment ago may not have exited yet.
                Err(TryLockError::WouldBlock) if Instant::now() < until => sleep(LOOK_AGAIN),
                Err(TryLockError::WouldBlock) => return Err(Error::InUse),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn database(&self) -> PathBuf {
        database_in(&self.path)
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.path.join(BACKUPS)
    }
}

/// The path of the database in a folder of records.
pub(crate) fn database_in(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}

/// Creates an empty file that only its owner can read, if none exists. SQLite gives its side files the same permissions.
pub(crate) fn touch(path: &Path) -> Result<(), Error> {
    open_or_create(path)?;
    Ok(())
}

/// Fails if the database or one of SQLite's files beside it is not a regular file. SQLite would wait forever on a pipe,
/// and would write into a device.
pub(crate) fn regular(database: &Path) -> Result<(), Error> {
    let [file, wal, shared] = files_of(database);
    let journal = beside(database, "-journal");
    for path in [file, wal, shared, journal] {
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(Error::NotAFile);
        }
    }
    Ok(())
}

/// The files of a database: itself, and those SQLite keeps beside it.
pub(crate) fn files_of(database: &Path) -> [PathBuf; 3] {
    [
        database.to_owned(),
        beside(database, "-wal"),
        beside(database, "-shm"),
    ]
}

fn beside(database: &Path, end: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
