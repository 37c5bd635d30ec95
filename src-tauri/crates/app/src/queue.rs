//! The queue: files that are audited one after another, or a few at once.
//!
//! One task owns it ([`owner`]). Whatever happens reaches that task as a [`Request`], one after the other, so a decision never races
//! with another one. The records hold the files, so that the queue survives a crash; the task holds what matters only while the app
//! runs: whether the queue is running, what is being audited now, and how long the service wants to be left alone.

mod adding;
mod capacity;
mod owner;
mod runner;
mod status;

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

use crate::wire::{self, Problem};

pub use adding::{add, add_slow, is_archive};
pub use owner::Owner;

/// The way to the task that owns the queue.
pub struct Queue {
    requests: UnboundedSender<Request>,
    at_work: Arc<AtomicBool>,
    adding: Mutex<Adding>,
}

/// What files are being added.
#[derive(Default)]
struct Adding {
    /// Stops all additions that are under way.
    stop: CancellationToken,
    /// Files of the last addition that were set aside because they take unusually long.
    slow: Vec<(String, Spool)>,
}

type Answer<T> = oneshot::Sender<Result<T, Problem>>;

/// Something the owner of the queue has to react to.
enum Request {
    /// Somebody asks for the whole queue.
    Snapshot(Answer<wire::Queue>),
    /// The person starts it, or lets it go on.
    Start(CallOptions, Answer<()>),
    /// The person pauses it: running audits end, no other begins.
    Pause,
    /// The person leaves an interrupted queue as it is.
    Leave,
    /// The person stops running audits.
    Stop(Vec<i64>),
    /// The person changes its files.
    Change(Change, Answer<()>),
    /// The number of audits at once was changed.
    SettingsChanged,
    /// Other records took the place of these.
    RecordsReplaced,
    /// A file was added.
    Added(i64),
    /// The audit of a file has a record from now on.
    Recorded {
        /// The file.
        id: i64,
        /// The record.
        record: i64,
    },
    /// The audit of a file asks for one of several parts.
    Part {
        /// The file.
        id: i64,
        /// Its number, from 1, and of how many.
        part: (u32, u32),
    },
    /// The audit of a file has ended.
    Ended(i64, runner::End),
}

/// A change of the queue's files.
#[derive(Debug)]
pub enum Change {
    /// Moves files before another one; to the end where there is none.
    Move {
        /// The files, by id.
        ids: Vec<i64>,
        /// The file that follows them.
        before: Option<i64>,
    },
    /// Removes files, except those that are being audited.
    Remove(Vec<i64>),
    /// Lets files wait again that failed, were stopped, may have been counted, or look like others.
    Retry(Vec<i64>),
    /// Removes the finished files, and those that are the same as others.
    Clear,
}

impl Queue {
    /// The queue and its owner, which has to run.
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

    /// The queue as it is now. The first time, crash recovery runs before.
    ///
    /// # Errors
    /// Why the records can't be read.
    pub async fn snapshot(&self) -> Result<wire::Queue, Problem> {
        self.ask(Request::Snapshot).await
    }

    /// Starts the queue, or lets it go on.
    ///
    /// # Errors
    /// Why the records can't be read or written.
    pub async fn start(&self, options: CallOptions) -> Result<(), Problem> {
        self.ask(|answer| Request::Start(options, answer)).await
    }

    /// Begins nothing new; running audits end.
    pub fn pause(&self) {
        self.send(Request::Pause);
    }

    /// Leaves an interrupted queue as it is, and does not ask again.
    pub fn leave(&self) {
        self.send(Request::Leave);
    }

    /// Stops running audits.
    pub fn stop(&self, ids: Vec<i64>) {
        self.send(Request::Stop(ids));
    }

    /// Changes the files.
    ///
    /// # Errors
    /// Why the records can't be read or written.
    pub async fn change(&self, change: Change) -> Result<(), Problem> {
        self.ask(|answer| Request::Change(change, answer)).await
    }

    /// The number of audits at once was changed in the settings.
    pub fn settings_changed(&self) {
        self.send(Request::SettingsChanged);
    }

    /// Other records took the place of these.
    pub fn records_replaced(&self) {
        self.send(Request::RecordsReplaced);
    }

    /// Whether an audit is running or will be started.
    pub fn is_at_work(&self) -> bool {
        self.at_work.load(Ordering::Acquire)
    }

    /// Stops all additions that are under way; what was added stays.
    pub fn stop_adding(&self) {
        std::mem::take(&mut self.adding().stop).cancel();
    }

    fn adding(&self) -> MutexGuard<'_, Adding> {
        self.adding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the owner. Without one the app is ending.
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
