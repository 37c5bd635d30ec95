//! The folder of the records: the default, or the one that the person chose, stored in a small file beside the settings.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use crate::{
    json_store::{read_json, unreadable, write},
    wire::Problem,
};

/// Limit of the file in bytes: more than the longest path needs.
const BYTES: u64 = 100_000;

/// The folder of the records.
pub struct RecordsPlace {
    usual: PathBuf,
    file: PathBuf,
    problem: Mutex<Option<Problem>>,
}

#[derive(Serialize, Deserialize)]
struct Chosen {
    folder: PathBuf,
}

impl RecordsPlace {
    /// Uses `usual` unless a file in `settings` names another folder.
    pub fn new(usual: PathBuf, settings: &Path) -> Self {
        Self {
            usual,
            file: settings.join("records-folder.json"),
            problem: Mutex::default(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> PathBuf {
        self.chosen().unwrap_or_else(|| self.usual.clone())
    }

    /// Whether the person chose it.
    pub fn is_chosen(&self) -> bool {
        self.chosen().is_some()
    }

    /// Switches to another folder.
    ///
    /// # Errors
    /// `save_failed`; the previous folder stays in use then.
    pub fn choose(&self, folder: PathBuf) -> Result<(), Problem> {
        write(&self.file, &Chosen { folder }, BYTES)?;
        *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }

    /// The reason why the file could not be read. It was renamed, and the default folder is in use.
    pub fn problem(&self) -> Option<Problem> {
        let problem = self.problem.lock();
        problem.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn chosen(&self) -> Option<PathBuf> {
        match read_json::<Chosen>(&self.file, BYTES) {
            Ok(chosen) => chosen.map(|chosen| chosen.folder),
            // A person would look in the default folder.
            Err(why) => {
                let problem = unreadable("records_folder_unreadable", &self.file, &why);
                *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem);
                None
            }
        }
    }
}
