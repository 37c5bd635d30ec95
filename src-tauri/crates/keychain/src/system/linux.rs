//! The Secret Service over D-Bus.
//!
//! `keyring` keeps the outcome of its first start for the life of the process, and returns "no entry" for a locked
//! keychain if no display can show a prompt. So if its own store failed to start, this module starts another one, and
//! it asks the Secret Service itself whether the keychain is locked.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use keyring_core::api::CredentialStoreApi;
use secret_service::blocking::{Collection, SecretService};
use secret_service::{EncryptionType, Error as ServiceError};
use zbus_secret_service_keyring_store::Store;

use super::SERVICE;
use crate::{Failure, Presence, StoreError};

/// Whether `keyring`'s own store is in use. A thread stuck in it holds its locks for ever, so only the first store of a
/// process uses it; later ones connect separately.
static KEYRING_TAKEN: AtomicBool = AtomicBool::new(false);

#[derive(Debug)]
enum Connection {
    /// `keyring`'s connection, shared by the whole process.
    Keyring,
    /// Not connected yet.
    Unmade,
    Own(Arc<Store>),
}

#[derive(Debug)]
pub(super) struct Platform {
    connection: RefCell<Connection>,
}

impl Platform {
    pub(super) fn new() -> Self {
        let connection = if KEYRING_TAKEN.swap(true, Ordering::Relaxed) {
            Connection::Unmade
        } else {
            Connection::Keyring
        };
        Self {
            connection: RefCell::new(connection),
        }
    }

    pub(super) fn entry(&self, account: &str) -> keyring_core::Result<keyring_core::Entry> {
        let mut connection = self.connection.borrow_mut();
        if let Connection::Keyring = *connection {
            match keyring::Entry::new(SERVICE, account) {
                Err(keyring_core::Error::NoDefaultStore) => *connection = Connection::Unmade,
                made => return made.map(|entry| entry.inner),
            }
        }
        let store = match &*connection {
            Connection::Own(store) => Arc::clone(store),
            Connection::Keyring | Connection::Unmade => Store::new()?,
        };
        *connection = Connection::Own(Arc::clone(&store));
        store.build(SERVICE, account, None)
    }

    /// Drops the connection, so that the next entry uses a new one.
    pub(super) fn reconnect(&self) -> bool {
        self.connection.replace(Connection::Unmade);
        true
    }

    pub(super) fn probe(&self, account: &str) -> Result<Presence, StoreError> {
        let service = connect()?;
        let found = service
            .search_items(attributes(account))
            .map_err(from_service)?;
        if !found.unlocked.is_empty() {
            return Ok(Presence::Present);
        }
        if !found.locked.is_empty() {
            return Ok(Presence::Locked);
        }
        // A locked collection need not list its items, so finding nothing in one proves nothing.
        match default_collection(&service)? {
            Some(collection) if collection.is_locked().map_err(from_service)? => {
                Ok(Presence::Locked)
            }
            Some(_) => Ok(Presence::Absent),
            None => Err(StoreError::NoKeychain),
        }
    }

    /// Unlocks the item, or the collection it would be in. Prompts, and returns once the prompt is answered.
    pub(super) fn unlock(&self, account: &str) -> Result<(), StoreError> {
        let service = connect()?;
        let found = service
            .search_items(attributes(account))
            .map_err(from_service)?;
        if !found.unlocked.is_empty() {
            return Ok(());
        }
        if !found.locked.is_empty() {
            let locked: Vec<_> = found.locked.iter().collect();
            return service.unlock_all(&locked).map_err(from_service);
        }
        match default_collection(&service)? {
            Some(collection) if collection.is_locked().map_err(from_service)? => {
                collection.unlock().map_err(from_service)
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// Connects without encryption: only queries use this connection, never secrets.
fn connect() -> Result<SecretService<'static>, StoreError> {
    SecretService::connect(EncryptionType::Plain).map_err(|error| {
        if is_absent(&error) {
            StoreError::NoKeychain
        } else {
            from_service(error)
        }
    })
}

/// Whether a failed connection means that there is no bus or no secret service on it.
fn is_absent(error: &ServiceError) -> bool {
    match error {
        ServiceError::Unavailable => true,
        ServiceError::Zbus(error) => match error {
            zbus::Error::Address(_)
            | zbus::Error::Connection(..)
            | zbus::Error::Handshake(_)
            | zbus::Error::InputOutput(_) => true,
            zbus::Error::MethodError(name, ..) => matches!(
                name.as_str(),
                "org.freedesktop.DBus.Error.ServiceUnknown"
                    | "org.freedesktop.DBus.Error.NameHasNoOwner"
            ),
            _ => false,
        },
        _ => false,
    }
}

fn default_collection<'a>(
    service: &'a SecretService<'_>,
) -> Result<Option<Collection<'a>>, StoreError> {
    match service.get_default_collection() {
        Ok(collection) => Ok(Some(collection)),
        Err(ServiceError::NoResult) => Ok(None),
        Err(error) => Err(from_service(error)),
    }
}

/// The attributes that `keyring` stores with an entry.
fn attributes(account: &str) -> HashMap<&str, &str> {
    HashMap::from([("service", SERVICE), ("username", account)])
}

fn from_service(error: ServiceError) -> StoreError {
    match error {
        ServiceError::Locked | ServiceError::Prompt => StoreError::Locked,
        other => Failure::System(Box::new(other)).into(),
    }
}
