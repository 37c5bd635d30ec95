//! The queue at work: the next picture, its audit, and what its end means for the others.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use finagent::CallOptions;
use records::{QueueState, Queued, Standing};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_util::sync::CancellationToken;

use super::{State, Working, note, tell, tell_item};
use crate::{
    App,
    preparation::time_limits::TimeLimit,
    provenance,
    recording::{AnsweredBy, Entry},
    request::RunRequest,
    runs::{Lane, Plan},
    sent_pictures::sent_pictures,
    settings::AT_ONCE,
    staging::Staged,
    wire::{Consequence, Outcome, Problem, RunEvent, RunPart},
};

/// How long a service that has too much to do is left alone, the first time; twice as long each time after that.
const HOLD: Duration = Duration::from_secs(20);
/// At most so long.
const LONGEST_HOLD: Duration = Duration::from_secs(600);
/// Times in a row; then the person has to say how to go on.
const HOLDS: u32 = 4;

/// What there is to do next.
enum Next {
    Audit(Box<Queued>, CallOptions, Working),
    Wait,
    WaitUntil(Instant),
    Nothing,
}

/// Audits one picture after another until there is none left or the person pauses.
pub(super) async fn work(app: Arc<App>) {
    loop {
        let queue = &app.queue;
        match next(&app).await {
            Ok(Next::Audit(item, options, working)) => {
                tokio::spawn(audit(app.clone(), *item, options, working));
            }
            Ok(Next::Wait) => queue.news.notified().await,
            Ok(Next::WaitUntil(moment)) => {
                tokio::select! {
                    () = tokio::time::sleep_until(moment.into()) => queue.state().held = None,
                    () = queue.news.notified() => {}
                }
                tell(&app).await;
            }
            Ok(Next::Nothing) => break,
            Err(_) => {
                // Records that can't be read or written; what is being audited still ends.
                queue.state().end();
                break;
            }
        }
    }
    // Where it can't be written down, the next start asks once too often.
    let _ = app
        .with_records(|app, records| {
            let again = app.queue.state().working;
            Ok(records.queue_goes_on(again)?)
        })
        .await;
    tell(&app).await;
}

impl State {
    /// It works no longer; under the same lock under which that was found out, so that no start gets lost.
    fn end(&mut self) -> Next {
        (self.working, self.options, self.held) = (false, None, None);
        Next::Nothing
    }
}

async fn next(app: &Arc<App>) -> Result<Next, Problem> {
    app.with_records(|app, records| {
        let items = records.queue()?;
        let queue = &app.queue;
        let mut state = queue.state();
        let busy = !state.running.is_empty();
        let Some(options) = state.options else {
            return Ok(if busy { Next::Wait } else { state.end() });
        };
        if let Some(held) = state.held.filter(|held| *held > Instant::now()) {
            return Ok(Next::WaitUntil(held));
        }
        let running = &state.running;
        let waits = |item: &&Queued| {
            item.standing.state == QueueState::Waiting && !running.contains_key(&item.id)
        };
        let Some(item) = items.iter().find(waits) else {
            return Ok(if busy { Next::Wait } else { state.end() });
        };
        let at_once = app.settings.get().queue_at_once;
        if state.running.len() >= at_once as usize {
            return Ok(Next::Wait);
        }
        let slot =
            (0..AT_ONCE).find(|slot| state.running.values().all(|other| other.slot != *slot));
        let Some(slot) = slot else {
            return Ok(Next::Wait);
        };
        let working = Working {
            slot,
            stop: CancellationToken::new(),
            part: None,
        };
        state.running.insert(item.id, working.clone());
        drop(state);
        let mut item = item.clone();
        item.standing.state = QueueState::Running;
        item.standing.problem = None;
        if let Err(error) = records.queue_note(item.id, item.standing.clone()) {
            queue.state().running.remove(&item.id);
            return Err(error.into());
        }
        tell_item(app, Some(&item));
        Ok(Next::Audit(Box::new(item), options, working))
    })
    .await
}

/// How the audit of a picture ended.
struct End {
    outcome: QueueState,
    problem: Option<Problem>,
    record: Option<i64>,
}

async fn audit(app: Arc<App>, item: Queued, options: CallOptions, working: Working) {
    let began = Instant::now();
    let id = item.id;
    let asked = ask(&app, &item, options, &working).await;
    let end = asked.unwrap_or_else(|problem| End {
        outcome: QueueState::Failed,
        problem: Some(problem),
        record: None,
    });
    let record = end.record.or(item.standing.record);
    let mut outcome = end.outcome;
    if let Some(problem) = end
        .problem
        .as_ref()
        .filter(|_| outcome == QueueState::Failed)
    {
        outcome = weigh(&app, problem);
    } else if outcome == QueueState::Finished {
        app.queue.state().holds = 0;
    }
    let elapsed = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let problem = end
        .problem
        .map(|problem| json!({ "code": problem.code, "params": problem.params }));
    let standing = Standing {
        state: outcome,
        record,
        problem,
        elapsed_ms: (outcome != QueueState::Waiting).then_some(elapsed),
    };
    app.queue.state().running.remove(&id);
    if note(&app, id, standing).await.is_err() {
        // Records that can't be written to end the queue; what stands there is put right at the next start.
        app.queue.pause();
    }
    tell(&app).await;
    app.queue.news.notify_one();
}

