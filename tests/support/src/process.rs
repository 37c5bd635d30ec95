//! A program that ends with the test, and takes along what it started.

use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus};

use rustix::process::{Pid, Signal, kill_process_group};

/// A running program and its descendants, killed when this is dropped.
#[derive(Debug)]
pub struct Group {
    leader: Child,
}

impl Group {
    /// Starts `command` as the leader of a process group of its own.
    ///
    /// # Panics
    /// If the program can't be started, most likely because its package is not installed.
    pub fn start(command: &mut Command) -> Self {
        let program = command.get_program().to_owned();
        match command.process_group(0).spawn() {
            Ok(leader) => Self { leader },
            Err(error) => panic!("{} can't be started: {error}", program.display()),
        }
    }

    /// Its standard input, if it was piped and not taken before.
    pub fn stdin(&mut self) -> ChildStdin {
        self.leader.stdin.take().unwrap()
    }

    /// Its standard output, if it was piped and not taken before.
    pub fn stdout(&mut self) -> ChildStdout {
        self.leader.stdout.take().unwrap()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.leader.try_wait().unwrap()
    }

    /// Waits for it to end by itself.
    pub fn wait(&mut self) -> ExitStatus {
        self.leader.wait().unwrap()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // The leader is waited for only afterwards, so its number can't have been given to another process.
        let _ = kill_process_group(Pid::from_child(&self.leader), Signal::KILL);
        let _ = self.leader.wait();
    }
}

/// What `command` prints, whether it succeeds or not.
///
/// # Panics
/// If the program can't be started.
pub(crate) fn printed(command: &mut Command) -> String {
    match command.stdout(std::process::Stdio::piped()).output() {
        Ok(output) => String::from_utf8(output.stdout).unwrap(),
        Err(error) => panic!(
            "{} can't be started: {error}",
            command.get_program().display()
        ),
    }
}
