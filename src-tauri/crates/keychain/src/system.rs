//! The operating system's keychain, through the `keyring` crate.
//!
//! What differs between systems (checking without a prompt, reconnecting) is in one file per system.

use secrecy::{ExposeSecret, SecretString};

use crate::{KeyStore, Presence, StoreError};

#[cfg(target_os = "linux")]
#[path = "system/linux.rs"]
mod platform;

#[cfg(not(target_os = "linux"))]
#[path = "system/other.rs"]
mod platform;

/// The service name of the keychain entries.
const SERVICE: &str = "FinAgent Desk";

/// The system's keychain: the Secret Service on Linux, Keychain Services on macOS, the Credential Manager on Windows.
#[derive(Debug)]
pub struct SystemStore {
    platform: platform::Platform,
}

impl SystemStore {
    /// Creates a store that connects on first use.
    pub fn new() -> Self {
        Self {
            platform: platform::Platform::new(),
        }
    }

    /// Runs `work` on the entry of `account`. After a platform failure it reconnects and retries once, if the system
    /// supports that: the service may have been restarted.
    fn with_entry<T>(
        &self,
        account: &str,
        work: impl Fn(&keyring_core::Entry) -> keyring_core::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let once = || self.platform.entry(account).and_then(|entry| work(&entry));
        let mut outcome = once();
        if matches!(outcome, Err(keyring_core::Error::PlatformFailure(_)))
            && self.platform.reconnect()
        {
            outcome = once();
        }
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl Default for SystemStore {
    fn default() -> Self {
        Self::new()
    }
}

impl KeyStore for SystemStore {
    fn read(&self, account: &str) -> Result<Option<SecretString>, StoreError> {
        self.platform.unlock(account)?;
        let key = self.with_entry(account, keyring_core::Entry::get_password)?;
        Ok(key.map(SecretString::from))
    }

    fn write(&self, account: &str, key: &SecretString) -> Result<(), StoreError> {
        // The store returns "no entry" if its collection disappeared between two calls.
        self.with_entry(account, |entry| entry.set_password(key.expose_secret()))?
            .ok_or(StoreError::NoKeychain)
    }

    fn delete(&self, account: &str) -> Result<(), StoreError> {
        self.with_entry(account, keyring_core::Entry::delete_credential)?;
        Ok(())
    }

    fn probe(&self, account: &str) -> Result<Presence, StoreError> {
        self.platform.probe(account)
    }
}
