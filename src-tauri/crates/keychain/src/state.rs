//! What may be told about a key to someone who must not learn it.

use secrecy::{ExposeSecret, SecretString};

/// A key shorter than this, in characters, shows nothing of itself: four of it would be too large a part.
const SHORTEST_TO_HINT: usize = 12;

/// Where the key of an account is, as far as can be told without prompting anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The keychain answered, and holds no key.
    None,
    /// The keychain holds a key.
    Stored {
        /// The last four characters, or nothing for a key of fewer than 12.
        last4: String,
    },
    /// The keychain is locked; whether it holds a key can't be known.
    Locked,
    /// The key is in memory only and is forgotten when the program ends.
    Session {
        /// The last four characters, or nothing for a key of fewer than 12.
        last4: String,
    },
    /// There is no keychain, and no key in memory.
    NoKeychain,
    /// The keychain failed or did not answer.
    Failed {
        /// As [`StoreError::code`](crate::StoreError::code).
        code: &'static str,
    },
}

/// Where a key was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In the system's keychain, for good.
    InKeychain,
    /// In memory, because there is no keychain; forgotten when the program ends.
    ThisSessionOnly,
}

/// The last four characters of a key that is long enough to show them, or nothing.
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
