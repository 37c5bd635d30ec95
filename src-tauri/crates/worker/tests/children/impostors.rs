//! Replaces either side of the pipes by one that violates the protocol.

use std::env;
use std::io::{self, Write};
use std::process::{Command, ExitCode, Stdio};

use libtest_mimic::Trial;
use rustix::process::{Signal, getpid, kill_process};
use worker::{Error, Job, Limits};

use crate::jobs::{Misbehave, Mischief, ROOMY};
use crate::{BUILD, test};

/// The hidden argument, which is part of the protocol.
const ARGUMENT: &str = "--confined-worker";

/// A complete answer without output bytes.
const DONE: &[u8] = b"WRK1\x0d\0\0\0\0\0\0\0\0\0\0\0{\"done\":null}";

/// Defines fake children: the code that runs instead of the job of that name.
macro_rules! impostors {
    ($($(#[$doc:meta])* $name:ident = $text:literal => $act:expr,)*) => {
        $($(#[$doc])*
        struct $name;

        impl Job for $name {
            const NAME: &'static str = $text;
            const LIMITS: Limits = Limits { output: 1000, ..ROOMY };
            type Request = ();
            type Answer = ();
            type Word = ();
            type Tools = ();

            fn prepare((): &()) {}

            fn work((): (), (): (), _: Vec<u8>, _: &mut dyn FnMut(())) -> ((), Vec<u8>) {
                unreachable!("an impostor is no worker")
            }
        })*

        /// Acts as an impostor if this process was started as one.
        pub fn play() -> Option<ExitCode> {
            let mut arguments = env::args().skip(1);
            if arguments.next()? != ARGUMENT {
                return None;
            }
            let act: fn() = match arguments.next()?.as_str() {
                $($text => $act,)*
                _ => return None,
            };
            act();
            Some(ExitCode::SUCCESS)
        }
    };
}

impostors! {
    /// Never reads, never writes.
    Absent = "absent" => || {},
    /// Answers without reading, then exits.
    Hasty = "hasty" => || say(DONE),
    /// Answers without reading, then stays.
    Stayer = "stayer" => || {
        say(DONE);
        Mischief::Sleep.commit();
    },
    /// Closes its stdin, then answers.
    Deaf = "deaf" => || {
        shut_the_ear();
        say(DONE);
        Mischief::Sleep.commit();
    },
    /// Writes something that is not a message.
    Babbler = "babbler" => || say(&[b'x'; 100_000]),
    /// Announces a body over the limit.
    Boaster = "boaster" => || say(b"WRK1\x02\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff{}"),
    /// Announces a head over the limit.
    BigHead = "big_head" => || say(b"WRK1\xff\xff\xff\xff\0\0\0\0\0\0\0\0{}"),
    /// Stops in the middle of a message.
    Halting = "halting" => || say(DONE.split_at(20).0),
    /// Sends a message with invalid JSON.
    Nonsense = "nonsense" => || say(b"WRK1\x0d\0\0\0\0\0\0\0\0\0\0\0{\"done\":nul}}"),
    /// Writes a lot to stderr, then answers.
    Complainer = "complainer" => || {
        for _ in 0..200 {
            io::stderr().write_all(&[b'!'; 50_000]).unwrap();
        }
        say(DONE);
    },
    /// Is terminated by a signal that belongs to no limit.
    Victim = "victim" => || kill_process(getpid(), Signal::TERM).unwrap(),
}

fn say(bytes: &[u8]) {
    let mut output = io::stdout().lock();
    output.write_all(bytes).unwrap();
    output.flush().unwrap();
}

/// Closes the pipe on stdin by replacing it with another one.
fn shut_the_ear() {
    let (another, _) = io::pipe().unwrap();
    rustix::stdio::dup2_stdin(another).unwrap();
}

/// More bytes than any pipe buffers.
fn a_lot() -> Vec<u8> {
    vec![7; 4_000_000]
}

pub fn tests() -> Vec<Trial> {
    vec![
        test(
            "a child that never listens and never speaks has crashed",
            async |worker| {
                let answer = worker.run::<Absent>(&(), a_lot()).await;
                assert_eq!(
                    answer,
                    Err(Error::Crashed {
                        signal: None,
                        code: Some(0)
                    })
                );
            },
        ),
        test(
            "an answer before everything was read counts",
            async |worker| {
                assert_eq!(worker.run::<Hasty>(&(), a_lot()).await, Ok(((), vec![])));
            },
        ),
        test(
            "a child that stays after its answer is not waited for",
            async |worker| {
                assert_eq!(worker.run::<Stayer>(&(), a_lot()).await, Ok(((), vec![])));
            },
        ),
        test(
            "a child that closed its ear may still answer",
            async |worker| {
                assert_eq!(worker.run::<Deaf>(&(), a_lot()).await, Ok(((), vec![])));
            },
        ),
        test(
            "a child that says something else is garbled",
            async |worker| {
                assert_eq!(
                    worker.run::<Babbler>(&(), a_lot()).await,
                    Err(Error::Garbled)
                );
            },
        ),
        test("a message without meaning is garbled", async |worker| {
            assert_eq!(worker.run::<Nonsense>(&(), b"").await, Err(Error::Garbled));
        }),
        test(
            "more bytes announced than allowed are not made room for",
            async |worker| {
                let answer = worker.run::<Boaster>(&(), b"").await;
                assert_eq!(answer, Err(Error::OutputTooLarge { limit: 1000 }));
            },
        ),
        test(
            "a longer head announced than allowed is not made room for",
            async |worker| {
                let answer = worker.run::<BigHead>(&(), b"").await;
                assert_eq!(answer, Err(Error::OutputTooLarge { limit: 1 << 20 }));
            },
        ),
        test("half an answer is a crash", async |worker| {
            let answer = worker.run::<Halting>(&(), b"").await;
            assert_eq!(
                answer,
                Err(Error::Crashed {
                    signal: None,
                    code: Some(0)
                })
            );
        }),
        test(
            "10 MB of complaints do not keep the answer from coming",
            async |worker| {
                assert_eq!(
                    worker.run::<Complainer>(&(), a_lot()).await,
                    Ok(((), vec![]))
                );
            },
        ),
        test("the signal that ended a child is told", async |worker| {
            let answer = worker.run::<Victim>(&(), b"").await;
            assert_eq!(
                answer,
                Err(Error::Crashed {
                    signal: Some(15),
                    code: None
                })
            );
        }),
        test("a job that prints garbles its answer", async |worker| {
            let request = Mischief::Print("debugging".into());
            assert_eq!(
                worker.run::<Misbehave>(&request, b"").await,
                Err(Error::Garbled)
            );
        }),
        test("a job that no entry names is unknown", async |worker| {
            assert_eq!(
                worker.run::<Unheard>(&(), b"").await,
                Err(Error::UnknownJob)
            );
        }),
        test("a child says of garbage that it is garbled", async |_| {
            for garbage in [
                b"".as_slice(),
                b"W",
                &[0; 16],
                &[0xff; 100_000],
                b"WRK1\x04\0\0\0\0\0\0\0\0\0\0\0nul",
                b"WRK1\x04\0\0\0\0\0\0\0\0\0\0\0nuls",
                b"WRK1\x04\0\0\0\x05\0\0\0\0\0\0\0null1234",
                b"WRK1\x04\0\0\0\xff\xff\xff\xff\xff\xff\xff\xffnull",
                b"WRK1\xff\xff\xff\xff\0\0\0\0\0\0\0\0null",
            ] {
                let said = said_to(garbage);
                assert!(said.ends_with(br#"{"failed":"garbled"}"#), "{said:?}");
            }
        }),
    ]
}

/// The child's answer to bytes that are not a message.
fn said_to(garbage: &[u8]) -> Vec<u8> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args([ARGUMENT, "echo", BUILD])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // It may stop reading at any byte.
    let _closed = child.stdin.take().unwrap().write_all(garbage);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{:?}", output.status);
    output.stdout
}

/// A job that the program does not list.
struct Unheard;

impl Job for Unheard {
    const NAME: &'static str = "unheard";
    const LIMITS: Limits = ROOMY;
    type Request = ();
    type Answer = ();
    type Word = ();
    type Tools = ();

    fn prepare((): &()) {}

    fn work((): (), (): (), bytes: Vec<u8>, _: &mut dyn FnMut(())) -> ((), Vec<u8>) {
        ((), bytes)
    }
}
