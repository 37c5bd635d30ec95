//! The public handle: requests with time limits, and in-memory storage for systems without a keychain.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::SecretString;

use crate::state::last4;
use crate::thread::{MakeStore, StoreThread};
use crate::{Failure, Kept, KeyState, KeyStore, Presence, StoreError, SystemStore};

/// Time limits for keychain requests, counted from when a request reaches the front of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For requests that do not prompt; 5 s by default.
    pub request: Duration,
    /// For unlocking, while the user types a password; 120 s by default.
    pub unlock: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(5),
            unlock: Duration::from_secs(120),
        }
    }
}

/// A handle to the keychain. Clones share one thread, one queue and one in-memory store.
///
/// Requests run one at a time, each with a time limit. A request that hangs returns [`StoreError::TimedOut`]; its
/// thread is abandoned, and the next request gets a new one. So a stuck keychain never delays the program's exit. All
/// methods need a Tokio runtime with time enabled.
#[derive(Clone)]
pub struct Keychain {
    shared: Arc<Shared>,
}

struct Shared {
    make_store: MakeStore,
    limits: Limits,
    /// Locked while a request is waiting for its answer, so requests run one at a time.
    thread: tokio::sync::Mutex<Option<StoreThread>>,
    /// Set while the user is asked to unlock the keychain, which may take minutes. Meanwhile other requests fail as
    /// locked instead of waiting in the queue.
    unlocking: AtomicBool,
    /// Keys held in memory because there is no keychain, by account.
    session: Mutex<HashMap<String, SecretString>>,
}

impl Keychain {
    /// Creates a keychain on the stores that `make_store` creates, with the default time limits.
    pub fn new(make_store: impl Fn() -> Box<dyn KeyStore> + Send + Sync + 'static) -> Self {
        Self::with_limits(make_store, Limits::default())
    }

