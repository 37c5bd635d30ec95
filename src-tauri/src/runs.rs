//! The runs of this session: one at a time, each cancellable at any moment, the last ones kept for copying and saving.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use finagent::{CallOptions, Error, Progress, Request};
use tauri::ipc::Channel;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{
    connection::Target,
    frames::{FRAME, Frames},
    ipc::{Outcome, Problem, RunEvent},
};

/// Runs whose answers stay in memory. A person looks back at the last one; the others cost at most 32 MB each.
const KEPT: usize = 4;

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
    cancel: CancellationToken,
    over: AtomicBool,
    frames: Mutex<Frames>,
}

impl Runs {
    /// Starts a run in the background and returns its id; everything it does arrives on `channel`. Whom to ask is
    /// found out in the run, so that it can be stopped while a keychain is slow.
    ///
    /// # Errors
    /// `run_in_progress` while another one runs.
    pub fn start(
        &self,
        target: impl Future<Output = Result<Target, Problem>> + Send + 'static,
        request: Request,
        options: CallOptions,
        channel: Channel<RunEvent>,
    ) -> Result<u32, Problem> {
        let run = {
            let mut state = self.lock();
            if state.runs.iter().any(|run| !run.is_over()) {
                return Err(Problem::plain("run_in_progress"));
            }
            state.last_id += 1;
            let run = Arc::new(Run {
                id: state.last_id,
                cancel: CancellationToken::new(),
                over: AtomicBool::new(false),
                frames: Mutex::new(Frames::new(channel)),
            });
            if state.runs.len() == KEPT {
                state.runs.pop_front();
            }
            state.runs.push_back(Arc::clone(&run));
            run
        };
        let id = run.id;
        let driven = tauri::async_runtime::spawn(drive(Arc::clone(&run), target, request, options));
        tauri::async_runtime::spawn(async move {
            // A panic over what a service sent must not leave a run that never ends.
            if driven.await.is_err() {
                run.end();
                run.frames()
                    .tell_end(Outcome::Failed, Some(Problem::internal("run")));
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

    /// The Markdown that has arrived in a run.
    ///
    /// # Errors
    /// `run_unknown`.
    pub fn markdown(&self, id: u32) -> Result<String, Problem> {
        self.find(id).map(|run| run.frames().markdown().to_owned())
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
        self.over.load(Ordering::Acquire)
    }

    fn end(&self) {
        self.over.store(true, Ordering::Release);
    }

    fn frames(&self) -> MutexGuard<'_, Frames> {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn drive(
    run: Arc<Run>,
    target: impl Future<Output = Result<Target, Problem>>,
    request: Request,
    options: CallOptions,
) {
    let (outcome, problem) = ask(&run, target, &request, &options).await;
    // Over before its end is told: whoever hears of the end may start the next run at once.
    run.end();
    run.frames().end(outcome, problem);
}

async fn ask(
    run: &Run,
    target: impl Future<Output = Result<Target, Problem>>,
    request: &Request,
    options: &CallOptions,
) -> (Outcome, Option<Problem>) {
    let target = tokio::select! {
        target = target => target,
        () = run.cancel.cancelled() => return (Outcome::Cancelled, None),
    };
    let target = match target {
        Ok(target) => target,
        Err(problem) => return (Outcome::Failed, Some(problem)),
    };
    run.frames().send(RunEvent::Started {
        run: run.id,
        demo: target.demo,
        origin: target.origin,
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
    match result.map_err(|failure| failure.error) {
        Ok(_) => (Outcome::Finished, None),
        Err(Error::Cancelled) => (Outcome::Cancelled, None),
        Err(error) => (Outcome::Failed, Some(error.into())),
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
            let request = Request::Audit {
                query: COPY.to_owned(),
                image: None,
            };
            let run = runs
                .start(
                    async { Ok(target) },
                    request,
                    CallOptions::default(),
                    channel,
                )
                .unwrap();
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

    fn request() -> Request {
        Request::Audit {
            query: COPY.to_owned(),
            image: None,
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_run_that_nobody_can_answer_ends_without_having_started() {
        let (channel, mut events) = heard();
        let runs = Runs::default();
        let locked = async { Err(Problem::plain("keychain_locked")) };
        runs.start(locked, request(), CallOptions::default(), channel)
            .unwrap();
        let only = events.recv().await.unwrap();
        assert_eq!(only["type"], "ended");
        assert_eq!(only["outcome"], "failed");
        assert_eq!(only["problem"]["code"], "keychain_locked");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_run_is_stopped_while_the_keychain_still_thinks_and_nothing_is_sent() {
        let (channel, mut events) = heard();
        let runs = Runs::default();
        let run = runs
            .start(
                std::future::pending(),
                request(),
                CallOptions::default(),
                channel,
            )
            .unwrap();
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
        runs.start(broken, request(), CallOptions::default(), channel)
            .unwrap();
        assert_eq!(events.recv().await.unwrap()["problem"]["code"], "internal");
        let (channel, _events) = heard();
        runs.start(
            std::future::pending(),
            request(),
            CallOptions::default(),
            channel,
        )
        .unwrap();
    }
}
