//! The client: settings in, calls out, repeated where that is worth it.

use std::{fmt, sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    answer::{Answer, Failure},
    error::{Error, Phase},
    excerpt::excerpt,
    exchange::{Connection, Deadlines},
    key::ApiKey,
    options::{CallOptions, Mode},
    origin::Origin,
    progress::Progress,
    proxy::{ProxySetting, Way},
    request::Request,
    retry::{RetryPolicy, wait},
    transport::Transport,
};

/// How long is waited for what. There is no limit on a whole answer: reports stream for minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection with its TLS, by default 10 s.
    pub connect: Duration,
    /// For the next byte, also for the first one, by default 300 s.
    pub silence: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(300),
        }
    }
}

/// How long asking about a key may take in all.
pub const KEY_CHECK_LIMIT: Duration = Duration::from_secs(15);

/// What the service thinks of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyVerdict {
    /// It is taken: the service finds fault with the request only (1003).
    Accepted,
    /// It is refused: 1001, or HTTP 401 or 403.
    Rejected,
    /// It is known, and its account may not use the service: 1002.
    InvalidUser,
}

/// Settings of a [`Client`].
#[derive(Debug, Clone)]
pub struct ClientBuilder {
    origin: Origin,
    key: Option<ApiKey>,
    proxy: Option<ProxySetting>,
    extra_ca: Option<Vec<u8>>,
    timeouts: Timeouts,
    retry: RetryPolicy,
}

impl ClientBuilder {
    /// The key; without one no `authorization` header is sent.
    #[must_use]
    pub fn key(mut self, key: Option<ApiKey>) -> Self {
        self.key = key;
        self
    }

    /// A proxy instead of the system's. On Linux the system's is that of the environment.
    #[must_use]
    pub fn proxy(mut self, proxy: Option<ProxySetting>) -> Self {
        self.proxy = proxy;
        self
    }

    /// Certificates in PEM that are trusted beside the system's: those of a network that inspects TLS.
    #[must_use]
    pub fn extra_ca(mut self, pem: Option<Vec<u8>>) -> Self {
        self.extra_ca = pem;
        self
    }

    /// Other limits of time.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Other rules for repeating.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::UnreadableCa`] and [`Error::Proxy`] for settings that can't work; [`Error::Tls`] when
    /// the system's certificates can't be used.
    pub fn build(self) -> Result<Client, Error> {
        let way = Way::to(&self.origin, self.proxy.as_ref())?;
        let unusable = match self.extra_ca {
            Some(_) => Error::UnreadableCa,
            None => Error::Tls {
                host: self.origin.host().to_owned(),
                detail: "the system's certificates can't be used".to_owned(),
            },
        };
        let extra_ca = self.extra_ca.as_deref();
        let transport = Transport::new(&self.origin, way, extra_ca, self.timeouts.connect);
        // It sends nothing, so it has nothing to trust.
        let writer = reqwest::Client::builder().no_proxy().tls_certs_only([]);
        let (Ok(transport), Ok(writer)) = (transport, writer.build()) else {
            return Err(unusable);
        };
        let connection = Connection {
            transport: Arc::new(transport),
            writer,
            origin: self.origin,
            key: self.key,
            deadlines: Deadlines {
                connect: self.timeouts.connect,
                silence: self.timeouts.silence,
            },
        };
        Ok(Client {
            connection,
            retry: self.retry,
        })
    }
}

/// A client of the service at one origin, with one key.
#[derive(Clone)]
pub struct Client {
    connection: Connection,
    retry: RetryPolicy,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("origin", &self.connection.origin)
            .field("key", &self.connection.key)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Begins with the defaults of all settings.
    #[must_use]
    pub fn builder(origin: Origin) -> ClientBuilder {
        ClientBuilder {
            origin,
            key: None,
            proxy: None,
            extra_ca: None,
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
        }
    }

    /// Sends a request and reads its answer to the end, telling `on` of everything on the way.
    ///
    /// A failed attempt is repeated only before the first event (one that holds the service's own error
    /// is none), and only where
    /// [`Error::is_retryable`] says that it is worth it, and not when the service asks to wait for
    /// longer than [`crate::WAIT_LIMIT`]. `cancel` ends the call at any point.
    ///
    /// # Errors
    /// [`Failure`], with what had arrived.
    pub async fn call(
        &self,
        request: &Request,
        options: &CallOptions,
        cancel: &CancellationToken,
        on: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<Answer, Failure> {
        request.check()?;
        let mut waits = self.retry.waits();
        let of = self.retry.attempts.max(1);
        let mut number = 1;
        loop {
            on(Progress::Attempt { number, of });
            let failure = match self.connection.exchange(request, options, cancel, on).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            let is_worth_it = failure.error.is_retryable() && failure.partial.events == 0;
            let Some(after) = waits
                .next()
                .filter(|_| is_worth_it)
                .and_then(|backoff| wait(backoff, failure.error.retry_after()))
            else {
                return Err(failure);
            };
            number += 1;
            on(Progress::Retrying {
                cause: &failure.error,
                after,
                next: number,
            });
            tokio::select! {
                biased;
                () = cancel.cancelled() => {
                    return Err(Failure { error: Error::Cancelled, partial: failure.partial });
                }
                () = tokio::time::sleep(after) => {}
            }
        }
    }

    /// Asks the service about the key with a call that costs nothing: a request that the contract
    /// must refuse, so that "wrong request" means that the key was right. It is not repeated.
    ///
    /// Only for a client that has a key: without one, the verdict is on a request without a key.
    ///
    /// # Errors
    /// Whatever says nothing about the key: no network, TLS, a proxy, another status;
    /// [`Error::Timeout`] after [`KEY_CHECK_LIMIT`]; [`Error::Unreadable`] when the service answers what
    /// it must refuse, for then it is another one.
    pub async fn check_key(&self, cancel: &CancellationToken) -> Result<KeyVerdict, Error> {
        let nothing = Request::Diligence {
            company: String::new(),
            allow_long: false,
        };
        let options = CallOptions {
            mode: Mode::Sync,
            ..CallOptions::default()
        };
        let mut unheard = |_: Progress<'_>| {};
        let asking = self
            .connection
            .exchange(&nothing, &options, cancel, &mut unheard);
        let error = match tokio::time::timeout(KEY_CHECK_LIMIT, asking).await {
            Ok(Err(failure)) => failure.error,
            Ok(Ok(answer)) => Error::Unreadable {
                content_type: None,
                excerpt: excerpt(&answer.output, self.connection.key.as_ref()),
            },
            Err(_) => Error::Timeout {
                phase: Phase::Silence,
                after: KEY_CHECK_LIMIT,
            },
        };
        match error {
            Error::Service { code: 1003, .. } => Ok(KeyVerdict::Accepted),
            Error::Service { code: 1002, .. } => Ok(KeyVerdict::InvalidUser),
            error if error.is_key_refused() => Ok(KeyVerdict::Rejected),
            error => Err(error),
        }
    }
}
