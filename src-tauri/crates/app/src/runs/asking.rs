//! The asking itself: one call of the service, or one after another for the parts of an audit.

use finagent::{Error, Failure, Phase, Progress, Request};
use records::{AnswerOutcome, Ended, Span, Tokens};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::{Begun, Run};
use crate::{
    asks::{Asks, BETWEEN, Part, Parts},
    frames::FRAME,
    ipc::{Outcome, PartState, Problem, RunPart},
    recording::{self, finished, unfinished},
};

/// Asks, and says what came of it.
pub(super) async fn ask(run: &Run, begun: &Begun) -> (Outcome, Option<Problem>, Ended) {
    match &begun.asks {
        Asks::One(request) => {
            let (outcome, problem, ended) = once(run, begun, request).await;
            (outcome, problem.map(|(problem, _)| problem), ended)
        }
        Asks::Parts(parts) => in_parts(run, begun, parts).await,
    }
}

/// Once so many bytes have come, no further part is asked for: all answers of a run are held in memory, and read back at once.
const MOST_BYTES: u64 = 32_000_000;

/// Whether the next request would fail of the same cause.
type Hopeless = bool;

async fn once(
    run: &Run,
    begun: &Begun,
    request: &Request,
) -> (Outcome, Option<(Problem, Hopeless)>, Ended) {
    match call(run, begun, request).await {
        Ok(answer) => (Outcome::Finished, None, finished(answer)),
        Err(failure) if failure.error == Error::Cancelled => {
            let ended = unfinished(failure.partial, records::Outcome::Cancelled, None);
            (Outcome::Cancelled, None, ended)
        }
        Err(failure) => {
            let hopeless = is_hopeless(&failure.error);
            let problem = Problem::from(failure.error);
            let ended = unfinished(failure.partial, records::Outcome::Failed, Some(&problem));
            (Outcome::Failed, Some((problem, hopeless)), ended)
        }
    }
}

async fn call(run: &Run, begun: &Begun, request: &Request) -> Result<finagent::Answer, Failure> {
    let Begun {
        target,
        options,
        journal,
        ..
    } = begun;
    let news = Notify::new();
    let mut note = |progress: Progress<'_>| {
        recording::note(journal, &progress);
        run.frames().note(progress);
        news.notify_one();
    };
    // The first news is sent at once, later ones a frame apart.
    let draw = async {
        loop {
            news.notified().await;
            run.draw(journal);
            tokio::time::sleep(FRAME).await;
        }
    };
    tokio::select! {
        result = target.client.call(request, options, &run.cancel, &mut note) => result,
        never = draw => never,
    }
}

/// One part after another. One that fails leaves the others as they are, unless they would fail of the same cause.
async fn in_parts(run: &Run, begun: &Begun, asked: &Parts) -> (Outcome, Option<Problem>, Ended) {
    let of = count(asked.parts.len());
    let mut joined = Joined::default();
    let mut outcome = Outcome::Finished;
    let mut goes_on = true;
    for (number, part) in (1..).zip(&asked.parts) {
        let told = |state| RunPart {
            state,
            ..part.label.told(number, of)
        };
        let heading = part.label.heading(number, of);
        if let Some(kept) = &part.kept {
            run.frames().begin_part(told(PartState::Kept), &heading);
            run.frames().put(&kept.output);
            run.frames().end_part(PartState::Kept, None);
            joined.heading(&heading);
            joined.kept(number, &kept.output);
        } else if goes_on && is_on_disk(begun, number) {
            let before = begun.journal.received();
            run.frames().begin_part(told(PartState::Running), &heading);
            joined.heading(&heading);
            let end = asked_for(run, begun, part, (number, before), &mut joined).await;
            if outcome == Outcome::Finished || end.outcome == Outcome::Cancelled {
                outcome = end.outcome;
            }
            goes_on = end.goes_on;
            if goes_on && number < of && begun.journal.received() > MOST_BYTES {
                (goes_on, outcome) = (false, Outcome::Failed);
            }
        } else {
            if outcome == Outcome::Finished {
                outcome = Outcome::Failed;
            }
            goes_on = false;
            run.frames().tell_part(told(PartState::Unasked));
            joined.unasked(number);
        }
    }
    let problem = (outcome == Outcome::Failed).then(|| joined.missing(of));
    let recorded = match outcome {
        Outcome::Finished => records::Outcome::Finished,
        Outcome::Failed => records::Outcome::Failed,
        Outcome::Cancelled => records::Outcome::Cancelled,
    };
    let ended = joined.ended(recorded, problem.as_ref());
    (outcome, problem, ended)
}

/// Puts on record that a part is asked for, before it is sent and before it is shown as sent: one that may have been paid for is
/// never taken for one that was not. Where the disk takes nothing, it is not asked for.
fn is_on_disk(begun: &Begun, number: u32) -> bool {
    if begun.journal.trouble().is_some() {
        return false;
    }
    begun.journal.part(number);
    tokio::task::block_in_place(|| begun.journal.flush());
    begun.journal.trouble().is_none()
}

/// How a part ended.
struct PartEnd {
    outcome: Outcome,
    goes_on: bool,
}

