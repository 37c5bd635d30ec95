//! Ends a test run in which a test hangs, with what can be seen of it. Otherwise a run says nothing until the machine's own limit.

use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// The time after which a test counts as hanging. The longest test takes about two minutes on a busy machine.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Watches the current test until it is dropped.
#[derive(Debug)]
pub(crate) struct Watchdog {
    _test: Sender<()>,
}

impl Watchdog {
    /// `log`: a file whose contents are printed if the test hangs.
    pub(crate) fn start(log: PathBuf) -> Self {
        let name = std::thread::current().name().unwrap_or("test").to_owned();
        let (test, ended) = channel();
        std::thread::spawn(move || {
            if ended.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
                let log = std::fs::read(log).unwrap_or_default();
                // Not `eprintln!`, whose output is kept until the end of the test.
                let mut stderr = std::io::stderr();
                let _ = writeln!(stderr, "{name} hangs: {LIMIT:?}; the app's standard error:");
                let _ = stderr.write_all(&log);
                std::process::abort();
            }
        });
        Self { _test: test }
    }
}
