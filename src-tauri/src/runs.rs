//! The runs of this session: one at a time in each lane, each cancellable at any moment, the last ones kept for copying and
//! saving.

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
    /// Keeps what came of it, before its end is told, and gives the report that it follows. Reads and writes files.
    pub keep: Keep,
}

/// See [`Plan::keep`].
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
    /// Starts a run in the background and returns its id; everything it does arrives on `channel`.
    ///
    /// # Errors
    /// `run_in_progress` while another one runs in its lane.
    pub fn start<T>(&self, plan: Plan<T>, channel: Channel<RunEvent>) -> Result<u32, Problem>
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
        let driven = tauri::async_runtime::spawn(drive(Arc::clone(&run), plan));
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

async fn drive<T>(run: Arc<Run>, plan: Plan<T>)
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
            let kept = tauri::async_runtime::spawn_blocking(move || (plan.keep)(answered)).await;
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use finagent::Client;

    use demo_service::{DemoService, Faults, Pace, Settings};
    use serde_json::Value;
    use tauri::ipc::InvokeResponseBody;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    use super::*;

    const COPY: &str = "不查征信，利息全网最低，保本高收益";

    /// A run against the demo service with these faults, and what the window would hear of it.
    struct Heard {
        runs: Runs,
        run: u32,
        events: UnboundedReceiver<Value>,
        service: DemoService,
    }

    impl Heard {
        async fn start(faults: &str, pace: Pace) -> Self {
            let faults = faults
                .split_whitespace()
                .fold(Faults::none(), |faults, fault| {
                    faults.and(fault.parse().unwrap())
                });
            let service = DemoService::start(Settings {
                pace,
                faults,
                ..Settings::default()
            })
            .await
            .unwrap();
            let (channel, events) = heard();
            let target = Target {
                client: Client::builder(service.origin().parse().unwrap())
                    .build()
                    .unwrap(),
                demo: true,
                origin: service.origin(),
            };
            let runs = Runs::default();
            let run = runs.start(plan(async { Ok(target) }), channel).unwrap();
            Self {
                runs,
                run,
                events,
                service,
            }
        }

        async fn next(&mut self) -> Value {
            let limit = Duration::from_secs(30);
            tokio::time::timeout(limit, self.events.recv())
                .await
                .expect("an event in time")
                .unwrap()
        }

        async fn until(&mut self, kind: &str) -> Vec<Value> {
            let mut seen = Vec::new();
            loop {
                let event = self.next().await;
                let found = event["type"] == kind;
                seen.push(event);
                if found {
                    return seen;
                }
            }
        }
    }

    /// The blocks that a window has after these events.
    fn shown(events: &[Value]) -> String {
        let mut blocks: Vec<String> = Vec::new();
        let mut open = None;
        for event in events.iter().filter(|event| event["type"] == "report") {
            blocks.truncate(event["from"].as_u64().unwrap() as usize);
            blocks.extend(
                event["blocks"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|block| block.as_str().unwrap().to_owned()),
            );
            open = event["open"].as_str().map(str::to_owned);
        }
        blocks.extend(open);
        blocks.concat()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_run_tells_its_steps_its_report_its_tokens_and_last_its_end() {
        let mut heard = Heard::start("", Pace::Instant).await;
        let events = heard.until("ended").await;
        assert_eq!(events[0]["type"], "started");
        assert_eq!(events[0]["demo"], true);
        assert!(
            events
                .iter()
                .any(|event| event["type"] == "step" && event["title"].is_string())
        );
        let end = events.last().unwrap();
        assert_eq!(end["outcome"], "finished");
        assert!(end["usage"]["total"].as_u64().unwrap() > 0);
        let markdown = heard.runs.markdown(heard.run).unwrap();
        assert_eq!(
            end["markdownBytes"].as_u64().unwrap() as usize,
            markdown.len()
        );
        assert!(markdown.contains("不查征信"));
        let html = shown(&events);
        assert!(
            html.contains("<table>") && html.contains("不查征信"),
            "{html}"
        );
        heard.service.stop().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_cancelled_run_ends_at_once_and_keeps_what_arrived() {
        let mut heard = Heard::start("", Pace::Real).await;
        let mut events = heard.until("report").await;
        heard.runs.cancel(heard.run).unwrap();
        events.extend(heard.until("ended").await);
        let end = events.last().unwrap();
        assert_eq!(end["outcome"], "cancelled");
        assert_eq!(end["problem"], Value::Null);
        assert!(!heard.runs.markdown(heard.run).unwrap().is_empty());
        assert!(!shown(&events).is_empty());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_stream_that_is_cut_keeps_what_arrived_and_is_never_called_finished() {
        let mut heard = Heard::start("cut:12", Pace::Instant).await;
        let events = heard.until("ended").await;
        let end = events.last().unwrap();
        assert_eq!(end["outcome"], "failed");
        assert_eq!(end["problem"]["code"], "interrupted");
        assert!(!heard.runs.markdown(heard.run).unwrap().is_empty());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_failure_worth_another_try_is_shown_and_then_overcome() {
        let mut heard = Heard::start("service-error:1006*1", Pace::Instant).await;
        let events = heard.until("ended").await;
        let retry = events
            .iter()
            .find(|event| event["type"] == "retrying")
            .unwrap();
        assert_eq!(retry["problem"]["params"]["service_code"], 1006);
        assert_eq!(
            (&retry["attempt"], &retry["of"]),
            (&Value::from(2), &Value::from(3))
        );
        assert_eq!(events.last().unwrap()["outcome"], "finished");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_report_of_5000_events_comes_in_frames_and_whole() {
        let mut heard = Heard::start("long:5000:200", Pace::Instant).await;
        let events = heard.until("ended").await;
        let messages = events
            .iter()
            .filter(|event| event["type"] == "report")
            .count();
        assert!(messages < 1_000, "{messages} messages for 5,000 pieces");
        assert_eq!(events.last().unwrap()["outcome"], "finished");
        let mut whole = report::LiveReport::new();
        whole.set_text(0, &heard.runs.markdown(heard.run).unwrap());
        let whole: String = whole
            .finish()
            .unwrap()
            .blocks
            .into_iter()
            .map(|block| block.html)
            .collect();
        assert_eq!(
            shown(&events),
            whole,
            "what was streamed is what a whole rendering gives"
        );
    }

    fn heard() -> (Channel<RunEvent>, UnboundedReceiver<Value>) {
        let (heard, events) = unbounded_channel();
        let channel = Channel::new(move |body| {
            let InvokeResponseBody::Json(text) = body else {
                panic!("events are JSON")
            };
            heard.send(serde_json::from_str(&text).unwrap()).unwrap();
            Ok(())
        });
        (channel, events)
    }

    fn plan<T>(target: T) -> Plan<T> {
        Plan {
            lane: Lane::Audit,
            target,
            request: Request::Audit {
                query: COPY.to_owned(),
                image: None,
            },
            options: CallOptions::default(),
            keep: Box::new(|_| None),
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_run_that_nobody_can_answer_ends_without_having_started() {
        let (channel, mut events) = heard();
        let runs = Runs::default();
        let locked = async { Err(Problem::plain("keychain_locked")) };
        runs.start(plan(locked), channel).unwrap();
        let only = events.recv().await.unwrap();
        assert_eq!(only["type"], "ended");
        assert_eq!(only["outcome"], "failed");
        assert_eq!(only["problem"]["code"], "keychain_locked");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_run_is_stopped_while_the_keychain_still_thinks_and_nothing_is_sent() {
        let (channel, mut events) = heard();
        let runs = Runs::default();
        let run = runs.start(plan(std::future::pending()), channel).unwrap();
        runs.cancel(run).unwrap();
        let only = events.recv().await.unwrap();
        assert_eq!(
            (&only["type"], &only["outcome"]),
            (&Value::from("ended"), &Value::from("cancelled"))
        );
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_panic_in_a_run_ends_it_and_the_next_one_may_start() {
        let (channel, mut events) = heard();
        let runs = Runs::default();
        let broken = async { panic!("as a decoder might") };
        runs.start(plan(broken), channel).unwrap();
        assert_eq!(events.recv().await.unwrap()["problem"]["code"], "internal");
        let (channel, _events) = heard();
        runs.start(plan(std::future::pending()), channel).unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn lanes_run_side_by_side_and_in_one_lane_one_run_follows_another() {
        let runs = Runs::default();
        let start = |lane| {
            let (channel, events) = heard();
            // The sender lives in the run, so nothing is lost by letting go of the ear.
            std::mem::forget(events);
            let waiting = plan(std::future::pending());
            runs.start(Plan { lane, ..waiting }, channel)
        };
        start(Lane::Audit).unwrap();
        let refused = start(Lane::Audit).unwrap_err();
        assert_eq!(refused.code, "run_in_progress");
        start(Lane::Diligence).unwrap();
        start(Lane::Lines).unwrap();
        assert_eq!(runs.going_on(), 3);
    }
}
