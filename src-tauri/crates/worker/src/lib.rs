//! Runs one job on untrusted bytes in a sandboxed child process that may crash.
//!
//! Bytes from the service or from a file may be crafted to exhaust memory, to run for ever or to exploit the library
//! that parses them, and a thread that does so can't be stopped. So a child process handles them: a dedicated program,
//! or the running program with a hidden first argument. The operating system enforces its [`Limits`]. The child reads
//! what it needs from disk ([`Job::prepare`]), gives up access to files and network, and only then receives the bytes
//! ([`Job::work`]). A child runs one job; if it fails in any way, the parent gets an [`Error`] that says how.
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! const BUILD: &str = env!("CARGO_PKG_VERSION");
//!
//! fn main() -> ExitCode {
//!     if let Some(code) = worker::serve(BUILD, &[/* worker::entry::<Draw>() */]) {
//!         return code;
//!     }
//!     // The normal program; `Worker::of_this_program(BUILD)` works from here on.
//!     ExitCode::SUCCESS
//! }
//! ```
//!
//! `docs/platforms.md` lists what is sandboxed on which system. The jobs themselves and messages for users are out of
//! scope.

mod child;
mod ending;
mod error;
mod job;
mod parent;
mod protocol;
mod sandbox;
mod tool;

pub use child::serve;
pub use error::{Error, SandboxLayer};
pub use job::{Entry, Job, Limits, entry};
pub use parent::Worker;
pub use tool::ToolFile;
