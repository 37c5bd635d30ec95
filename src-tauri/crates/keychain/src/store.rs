//! The interface of a key store, so that tests can run without a real one.

use secrecy::SecretString;

use crate::StoreError;

/// Whether a store holds a key, as far as it can tell without a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It holds a readable key.
    Present,
    /// It holds no key.
    Absent,
    /// It is locked, so it may hold a key.
    Locked,
}

/// A store that holds one key per account.
///
/// Calls may block for ever; [`Keychain`](crate::Keychain) applies time limits. The account of an API key is the origin
/// that the key is for, so a key is never found under another origin. That of a signing key is its public key.
pub trait KeyStore: Send + 'static {
    /// Returns the key of `account`, or `None` if there is none. May prompt the user to unlock the store.
    fn read(&self, account: &str) -> Result<Option<SecretString>, StoreError>;

    /// Stores `key` for `account`, replacing any other. May prompt if the store is locked.
    fn write(&self, account: &str, key: &SecretString) -> Result<(), StoreError>;

    /// Deletes the key of `account`; a missing key is not an error. May prompt if the store is locked.
    fn delete(&self, account: &str) -> Result<(), StoreError>;

    /// Whether there is a key for `account`. Never prompts if the system can tell without a prompt.
    ///
    /// # Errors
    /// [`StoreError::NoKeychain`] if there is no keychain, or none that can store a key.
    fn probe(&self, account: &str) -> Result<Presence, StoreError>;
}
