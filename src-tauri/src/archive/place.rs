//! Where the records lie: the folder that the person chose, in one small file beside the settings, or the usual one.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    ipc::Problem,
    kept::{read_kept, write_kept},
};

/// Where the records lie.
pub struct RecordsPlace {
    usual: PathBuf,
    file: PathBuf,
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
        write_kept(&self.file, &Chosen { folder })
    }

    fn chosen(&self) -> Option<PathBuf> {
        // A file that can't be read was put aside; the usual folder is what a person would look into.
        let chosen: Option<Chosen> = read_kept(&self.file).ok().flatten();
        chosen.map(|chosen| chosen.folder)
    }
}
