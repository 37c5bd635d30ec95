//! The contract of a place that keeps keys, so that the rest can be tested without a real one.

use secrecy::SecretString;

use crate::StoreError;

/// Whether a store holds a key, as far as it can tell without prompting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It holds one, and it can be read.
    Present,
    /// It holds none.
    Absent,
    /// It is locked, so that there may be one.
    Locked,
}

/// A place that keeps one key an account.
///
/// Calls may block without limit; [`Keychain`](crate::Keychain) is what bounds them. An account is the origin the key
/// is for, so that a key is never found under another origin.
pub trait KeyStore: Send + 'static {
    /// The key of `account`, or `None` when the store holds none. May prompt a person to unlock the store.
    fn read(&self, account: &str) -> Result<Option<SecretString>, StoreError>;

    /// Keeps `key` for `account` in place of any other. May prompt if the store is locked.
    fn write(&self, account: &str, key: &SecretString) -> Result<(), StoreError>;

    /// Forgets the key of `account`; one that is not there is not an error. May prompt if the store is locked.
    fn delete(&self, account: &str) -> Result<(), StoreError>;

    /// Whether there is a key for `account`, without ever prompting where the system can tell without it.
    ///
    /// # Errors
    /// [`StoreError::NoKeychain`] when there is none, or none in which a key could be kept.
    fn probe(&self, account: &str) -> Result<Presence, StoreError>;
}
