//! Audits of the same request side by side: the findings common to all, and those of only one.
//!
//! Nothing new is stored. Each audit is an ordinary record; records belong together if they asked the same service the
//! same thing. So audits that finished before a crash still count, and only the missing ones are requested again.

use std::{collections::HashMap, sync::Arc};

use finagent::CallOptions;
use intake::Plan as Preparation;
use records::{
    AnswerOutcome, Attached, Kind, Loaded, Outcome, Query, Record, Records, Role, StartedPart,
};

use crate::{
    App,
    assistants::options,
    events::Listener,
    findings::{self, answer_findings},
    record_document::asked,
    recording::{AnsweredBy, Entry},
    request::{RunRequest, answers, parts_of},
    review::folded,
    runs::{Lane, Plan},
    sent_pictures::sent_again,
    wire::{AnswerFinding, Problem, RunEvent, Stability, StabilityFinding, StabilityRun},
};

/// The number of audits to compare.
const WANTED: u32 = 3;
/// The most audits compared, the latest ones.
const LIMIT: usize = 9;
/// The most records on the same subject that are looked at.
const VERSIONS: usize = 100;

/// Compares the findings of the audits with the same request as a record.
///
/// # Errors
/// `repeat_unfit` if it is no audit that ended; errors of reading the records.
pub fn of_record(app: &App, records: &Records, id: i64) -> Result<Stability, Problem> {
    let record = audit(records, id)?;
    let mut same = Vec::new();
    let versions = records.versions(id, VERSIONS)?;
    for row in records.rows(&versions, &Query::default())? {
        let may_be_same = row.outcome == Some(Outcome::Finished)
            && row.model == record.started.model
            && row.demo == record.started.demo;
        if !may_be_same || same.len() == LIMIT {
            continue;
        }
        // A damaged record proves nothing.
        if let Loaded::Sound(other) = records.load(row.id)?
            && is_whole(&other)
            && asks_the_same(&record.started, &other.started)
        {
            same.push(*other);
        }
    }
    same.reverse();
    let copy = asked(&record);
    let mut runs = Vec::new();
    let mut found = Found::default();
    for (place, other) in (0..).zip(&same) {
        let answer = answer_findings(app, other, copy);
        runs.push(StabilityRun {
            record: other.id,
            created_ms: other.started.at.utc_ms,
            offset_minutes: other.started.at.offset_minutes,
            findings: count(answer.findings.len()),
            unparsed: answer.unparsed,
        });
        for said in answer.findings {
            found.add(place, said);
        }
    }
    Ok(Stability {
        wanted: WANTED,
        requests: count(parts_of(&record.started).len().max(1)),
        demo: record.started.demo,
        runs,
        findings: found.findings,
    })
}

/// Audits the request of a record once more, as a run with a record of its own. Returns the id of the run.
///
/// # Errors
/// `repeat_unfit` if it is no audit that ended, or this version of the app would send it differently; `run_in_progress`.
/// The run itself fails with `repeat_other_service` if another service would answer.
pub async fn run(
    app: &Arc<App>,
    id: i64,
    listener: Box<dyn Listener<RunEvent>>,
) -> Result<u32, Problem> {
    let Again {
        service,
        entry,
        run_request,
        options,
    } = app
        .with_records(move |app, records| Again::of(app, records, id))
        .await?;
    let here = Arc::clone(app);
    let target = async move {
        let target = here.connection.target(&here.settings).await?;
        if AnsweredBy::at(target.demo, &target.origin) != service {
            return Err(Problem::plain("repeat_other_service"));
        }
        Ok(target)
    };
    let plan = Plan {
        lane: Lane::Repeat,
        target,
        run_request,
        options,
        archive: app.archive.clone(),
        entry,
    };
    app.runs.start(plan, || Ok(Box::new(drop)), listener)
}

/// A recorded request, to be sent again.
struct Again {
    service: AnsweredBy,
    entry: Entry,
    run_request: RunRequest,
    options: CallOptions,
}

