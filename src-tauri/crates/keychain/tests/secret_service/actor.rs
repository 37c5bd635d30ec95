//! Runs the crate under test in a child process: this test program again, at the test named `actor`.

use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Stdio};
use std::time::Duration;

use keychain::{Kept, KeyState, Keychain, Limits, SystemStore};
use secrecy::ExposeSecret;
use window_harness::{Group, Home};

use crate::ORIGIN;

const MESSAGE: &[u8] = b"a statement";
const ANSWER: &str = "answer: ";

/// A child process that runs the crate under test and takes commands line by line.
pub(crate) struct Actor {
    process: Group,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Actor {
    pub(crate) fn start(home: &Home) -> Self {
        let mut command = home.command(std::env::current_exe().unwrap());
        command
            .args(["--ignored", "--exact", "actor::actor", "--nocapture"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = Group::start(&mut command);
        let input = process.stdin();
        let output = BufReader::new(process.stdout());
        Self {
            process,
            input,
            output,
        }
    }

    pub(crate) fn ask(&mut self, request: &str) -> String {
        writeln!(self.input, "{request}").unwrap();
        let mut line = String::new();
        while self.output.read_line(&mut line).unwrap() > 0 {
            if let Some((_, answer)) = line.split_once(ANSWER) {
                return answer.trim_end().to_owned();
            }
            line.clear();
        }
        panic!("the child ended at {request:?}: {:?}", self.process.wait());
    }

    /// Waits for the child to exit. Returns whether it succeeded.
    pub(crate) fn finish(mut self) -> bool {
        drop(self.input);
        self.process.wait().success()
    }
}

#[test]
#[ignore = "the child process of the other tests"]
fn actor() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let mut keychain = Keychain::system();
    for request in std::io::stdin().lines() {
        let request = request.unwrap();
        let answer = runtime.block_on(async {
            match request.split_once(' ').unwrap_or((request.as_str(), "")) {
                ("state", _) => describe(&keychain.state(ORIGIN).await),
                ("load", unlock) => match keychain.load(ORIGIN, unlock == "unlock").await {
                    Ok(Some(key)) => format!("key {}", key.expose_secret()),
                    Ok(None) => "no key".to_owned(),
                    Err(error) => error.code().to_owned(),
                },
                ("store", key) => match keychain.store(ORIGIN, key.into()).await {
                    Ok(Kept::InKeychain) => "kept".to_owned(),
                    Ok(Kept::ThisSessionOnly) => "this session only".to_owned(),
                    Err(error) => error.code().to_owned(),
                },
                ("signer", unlock) => match keychain.create_signing_key(unlock == "unlock").await {
                    Ok(public) => format!("signer {public}"),
                    Err(error) => error.code().to_owned(),
                },
                ("sign", public) => match keychain.sign(public, MESSAGE, false).await {
                    // The same key signs the same message alike, so that a test can compare.
                    Ok(signature) => format!("signed {signature:?}"),
                    Err(error) => error.code().to_owned(),
                },
                ("limit", milliseconds) => {
                    let request = Duration::from_millis(milliseconds.parse().unwrap());
                    let limits = Limits {
                        request,
                        unlock: request,
                    };
                    keychain = Keychain::with_limits(|| Box::new(SystemStore::new()), limits);
                    "set".to_owned()
                }
                ("remove", _) => match keychain.remove(ORIGIN).await {
                    Ok(()) => "removed".to_owned(),
                    Err(error) => error.code().to_owned(),
                },
                _ => panic!("unknown request {request:?}"),
            }
        });
        println!("{ANSWER}{answer}");
    }
}

fn describe(state: &KeyState) -> String {
    match state {
        KeyState::None => "none".to_owned(),
        KeyState::Stored { last4 } => format!("stored …{last4}"),
        KeyState::Locked => "locked".to_owned(),
        KeyState::Session { last4 } => format!("session …{last4}"),
        KeyState::NoKeychain => "no keychain".to_owned(),
        KeyState::Failed { code } => (*code).to_owned(),
    }
}
