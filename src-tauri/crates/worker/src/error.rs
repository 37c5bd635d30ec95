//! Why a job got no answer, grouped by what a caller can do about it.
//!
//! An error carries a stable [code](Error::code) and [parameters](Error::params); the application words the message. If
//! a job ran and rejected its input, that is an answer, not an error of this crate.

use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Why there is no answer. Later jobs are not affected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The child process could not be started.
    #[error("the worker could not be started: {0}")]
    NotStarted(io::ErrorKind),
    /// The child's program has no job of this name.
    #[error("the worker does not know the job")]
    UnknownJob,
    /// The child's program is another build, so it read nothing.
    #[error("the worker is from another build")]
    OtherBuild,
    /// The sandbox could not be set up, so the child did not read the bytes.
    #[error("the worker's sandbox could not be set up ({})", .wall.as_str())]
    NotConfined {
        /// The sandbox layer that failed.
        wall: SandboxLayer,
    },
    /// The bytes or the request are larger than the job accepts. No child was started.
    #[error("the input has {actual} bytes, more than {limit}")]
    InputTooLarge {
        /// The limit in bytes.
        limit: u64,
        /// The actual size in bytes.
        actual: u64,
    },
    /// The answer or the output bytes are larger than the job may return.
    #[error("the output is larger than {limit} bytes")]
    OutputTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The job exceeded its memory limit.
    #[error("the worker ran out of memory")]
    OutOfMemory,
    /// The job exceeded its time limit.
    #[error("the worker ran out of time ({limit:?})")]
    OutOfTime {
        /// The exceeded limit: [`Limits::deadline`](crate::Limits::deadline) or [`Limits::cpu`](crate::Limits::cpu).
        limit: Duration,
    },
    /// The job panicked.
    #[error("the worker panicked")]
    Panicked,
    /// The child exited before it answered.
    #[error("the worker exited early (signal {signal:?}, exit code {code:?})")]
    Crashed {
        /// The signal that terminated it, on systems with signals.
        signal: Option<i32>,
        /// Its exit code, if it exited normally.
        code: Option<i32>,
    },
    /// A message of one side could not be parsed by the other.
    #[error("a message to or from the worker can't be parsed")]
    Garbled,
}

/// A layer of the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SandboxLayer {
    /// Limits on memory, CPU time and file descriptors.
    Limits,
    /// No new privileges, no tracing by other processes, death with the parent, no inherited descriptors.
    Process,
    /// No file access.
    Files,
    /// Only a few system calls.
    Calls,
}

impl SandboxLayer {
    /// Returns the layer's stable name.
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
    /// Returns the error's stable name.
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

    /// Returns the parameters of the error's message, as a JSON object.
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
