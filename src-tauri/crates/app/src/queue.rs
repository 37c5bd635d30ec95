//! The queue: pictures that were brought together, audited one after another, or a few at once.
//!
//! The records hold it, so that it is there again after a crash; here is what only matters while the app runs: whether it goes on,
//! what is being audited now, and how long the service wants to be left alone. How one picture is audited is in [`work`].

mod adding;
mod capacity;
mod runner;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use finagent::CallOptions;
use records::{Queued, Standing};
use spool::Spool;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{
    App,
    file_types::kind_of,
    wire::{self, Problem, QueueItem, QueueStatus, ShellEvent},
};

pub use adding::{add, add_slow, is_archive};

/// The queue, as far as the records don't hold it.
#[derive(Default)]
pub struct Queue {
    state: Mutex<State>,
    news: Notify,
}

#[derive(Default)]
struct State {
    /// How to ask; none while it does not go on.
    options: Option<CallOptions>,
    working: bool,
    running: BTreeMap<i64, Working>,
    /// Why it paused by itself.
    paused_by: Option<Problem>,
    /// The service wants to be left alone until then.
    held: Option<Instant>,
    /// Times in a row that it wanted to.
    holds: u32,
    /// It was looked at what the last end of the app had left.
    recovered: bool,
    interrupted: bool,
    /// Stops all takings-in that are under way.
    taking_in: CancellationToken,
    /// Files that were brought last and set aside, because they take unusually long.
    slow: Vec<(String, Spool)>,
}

/// A picture that is being audited.
#[derive(Clone)]
struct Working {
    /// Which of those at once it is.
    slot: u32,
    stop: CancellationToken,
    part: Option<(u32, u32)>,
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is being audited is still audited; nothing new is begun.
    pub fn pause(&self) {
        self.pause_by(None);
    }

    /// The same, for a reason that the person is told.
    fn pause_by(&self, problem: Option<Problem>) {
        let mut state = self.state();
        if state.options.is_some() {
            state.paused_by = problem;
        }
        (state.options, state.held) = (None, None);
        drop(state);
        self.news.notify_one();
    }

    /// It stays as the end of the app left it, and does not ask again.
    pub fn leave(&self) {
        self.state().interrupted = false;
    }

    /// Stops those of them that are being audited.
    pub fn stop(&self, ids: &[i64]) {
        let state = self.state();
        for working in ids.iter().filter_map(|id| state.running.get(id)) {
            working.stop.cancel();
        }
    }

    /// Whether something of it is being audited, or will be.
    pub fn is_at_work(&self) -> bool {
        let state = self.state();
        state.working || !state.running.is_empty()
    }

    /// The records are other ones: what the last end of the app left of their queue is put right when it is looked at next.
    pub fn look_afresh(&self) {
        let mut state = self.state();
        (state.recovered, state.interrupted) = (false, false);
    }

    /// Something about it is not what it was.
    pub fn changed(&self) {
        self.news.notify_one();
    }

    /// Files are no longer taken in.
    pub fn stop_taking_in(&self) {
        let going = std::mem::take(&mut self.state().taking_in);
        going.cancel();
    }
}

/// Goes on with the queue, asking as `options` says.
pub async fn start(app: &Arc<App>, options: CallOptions) -> Result<(), Problem> {
    app.with_records(|_, records| Ok(records.queue_goes_on(true)?))
        .await?;
    let queue = &app.queue;
    let is_new = {
        let mut state = queue.state();
        state.options = Some(options);
        (state.held, state.holds, state.interrupted) = (None, 0, false);
        state.paused_by = None;
        !std::mem::replace(&mut state.working, true)
    };
    if is_new {
        tokio::spawn(runner::work(app.clone()));
    } else {
        queue.news.notify_one();
    }
    tell(app).await;
    Ok(())
}

/// The queue as it is now. The first time, what the last end of the app had left is put right.
pub async fn look(app: &Arc<App>) -> Result<wire::Queue, Problem> {
    app.with_records(|app, records| {
        let queue = &app.queue;
        let known = queue.state().recovered;
        if !known {
            let worked = records.queue_recover()?;
            let mut state = queue.state();
            state.recovered = true;
            // Two that look at once recover one after the other, and only the first finds something.
            state.interrupted |= worked;
        }
        let items = records.queue()?;
        let state = queue.state();
        Ok(wire::Queue {
            status: status(&state, &items),
            at_once: app.settings.get().queue_at_once,
            took_ms: took(&items),
            items: shown(&items, &state.running),
        })
    })
    .await
}

