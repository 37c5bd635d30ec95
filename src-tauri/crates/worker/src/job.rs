//! The interface between this crate and the jobs that run in a child.

use std::process::ExitCode;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::child;

/// A kind of job that runs in a child. Implement it for an empty struct.
///
/// The request comes from the app and is trusted; the bytes are not. The child reads none of them before it is
/// sandboxed.
pub trait Job: Send + 'static {
    /// The job's name, unique within a program.
    const NAME: &'static str;
    /// The child's resource limits.
    const LIMITS: Limits;
    /// The job's parameters, sent as JSON of at most [`Limits::HEAD`] bytes.
    type Request: Serialize + DeserializeOwned + Send + Sync;
    /// The job's result, including a refusal by the job. Sent as JSON of at most [`Limits::HEAD`] bytes.
    type Answer: Serialize + DeserializeOwned + Send;
    /// Progress messages; `()` if there are none. Each is sent as JSON of at most [`Limits::HEAD`] bytes.
    type Word: Serialize + DeserializeOwned + Send;
    /// Data to load from disk before file access is closed: fonts, models.
    type Tools;

    /// Loads the tools, in the child, while files can still be read. Afterwards, everything the job needs must be in
    /// memory: opening a file fails. The limits already apply here, and no program can be started.
    fn prepare(request: &Self::Request) -> Self::Tools;

    /// Runs the job, in the child, without access to disk, network or other processes. `bytes` is the untrusted input.
    /// `say` sends a progress message to the parent immediately. Returns the answer and output bytes, such as a
    /// picture.
    fn work(
        tools: Self::Tools,
        request: Self::Request,
        bytes: Vec<u8>,
        say: &mut dyn FnMut(Self::Word),
    ) -> (Self::Answer, Vec<u8>);
}

/// Resource limits of one child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of address space beyond what the program has mapped at start: its code and libraries, which take a few MB
    /// for a tool and some 450 MB for a program with a web view. Includes the tools. Linux only.
    pub memory: u64,
    /// CPU time, including loading the tools; rounded up to whole seconds. Linux only.
    pub cpu: Duration,
    /// Wall-clock time from the start of the child to its complete answer. Then the child is killed.
    pub deadline: Duration,
    /// The most input bytes.
    pub input: usize,
    /// The most output bytes.
    pub output: usize,
    /// Whether the job may start threads.
    pub threads: bool,
}

impl Limits {
    /// The maximum size of a request and of an answer, in bytes of JSON.
    pub const HEAD: usize = 1024 * 1024;
}

/// A type-erased job for [`serve`](crate::serve).
#[derive(Clone, Copy)]
pub struct Entry {
    pub(crate) name: &'static str,
    pub(crate) run: fn() -> ExitCode,
}

/// Makes the entry of a job.
#[must_use]
pub const fn entry<J: Job>() -> Entry {
    Entry {
        name: J::NAME,
        run: child::run::<J>,
    }
}
