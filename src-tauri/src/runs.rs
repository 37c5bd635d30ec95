//! The runs of this session: one at a time in each lane, each cancellable at any moment, the last ones kept for copying and
//! saving.

#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use finagent::{CallOptions, Error, Progress, Request};
use tauri::ipc::Channel;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{
    connection::Target,
    former::FormerReport,
    frames::{FRAME, Frames},
    ipc::{Outcome, Problem, RunEvent},
};

/// Runs of a lane whose answers stay in memory. A person looks back at the last one; the others cost at most 32 MB each.
const KEPT: usize = 4;

/// What runs side by side. In one lane one run follows another.
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
    /// The audit of what was said in a sparring.
    Lines,
}

/// A run to be started.
pub struct Plan<T> {
    /// Where it runs.
    pub lane: Lane,
    /// Whom to ask; found out in the run, so that it can be stopped while a keychain is slow.
    pub target: T,
    /// What to ask.
    pub request: Request,
    /// How.
    pub options: CallOptions,
}

/// Keeps what came of a run, before its end is told, and gives the report that it follows. Reads and writes files.
pub type Keep = Box<dyn FnOnce(Answered) -> Option<FormerReport> + Send>;

/// What came of a run.
pub struct Answered {
    /// How it ended.
    pub outcome: Outcome,
    /// What arrived.
    pub markdown: String,
    /// The demo service answered.
    pub demo: bool,
    /// Who answered.
    pub origin: String,
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
    frames: Mutex<Frames>,
    /// Set when it is over.
    extras: OnceLock<Extras>,
}

/// What is known of a run when it is over, beside its text.
#[derive(Default)]
struct Extras {
    svg: Option<Arc<str>>,
    former: Option<Arc<FormerReport>>,
}

impl Runs {
    /// Starts a run in the background and returns its id; everything it does arrives on `channel`. `begin` is called when
    /// the lane is its own and nothing has been sent: it may still say no.
    ///
    /// # Errors
    /// `run_in_progress` while another one runs in its lane; those of `begin`.
    pub fn start<T>(
        &self,
        plan: Plan<T>,
        begin: impl FnOnce() -> Result<Keep, Problem>,
        channel: Channel<RunEvent>,
    ) -> Result<u32, Problem>
    where
        T: Future<Output = Result<Target, Problem>> + Send + 'static,
    {
        let run = {
            let mut state = self.lock();
            let of_lane = || state.runs.iter().filter(|run| run.lane == plan.lane);
            if of_lane().any(|run| !run.is_over()) {
                return Err(Problem::plain("run_in_progress"));
            }
            let spent = (of_lane().count() >= KEPT)
                .then(|| state.runs.iter().position(|run| run.lane == plan.lane))
                .flatten();
            if let Some(oldest) = spent {
                state.runs.remove(oldest);
            }
            state.last_id += 1;
            let run = Arc::new(Run {
                id: state.last_id,
                lane: plan.lane,
                cancel: CancellationToken::new(),
                frames: Mutex::new(Frames::new(channel)),
                extras: OnceLock::new(),
            });
            state.runs.push_back(Arc::clone(&run));
            run
        };
        let id = run.id;
        let keep = begin().inspect_err(|_| self.lock().runs.retain(|other| other.id != id))?;
        let driven = tauri::async_runtime::spawn(drive(Arc::clone(&run), plan, keep));
        tauri::async_runtime::spawn(async move {
            // A panic over what a service sent must not leave a run that never ends.
            if driven.await.is_err() {
                let extras = run.end(Extras::default());
                let problem = Some(Problem::internal("run"));
                run.frames()
                    .tell_end(Outcome::Failed, problem, extras.told());
            }
        });
        Ok(id)
    }

    /// Stops a run at once. Stopping one that is over changes nothing.
    ///
    /// # Errors
    /// `run_unknown`.
    pub fn cancel(&self, id: u32) -> Result<(), Problem> {
        self.find(id).map(|run| run.cancel.cancel())
    }

