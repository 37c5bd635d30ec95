//! The task that owns the queue. It handles requests, starts audits, and sends changes to the window.

mod checks;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use finagent::CallOptions;
use records::{QueueState, Queued, Records, Standing};
use serde_json::{Value, json};
use tokio::sync::{mpsc::UnboundedReceiver, oneshot};
use tokio_util::sync::CancellationToken;

use super::{
    Change, Request,
    runner::{self, End},
    status::{shown, shown_of, status, took},
};
use crate::{
    App,
    settings::AT_ONCE,
    wire::{self, Consequence, Problem, QueueChecked, QueueStatus, ShellEvent},
};

/// The first back-off when the service is busy. It doubles each time after that.
const HOLD: Duration = Duration::from_secs(20);
/// The longest back-off, even if the service asks for more.
const LONGEST_HOLD: Duration = Duration::from_secs(600);
/// The number of consecutive back-offs after which the queue pauses.
const HOLDS: u32 = 4;

/// Owns the queue.
pub struct Owner {
    requests: UnboundedReceiver<Request>,
    at_work: Arc<AtomicBool>,
    state: State,
}

/// The queue in memory. The records store its files, and only the owner changes those.
#[derive(Default)]
pub(super) struct State {
    /// `None` until read from the records.
    pub(super) items: Option<Vec<Queued>>,
    /// The options of the audits. `None` unless the queue is running.
    pub(super) options: Option<CallOptions>,
    pub(super) running: BTreeMap<i64, Audit>,
    /// The findings of the rules in the files. A file that is missing here is still to be checked.
    pub(super) checked: BTreeMap<i64, QueueChecked>,
    /// Files whose check began before the rules changed.
    pub(super) outdated: BTreeSet<i64>,
    /// The triage waits for a file to check.
    pub(super) triage: Option<oneshot::Sender<Queued>>,
    /// The problem that paused the queue, unless the user did.
    pub(super) paused_by: Option<Problem>,
    /// The end of the current back-off.
    pub(super) held: Option<Instant>,
    /// The number of consecutive back-offs.
    pub(super) holds: u32,
    /// The app ended while the queue was running, and the user has not yet decided whether to resume.
    pub(super) interrupted: bool,
    /// Whether the records mark the queue as running.
    pub(super) recorded_as_running: bool,
    /// Increases with each message to the window.
    pub(super) revision: u32,
    /// Files whose changes the window has not received yet.
    pub(super) changed: BTreeSet<i64>,
    /// The window needs the whole queue.
    pub(super) all_changed: bool,
    pub(super) told: Option<Told>,
}

/// The state last sent to the window, apart from the files. The remaining time of a back-off is left out, so that its passing is not a
/// change.
#[derive(PartialEq)]
pub(super) struct Told {
    status: QueueStatus,
    held: Option<Instant>,
    at_once: u32,
    took_ms: Option<u64>,
}

/// A file that is being audited.
pub(super) struct Audit {
    /// The slot among the concurrent audits.
    slot: u32,
    stop: CancellationToken,
    /// The part in progress and the number of parts.
    pub(super) part: Option<(u32, u32)>,
}

impl Owner {
    pub(super) fn new(requests: UnboundedReceiver<Request>, at_work: Arc<AtomicBool>) -> Self {
        Self {
            requests,
            at_work,
            state: State::default(),
        }
    }

    /// Runs until the app ends.
    pub async fn run(mut self, app: Weak<App>) {
        loop {
            let request = tokio::select! {
                request = self.requests.recv() => match request {
                    Some(request) => Some(request),
                    None => return,
                },
                () = over(self.state.held) => {
                    self.state.held = None;
                    None
                }
            };
            let Some(app) = app.upgrade() else { return };
            if let Some(request) = request {
                self.react(&app, request).await;
            }
            // Handles all pending requests first, so that the window gets one message for them.
            while let Ok(request) = self.requests.try_recv() {
                self.react(&app, request).await;
            }
            self.state.start_waiting(&app).await;
            self.state.feed_triage();
            self.settle(&app).await;
            self.state.tell(&app);
        }
    }

    async fn react(&mut self, app: &Arc<App>, request: Request) {
        let state = &mut self.state;
        match request {
            Request::Snapshot(answer) => {
                let loaded = state.load(app).await;
                state.tell(app);
                let snapshot = loaded.map(|()| state.snapshot(app));
                // The caller may be gone.
                let _ = answer.send(snapshot);
            }
            Request::Start(options, answer) => {
                let started = state.start(app, options).await;
                self.at_work
                    .store(self.state.is_at_work(), Ordering::Release);
                let _ = answer.send(started);
            }
            Request::Pause => state.pause(None),
            Request::Leave => state.interrupted = false,
            Request::Stop(ids) => {
                for audit in ids.iter().filter_map(|id| state.running.get(id)) {
                    audit.stop.cancel();
                }
            }
            Request::Change(change, answer) => {
                let _ = answer.send(state.change(app, change).await);
            }
            Request::SettingsChanged => {}
            Request::RecordsReplaced => {
                (state.items, state.interrupted) = (None, false);
                state.checked.clear();
                state.outdated.clear();
                // Unreadable records are reported where they are shown.
                let _ = state.load(app).await;
            }
            Request::Added(id) => state.added(app, id).await,
            Request::Recorded { id, record } => {
                if let Some(item) = state.item_mut(id) {
                    item.standing.record = Some(record);
                    state.changed.insert(id);
                }
            }
            Request::Part { id, part } => {
                if let Some(audit) = state.running.get_mut(&id) {
                    audit.part = Some(part);
                    state.changed.insert(id);
                }
            }
            Request::Ended(id, end) => state.ended(app, id, end).await,
            Request::NextUnchecked(answer) => state.triage = Some(answer),
            Request::Checked(id, checked) => state.checked(id, checked),
            Request::RulesChanged => state.recheck(),
        }
    }

