//! One job on hostile bytes, in a child process that can be lost.
//!
//! Whatever comes from the service or from a file may be made to exhaust memory, to run for ever or to break the
//! library that reads it, and a thread that does so can't be stopped. So such bytes are handed to a child: a program
//! made for that or the program itself, started with a hidden first argument. It gets its [`Limits`] from the operating system, reads what it needs
//! from disk ([`Job::prepare`]), gives up its access to files and network, and only then sees the bytes
//! ([`Job::work`]). One child does one job; its end, however it comes, is an [`Error`] of its kind.
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
//!     // The program as people know it; `Worker::of_this_program(BUILD)` works from here on.
//!     ExitCode::SUCCESS
//! }
//! ```
//!
//! What is confined on which system: `docs/platforms.md`. What stays out: every kind of work itself, and every word
//! shown to a person.

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