fn status(state: &State, items: &[Queued]) -> QueueStatus {
    use records::QueueState::{Alike, Same, Unsure, Waiting};
    let any = |wanted: &[records::QueueState]| {
        items
            .iter()
            .any(|item| wanted.contains(&item.standing.state))
    };
    let running = any(&[records::QueueState::Running]);
    if items.is_empty() {
        QueueStatus::Empty
    } else if state.interrupted && any(&[Waiting, Unsure]) {
        QueueStatus::Interrupted
    } else if !running && !any(&[Waiting]) {
        QueueStatus::Done
    } else if state.options.is_some() {
        match state.held {
            Some(held) => QueueStatus::Held {
                ms: u32::try_from(held.saturating_duration_since(Instant::now()).as_millis())
                    .unwrap_or(u32::MAX),
            },
            None => QueueStatus::Running,
        }
    } else if running {
        QueueStatus::Pausing {
            by: state.paused_by.clone(),
        }
    } else if items
        .iter()
        .all(|item| matches!(item.standing.state, Waiting | Same | Alike))
    {
        QueueStatus::Ready
    } else {
        QueueStatus::Paused {
            by: state.paused_by.clone(),
        }
    }
}

/// Milliseconds in which audits of these items went on, as their records say: those at once count once, and what lay between two
/// batches does not.
fn took(items: &[Queued]) -> Option<u64> {
    let mut spans: Vec<(i64, i64)> = items
        .iter()
        .filter_map(|item| {
            let (began, elapsed) = (item.began_ms?, item.standing.elapsed_ms?);
            Some((began, began.saturating_add_unsigned(elapsed)))
        })
        .collect();
    spans.sort_unstable();
    let mut took = 0_u64;
    let mut until = spans.first()?.0;
    for (began, ended) in spans {
        let began = began.max(until);
        took = took.saturating_add(u64::try_from(ended.saturating_sub(began)).unwrap_or(0));
        until = until.max(ended);
    }
    Some(took)
}

/// Tells the window all of it.
pub async fn tell(app: &Arc<App>) {
    // Where the records can't be read, that is told elsewhere.
    if let Ok(queue) = look(app).await {
        app.window.tell(ShellEvent::Queue { queue });
    }
}

/// Notes where a picture stands, and tells the window.
async fn note(app: &Arc<App>, id: i64, standing: Standing) -> Result<(), Problem> {
    app.with_records(move |app, records| {
        records.queue_note(id, standing)?;
        tell_item(app, records.queued(id)?.as_ref());
        Ok(())
    })
    .await
}

/// Tells the window where a picture stands.
fn tell_item(app: &App, item: Option<&Queued>) {
    if let Some(item) = item {
        let part = app
            .queue
            .state()
            .running
            .get(&item.id)
            .and_then(|working| working.part);
        let item = shown_item(item, part, None);
        app.window.tell(ShellEvent::QueueItem { item });
    }
}

fn shown(items: &[Queued], running: &BTreeMap<i64, Working>) -> Vec<QueueItem> {
    use records::QueueState::{Alike, Same};
    let mut first: BTreeMap<&str, i64> = BTreeMap::new();
    let mut shown = Vec::new();
    for item in items {
        if item.standing.state != Same {
            first.entry(&item.sha256).or_insert(item.id);
        }
    }
    for item in items {
        let same_as = match item.standing.state {
            Same => first.get(item.sha256.as_str()).copied(),
            Alike => {
                let others = items.iter().filter(|other| other.id != item.id);
                let mut settled =
                    others.filter(|other| !matches!(other.standing.state, Same | Alike));
                settled
                    .find(|other| other.looks_like(item))
                    .map(|other| other.id)
            }
            _ => None,
        };
        let part = running.get(&item.id).and_then(|working| working.part);
        shown.push(shown_item(item, part, same_as));
    }
    shown
}

fn shown_item(item: &Queued, part: Option<(u32, u32)>, same_as: Option<i64>) -> QueueItem {
    let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let standing = &item.standing;
    QueueItem {
        id: item.id,
        name: visible_text::strip_invisible(&item.name),
        sha256: item.sha256.clone(),
        format: kind_of(&item.media_type).to_owned(),
        width: item.width,
        height: item.height,
        bytes: count(item.bytes),
        state: standing.state.into(),
        part,
        elapsed_ms: standing.elapsed_ms.map(count),
        record: standing.record,
        problem: standing.problem.as_ref().map(Problem::recorded),
        same_as,
    }
}

