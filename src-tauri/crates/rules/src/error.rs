//! What can be wrong with a pack or a law, told so that its author can mend it.

use std::path::PathBuf;

use serde::de::DeserializeOwned;

/// A pack or law that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file can't be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file says something that can't be used.
    #[error("{file}, line {line}: {problem}")]
    Content {
        /// Name of the file.
        file: String,
        /// Where, from 1.
        line: usize,
        /// What is wrong, and what to do.
        problem: String,
    },
}

impl LoadError {
    pub(crate) fn at(file: &str, text: &str, offset: usize, problem: impl Into<String>) -> Self {
        let before = text.as_bytes().get(..offset).unwrap_or_default();
        Self::Content {
            file: file.to_owned(),
            line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
            problem: problem.into(),
        }
    }
}

pub(crate) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, LoadError> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        LoadError::at(file, text, offset, error.message().replace('\n', " "))
    })
}
