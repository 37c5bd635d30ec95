//! The status of a stored key, without revealing the key.

use secrecy::{ExposeSecret, SecretString};

/// The shortest key, in characters, whose last four are shown; of a shorter one they would reveal too much.
const SHORTEST_TO_HINT: usize = 12;

/// Where the key of an account is stored, as far as can be told without a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The keychain holds no key.
    None,
    /// The keychain holds a key.
    Stored {
        /// The last four characters; empty if the key has fewer than 12.
        last4: String,
    },
    /// The keychain is locked, so it is unknown whether it holds a key.
    Locked,
    /// The key is in memory only, until the program ends.
    Session {
        /// The last four characters; empty if the key has fewer than 12.
        last4: String,
    },
    /// There is no keychain, and no key in memory.
    NoKeychain,
    /// The keychain failed or did not answer in time.
    Failed {
        /// The stable name, see [`StoreError::code`](crate::StoreError::code).
        code: &'static str,
    },
}

/// Where a key was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In the system's keychain, permanently.
    InKeychain,
    /// In memory because there is no keychain; lost when the program ends.
    ThisSessionOnly,
}

/// The last four characters of a key that is long enough to show them, else empty.
pub(crate) fn last4(key: &SecretString) -> String {
    let key = key.expose_secret();
    let count = key.chars().count();
    if count < SHORTEST_TO_HINT {
        return String::new();
    }
    key.chars().skip(count - 4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_key_shows_its_last_four_characters() {
        assert_eq!(last4(&"0123456789ab".into()), "89ab");
        assert_eq!(last4(&"密钥密钥密钥密钥密钥末尾".into()), "密钥末尾");
    }

    #[test]
    fn a_short_key_shows_nothing() {
        assert_eq!(last4(&"0123456789a".into()), "");
        assert_eq!(last4(&"".into()), "");
    }
}