async fn asked_for(
    run: &Run,
    begun: &Begun,
    part: &Part,
    (number, before): (u32, u64),
    joined: &mut Joined,
) -> PartEnd {
    let (outcome, problem, ended) = once(run, begun, &part.request).await;
    // An answer that was paid for is on disk before the next one is asked for.
    tokio::task::block_in_place(|| begun.journal.flush());
    let raw = Span {
        at: before,
        bytes: begun.journal.received() - before,
    };
    // As the answer has it at its end, which may be more than streamed.
    run.frames().put(&ended.output);
    let (state, written) = match outcome {
        Outcome::Finished => (PartState::Finished, AnswerOutcome::Finished),
        Outcome::Failed => (PartState::Failed, AnswerOutcome::Failed),
        Outcome::Cancelled => (PartState::Stopped, AnswerOutcome::Stopped),
    };
    let hopeless = problem.as_ref().is_some_and(|(_, hopeless)| *hopeless);
    let problem = problem.map(|(problem, _)| problem);
    run.frames().end_part(state, problem);
    joined.answered(number, written, ended, Some(raw));
    PartEnd {
        outcome,
        goes_on: outcome != Outcome::Cancelled && !hopeless,
    }
}

fn is_hopeless(error: &Error) -> bool {
    match error {
        Error::Interrupted { .. }
        | Error::Oversize { .. }
        | Error::Flood { .. }
        | Error::Unreadable { .. } => false,
        Error::Timeout { phase, .. } => *phase == Phase::Connect,
        // The text or the picture, or this answer.
        Error::Service { code, .. } => matches!(code, 1001 | 1002 | 1005),
        Error::HttpStatus { status, .. } => !matches!(status, 400 | 413 | 422 | 500),
        _ => true,
    }
}

/// The answers of the parts as those of one record.
#[derive(Default)]
pub struct Joined {
    output: String,
    answers: Vec<records::Answer>,
    svg: Option<String>,
    max_token: Option<String>,
    tokens: Option<Tokens>,
}

impl Joined {
    /// The heading of the next part.
    pub fn heading(&mut self, heading: &str) {
        if !self.output.is_empty() {
            self.output.push_str(BETWEEN);
        }
        self.output.push_str(heading);
    }

    /// A part whose answer an earlier record has.
    pub fn kept(&mut self, number: u32, text: &str) {
        let output = self.text(text);
        self.answers.push(records::Answer {
            output,
            ..unanswered(number, AnswerOutcome::Kept)
        });
    }

    /// A part that was not asked for.
    pub fn unasked(&mut self, number: u32) {
        let output = self.text("");
        self.answers.push(records::Answer {
            output,
            ..unanswered(number, AnswerOutcome::Unasked)
        });
    }

    /// A part that was asked for, and what its call left.
    pub fn answered(
        &mut self,
        number: u32,
        outcome: AnswerOutcome,
        ended: Ended,
        raw: Option<Span>,
    ) {
        let output = self.text(&ended.output);
        self.tokens = add(self.tokens, ended.tokens);
        // A flowchart has one place in a record; of the others the raw answer has every byte.
        self.svg = self.svg.take().or(ended.svg);
        self.max_token = self.max_token.take().or(ended.max_token);
        self.answers.push(records::Answer {
            number,
            outcome,
            problem: ended.problem,
            output,
            raw,
            tokens: ended.tokens,
            session: ended.session,
            notes: ended.notes,
        });
    }

    fn text(&mut self, text: &str) -> Span {
        let at = self.output.len() as u64;
        self.output.push_str(text);
        Span {
            at,
            bytes: text.len() as u64,
        }
    }

    /// That some parts have no whole answer, and why the first of them has none.
    fn missing(&self, of: u32) -> Problem {
        let missing = self
            .answers
            .iter()
            .filter(|answer| !answer.outcome.is_whole());
        let first = missing.clone().find_map(|answer| answer.problem.clone());
        let missing = count(missing.count());
        let params = json!({ "missing": missing, "of": of, "problem": first });
        Problem::new("parts_missing", params)
    }

    /// All of them, as what the record's run left.
    pub fn ended(self, outcome: records::Outcome, problem: Option<&Problem>) -> Ended {
        let problem: Option<Value> =
            problem.map(|problem| json!({ "code": problem.code, "params": problem.params }));
        Ended {
            outcome,
            problem,
            at_ms: 0,
            elapsed_ms: 0,
            output: self.output,
            svg: self.svg,
            tokens: self.tokens,
            session: None,
            max_token: self.max_token,
            notes: Vec::new(),
            answers: self.answers,
        }
    }
}

fn unanswered(number: u32, outcome: AnswerOutcome) -> records::Answer {
    records::Answer {
        number,
        outcome,
        problem: None,
        output: Span::default(),
        raw: None,
        tokens: None,
        session: None,
        notes: Vec::new(),
    }
}

fn add(one: Option<Tokens>, other: Option<Tokens>) -> Option<Tokens> {
    let (Some(one), Some(other)) = (one, other) else {
        return one.or(other);
    };
    let sum = |one: Option<u64>, other: Option<u64>| match (one, other) {
        (Some(one), Some(other)) => Some(one.saturating_add(other)),
        (one, other) => one.or(other),
    };
    Some(Tokens {
        total: sum(one.total, other.total),
        prompt: sum(one.prompt, other.prompt),
        completion: sum(one.completion, other.completion),
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