    /// Ends the queue if nothing is left to do, and records whether it is running.
    async fn settle(&mut self, app: &Arc<App>) {
        let state = &mut self.state;
        let waiting = state
            .items()
            .iter()
            .any(|item| item.standing.state == QueueState::Waiting);
        if state.running.is_empty() && !waiting {
            (state.options, state.held) = (None, None);
        }
        let at_work = state.is_at_work();
        self.at_work.store(at_work, Ordering::Release);
        if state.recorded_as_running != at_work {
            // If this write fails, the next start may ask needlessly whether to resume.
            let _ = state.record_running(app, at_work).await;
        }
    }
}

/// Completes at the end of a back-off. Never completes without one.
async fn over(held: Option<Instant>) {
    match held {
        Some(until) => tokio::time::sleep_until(until.into()).await,
        None => std::future::pending().await,
    }
}

impl State {
    fn items(&self) -> &[Queued] {
        self.items.as_deref().unwrap_or_default()
    }

    fn item_mut(&mut self, id: i64) -> Option<&mut Queued> {
        self.items.as_mut()?.iter_mut().find(|item| item.id == id)
    }

    fn is_at_work(&self) -> bool {
        self.options.is_some() || !self.running.is_empty()
    }

    /// Runs crash recovery and reads the files, once per set of records.
    async fn load(&mut self, app: &Arc<App>) -> Result<(), Problem> {
        if self.items.is_some() {
            return Ok(());
        }
        let read = |records: &Records| Ok((records.queue_recover()?, records.queue()?));
        let (worked, items) = app.with_records(move |_, records| read(records)).await?;
        self.interrupted |= worked;
        self.items = Some(items);
        self.all_changed = true;
        Ok(())
    }

    async fn start(&mut self, app: &Arc<App>, options: CallOptions) -> Result<(), Problem> {
        self.load(app).await?;
        self.record_running(app, true).await?;
        self.options = Some(options);
        (self.held, self.holds, self.interrupted) = (None, 0, false);
        self.paused_by = None;
        Ok(())
    }

    async fn record_running(&mut self, app: &Arc<App>, running: bool) -> Result<(), Problem> {
        app.with_records(move |_, records| Ok(records.queue_goes_on(running)?))
            .await?;
        self.recorded_as_running = running;
        Ok(())
    }

    /// Starts no new audits. `problem` is the cause, or `None` if the user paused the queue.
    fn pause(&mut self, problem: Option<Problem>) {
        if self.options.is_some() {
            self.paused_by = problem;
        }
        (self.options, self.held) = (None, None);
    }

    async fn change(&mut self, app: &Arc<App>, change: Change) -> Result<(), Problem> {
        self.load(app).await?;
        let items = app.with_records(move |_, records| {
            match change {
                Change::Move { ids, before } => records.queue_move(ids, before)?,
                Change::Remove(ids) => records.queue_remove(ids)?,
                Change::Retry(ids) => records.queue_retry(ids)?,
                Change::Clear => {
                    let done = |item: &Queued| {
                        matches!(item.standing.state, QueueState::Finished | QueueState::Same)
                    };
                    let items = records.queue()?.into_iter();
                    records.queue_remove(items.filter(done).map(|item| item.id).collect())?;
                }
            }
            Ok(records.queue()?)
        });
        let items = items.await?;
        let ids: BTreeSet<i64> = items.iter().map(|item| item.id).collect();
        self.checked.retain(|id, _| ids.contains(id));
        self.items = Some(items);
        self.all_changed = true;
        Ok(())
    }

    async fn added(&mut self, app: &Arc<App>, id: i64) {
        if self.items.is_none() {
            // The first snapshot reads all files.
            return;
        }
        let added = app.with_records(move |_, records| Ok(records.queued(id)?));
        let Ok(Some(added)) = added.await else { return };
        match self.item_mut(id) {
            Some(item) => *item = added,
            None => self.items.get_or_insert_default().push(added),
        }
        self.changed.insert(id);
    }

    /// Stores the state of a file and reads it back from the records.
    async fn note(&mut self, app: &Arc<App>, id: i64, standing: Standing) -> Result<(), Problem> {
        let noted = app.with_records(move |_, records| {
            records.queue_note(id, standing)?;
            Ok(records.queued(id)?)
        });
        let noted = noted.await?;
        if let (Some(noted), Some(item)) = (noted, self.item_mut(id)) {
            *item = noted;
        }
        self.changed.insert(id);
        Ok(())
    }

