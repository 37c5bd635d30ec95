//! Where the records lie: the folder that the person chose, in one small file beside the settings, or the usual one.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use crate::{
    json_store::{read_json, unreadable, write},
    wire::Problem,
};

/// Bytes of the file: more than the longest path has.
const BYTES: u64 = 100_000;

/// Where the records lie.
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
    /// `usual` unless a file of the folder `settings` says otherwise.
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

    /// Whether it is one that the person chose.
    pub fn is_chosen(&self) -> bool {
        self.chosen().is_some()
    }

    /// Takes another folder from now on.
    ///
    /// # Errors
    /// `save_failed`; the former one stays then.
    pub fn choose(&self, folder: PathBuf) -> Result<(), Problem> {
        write(&self.file, &Chosen { folder }, BYTES)?;
        *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }

    /// Why the file could not be read. It was put aside then, and the usual folder is in force.
    pub fn problem(&self) -> Option<Problem> {
        let problem = self.problem.lock();
        problem.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn chosen(&self) -> Option<PathBuf> {
        match read_json::<Chosen>(&self.file, BYTES) {
            Ok(chosen) => chosen.map(|chosen| chosen.folder),
            // The usual folder is what a person would look into.
            Err(why) => {
                let problem = unreadable("records_folder_unreadable", &self.file, &why);
                *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem);
                None
            }
        }
    }
}
