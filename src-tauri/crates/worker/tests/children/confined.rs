//! What a sandboxed child can still do, and what it can see of its environment.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{self, Command};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, OnceLock};
use std::thread;

use libtest_mimic::Trial;
use rustix::process::{Pid, test_kill_process};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use worker::{Error, Job, Limits, SandboxLayer};

use crate::jobs::ROOMY;
use crate::test;

/// Attempts an escape and returns the system's answer.
pub struct Escape;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Way {
    Read(PathBuf),
    Write(PathBuf),
    Remove(PathBuf),
    Look(PathBuf),
    List(PathBuf),
    Tcp(u16),
    TcpListener,
    Udp,
    UnixSocket,
    Exec,
    Start,
    Fork,
    Thread,
    Signal(u32),
    Pipe,
    Executable,
}

impl Way {
    fn go(self) -> io::Result<()> {
        match self {
            Self::Read(path) => File::open(path).map(drop),
            Self::Write(path) => File::create(path).map(drop),
            Self::Remove(path) => fs::remove_file(path),
            Self::Look(path) => fs::metadata(path).map(drop),
            Self::List(path) => fs::read_dir(path).map(drop),
            Self::Tcp(port) => TcpStream::connect(("127.0.0.1", port)).map(drop),
            Self::TcpListener => TcpListener::bind("127.0.0.1:0").map(drop),
            Self::Udp => UdpSocket::bind("127.0.0.1:0").map(drop),
            Self::UnixSocket => UnixStream::pair().map(drop),
            Self::Exec => Err(Command::new("/bin/true").exec()),
            Self::Start => Command::new("/bin/true").spawn().map(drop),
            Self::Fork => fork(),
            Self::Thread => thread::Builder::new().spawn(|| ()).map(drop),
            Self::Signal(process) => {
                let process = i32::try_from(process).ok().and_then(Pid::from_raw);
                Ok(test_kill_process(process.unwrap())?)
            }
            Self::Pipe => io::pipe().map(drop),
            Self::Executable => executable_memory(),
        }
    }
}

#[expect(unsafe_code, reason = "no safe API makes this system call")]
fn fork() -> io::Result<()> {
    // SAFETY: the process has one thread, and the new process exits immediately.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        // SAFETY: ends the process without running exit handlers.
        0 => unsafe { libc::_exit(0) },
        _ => Ok(()),
    }
}

#[expect(unsafe_code, reason = "no safe API makes this system call")]
fn executable_memory() -> io::Result<()> {
    // SAFETY: an anonymous mapping of one page at an address the kernel chooses affects no other memory.
    let place = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            4096,
            libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if place == libc::MAP_FAILED {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

impl Job for Escape {
    const NAME: &'static str = "escape";
    const LIMITS: Limits = ROOMY;
    type Request = Way;
    /// The error number of the attempt, if it failed, before and after locking the sandbox.
    type Answer = (Option<i32>, Option<i32>);
    type Word = ();
    type Tools = Option<i32>;

    fn prepare(request: &Way) -> Option<i32> {
        match request {
            // These would affect what comes after.
            Way::Exec | Way::Remove(_) => None,
            way => refusal(way.clone()),
        }
    }

    fn work(
        before: Option<i32>,
        request: Way,
        _: Vec<u8>,
        _: &mut dyn FnMut(()),
    ) -> (Self::Answer, Vec<u8>) {
        ((before, refusal(request)), Vec::new())
    }
}

/// The same for a job that may start threads: the attempt is made while it works, on another thread.
pub struct EscapeOfThreads;

impl Job for EscapeOfThreads {
    const NAME: &'static str = "escape_of_threads";
    const LIMITS: Limits = Limits {
        threads: true,
        ..ROOMY
    };
    type Request = Way;
    type Answer = Option<i32>;
    type Word = ();
    type Tools = ();

    fn prepare(_: &Way) {}

    fn work((): (), request: Way, _: Vec<u8>, _: &mut dyn FnMut(())) -> (Self::Answer, Vec<u8>) {
        let refused = thread::spawn(|| refusal(request)).join().unwrap();
        (refused, Vec::new())
    }
}

fn refusal(way: Way) -> Option<i32> {
    way.go()
        .err()
        .map(|error| error.raw_os_error().unwrap_or(0))
}

/// Reports what a child finds at its start.
pub struct LookAround;

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    folder: PathBuf,
    environment: BTreeMap<String, String>,
    descriptors: Vec<String>,
    no_new_rights: bool,
    /// By the names in `/proc/self/limits`.
    limits: BTreeMap<String, (String, String)>,
    dumpable: bool,
    nice: String,
}

impl Job for LookAround {
    const NAME: &'static str = "look_around";
    const LIMITS: Limits = Limits {
        cpu: std::time::Duration::from_millis(2500),
        ..ROOMY
    };
    type Request = ();
    type Answer = Surroundings;
    type Word = ();
    type Tools = Surroundings;

    fn prepare((): &()) -> Surroundings {
        let targets = |folder: &str| -> Vec<String> {
            fs::read_dir(folder)
                .unwrap()
                .map(|entry| fs::read_link(entry.unwrap().path()))
                .filter_map(|target| Some(target.ok()?.to_string_lossy().into_owned()))
                .collect()
        };
        let limits = fs::read_to_string("/proc/self/limits").unwrap();
        Surroundings {
            folder: env::current_dir().unwrap(),
            environment: env::vars().collect(),
            descriptors: targets("/proc/self/fd"),
            no_new_rights: rustix::thread::no_new_privs().unwrap(),
            limits: limits
                .lines()
                .skip(1)
                .map(|line| {
                    let (name, values) = line.split_at(26);
                    let mut values = values.split_whitespace();
                    let mut next = || values.next().unwrap().to_owned();
                    (name.trim().to_owned(), (next(), next()))
                })
                .collect(),
            dumpable: rustix::process::dumpable_behavior().unwrap()
                != rustix::process::DumpableBehavior::NotDumpable,
            nice: fs::read_to_string("/proc/self/stat")
                .unwrap()
                .rsplit(") ")
                .next()
                .unwrap()
                .split(' ')
                .nth(16)
                .unwrap()
                .to_owned(),
        }
    }

    fn work(
        tools: Surroundings,
        (): (),
        _: Vec<u8>,
        _: &mut dyn FnMut(()),
    ) -> (Surroundings, Vec<u8>) {
        (tools, Vec::new())
    }
}

/// Attempts what a thread started before `main` can do, as libraries start them.
pub struct OlderThread;

/// Starts the thread's attempt, and receives its result.
type Line = (SyncSender<()>, Mutex<Receiver<Tried>>);

static OLDER_THREAD: OnceLock<Line> = OnceLock::new();

/// The error numbers.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    opening: Option<i32>,
    /// The system calls with which the C library sets up a thread, with an invalid length.
    setting_up: [Option<i32>; 2],
}

