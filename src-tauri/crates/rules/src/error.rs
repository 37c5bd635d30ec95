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
        /// The rule or exemption, where it is one.
        place: Option<Place>,
    },
}

/// The rule or exemption that something is wrong with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// Its id.
    pub rule: String,
    /// The key, as in `match`, where one is known.
    pub field: Option<&'static str>,
}

/// What is wrong with a rule.
#[derive(Debug)]
pub(crate) struct Wrong {
    field: Option<&'static str>,
    problem: String,
}

impl Wrong {
    /// Something about the key `field`.
    pub(crate) fn about(field: &'static str) -> impl FnOnce(String) -> Self {
        move |problem| Self {
            field: Some(field),
            problem,
        }
    }

    /// The error of the rule of this id, at its place in the file.
    pub(crate) fn of_rule(self, rule: &str, file: &str, text: &str, offset: usize) -> LoadError {
        let mut error = LoadError::at(file, text, offset, format!("{rule}: {}", self.problem));
        if let LoadError::Content { place, .. } = &mut error {
            *place = Some(Place {
                rule: rule.to_owned(),
                field: self.field,
            });
        }
        error
    }
}

impl From<String> for Wrong {
    fn from(problem: String) -> Self {
        Self {
            field: None,
            problem,
        }
    }
}

impl LoadError {
    pub(crate) fn at(file: &str, text: &str, offset: usize, problem: impl Into<String>) -> Self {
        let before = text.as_bytes().get(..offset).unwrap_or_default();
        Self::Content {
            file: file.to_owned(),
            line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
            problem: problem.into(),
            place: None,
        }
    }
}

pub(crate) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, LoadError> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        LoadError::at(file, text, offset, error.message().replace('\n', " "))
    })
}
