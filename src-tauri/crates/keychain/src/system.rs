//! The operating system's own keychain, through the `keyring` crate.
//!
//! What differs between systems (how to look without prompting, how to start again) is in one file a system.

use secrecy::{ExposeSecret, SecretString};

use crate::{KeyStore, Presence, StoreError};

#[cfg(target_os = "linux")]
#[path = "system/linux.rs"]
mod platform;

#[cfg(not(target_os = "linux"))]
#[path = "system/other.rs"]
mod platform;

/// The name under which keys are filed; the account beside it is the origin a key is for.
const SERVICE: &str = "FinAgent Desk";

/// The system's keychain: the Secret Service on Linux, Keychain Services on macOS, the Credential Manager on Windows.
#[derive(Debug)]
pub struct SystemStore {
    platform: platform::Platform,
}

impl SystemStore {
    /// A store that connects when it is first asked for something.
    pub fn new() -> Self {
        Self {
            platform: platform::Platform::new(),
        }
    }

    /// Does `work` with the entry of `account`, once more on a new connection if the system has one to offer: the
    /// service behind an old one may have been restarted.
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
        // No entry is what a store answers that lost its place to write to between two calls.
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
