//! The runs since the app started: one at a time in each lane, each cancellable at any moment and recorded from start to end. The last
//! ones stay in memory for copying and saving. An opened record appears as an ended run.

mod part_requests;
#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use finagent::CallOptions;
use part_requests::ask;
use records::{Journal, Record, Timestamp};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio_util::sync::CancellationToken;

use crate::{
    archive::Archive,
    connection::Target,
    event_batching::EventBatcher,
    events::Listener,
    file_name,
    findings::PendingCheck,
    record_document::titled,
    recording::{self, Entry, moment},
    request::RunRequest,
    step::Step,
    wire::{Outcome, PartState, Problem, RunEvent, Usage},
};

/// The number of runs per lane whose answers stay in memory, at most 32 MB each.
const KEPT: usize = 4;

/// Runs in different lanes are concurrent. Runs in the same lane follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The audit of material.
    Audit,
    /// Company due diligence.
    Diligence,
    /// Regulatory updates.
    Updates,
    /// Adviser sparring.
    Sparring,
    /// The audit of the messages of a sparring conversation.
    Lines,
    /// The audit of a file of the queue, with the number of its slot.
    Queue(u32),
    /// The audit of a recorded request once more.
    Repeat,
    /// A record opened from the list.
    Record,
}

/// A run to be started.
pub struct Plan<T> {
    /// The lane of the run.
    pub lane: Lane,
    /// The service and its key. Resolved within the run, so that the run can be stopped while the keychain is slow.
    pub target: T,
    /// The request.
    pub run_request: RunRequest,
    /// The options of the call.
    pub options: CallOptions,
    /// The records that store it.
    pub archive: Archive,
    /// The facts to record.
    pub entry: Entry,
}

/// Handles the answer of a run before the run reports its end. May read and write files.
pub type Keep = Box<dyn FnOnce(Answered) + Send>;

/// The answer of a run.
pub struct Answered {
    /// The outcome.
    pub outcome: Outcome,
    /// The Markdown received.
    pub markdown: String,
    /// Whether the demo service answered.
    pub demo: bool,
}

/// The previous finished report on the same subject from the same service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerReport {
    /// The time of its end, in milliseconds since 1970.
    pub at: u64,
    /// Its Markdown.
    pub markdown: String,
}

impl From<Record> for FormerReport {
    fn from(record: Record) -> Self {
        let at = record.ended.map_or(0, |ended| ended.at_ms);
        Self {
            at: u64::try_from(at).unwrap_or(0),
            markdown: record.output,
        }
    }
}

/// The runs.
#[derive(Default)]
pub struct Runs {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last_id: u32,
    runs: VecDeque<Arc<Run>>,
}

/// One run.
struct Run {
    id: u32,
    lane: Lane,
    cancel: CancellationToken,
    events: Mutex<EventBatcher>,
    /// Set once its record exists.
    called: OnceLock<Called>,
    /// Set once it has ended.
    extras: OnceLock<Extras>,
}

/// The parts of the file names of a run.
struct Called {
    at: Timestamp,
    title: String,
    demo: bool,
}

/// The results of an ended run, apart from its text.
#[derive(Default)]
struct Extras {
    /// The answer is complete.
    finished: bool,
    svg: Option<Arc<str>>,
    former: Option<Arc<FormerReport>>,
}

impl Runs {
    /// Starts a run in the background and returns its id. `listener` receives its events. `begin` is called once the lane is reserved and
    /// before anything is sent. An error from it cancels the run.
    ///
    /// # Errors
    /// `run_in_progress` while another run is active in the lane, and the errors of `begin`.
    pub fn start<T>(
        &self,
        plan: Plan<T>,
        begin: impl FnOnce() -> Result<Keep, Problem>,
        listener: Box<dyn Listener<RunEvent>>,
    ) -> Result<u32, Problem>
    where
        T: Future<Output = Result<Target, Problem>> + Send + 'static,
    {
        let run = self.enter(plan.lane, listener)?;
        let id = run.id;
        let keep = begin().inspect_err(|_| self.lock().runs.retain(|other| other.id != id))?;
        let driven = tokio::spawn(drive(Arc::clone(&run), plan, keep));
        tokio::spawn(async move {
            // If the run panics, it still has to end.
            if driven.await.is_err() {
                let extras = run.end(Extras::default());
                let problem = Some(Problem::internal("run"));
                run.events()
                    .tell_end(Outcome::Failed, problem, extras.told());
            }
        });
        Ok(id)
    }

