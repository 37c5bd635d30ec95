//! The child's side: reads the request, enters the sandbox, runs the job, answers.

use std::env;
use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use serde::Serialize;

use crate::job::{Entry, Job, Limits};
use crate::protocol::{Broken, Failure, Prefix, Reply};
use crate::sandbox;

/// The hidden first argument.
pub(crate) const ARGUMENT: &str = "--confined-worker";

/// Call this first in `main` of any program whose [`Worker`](crate::Worker) runs jobs. If this process was started as a
/// child, it runs its job and returns the exit code for `main`; otherwise it returns `None`.
///
/// `build` identifies the build of the program. A child rejects requests from another build, because the messages have
/// the same format only if both sides were built from the same sources.
///
/// Start no thread and open no file before this call: the sandbox would have to cover it, too.
#[must_use]
pub fn serve(build: &str, jobs: &[Entry]) -> Option<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    if arguments.next()? != ARGUMENT {
        return None;
    }
    let name = arguments.next();
    if arguments.next().is_none_or(|asked| asked != build) {
        return Some(fail(Failure::OtherBuild));
    }
    let job = jobs
        .iter()
        .find(|job| name.as_ref().is_some_and(|name| name == job.name));
    Some(match job {
        Some(job) => (job.run)(),
        None => fail(Failure::UnknownJob),
    })
}

/// Runs one job, from reading stdin to writing stdout.
pub(crate) fn run<J: Job>() -> ExitCode {
    match done::<J>() {
        Ok((answer, bytes)) => answered(&answer, &bytes, J::LIMITS.output),
        Err(failure) => fail(failure),
    }
}

fn done<J: Job>() -> Result<(J::Answer, Vec<u8>), Failure> {
    sandbox::guard(&J::LIMITS).map_err(Failure::NotConfined)?;
    if cfg!(panic = "abort") {
        // Panics can't be caught with `panic = "abort"`, so the hook is the last chance to report one.
        panic::set_hook(Box::new(|_| {
            let _aborts_next = fail(Failure::Panicked);
        }));
    }
    let mut input = io::stdin().lock();
    let mut prefix = [0; Prefix::LENGTH];
    input.read_exact(&mut prefix).map_err(Broken::from)?;
    let lengths = Prefix::read(prefix, J::LIMITS.input)?;
    let request: J::Request = serde_json::from_slice(&take(&mut input, lengths.head)?)
        .map_err(|_unreadable| Failure::Garbled)?;
    panic::catch_unwind(AssertUnwindSafe(|| {
        let tools = J::prepare(&request);
        sandbox::lock(&J::LIMITS).map_err(Failure::NotConfined)?;
        let bytes = take(&mut input, lengths.body)?;
        Ok(J::work(tools, request, bytes, &mut tell))
    }))
    .map_err(|_panic| Failure::Panicked)?
}

/// Sends a progress message. Ignores oversized ones and write errors, because only the answer matters.
fn tell(word: impl Serialize) {
    if let Ok(head) = serde_json::to_vec(&Reply::<(), _>::Word(word))
        && head.len() <= Limits::HEAD
    {
        let _heard = say(&head, &[]);
    }
}

fn take(input: &mut impl Read, length: usize) -> Result<Vec<u8>, Broken> {
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

impl From<Broken> for Failure {
    fn from(_: Broken) -> Self {
        Self::Garbled
    }
}

fn answered(answer: &impl Serialize, bytes: &[u8], limit: usize) -> ExitCode {
    if bytes.len() > limit {
        return fail(Failure::OutputTooLarge(limit as u64));
    }
    match serde_json::to_vec(&Reply::<_, ()>::Done(answer)) {
        Ok(head) if head.len() <= Limits::HEAD => say(&head, bytes),
        Ok(_) => fail(Failure::OutputTooLarge(Limits::HEAD as u64)),
        Err(_no_json) => fail(Failure::Garbled),
    }
}

fn fail(failure: Failure) -> ExitCode {
    match serde_json::to_vec(&Reply::<(), ()>::Failed(failure)) {
        Ok(head) => say(&head, &[]),
        Err(_no_json) => ExitCode::FAILURE,
    }
}

/// Write errors need no handling: the parent sees the pipe close early.
fn say(head: &[u8], body: &[u8]) -> ExitCode {
    let said = Prefix::of(head, body.len() as u64).is_some_and(|prefix| {
        let mut output = io::stdout().lock();
        [&prefix, head, body]
            .into_iter()
            .try_for_each(|part| output.write_all(part))
            .and_then(|()| output.flush())
            .is_ok()
    });
    if said {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
