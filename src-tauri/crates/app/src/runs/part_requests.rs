//! Sends the request of a run: one call, or a sequence of calls for an audit in parts.

use finagent::{Error, Failure, Progress, Request};
use records::{AnswerOutcome, Ended, Span};
use tokio::sync::Notify;

use super::{Begun, Run, blocking};
use crate::{
    event_batching::FRAME,
    merged_answer::MergedAnswer,
    recording::{self, finished, unfinished},
    request::{Part, Parts, RunRequest},
    wire::{Consequence, Outcome, PartState, Problem, RunPart},
};

/// Sends the request and returns the result.
pub(super) async fn ask(run: &Run, begun: &Begun) -> (Outcome, Option<Problem>, Ended) {
    match &begun.run_request {
        RunRequest::One(request) => once(run, begun, request).await,
        RunRequest::Parts(parts) => in_parts(run, begun, parts).await,
    }
}

/// After this many bytes, no further part is requested, because all answers of a run are held in memory.
const MAX_BYTES: u64 = 32_000_000;

async fn once(run: &Run, begun: &Begun, request: &Request) -> (Outcome, Option<Problem>, Ended) {
    match call(run, begun, request).await {
        Ok(answer) => (Outcome::Finished, None, finished(answer)),
        Err(failure) if failure.error == Error::Cancelled => {
            let ended = unfinished(failure.partial, records::Outcome::Cancelled, None);
            (Outcome::Cancelled, None, ended)
        }
        Err(failure) => {
            let problem = Problem::from(failure.error);
            let ended = unfinished(failure.partial, records::Outcome::Failed, Some(&problem));
            (Outcome::Failed, Some(problem), ended)
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
        run.events().note(progress);
        news.notify_one();
    };
    // Sends the first event at once, later ones once per frame.
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

/// Requests one part after another. Continues after a failed part unless the other parts would fail for the same reason.
async fn in_parts(run: &Run, begun: &Begun, asked: &Parts) -> (Outcome, Option<Problem>, Ended) {
    let of = count(asked.parts.len());
    let mut merged = MergedAnswer::default();
    let mut outcome = Outcome::Finished;
    let mut goes_on = true;
    for (number, part) in (1..).zip(&asked.parts) {
        let told = |state| RunPart {
            state,
            ..part.label.told(number, of)
        };
        let heading = part.label.heading(number, of);
        if let Some(kept) = &part.kept {
            blocking(|| {
                let mut events = run.events();
                events.begin_part(told(PartState::Kept), &heading);
                events.put(&kept.output);
                events.end_part(PartState::Kept, None);
            });
            merged.heading(&heading);
            merged.kept(number, &kept.output);
        } else if goes_on && is_on_disk(begun, number) {
            let before = begun.journal.received();
            run.events().begin_part(told(PartState::Running), &heading);
            merged.heading(&heading);
            let end = asked_for(run, begun, part, (number, before), &mut merged).await;
            if outcome == Outcome::Finished || end.outcome == Outcome::Cancelled {
                outcome = end.outcome;
            }
            goes_on = end.goes_on;
            if goes_on && number < of && begun.journal.received() > MAX_BYTES {
                (goes_on, outcome) = (false, Outcome::Failed);
            }
        } else {
            if outcome == Outcome::Finished {
                outcome = Outcome::Failed;
            }
            goes_on = false;
            run.events().tell_part(told(PartState::Unasked));
            merged.unasked(number);
        }
    }
    let problem = (outcome == Outcome::Failed).then(|| merged.missing(of));
    let recorded = match outcome {
        Outcome::Finished => records::Outcome::Finished,
        Outcome::Failed => records::Outcome::Failed,
        Outcome::Cancelled => records::Outcome::Cancelled,
    };
    let ended = merged.ended(recorded, problem.as_ref());
    (outcome, problem, ended)
}

/// Records the request of a part on disk before it is sent or shown, so that a part that may have been billed never counts as not sent.
/// Returns false if the write fails: the part must not be requested then.
fn is_on_disk(begun: &Begun, number: u32) -> bool {
    if begun.journal.trouble().is_some() {
        return false;
    }
    begun.journal.part(number);
    tokio::task::block_in_place(|| begun.journal.flush());
    begun.journal.trouble().is_none()
}

/// The result of a part.
struct PartEnd {
    outcome: Outcome,
    goes_on: bool,
}

async fn asked_for(
    run: &Run,
    begun: &Begun,
    part: &Part,
    (number, before): (u32, u64),
    merged: &mut MergedAnswer,
) -> PartEnd {
    let (outcome, problem, ended) = once(run, begun, &part.request).await;
    // The answer has been billed, so it must be on disk before the next request.
    tokio::task::block_in_place(|| begun.journal.flush());
    let raw = Span {
        at: before,
        bytes: begun.journal.received() - before,
    };
    // The final answer may hold more text than was streamed.
    run.events().put(&ended.output);
    let (state, written) = match outcome {
        Outcome::Finished => (PartState::Finished, AnswerOutcome::Finished),
        Outcome::Failed => (PartState::Failed, AnswerOutcome::Failed),
        Outcome::Cancelled => (PartState::Stopped, AnswerOutcome::Stopped),
    };
    let goes_on = match &problem {
        // The client has already retried if the service was busy. The user can request the rest later.
        Some(problem) => problem.consequence == Some(Consequence::Skip),
        None => outcome != Outcome::Cancelled,
    };
    blocking(|| run.events().end_part(state, problem));
    merged.answered(number, written, ended, Some(raw));
    PartEnd { outcome, goes_on }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
