//! Audits of the same request, by the demo service and as records with answers of their own.

use std::{fmt::Write, path::Path};

use demo_service::Pace;
use finagent::Client;
use keychain::{KeyStore, Keychain, Presence, StoreError};
use records::Ended;
use secrecy::SecretString;
use tokio::{runtime::Handle, sync::mpsc::unbounded_channel};
use worker::Worker;

use super::*;
use crate::{
    Environment, assistants,
    connection::Target,
    preparation::time_limits::Budget,
    recording::moment,
    wire::{AuditRequest, FindingSeverity, Outcome as Ending},
};

const COPY: &str = "保本高收益，零风险，限时抢购，历史业绩代表未来表现。";
const ORIGIN: &str = "https://service.example";

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

fn app_in(folder: &Path) -> Arc<App> {
    App::new(Environment {
        keychain: Keychain::new(|| Box::new(NoRing)),
        pace: Pace::Instant,
        settings_folder: folder.to_owned(),
        data_folder: folder.join("data"),
        models: folder.join("models"),
        worker: Worker::of_file(folder.join("no-worker"), "none"),
        budget: Budget::default(),
        runtime: Handle::current(),
        version: "test".to_owned(),
    })
}

/// Waits for the end of a run. Returns its record, if it has one, and its outcome with the code of its problem.
async fn ended(
    start: impl AsyncFnOnce(Box<dyn Listener<RunEvent>>),
) -> (Option<i64>, Ending, Option<String>) {
    let (tell, mut events) = unbounded_channel();
    let listener = move |event: RunEvent| drop(tell.send(event));
    start(Box::new(listener)).await;
    let mut begun = None;
    loop {
        match events.recv().await.unwrap() {
            RunEvent::Started { record, .. } => begun = Some(record),
            RunEvent::Ended {
                outcome, problem, ..
            } => return (begun, outcome, problem.map(|problem| problem.code)),
            _ => {}
        }
    }
}

async fn repeated(app: &Arc<App>, id: i64) -> (Option<i64>, Ending, Option<String>) {
    ended(async |listener| {
        run(app, id, listener).await.unwrap();
    })
    .await
}

async fn listed(app: &Arc<App>, id: i64) -> Stability {
    app.with_records(move |app, records| of_record(app, records, id))
        .await
        .unwrap()
}

/// An answer with these findings: the words of the copy, the level, and what is wrong.
fn answer(findings: &[(&str, &str, &str)]) -> String {
    let mut text = String::from(
        "以下为本次审核的结论。\n\n| 原文 | 问题 | 风险等级 | 依据 | 建议 |\n| --- | --- | --- | --- | --- |\n",
    );
    for (words, level, title) in findings {
        writeln!(
            text,
            "| {words} | {title} | {level} | 《广告法》第二十五条 | 删除 |"
        )
        .unwrap();
    }
    text
}