    /// How many go on.
    pub fn going_on(&self) -> usize {
        self.lock().runs.iter().filter(|run| !run.is_over()).count()
    }

    /// The Markdown that has arrived in a run.
    ///
    /// # Errors
    /// `run_unknown`.
    pub fn markdown(&self, id: u32) -> Result<String, Problem> {
        self.find(id).map(|run| run.frames().markdown().to_owned())
    }

    /// The flowchart of a run that is over, as the service sent it.
    ///
    /// # Errors
    /// `run_unknown`, `flowchart_none`.
    pub fn svg(&self, id: u32) -> Result<Arc<str>, Problem> {
        let run = self.find(id)?;
        let svg = run.extras.get().and_then(|extras| extras.svg.clone());
        svg.ok_or_else(|| Problem::plain("flowchart_none"))
    }

    /// The report before that of a run, on the same subject.
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

    fn frames(&self) -> MutexGuard<'_, Frames> {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Extras {
    /// What the window is told of it: whether there is a flowchart, and when the former report was finished.
    fn told(&self) -> (bool, Option<u64>) {
        let former = self.former.as_ref().map(|former| former.at);
        (self.svg.is_some(), former)
    }
}

async fn drive<T>(run: Arc<Run>, plan: Plan<T>, keep: Keep)
where
    T: Future<Output = Result<Target, Problem>> + Send,
{
    let Asked {
        outcome,
        problem,
        svg,
        target,
    } = ask(&run, plan.target, &plan.request, &plan.options).await;
    let former = match target {
        Some((demo, origin)) => {
            let markdown = run.frames().markdown().to_owned();
            let answered = Answered {
                outcome,
                markdown,
                demo,
                origin,
            };
            let kept = tauri::async_runtime::spawn_blocking(move || keep(answered)).await;
            kept.ok().flatten()
        }
        None => None,
    };
    // Over before its end is told: whoever hears of the end may start the next run at once.
    let extras = run.end(Extras {
        svg: svg.map(Arc::from),
        former: former.map(Arc::new),
    });
    run.frames().end(outcome, problem, extras.told());
}

/// How asking went.
struct Asked {
    outcome: Outcome,
    problem: Option<Problem>,
    svg: Option<String>,
    /// Who was asked: whether it is the demo service, and its origin.
    target: Option<(bool, String)>,
}

impl Asked {
    fn nobody(outcome: Outcome, problem: Option<Problem>) -> Self {
        Self {
            outcome,
            problem,
            svg: None,
            target: None,
        }
    }
}

async fn ask(
    run: &Run,
    target: impl Future<Output = Result<Target, Problem>>,
    request: &Request,
    options: &CallOptions,
) -> Asked {
    let target = tokio::select! {
        target = target => target,
        () = run.cancel.cancelled() => return Asked::nobody(Outcome::Cancelled, None),
    };
    let target = match target {
        Ok(target) => target,
        Err(problem) => return Asked::nobody(Outcome::Failed, Some(problem)),
    };
    run.frames().send(RunEvent::Started {
        run: run.id,
        demo: target.demo,
        origin: target.origin.clone(),
    });
    let news = Notify::new();
    let mut note = |progress: Progress<'_>| {
        run.frames().note(progress);
        news.notify_one();
    };
    // The first news is sent at once, later ones a frame apart.
    let draw = async {
        loop {
            news.notified().await;
            run.frames().flush();
            tokio::time::sleep(FRAME).await;
        }
    };
    let result = tokio::select! {
        result = target.client.call(request, options, &run.cancel, &mut note) => result,
        never = draw => never,
    };
    let (outcome, problem, svg) = match result {
        Ok(answer) => (Outcome::Finished, None, answer.svg),
        Err(failure) => {
            let svg = failure.partial.svg;
            match failure.error {
                Error::Cancelled => (Outcome::Cancelled, None, svg),
                error => (Outcome::Failed, Some(error.into()), svg),
            }
        }
    };
    Asked {
        outcome,
        problem,
        svg: svg.filter(|svg| !svg.trim().is_empty()),
        target: Some((target.demo, target.origin)),
    }
}
