//! The jobs on untrusted bytes that run in a sandboxed child process (`worker`).
//!
//! Each module is one job: its request, answer, progress messages and limits. The caller must treat a job's answer as
//! untrusted and check it. This crate depends neither on Tauri nor on the types of the IPC or the records.

pub mod annotate;
pub mod compare;
pub mod draw;
pub mod fill;
pub mod ocr;
pub mod prepare;
pub mod table;
pub mod typeset;
pub mod unpack;

use std::{env, process::ExitCode};

use worker::{Entry, Error, Worker, entry};

/// The build of app and worker: the version and a digest of the sources (`build.rs`).
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("SOURCES"));

/// Name of the worker program.
const PROGRAM: &str = "finagent-worker";

const ALL: [Entry; 9] = [
    entry::<annotate::Annotate>(),
    entry::<compare::Compare>(),
    entry::<draw::Draw>(),
    entry::<fill::Fill>(),
    entry::<ocr::Read>(),
    entry::<prepare::Prepare>(),
    entry::<table::ReadTable>(),
    entry::<typeset::Typeset>(),
    entry::<unpack::Unpack>(),
];

/// Runs the job of this process, if it was started for one: see [`worker::serve`].
#[must_use]
pub fn serve() -> Option<ExitCode> {
    worker::serve(BUILD, &ALL)
}

/// Starts children of the `finagent-worker` next to the running program. Call once at startup.
///
/// It is always in the same folder: in the build folder, in `/usr/bin`, and on other systems. With this single rule
/// there is never a choice between two workers, and no variable or search path can select a foreign one.
///
/// # Errors
/// [`Error::NotStarted`] if the system does not know the path of the running program.
pub fn worker() -> Result<Worker, Error> {
    let program = env::current_exe().map_err(|error| Error::NotStarted(error.kind()))?;
    let worker = program
        .with_file_name(PROGRAM)
        .with_extension(env::consts::EXE_EXTENSION);
    Ok(Worker::of_file(worker, BUILD))
}