    /// Creates a keychain with the given time limits.
    ///
    /// `make_store` is called on the keychain thread: at the first request, and again after a thread was abandoned.
    pub fn with_limits(
        make_store: impl Fn() -> Box<dyn KeyStore> + Send + Sync + 'static,
        limits: Limits,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                make_store: Arc::new(make_store),
                limits,
                thread: tokio::sync::Mutex::new(None),
                unlocking: AtomicBool::new(false),
                session: Mutex::new(HashMap::new()),
            }),
        }
    }

    /// The operating system's keychain.
    pub fn system() -> Self {
        Self::new(|| Box::new(SystemStore::new()))
    }

    /// Where the key of `account` is stored. Does not prompt if the system can tell without a prompt.
    pub async fn state(&self, account: &str) -> KeyState {
        if let Some(key) = self.session().get(account) {
            return KeyState::Session { last4: last4(key) };
        }
        let account = account.to_owned();
        let found = self.ask(self.shared.limits.request, move |store| {
            match store.probe(&account)? {
                Presence::Absent => Ok(KeyState::None),
                Presence::Locked => Ok(KeyState::Locked),
                Presence::Present => Ok(match store.read(&account)? {
                    Some(key) => KeyState::Stored { last4: last4(&key) },
                    None => KeyState::None,
                }),
            }
        });
        match found.await {
            Ok(state) => state,
            Err(StoreError::NoKeychain) => KeyState::NoKeychain,
            Err(StoreError::Locked) => KeyState::Locked,
            Err(error) => KeyState::Failed { code: error.code() },
        }
    }

    /// Returns the key of `account`, or `None` if there is none.
    ///
    /// With `unlock`, a locked keychain prompts the user and the longer time limit applies. Otherwise there is no
    /// prompt if the system can do without one.
    ///
    /// # Errors
    /// [`StoreError::Locked`] if the keychain is locked and `unlock` is false or the prompt was dismissed.
    pub async fn load(
        &self,
        account: &str,
        unlock: bool,
    ) -> Result<Option<SecretString>, StoreError> {
        if let Some(key) = self.session().get(account) {
            return Ok(Some(key.clone()));
        }
        let account = account.to_owned();
        let find = move |store: &dyn KeyStore| match store.probe(&account)? {
            Presence::Absent => Ok(None),
            Presence::Locked if !unlock => Err(StoreError::Locked),
            Presence::Locked | Presence::Present => store.read(&account),
        };
        self.ask_unlocking(unlock, find).await
    }

    /// Stores `key` for `account`, replacing any other: in the keychain, or in memory if there is no keychain.
    ///
    /// # Errors
    /// [`StoreError::Locked`] if the keychain is locked; unlock it with [`load`](Self::load) first. After an error the
    /// previous key is still stored.
    pub async fn store(&self, account: &str, key: SecretString) -> Result<Kept, StoreError> {
        let (name, copy) = (account.to_owned(), key.clone());
        let written = self
            .ask(self.shared.limits.request, move |store| {
                match store.probe(&name)? {
                    Presence::Locked => Err(StoreError::Locked),
                    Presence::Present | Presence::Absent => store.write(&name, &copy),
                }
            })
            .await;
        match written {
            Ok(()) => {
                self.session().remove(account);
                Ok(Kept::InKeychain)
            }
            Err(StoreError::NoKeychain) => {
                self.session().insert(account.to_owned(), key);
                Ok(Kept::ThisSessionOnly)
            }
            Err(error) => Err(error),
        }
    }

    /// Deletes the key of `account` from the keychain and from memory. A missing key is not an error.
    ///
    /// # Errors
    /// After an error nothing is deleted in either place.
    pub async fn remove(&self, account: &str) -> Result<(), StoreError> {
        let name = account.to_owned();
        let deleted = self
            .ask(self.shared.limits.request, move |store| {
                match store.probe(&name)? {
                    Presence::Absent => Ok(()),
                    Presence::Locked => Err(StoreError::Locked),
                    Presence::Present => store.delete(&name),
                }
            })
            .await;
        match deleted {
            Ok(()) | Err(StoreError::NoKeychain) => {
                self.session().remove(account);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Runs a request that prompts only with `unlock`, under the time limit that fits.
    pub(crate) async fn ask_unlocking<T, E>(
        &self,
        unlock: bool,
        job: impl FnOnce(&dyn KeyStore) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if !unlock {
            return self.ask(self.shared.limits.request, job).await;
        }
        let _unlocking = Unlocking::begin(&self.shared.unlocking);
        self.wait_for(self.shared.limits.unlock, job).await
    }

    /// Runs a request that does not prompt. Fails as locked while the user is asked to unlock the keychain.
    async fn ask<T, E>(
        &self,
        limit: Duration,
        job: impl FnOnce(&dyn KeyStore) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if self.shared.unlocking.load(Ordering::Acquire) {
            return Err(StoreError::Locked.into());
        }
        self.wait_for(limit, job).await
    }

    async fn wait_for<T, E>(
        &self,
        limit: Duration,
        job: impl FnOnce(&dyn KeyStore) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let mut turn = self.shared.thread.lock().await;
        let thread = match turn.take() {
            Some(thread) => thread,
            None => {
                StoreThread::start(Arc::clone(&self.shared.make_store)).map_err(StoreError::from)?
            }
        };
        let answered = thread.ask(job);
        // Put it back before waiting: if the caller is cancelled, the thread is still usable once it has finished.
        *turn = Some(thread);
        match tokio::time::timeout(limit, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_closed)) => {
                *turn = None;
                Err(StoreError::from(Failure::ThreadEnded).into())
            }
            Err(_elapsed) => {
                *turn = None;
                Err(StoreError::TimedOut.into())
            }
        }
    }

    fn session(&self) -> MutexGuard<'_, HashMap<String, SecretString>> {
        // Entries are inserted and removed whole, so a panic elsewhere can't leave the map inconsistent.
        self.shared
            .session
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Marks that the user is being asked to unlock the keychain, until dropped.
struct Unlocking<'a>(&'a AtomicBool);

impl<'a> Unlocking<'a> {
    fn begin(flag: &'a AtomicBool) -> Self {
        flag.store(true, Ordering::Release);
        Self(flag)
    }
}

impl Drop for Unlocking<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl fmt::Debug for Keychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keychain")
            .field("limits", &self.shared.limits)
            .finish_non_exhaustive()
    }
}
