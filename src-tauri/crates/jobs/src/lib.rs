//! The four kinds of work on hostile bytes, as jobs of a confined child process (`worker`).
//!
//! Each module is one job: its order, its answer, what it says meanwhile, and its limits. What a job answers is foreign to whoever
//! asked, and is checked there. Tauri, the types that cross to the window and the records stay out.

pub mod draw;
pub mod ocr;
pub mod prepare;
pub mod unpack;

use std::{env, process::ExitCode};

use worker::{Entry, Error, Worker, entry};

/// The build of app and worker: the version, and the sources it was built from (`build.rs`).
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("SOURCES"));

/// The program of these jobs.
const PROGRAM: &str = "finagent-worker";

const ALL: [Entry; 4] = [
    entry::<draw::Draw>(),
    entry::<ocr::Read>(),
    entry::<prepare::Prepare>(),
    entry::<unpack::Unpack>(),
];

/// Does the one job of this process, if it was started for one: see [`worker::serve`].
#[must_use]
pub fn serve() -> Option<ExitCode> {
    worker::serve(BUILD, &ALL)
}

/// Starts children of the `finagent-worker` that lies beside the running program now; to be called once, when it starts.
///
/// Beside it everywhere: in the folder of a build, in `/usr/bin`, on other systems. One rule leaves no choice between two workers,
/// and no variable or search path leads to a foreign one.
///
/// # Errors
/// [`Error::NotStarted`] if the system does not know where the running program is.
pub fn worker() -> Result<Worker, Error> {
    let program = env::current_exe().map_err(|error| Error::NotStarted(error.kind()))?;
    let worker = program
        .with_file_name(PROGRAM)
        .with_extension(env::consts::EXE_EXTENSION);
    Ok(Worker::of_file(worker, BUILD))
}
