//! Keeps the anchor, the last known head of the chain, in the keychain, outside of the database. A truncated or rebuilt
//! chain does not contain it.

use std::{
    sync::{Arc, Mutex, PoisonError, mpsc::Receiver},
    thread::JoinHandle,
};

use keychain::{Kept, Keychain, StoreError};
use records::{Records, WeakRecords, chain::Anchor};
use secrecy::ExposeSecret;
use tokio::runtime::Handle;

use crate::wire::AnchorState;

/// Keeps the anchor of the open records.
#[derive(Clone)]
pub struct Anchors {
    keychain: Keychain,
    runtime: Handle,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// The anchor read from the keychain when the records were opened, or stored since.
    kept: Option<Anchor>,
    found: Option<AnchorState>,
    thread: Option<JoinHandle<()>>,
}

impl Anchors {
    /// Stores anchors in `keychain`, whose asynchronous calls run on `runtime`.
    pub fn new(keychain: Keychain, runtime: Handle) -> Self {
        Self {
            keychain,
            runtime,
            state: Arc::default(),
        }
    }

    /// The stored anchor, if any is known.
    pub fn kept(&self) -> Option<Anchor> {
        self.lock().kept.clone()
    }

    /// The stored anchor of these records, and how their chain compared with it when they were opened. Compares now if
    /// that was not possible before.
    pub fn of(&self, records: &Records) -> (Option<Anchor>, AnchorState) {
        if matches!(self.state(), AnchorState::Unavailable)
            && let Ok(id) = records.database()
        {
            self.compare(&account(&id), &records.downgrade());
        }
        let state = self.lock();
        (
            state.kept.clone(),
            state.found.unwrap_or(AnchorState::Unavailable),
        )
    }

    fn state(&self) -> AnchorState {
        self.lock().found.unwrap_or(AnchorState::Unavailable)
    }

    /// Compares the chain of `records` with their stored anchor, then stores each new head. Stores nothing before that
    /// comparison, and never overwrites an anchor that does not hold: it is the evidence.
    pub fn follow(&self, records: &Records, heads: Receiver<Anchor>) {
        let Ok(account) = records.database().map(|id| account(&id)) else {
            return;
        };
        *self.lock() = State::default();
        let (anchors, records) = (self.clone(), records.downgrade());
        let work = move || {
            let mut compared = anchors.compare(&account, &records);
            while let Ok(mut head) = heads.recv() {
                // Only the latest head counts.
                while let Ok(later) = heads.try_recv() {
                    head = later;
                }
                // A locked keychain may have been unlocked.
                compared = compared || anchors.compare(&account, &records);
                if compared && anchors.state() != AnchorState::Broken {
                    anchors.keep(&account, head);
                }
            }
        };
        // Without the thread the chain has no anchor, which a check reports.
        let thread = std::thread::Builder::new().name("anchor".to_owned());
        let thread = thread.spawn(work).ok();
        self.lock().thread = thread;
    }

    /// The stored anchor of the database with this id; `None` if there is none or it can't be read.
    pub fn of_database(&self, id: &str) -> Option<Anchor> {
        self.load(&account(id)).ok().flatten()
    }

    /// Compares the chain with the stored anchor. Returns false if the keychain could not tell whether there is one.
    fn compare(&self, account: &str, records: &WeakRecords) -> bool {
        let Ok(kept) = self.load(account) else {
            self.lock().found = Some(AnchorState::Unavailable);
            return false;
        };
        let found = match (&kept, records.upgrade()) {
            (None, _) => Ok(AnchorState::None),
            (Some(_), None) => return false,
            (Some(anchor), Some(records)) => records.holds(anchor).map(|holds| match holds {
                true => AnchorState::Holds,
                false => AnchorState::Broken,
            }),
        };
        let mut state = self.lock();
        state.found = Some(found.clone().unwrap_or(AnchorState::Unavailable));
        state.kept = kept;
        found.is_ok()
    }

    fn keep(&self, account: &str, head: Anchor) {
        let text = format!("{}:{}", head.seq, head.hash);
        let stored = self
            .runtime
            .block_on(self.keychain.store(account, text.into()));
        let mut state = self.lock();
        // If the keychain is locked or missing, the next head tries again.
        if let Ok(Kept::InKeychain) = stored {
            state.found = Some(AnchorState::Holds);
            state.kept = Some(head);
        } else {
            state.found = Some(AnchorState::Unavailable);
        }
    }

    fn load(&self, account: &str) -> Result<Option<Anchor>, StoreError> {
        let kept = self.runtime.block_on(self.keychain.load(account, false))?;
        Ok(kept.and_then(|text| parse(text.expose_secret())))
    }

    /// Waits until the last head of closed records is stored, or storing it has failed.
    pub fn settle(&self) {
        let thread = self.lock().thread.take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The keychain entry for the anchor of a database.
fn account(database: &str) -> String {
    format!("records-anchor {database}")
}

fn parse(text: &str) -> Option<Anchor> {
    let (seq, hash) = text.split_once(':')?;
    Some(Anchor {
        seq: seq.parse().ok()?,
        hash: hash.to_owned(),
    })
}
