//! The folder that the records lie in: who may read it, and that one program at a time has it.

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

/// How long another instance's lock is waited for, and how often it is looked.
const PATIENCE: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The folder of the records, locked for as long as this lives.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes the folder where it is missing, and locks it.
    pub(crate) fn lock(path: &Path) -> Result<Self, Error> {
        fs::create_dir_all(path)?;
        let lock = open_or_create(&path.join(LOCK))?;
        let until = Instant::now() + PATIENCE;
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                // An app that was killed a moment ago may still be going.
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

/// Where the database of a folder of records is.
pub(crate) fn database_in(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}

/// Makes an empty file for its owner alone where there is none. SQLite gives its side files the same permissions.
pub(crate) fn touch(path: &Path) -> Result<(), Error> {
    open_or_create(path)?;
    Ok(())
}

/// Makes sure that neither a database nor what SQLite keeps beside it is anything but a regular file: on a pipe it would wait
/// for ever, and into a device it would write.
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

/// The files that make up a database: itself, and what SQLite keeps beside it.
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
