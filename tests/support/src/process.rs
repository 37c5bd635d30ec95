//! A child process that ends with the test, together with its descendants.

use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus};

use rustix::process::{Pid, Signal, kill_process_group};

/// A running program and its descendants. Dropping it kills them.
#[derive(Debug)]
pub struct Group {
    leader: Child,
}

impl Group {
    /// Starts `command` as the leader of a new process group.
    ///
    /// # Panics
    /// If the program can't be started, usually because its package is missing.
    pub fn start(command: &mut Command) -> Self {
        let program = command.get_program().to_owned();
        match command.process_group(0).spawn() {
            Ok(leader) => Self { leader },
            Err(error) => panic!("{} can't be started: {error}", program.display()),
        }
    }

    /// Its standard input, if piped and not taken before.
    pub fn stdin(&mut self) -> ChildStdin {
        self.leader.stdin.take().unwrap()
    }

    /// Its standard output, if piped and not taken before.
    pub fn stdout(&mut self) -> ChildStdout {
        self.leader.stdout.take().unwrap()
    }

    /// Its exit status, if it has ended.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.leader.try_wait().unwrap()
    }

    /// Waits until it ends by itself.
    pub fn wait(&mut self) -> ExitStatus {
        self.leader.wait().unwrap()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // The leader has not been reaped yet, so no other process can have its id.
        let _ = kill_process_group(Pid::from_child(&self.leader), Signal::KILL);
        let _ = self.leader.wait();
    }
}

/// The output of `command`, whether it succeeds or not.
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
