//! Long work on the records: how far it has come, and how it is stopped.

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

/// Time between two messages about how far something has come.
const NEWS: Duration = Duration::from_millis(100);

/// The long work on the records that goes on.
#[derive(Default)]
pub struct LongTasks {
    stops: Mutex<Vec<Weak<AtomicBool>>>,
}

/// Long work that is followed.
pub struct FollowedTask {
    listener: Box<dyn Listener<Advance>>,
    stop: Arc<AtomicBool>,
    told: Mutex<Option<Instant>>,
}

impl LongTasks {
    /// Begins; whoever listens hears how far it has come.
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

    /// Stops all of it; what was written stays.
    pub fn stop(&self) {
        let stops = self.stops.lock().unwrap_or_else(PoisonError::into_inner);
        for stop in stops.iter().filter_map(Weak::upgrade) {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

impl FollowedTask {
    /// So much is done; goes on unless it was stopped.
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

    /// So much is done; whether to go on.
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
