//! The two models on disk.
//!
//! `make models` puts them there; `models.sha256` says which files they are, for that script and for this module alike, so a
//! program never runs a model that it was not measured with.

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

/// Bytes of a model that are read: several times what either has.
const MODEL_BYTES: u64 = 200_000_000;

/// Models that were found. Finding them reads nothing; [`Reader::new`](crate::Reader::new) does.
#[derive(Debug, Clone)]
pub struct Models {
    folder: PathBuf,
}

pub(crate) struct Loaded {
    pub(crate) detection: Arc<Model>,
    pub(crate) recognition: Arc<Recogniser>,
}

impl Models {
    /// Where this program finds its models: under `lib/finagent-desk` beside the folder of an installed program, in the folder
    /// `models` of the target folder for one that was built there, which `make models` fills. Whether they are there is another
    /// question.
    #[must_use]
    pub fn folder() -> PathBuf {
        let program = env::current_exe().unwrap_or_default();
        let above = |folders| program.ancestors().nth(folders).unwrap_or(Path::new(""));
        let installed = above(2).join("lib/finagent-desk/models");
        // The program itself; an example or a test, one folder deeper.
        let places = [installed, above(2).join("models"), above(3).join("models")];
        let first = places.first().cloned().unwrap_or_default();
        places
            .into_iter()
            .find(|place| place.is_dir())
            .unwrap_or(first)
    }

    /// Looks for the models in `folder`.
    ///
    /// # Errors
    ///
    /// [`ModelError::NotInstalled`] when one is not there.
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

    /// Names the models as they are now; results kept from others are of no use.
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

    /// The model alone that finds lines.
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

/// The hash that `name` must have: lines as `sha256sum` writes them.
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
