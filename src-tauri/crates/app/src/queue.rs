//! The queue: files audited one after another or several at a time.
//!
//! One task ([`owner`]) owns the queue and handles one [`Request`] after another, so its decisions cannot race. The records store the
//! files, so the queue survives a crash. The task keeps only the state that matters while the app runs: whether the queue is running,
//! which audits are in progress, and until when it must not call the service.

mod adding;
mod capacity;
mod owner;
mod runner;
mod status;
mod triage;

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use finagent::CallOptions;
use spool::Spool;
use tokio::sync::{
    mpsc::{UnboundedSender, unbounded_channel},
    oneshot,
};
use tokio_util::sync::CancellationToken;

use records::Queued;

use crate::wire::{self, Problem, QueueChecked};

pub use adding::{add, add_slow, is_archive};
pub use owner::Owner;
pub use triage::run as run_triage;

/// A handle to the task that owns the queue.
pub struct Queue {
    requests: UnboundedSender<Request>,
    at_work: Arc<AtomicBool>,
    adding: Mutex<Adding>,
}

/// The state of adding files.
#[derive(Default)]
struct Adding {
    /// Stops all additions in progress.
    stop: CancellationToken,
    /// Files of the last addition that exceeded the time limit of their preparation.
    slow: Vec<(String, Spool)>,
}

type Answer<T> = oneshot::Sender<Result<T, Problem>>;

/// A request to the owner of the queue.
enum Request {
    /// Returns the whole queue.
    Snapshot(Answer<wire::Queue>),
    /// The user starts or resumes the queue.
    Start(CallOptions, Answer<()>),
    /// The user pauses the queue: running audits finish, no new audit starts.
    Pause,
    /// The user decides not to resume an interrupted queue.
    Leave,
    /// The user stops running audits.
    Stop(Vec<i64>),
    /// The user changes the list of files.
    Change(Change, Answer<()>),
    /// The number of concurrent audits changed.
    SettingsChanged,
    /// The records were replaced, for example by a backup.
    RecordsReplaced,
    /// A file was added.
    Added(i64),
    /// The audit of a file now has a record.
    Recorded {
        /// The file.
        id: i64,
        /// The record.
        record: i64,
    },
    /// The audit of a file requests one of several parts.
    Part {
        /// The file.
        id: i64,
        /// The number of the part, from 1, and the number of parts.
        part: (u32, u32),
    },
    /// The audit of a file has ended.
    Ended(i64, runner::End),
    /// The triage waits for a file to check. The answer may take as long as the app runs.
    NextUnchecked(oneshot::Sender<Queued>),
    /// The triage has checked a file.
    Checked(i64, QueueChecked),
    /// Other rules are in force.
    RulesChanged,
}

/// A change to the list of files.
#[derive(Debug)]
pub enum Change {
    /// Moves files in front of another one, or to the end.
    Move {
        /// The ids of the files.
        ids: Vec<i64>,
        /// The id of the file that follows them.
        before: Option<i64>,
    },
    /// Removes files unless their audits are running.
    Remove(Vec<i64>),
    /// Queues files again that failed, were stopped, may already have been billed, or look like others.
    Retry(Vec<i64>),
    /// Removes finished files and exact duplicates.
    Clear,
}

impl Queue {
    /// Creates a handle and the owner. The caller has to run the owner.
    pub fn new() -> (Self, Owner) {
        let (requests, received) = unbounded_channel();
        let at_work = Arc::new(AtomicBool::new(false));
        let queue = Self {
            requests,
            at_work: Arc::clone(&at_work),
            adding: Mutex::default(),
        };
        (queue, Owner::new(received, at_work))
    }

    /// Returns the current queue. Runs crash recovery first if the records have not been read yet.
    ///
    /// # Errors
    /// The records can't be read.
    pub async fn snapshot(&self) -> Result<wire::Queue, Problem> {
        self.ask(Request::Snapshot).await
    }

    /// Starts or resumes the queue.
    ///
    /// # Errors
    /// The records can't be read or written.
    pub async fn start(&self, options: CallOptions) -> Result<(), Problem> {
        self.ask(|answer| Request::Start(options, answer)).await
    }

    /// Starts no new audit. Running audits finish.
    pub fn pause(&self) {
        self.send(Request::Pause);
    }

    /// Dismisses the question whether to resume an interrupted queue.
    pub fn leave(&self) {
        self.send(Request::Leave);
    }

    /// Stops the running audits of these files.
    pub fn stop(&self, ids: Vec<i64>) {
        self.send(Request::Stop(ids));
    }

    /// Changes the list of files.
    ///
    /// # Errors
    /// The records can't be read or written.
    pub async fn change(&self, change: Change) -> Result<(), Problem> {
        self.ask(|answer| Request::Change(change, answer)).await
    }

    /// Tells the owner that the number of concurrent audits changed in the settings.
    pub fn settings_changed(&self) {
        self.send(Request::SettingsChanged);
    }

    /// The records were replaced, for example by a backup.
    pub fn records_replaced(&self) {
        self.send(Request::RecordsReplaced);
    }

    /// Whether an audit is running or will start.
    pub fn is_at_work(&self) -> bool {
        self.at_work.load(Ordering::Acquire)
    }

    /// Stops all additions in progress. Files already added stay.
    pub fn stop_adding(&self) {
        std::mem::take(&mut self.adding().stop).cancel();
    }

    fn adding(&self) -> MutexGuard<'_, Adding> {
        self.adding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Other rules are in force: files that were not sent are checked again.
    pub fn rules_changed(&self) {
        self.send(Request::RulesChanged);
    }

    /// Sends a request to the owner. Without an owner, the app is shutting down.
    fn send(&self, request: Request) {
        let _ = self.requests.send(request);
    }

    async fn ask<T>(&self, request: impl FnOnce(Answer<T>) -> Request) -> Result<T, Problem> {
        let (answer, answered) = oneshot::channel();
        self.send(request(answer));
        answered
            .await
            .unwrap_or_else(|_| Err(Problem::internal("queue")))
    }
}
