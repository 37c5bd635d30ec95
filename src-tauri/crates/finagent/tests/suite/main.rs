//! Tests of the client's public API over a real connection to a scripted server on this machine.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed step fails the test"
)]

mod call_example;
mod certificate_faults;
mod certificate_files;
mod connection;
mod contract;
mod diagnosis;
mod ending;
mod gateways;
mod hostile;
mod proxy_server;
mod requests;
mod retries;
mod server;
mod tls;
mod vectors;

use std::time::Duration;

use finagent::{
    Answer, CallOptions, Client, ClientBuilder, Error, Event, Failure, Mode, Progress, Request,
    RetryPolicy, Timeouts, Usage,
};
use server::Server;
use tokio_util::sync::CancellationToken;

/// Everything that a call reported.
#[derive(Debug, Default)]
struct Heard {
    attempts: Vec<(u32, u32)>,
    retries: Vec<(Error, Duration, u32)>,
    statuses: Vec<u16>,
    headers: Vec<(String, String)>,
    bytes: Vec<u8>,
    events: Vec<Event>,
    /// Each state of the text, with how many bytes of the previous one remained.
    texts: Vec<(usize, String)>,
    usages: Vec<Usage>,
}

impl Heard {
    fn note(&mut self, progress: Progress<'_>) {
        match progress {
            Progress::Attempt { number, of } => self.attempts.push((number, of)),
            Progress::Retrying { cause, after, next } => {
                self.retries.push((cause.clone(), after, next))
            }
            Progress::Connected { status, headers } => {
                self.statuses.push(status);
                self.headers.extend_from_slice(headers);
            }
            Progress::Bytes(bytes) => self.bytes.extend_from_slice(bytes),
            Progress::Event(event) => self.events.push(event.clone()),
            Progress::Text(change) => {
                let before = self.texts.last().map_or("", |(_, text)| text.as_str());
                assert!(
                    before
                        .get(..change.kept)
                        .is_some_and(|kept| change.text.starts_with(kept))
                );
                self.texts.push((change.kept, change.text.to_owned()));
            }
            Progress::Usage(usage) => self.usages.push(*usage),
            _ => {}
        }
    }

    fn names(&self) -> Vec<&str> {
        self.events
            .iter()
            .map(|event| event.name.as_str())
            .collect()
    }
}

/// A client with short time limits and almost no wait between attempts.
fn quick(server: &Server) -> ClientBuilder {
    Client::builder(server.origin())
        .timeouts(Timeouts {
            connect: Duration::from_secs(5),
            silence: Duration::from_secs(20),
        })
        .retry(RetryPolicy {
            attempts: 3,
            first_wait: Duration::from_millis(1),
        })
}

fn question() -> Request {
    Request::Updates {
        query: "Securities".into(),
        allow_long: false,
    }
}

fn sync() -> CallOptions {
    CallOptions {
        mode: Mode::Sync,
        ..CallOptions::default()
    }
}

async fn run(client: &Client, options: &CallOptions) -> (Result<Answer, Failure>, Heard) {
    let mut heard = Heard::default();
    let cancel = CancellationToken::new();
    let result = client
        .call(&question(), options, &cancel, &mut |progress| {
            heard.note(progress)
        })
        .await;
    (result, heard)
}

async fn ask(server: &Server) -> (Result<Answer, Failure>, Heard) {
    run(&quick(server).build().unwrap(), &CallOptions::default()).await
}

async fn ask_sync(server: &Server) -> (Result<Answer, Failure>, Heard) {
    run(&quick(server).build().unwrap(), &sync()).await
}
