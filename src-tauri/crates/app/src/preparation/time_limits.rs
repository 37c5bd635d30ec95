//! Time limits for preparing a file.
//!
//! A file of a few kilobytes can keep a renderer busy for minutes, and a large legitimate one on a slow machine takes as
//! long. Only a person can distinguish them. So a file is slow if it makes no progress for a while, or takes very long in
//! total. Then the app asks the person who waits, and cancels work that nobody waits for. Progress is what the person can
//! see: pages, parts, and the lines detected.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jobs::prepare::Word;
use serde_json::json;
use tokio::time::{Instant, sleep_until};

use crate::wire::Problem;

/// The time that preparing a file may take.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Without visible progress.
    pub still: Duration,
    /// In total.
    pub whole: Duration,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            still: Duration::from_secs(20),
            whole: Duration::from_secs(120),
        }
    }
}

/// What happens to a slow file. If it continues, the limits of the child process end it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeLimit {
    /// A person sees that it is slow, and may stop it.
    Asking,
    /// Continue: the file was prepared successfully before.
    Waiting,
    /// Nobody is watching: it is cancelled.
    None,
}

/// The progress of a file.
pub(super) struct Stopwatch {
    began: Instant,
    state: Mutex<State>,
}

struct State {
    moved: Instant,
    page: Option<u32>,
    /// The progress within the page or the single picture: the stage, and its fraction.
    within: (u8, f32),
}

impl Stopwatch {
    pub(super) fn new() -> Self {
        let began = Instant::now();
        Self {
            began,
            state: Mutex::new(State {
                moved: began,
                page: None,
                within: (0, 0.0),
            }),
        }
    }

    /// Takes a progress message. Only forward progress counts.
    pub(super) fn hear(&self, word: Word) {
        let mut state = self.lock();
        let within = match word {
            Word::Unpacking => (0, 0.0),
            Word::Lines(part) => (1, part),
            Word::Parts(done, _) => (2, done as f32),
            Word::Pages(done, _) => {
                if state.page.is_none_or(|page| page < done) {
                    state.page = Some(done);
                    state.within = (0, 0.0);
                    state.moved = Instant::now();
                }
                return;
            }
        };
        if within > state.within {
            state.within = within;
            state.moved = Instant::now();
        }
    }

    /// The time at which it becomes slow, if there is no progress until then.
    fn slow_at(&self, budget: Budget) -> Instant {
        let still = self.lock().moved + budget.still;
        still.min(self.began + budget.whole)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for `work`, which reports progress to `course`, within the time limits. Calls `slow` once if a person must be
/// asked.
///
/// The errors of `work`; `preparing_slow` if it was cancelled.
pub(super) async fn within<T>(
    budget: Budget,
    time_limit: TimeLimit,
    course: &Stopwatch,
    work: impl Future<Output = Result<T, Problem>>,
    slow: impl FnOnce(),
) -> Result<T, Problem> {
    let mut work = std::pin::pin!(work);
    if time_limit == TimeLimit::Waiting {
        return work.await;
    }
    loop {
        let slow_at = course.slow_at(budget);
        tokio::select! {
            biased;
            // There may have been progress meanwhile.
            () = sleep_until(slow_at) => if course.slow_at(budget) <= slow_at { break },
            done = &mut work => return done,
        }
    }
    if time_limit == TimeLimit::None {
        let seconds = course.began.elapsed().as_secs();
        return Err(Problem::new(
            "preparing_slow",
            json!({ "seconds": seconds }),
        ));
    }
    slow();
    work.await
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, future};

    use super::*;

    const BUDGET: Budget = Budget {
        still: Duration::from_secs(20),
        whole: Duration::from_secs(120),
    };

    async fn after(seconds: u64) {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    }

    /// Sends each message after the given seconds, and ends after `last`.
    async fn saying(course: &Stopwatch, words: &[(u64, Word)], last: u64) -> Result<(), Problem> {
        for (seconds, word) in words {
            after(*seconds).await;
            course.hear(*word);
        }
        after(last).await;
        Ok(())
    }

    async fn given_up(words: &[(u64, Word)], last: u64) -> Option<u64> {
        let course = Stopwatch::new();
        let work = saying(&course, words, last);
        let outcome = within(BUDGET, TimeLimit::None, &course, work, || ()).await;
        outcome.err().map(|problem| {
            assert_eq!(problem.code, "preparing_slow");
            problem.params["seconds"].as_u64().unwrap()
        })
    }

    #[tokio::test(start_paused = true)]
    async fn a_file_that_nobody_waits_for_is_given_up_where_nothing_moves() {
        assert_eq!(given_up(&[], 19).await, None);
        assert_eq!(given_up(&[], 1_000).await, Some(20));
        let pages: Vec<_> = (0..6).map(|n| (19, Word::Pages(n, 6))).collect();
        assert_eq!(given_up(&pages, 5).await, None, "each page moves it on");
        assert_eq!(given_up(&pages[..2], 500).await, Some(58));
    }

    #[tokio::test(start_paused = true)]
    async fn words_that_say_nothing_new_are_no_progress() {
        let same = [
            (9, Word::Unpacking),
            (9, Word::Lines(0.0)),
            (9, Word::Lines(0.0)),
            (9, Word::Unpacking),
            (9, Word::Pages(0, 2)),
        ];
        assert_eq!(given_up(&same[..1], 100).await, Some(20));
        assert_eq!(given_up(&same, 100).await, Some(38));
        let garbage = [(9, Word::Lines(f32::NAN)), (9, Word::Parts(0, 0))];
        assert_eq!(given_up(&garbage, 100).await, Some(38));
    }

    #[tokio::test(start_paused = true)]
    async fn progress_in_tiny_steps_does_not_go_on_for_ever() {
        let steps: Vec<_> = (1..1_000).map(|n| (5, Word::Lines(n as f32))).collect();
        assert_eq!(given_up(&steps, 0).await, Some(120));
    }

    #[tokio::test(start_paused = true)]
    async fn a_person_is_asked_once_and_the_work_goes_on() {
        let course = Stopwatch::new();
        let asked = Cell::new(None);
        let slow = || asked.set(Some(course.began.elapsed().as_secs()));
        let work = saying(&course, &[(100, Word::Pages(0, 2))], 400);
        let done = within(BUDGET, TimeLimit::Asking, &course, work, slow).await;
        assert_eq!((done.is_ok(), asked.get()), (true, Some(20)));
    }

    #[tokio::test(start_paused = true)]
    async fn stopping_does_not_wait_for_the_budget() {
        let course = Stopwatch::new();
        let work = within::<()>(BUDGET, TimeLimit::Asking, &course, future::pending(), || ());
        tokio::select! {
            _ = work => unreachable!("it never ends"),
            () = after(1) => assert_eq!(course.began.elapsed().as_secs(), 1),
        }
    }
}
