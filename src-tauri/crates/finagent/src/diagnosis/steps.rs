//! Takes the steps of a diagnosis.

use std::{
    future::Future,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio_util::sync::CancellationToken;

use super::{Facts, Outcome, SKEW_LIMIT, Step, Trust, ahead};
use crate::{
    cause::of_connection,
    certificate,
    client::{Client, KeyVerdict, ask_nothing},
    error::{Error, Phase},
    exchange::Connection,
    progress::Progress,
    transport::{Broken, Stream, Transport},
    trust::{self, Witness},
};

/// The most addresses of a host that are reported.
const ADDRESSES: usize = 4;

type Taken = (Outcome, Option<Facts>);

/// A diagnosis on its way: what earlier steps leave to later ones.
pub(super) struct Walk<'a> {
    client: &'a Client,
    addresses: Vec<SocketAddr>,
    stream: Option<Stream>,
    /// How far this machine's clock is ahead, if the service has answered with a date.
    ahead: Option<i64>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            addresses: Vec::new(),
            stream: None,
            ahead: None,
        }
    }

    pub(super) fn steps(&self) -> Vec<Step> {
        use Step::{Answer, Clock, Connect, Key, Proxy, Resolve, Tls, Tunnel};
        let all = [Proxy, Resolve, Connect, Tunnel, Tls, Answer, Clock, Key];
        let transport = self.transport();
        let is_taken = |step: &Step| match step {
            Tunnel => transport.way().proxy.is_some(),
            Tls => transport.is_encrypted(),
            _ => true,
        };
        all.into_iter().filter(is_taken).collect()
    }

    pub(super) async fn take(&mut self, step: Step) -> Taken {
        match step {
            Step::Proxy => (Outcome::Passed, Some(self.proxy())),
            Step::Resolve => self.resolve().await,
            Step::Connect => self.connect().await,
            Step::Tunnel => self.tunnel().await,
            Step::Tls => self.tls().await,
            Step::Answer => self.answer().await,
            Step::Clock => self.clock(),
            Step::Key => self.key().await,
        }
    }

    fn connection(&self) -> &'a Connection {
        &self.client.connection
    }

    fn transport(&self) -> &'a Transport {
        &self.client.connection.transport
    }

    fn proxy(&self) -> Facts {
        let way = self.transport().way();
        let proxy = way.proxy.as_deref();
        let scheme = proxy.and_then(|proxy| proxy.uri().scheme_str());
        Facts::Proxy {
            proxy: way.proxy_name(),
            scheme: scheme.map(|scheme| scheme.trim_end_matches('h').to_owned()),
            source: way.source,
            has_login: proxy
                .is_some_and(|proxy| proxy.basic_auth().is_some() || proxy.raw_auth().is_some()),
        }
    }

    async fn resolve(&mut self) -> Taken {
        match within_limit(self.connection(), self.transport().resolve()).await {
            Ok(addresses) => {
                let found = addresses.iter().map(SocketAddr::ip);
                let facts = Facts::Addresses {
                    host: self.transport().first().0.to_owned(),
                    addresses: found.take(ADDRESSES).collect(),
                    count: addresses.len(),
                };
                self.addresses = addresses;
                (Outcome::Passed, Some(facts))
            }
            Err(error) => (Outcome::Failed(error), None),
        }
    }

    async fn connect(&mut self) -> Taken {
        let addresses = std::mem::take(&mut self.addresses);
        match within_limit(self.connection(), self.transport().dial(addresses)).await {
            Ok((stream, address)) => {
                self.stream = Some(stream);
                let to = address.map(|address| address.to_string());
                (Outcome::Passed, to.map(|to| Facts::Connected { to }))
            }
            Err(error) => (Outcome::Failed(error), None),
        }
    }

    async fn tunnel(&mut self) -> Taken {
        let Some(stream) = self.stream.take() else {
            return (Outcome::Skipped, None);
        };
        match within_limit(self.connection(), self.transport().tunnel(stream)).await {
            Ok(stream) => {
                self.stream = Some(stream);
                (Outcome::Passed, None)
            }
            Err(error) => (Outcome::Failed(error), None),
        }
    }

    /// Starts TLS as a request does, but remembers the certificates that the host shows.
    async fn tls(&mut self) -> Taken {
        let transport = self.transport();
        let verifier = trust::verifier(transport.extra_ca());
        let (Some(stream), Ok(verifier)) = (self.stream.take(), verifier) else {
            return (Outcome::Skipped, None);
        };
        let witness = Witness::new(verifier);
        let Ok(config) = trust::config(witness.clone(), &[b"http/1.1"]) else {
            return (Outcome::Skipped, None);
        };
        let config = Arc::new(config);
        let done = within_limit(self.connection(), transport.encrypt(stream, &config)).await;
        let chain = witness.chain();
        let own = chain.first().and_then(|own| certificate::read(own));
        let trust = match &done {
            Err(_) => Trust::Nobody,
            Ok(_) if transport.extra_ca().is_empty() || witness.is_system_enough() => Trust::System,
            Ok(_) => Trust::Added,
        };
        let facts = Facts::Tls {
            certificate: own.map(|own| own.certificate),
            root: certificate::root(&chain),
            trust,
        };
        let facts = (!chain.is_empty()).then_some(facts);
        // Each of the next steps makes a connection of its own, as a request does.
        match done {
            Ok(_) => (Outcome::Passed, facts),
            Err(error) => (Outcome::Failed(error), facts),
        }
    }

    /// Sends a request without the key: a captive portal or a gateway may answer it.
    async fn answer(&mut self) -> Taken {
        self.stream = None;
        let connection = Connection {
            key: None,
            ..self.connection().clone()
        };
        let mut answered = None;
        let began = SystemTime::now();
        let error = ask_nothing(&connection, &CancellationToken::new(), &mut |progress| {
            if let Progress::Connected { status, headers } = progress {
                answered = Some((status, headers.to_vec(), SystemTime::now()));
            }
        })
        .await;
        let facts = answered.map(|(status, headers, now)| {
            let header = |name: &str| {
                let found = headers.iter().find(|(known, _)| known == name);
                found.map(|(_, value)| value.clone())
            };
            let date = header("date").and_then(|date| httpdate::parse_http_date(&date).ok());
            // The answer was dated at some moment in between.
            let here = began + now.duration_since(began).unwrap_or_default() / 2;
            self.ahead = date.map(|date| ahead(here, date));
            Facts::Answer {
                status: Some(status),
                server: header("server"),
                via: header("via"),
            }
        });
        (outcome_without_key(error), facts)
    }

    fn clock(&self) -> Taken {
        let Some(ahead) = self.ahead else {
            return (Outcome::Skipped, None);
        };
        let outcome = if ahead.unsigned_abs() > SKEW_LIMIT.as_secs() {
            Outcome::Noted
        } else {
            Outcome::Passed
        };
        (outcome, Some(Facts::Clock { ahead }))
    }

    async fn key(&mut self) -> Taken {
        let client = self.client;
        if client.connection.key.is_none() {
            return (Outcome::Skipped, None);
        }
        match client.check_key(&CancellationToken::new()).await {
            Ok(verdict) => {
                let outcome = match verdict {
                    KeyVerdict::Accepted => Outcome::Passed,
                    KeyVerdict::Rejected | KeyVerdict::InvalidUser => Outcome::Noted,
                };
                (outcome, Some(Facts::Key { verdict }))
            }
            Err(error) => (Outcome::Failed(error), None),
        }
    }
}

/// The result of a stage, or a timeout. Takes no [`Walk`], whose stream can't be shared between threads.
async fn within_limit<T>(
    connection: &Connection,
    work: impl Future<Output = Result<T, Broken>>,
) -> Result<T, Error> {
    let after: Duration = connection.deadlines.connect;
    match tokio::time::timeout(after, work).await {
        Ok(done) => done.map_err(|broken| of_connection(&broken, &connection.route())),
        Err(_) => Err(Error::Timeout {
            phase: Phase::Connect,
            after,
        }),
    }
}

/// What the answer to a request without the key says about the way: the service may refuse it for any reason of its own.
fn outcome_without_key(error: Error) -> Outcome {
    match error {
        // 1005: there is no such service at this address.
        Error::Service { code: 1005, .. } => Outcome::Failed(error),
        Error::Service { .. } => Outcome::Passed,
        error if error.is_key_refused() => Outcome::Passed,
        error => Outcome::Failed(error),
    }
}
