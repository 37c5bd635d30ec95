//! The task that owns the queue: it reacts to requests, starts audits, and tells the window what changed.

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
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::sync::CancellationToken;

use super::{
    Change, Request,
    runner::{self, End},
    status::{shown, shown_of, status, took},
};
use crate::{
    App,
    settings::AT_ONCE,
    wire::{self, Consequence, Problem, QueueStatus, ShellEvent},
};

/// How long the queue leaves a busy service alone, the first time; twice as long each time after that.
const HOLD: Duration = Duration::from_secs(20);
/// The longest hold, also where the service asks for more.
const LONGEST_HOLD: Duration = Duration::from_secs(600);
/// Holds in a row; after that the queue pauses.
const HOLDS: u32 = 4;

/// Owns the queue.
pub struct Owner {
    requests: UnboundedReceiver<Request>,
    at_work: Arc<AtomicBool>,
    state: State,
}

/// The queue, in memory. Its files are those of the records, which nobody else changes.
#[derive(Default)]
pub(super) struct State {
    /// `None` until they were read.
    pub(super) items: Option<Vec<Queued>>,
    /// How to ask; `None` unless the queue is running.
    pub(super) options: Option<CallOptions>,
    pub(super) running: BTreeMap<i64, Audit>,
    /// Why it paused by itself.
    pub(super) paused_by: Option<Problem>,
    /// The service wants to be left alone until then.
    pub(super) held: Option<Instant>,
    /// Holds in a row.
    pub(super) holds: u32,
    /// The app ended while it was running, and the person has not said whether to go on.
    pub(super) interrupted: bool,
    /// What the records say about whether it is running.
    pub(super) recorded_as_running: bool,
    /// Increases with each message to the window.
    pub(super) revision: u32,
    /// Files that the window has to be told of.
    pub(super) changed: BTreeSet<i64>,
    /// The window has to be told all of it.
    pub(super) all_changed: bool,
    pub(super) told: Option<Told>,
}

/// What the window knows of the queue beside its files. A hold is told once, not as each millisecond passes.
#[derive(PartialEq)]
pub(super) struct Told {
    status: QueueStatus,
    held: Option<Instant>,
    at_once: u32,
    took_ms: Option<u64>,
}

/// A file that is being audited.
pub(super) struct Audit {
    /// Which of the audits at once it is.
    slot: u32,
    stop: CancellationToken,
    /// The part that is being asked for, and of how many.
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

    /// Runs until the app is gone.
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
            // What came meanwhile is told to the window together.
            while let Ok(request) = self.requests.try_recv() {
                self.react(&app, request).await;
            }
            self.state.start_waiting(&app).await;
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
                // Whoever asked may be gone.
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
                // Records that can't be read are reported where they are shown.
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
        }
    }

    /// Ends the queue where nothing is left to do, and records whether it is running.
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
            // Where that can't be written, the next start asks once too often.
            let _ = state.record_running(app, at_work).await;
        }
    }
}

/// Ends when a hold is over; never without one.
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

    /// Runs crash recovery and reads the files, once for each set of records.
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

    /// Begins nothing new. `problem` says why, unless the person wanted it.
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
        self.items = Some(items.await?);
        self.all_changed = true;
        Ok(())
    }

    async fn added(&mut self, app: &Arc<App>, id: i64) {
        if self.items.is_none() {
            // Whoever wants to see it reads all of it.
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

    /// Records where a file stands, and reads back what the records make of it.
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

    /// Starts audits of waiting files, as many at once as the person allows.
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

    /// The next file to audit, and the slot that is free for it.
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
            // The next start corrects what the records say of this file.
            self.pause(Some(problem));
        }
    }

    /// What a failure means for the queue: it leaves a busy service alone for a while, and the file waits again; what every other
    /// file would fail of pauses it.
    fn weigh(&mut self, problem: &Problem) -> QueueState {
        match problem.consequence {
            Some(Consequence::Skip) => {}
            Some(Consequence::Hold) if self.hold(problem) => return QueueState::Waiting,
            _ => self.pause(Some(problem.clone())),
        }
        QueueState::Failed
    }

    /// Leaves the service alone for a while; not after too many times in a row.
    fn hold(&mut self, problem: &Problem) -> bool {
        // Of an audit in parts, what the part that failed first says.
        let cause = problem
            .params
            .get("problem")
            .and_then(|cause| cause.get("params"));
        let params = cause.unwrap_or(&problem.params);
        let asked = params.get("retry_after").and_then(Value::as_u64);
        let now = Instant::now();
        // Audits that failed together count once.
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
            items: shown(items, &self.running),
            status: status(self, items),
            at_once: app.settings.get().queue_at_once,
            took_ms: took(items),
            revision: self.revision,
        }
    }

    /// Tells the window what changed since the last time.
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
                items: shown_of(&changed, self.items(), &self.running),
                status,
                at_once: told.at_once,
                took_ms: told.took_ms,
                revision: self.revision,
            }
        });
        self.told = Some(told);
    }
}
