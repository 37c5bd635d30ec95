//! Converts the errors of the crates to problems for the window: a code with parameters.
//!
//! This is the only place that does so, to show at a glance which errors reach a person. No text for people is written
//! here, and nothing here may contain a path or the key.

use finagent::KeyFormat;
use keychain::{SigningError, StoreError};
use platform::ReadError;
use serde_json::{Value, json};

use crate::{
    log,
    wire::{Consequence, Problem},
};

impl Problem {
    /// A problem with parameters; `params` is a JSON object.
    pub fn new(code: &str, params: Value) -> Self {
        Self {
            code: code.to_owned(),
            consequence: consequence(code, &params),
            params,
        }
    }

    /// A problem without parameters.
    pub fn plain(code: &str) -> Self {
        Self::new(code, json!({}))
    }

    /// A problem as stored in a record.
    pub fn recorded(recorded: &Value) -> Self {
        let code = recorded.get("code").and_then(Value::as_str);
        let params = recorded.get("params").filter(|params| params.is_object());
        Self::new(
            code.unwrap_or("internal"),
            params.cloned().unwrap_or_else(|| json!({})),
        )
    }

    /// A state that should be impossible; `place` locates it in a bug report.
    pub fn internal(place: &str) -> Self {
        Self::logged("internal", json!({ "place": place }))
    }

    /// A failure of the app or on the way to the service, which the log keeps.
    fn logged(code: &str, params: Value) -> Self {
        log::problem(code, &params);
        Self::new(code, params)
    }
}

/// The consequence of a problem for further requests; `None` if it did not come from one.
fn consequence(code: &str, params: &Value) -> Option<Consequence> {
    let of_request = finagent::consequence(code, params).map(Consequence::from);
    of_request.or_else(|| match code {
        // Why the first of the parts has no complete answer. Without a problem, the answers were too large together.
        "parts_missing" => match params.get("problem") {
            Some(cause) if cause.is_object() => Problem::recorded(cause).consequence,
            _ => Some(Consequence::Skip),
        },
        "key_format" => Some(Consequence::FixKey),
        _ if code.starts_with("keychain_") => Some(Consequence::FixKey),
        _ if code.starts_with("picture_") || code.starts_with("worker_") => Some(Consequence::Skip),
        _ => None,
    })
}

impl From<finagent::Consequence> for Consequence {
    fn from(consequence: finagent::Consequence) -> Self {
        use finagent::Consequence as Of;
        match consequence {
            Of::Skip => Self::Skip,
            Of::Hold => Self::Hold,
            Of::FixKey => Self::FixKey,
            Of::FixNetwork => Self::FixNetwork,
            Of::StopAll => Self::StopAll,
        }
    }
}

impl From<&finagent::Error> for Problem {
    fn from(error: &finagent::Error) -> Self {
        match error {
            finagent::Error::Cancelled => Self::new(error.code(), error.params()),
            _ => Self::logged(error.code(), error.params()),
        }
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
        Self::logged(error.code(), error.params())
    }
}

impl From<intake::Refusal> for Problem {
    fn from(refusal: intake::Refusal) -> Self {
        Self::new(refusal.code(), refusal.params())
    }
}

impl From<worker::Error> for Problem {
    fn from(error: worker::Error) -> Self {
        Self::logged(error.code(), error.params())
    }
}

impl From<drawing::Refusal> for Problem {
    fn from(refusal: drawing::Refusal) -> Self {
        Self::new(refusal.code(), refusal.params())
    }
}

impl From<rfc3161::Error> for Problem {
    fn from(error: rfc3161::Error) -> Self {
        use rfc3161::Error as Of;
        let code = match &error {
            Of::Refused { text, failure } => {
                let words = visible_text::strip_invisible(text);
                let failure = failure.map(|failure| format!("{failure:?}"));
                let params = json!({ "words": words, "failure": failure });
                return Self::new("stamp_refused", params);
            }
            Of::Algorithm(algorithm) => {
                return Self::new("stamp_algorithm", json!({ "algorithm": algorithm }));
            }
            Of::TooLarge | Of::Malformed(_) => "stamp_malformed",
            Of::OtherHash | Of::NotSha256 => "stamp_other_hash",
            Of::Nonce => "stamp_nonce",
            Of::NoCertificate | Of::OtherCertificate | Of::Signature => "stamp_signature",
            Of::Purpose => "stamp_purpose",
            Of::NotValidThen => "stamp_expired",
            Of::Chain(_) => "stamp_chain",
            Of::Root(_) | Of::NoRoots => "stamp_roots_unreadable",
        };
        Self::new(code, json!({ "detail": error.to_string() }))
    }
}

impl From<SigningError> for Problem {
    fn from(error: SigningError) -> Self {
        Self::plain(error.code())
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

/// The reason why a file could not be read, as a parameter of a message.
pub fn read_reason(error: &ReadError) -> &'static str {
    match error {
        ReadError::Missing => "missing",
        ReadError::IsFolder => "is_folder",
        ReadError::NotAFile => "not_a_file",
        ReadError::TooLarge { .. } => "too_large",
        ReadError::Io(error) => io_reason(error),
    }
}

/// The kind of an I/O error, as a parameter of a message.
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
