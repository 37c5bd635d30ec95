//! A thread that owns a store and runs one job at a time on it.
//!
//! It is not from the runtime's blocking pool: a keychain call can block for ever, and the runtime waits for its pool
//! on shutdown. A plain thread that is stuck is abandoned.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use tokio::sync::oneshot;

use crate::{Failure, KeyStore};

/// Creates a thread's store; called once on each thread.
pub(crate) type MakeStore = Arc<dyn Fn() -> Box<dyn KeyStore> + Send + Sync>;

type Job = Box<dyn FnOnce(&dyn KeyStore) + Send>;

/// A handle to a keychain thread. Dropping it lets the thread end after its current job.
pub(crate) struct StoreThread {
    jobs: Sender<Job>,
}

impl StoreThread {
    pub(crate) fn start(make_store: MakeStore) -> Result<Self, Failure> {
        let (jobs, queue) = channel::<Job>();
        std::thread::Builder::new()
            .name("keychain".into())
            .spawn(move || {
                let store = make_store();
                for job in queue {
                    job(store.as_ref());
                }
            })
            .map_err(Failure::Thread)?;
        Ok(Self { jobs })
    }

    /// Queues `job`. The returned channel yields the result, or closes without one if the thread has ended.
    pub(crate) fn ask<R: Send + 'static>(
        &self,
        job: impl FnOnce(&dyn KeyStore) -> R + Send + 'static,
    ) -> oneshot::Receiver<R> {
        let (answer, answered) = oneshot::channel();
        // If the thread has ended, the job is dropped with its `answer`, and the caller sees a closed channel.
        let _ = self.jobs.send(Box::new(move |store| {
            // After the time limit nobody waits for the answer.
            let _ = answer.send(job(store));
        }));
        answered
    }
}
