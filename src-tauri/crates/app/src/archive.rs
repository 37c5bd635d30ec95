//! The records in force: where they lie, whether they can be used, and the anchor of their chain in the keychain.
//!
//! They are opened when they are first asked for. Records that can't be opened keep the app from running anything, not from
//! starting: every problem has a way on, and none of them destroys what is there. What the records hold is the business of
//! the `records` crate.

mod anchor;
mod place;

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use keychain::Keychain;
use records::{Opening, Records, backup};
use tokio::runtime::Handle;

use crate::{
    provenance,
    recording::{moment, read_back},
    wire::{Drafts, Problem, RecordsBackup, RecordsState, UnfinishedRecord},
};
pub use anchor::Anchors;
use place::RecordsPlace;

/// How often it is looked whether a backup is due.
const LOOK_EVERY: Duration = Duration::from_secs(3_600);

/// The draft that says where each part of the copy comes from.
pub const COPY_SOURCES: &str = "audit sources";

/// The records in force. Clones are handles to the same.
#[derive(Clone)]
pub struct Archive {
    shared: Arc<Shared>,
}

struct Shared {
    place: RecordsPlace,
    anchors: Anchors,
    state: Mutex<State>,
}

#[derive(Default)]
enum State {
    /// Nobody has asked for them.
    #[default]
    Closed,
    Open {
        records: Records,
        unfinished: Vec<UnfinishedRecord>,
    },
    Unusable(Problem),
    /// Something is done with them while they are closed, or the app ends.
    Away,
}

impl Archive {
    /// In a folder of `data`, unless the person chose another, which a file of `settings` says.
    pub fn new(data: &Path, settings: &Path, keychain: Keychain, runtime: Handle) -> Self {
        Self {
            shared: Arc::new(Shared {
                place: RecordsPlace::new(data.join("records"), settings),
                anchors: Anchors::new(keychain, runtime),
                state: Mutex::default(),
            }),
        }
    }

    /// The records, opened where they are not open yet. Reads and writes files.
    ///
    /// # Errors
    /// Why they can't be used, again until [`Self::try_again`] or another way on.
    pub fn records(&self) -> Result<Records, Problem> {
        match &*self.opened() {
            State::Open { records, .. } => Ok(records.clone()),
            State::Unusable(problem) => Err(problem.clone()),
            State::Closed | State::Away => Err(records::Error::Recording.into()),
        }
    }

    /// Whether the chain holds the anchor that is kept outside of it.
    pub fn anchors(&self) -> &Anchors {
        &self.shared.anchors
    }

    /// Records that a crash had left open when they were opened.
    pub fn unfinished(&self) -> Vec<UnfinishedRecord> {
        match &*self.opened() {
            State::Open { unfinished, .. } => unfinished.clone(),
            _ => Vec::new(),
        }
    }

    /// What had been typed when the app ended last.
    pub fn drafts(&self) -> Drafts {
        let Ok(records) = self.records() else {
            return Drafts::default();
        };
        let text = |place| {
            let draft = records.draft(place).ok().flatten();
            draft.map(|draft| draft.text).unwrap_or_default()
        };
        let audit = text("audit");
        Drafts {
            audit_sources: provenance::of_draft(&audit, &text(COPY_SOURCES)),
            audit,
            diligence: text("diligence"),
            updates: text("updates"),
        }
    }

    /// How they stand.
    pub fn state(&self) -> RecordsState {
        let problem = self.records().err();
        let folder = self.shared.place.folder();
        let count = self.records().and_then(|records| Ok(records.count()?));
        let listed = backup::backups(&folder).unwrap_or_default();
        RecordsState {
            problem,
            chosen: self.shared.place.is_chosen(),
            folder: folder.to_string_lossy().into_owned(),
            count: count.unwrap_or(0),
            bytes: backup::size(&folder),
            backups: listed.into_iter().map(shown).collect(),
        }
    }

    /// Why it could not be read where they lie; they lie in the usual folder then.
    pub fn place_problem(&self) -> Option<Problem> {
        self.shared.place.problem()
    }

    /// Closes the records for good, and waits until the anchor is kept.
    pub fn close(&self) {
        let open = std::mem::replace(&mut *self.lock(), State::Away);
        self.shut(open);
    }

    fn shut(&self, state: State) {
        if let State::Open { records, .. } = state {
            records.close();
        }
        self.shared.anchors.settle();
    }

