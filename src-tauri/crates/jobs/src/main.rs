//! `finagent-worker`: runs one job per process. Only the app starts it.
//!
//! It is a separate program because the app loads the libraries of a web view before `main`, which takes longer than
//! most jobs and maps 450 MB into a process whose memory should be minimal.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    jobs::serve().unwrap_or_else(|| {
        let _ = writeln!(io::stderr(), "finagent-worker is started by FinAgent Desk.");
        ExitCode::from(2)
    })
}
