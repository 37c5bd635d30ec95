//! Runs model calls on threads of their own.
//!
//! A call takes up to a second and can't be interrupted from within. The caller therefore hands jobs to threads and polls
//! the cancel flag while it waits for answers. After a cancellation, a call that is still running ends on its own: its
//! answer is dropped and its thread exits. The next reading first waits for such calls, so reading and cancelling repeatedly
//! piles up neither threads nor memory.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use rten::{RunOptions, ThreadPool};

use crate::Error;

/// Polling interval of the cancel flag while a call runs.
const LOOK: Duration = Duration::from_millis(20);

/// Stops a reading from another thread. Clones share one flag.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A flag that is not set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the reading end with [`Error::Cancelled`], within about 20 ms.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.0.load(Ordering::Relaxed) {
            return Err(Error::Cancelled);
        }
        Ok(())
    }
}

/// Number of parallel calls, and of threads that each call uses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Threads {
    pub(crate) calls: usize,
    pub(crate) threads: usize,
}

/// Runs the models on one job.
pub(crate) type ModelCall<J, A> = Arc<dyn Fn(J, &RunOptions) -> Result<A, Error> + Send + Sync>;

/// Starts threads and keeps track of those still running for a cancelled reading.
#[derive(Debug, Default)]
pub(crate) struct InferenceThreads {
    left: Mutex<Vec<Weak<()>>>,
}

impl InferenceThreads {
    /// Whether a call of a cancelled reading is still running.
    fn behind(&self) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.retain(|thread| thread.strong_count() > 0);
        !left.is_empty()
    }

    /// [`run`], once the calls of cancelled readings have ended.
    pub(crate) fn run<J, A>(
        &self,
        hands: Threads,
        work: &ModelCall<J, A>,
        jobs: impl Iterator<Item = J>,
        cancel: &Cancel,
        each: impl FnMut(A) -> Result<(), Error>,
    ) -> Result<(), Error>
    where
        J: Send + 'static,
        A: Send + 'static,
    {
        while self.behind() {
            cancel.check()?;
            thread::sleep(LOOK);
        }
        let alive = Arc::new(());
        let outcome = run(hands, work, jobs, cancel, each, &alive);
        if outcome.is_err() {
            let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
            left.push(Arc::downgrade(&alive));
        }
        outcome
    }
}

