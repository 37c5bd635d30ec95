//! Manages the open records: their folder, whether they are usable, and the anchor of their chain in the keychain.
//!
//! The first access opens them. If they can't be opened, the app starts but runs nothing. Every such problem has a way
//! out, and none of these destroys existing data. The `records` crate defines their contents.

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
    findings, provenance,
    recording::{moment, read_back},
    wire::{Drafts, FindingsDraft, Problem, RecordsBackup, RecordsState, UnfinishedRecord},
};
pub use anchor::Anchors;
use place::RecordsPlace;

/// The interval between checks whether a backup is due.
const LOOK_EVERY: Duration = Duration::from_secs(3_600);

/// The draft that stores where each part of the text to audit comes from.
pub const COPY_SOURCES: &str = "audit sources";

/// Access to the open records. Clones share the same state.
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
    /// Not opened yet.
    #[default]
    Closed,
    Open {
        records: Records,
        unfinished: Vec<UnfinishedRecord>,
    },
    Unusable(Problem),
    /// Closed for the duration of some work, or because the app ends.
    Away,
}

impl Archive {
    /// Uses a folder in `data`, unless a file in `settings` names another one, which the person chose.
    pub fn new(data: &Path, settings: &Path, keychain: Keychain, runtime: Handle) -> Self {
        Self {
            shared: Arc::new(Shared {
                place: RecordsPlace::new(data.join("records"), settings),
                anchors: Anchors::new(keychain, runtime),
                state: Mutex::default(),
            }),
        }
    }

    /// The records; opens them if necessary. Reads and writes files.
    ///
    /// # Errors
    /// Why they are unusable. The same error is returned until [`Self::try_again`] or another way out.
    pub fn records(&self) -> Result<Records, Problem> {
        match &*self.opened() {
            State::Open { records, .. } => Ok(records.clone()),
            State::Unusable(problem) => Err(problem.clone()),
            State::Closed | State::Away => Err(records::Error::Recording.into()),
        }
    }

    /// The anchors kept in the keychain.
    pub fn anchors(&self) -> &Anchors {
        &self.shared.anchors
    }

    /// The records that a crash had left open.
    pub fn unfinished(&self) -> Vec<UnfinishedRecord> {
        match &*self.opened() {
            State::Open { unfinished, .. } => unfinished.clone(),
            _ => Vec::new(),
        }
    }

    /// The draft about the material and its findings from before the app last ended.
    pub fn findings_draft(&self) -> FindingsDraft {
        let kept = self.records().ok();
        let kept = kept.and_then(|records| records.draft(findings::DRAFT_PLACE).ok().flatten());
        kept.map(|draft| findings::draft_in(&draft.text))
            .unwrap_or_default()
    }

    /// The texts typed before the app last ended.
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

    /// The state of the records.
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

    /// Why the file with the chosen folder could not be read; the default folder is in use then.
    pub fn place_problem(&self) -> Option<Problem> {
        self.shared.place.problem()
    }

    /// Closes the records for good, and waits until the anchor is stored.
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
            // A failure shows in the list of backups; the next check tries again.
            let _ = tokio::task::spawn_blocking(move || {
                Ok::<_, Problem>(archive.records()?.back_up_daily(&moment())?)
            })
            .await;
        }
    }

    /// Tries to open records that could not be opened.
    pub fn try_again(&self) {
        let mut state = self.lock();
        if matches!(*state, State::Unusable(_)) {
            *state = State::Closed;
        }
    }

    /// Replaces the records by a backup, and keeps the previous files beside it.
    ///
    /// # Errors
    /// `records_recording` during a run; the errors of the restore. Nothing has changed then.
    pub fn restore(&self, name: &str) -> Result<(), Problem> {
        let folder = self.shared.place.folder();
        self.while_away(|_| {
            // The current database may be unreadable, so take the id of the database from the backup.
            let known = backup::database_of(&folder, name)?;
            let anchor = self.shared.anchors.of_database(&known);
            let anchor = anchor.or_else(|| self.shared.anchors.kept());
            backup::restore(&folder, name, &moment(), anchor.as_ref())?;
            Ok(())
        })
    }

    /// Renames unusable records and creates new ones in their place.
    ///
    /// # Errors
    /// See [`Self::restore`].
    pub fn begin_anew(&self) -> Result<(), Problem> {
        let folder = self.shared.place.folder();
        self.while_away(|_| {
            backup::begin_anew(&folder, &moment())?;
            Ok(())
        })
    }

    /// Moves to another folder: uses the records already there, or copies the current ones, which also stay where they
    /// are.
    ///
    /// # Errors
    /// See [`Self::restore`]; `records_older` if the folder holds an older copy of these records; any write error there.
    pub fn move_to(&self, folder: &Path) -> Result<(), Problem> {
        let from = self.shared.place.folder();
        self.while_away(|usable| {
            if usable {
                backup::move_to(&from, folder)?;
            }
            self.shared.place.choose(folder.to_owned())
        })
    }

    /// Runs `work` while the records are closed and nothing can open them. `work` gets whether they were usable.
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
        // If a chosen folder is gone, for example because its drive is not connected, don't create an empty one in its
        // place.
        if self.shared.place.is_chosen() && !folder.is_dir() {
            return State::Unusable(records::Error::Missing.into());
        }
        let (heads, moved) = std::sync::mpsc::channel();
        let opened = Records::open(Opening {
            folder: &folder,
            now: moment(),
            read_back: read_back(),
            head_moved: Box::new(move |head| {
                // The receiver is gone once the app ends.
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
