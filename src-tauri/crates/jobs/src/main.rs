//! `finagent-worker`: the program whose processes do the jobs. The app starts one for each job, and nobody else has a use for it.
//!
//! It is a program of its own because the app maps the libraries of a web view before its first line, which takes longer than most
//! jobs and leaves 450 MB mapped in a process that shall have as little as possible.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    jobs::serve().unwrap_or_else(|| {
        let _ = writeln!(io::stderr(), "finagent-worker is started by FinAgent Desk.");
        ExitCode::from(2)
    })
}