    /// Starts audits of waiting files, up to the number of concurrent audits in the settings.
    async fn start_waiting(&mut self, app: &Arc<App>) {
        while let Some((item, options, slot)) = self.next(app.settings.get().queue_at_once) {
            let running = Standing {
                state: QueueState::Running,
                problem: None,
                ..item.standing.clone()
            };
            if let Err(problem) = self.note(app, item.id, running).await {
                self.pause(Some(problem));
                return;
            }
            let stop = CancellationToken::new();
            let audit = Audit {
                slot,
                stop: stop.clone(),
                part: None,
            };
            self.running.insert(item.id, audit);
            tokio::spawn(runner::audit(Arc::clone(app), item, options, slot, stop));
        }
    }

    /// The next file to audit and a free slot.
    fn next(&self, at_once: u32) -> Option<(Queued, CallOptions, u32)> {
        let options = self.options?;
        let full = self.running.len() >= at_once as usize;
        if full || self.held.is_some_and(|until| until > Instant::now()) {
            return None;
        }
        let waits = |item: &&Queued| {
            item.standing.state == QueueState::Waiting && !self.running.contains_key(&item.id)
        };
        let item = self.items().iter().find(waits)?.clone();
        let slot =
            (0..AT_ONCE).find(|slot| self.running.values().all(|audit| audit.slot != *slot))?;
        Some((item, options, slot))
    }

    async fn ended(&mut self, app: &Arc<App>, id: i64, end: End) {
        self.running.remove(&id);
        let Some(item) = self.item_mut(id) else {
            return;
        };
        let record = end.record.or(item.standing.record);
        let state = match (&end.problem, end.state) {
            (Some(problem), QueueState::Failed) => self.weigh(problem),
            (_, state) => state,
        };
        if state == QueueState::Finished {
            self.holds = 0;
        }
        let standing = Standing {
            state,
            record,
            problem: end
                .problem
                .map(|problem| json!({ "code": problem.code, "params": problem.params })),
            elapsed_ms: (state != QueueState::Waiting).then_some(end.elapsed_ms),
        };
        if let Err(problem) = self.note(app, id, standing).await {
            // Crash recovery corrects the state of this file at the next start.
            self.pause(Some(problem));
        }
    }

    /// Applies the consequence of a failure. If the service is busy, the queue backs off and the file waits again. An error that every
    /// other file would meet too pauses the queue.
    fn weigh(&mut self, problem: &Problem) -> QueueState {
        match problem.consequence {
            Some(Consequence::Skip) => {}
            Some(Consequence::Hold) if self.hold(problem) => return QueueState::Waiting,
            _ => self.pause(Some(problem.clone())),
        }
        QueueState::Failed
    }

    /// Starts a back-off, unless there were too many in a row.
    fn hold(&mut self, problem: &Problem) -> bool {
        // An audit in parts carries the problem of the first failed part.
        let cause = problem
            .params
            .get("problem")
            .and_then(|cause| cause.get("params"));
        let params = cause.unwrap_or(&problem.params);
        let asked = params.get("retry_after").and_then(Value::as_u64);
        let now = Instant::now();
        // Failures during a back-off do not count as another one.
        let current = self.held.filter(|held| *held > now);
        if current.is_none() {
            self.holds += 1;
        }
        if self.holds > HOLDS {
            return false;
        }
        let usual = HOLD.saturating_mul(1 << self.holds.saturating_sub(1));
        let until = now + asked.map_or(usual, Duration::from_secs).min(LONGEST_HOLD);
        self.held = Some(current.map_or(until, |current| current.max(until)));
        true
    }

    fn snapshot(&self, app: &App) -> wire::Queue {
        let items = self.items();
        wire::Queue {
            items: shown(items, self),
            status: status(self, items),
            at_once: app.settings.get().queue_at_once,
            took_ms: took(items),
            revision: self.revision,
        }
    }

    /// Sends the changes since the last message to the window.
    fn tell(&mut self, app: &App) {
        if self.items.is_none() {
            return;
        }
        let status = status(self, self.items());
        let told = Told {
            status: match status {
                QueueStatus::Held { .. } => QueueStatus::Running,
                ref status => status.clone(),
            },
            held: self.held,
            at_once: app.settings.get().queue_at_once,
            took_ms: took(self.items()),
        };
        let changed = std::mem::take(&mut self.changed);
        let all = std::mem::take(&mut self.all_changed);
        if !all && changed.is_empty() && self.told.as_ref() == Some(&told) {
            return;
        }
        self.revision = self.revision.wrapping_add(1);
        app.window.tell(if all {
            ShellEvent::Queue {
                queue: self.snapshot(app),
            }
        } else {
            ShellEvent::QueueChanged {
                items: shown_of(&changed, self.items(), self),
                status,
                at_once: told.at_once,
                took_ms: told.took_ms,
                revision: self.revision,
            }
        });
        self.told = Some(told);
    }
}

#[cfg(test)]
mod tests;