    /// Makes the daily backups for as long as the app runs.
    pub async fn keep_backed_up(self) {
        let mut hours = tokio::time::interval(LOOK_EVERY);
        loop {
            hours.tick().await;
            let archive = self.clone();
            // What keeps it from being made shows in the list of backups; the next look tries again.
            let _ = tokio::task::spawn_blocking(move || {
                Ok::<_, Problem>(archive.records()?.back_up_daily(&moment())?)
            })
            .await;
        }
    }

    /// Opens them anew where they could not be opened.
    pub fn try_again(&self) {
        let mut state = self.lock();
        if matches!(*state, State::Unusable(_)) {
            *state = State::Closed;
        }
    }

    /// Puts a backup in their place; what was there is kept beside it.
    ///
    /// # Errors
    /// `records_recording` while something runs; those of the backup. Nothing has changed then.
    pub fn restore(&self, name: &str) -> Result<(), Problem> {
        let folder = self.shared.place.folder();
        self.while_away(|_| {
            // What is there now may be beyond reading: the backup says which database it is of.
            let known = backup::database_of(&folder, name)?;
            let anchor = self.shared.anchors.of_database(&known);
            let anchor = anchor.or_else(|| self.shared.anchors.kept());
            backup::restore(&folder, name, &moment(), anchor.as_ref())?;
            Ok(())
        })
    }

    /// Puts what can't be used aside and begins new records in its place.
    ///
    /// # Errors
    /// As [`Self::restore`].
    pub fn begin_anew(&self) -> Result<(), Problem> {
        let folder = self.shared.place.folder();
        self.while_away(|_| {
            backup::begin_anew(&folder, &moment())?;
            Ok(())
        })
    }

    /// Lets them lie in another folder from now on: those that are there already, or else a copy of these, which stay as they
    /// are.
    ///
    /// # Errors
    /// As [`Self::restore`]; `records_older` where an older copy of these is there; any write error there.
    pub fn move_to(&self, folder: &Path) -> Result<(), Problem> {
        let from = self.shared.place.folder();
        self.while_away(|usable| {
            if usable {
                backup::move_to(&from, folder)?;
            }
            self.shared.place.choose(folder.to_owned())
        })
    }

    /// Does something while they are closed and nobody can open them. `work` learns whether they could be used.
    fn while_away(&self, work: impl FnOnce(bool) -> Result<(), Problem>) -> Result<(), Problem> {
        let open = {
            let mut state = self.opened();
            if matches!(*state, State::Away) {
                return Err(records::Error::Recording.into());
            }
            if let State::Open { records, .. } = &*state
                && records.is_recording()?
            {
                return Err(records::Error::Recording.into());
            }
            std::mem::replace(&mut *state, State::Away)
        };
        let usable = matches!(open, State::Open { .. });
        self.shut(open);
        let done = work(usable);
        *self.lock() = State::Closed;
        done
    }

    fn opened(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        if matches!(*state, State::Closed) {
            *state = self.open();
        }
        state
    }

    fn open(&self) -> State {
        let folder = self.shared.place.folder();
        // A chosen folder that is gone, as that of a drive that is not connected, must not be made anew elsewhere.
        if self.shared.place.is_chosen() && !folder.is_dir() {
            return State::Unusable(records::Error::Missing.into());
        }
        let (heads, moved) = std::sync::mpsc::channel();
        let opened = Records::open(Opening {
            folder: &folder,
            now: moment(),
            read_back: read_back(),
            head_moved: Box::new(move |head| {
                // Nobody listens once the app ends.
                let _ = heads.send(head);
            }),
        });
        match opened {
            Ok((records, unfinished)) => {
                self.shared.anchors.follow(&records, moved);
                let unfinished = unfinished.into_iter().map(UnfinishedRecord::from);
                State::Open {
                    unfinished: unfinished.collect(),
                    records,
                }
            }
            Err(error) => State::Unusable(error.into()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        let state = &self.shared.state;
        state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn shown(backup: backup::Backup) -> RecordsBackup {
    RecordsBackup {
        at_ms: backup.at_ms,
        reason: match backup.reason {
            backup::Reason::Daily => "daily".to_owned(),
            backup::Reason::Migration => "migration".to_owned(),
        },
        bytes: backup.bytes,
        name: backup.name,
    }
}

impl From<records::Unfinished> for UnfinishedRecord {
    fn from(unfinished: records::Unfinished) -> Self {
        Self {
            id: unfinished.id,
            kind: unfinished.kind.into(),
            title: visible_text::strip_invisible(&unfinished.title),
        }
    }
}