    /// Shows a record as an ended run. Returns the id of the run.
    pub fn replay(
        &self,
        record: &Record,
        steps: Vec<(Step, u64)>,
        former: Option<FormerReport>,
        listener: Box<dyn Listener<RunEvent>>,
    ) -> Result<u32, Problem> {
        let run = self.enter(Lane::Record, listener)?;
        let ended = record.ended.as_ref();
        let (outcome, problem) = match ended.map(|ended| ended.outcome) {
            None => (Outcome::Failed, Some(Problem::plain("record_running"))),
            Some(records::Outcome::Finished) => (Outcome::Finished, None),
            Some(records::Outcome::Cancelled) => (Outcome::Cancelled, None),
            Some(records::Outcome::Interrupted) => {
                (Outcome::Failed, Some(Problem::plain("record_interrupted")))
            }
            Some(records::Outcome::Failed) => {
                let problem = ended.and_then(|ended| ended.problem.as_ref());
                (Outcome::Failed, problem.map(Problem::recorded))
            }
        };
        let usage = ended.and_then(|ended| ended.tokens).map(Usage::from);
        let parts = recording::parts(record);
        let took = Duration::from_millis(ended.map_or(0, |ended| ended.elapsed_ms));
        let _ = run.called.set(Called {
            at: record.started.at.clone(),
            title: titled(record.started.kind, &record.started.title),
            demo: record.started.demo,
        });
        let extras = run.end(Extras {
            finished: outcome == Outcome::Finished,
            svg: record.svg.as_deref().map(Arc::from),
            former: former.map(Arc::new),
        });
        let mut events = run.events();
        events.send(RunEvent::Started {
            run: run.id,
            demo: record.started.demo,
            origin: record.started.origin.clone(),
            record: record.id,
        });
        events.replay(steps.into_iter(), usage, took);
        if parts.is_empty() {
            events.put(&record.output);
        }
        for (part, heading, text) in parts {
            let (state, problem) = (part.state, part.problem.clone());
            if state == PartState::Unasked {
                events.tell_part(part);
                continue;
            }
            events.begin_part(part, &heading);
            events.put(text);
            events.end_part(state, problem);
        }
        events.end(outcome, problem, extras.told());
        Ok(run.id)
    }

    /// Reserves a lane and creates a run in it. Drops the oldest run of the lane if there are too many.
    fn enter(
        &self,
        lane: Lane,
        listener: Box<dyn Listener<RunEvent>>,
    ) -> Result<Arc<Run>, Problem> {
        let mut state = self.lock();
        let of_lane = || state.runs.iter().filter(|run| run.lane == lane);
        if of_lane().any(|run| !run.is_over()) {
            return Err(Problem::plain("run_in_progress"));
        }
        let spent = (of_lane().count() >= KEPT)
            .then(|| state.runs.iter().position(|run| run.lane == lane))
            .flatten();
        if let Some(oldest) = spent {
            state.runs.remove(oldest);
        }
        state.last_id += 1;
        let run = Arc::new(Run {
            id: state.last_id,
            lane,
            cancel: CancellationToken::new(),
            events: Mutex::new(EventBatcher::new(listener)),
            called: OnceLock::new(),
            extras: OnceLock::new(),
        });
        state.runs.push_back(Arc::clone(&run));
        Ok(run)
    }

    /// Stops a run at once. Does nothing if the run has ended.
    ///
    /// # Errors
    /// `run_unknown`.
    pub fn cancel(&self, id: u32) -> Result<(), Problem> {
        self.find(id).map(|run| run.cancel.cancel())
    }

    /// The number of active runs.
    pub fn going_on(&self) -> usize {
        self.lock().runs.iter().filter(|run| !run.is_over()).count()
    }

    /// The Markdown received in a run.
    ///
    /// # Errors
    /// `run_unknown`.
    pub fn markdown(&self, id: u32) -> Result<String, Problem> {
        self.find(id).map(|run| run.events().markdown().to_owned())
    }

    /// The name for files of a run, without extension. Files of its record have the same name.
    ///
    /// # Errors
    /// `run_unknown`, also if the run never began.
    pub fn file_name(&self, id: u32) -> Result<String, Problem> {
        let run = self.find(id)?;
        let called = run.called.get();
        let called = called.ok_or_else(|| Problem::plain("run_unknown"))?;
        let finished = run.extras.get().is_some_and(|extras| extras.finished);
        let mut marks = Vec::new();
        marks.extend(called.demo.then_some(file_name::DEMO));
        marks.extend((!finished).then_some(file_name::INCOMPLETE));
        Ok(file_name::stem(&called.at, &called.title, &marks))
    }

    /// Whether the demo service answered a run.
    ///
    /// # Errors
    /// `run_unknown`, also if the run never began.
    pub fn is_demo(&self, id: u32) -> Result<bool, Problem> {
        let run = self.find(id)?;
        let called = run.called.get();
        let called = called.ok_or_else(|| Problem::plain("run_unknown"))?;
        Ok(called.demo)
    }

    /// The flowchart of an ended run, as received from the service.
    ///
    /// # Errors
    /// `run_unknown`, `flowchart_none`.
    pub fn svg(&self, id: u32) -> Result<Arc<str>, Problem> {
        let run = self.find(id)?;
        let svg = run.extras.get().and_then(|extras| extras.svg.clone());
        svg.ok_or_else(|| Problem::plain("flowchart_none"))
    }

