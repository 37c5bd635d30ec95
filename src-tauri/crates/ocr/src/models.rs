//! The two models on disk.
//!
//! `make models` installs them. `models.sha256` pins the files for both that script and this module, so the program never
//! runs a model other than the measured one.

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use platform::{ReadError, read_bounded};
use rten::{Model, ModelOptions};
use sha2::{Digest, Sha256};

use crate::{ModelError, recognise::Recogniser};

const PINNED: &str = include_str!("../models.sha256");
const DETECTION: &str = "detection.onnx";
const RECOGNITION: &str = "recognition.onnx";

/// Maximum size of a model file; several times the size of either model.
const MODEL_BYTES: u64 = 200_000_000;

/// Models found on disk. Finding them reads nothing; [`Reader::new`](crate::Reader::new) loads them.
#[derive(Debug, Clone)]
pub struct Models {
    folder: PathBuf,
}

pub(crate) struct Loaded {
    pub(crate) detection: Arc<Model>,
    pub(crate) recognition: Arc<Recogniser>,
}

impl Models {
    /// The folder in which this program expects its models: `lib/finagent-desk/models` beside the program's folder in an
    /// installation, or `models` in the target folder of a development build, which `make models` fills. The folder may not
    /// exist.
    #[must_use]
    pub fn folder() -> PathBuf {
        let program = env::current_exe().unwrap_or_default();
        let above = |folders| program.ancestors().nth(folders).unwrap_or(Path::new(""));
        let installed = above(2).join("lib/finagent-desk/models");
        // First the program itself, then an example or a test, whose file is one folder deeper.
        let places = [installed, above(2).join("models"), above(3).join("models")];
        let first = places.first().cloned().unwrap_or_default();
        places
            .into_iter()
            .find(|place| place.is_dir())
            .unwrap_or(first)
    }

    /// Checks that `folder` has both models.
    ///
    /// # Errors
    ///
    /// [`ModelError::NotInstalled`] if one is missing.
    pub fn find(folder: impl Into<PathBuf>) -> Result<Self, ModelError> {
        let folder = folder.into();
        for name in [DETECTION, RECOGNITION] {
            let file = folder.join(name);
            if !file.is_file() {
                return Err(ModelError::NotInstalled { missing: file });
            }
        }
        Ok(Self { folder })
    }

    /// Identifies the pinned models. Results cached under another version are stale.
    #[must_use]
    pub fn version() -> String {
        Sha256::digest(PINNED)
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    pub(crate) fn load(&self) -> Result<Loaded, ModelError> {
        let detection = self.finder()?;
        let model = self.model(RECOGNITION)?;
        let letters: Vec<String> = model
            .metadata()
            .get("character")
            .map(|letters| letters.lines().map(str::to_owned).collect())
            .unwrap_or_default();
        if letters.is_empty() {
            return Err(ModelError::NotAModel {
                path: self.folder.join(RECOGNITION),
                source: "it does not say which letters it tells apart".into(),
            });
        }
        Ok(Loaded {
            detection,
            recognition: Arc::new(Recogniser { model, letters }),
        })
    }

    /// Loads the detection model only.
    pub(crate) fn finder(&self) -> Result<Arc<Model>, ModelError> {
        self.model(DETECTION).map(Arc::new)
    }

    fn model(&self, name: &str) -> Result<Model, ModelError> {
        let path = self.folder.join(name);
        let bytes = read(&path)?;
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if pinned(name) != Some(hash.as_str()) {
            return Err(ModelError::Changed { path });
        }
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        options.load(bytes).map_err(|source| ModelError::NotAModel {
            path,
            source: Box::new(source),
        })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, ModelError> {
    read_bounded(path, MODEL_BYTES).map_err(|error| match error {
        ReadError::Missing => ModelError::NotInstalled {
            missing: path.into(),
        },
        error => ModelError::Unreadable {
            path: path.into(),
            source: error.into(),
        },
    })
}

/// The pinned hash of `name`; `models.sha256` has the format of `sha256sum`.
fn pinned(name: &str) -> Option<&'static str> {
    PINNED
        .lines()
        .filter_map(|line| line.split_once("  "))
        .find(|(_, file)| *file == name)
        .map(|(hash, _)| hash)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn models_that_are_not_there_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let Err(ModelError::NotInstalled { missing }) = Models::find(folder.path()) else {
            panic!("found models in an empty folder");
        };
        assert_eq!(missing, folder.path().join(DETECTION));
    }

    #[test]
    fn models_that_were_changed_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for name in [DETECTION, RECOGNITION] {
            fs::write(folder.path().join(name), "another model").unwrap();
        }
        let found = Models::find(folder.path()).unwrap();
        assert!(matches!(found.load(), Err(ModelError::Changed { .. })));
    }

    #[test]
    fn both_models_are_pinned() {
        for name in [DETECTION, RECOGNITION] {
            assert_eq!(pinned(name).map(str::len), Some(64), "{name}");
        }
    }
}
