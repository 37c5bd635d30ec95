//! Audits one file of the queue.

use std::{sync::Arc, time::Instant};

use finagent::CallOptions;
use records::{QueueState, Queued};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;

use super::Request;
use crate::{
    App,
    connection::Target,
    events::Listener,
    findings,
    preparation::time_limits::TimeLimit,
    provenance,
    recording::{AnsweredBy, Entry},
    request::RunRequest,
    runs::{Lane, Plan},
    sent_pictures::sent_pictures,
    staging::Staged,
    wire::{Judgement, Outcome, Problem, RunEvent},
};

/// The result of the audit of a file.
pub(super) struct End {
    pub(super) state: QueueState,
    pub(super) problem: Option<Problem>,
    pub(super) record: Option<i64>,
    pub(super) elapsed_ms: u64,
}

/// Audits a file and reports progress and result to the owner of the queue.
pub(super) async fn audit(
    app: Arc<App>,
    item: Queued,
    options: CallOptions,
    slot: u32,
    stop: CancellationToken,
) {
    let began = Instant::now();
    let id = item.id;
    let asked = ask(&app, &item, options, slot, &stop).await;
    let end = asked.unwrap_or_else(|problem| End {
        state: QueueState::Failed,
        problem: Some(problem),
        record: None,
        elapsed_ms: 0,
    });
    let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    app.queue
        .send(Request::Ended(id, End { elapsed_ms, ..end }));
}

/// Receives the events of a run, without the text of its answer.
struct Progress(UnboundedSender<RunEvent>);

impl Listener<RunEvent> for Progress {
    fn tell(&self, event: RunEvent) {
        // Without a receiver, the app is shutting down.
        let _ = self.0.send(event);
    }

    fn shows_text(&self) -> bool {
        false
    }
}

async fn ask(
    app: &Arc<App>,
    item: &Queued,
    options: CallOptions,
    slot: u32,
    stop: &CancellationToken,
) -> Result<End, Problem> {
    let prepared = tokio::select! {
        biased;
        () = stop.cancelled() => {
            return Ok(End {
                state: QueueState::Stopped,
                problem: None,
                record: None,
                elapsed_ms: 0,
            });
        }
        prepared = prepare(app, item) => prepared?,
    };
    let (target, entry, run_request) = prepared;
    let plan = Plan {
        lane: Lane::Queue(slot),
        target: std::future::ready(Ok(target)),
        run_request,
        options,
        archive: app.archive.clone(),
        entry,
    };
    let (tell, events) = unbounded_channel();
    let listener = Box::new(Progress(tell));
    let run = app.runs.start(plan, || Ok(Box::new(drop)), listener)?;
    follow(app, item.id, stop, run, events).await
}

/// Prepares the input of a run, with answers from an earlier run of the same file.
async fn prepare(app: &Arc<App>, item: &Queued) -> Result<(Target, Entry, RunRequest), Problem> {
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
    let check = findings::for_record(app, Some(&picture), &copy, Judgement::default())?;
    entry.check = Some(check);
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

/// Follows a run until its end.
async fn follow(
    app: &Arc<App>,
    id: i64,
    stop: &CancellationToken,
    run: u32,
    mut events: UnboundedReceiver<RunEvent>,
) -> Result<End, Problem> {
    let mut record = None;
    let mut stop = stop.clone();
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            () = stop.cancelled() => {
                // The `Ended` event follows. A fresh token prevents a second cancellation.
                stop = CancellationToken::new();
                app.runs.cancel(run)?;
                continue;
            }
        };
        match event {
            None => return Err(Problem::internal("queue")),
            Some(RunEvent::Started {
                record: started, ..
            }) => {
                record = Some(started);
                app.queue.send(Request::Recorded {
                    id,
                    record: started,
                });
            }
            Some(RunEvent::Part { part }) => app.queue.send(Request::Part {
                id,
                part: (part.number, part.of),
            }),
            Some(RunEvent::Ended {
                outcome, problem, ..
            }) => {
                let state = match outcome {
                    Outcome::Finished => QueueState::Finished,
                    Outcome::Cancelled => QueueState::Stopped,
                    Outcome::Failed => QueueState::Failed,
                };
                return Ok(End {
                    state,
                    problem,
                    record,
                    elapsed_ms: 0,
                });
            }
            Some(_) => {}
        }
    }
}
