//! A thread that owns a store and does one thing at a time with it.
//!
//! It is a plain thread and not one of the runtime's blocking pool, because a call into a keychain can block for ever
//! and the runtime waits for its pool at the end of the program. A plain thread that is stuck is simply left behind.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use tokio::sync::oneshot;

use crate::{Failure, KeyStore, StoreError};

/// Makes the store that a thread works with; called on that thread, once for each.
pub(crate) type MakeStore = Arc<dyn Fn() -> Box<dyn KeyStore> + Send + Sync>;

type Job = Box<dyn FnOnce(&dyn KeyStore) + Send>;

/// The way to one thread. Dropping it lets the thread end after the job it is at.
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

    /// Queues `job`. The answer arrives on the returned channel, which closes without one if the thread has ended.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&dyn KeyStore) -> Result<T, StoreError> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, StoreError>> {
        let (answer, answered) = oneshot::channel();
        // When the thread has ended the job is dropped, and with it `answer`: the caller sees a closed channel.
        let _ = self.jobs.send(Box::new(move |store| {
            // No one waits any more once the limit has passed.
            let _ = answer.send(job(store));
        }));
        answered
    }
}