/// Starts that thread, if this process runs that job.
pub fn start_older_thread() {
    if env::args().nth(2).as_deref() == Some(OlderThread::NAME) {
        let (start, started) = sync_channel(0);
        let (tell, told) = sync_channel(0);
        thread::spawn(move || {
            started.recv().unwrap();
            tell.send(Tried {
                opening: refusal(Way::Read("/proc/self/maps".into())),
                setting_up: [libc::SYS_rseq, libc::SYS_set_robust_list].map(set_up_thread),
            })
        });
        assert!(OLDER_THREAD.set((start, Mutex::new(told))).is_ok());
    }
}

#[expect(unsafe_code, reason = "no safe API makes this system call")]
fn set_up_thread(call: libc::c_long) -> Option<i32> {
    // SAFETY: both take an address and its length; the kernel rejects a length of zero before it reads the address.
    let result = unsafe { libc::syscall(call, std::ptr::null::<u8>(), 0, 0, 0) };
    (result != 0).then(|| io::Error::last_os_error().raw_os_error().unwrap())
}

impl Job for OlderThread {
    const NAME: &'static str = "older_thread";
    const LIMITS: Limits = ROOMY;
    type Request = ();
    type Answer = Tried;
    type Word = ();
    type Tools = ();

    fn prepare((): &()) {}

    fn work((): (), (): (), _: Vec<u8>, _: &mut dyn FnMut(())) -> (Tried, Vec<u8>) {
        let (start, told) = OLDER_THREAD.get().unwrap();
        start.send(()).unwrap();
        (told.lock().unwrap().recv().unwrap(), Vec::new())
    }
}

/// Echoes the bytes on a system that lacks a sandbox feature.
pub struct Lacking;

/// The missing feature, and how the system reports that.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub enum Lack {
    Seccomp,
    Landlock(i32),
}

impl Job for Lacking {
    const NAME: &'static str = "lacking";
    const LIMITS: Limits = ROOMY;
    type Request = Lack;
    type Answer = ();
    type Word = ();
    type Tools = ();

    fn prepare(request: &Lack) {
        let (call, errno) = match request {
            Lack::Seccomp => (libc::SYS_seccomp, libc::EINVAL),
            Lack::Landlock(errno) => (libc::SYS_landlock_create_ruleset, *errno),
        };
        let filter = SeccompFilter::new(
            [(call, vec![])].into(),
            SeccompAction::Allow,
            SeccompAction::Errno(errno.unsigned_abs()),
            env::consts::ARCH.try_into().unwrap(),
        );
        let program: BpfProgram = filter.unwrap().try_into().unwrap();
        seccompiler::apply_filter(&program).unwrap();
    }

    fn work((): (), _: Lack, bytes: Vec<u8>, _: &mut dyn FnMut(())) -> ((), Vec<u8>) {
        ((), bytes)
    }
}

