//! What can go wrong with a keychain, in the kinds a caller can act on.
//!
//! Errors of `keyring` are never passed on whole: some of their variants carry the stored bytes.

use std::error::Error as StdError;

/// Why the keychain gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no keychain to ask, or none that could keep anything. Trying again later is worth while.
    #[error("this system has no keychain")]
    NoKeychain,
    /// The keychain is locked, and stays so: it was not to be unlocked, or the prompt was dismissed.
    #[error("the keychain is locked")]
    Locked,
    /// No answer within the limit. What was asked may still happen.
    #[error("the keychain did not answer in time")]
    TimedOut,
    /// The keychain answered, but not with what was asked for.
    #[error("the keychain failed")]
    Failed(#[from] Failure),
}

impl StoreError {
    /// A stable name of the kind, for the window to choose its words by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoKeychain => "no_keychain",
            Self::Locked => "keychain_locked",
            Self::TimedOut => "keychain_timeout",
            Self::Failed(_) => "keychain_failed",
        }
    }
}

/// A failure of the keychain itself. None of these holds the key or a part of it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// More than one key is stored under the same name.
    #[error("the keychain holds {count} keys under one name")]
    Ambiguous {
        /// How many there are.
        count: usize,
    },
    /// What is stored is not text, so this program did not store it.
    #[error("what the keychain holds is not text")]
    NotText,
    /// The system's limit on the length of a name or a key.
    #[error("the keychain takes at most {limit} characters")]
    TooLong {
        /// The system's limit.
        limit: u32,
    },
    /// The system reported an error of its own.
    #[error("the system's keychain reported an error")]
    System(#[source] Box<dyn StdError + Send + Sync>),
    /// The thread that asks the keychain could not be started.
    #[error("the keychain's thread could not be started")]
    Thread(#[source] std::io::Error),
    /// The thread that asks the keychain ended before it answered.
    #[error("the keychain's thread ended early")]
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
            // These two carry the stored bytes, which end here.
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
