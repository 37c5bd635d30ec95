//! Children that end before they answer.

use std::env;
use std::fs;
use std::os::unix::net::UnixListener;
use std::process::{Command, ExitCode};

use libtest_mimic::Trial;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;
use worker::{Error, Job, Worker};

use crate::jobs::{Dawdle, Echo, Linger, Misbehave, Mischief};
use crate::{BUILD, block_on, test};

/// With this argument, this program only waits for a child of its own.
pub const PARENT: &str = "--wait-for-a-child";

pub fn be_a_parent() -> ExitCode {
    let socket = env::args_os().nth(2).unwrap().into();
    let answer = block_on(
        Worker::of_this_program(BUILD)
            .unwrap()
            .run::<Linger>(&socket, b""),
    );
    panic!("nobody ended the child: {answer:?}");
}

pub fn tests() -> Vec<Trial> {
    vec![
        test(
            "a child killed in the middle of its job has crashed",
            async |worker| {
                let listener = Listener::new();
                let request = listener.path();
                let (answer, ()) = tokio::join!(worker.run::<Linger>(&request, b""), async {
                    let (child, _line) = listener.child().await;
                    kill_process(child, Signal::KILL).unwrap();
                });
                assert_eq!(
                    answer,
                    Err(Error::Crashed {
                        signal: Some(9),
                        code: None
                    })
                );
            },
        ),
        test("dropping the future kills the child", async |worker| {
            let listener = Listener::new();
            let request = listener.path();
            let mut line = tokio::select! {
                answer = worker.run::<Linger>(&request, b"") => panic!("not cancelled: {answer:?}"),
                (_, line) = listener.child() => line,
            };
            assert_eq!(
                line.read(&mut [0]).await.unwrap(),
                0,
                "the child's end of the line"
            );
        }),
        test("a child does not outlive its parent", async |_| {
            let listener = Listener::new();
            let mut parent = Command::new(env::current_exe().unwrap())
                .arg(PARENT)
                .arg(listener.path())
                .spawn()
                .unwrap();
            let (_, mut line) = listener.child().await;
            parent.kill().unwrap();
            parent.wait().unwrap();
            assert_eq!(
                line.read(&mut [0]).await.unwrap(),
                0,
                "the child's end of the line"
            );
        }),
        test(
            "a job that hoards large blocks is out of memory",
            async |worker| {
                let answer = worker.run::<Misbehave>(&Mischief::HoardLarge, b"").await;
                assert_eq!(answer, Err(Error::OutOfMemory));
            },
        ),
        test(
            "a job that hoards small blocks is out of memory",
            async |worker| {
                let answer = worker.run::<Misbehave>(&Mischief::HoardSmall, b"").await;
                assert_eq!(answer, Err(Error::OutOfMemory));
            },
        ),
        test(
            "an endless loop is ended by its processor time",
            async |worker| {
                let answer = worker.run::<Misbehave>(&Mischief::Spin, b"").await;
                assert_eq!(
                    answer,
                    Err(Error::OutOfTime {
                        limit: Misbehave::LIMITS.cpu
                    })
                );
            },
        ),
        test("an endless loop is ended by the clock", async |worker| {
            let answer = worker.run::<Dawdle>(&Mischief::Spin, b"").await;
            assert_eq!(
                answer,
                Err(Error::OutOfTime {
                    limit: Dawdle::LIMITS.deadline
                })
            );
        }),
        test("endless sleep is ended by the clock", async |worker| {
            let answer = worker.run::<Dawdle>(&Mischief::Sleep, b"").await;
            assert_eq!(
                answer,
                Err(Error::OutOfTime {
                    limit: Dawdle::LIMITS.deadline
                })
            );
        }),
        test("a panic has its own error", async |worker| {
            let answer = worker.run::<Misbehave>(&Mischief::Panic, b"").await;
            assert_eq!(answer, Err(Error::Panicked));
        }),
        test(
            "a panic over the tools has the same error",
            async |worker| {
                let answer = worker.run::<Misbehave>(&Mischief::PanicInTools, b"").await;
                assert_eq!(answer, Err(Error::Panicked));
            },
        ),
        test("recursion without end is a crash", async |worker| {
            let answer = worker.run::<Misbehave>(&Mischief::Recurse, b"").await;
            assert!(
                matches!(
                    answer,
                    Err(Error::Crashed {
                        signal: Some(_),
                        code: None
                    })
                ),
                "{answer:?}"
            );
        }),
        test(
            "a child that leaves early has crashed, and its code is told",
            async |worker| {
                for code in [0, 7] {
                    let answer = worker.run::<Misbehave>(&Mischief::Exit(code), b"").await;
                    assert_eq!(
                        answer,
                        Err(Error::Crashed {
                            signal: None,
                            code: Some(code)
                        })
                    );
                }
            },
        ),
        test("a program that is not there is not started", async |_| {
            let answer = Worker::of("/nonexistent/program", BUILD)
                .run::<Linger>(&"/".into(), b"")
                .await;
            assert_eq!(answer, Err(Error::NotStarted(std::io::ErrorKind::NotFound)));
            let answer = Worker::of_file("/nonexistent/program", BUILD)
                .run::<Linger>(&"/".into(), b"")
                .await;
            assert_eq!(answer, Err(Error::NotStarted(std::io::ErrorKind::NotFound)));
        }),
        test("a program of another build does no job", async |_| {
            let other = Worker::of_this_program("another build").unwrap();
            let bytes = vec![7; 4_000_000];
            let answer = other.run::<Echo>(&(), bytes).await;
            assert_eq!(answer, Err(Error::OtherBuild));
        }),
        test(
            "an update that replaces the program leaves children of the one that was opened",
            async |_| {
                let this = env::current_exe().unwrap();
                // On the same disk, for a hard link: a copy could not be executed while another test starts a child.
                let folder = tempfile::tempdir_in(this.parent().unwrap()).unwrap();
                let place = folder.path().join("program");
                fs::hard_link(&this, &place).unwrap();
                let worker = Worker::of_file(&place, BUILD);
                fs::write(folder.path().join("update"), "no program").unwrap();
                fs::rename(folder.path().join("update"), &place).unwrap();
                let answer = worker.run::<Echo>(&(), b"before").await;
                assert_eq!(answer, Ok((6, b"before".to_vec())));
                let answer = Worker::of(&place, BUILD).run::<Echo>(&(), b"after").await;
                assert!(matches!(answer, Err(Error::NotStarted(_))), "{answer:?}");
            },
        ),
    ]
}

/// The socket that a child connects to once it is at work.
struct Listener {
    folder: TempDir,
    socket: tokio::net::UnixListener,
}

impl Listener {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let socket = UnixListener::bind(folder.path().join("line")).unwrap();
        socket.set_nonblocking(true).unwrap();
        Self {
            socket: tokio::net::UnixListener::from_std(socket).unwrap(),
            folder,
        }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("line")
    }

    /// The child that connected, and a stream that ends when it does.
    async fn child(&self) -> (Pid, UnixStream) {
        let (mut line, _) = self.socket.accept().await.unwrap();
        let mut number = [0; 4];
        line.read_exact(&mut number).await.unwrap();
        let number = i32::try_from(u32::from_le_bytes(number)).unwrap();
        (Pid::from_raw(number).unwrap(), line)
    }
}
