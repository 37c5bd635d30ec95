//! Systems whose keychain is unlocked at login; `keyring` always starts on them.

use secrecy::SecretString;

use super::SERVICE;
use crate::{Presence, StoreError};

#[derive(Debug)]
pub(super) struct Platform;

impl Platform {
    pub(super) fn new() -> Self {
        Self
    }

    pub(super) fn entry(&self, account: &str) -> keyring_core::Result<keyring_core::Entry> {
        keyring::Entry::new(SERVICE, account).map(|entry| entry.inner)
    }

    /// There is no connection that could become stale.
    pub(super) fn reconnect(&self) -> bool {
        false
    }

    /// Reads the key, because these systems offer no check without reading.
    pub(super) fn probe(&self, account: &str) -> Result<Presence, StoreError> {
        // The copy is wiped from memory like any other.
        match self
            .entry(account)
            .and_then(|entry| entry.get_password())
            .map(SecretString::from)
        {
            Ok(_key) => Ok(Presence::Present),
            Err(keyring_core::Error::NoEntry) => Ok(Presence::Absent),
            Err(keyring_core::Error::NoStorageAccess(_)) => Ok(Presence::Locked),
            Err(error) => Err(error.into()),
        }
    }

    /// Reading prompts by itself.
    pub(super) fn unlock(&self, _account: &str) -> Result<(), StoreError> {
        Ok(())
    }
}