impl Again {
    /// Takes the material as it was sent, byte for byte, so that nothing has to be prepared again.
    fn of(app: &Arc<App>, records: &Records, id: i64) -> Result<Self, Problem> {
        let record = audit(records, id)?;
        let started = &record.started;
        let materials = started.materials.iter().map(|part| {
            Ok::<_, Problem>(Attached {
                role: part.role,
                name: part.name.clone(),
                material: records.material(&part.sha256)?,
            })
        });
        let materials = materials.collect::<Result<Vec<_>, _>>()?;
        let plan = started.preparation.clone();
        let plan: Option<Preparation> = plan.and_then(|plan| serde_json::from_value(plan).ok());
        let pieces = match &plan {
            Some(plan) => sent_again(plan, &materials).ok_or_else(unfit)?,
            None if materials.is_empty() => Vec::new(),
            None => return Err(unfit()),
        };
        let run_request = RunRequest::audit(asked(&record).to_owned(), pieces)?;
        if !run_request.has_parts_of(started) {
            return Err(unfit());
        }
        let temperature = started.temperature.parse().map_err(|_| unfit())?;
        Ok(Self {
            service: AnsweredBy::of(started),
            options: options(app, &started.model, temperature)?,
            entry: Entry {
                check: Some(findings::for_repeat(app, &record)),
                ..Entry::again(started, materials)
            },
            run_request,
        })
    }
}

fn unfit() -> Problem {
    Problem::plain("repeat_unfit")
}

fn audit(records: &Records, id: i64) -> Result<Record, Problem> {
    let record = records.record(id)?;
    if record.started.kind != Kind::Audit || record.ended.is_none() {
        return Err(unfit());
    }
    Ok(record)
}

/// Whether the service answered all of it in this run; a reused answer is not another one.
fn is_whole(record: &Record) -> bool {
    let ended = record.ended.as_ref();
    ended.is_some_and(|ended| ended.outcome == Outcome::Finished)
        && answers(record)
            .iter()
            .all(|answer| answer.outcome != AnswerOutcome::Kept)
}

/// Whether two audits asked the same service the same thing: text, pictures, parts, model and temperature.
fn asks_the_same(one: &StartedPart, other: &StartedPart) -> bool {
    fn sent(started: &StartedPart) -> impl Iterator<Item = &str> {
        let sent = started.materials.iter();
        sent.filter(|part| part.role == Role::Sent)
            .map(|part| part.sha256.as_str())
    }
    let labels = |started| parts_of(started).into_iter().map(|part| part.label);
    one.kind == other.kind
        && one.model == other.model
        && one.temperature == other.temperature
        && AnsweredBy::of(one) == AnsweredBy::of(other)
        && one.request.get("query") == other.request.get("query")
        && sent(one).eq(sent(other))
        && labels(one).eq(labels(other))
}

/// The findings of several audits, each once.
#[derive(Default)]
struct Found {
    findings: Vec<StabilityFinding>,
    /// Where the findings with the same words are.
    places: HashMap<String, Vec<usize>>,
}

impl Found {
    /// Adds the findings of an audit. As in a review, the same words of the material are the same finding; without any, the
    /// same title is. An audit that has them twice has two findings.
    fn add(&mut self, run: u32, said: AnswerFinding) {
        let words = folded(&said.excerpt);
        let key = if words.is_empty() {
            format!("title {}", folded(&said.title))
        } else {
            format!("words {words}")
        };
        let places = self.places.entry(key).or_default();
        for place in places.iter() {
            let Some(finding) = self.findings.get_mut(*place) else {
                continue;
            };
            if finding.runs.last() == Some(&run) {
                continue;
            }
            finding.runs.push(run);
            finding.severity = match (finding.severity, said.severity) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            return;
        }
        places.push(self.findings.len());
        self.findings.push(StabilityFinding {
            title: said.title,
            severity: said.severity,
            excerpt: said.excerpt,
            basis: said.basis,
            suggestion: said.suggestion,
            runs: vec![run],
        });
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
