//! What a job is: the border between this crate and the work done in a child.

use std::process::ExitCode;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::child;

/// A kind of work that is done in a child. Implemented by an empty struct.
///
/// The order comes from the program and is trusted; the bytes are not. Nothing of them is read before the child is
/// confined.
pub trait Job: Send + 'static {
    /// The name under which the child knows the job; no two jobs of a program share one.
    const NAME: &'static str;
    /// What the child may use.
    const LIMITS: Limits;
    /// What is to be done. Crosses as JSON of at most [`Limits::HEAD`] bytes.
    type Request: Serialize + DeserializeOwned + Send + Sync;
    /// What came of it, a refusal by the job included. Crosses as JSON of at most [`Limits::HEAD`] bytes.
    type Answer: Serialize + DeserializeOwned + Send;
    /// What is told while it works; `()` by a job that has nothing to tell. Crosses as JSON of at most [`Limits::HEAD`] bytes.
    type Word: Serialize + DeserializeOwned + Send;
    /// What has to be read from disk before the door closes: fonts, models.
    type Tools;

    /// Gets the tools ready, in the child, while files can still be read. Everything the work will need has to be in
    /// memory afterwards: a file opened later is refused. The limits hold here too, and no program can be started.
    fn prepare(request: &Self::Request) -> Self::Tools;

    /// Does the work, in the child, with no way to the disk, the network or another process. `bytes` is the hostile part;
    /// what is handed to `say` reaches the parent at once. What is returned beside the answer is again bytes, such as a
    /// picture.
    fn work(
        tools: Self::Tools,
        request: Self::Request,
        bytes: Vec<u8>,
        say: &mut dyn FnMut(Self::Word),
    ) -> (Self::Answer, Vec<u8>);
}

/// What one child may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of address space on top of what the program has mapped when it starts: its code and its libraries, which
    /// are a few MB for a tool and some 450 MB for a program with a web view. Tools are included. Linux only.
    pub memory: u64,
    /// Processor time, tools included; rounded up to whole seconds. Linux only.
    pub cpu: Duration,
    /// Time by the clock from the start of the child to its whole answer. The child is killed then.
    pub deadline: Duration,
    /// Bytes handed to the job.
    pub input: usize,
    /// Bytes returned beside the answer.
    pub output: usize,
    /// The job may start threads.
    pub threads: bool,
}

impl Limits {
    /// The largest order and the largest answer, in bytes of JSON.
    pub const HEAD: usize = 1024 * 1024;
}

/// A job that [`serve`](crate::serve) can do, without its type.
#[derive(Clone, Copy)]
pub struct Entry {
    pub(crate) name: &'static str,
    pub(crate) run: fn() -> ExitCode,
}

/// The entry of a job.
#[must_use]
pub const fn entry<J: Job>() -> Entry {
    Entry {
        name: J::NAME,
        run: child::run::<J>,
    }
}
