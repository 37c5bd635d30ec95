//! The asking itself: one call of the service, or one after another for the parts of an audit.

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

/// Asks, and says what came of it.
pub(super) async fn ask(run: &Run, begun: &Begun) -> (Outcome, Option<Problem>, Ended) {
    match &begun.run_request {
        RunRequest::One(request) => once(run, begun, request).await,
        RunRequest::Parts(parts) => in_parts(run, begun, parts).await,
    }
}

/// Once so many bytes have come, no further part is asked for: all answers of a run are held in memory, and read back at once.
const MOST_BYTES: u64 = 32_000_000;

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
            if goes_on && number < of && begun.journal.received() > MOST_BYTES {
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
    merged: &mut MergedAnswer,
) -> PartEnd {
    let (outcome, problem, ended) = once(run, begun, &part.request).await;
    // An answer that was paid for is on disk before the next one is asked for.
    tokio::task::block_in_place(|| begun.journal.flush());
    let raw = Span {
        at: before,
        bytes: begun.journal.received() - before,
    };
    // As the answer has it at its end, which may be more than streamed.
    run.events().put(&ended.output);
    let (state, written) = match outcome {
        Outcome::Finished => (PartState::Finished, AnswerOutcome::Finished),
        Outcome::Failed => (PartState::Failed, AnswerOutcome::Failed),
        Outcome::Cancelled => (PartState::Stopped, AnswerOutcome::Stopped),
    };
    let goes_on = match &problem {
        // The client has tried a busy service again already, and the rest can be asked for later.
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
