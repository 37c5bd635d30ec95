//! Turns the errors of the crates into what the window is told: a code and its parameters.
//!
//! The one place where that happens, so that it can be seen at a glance which errors reach a person.
//! Nothing here writes a sentence, and nothing here may carry a path or the key.

use files::ReadError;
use finagent::KeyFormat;
use keychain::StoreError;
use serde_json::{Value, json};

use crate::ipc::Problem;

impl Problem {
    /// A problem with parameters; `params` is a JSON object.
    pub fn new(code: &str, params: Value) -> Self {
        Self {
            code: code.to_owned(),
            params,
        }
    }

    /// A problem whose sentence needs no parameters.
    pub fn plain(code: &str) -> Self {
        Self::new(code, json!({}))
    }

    /// A problem as the records hold it.
    pub fn recorded(recorded: &Value) -> Self {
        let code = recorded.get("code").and_then(Value::as_str);
        let params = recorded.get("params").filter(|params| params.is_object());
        Self::new(
            code.unwrap_or("internal"),
            params.cloned().unwrap_or_else(|| json!({})),
        )
    }

    /// Something that can't happen did; `place` says where, for a bug report.
    pub fn internal(place: &str) -> Self {
        Self::new("internal", json!({ "place": place }))
    }
}

impl From<&finagent::Error> for Problem {
    fn from(error: &finagent::Error) -> Self {
        Self::new(error.code(), error.params())
    }
}

impl From<finagent::Error> for Problem {
    fn from(error: finagent::Error) -> Self {
        Self::from(&error)
    }
}

impl From<KeyFormat> for Problem {
    fn from(error: KeyFormat) -> Self {
        Self::new("key_format", json!({ "problem": error.as_str() }))
    }
}

impl From<records::Error> for Problem {
    fn from(error: records::Error) -> Self {
        Self::new(error.code(), error.params())
    }
}

impl From<intake::Refusal> for Problem {
    fn from(refusal: intake::Refusal) -> Self {
        Self::new(refusal.code(), refusal.params())
    }
}

impl From<worker::Error> for Problem {
    fn from(error: worker::Error) -> Self {
        Self::new(error.code(), error.params())
    }
}

impl From<drawing::Refusal> for Problem {
    fn from(refusal: drawing::Refusal) -> Self {
        Self::new(refusal.code(), refusal.params())
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::plain(error.code())
    }
}

impl From<tokio::task::JoinError> for Problem {
    fn from(_: tokio::task::JoinError) -> Self {
        Self::internal("background work")
    }
}

impl From<tauri::Error> for Problem {
    fn from(_: tauri::Error) -> Self {
        Self::internal("background work")
    }
}

/// Why a file was not read, as the window's sentences name it.
pub fn read_reason(error: &ReadError) -> &'static str {
    match error {
        ReadError::Missing => "missing",
        ReadError::IsFolder => "is_folder",
        ReadError::NotAFile => "not_a_file",
        ReadError::TooLarge { .. } => "too_large",
        ReadError::Io(error) => io_reason(error),
    }
}

/// The class of an I/O failure, as the window's sentences name it.
pub fn io_reason(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "permission",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "full",
        ErrorKind::NotFound => "missing",
        ErrorKind::IsADirectory => "is_folder",
        _ => "io",
    }
}
