//! The folder that the records lie in: who may read it, and that one program at a time has it.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    thread::sleep,
    time::{Duration, Instant},
};

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
        let lock = owner_only(OpenOptions::new().write(true).create(true).truncate(false))
            .open(path.join(LOCK))?;
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
    owner_only(OpenOptions::new().write(true).create(true).truncate(false)).open(path)?;
    Ok(())
}

/// A new file of that name gets mode 0600 where files have modes.
pub(crate) fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// The files that make up a database: itself, and what SQLite keeps beside it.
pub(crate) fn files_of(database: &Path) -> [PathBuf; 3] {
    let beside = |end: &str| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    [database.to_owned(), beside("-wal"), beside("-shm")]
}