pub fn tests() -> Vec<Trial> {
    vec![
        test("without seccomp nothing is done", async |worker| {
            let answer = worker.run::<Lacking>(&Lack::Seccomp, b"bytes").await;
            assert_eq!(
                answer,
                Err(Error::NotConfined {
                    wall: SandboxLayer::Calls
                })
            );
        }),
        test(
            "without Landlock the work is done behind the other walls",
            async |worker| {
                for errno in [libc::ENOSYS, libc::EOPNOTSUPP, libc::EPERM] {
                    let answer = worker
                        .run::<Lacking>(&Lack::Landlock(errno), b"bytes")
                        .await;
                    assert_eq!(answer, Ok(((), b"bytes".to_vec())), "errno {errno}");
                }
            },
        ),
        test(
            "a thread that a library started earlier is confined too, and can still begin",
            async |worker| {
                let (tried, _) = worker.run::<OlderThread>(&(), b"").await.unwrap();
                assert_eq!(
                    tried,
                    Tried {
                        opening: Some(libc::EPERM),
                        setting_up: [Some(libc::EINVAL); 2],
                    }
                );
            },
        ),
        test(
            "behind the door a child opens no file connects no socket and starts nothing",
            async |worker| {
                let file = NamedTempFile::new().unwrap();
                let server = TcpListener::bind("127.0.0.1:0").unwrap();
                let path = || file.path().to_owned();
                let folder = || file.path().parent().unwrap().to_owned();
                for way in [
                    Way::Read(path()),
                    Way::Read("/proc/self/maps".into()),
                    Way::Write(path()),
                    Way::Remove(path()),
                    Way::Look(path()),
                    Way::List(folder()),
                    Way::Tcp(server.local_addr().unwrap().port()),
                    Way::TcpListener,
                    Way::Udp,
                    Way::UnixSocket,
                    Way::Exec,
                    Way::Start,
                    Way::Fork,
                    Way::Thread,
                    Way::Signal(process::id()),
                    Way::Pipe,
                    Way::Executable,
                ] {
                    let ((before, behind), _) = worker.run::<Escape>(&way, b"").await.unwrap();
                    assert_eq!(behind, Some(libc::EPERM), "{way:?}");
                    // The attempt succeeded a moment earlier, unless the limits forbid it from the start to everybody
                    // but root.
                    if !matches!(way, Way::Start | Way::Fork | Way::Thread) {
                        assert_eq!(before, None, "{way:?} before the door was closed");
                    }
                }
                assert!(file.path().exists());
            },
        ),
        test(
            "a job with threads starts threads and nothing else, and they are confined as it is",
            async |worker| {
                let file = NamedTempFile::new().unwrap();
                for way in [
                    Way::Read(file.path().to_owned()),
                    Way::TcpListener,
                    Way::Exec,
                    Way::Start,
                    Way::Fork,
                    Way::Signal(process::id()),
                    Way::Executable,
                ] {
                    let (refused, _) = worker.run::<EscapeOfThreads>(&way, b"").await.unwrap();
                    assert_eq!(refused, Some(libc::EPERM), "{way:?}");
                }
                let (refused, _) = worker
                    .run::<EscapeOfThreads>(&Way::Thread, b"")
                    .await
                    .unwrap();
                assert_eq!(refused, None, "a thread of a thread");
            },
        ),
        test(
            "a child inherits nothing but its pipes and where fonts are",
            async |worker| {
                let leaked = File::open("/dev/null").unwrap();
                rustix::io::fcntl_setfd(&leaked, rustix::io::FdFlags::empty()).unwrap();
                let (child, _) = worker.run::<LookAround>(&(), b"").await.unwrap();
                let known = ["HOME", "LANG", "MALLOC_ARENA_MAX"];
                for (name, value) in &child.environment {
                    assert!(
                        known.contains(&name.as_str())
                            || name.starts_with("XDG_")
                            || name.starts_with("FONTCONFIG_"),
                        "{name}={value}"
                    );
                    assert_ne!(name, "XDG_RUNTIME_DIR");
                }
                assert_eq!(
                    child.environment.get("HOME"),
                    env::var("HOME").ok().as_ref()
                );
                assert_eq!(child.folder, PathBuf::from("/"));
                let (pipes, others): (Vec<_>, Vec<_>) = child
                    .descriptors
                    .iter()
                    .partition(|target| target.starts_with("pipe:"));
                assert_eq!(pipes.len(), 3, "{:?}", child.descriptors);
                assert!(
                    others.iter().all(|target| target.ends_with("/fd")),
                    "{:?}",
                    child.descriptors
                );
            },
        ),
        test(
            "a child is limited before it reads anything",
            async |worker| {
                let (child, _) = worker.run::<LookAround>(&(), b"").await.unwrap();
                let limit = |name: &str| {
                    let (soft, hard) = child.limits.get(name).unwrap();
                    (soft.as_str(), hard.as_str())
                };
                assert_eq!(limit("Max cpu time"), ("3", "4"));
                assert_eq!(limit("Max core file size"), ("0", "0"));
                assert_eq!(limit("Max open files"), ("64", "64"));
                assert_eq!(limit("Max processes"), ("0", "0"));
                let memory: u64 = limit("Max address space").0.parse().unwrap();
                let own = memory - LookAround::LIMITS.memory;
                assert!((1..64 << 20).contains(&own), "{own} bytes of its own");
                assert!(child.no_new_rights);
                assert!(!child.dumpable);
                assert_ne!(child.nice, "0");
            },
        ),
    ]
}
