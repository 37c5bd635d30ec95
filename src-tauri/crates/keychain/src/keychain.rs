//! The handle that the program holds: bounded answers, and a memory for systems without a keychain.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::SecretString;

use crate::state::last4;
use crate::thread::{MakeStore, StoreThread};
use crate::{Failure, Kept, KeyState, KeyStore, Presence, StoreError, SystemStore};

/// How long to wait for the keychain, counted from when it is this request's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For every request that prompts no one. 5 s by default.
    pub request: Duration,
    /// For an unlock, during which a person types a password. 120 s by default.
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

/// The keychain. Clones share one thread, one queue and one memory.
///
/// Requests are answered one at a time, each within its limit: one that hangs is answered
/// [`StoreError::TimedOut`], its thread is left behind, and the next request gets a new one. A stuck keychain
/// therefore never holds up the end of the program. All methods need a Tokio runtime with its clock enabled.
#[derive(Clone)]
pub struct Keychain {
    shared: Arc<Shared>,
}

struct Shared {
    make_store: MakeStore,
    limits: Limits,
    /// Held for the length of a request, which is what makes it one at a time.
    thread: tokio::sync::Mutex<Option<StoreThread>>,
    /// A person is being asked to unlock it, which may take minutes. Until they have answered it is locked for
    /// everybody else, who would otherwise wait for their turn as long.
    unlocking: AtomicBool,
    /// Keys that no keychain keeps, by account.
    session: Mutex<HashMap<String, SecretString>>,
}

impl Keychain {
    /// A keychain on the stores that `make_store` makes, with the default limits.
    pub fn new(make_store: impl Fn() -> Box<dyn KeyStore> + Send + Sync + 'static) -> Self {
        Self::with_limits(make_store, Limits::default())
    }

    /// A keychain with limits of its own.
    ///
    /// `make_store` is called on the thread that will use the store: at the first request, and again after a thread was
    /// left behind.
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

    /// Where the key of `account` is. Prompts no one where the system can tell without it.
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

    /// The key of `account`, or `None` when the keychain answered that it holds none.
    ///
    /// With `unlock`, a locked keychain asks the person to unlock it and the longer limit holds; without, no one is
    /// prompted where the system can tell without it.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when it is locked and `unlock` is false or the prompt was dismissed.
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
        if !unlock {
            return self.ask(self.shared.limits.request, find).await;
        }
        let _unlocking = Unlocking::begin(&self.shared.unlocking);
        self.wait_for(self.shared.limits.unlock, find).await
    }

    /// Keeps `key` for `account` in place of any other: in the keychain, or in memory where there is no keychain.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when the keychain is locked; unlock it with [`load`](Self::load) first. After any error
    /// what was kept before is still kept.
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

    /// Forgets the key of `account`, in the keychain and in memory; one that is not there is not an error.
    ///
    /// # Errors
    /// After any error nothing is forgotten, in either place.
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

    /// What prompts no one: answered as locked while somebody is asked to unlock it.
    async fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        job: impl FnOnce(&dyn KeyStore) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        if self.shared.unlocking.load(Ordering::Acquire) {
            return Err(StoreError::Locked);
        }
        self.wait_for(limit, job).await
    }

    async fn wait_for<T: Send + 'static>(
        &self,
        limit: Duration,
        job: impl FnOnce(&dyn KeyStore) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut turn = self.shared.thread.lock().await;
        let thread = match turn.take() {
            Some(thread) => thread,
            None => StoreThread::start(Arc::clone(&self.shared.make_store))?,
        };
        let answered = thread.ask(job);
        // Put back before waiting: a caller that stops waiting leaves a thread that will be free again.
        *turn = Some(thread);
        match tokio::time::timeout(limit, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_closed)) => {
                *turn = None;
                Err(Failure::ThreadEnded.into())
            }
            Err(_elapsed) => {
                *turn = None;
                Err(StoreError::TimedOut)
            }
        }
    }

    fn session(&self) -> MutexGuard<'_, HashMap<String, SecretString>> {
        // A map of finished values is never half changed, so a panic elsewhere does not spoil it.
        self.shared
            .session
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// For as long as it lives, somebody is asked to unlock the keychain.
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
