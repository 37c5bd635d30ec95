//! Long tasks on the records: progress and cancellation.

use std::{
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    events::Listener,
    wire::{Advance, Problem},
};

/// Time between two progress messages.
const NEWS: Duration = Duration::from_millis(100);

/// The long tasks in progress.
#[derive(Default)]
pub struct LongTasks {
    stops: Mutex<Vec<Weak<AtomicBool>>>,
}

/// A long task that reports its progress.
pub struct FollowedTask {
    listener: Box<dyn Listener<Advance>>,
    stop: Arc<AtomicBool>,
    told: Mutex<Option<Instant>>,
}

impl LongTasks {
    /// Starts a task; `listener` receives its progress.
    pub fn begin(&self, listener: Box<dyn Listener<Advance>>) -> FollowedTask {
        let stop = Arc::new(AtomicBool::new(false));
        let mut stops = self.stops.lock().unwrap_or_else(PoisonError::into_inner);
        stops.retain(|stop| stop.strong_count() > 0);
        stops.push(Arc::downgrade(&stop));
        FollowedTask {
            listener,
            stop,
            told: Mutex::default(),
        }
    }

    /// Stops all tasks; files already written remain.
    pub fn stop(&self) {
        let stops = self.stops.lock().unwrap_or_else(PoisonError::into_inner);
        for stop in stops.iter().filter_map(Weak::upgrade) {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

impl FollowedTask {
    /// Reports progress, and fails if the task was stopped.
    ///
    /// # Errors
    /// `stopped`.
    pub fn unless_stopped(&self, done: u64, of: u64) -> Result<(), Problem> {
        if self.go_on(done, of) {
            Ok(())
        } else {
            Err(Problem::plain("stopped"))
        }
    }

    /// Reports progress; returns whether to continue.
    pub fn go_on(&self, done: u64, of: u64) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|told| told.elapsed() >= NEWS) || done == of {
            *told = Some(Instant::now());
            let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
            self.listener.tell(Advance {
                done: count(done),
                of: count(of),
            });
        }
        !self.stop.load(Ordering::Relaxed)
    }
}
