//! How a job can fail to be done, in the kinds a caller can act on.
//!
//! An error carries a stable [code](Error::code) and its [parameters](Error::params); the sentence for a person is
//! written elsewhere. A job that was done and refused its input is no error of this crate: that is an answer.

use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Why there is no answer. After any of these the next job works.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The child could not be started.
    #[error("the worker could not be started: {0}")]
    NotStarted(io::ErrorKind),
    /// The program that was started as a child has no such job.
    #[error("the worker does not know the job")]
    UnknownJob,
    /// The program that was started as a child is of another build, so it did not read anything.
    #[error("the worker is of another build")]
    OtherBuild,
    /// The child could not be confined, so it did not touch the bytes.
    #[error("the worker could not be confined ({})", .wall.as_str())]
    NotConfined {
        /// What could not be put up.
        wall: SandboxLayer,
    },
    /// More bytes, or a longer order, than the job takes. No child was started.
    #[error("the input has {actual} bytes, more than {limit}")]
    InputTooLarge {
        /// The limit in bytes.
        limit: u64,
        /// What was given, in bytes.
        actual: u64,
    },
    /// The answer, or the bytes beside it, are larger than the job may return.
    #[error("the output is larger than {limit} bytes")]
    OutputTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The job needed more memory than it may have.
    #[error("the worker ran out of memory")]
    OutOfMemory,
    /// The job needed more time than it may have.
    #[error("the worker ran out of time ({limit:?})")]
    OutOfTime {
        /// The limit that was reached: [`Limits::deadline`](crate::Limits::deadline) or
        /// [`Limits::cpu`](crate::Limits::cpu).
        limit: Duration,
    },
    /// The job panicked.
    #[error("the worker panicked")]
    Panicked,
    /// The child ended before it answered.
    #[error("the worker ended early (signal {signal:?}, exit code {code:?})")]
    Crashed {
        /// The signal that ended it, where the system has signals.
        signal: Option<i32>,
        /// Its exit code, if it left by itself.
        code: Option<i32>,
    },
    /// What one side said is not what the other one reads.
    #[error("the worker's words can't be read")]
    Garbled,
}

/// A part of the confinement of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SandboxLayer {
    /// Limits on memory, processor time and descriptors.
    Limits,
    /// No new rights, no tracing by others, no outliving the parent, no inherited descriptors.
    Process,
    /// No access to files.
    Files,
    /// No system calls but a few.
    Calls,
}

impl SandboxLayer {
    /// The stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Limits => "limits",
            Self::Process => "process",
            Self::Files => "files",
            Self::Calls => "calls",
        }
    }
}

impl Error {
    /// The stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotStarted(_) => "worker_not_started",
            Self::UnknownJob => "worker_unknown_job",
            Self::OtherBuild => "worker_other_build",
            Self::NotConfined { .. } => "worker_not_confined",
            Self::InputTooLarge { .. } => "worker_input_too_large",
            Self::OutputTooLarge { .. } => "worker_output_too_large",
            Self::OutOfMemory => "worker_out_of_memory",
            Self::OutOfTime { .. } => "worker_out_of_time",
            Self::Panicked => "worker_panicked",
            Self::Crashed { .. } => "worker_crashed",
            Self::Garbled => "worker_garbled",
        }
    }

    /// What a sentence about the error needs, as a JSON object.
    #[must_use]
    pub fn params(&self) -> Value {
        match self {
            Self::NotConfined { wall } => json!({ "wall": wall.as_str() }),
            Self::InputTooLarge { limit, actual } => json!({ "limit": limit, "actual": actual }),
            Self::OutputTooLarge { limit } => json!({ "limit": limit }),
            Self::OutOfTime { limit } => json!({ "seconds": limit.as_secs_f64() }),
            Self::Crashed { signal, code } => json!({ "signal": signal, "exit_code": code }),
            Self::NotStarted(_)
            | Self::UnknownJob
            | Self::OtherBuild
            | Self::OutOfMemory
            | Self::Panicked
            | Self::Garbled => json!({}),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_kind_has_a_code_of_its_own() {
        let limit = 5;
        let kinds = [
            Error::NotStarted(io::ErrorKind::NotFound),
            Error::UnknownJob,
            Error::OtherBuild,
            Error::NotConfined {
                wall: SandboxLayer::Calls,
            },
            Error::InputTooLarge { limit, actual: 6 },
            Error::OutputTooLarge { limit },
            Error::OutOfMemory,
            Error::OutOfTime {
                limit: Duration::from_millis(1500),
            },
            Error::Panicked,
            Error::Crashed {
                signal: Some(9),
                code: None,
            },
            Error::Garbled,
        ];
        let codes: BTreeSet<_> = kinds.iter().map(Error::code).collect();
        assert_eq!(codes.len(), kinds.len());
    }

    #[test]
    fn the_window_gets_times_in_seconds() {
        let error = Error::OutOfTime {
            limit: Duration::from_millis(1500),
        };
        assert_eq!(error.params(), json!({ "seconds": 1.5 }));
    }
}
