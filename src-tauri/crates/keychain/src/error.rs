//! Keychain errors, grouped by what a caller can do about them.
//!
//! `keyring` errors are never exposed whole, because some of their variants contain the stored bytes.

use std::error::Error as StdError;

/// Why a keychain request failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no keychain, or none that can store anything. It may appear later.
    #[error("this system has no keychain")]
    NoKeychain,
    /// The keychain is locked: unlocking was not requested, or the prompt was dismissed.
    #[error("the keychain is locked")]
    Locked,
    /// No answer within the time limit. The operation may still complete.
    #[error("the keychain did not answer in time")]
    TimedOut,
    /// The request failed for another reason.
    #[error("the keychain failed")]
    Failed(#[from] Failure),
}

impl StoreError {
    /// Returns the error's stable name, by which the UI selects a message.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoKeychain => "no_keychain",
            Self::Locked => "keychain_locked",
            Self::TimedOut => "keychain_timeout",
            Self::Failed(_) => "keychain_failed",
        }
    }
}

/// A failure of the keychain itself. No variant contains the key or a part of it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Several keys are stored under the same name.
    #[error("the keychain holds {count} keys under one name")]
    Ambiguous {
        /// The number of keys.
        count: usize,
    },
    /// The stored value is not text, so another program stored it.
    #[error("the stored value is not text")]
    NotText,
    /// The name or the key is longer than the system allows.
    #[error("the keychain allows at most {limit} characters")]
    TooLong {
        /// The system's limit in characters.
        limit: u32,
    },
    /// The system's keychain reported an error.
    #[error("the system's keychain reported an error")]
    System(#[source] Box<dyn StdError + Send + Sync>),
    /// The keychain thread could not be started.
    #[error("the keychain thread could not be started")]
    Thread(#[source] std::io::Error),
    /// The keychain thread ended before it answered.
    #[error("the keychain thread ended early")]
    ThreadEnded,
}

impl From<keyring_core::Error> for StoreError {
    fn from(error: keyring_core::Error) -> Self {
        use keyring_core::Error;
        match error {
            Error::NoDefaultStore => Self::NoKeychain,
            Error::NoStorageAccess(_) => Self::Locked,
            Error::Ambiguous(entries) => Failure::Ambiguous {
                count: entries.len(),
            }
            .into(),
            // These two contain the stored bytes; drop them here.
            Error::BadEncoding(_) | Error::BadDataFormat(_, _) => Failure::NotText.into(),
            Error::TooLong(_, limit) => Failure::TooLong { limit }.into(),
            Error::PlatformFailure(source) => Failure::System(source).into(),
            other => Failure::System(Box::new(other)).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_bytes_that_are_not_text_do_not_reach_the_error() {
        let bytes = b"sk-secret-\xff".to_vec();
        for error in [
            keyring_core::Error::BadEncoding(bytes.clone()),
            keyring_core::Error::BadDataFormat(bytes.clone(), "cut short".into()),
        ] {
            let shown = format!("{:?}", StoreError::from(error));
            assert_eq!(shown, "Failed(NotText)");
        }
    }

    #[test]
    fn each_kind_has_a_code_of_its_own() {
        let kinds = [
            StoreError::NoKeychain,
            StoreError::Locked,
            StoreError::TimedOut,
            StoreError::Failed(Failure::NotText),
        ];
        let codes: std::collections::BTreeSet<_> = kinds.iter().map(StoreError::code).collect();
        assert_eq!(codes.len(), kinds.len());
    }
}