/// Writes the record of an audit that ended like this.
async fn record(app: &Arc<App>, copy: &str, origin: &str, outcome: Outcome, output: String) -> i64 {
    let (copy, origin) = (copy.to_owned(), origin.to_owned());
    app.with_records(move |app, records| {
        let request = RunRequest::audit(copy.clone(), Vec::new())?;
        let target = Target {
            client: Client::builder(origin.parse()?).build()?,
            demo: false,
            origin,
            key_fingerprint: None,
        };
        let options = options(app, "4-Plus", 0.5)?;
        let new = Entry::audit(&copy, None).begin(&target, &request, &options, moment())?;
        let journal = records.begin(new)?;
        let id = journal.id();
        journal.end(Ended {
            outcome,
            problem: None,
            at_ms: moment().utc_ms,
            elapsed_ms: 1,
            output,
            svg: None,
            tokens: None,
            session: None,
            max_token: None,
            notes: Vec::new(),
            answers: Vec::new(),
        })?;
        Ok(id)
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_asked_three_times_is_three_records_with_one_list() {
    // The second one is sent in two requests.
    for (copy, requests) in [(COPY.to_owned(), 1), (COPY.repeat(600), 2)] {
        let folder = tempfile::tempdir().unwrap();
        let app = app_in(folder.path());
        let request = AuditRequest {
            copy: copy.clone(),
            sources: Vec::new(),
            material: None,
            model: "4-Plus".to_owned(),
            temperature: 0.5,
            rest_of: None,
            judged: None,
        };
        let (first, ..) = ended(async |listener| {
            assistants::audit(&app, request, listener).unwrap();
        })
        .await;
        let first = first.unwrap();
        let alone = listed(&app, first).await;
        let counted = (alone.wanted, alone.requests, alone.runs.len());
        assert_eq!(counted, (3, requests, 1));
        let (second, outcome, _) = repeated(&app, first).await;
        assert_eq!(outcome, Ending::Finished);
        // From any of them.
        let (third, ..) = repeated(&app, second.unwrap()).await;
        let all = listed(&app, first).await;
        let records: Vec<_> = all.runs.iter().map(|run| Some(run.record)).collect();
        assert_eq!(records, [Some(first), second, third]);
        assert!(all.demo && !all.findings.is_empty());
        assert!(all.findings.iter().all(|one| one.runs == [0, 1, 2]));
        let again = app
            .with_records(move |_, records| Ok(records.record(third.unwrap())?.started))
            .await
            .unwrap();
        assert_eq!(again.request.get("query").unwrap(), copy.as_str());
        assert!(again.check.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_finding_says_in_which_of_the_audits_it_came() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(folder.path());
    let finished = Outcome::Finished;
    let always = ("保本高收益", "中", "承诺保本");
    let twice = ("零风险", "中", "无风险表述");
    let once = ("限时抢购", "低", "诱导性宣传");
    let louder = ("保本高收益", "高", "保本承诺");
    let first = record(&app, COPY, ORIGIN, finished, answer(&[always, twice])).await;
    record(&app, COPY, ORIGIN, finished, answer(&[once, louder])).await;
    record(&app, COPY, ORIGIN, finished, answer(&[twice, always])).await;
    let list = listed(&app, first).await;
    let found: Vec<_> = list
        .findings
        .iter()
        .map(|one| (one.excerpt.as_str(), one.severity, one.runs.as_slice()))
        .collect();
    assert_eq!(
        found,
        [
            (
                "保本高收益",
                Some(FindingSeverity::High),
                [0, 1, 2].as_slice()
            ),
            ("零风险", Some(FindingSeverity::Medium), &[0, 2]),
            ("限时抢购", Some(FindingSeverity::Low), &[1]),
        ]
    );
    let counted: Vec<_> = list
        .runs
        .iter()
        .map(|run| (run.findings, run.unparsed))
        .collect();
    assert_eq!(counted, [(2, 1); 3], "the first sentence is no finding");
    assert!(!list.demo);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_whole_answers_of_the_same_service_to_the_same_request_count() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(folder.path());
    let text = || answer(&[("零风险", "中", "无风险表述")]);
    let first = record(&app, COPY, ORIGIN, Outcome::Finished, text()).await;
    record(&app, COPY, ORIGIN, Outcome::Cancelled, text()).await;
    record(&app, COPY, ORIGIN, Outcome::Failed, text()).await;
    record(
        &app,
        COPY,
        "https://other.example",
        Outcome::Finished,
        text(),
    )
    .await;
    // White space around it is another request on the same subject.
    record(
        &app,
        &format!("{COPY}\n"),
        ORIGIN,
        Outcome::Finished,
        text(),
    )
    .await;
    let last = record(&app, COPY, ORIGIN, Outcome::Finished, text()).await;
    let list = listed(&app, last).await;
    let records: Vec<_> = list.runs.iter().map(|run| run.record).collect();
    assert_eq!(records, [first, last]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_service_is_not_asked_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(folder.path());
    let id = record(&app, COPY, ORIGIN, Outcome::Finished, answer(&[])).await;
    let (begun, outcome, problem) = repeated(&app, id).await;
    // Without a key, the demo service would answer.
    assert_eq!((begun, outcome), (None, Ending::Failed));
    assert_eq!(problem.as_deref(), Some("repeat_other_service"));
    let count = app.with_records(|_, records| Ok(records.count()?)).await;
    assert_eq!(
        count.unwrap(),
        1,
        "nothing is recorded, as nothing was sent"
    );
}
