//! A store that behaves as a test tells it to.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use keychain::{Failure, KeyStore, Keychain, Limits, Presence, StoreError};
use secrecy::SecretString;

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Mood {
    Open,
    /// Unlocks on read, as if the prompt had been answered.
    Locked,
    Missing,
    Failing,
    Hanging,
    Panicking,
}

pub(crate) struct Scene {
    pub(crate) mood: Mood,
    pub(crate) keys: HashMap<String, SecretString>,
    pub(crate) stores_made: usize,
    pub(crate) writes: usize,
    /// Hanging calls wait on this until the test drops the sender.
    held: Option<Receiver<()>>,
}

#[derive(Clone)]
pub(crate) struct Scripted(Arc<Mutex<Scene>>);

impl Scripted {
    pub(crate) fn new(mood: Mood) -> Self {
        Self(Arc::new(Mutex::new(Scene {
            mood,
            keys: HashMap::new(),
            stores_made: 0,
            writes: 0,
            held: None,
        })))
    }

    pub(crate) fn with<T>(&self, change: impl FnOnce(&mut Scene) -> T) -> T {
        change(&mut self.0.lock().unwrap())
    }

    pub(crate) fn mood(&self, mood: Mood) {
        self.with(|scene| scene.mood = mood);
    }

    /// Makes every call hang until the returned sender is dropped.
    pub(crate) fn hang(&self) -> Sender<()> {
        let (release, held) = channel();
        self.with(|scene| {
            scene.mood = Mood::Hanging;
            scene.held = Some(held);
        });
        release
    }

    pub(crate) fn keychain(&self) -> Keychain {
        self.keychain_waiting(Duration::from_secs(20))
    }

    pub(crate) fn keychain_waiting(&self, request: Duration) -> Keychain {
        let scripted = self.clone();
        let limits = Limits {
            request,
            unlock: Duration::from_secs(20),
        };
        Keychain::with_limits(
            move || {
                scripted.with(|scene| scene.stores_made += 1);
                Box::new(scripted.clone())
            },
            limits,
        )
    }

    fn call(&self) -> Result<(), StoreError> {
        let (mood, held) = self.with(|scene| {
            let held = if scene.mood == Mood::Hanging {
                scene.held.take()
            } else {
                None
            };
            (scene.mood, held)
        });
        match mood {
            Mood::Open | Mood::Locked => Ok(()),
            Mood::Missing => Err(StoreError::NoKeychain),
            Mood::Failing => Err(Failure::Ambiguous { count: 2 }.into()),
            Mood::Panicking => panic!("a store that panics"),
            Mood::Hanging => {
                let _ = held.unwrap().recv();
                Ok(())
            }
        }
    }
}

impl KeyStore for Scripted {
    fn read(&self, account: &str) -> Result<Option<SecretString>, StoreError> {
        self.call()?;
        self.mood(Mood::Open);
        Ok(self.with(|scene| scene.keys.get(account).cloned()))
    }

    fn write(&self, account: &str, key: &SecretString) -> Result<(), StoreError> {
        self.call()?;
        self.with(|scene| {
            scene.writes += 1;
            scene.keys.insert(account.to_owned(), key.clone());
        });
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<(), StoreError> {
        self.call()?;
        self.with(|scene| scene.keys.remove(account));
        Ok(())
    }

    fn probe(&self, account: &str) -> Result<Presence, StoreError> {
        self.call()?;
        Ok(self.with(|scene| match scene.mood {
            Mood::Locked => Presence::Locked,
            _ if scene.keys.contains_key(account) => Presence::Present,
            _ => Presence::Absent,
        }))
    }
}
