//! A single-instance lock on the app's folders. A second process could overwrite data of the first: each holds settings,
//! subjects and conversations in memory and writes whole files.
//!
//! The lock is an operating system lock on a file in each folder, so a process that is killed releases it. A process
//! without the lock shows its window, which says so, and executes no other command.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use platform::{ReadError, open_or_create};
use serde_json::json;
use tokio::{sync::watch, time::Instant};

use crate::{settings::SettingsFile, wire::Problem};
use platform::atomic_write::put_aside;

/// The time to wait for a process that is ending, and the interval between attempts.
const PATIENCE: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Whether this process holds the lock on the app's folders, and the locked files.
pub struct InstanceLock {
    locks: [PathBuf; 2],
    files: Mutex<Vec<File>>,
    held: watch::Sender<bool>,
}

impl InstanceLock {
    /// Creates the lock for these folders. Locks nothing yet.
    pub fn new(settings: &Path, data: &Path) -> Self {
        Self {
            // Two names, since both may be the same folder on some systems.
            locks: [settings.join("settings.lock"), data.join("data.lock")],
            files: Mutex::default(),
            held: watch::Sender::new(false),
        }
    }

    /// Whether this process holds the lock.
    pub fn is_held(&self) -> bool {
        *self.held.borrow()
    }

    /// Waits until this process holds the lock.
    pub async fn held(&self) {
        // Fails only if the sender is gone, and `self` is the sender.
        let _ = self.held.subscribe().wait_for(|held| *held).await;
    }

    /// Tries to get the lock, and returns whether this process holds it. Runs `first` right after getting it, before
    /// notifying anyone.
    pub fn take(&self, first: impl FnOnce()) -> bool {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_held() {
            return true;
        }
        let mut taken = Vec::new();
        for path in &self.locks {
            match lock(path) {
                Ok(file) => taken.push(file),
                Err(TryLockError::WouldBlock) => return false,
                // A folder that is read-only, or on a file system without locks, must not keep the app from starting.
                // Write errors are reported when they occur.
                Err(TryLockError::Error(_)) => {}
            }
        }
        *files = taken;
        first();
        self.held.send_replace(true);
        true
    }

    /// Releases the lock, as the end of the process does.
    pub fn release(&self) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        self.held.send_replace(false);
        files.clear();
    }
}

fn lock(path: &Path) -> Result<File, TryLockError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(TryLockError::Error)?;
    }
    let file = match open_or_create(path) {
        // No process can have locked that.
        Err(ReadError::IsFolder | ReadError::NotAFile) => {
            put_aside(path);
            open_or_create(path)
        }
        opened => opened,
    };
    let file = file.map_err(|error| TryLockError::Error(error.into()))?;
    file.try_lock()?;
    Ok(file)
}

/// Gets the lock for a window that starts.
///
/// # Errors
/// `already_open` if another process holds it, with the language and theme from the settings.
pub async fn take_for_window(lock: &InstanceLock, settings: &SettingsFile) -> Result<(), Problem> {
    let until = Instant::now() + PATIENCE;
    while !lock.take(|| settings.load()) {
        if Instant::now() >= until {
            let look = settings.glance();
            return Err(Problem::new(
                "already_open",
                json!({ "language": look.language, "theme": look.theme }),
            ));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(folder: &Path) -> [InstanceLock; 2] {
        std::array::from_fn(|_| InstanceLock::new(folder, &folder.join("data")))
    }

    #[test]
    fn one_of_two_has_the_folders_until_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = claims(folder.path());
        assert!(first.take(|| {}));
        assert!(!second.take(|| panic!("it has none")));
        assert!(first.take(|| panic!("it has them already")));
        drop(first);
        assert!(second.take(|| {}));
    }

    #[test]
    fn two_folders_of_which_another_has_one_are_not_half_taken() {
        let folder = tempfile::tempdir().unwrap();
        let both = InstanceLock::new(folder.path(), &folder.path().join("data"));
        let data = InstanceLock::new(&folder.path().join("other"), &folder.path().join("data"));
        let settings = InstanceLock::new(folder.path(), &folder.path().join("elsewhere"));
        assert!(data.take(|| {}));
        assert!(!both.take(|| {}));
        assert!(settings.take(|| {}), "the folder of the settings is free");
    }

    #[test]
    fn settings_and_data_in_one_folder_are_not_in_each_others_way() {
        let folder = tempfile::tempdir().unwrap();
        let lock = InstanceLock::new(folder.path(), folder.path());
        assert!(lock.take(|| {}));
        assert_eq!(lock.files.lock().unwrap().len(), 2);
    }
}
