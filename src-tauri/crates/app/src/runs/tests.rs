//! Runs against the demo service, and the events that the window receives.

use std::time::Duration;

use finagent::Client;

use demo_service::{DemoService, Faults, Pace, Settings};
use keychain::{KeyStore, Keychain, Presence, StoreError};
use secrecy::SecretString;
use serde_json::Value;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::*;

mod parts;

const COPY: &str = "不查征信，利息全网最低，保本高收益";

/// A run against the demo service with these faults, and its events.
struct Received {
    place: Place,
    runs: Runs,
    run: u32,
    events: UnboundedReceiver<Value>,
    service: DemoService,
}

impl Received {
    async fn start(faults: &str, pace: Pace) -> Self {
        Self::asking(faults, pace, Place::new(), copy()).await
    }

    async fn asking(faults: &str, pace: Pace, place: Place, run_request: RunRequest) -> Self {
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
            key_fingerprint: None,
        };
        let runs = Runs::default();
        let plan = Plan {
            run_request,
            ..place.plan(async { Ok(target) })
        };
        let run = runs.start(plan, nothing_kept, channel).unwrap();
        Self {
            place,
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

/// The blocks in the window after these events.
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
    let mut heard = Received::start("", Pace::Instant).await;
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
    let record = heard.place.record();
    assert_eq!(record.output, markdown);
    assert!(record.started.demo && record.started.request["query"] == COPY);
    assert_eq!(events[0]["record"], record.id);
    let html = shown(&events);
    assert!(
        html.contains("<table>") && html.contains("不查征信"),
        "{html}"
    );
    heard.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_run_ends_at_once_and_keeps_what_arrived() {
    let mut heard = Received::start("", Pace::Real).await;
    let mut events = heard.until("report").await;
    heard.runs.cancel(heard.run).unwrap();
    events.extend(heard.until("ended").await);
    let end = events.last().unwrap();
    assert_eq!(end["outcome"], "cancelled");
    assert_eq!(end["problem"], Value::Null);
    assert!(!heard.runs.markdown(heard.run).unwrap().is_empty());
    let record = heard.place.record();
    assert_eq!(record.output, heard.runs.markdown(heard.run).unwrap());
    assert_eq!(record.ended.unwrap().outcome, records::Outcome::Cancelled);
    assert!(!shown(&events).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_cut_keeps_what_arrived_and_is_never_called_finished() {
    let mut heard = Received::start("cut:12", Pace::Instant).await;
    let events = heard.until("ended").await;
    let end = events.last().unwrap();
    assert_eq!(end["outcome"], "failed");
    assert_eq!(end["problem"]["code"], "interrupted");
    assert!(!heard.runs.markdown(heard.run).unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_worth_another_try_is_shown_and_then_overcome() {
    let mut heard = Received::start("service-error:1006*1", Pace::Instant).await;
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
    let mut heard = Received::start("long:5000:200", Pace::Instant).await;
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
        "the streamed blocks equal one rendering of the whole text"
    );
}

fn copy() -> RunRequest {
    RunRequest::audit(COPY.to_owned(), Vec::new()).unwrap()
}

fn heard() -> (Box<dyn Listener<RunEvent>>, UnboundedReceiver<Value>) {
    let (heard, events) = unbounded_channel();
    let listener = move |event: RunEvent| heard.send(serde_json::to_value(event).unwrap()).unwrap();
    (Box::new(listener), events)
}

/// The records of a test.
struct Place {
    archive: Archive,
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keychain = Keychain::new(|| Box::new(NoRing));
        Self {
            archive: Archive::new(folder.path(), folder.path(), keychain, Handle::current()),
            folder,
        }
    }

    fn plan<T>(&self, target: T) -> Plan<T> {
        Plan {
            lane: Lane::Audit,
            target,
            run_request: copy(),
            options: CallOptions::default(),
            archive: self.archive.clone(),
            entry: Entry::audit(COPY, None),
        }
    }

    fn records(&self) -> records::Records {
        self.archive.records().unwrap()
    }

    /// The database.
    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("records/records.db")
    }

    /// The only record.
    fn record(&self) -> Record {
        let records = self.records();
        assert_eq!(records.count(), Ok(1));
        records.record(1).unwrap()
    }
}

/// A system without a keychain.
struct NoRing;

impl KeyStore for NoRing {
    fn probe(&self, _: &str) -> Result<Presence, StoreError> {
        Err(StoreError::NoKeychain)
    }

    fn read(&self, _: &str) -> Result<Option<SecretString>, StoreError> {
        Err(StoreError::NoKeychain)
    }

    fn write(&self, _: &str, _: &SecretString) -> Result<(), StoreError> {
        Err(StoreError::NoKeychain)
    }

    fn delete(&self, _: &str) -> Result<(), StoreError> {
        Err(StoreError::NoKeychain)
    }
}

fn nothing_kept() -> Result<Keep, Problem> {
    Ok(Box::new(drop))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_nobody_can_answer_ends_without_having_started() {
    let (channel, mut events) = heard();
    let runs = Runs::default();
    let place = Place::new();
    let locked = async { Err(Problem::plain("keychain_locked")) };
    runs.start(place.plan(locked), nothing_kept, channel)
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
    let place = Place::new();
    let run = runs
        .start(place.plan(std::future::pending()), nothing_kept, channel)
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
    let place = Place::new();
    let broken = async { panic!("as a decoder might") };
    runs.start(place.plan(broken), nothing_kept, channel)
        .unwrap();
    assert_eq!(events.recv().await.unwrap()["problem"]["code"], "internal");
    let (channel, _events) = heard();
    runs.start(place.plan(std::future::pending()), nothing_kept, channel)
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn lanes_run_side_by_side_and_in_one_lane_one_run_follows_another() {
    let runs = Runs::default();
    let place = Place::new();
    let start = |lane| {
        let (channel, events) = heard();
        // The run keeps the sender, so dropping the receiver loses nothing.
        std::mem::forget(events);
        let waiting = place.plan(std::future::pending());
        runs.start(Plan { lane, ..waiting }, nothing_kept, channel)
    };
    start(Lane::Audit).unwrap();
    let refused = start(Lane::Audit).unwrap_err();
    assert_eq!(refused.code, "run_in_progress");
    start(Lane::Diligence).unwrap();
    start(Lane::Lines).unwrap();
    assert_eq!(runs.going_on(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_begin_leaves_its_lane_free_and_nothing_begins_in_a_lane_that_is_taken() {
    let runs = Runs::default();
    let place = Place::new();
    let start = |begin: &dyn Fn() -> Result<Keep, Problem>| {
        let (channel, events) = heard();
        std::mem::forget(events);
        runs.start(place.plan(std::future::pending()), begin, channel)
    };
    let refused = start(&|| Err(Problem::plain("save_failed"))).unwrap_err();
    assert_eq!((refused.code.as_str(), runs.going_on()), ("save_failed", 0));
    start(&nothing_kept).unwrap();
    let refused = start(&|| panic!("the lane is taken")).unwrap_err();
    assert_eq!(refused.code, "run_in_progress");
}