/// Runs the jobs and passes each answer to `each` as it arrives, not necessarily in job order. It pulls a job from the
/// iterator only when a thread is about to be free, so only a few exist at a time.
fn run<J, A>(
    hands: Threads,
    work: &ModelCall<J, A>,
    mut jobs: impl Iterator<Item = J>,
    cancel: &Cancel,
    mut each: impl FnMut(A) -> Result<(), Error>,
    alive: &Arc<()>,
) -> Result<(), Error>
where
    J: Send + 'static,
    A: Send + 'static,
{
    let (to_crew, waiting) = mpsc::channel::<J>();
    let (to_us, answers) = mpsc::channel();
    let waiting = Arc::new(Mutex::new(waiting));
    for number in 0..hands.calls.max(1) {
        let (work, waiting, to_us) = (Arc::clone(work), Arc::clone(&waiting), to_us.clone());
        let alive = Arc::clone(alive);
        thread::Builder::new()
            .name(format!("reading-{number}"))
            .spawn(move || {
                let _alive = alive;
                let mut options = RunOptions::default();
                options.thread_pool =
                    Some(Arc::new(ThreadPool::with_num_threads(hands.threads.max(1))));
                loop {
                    let job = waiting
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .recv();
                    let Ok(job) = job else { break };
                    // A panic inside the runtime must not leave the reader waiting forever.
                    let answer = catch_unwind(AssertUnwindSafe(|| work(job, &options)))
                        .unwrap_or_else(|_| Err(Error::Run("the runtime panicked".into())));
                    if to_us.send(answer).is_err() {
                        break;
                    }
                }
            })?;
    }
    drop(to_us);

    let mut under_way = 0;
    loop {
        while under_way < hands.calls.max(1) * 2 {
            cancel.check()?;
            let Some(job) = jobs.next() else { break };
            if to_crew.send(job).is_err() {
                return Err(Error::Run("the runtime's threads ended".into()));
            }
            under_way += 1;
        }
        if under_way == 0 {
            return Ok(());
        }
        cancel.check()?;
        match answers.recv_timeout(LOOK) {
            Ok(answer) => {
                under_way -= 1;
                each(answer?)?;
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                return Err(Error::Run("the runtime's threads ended".into()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Condvar;

    use super::*;

    const HANDS: Threads = Threads {
        calls: 2,
        threads: 1,
    };

    #[test]
    fn every_job_is_answered_and_few_are_made_ahead() {
        let made = std::cell::Cell::new(0);
        let mut answered = Vec::new();
        let work: ModelCall<u32, u32> = Arc::new(|job, _| Ok(job * 2));
        let jobs = (0..50).inspect(|_| made.set(made.get() + 1));
        InferenceThreads::default()
            .run(HANDS, &work, jobs, &Cancel::new(), |answer| {
                answered.push(answer);
                assert!(made.get() <= answered.len() + 4);
                Ok(())
            })
            .unwrap();
        answered.sort_unstable();
        assert_eq!(answered, (0..50).map(|job| job * 2).collect::<Vec<_>>());
    }

    #[test]
    fn cancelling_does_not_wait_for_a_call_that_is_running() {
        let (started, has_started) = mpsc::channel();
        let (release, held) = mpsc::channel::<()>();
        let (started, held) = (Mutex::new(started), Mutex::new(held));
        let work: ModelCall<(), ()> = Arc::new(move |(), _| {
            started.lock().unwrap().send(()).unwrap();
            let _ = held.lock().unwrap().recv();
            Ok(())
        });
        let cancel = Cancel::new();
        let flag = cancel.clone();
        let cancelling = thread::spawn(move || {
            has_started.recv().unwrap();
            flag.cancel();
        });
        let outcome = InferenceThreads::default().run(
            HANDS,
            &work,
            std::iter::once(()),
            &cancel,
            |()| Ok(()),
        );
        assert!(matches!(outcome, Err(Error::Cancelled)));
        // The call runs until `release` is dropped, so only the cancellation can have ended the run.
        cancelling.join().unwrap();
        drop(release);
    }

    #[test]
    fn a_call_that_panics_is_an_error() {
        let work: ModelCall<(), ()> = Arc::new(|(), _| panic!("as a runtime might"));
        let outcome = InferenceThreads::default().run(
            HANDS,
            &work,
            std::iter::once(()),
            &Cancel::new(),
            |()| Ok(()),
        );
        assert!(matches!(outcome, Err(Error::Run(_))));
    }

    /// Calls of many readings, each held until its reading is released.
    #[derive(Default)]
    struct Held {
        running: usize,
        most: usize,
        /// The last reading of which a call has started.
        started: u32,
        /// The calls of this reading and of those before it may end.
        released: u32,
    }

    #[test]
    fn reading_and_cancelling_over_and_over_leaves_no_more_calls_running_than_one_reading_has() {
        let shared = Arc::new((Mutex::new(Held::default()), Condvar::new()));
        let calls = Arc::clone(&shared);
        let work: ModelCall<u32, ()> = Arc::new(move |reading, _| {
            let (held, changed) = &*calls;
            let mut held = held.lock().unwrap();
            held.running += 1;
            held.most = held.most.max(held.running);
            held.started = reading;
            changed.notify_all();
            held = changed
                .wait_while(held, |held| held.released < reading)
                .unwrap();
            held.running -= 1;
            Ok(())
        });
        let inference = InferenceThreads::default();
        let (held, changed) = &*shared;
        let release = |reading| {
            held.lock().unwrap().released = reading;
            changed.notify_all();
        };
        for reading in 1..=20 {
            let cancel = Cancel::new();
            let outcome = thread::scope(|scope| {
                scope.spawn(|| {
                    release(reading - 1);
                    let held = held.lock().unwrap();
                    let started = changed.wait_while(held, |held| held.started < reading);
                    drop(started.unwrap());
                    cancel.cancel();
                });
                let jobs = std::iter::repeat(reading);
                inference.run(HANDS, &work, jobs, &cancel, |()| Ok(()))
            });
            assert!(matches!(outcome, Err(Error::Cancelled)));
            assert!(inference.behind());
        }
        release(u32::MAX);
        assert!(held.lock().unwrap().most <= HANDS.calls);
    }
}
