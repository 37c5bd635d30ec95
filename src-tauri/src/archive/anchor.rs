//! The anchor: where the chain stood last, kept in the keychain, outside of the database. A tail that was cut off and a chain
//! that was built anew don't hold it.

use std::{
    sync::{Arc, Mutex, PoisonError, mpsc::Receiver},
    thread::JoinHandle,
};

use keychain::{Kept, Keychain};
use records::{Records, chain::Anchor};
use secrecy::ExposeSecret;

use crate::ipc::AnchorState;

/// Keeps the anchor of the records that are open.
#[derive(Clone)]
pub struct Anchors {
    keychain: Keychain,
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
    /// In this keychain.
    pub fn new(keychain: Keychain) -> Self {
        Self {
            keychain,
            state: Arc::default(),
        }
    }

    /// The anchor that is kept, if any is known.
    pub fn kept(&self) -> Option<Anchor> {
        self.lock().kept.clone()
    }

    /// How the chain stood against it when the records were opened.
    pub fn state(&self) -> AnchorState {
        self.lock().found.unwrap_or(AnchorState::Unavailable)
    }

    /// Compares the chain of `records` with the anchor that is kept for them, and from then on keeps each new head. One that
    /// does not hold is never overwritten: it is the proof.
    pub fn follow(&self, records: &Records, heads: Receiver<Anchor>) {
        let Ok(account) = records.database().map(|id| format!("records-anchor {id}")) else {
            return;
        };
        *self.lock() = State::default();
        let (anchors, records) = (self.clone(), records.downgrade());
        let work = move || {
            let kept = tauri::async_runtime::block_on(anchors.keychain.load(&account, false));
            let kept = kept.map(|kept| kept.and_then(|text| parse(text.expose_secret())));
            let found = match &kept {
                Err(_) => AnchorState::Unavailable,
                Ok(None) => AnchorState::None,
                Ok(Some(anchor)) => {
                    let Some(records) = records.upgrade() else {
                        return;
                    };
                    match records.holds(anchor) {
                        Ok(true) => AnchorState::Holds,
                        Ok(false) => AnchorState::Broken,
                        Err(_) => AnchorState::Unavailable,
                    }
                }
            };
            {
                let mut state = anchors.lock();
                state.found = Some(found);
                state.kept = kept.ok().flatten();
            }
            if found != AnchorState::Broken {
                anchors.keep_heads(&account, &heads);
            }
        };
        // Without the thread the chain has no anchor, which the check says.
        let thread = std::thread::Builder::new().name("anchor".to_owned());
        let thread = thread.spawn(work).ok();
        self.lock().thread = thread;
    }

    /// Waits until the last head of records that were closed is kept, or can't be.
    pub fn settle(&self) {
        let thread = self.lock().thread.take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }

    /// Until the records are closed.
    fn keep_heads(&self, account: &str, heads: &Receiver<Anchor>) {
        while let Ok(mut head) = heads.recv() {
            // Only the last one counts.
            while let Ok(later) = heads.try_recv() {
                head = later;
            }
            let text = format!("{}:{}", head.seq, head.hash);
            let stored = tauri::async_runtime::block_on(self.keychain.store(account, text.into()));
            let mut state = self.lock();
            // A locked keychain, or none: the next head tries again.
            if let Ok(Kept::InKeychain) = stored {
                state.found = Some(AnchorState::Holds);
                state.kept = Some(head);
            } else {
                state.found = Some(AnchorState::Unavailable);
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn parse(text: &str) -> Option<Anchor> {
    let (seq, hash) = text.split_once(':')?;
    Some(Anchor {
        seq: seq.parse().ok()?,
        hash: hash.to_owned(),
    })
}
