//! The jobs of these tests.

use std::fs;
use std::hint::black_box;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker::{Entry, Job, Limits, entry};

use crate::confined::{Escape, EscapeOfThreads, Lacking, LookAround, OlderThread};

pub const ALL: [Entry; 12] = [
    entry::<Echo>(),
    entry::<Pattern>(),
    entry::<Recite>(),
    entry::<Narrow>(),
    entry::<Misbehave>(),
    entry::<Dawdle>(),
    entry::<Linger>(),
    entry::<OlderThread>(),
    entry::<Escape>(),
    entry::<EscapeOfThreads>(),
    entry::<Lacking>(),
    entry::<LookAround>(),
];

/// Generous enough for a slow and busy machine.
pub const ROOMY: Limits = Limits {
    memory: 512 << 20,
    cpu: Duration::from_secs(30),
    deadline: Duration::from_secs(60),
    input: 64 << 20,
    output: 64 << 20,
    threads: false,
};

/// Returns the bytes and their number.
pub struct Echo;

impl Job for Echo {
    const NAME: &'static str = "echo";
    const LIMITS: Limits = ROOMY;
    type Request = ();
    type Answer = usize;
    type Word = ();
    type Tools = ();

    fn prepare((): &()) {}

    fn work((): (), (): (), bytes: Vec<u8>, _: &mut dyn FnMut(())) -> (usize, Vec<u8>) {
        (bytes.len(), bytes)
    }
}

/// Returns the requested number of bytes.
pub struct Pattern;

impl Pattern {
    pub fn byte(place: usize) -> u8 {
        u8::try_from(place % 251).unwrap()
    }
}

impl Job for Pattern {
    const NAME: &'static str = "pattern";
    const LIMITS: Limits = ROOMY;
    type Request = usize;
    type Answer = ();
    type Word = ();
    type Tools = ();

    fn prepare(_: &usize) {}

    fn work((): (), request: usize, _: Vec<u8>, _: &mut dyn FnMut(())) -> ((), Vec<u8>) {
        ((), (0..request).map(Self::byte).collect())
    }
}

/// Sends the requested number of progress messages before it answers.
pub struct Recite;

impl Job for Recite {
    const NAME: &'static str = "recite";
    const LIMITS: Limits = ROOMY;
    type Request = usize;
    type Answer = String;
    type Word = usize;
    type Tools = ();

    fn prepare(_: &usize) {}

    fn work(
        (): (),
        request: usize,
        bytes: Vec<u8>,
        say: &mut dyn FnMut(usize),
    ) -> (String, Vec<u8>) {
        (0..request).for_each(say);
        ("amen".to_owned(), bytes)
    }
}

/// Accepts up to four bytes and may output up to four. Returns an answer and output bytes of the requested lengths.
pub struct Narrow;

impl Job for Narrow {
    const NAME: &'static str = "narrow";
    const LIMITS: Limits = Limits {
        input: 4,
        output: 4,
        ..ROOMY
    };
    type Request = (usize, usize, String);
    type Answer = String;
    type Word = ();
    type Tools = ();

    fn prepare(_: &Self::Request) {}

    fn work(
        (): (),
        (answer, output, _): Self::Request,
        _: Vec<u8>,
        _: &mut dyn FnMut(()),
    ) -> (String, Vec<u8>) {
        ("a".repeat(answer), vec![0; output])
    }
}

#[derive(Serialize, Deserialize)]
pub enum Mischief {
    HoardLarge,
    HoardSmall,
    Spin,
    Sleep,
    Panic,
    PanicInTools,
    Recurse,
    Exit(i32),
    Print(String),
}

impl Mischief {
    pub fn commit(self) {
        match self {
            Self::HoardLarge => {
                let mut hoard = Vec::new();
                loop {
                    hoard.push(black_box(vec![1_u8; 16 << 20]));
                }
            }
            Self::HoardSmall => {
                let mut hoard = Vec::new();
                loop {
                    hoard.push(black_box(Box::new([1_u64; 500])));
                }
            }
            Self::Spin => loop {
                black_box(());
            },
            Self::Sleep => loop {
                thread::sleep(Duration::from_secs(3600));
            },
            Self::Panic | Self::PanicInTools => panic!("on purpose"),
            Self::Recurse => {
                black_box(deeper(0));
            }
            Self::Exit(code) => process::exit(code),
            Self::Print(text) => {
                let mut output = std::io::stdout().lock();
                output.write_all(text.as_bytes()).unwrap();
                output.flush().unwrap();
            }
        }
    }
}

#[expect(unconditional_recursion, reason = "overflows the stack on purpose")]
fn deeper(level: u64) -> u64 {
    let here = black_box([level; 64]);
    deeper(level.wrapping_add(1)).wrapping_add(here.iter().sum())
}

/// Has two seconds of CPU time and a long deadline.
pub struct Misbehave;

impl Job for Misbehave {
    const NAME: &'static str = "misbehave";
    const LIMITS: Limits = Limits {
        memory: 256 << 20,
        cpu: Duration::from_secs(2),
        ..ROOMY
    };
    type Request = Mischief;
    type Answer = ();
    type Word = ();
    type Tools = ();

    fn prepare(request: &Mischief) {
        if matches!(request, Mischief::PanicInTools) {
            Mischief::PanicInTools.commit();
        }
    }

    fn work((): (), request: Mischief, _: Vec<u8>, _: &mut dyn FnMut(())) -> ((), Vec<u8>) {
        request.commit();
        ((), Vec::new())
    }
}

/// Has much CPU time and a short deadline.
pub struct Dawdle;

impl Job for Dawdle {
    const NAME: &'static str = "dawdle";
    const LIMITS: Limits = Limits {
        deadline: Duration::from_millis(400),
        ..ROOMY
    };
    type Request = Mischief;
    type Answer = ();
    type Word = ();
    type Tools = ();

    fn prepare(_: &Mischief) {}

    fn work((): (), request: Mischief, _: Vec<u8>, _: &mut dyn FnMut(())) -> ((), Vec<u8>) {
        request.commit();
        ((), Vec::new())
    }
}

/// Connects to a socket, then stays. The socket closes when the child ends, however it does.
pub struct Linger;

impl Job for Linger {
    const NAME: &'static str = "linger";
    const LIMITS: Limits = ROOMY;
    type Request = PathBuf;
    type Answer = ();
    type Word = ();
    type Tools = UnixStream;

    fn prepare(request: &PathBuf) -> UnixStream {
        let socket = fs::canonicalize(request).unwrap();
        let mut line = UnixStream::connect(socket).unwrap();
        line.write_all(&process::id().to_le_bytes()).unwrap();
        line
    }

    fn work(line: UnixStream, _: PathBuf, _: Vec<u8>, _: &mut dyn FnMut(())) -> ((), Vec<u8>) {
        Mischief::Sleep.commit();
        drop(line);
        ((), Vec::new())
    }
}
