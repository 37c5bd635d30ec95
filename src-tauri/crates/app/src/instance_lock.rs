//! One process at a time works with the app's folders. A second one could overwrite what the first keeps there: each
//! holds settings, subjects and conversations in memory and writes whole files.
//!
//! The claim is a lock of the operating system on a file in each folder, so the lock of a process that was killed is gone
//! with it. A process without the claim shows its window, says so in it, and answers no other command.

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

/// How long a process that is just ending is waited for, and how often it is looked.
const PATIENCE: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Whether this process has the app's folders, and what they are locked with.
pub struct InstanceLock {
    locks: [PathBuf; 2],
    files: Mutex<Vec<File>>,
    held: watch::Sender<bool>,
}

impl InstanceLock {
    /// On these folders. Nothing is locked yet.
    pub fn new(settings: &Path, data: &Path) -> Self {
        Self {
            // Two names, since on some systems both are the same folder.
            locks: [settings.join("settings.lock"), data.join("data.lock")],
            files: Mutex::default(),
            held: watch::Sender::new(false),
        }
    }

    /// Whether this process has them.
    pub fn is_held(&self) -> bool {
        *self.held.borrow()
    }

    /// Waits until this process has them.
    pub async fn held(&self) {
        // Fails only where the sender is gone, and this is it.
        let _ = self.held.subscribe().wait_for(|held| *held).await;
    }

    /// Takes them unless another process has them; whether this one has them now. `first` is done when they were just taken,
    /// before anybody is told.
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
                // A folder that can't be written to, or is on a file system without locks, must not keep the app from
                // starting: what can't be kept there is said when it is to be kept.
                Err(TryLockError::Error(_)) => {}
            }
        }
        *files = taken;
        first();
        self.held.send_replace(true);
        true
    }

    /// Lets go of them, as the end of the process does.
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
        // Nobody can have locked that.
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

/// Takes the folders for the window that starts.
///
/// # Errors
/// `already_open` where another process has them, with the language and theme that the settings name.
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
