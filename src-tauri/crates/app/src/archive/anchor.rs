//! The anchor: where the chain stood last, kept in the keychain, outside of the database. A tail that was cut off and a chain
//! that was built anew don't hold it.

use std::{
    sync::{Arc, Mutex, PoisonError, mpsc::Receiver},
    thread::JoinHandle,
};

use keychain::{Kept, Keychain, StoreError};
use records::{Records, WeakRecords, chain::Anchor};
use secrecy::ExposeSecret;
use tokio::runtime::Handle;

use crate::wire::AnchorState;

/// Keeps the anchor of the records that are open.
#[derive(Clone)]
pub struct Anchors {
    keychain: Keychain,
    runtime: Handle,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// What the keychain held when the records were opened, or got since.
    kept: Option<Anchor>,
    found: Option<AnchorState>,
    thread: Option<JoinHandle<()>>,
}

impl Anchors {
    /// In this keychain, which is waited for on `runtime`.
    pub fn new(keychain: Keychain, runtime: Handle) -> Self {
        Self {
            keychain,
            runtime,
            state: Arc::default(),
        }
    }

    /// The anchor that is kept, if any is known.
    pub fn kept(&self) -> Option<Anchor> {
        self.lock().kept.clone()
    }

    /// The anchor that is kept for these records, and how their chain stood against it when they were opened; looks now where
    /// nobody could look yet.
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

    /// Compares the chain of `records` with the anchor that is kept for them, and from then on keeps each new head. Nothing is
    /// kept before that comparison was made, and an anchor that does not hold is never overwritten: it is the proof.
    pub fn follow(&self, records: &Records, heads: Receiver<Anchor>) {
        let Ok(account) = records.database().map(|id| account(&id)) else {
            return;
        };
        *self.lock() = State::default();
        let (anchors, records) = (self.clone(), records.downgrade());
        let work = move || {
            let mut compared = anchors.compare(&account, &records);
            while let Ok(mut head) = heads.recv() {
                // Only the last one counts.
                while let Ok(later) = heads.try_recv() {
                    head = later;
                }
                // A keychain that was locked may be open by now.
                compared = compared || anchors.compare(&account, &records);
                if compared && anchors.state() != AnchorState::Broken {
                    anchors.keep(&account, head);
                }
            }
        };
        // Without the thread the chain has no anchor, which the check says.
        let thread = std::thread::Builder::new().name("anchor".to_owned());
        let thread = thread.spawn(work).ok();
        self.lock().thread = thread;
    }

    /// What the keychain holds for the database of that identity; `None` where it holds nothing or can't be read.
    pub fn of_database(&self, id: &str) -> Option<Anchor> {
        self.load(&account(id)).ok().flatten()
    }

    /// Whether the anchor that is kept could be read, or is known not to be there; notes how the chain stands against it.
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
        // A locked keychain, or none: the next head tries again.
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

    /// Waits until the last head of records that were closed is kept, or can't be.
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

/// Where the keychain holds the anchor of a database.
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