impl From<records::QueueState> for wire::QueueState {
    fn from(state: records::QueueState) -> Self {
        use records::QueueState as Kept;
        match state {
            Kept::Waiting => Self::Waiting,
            Kept::Running => Self::Running,
            Kept::Finished => Self::Finished,
            Kept::Failed => Self::Failed,
            Kept::Stopped => Self::Stopped,
            Kept::Unsure => Self::Unsure,
            Kept::Same => Self::Same,
            Kept::Alike => Self::Alike,
        }
    }
}

#[cfg(test)]
mod tests {
    use records::QueueState;

    use super::*;

    fn item((began_ms, elapsed_ms): (Option<i64>, Option<u64>)) -> Queued {
        Queued {
            id: 1,
            name: String::new(),
            sha256: String::new(),
            media_type: String::new(),
            width: 1,
            height: 1,
            bytes: 1,
            standing: Standing {
                state: QueueState::Finished,
                elapsed_ms,
                ..Standing::waiting()
            },
            look: None,
            began_ms,
        }
    }

    fn took_of(spans: &[(Option<i64>, Option<u64>)]) -> Option<u64> {
        took(&spans.iter().copied().map(item).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_audited_at_once_takes_its_time_once_and_a_pause_takes_none() {
        assert_eq!(took_of(&[]), None);
        assert_eq!(took_of(&[(None, Some(5)), (Some(1), None)]), None);
        let four = [(Some(1_000), Some(10_000)); 4];
        assert_eq!(took_of(&four), Some(10_000));
        // Out of order, one within another, two that overlap, and one on another day.
        let spans = [
            (5_000, 2_000),
            (0, 4_000),
            (1_000, 500),
            (6_000, 3_000),
            (90_000_000, 7_000),
        ];
        let spans = spans.map(|(began, elapsed)| (Some(began), Some(elapsed)));
        assert_eq!(took_of(&spans), Some(4_000 + 4_000 + 7_000));
        assert_eq!(took_of(&[(Some(i64::MAX), Some(u64::MAX))]), Some(0));
    }

    #[test]
    fn what_the_queue_does_follows_from_its_files_and_from_what_was_asked_of_it() {
        use QueueState::{Failed, Finished, Running, Same, Waiting};
        let of = |states: &[QueueState]| -> Vec<Queued> {
            let stands = |&state| {
                let mut item = item((None, None));
                item.standing.state = state;
                item
            };
            states.iter().map(stands).collect()
        };
        let idle = State::default;
        let going = || State {
            options: Some(CallOptions::default()),
            ..State::default()
        };
        let problem = Problem::plain("no_network");
        let paused = || State {
            paused_by: Some(problem.clone()),
            ..State::default()
        };
        let by = || Some(problem.clone());
        for (state, states, expected) in [
            (idle(), vec![], QueueStatus::Empty),
            (idle(), vec![Waiting, Same], QueueStatus::Ready),
            (going(), vec![Waiting, Finished], QueueStatus::Running),
            (going(), vec![Failed, Finished, Same], QueueStatus::Done),
            (
                idle(),
                vec![Finished, Waiting],
                QueueStatus::Paused { by: None },
            ),
            (
                idle(),
                vec![Running, Waiting],
                QueueStatus::Pausing { by: None },
            ),
            (
                paused(),
                vec![Failed, Waiting],
                QueueStatus::Paused { by: by() },
            ),
            (
                paused(),
                vec![Failed, Running],
                QueueStatus::Pausing { by: by() },
            ),
        ] {
            assert_eq!(status(&state, &of(&states)), expected, "{states:?}");
        }
        let interrupted = || State {
            interrupted: true,
            ..State::default()
        };
        assert_eq!(
            status(&interrupted(), &of(&[Waiting])),
            QueueStatus::Interrupted
        );
        assert_eq!(
            status(&interrupted(), &of(&[Finished])),
            QueueStatus::Done,
            "nothing is left to ask about"
        );
        let held = State {
            held: Some(Instant::now() + std::time::Duration::from_secs(20)),
            ..going()
        };
        let told = status(&held, &of(&[Waiting]));
        assert!(
            matches!(told, QueueStatus::Held { ms } if ms > 0),
            "{told:?}"
        );
    }
}
