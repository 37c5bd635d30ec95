//! How a child that gave no answer came to its end.
//!
//! The system tells a signal or an exit code. That leaves one case open: a program in want of memory aborts, as after
//! other faults, and only its stderr says why.

use std::process::ExitStatus;

use tokio::io::{AsyncRead, AsyncReadExt};

use crate::error::Error;
use crate::job::Limits;

/// The end of what the child wrote to its stderr: never shown, but the only place where running out of memory shows.
#[derive(Default)]
pub(crate) struct StderrTail {
    tail: Vec<u8>,
}

impl StderrTail {
    const KEPT: usize = 4096;

    /// Listens to the end of the pipe. Can be dropped and called again.
    pub async fn hear(&mut self, pipe: &mut (impl AsyncRead + Unpin)) {
        let mut buffer = [0; Self::KEPT];
        while let Ok(length @ 1..) = pipe.read(&mut buffer).await {
            self.tail.extend(buffer.iter().take(length));
            let surplus = self.tail.len().saturating_sub(Self::KEPT);
            self.tail.drain(..surplus);
        }
    }

    /// Whether the standard library reported an allocation that failed, as it does before it aborts.
    pub fn tell_of_memory(&self) -> bool {
        let message = b"memory allocation of ";
        self.tail.windows(message.len()).any(|part| part == message)
    }
}

/// What the end of a child that gave no answer says.
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

/// What the limit on processor time sends.
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
