//! Diagnoses the way to the service, one step after another, with the transport, errors and masking of requests.
//!
//! No step costs anything, and the key is sent only in the last one: after the service has answered a request without
//! it. Reports contain no credentials.

mod facts;
mod steps;

use std::time::{Duration, Instant, SystemTime};

use tokio_util::sync::CancellationToken;

pub use crate::certificate::Certificate;
use crate::{client::Client, error::Error};
pub use facts::{Facts, Trust};
use steps::Walk;

/// The largest difference between the clocks that is no fault.
pub const SKEW_LIMIT: Duration = Duration::from_secs(300);

/// A step of the diagnosis, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Which proxy is in effect, and who says so.
    Proxy,
    /// The addresses of the service, or of the proxy if there is one.
    Resolve,
    /// A TCP connection to one of them.
    Connect,
    /// The way through the proxy; only with one.
    Tunnel,
    /// TLS with the service; only for https.
    Tls,
    /// A request without the key.
    Answer,
    /// The clock of this machine against the date of the answer.
    Clock,
    /// A request with the key, which costs nothing.
    Key,
}

/// How a step ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// All is well.
    Passed,
    /// Something is wrong, but it does not stop requests.
    Noted,
    /// Requests fail here.
    Failed(Error),
    /// An earlier step failed, or there is nothing to look at.
    Skipped,
}

/// The end of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The step.
    pub step: Step,
    /// How long it took.
    pub took: Duration,
    /// How it ended.
    pub outcome: Outcome,
    /// What it found out, whatever its outcome.
    pub facts: Option<Facts>,
}

/// What a diagnosis reports while it runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// The steps to come.
    Planned(Vec<Step>),
    /// A step has begun.
    Began(Step),
    /// A step has ended.
    Ended(Box<Report>),
}

impl Client {
    /// Diagnoses the way to the service and reports every step to `on`. Without a key, the last step is skipped.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub async fn diagnose(
        &self,
        cancel: &CancellationToken,
        on: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), Error> {
        let mut walk = Walk::new(self);
        let steps = walk.steps();
        on(Progress::Planned(steps.clone()));
        let mut is_blocked = false;
        for step in steps {
            on(Progress::Began(step));
            let began = Instant::now();
            let (outcome, facts) = if is_blocked {
                (Outcome::Skipped, None)
            } else {
                tokio::select! {
                    biased;
                    () = cancel.cancelled() => return Err(Error::Cancelled),
                    done = walk.take(step) => done,
                }
            };
            is_blocked |= matches!(outcome, Outcome::Failed(_));
            on(Progress::Ended(Box::new(Report {
                step,
                took: began.elapsed(),
                outcome,
                facts,
            })));
        }
        Ok(())
    }
}

/// How far the clock of this machine, `here`, is ahead of the service's, in seconds; negative if it is behind.
fn ahead(here: SystemTime, there: SystemTime) -> i64 {
    let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    match here.duration_since(there) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => -seconds(behind.duration()),
    }
}