    /// The previous report on the subject of a run.
    ///
    /// # Errors
    /// `run_unknown`, `former_none`.
    pub fn former(&self, id: u32) -> Result<Arc<FormerReport>, Problem> {
        let run = self.find(id)?;
        let former = run.extras.get().and_then(|extras| extras.former.clone());
        former.ok_or_else(|| Problem::plain("former_none"))
    }

    fn find(&self, id: u32) -> Result<Arc<Run>, Problem> {
        self.lock()
            .runs
            .iter()
            .find(|run| run.id == id)
            .cloned()
            .ok_or_else(|| Problem::plain("run_unknown"))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Run {
    fn is_over(&self) -> bool {
        self.extras.get().is_some()
    }

    fn end(&self, extras: Extras) -> &Extras {
        self.extras.get_or_init(|| extras)
    }

    /// Sends the pending events, with any problem of the recording.
    fn draw(&self, journal: &Journal) {
        blocking(|| {
            let mut events = self.events();
            events.note_recording(journal.trouble().map(Problem::from));
            events.flush();
        });
    }

    fn events(&self) -> MutexGuard<'_, EventBatcher> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Extras {
    /// Whether there is a flowchart, and the time of the previous report.
    fn told(&self) -> (bool, Option<u64>) {
        let former = self.former.as_ref().map(|former| former.at);
        (self.svg.is_some(), former)
    }
}

async fn drive<T>(run: Arc<Run>, plan: Plan<T>, keep: Keep)
where
    T: Future<Output = Result<Target, Problem>> + Send,
{
    let (outcome, problem, extras) = match begin(&run, plan).await {
        Ok(begun) => answered(&run, begun, keep).await,
        Err(Unbegun(outcome, problem)) => (outcome, problem, Extras::default()),
    };
    // Marks the run as ended before reporting it, so that a listener can start the next run at once.
    let extras = run.end(extras);
    blocking(|| run.events().end(outcome, problem, extras.told()));
}

/// Runs slow work, such as rendering, without blocking the other tasks of this worker thread.
fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}

/// A run with a record.
struct Begun {
    target: Target,
    run_request: RunRequest,
    options: CallOptions,
    archive: Archive,
    journal: Journal,
}

/// The outcome of a run that ended before anything was sent.
struct Unbegun(Outcome, Option<Problem>);

impl From<Problem> for Unbegun {
    fn from(problem: Problem) -> Self {
        Self(Outcome::Failed, Some(problem))
    }
}

/// Resolves the target and creates the record.
async fn begin<T>(run: &Run, plan: Plan<T>) -> Result<Begun, Unbegun>
where
    T: Future<Output = Result<Target, Problem>> + Send,
{
    let Plan {
        target,
        run_request,
        options,
        archive,
        mut entry,
        ..
    } = plan;
    let target = tokio::select! {
        target = target => target?,
        () = run.cancel.cancelled() => return Err(Unbegun(Outcome::Cancelled, None)),
    };
    let check = entry.check.take();
    let mut new = entry.begin(&target, &run_request, &options, moment())?;
    let called = Called {
        at: new.at.clone(),
        title: titled(new.kind, &new.title),
        demo: new.demo,
    };
    let records = archive.clone();
    let recorded = tokio::task::spawn_blocking(move || {
        new.check = check.and_then(PendingCheck::run);
        Ok::<_, Problem>(records.records()?.begin(new)?)
    });
    let journal = recorded.await.map_err(Problem::from)??;
    let _ = run.called.set(called);
    run.events().send(RunEvent::Started {
        run: run.id,
        demo: target.demo,
        origin: target.origin.clone(),
        record: journal.id(),
    });
    Ok(Begun {
        target,
        run_request,
        options,
        archive,
        journal,
    })
}

/// Sends the request and records the result.
async fn answered(run: &Run, begun: Begun, keep: Keep) -> (Outcome, Option<Problem>, Extras) {
    let began = run.events().start_clock();
    let (outcome, problem, mut ended) = ask(run, &begun).await;
    ended.at_ms = moment().utc_ms;
    ended.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    run.events().took(Duration::from_millis(ended.elapsed_ms));
    let svg = ended.svg.as_deref().map(Arc::from);
    let Begun {
        target,
        archive,
        journal,
        ..
    } = begun;
    let answered = Answered {
        outcome,
        markdown: run.events().markdown().to_owned(),
        demo: target.demo,
    };
    let kept = tokio::task::spawn_blocking(move || {
        let id = journal.id();
        let recorded = journal.end(ended);
        keep(answered);
        // A failure here only disables the comparison with the previous report.
        let former = archive
            .records()
            .ok()
            .and_then(|records| records.former(id).ok().flatten());
        (recorded.err(), former.map(FormerReport::from))
    });
    let (unrecorded, former) = kept.await.unwrap_or_default();
    run.events().note_recording(unrecorded.map(Problem::from));
    let extras = Extras {
        finished: outcome == Outcome::Finished,
        svg,
        former: former.map(Arc::new),
    };
    (outcome, problem, extras)
}
