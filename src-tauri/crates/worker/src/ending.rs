//! Classifies the end of a child that gave no answer.
//!
//! The system reports a signal or an exit code. That is ambiguous for out of memory: the program aborts as after other
//! faults, and only its stderr says why.

use std::process::ExitStatus;

use tokio::io::{AsyncRead, AsyncReadExt};

use crate::error::Error;
use crate::job::Limits;

/// The last bytes of the child's stderr. They are never displayed, but only they reveal an out-of-memory abort.
#[derive(Default)]
pub(crate) struct StderrTail {
    tail: Vec<u8>,
}

impl StderrTail {
    const KEPT: usize = 4096;

    /// Reads the pipe to its end. Cancel safe: can be called again.
    pub async fn hear(&mut self, pipe: &mut (impl AsyncRead + Unpin)) {
        let mut buffer = [0; Self::KEPT];
        while let Ok(length @ 1..) = pipe.read(&mut buffer).await {
            self.tail.extend(buffer.iter().take(length));
            let surplus = self.tail.len().saturating_sub(Self::KEPT);
            self.tail.drain(..surplus);
        }
    }

    /// Whether the standard library reported a failed allocation, as it does before it aborts.
    pub fn tell_of_memory(&self) -> bool {
        let message = b"memory allocation of ";
        self.tail.windows(message.len()).any(|part| part == message)
    }
}

/// Turns the exit status of a child that gave no answer into an error.
pub(crate) fn ended(status: ExitStatus, starved: bool, limits: &Limits) -> Error {
    let signal = signal(status);
    if starved {
        Error::OutOfMemory
    } else if signal.is_some() && signal == TIME_IS_UP {
        Error::OutOfTime { limit: limits.cpu }
    } else {
        Error::Crashed {
            signal,
            code: status.code(),
        }
    }
}

/// The signal sent when the CPU time limit is reached.
#[cfg(target_os = "linux")]
const TIME_IS_UP: Option<i32> = Some(libc::SIGXCPU);
#[cfg(not(target_os = "linux"))]
const TIME_IS_UP: Option<i32> = None;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_are_kept_when_there_were_many() {
        let mut words = StderrTail::default();
        let mut said = vec![b'.'; 100_000];
        said.extend(b"memory allocation of 5 bytes failed");
        let mut pipe = said.as_slice();
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
            .block_on(words.hear(&mut pipe));
        assert!(words.tell_of_memory());
        assert_eq!(words.tail.len(), StderrTail::KEPT);
    }
}