/// What a failure means for the queue: a busy service is left alone for a while, and the file waits again; what would happen to
/// each file pauses the queue.
fn weigh(app: &App, problem: &Problem) -> QueueState {
    match problem.consequence {
        Some(Consequence::Skip) => {}
        Some(Consequence::Hold) if hold(app, problem) => return QueueState::Waiting,
        _ => app.queue.pause_by(Some(problem.clone())),
    }
    QueueState::Failed
}

/// Leaves the service alone for a while; not after too many times in a row.
fn hold(app: &App, problem: &Problem) -> bool {
    // Of an audit in parts, that of the part which failed first.
    let cause = problem
        .params
        .get("problem")
        .and_then(|cause| cause.get("params"));
    let params = cause.unwrap_or(&problem.params);
    let asked = params.get("retry_after").and_then(Value::as_u64);
    let mut state = app.queue.state();
    let now = Instant::now();
    // Those that failed together count once.
    let former = state.held.filter(|held| *held > now);
    if former.is_none() {
        state.holds += 1;
    }
    if state.holds > HOLDS {
        return false;
    }
    let usual = HOLD.saturating_mul(1 << state.holds.saturating_sub(1));
    let until = now + asked.map_or(usual, Duration::from_secs).min(LONGEST_HOLD);
    state.held = Some(former.map_or(until, |former| former.max(until)));
    true
}

async fn ask(
    app: &Arc<App>,
    item: &Queued,
    options: CallOptions,
    working: &Working,
) -> Result<End, Problem> {
    let stopped = || End {
        outcome: QueueState::Stopped,
        problem: None,
        record: None,
    };
    let ready = tokio::select! {
        biased;
        () = working.stop.cancelled() => return Ok(stopped()),
        ready = made_ready(app, item) => ready?,
    };
    let (target, entry, run_request) = ready;
    let plan = Plan {
        lane: Lane::Queue(working.slot),
        target: std::future::ready(Ok(target)),
        run_request,
        options: options,
        archive: app.archive.clone(),
        entry,
    };
    let (tell, events) = unbounded_channel();
    // Whoever listened is gone where the app is ending.
    let listener = Box::new(move |event| drop(tell.send(event)));
    let run = app.runs.start(plan, || Ok(Box::new(drop)), listener)?;
    follow(app, item, working, run, events).await
}

type Ready = (crate::connection::Target, Entry, RunRequest);

/// Everything that a run needs, with the answers that an earlier one of the same picture has already.
async fn made_ready(app: &Arc<App>, item: &Queued) -> Result<Ready, Problem> {
    let sha256 = item.sha256.clone();
    let file = app.with_records(move |_, records| Ok(records.material(&sha256)?.data));
    let file = file.await?;
    let prepared = app
        .preparation
        .prepare(&file, TimeLimit::Waiting, drop)
        .await?;
    let picture = Staged::new(0, item.name.clone(), file, prepared, Vec::new());
    let settings = &app.settings;
    let target = app.connection.target(settings).await?;
    let copy = picture.prepared.text.clone().unwrap_or_default();
    let mut entry = Entry::audit(&copy, Some(&picture));
    entry.queued = Some(item.id);
    entry.sources = provenance::of_document(&copy, &item.sha256, &item.name);
    let mut run_request = RunRequest::audit(copy, sent_pictures(&picture))?;
    if let Some(former) = item.standing.record {
        let former = app.with_records(move |_, records| Ok(records.record(former)?));
        if let Ok(record) = former.await
            && record.started.demo == target.demo
            && (target.demo || record.started.origin == target.origin)
            && run_request.keep_answers(&record)
        {
            entry.rest_of = Some(AnsweredBy::of(&record.started));
        }
    }
    Ok((target, entry, run_request))
}

/// Hears of a run until its end.
async fn follow(
    app: &Arc<App>,
    item: &Queued,
    working: &Working,
    run: u32,
    mut events: UnboundedReceiver<RunEvent>,
) -> Result<End, Problem> {
    let mut record = None;
    let mut stopping: CancellationToken = working.stop.clone();
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            () = stopping.cancelled() => {
                // Its end follows; once is enough.
                stopping = CancellationToken::new();
                app.runs.cancel(run)?;
                continue;
            }
        };
        match event {
            None => return Err(Problem::internal("queue")),
            Some(RunEvent::Started { record: id, .. }) => {
                record = Some(id);
                let standing = Standing {
                    record,
                    ..item.standing.clone()
                };
                note(app, item.id, standing).await?;
            }
            Some(RunEvent::Part { part }) => note_part(app, item, record, &part),
            Some(RunEvent::Ended {
                outcome, problem, ..
            }) => {
                let outcome = match outcome {
                    Outcome::Finished => QueueState::Finished,
                    Outcome::Cancelled => QueueState::Stopped,
                    Outcome::Failed => QueueState::Failed,
                };
                return Ok(End {
                    outcome,
                    problem,
                    record,
                });
            }
            Some(_) => {}
        }
    }
}

fn note_part(app: &App, item: &Queued, record: Option<i64>, part: &RunPart) {
    if let Some(working) = app.queue.state().running.get_mut(&item.id) {
        working.part = Some((part.number, part.of));
    }
    let mut item = item.clone();
    item.standing.record = record;
    tell_item(app, Some(&item));
}
