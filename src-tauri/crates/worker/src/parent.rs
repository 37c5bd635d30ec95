//! The parent's side: starts a child, sends the job, and bounds the answer.

use std::env;
use std::fs::File;
use std::future;
use std::io;
#[cfg(target_os = "linux")]
use std::os::fd::AsRawFd;
use std::path::{self, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use platform::open_regular;
use spool::Spool;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::child::ARGUMENT;
use crate::ending::{StderrTail, ended};
use crate::error::Error;
use crate::job::{Job, Limits};
use crate::protocol::{Broken, Failure, Prefix, Reply};

/// Bytes written to the child at a time.
const PIECE: usize = 256 * 1024;

/// How long to wait for a killed child.
const REAPING: Duration = Duration::from_secs(2);

/// Starts children of one build of one program.
#[derive(Debug, Clone)]
pub struct Worker {
    program: PathBuf,
    /// The program's open file, if children are started from it instead of from the path.
    file: Option<Arc<File>>,
    build: &'static str,
}

impl Worker {
    /// Starts children of the running program, whose `main` must begin with [`serve`](crate::serve).
    ///
    /// # Errors
    /// [`Error::NotStarted`] if the system does not know the program's path.
    pub fn of_this_program(build: &'static str) -> Result<Self, Error> {
        // This is the running program even after an update replaced the file at its path.
        if cfg!(target_os = "linux") {
            return Ok(Self::of("/proc/self/exe", build));
        }
        env::current_exe()
            .map(|program| Self::of(program, build))
            .map_err(|error| Error::NotStarted(error.kind()))
    }

    /// Starts children of another program whose `main` begins with [`serve`](crate::serve), from the file at its path
    /// at that time.
    pub fn of(program: impl Into<PathBuf>, build: &'static str) -> Self {
        Self {
            program: program.into(),
            file: None,
            build,
        }
    }

    /// On Linux, starts children of the file that is at the path now, even after an update replaced it. Elsewhere the
    /// same as
    /// [`Self::of`]: there, an update causes [`Error::OtherBuild`].
    ///
    /// If the file can't be opened, each job fails with [`Error::NotStarted`] until it can.
    pub fn of_file(program: impl Into<PathBuf>, build: &'static str) -> Self {
        let mut worker = Self::of(program, build);
        if cfg!(target_os = "linux") {
            worker.file = open_regular(&worker.program).ok().map(Arc::new);
        }
        worker
    }

    /// Runs one job in a new child.
    ///
    /// Needs a Tokio runtime with I/O and time enabled. Dropping the future cancels the job and kills the child.
    /// Whatever the outcome, the child is gone afterwards and the next job works.
    ///
    /// # Errors
    /// Any [`Error`]. Each says what happened to the child, or why none was started.
    pub async fn run<J: Job>(
        &self,
        request: &J::Request,
        bytes: impl Into<Spool>,
    ) -> Result<(J::Answer, Vec<u8>), Error> {
        self.run_heard::<J>(request, bytes, |_word| {}).await
    }

    /// Like [`Self::run`], and passes each progress message to `hear`, in order. Messages are as untrusted as the
    /// answer, and a compromised child may send many until its deadline: a caller that keeps them must bound them.
    ///
    /// # Errors
    /// Those of [`Self::run`].
    pub async fn run_heard<J: Job>(
        &self,
        request: &J::Request,
        bytes: impl Into<Spool>,
        hear: impl FnMut(J::Word) + Send,
    ) -> Result<(J::Answer, Vec<u8>), Error> {
        let bytes = bytes.into();
        let head = serde_json::to_vec(request).map_err(|_no_json| Error::Garbled)?;
        fits(head.len() as u64, Limits::HEAD)?;
        fits(bytes.len(), J::LIMITS.input)?;
        let mut child = self
            .start(J::NAME)
            .map_err(|error| Error::NotStarted(error.kind()))?;
        let result = timeout(
            J::LIMITS.deadline,
            converse::<J>(&mut child, &head, &bytes, hear),
        )
        .await
        .unwrap_or(Err(Error::OutOfTime {
            limit: J::LIMITS.deadline,
        }));
        // The child has exited or is no longer needed. One that can't be killed, as while it reads a disk that does not
        // answer, is left to the runtime.
        let _gone = timeout(REAPING, child.kill()).await;
        result
    }

    fn start(&self, job: &str) -> io::Result<Child> {
        let mut command = Command::new(self.started()?);
        // The process list then shows the program instead of a descriptor number.
        #[cfg(unix)]
        command.arg0(&self.program);
        command
            .arg(ARGUMENT)
            .arg(job)
            .arg(self.build)
            .env_clear()
            .envs(platform::child_environment())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
    }

    /// The path to start the child from.
    fn started(&self) -> io::Result<PathBuf> {
        // The descriptor is close-on-exec, so the path is resolved through the child's own `/proc/self` before `exec`.
        #[cfg(target_os = "linux")]
        if let Some(file) = &self.file {
            return Ok(format!("/proc/self/fd/{}", file.as_raw_fd()).into());
        }
        path::absolute(&self.program)
    }
}

fn fits(actual: u64, limit: usize) -> Result<(), Error> {
    let limit = limit as u64;
    if actual <= limit {
        return Ok(());
    }
    Err(Error::InputTooLarge { limit, actual })
}

/// Writes and reads concurrently, so that a child that answers early or never cannot cause a deadlock.
async fn converse<J: Job>(
    child: &mut Child,
    head: &[u8],
    bytes: &Spool,
    hear: impl FnMut(J::Word) + Send,
) -> Result<(J::Answer, Vec<u8>), Error> {
    let (Some(mut stdin), Some(mut stdout), Some(mut stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(Error::NotStarted(io::ErrorKind::BrokenPipe));
    };
    let mut words = StderrTail::default();
    let reply = tokio::select! {
        reply = listen_on::<J>(&mut stdout, hear) => reply,
        never = async {
            // A child that closed its stdin may still answer: its answer or its exit status decides.
            let _closed = tokio::join!(speak(&mut stdin, head, bytes), words.hear(&mut stderr));
            future::pending().await
        } => never,
    };
    match reply {
        Ok(reply) => reply,
        Err(Broken::NoMessage) => Err(Error::Garbled),
        Err(Broken::TooLarge(limit)) => Err(Error::OutputTooLarge { limit }),
        Err(Broken::CutShort) => {
            drop((stdin, stdout));
            words.hear(&mut stderr).await;
            Err(match child.wait().await {
                Ok(status) => ended(status, words.tell_of_memory(), &J::LIMITS),
                Err(_unknown) => Error::Crashed {
                    signal: None,
                    code: None,
                },
            })
        }
    }
}

async fn speak(pipe: &mut (impl AsyncWrite + Unpin), head: &[u8], body: &Spool) -> io::Result<()> {
    let prefix = Prefix::of(head, body.len()).ok_or(io::ErrorKind::InvalidInput)?;
    pipe.write_all(&prefix).await?;
    pipe.write_all(head).await?;
    let mut at = 0;
    while at < body.len() {
        // Disk reads may block.
        let body = body.clone();
        let read = move || {
            let mut piece = vec![0; PIECE];
            let read = body.read_at(at, &mut piece)?;
            piece.truncate(read);
            Ok::<_, io::Error>(piece)
        };
        let piece = tokio::task::spawn_blocking(read).await??;
        if piece.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        pipe.write_all(&piece).await?;
        at += piece.len() as u64;
    }
    pipe.shutdown().await
}

/// Passes on progress messages until the final message.
async fn listen_on<J: Job>(
    pipe: &mut (impl AsyncRead + Unpin),
    mut hear: impl FnMut(J::Word) + Send,
) -> Result<Result<(J::Answer, Vec<u8>), Error>, Broken> {
    loop {
        let (head, body) = listen(pipe, J::LIMITS.output).await?;
        return Ok(match serde_json::from_slice(&head) {
            Ok(Reply::<J::Answer, J::Word>::Word(word)) => {
                hear(word);
                continue;
            }
            Ok(Reply::Done(answer)) => Ok((answer, body)),
            Ok(Reply::Failed(failure)) => Err(failure.into()),
            Err(_unreadable) => Err(Error::Garbled),
        });
    }
}

async fn listen(
    pipe: &mut (impl AsyncRead + Unpin),
    limit: usize,
) -> Result<(Vec<u8>, Vec<u8>), Broken> {
    let mut prefix = [0; Prefix::LENGTH];
    pipe.read_exact(&mut prefix).await?;
    let lengths = Prefix::read(prefix, limit)?;
    let mut head = vec![0; lengths.head];
    pipe.read_exact(&mut head).await?;
    let mut body = vec![0; lengths.body];
    pipe.read_exact(&mut body).await?;
    Ok((head, body))
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::UnknownJob => Self::UnknownJob,
            Failure::OtherBuild => Self::OtherBuild,
            Failure::Garbled => Self::Garbled,
            Failure::NotConfined(wall) => Self::NotConfined { wall },
            Failure::Panicked => Self::Panicked,
            Failure::OutputTooLarge(limit) => Self::OutputTooLarge { limit },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn heard(mut bytes: &[u8], limit: usize) -> Result<(Vec<u8>, Vec<u8>), Broken> {
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
            .block_on(listen(&mut bytes, limit))
    }

    proptest! {
        #[test]
        fn garbage_is_no_message(bytes in prop::collection::vec(any::<u8>(), 0..200), limit in 0..100_usize) {
            if !bytes.starts_with(b"WRK1") {
                prop_assert!(heard(&bytes, limit).is_err());
            }
        }

        #[test]
        fn garbage_that_begins_as_a_message_gives_no_more_than_was_sent_and_allowed(
            head in 0..60_u32,
            body in 0..60_u64,
            rest in prop::collection::vec(any::<u8>(), 0..100),
            limit in 0..60_usize,
        ) {
            let mut bytes = b"WRK1".to_vec();
            bytes.extend(head.to_le_bytes());
            bytes.extend(body.to_le_bytes());
            bytes.extend(&rest);
            match heard(&bytes, limit) {
                Ok((said, beside)) => {
                    prop_assert!(beside.len() <= limit);
                    prop_assert!(rest.starts_with(&[said, beside].concat()));
                }
                Err(Broken::CutShort) => prop_assert!(rest.len() < head as usize + body as usize),
                Err(Broken::TooLarge(bound)) => prop_assert!(bound == limit as u64 && body > bound),
                Err(Broken::NoMessage) => prop_assert!(false, "it begins as one"),
            }
        }
    }
}
