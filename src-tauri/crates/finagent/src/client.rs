//! The client: builds requests, sends them, and retries where that is safe.

use std::{fmt, sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    answer::{Answer, Failure},
    certificate_file::certificates,
    error::{CertificateFile, Error, Phase, TlsReason},
    excerpt::excerpt,
    exchange::{Connection, Deadlines},
    key::ApiKey,
    options::{CallOptions, Mode},
    origin::Origin,
    progress::{Observer, Progress},
    proxy::{ProxySetting, Way},
    request::Request,
    retry::{RetryPolicy, wait},
    transport::Transport,
};

/// Time limits. There is none for a whole answer: reports stream for minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Limit for connecting, TLS included; 10 s by default.
    pub connect: Duration,
    /// Limit for the wait for the next byte, including the first one; 300 s by default.
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

/// Limit for a whole key check.
pub const KEY_CHECK_LIMIT: Duration = Duration::from_secs(15);

/// The service's verdict on a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyVerdict {
    /// The key is valid: the service only rejects the request (1003).
    Accepted,
    /// The key is rejected: 1001, or HTTP 401 or 403.
    Rejected,
    /// The key is known, but its account may not use the service: 1002.
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
    /// Sets the key. Without one, no `authorization` header is sent.
    #[must_use]
    pub fn key(mut self, key: Option<ApiKey>) -> Self {
        self.key = key;
        self
    }

    /// Sets a proxy to use instead of the system's. On Linux, the environment defines the system's proxy.
    #[must_use]
    pub fn proxy(mut self, proxy: Option<ProxySetting>) -> Self {
        self.proxy = proxy;
        self
    }

    /// Sets a file of certificates to trust besides the system's, for networks that inspect TLS: PEM, DER or PKCS#7.
    #[must_use]
    pub fn extra_ca(mut self, file: Option<Vec<u8>>) -> Self {
        self.extra_ca = file;
        self
    }

    /// Sets other time limits.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets another retry policy.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    /// [`Error::UnreadableCa`] and [`Error::Proxy`] for unusable settings; [`Error::Tls`] when the system's
    /// certificates can't be loaded.
    pub fn build(self) -> Result<Client, Error> {
        let way = Way::to(&self.origin, self.proxy.as_ref())?;
        let unusable = match self.extra_ca {
            Some(_) => Error::UnreadableCa {
                found: CertificateFile::Damaged,
            },
            None => Error::Tls {
                host: self.origin.host().to_owned(),
                reason: TlsReason::Handshake,
                detail: "the system's certificates can't be used".to_owned(),
            },
        };
        let extra_ca = match &self.extra_ca {
            Some(file) => certificates(file).map_err(|found| Error::UnreadableCa { found })?,
            None => Vec::new(),
        };
        let transport = Transport::new(&self.origin, way, extra_ca, self.timeouts.connect);
        // This client never sends anything, so it trusts no certificates.
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

/// A client for one origin with one key.
#[derive(Clone)]
pub struct Client {
    pub(crate) connection: Connection,
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
    /// Starts a builder with default settings.
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

    /// Sends a request and reads its answer to the end. Reports progress to `on`.
    ///
    /// A failed attempt is retried only before the first event (an event that holds the service's own error does not
    /// count), only if [`Error::is_retryable`], and not if the service asks for a longer wait than
    /// [`crate::WAIT_LIMIT`]. `cancel` ends the call at any point.
    ///
    /// # Errors
    /// [`Failure`], with the part of the answer that had arrived.
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

    /// Checks the key with a call that costs nothing: a request that the contract must reject, so "wrong request" means
    /// that the key is right. Never retried.
    ///
    /// Call it only on a client with a key: otherwise the verdict is about a request without one.
    ///
    /// # Errors
    /// Any error that says nothing about the key: network, TLS, proxy, another status; [`Error::Timeout`] after
    /// [`KEY_CHECK_LIMIT`]; [`Error::Unreadable`] when the service answers the request it must reject, because then it
    /// is not the expected service.
    pub async fn check_key(&self, cancel: &CancellationToken) -> Result<KeyVerdict, Error> {
        match ask_nothing(&self.connection, cancel, &mut |_| {}).await {
            Error::Service { code: 1003, .. } => Ok(KeyVerdict::Accepted),
            Error::Service { code: 1002, .. } => Ok(KeyVerdict::InvalidUser),
            error if error.is_key_refused() => Ok(KeyVerdict::Rejected),
            error => Err(error),
        }
    }
}

/// Sends a request that the contract must reject, so it costs nothing, and returns the error in the answer.
pub(crate) async fn ask_nothing(
    connection: &Connection,
    cancel: &CancellationToken,
    on: Observer<'_>,
) -> Error {
    let nothing = Request::Diligence {
        company: String::new(),
        allow_long: false,
    };
    let options = CallOptions {
        mode: Mode::Sync,
        ..CallOptions::default()
    };
    let asking = connection.exchange(&nothing, &options, cancel, on);
    match tokio::time::timeout(KEY_CHECK_LIMIT, asking).await {
        Ok(Err(failure)) => failure.error,
        Ok(Ok(answer)) => Error::Unreadable {
            content_type: None,
            excerpt: excerpt(&answer.output, connection.key.as_ref()),
        },
        Err(_) => Error::Timeout {
            phase: Phase::Silence,
            after: KEY_CHECK_LIMIT,
        },
    }
}
