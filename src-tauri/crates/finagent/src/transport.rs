//! The connection to the service and HTTP/1.1 for one request over it.
//!
//! A connection is made in stages: the addresses of the first host, TCP, the proxy, TLS. Requests and the diagnosis of
//! the network take the same stages. reqwest builds the requests, but hyper sends them, because reqwest silently skips
//! interim responses (HTTP 1xx). A service that sends those endlessly would keep a core busy until the timeout.

use std::{
    error::Error as StdError,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use hyper::{
    Request, Response, Uri,
    body::{Body as _, Incoming},
    client::conn::http1::{self, SendRequest},
    header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderValue, USER_AGENT},
};
use hyper_util::{
    client::legacy::connect::{HttpConnector, dns::Name},
    rt::TokioIo,
};
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tower_service::Service;

use crate::{origin::Origin, proxy::Way, trust, tunnel};

/// The most interim responses (HTTP 1xx) before an answer.
pub const INTERIM_LIMIT: u64 = 100;

/// The client's `User-Agent`.
pub(crate) const NAME: HeaderValue =
    HeaderValue::from_static(concat!("finagent/", env!("CARGO_PKG_VERSION")));

const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_RETRIES: u32 = 3;

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// A connection to a proxy or to the service, with or without TLS.
pub(crate) type Stream = Box<dyn Connection>;

pub(crate) trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

/// Opens connections to one origin.
pub(crate) struct Transport {
    to: Uri,
    host: HeaderValue,
    way: Way,
    tls: Arc<ClientConfig>,
    /// TLS to the proxy, without ALPN: the proxy may speak another protocol than HTTP/1.1.
    proxy_tls: Arc<ClientConfig>,
    /// Certificates to trust besides the system's, in DER.
    extra_ca: Vec<Vec<u8>>,
    timeout: Duration,
}

/// A stage of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The addresses of the proxy, or else of the service.
    Resolve,
    /// TCP to one of them.
    Connect,
    /// Through the proxy, including TLS to it.
    Tunnel,
    /// TLS with the service.
    Tls,
}

/// Why a stage failed.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) stage: Stage,
    pub(crate) cause: BoxError,
}

/// Why a request got no response head.
pub(crate) enum TransportError {
    /// Connecting failed.
    Connect(Broken),
    /// Connecting timed out.
    ConnectTimeout,
    /// The connection failed.
    Send(hyper::Error),
    /// More than [`INTERIM_LIMIT`] interim responses.
    Interim,
    /// The request can't be built.
    Request(BoxError),
}

/// DNS found no address for a host.
#[derive(Debug, thiserror::Error)]
#[error("no address: {0}")]
pub(crate) struct NoAddress(#[source] io::Error);

impl Transport {
    /// Prepares connections to an origin, trusting the certificates `extra_ca`, in DER, as well.
    ///
    /// # Errors
    /// The extra certificates or the system's can't be used.
    pub(crate) fn new(
        origin: &Origin,
        way: Way,
        extra_ca: Vec<Vec<u8>>,
        timeout: Duration,
    ) -> Result<Self, BoxError> {
        let to: Uri = origin.as_str().parse()?;
        let host = to.authority().map_or("", |authority| authority.as_str());
        let host = HeaderValue::from_str(host)?;
        let verifier = trust::verifier(&extra_ca)?;
        Ok(Self {
            to,
            host,
            way,
            tls: Arc::new(trust::config(Arc::clone(&verifier), &[b"http/1.1"])?),
            proxy_tls: Arc::new(trust::config(verifier, &[])?),
            extra_ca,
            timeout,
        })
    }

    pub(crate) fn way(&self) -> &Way {
        &self.way
    }

    pub(crate) fn extra_ca(&self) -> &[Vec<u8>] {
        &self.extra_ca
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.to.scheme_str() == Some("https")
    }

    /// Host and port of the service.
    pub(crate) fn service(&self) -> (&str, u16) {
        let default = if self.is_encrypted() { 443 } else { 80 };
        (
            self.to.host().unwrap_or_default(),
            self.to.port_u16().unwrap_or(default),
        )
    }

    /// Host and port to which the connection leads first: the proxy's, else the service's.
    pub(crate) fn first(&self) -> (&str, u16) {
        let Some(proxy) = &self.way.proxy else {
            return self.service();
        };
        let default = match proxy.uri().scheme_str() {
            Some("http") => 80,
            Some("https") => 443,
            _ => 1080,
        };
        let uri = proxy.uri();
        (
            uri.host().unwrap_or_default(),
            uri.port_u16().unwrap_or(default),
        )
    }

    /// Sends a request over a new connection and waits for the response head.
    pub(crate) async fn send(
        &self,
        request: reqwest::Request,
    ) -> Result<HttpResponse, TransportError> {
        let mut request = Request::<reqwest::Body>::try_from(request)
            .map_err(|error| TransportError::Request(error.into()))?;
        let path = request.uri().path().parse();
        *request.uri_mut() = path
            .map_err(|error: hyper::http::uri::InvalidUri| TransportError::Request(error.into()))?;
        request.headers_mut().insert(HOST, self.host.clone());
        request.headers_mut().insert(USER_AGENT, NAME);
        // A form does not know its size, but its header does.
        let said = request.headers().get(CONTENT_LENGTH);
        let said = said.and_then(|length| length.to_str().ok()?.parse().ok());
        let sent = request.body().size_hint().exact().or(said);
        let flood = CancellationToken::new();
        let seen = (AtomicU64::new(0), flood.clone());
        hyper::ext::on_informational(&mut request, move |_| {
            let (count, flood) = &seen;
            if count.fetch_add(1, Ordering::Relaxed) >= INTERIM_LIMIT {
                flood.cancel();
            }
        });
        let connecting = tokio::time::timeout(self.timeout, self.connect());
        let stream = match connecting.await {
            Ok(connected) => connected.map_err(TransportError::Connect)?,
            Err(_) => return Err(TransportError::ConnectTimeout),
        };
        let (mut sender, connection) = shake_hands(stream).await.map_err(TransportError::Send)?;
        let head = tokio::select! {
            head = sender.send_request(request) => head.map_err(TransportError::Send)?,
            () = flood.cancelled() => return Err(TransportError::Interim),
        };
        Ok(HttpResponse {
            head,
            sent,
            _connection: connection,
        })
    }

    async fn connect(&self) -> Result<Stream, Broken> {
        let addresses = self.resolve().await?;
        let stream = self.dial(addresses).await?.0;
        let stream = self.tunnel(stream).await?;
        self.encrypt(stream, &self.tls).await
    }

    /// The addresses of the host to which the connection leads first. `localhost` always is this machine, whatever the
    /// hosts file says, because plain http must not leave it.
    pub(crate) async fn resolve(&self) -> Result<Vec<SocketAddr>, Broken> {
        let (host, port) = self.first();
        let host = bare(host);
        if host == "localhost" {
            return Ok(vec![
                SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
                SocketAddr::from((Ipv6Addr::LOCALHOST, port)),
            ]);
        }
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::from((address, port))]);
        }
        let found = match tokio::net::lookup_host((host, port)).await {
            Ok(found) => Ok(found.collect::<Vec<_>>()),
            Err(error) => Err(error),
        };
        let nothing = || io::Error::from(io::ErrorKind::NotFound);
        found
            .and_then(|found| (!found.is_empty()).then_some(found).ok_or_else(nothing))
            .map_err(|error| Broken {
                stage: Stage::Resolve,
                cause: NoAddress(error).into(),
            })
    }

    /// Connects to one of these addresses, and returns which one.
    pub(crate) async fn dial(
        &self,
        addresses: Vec<SocketAddr>,
    ) -> Result<(Stream, Option<SocketAddr>), Broken> {
        let broken = |cause: BoxError| Broken {
            stage: Stage::Connect,
            cause,
        };
        let mut tcp = HttpConnector::new_with_resolver(Known(addresses));
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp.set_keepalive_retries(Some(KEEPALIVE_RETRIES));
        let (host, port) = self.first();
        let first = format!("http://{host}:{port}").parse::<Uri>();
        let stream = tcp.call(first.map_err(|error| broken(error.into()))?);
        let stream = stream.await.map_err(|error| broken(error.into()))?;
        let stream = stream.into_inner();
        let address = stream.peer_addr().ok();
        Ok((Box::new(stream), address))
    }

    /// Leads the connection through the proxy, if there is one.
    pub(crate) async fn tunnel(&self, mut stream: Stream) -> Result<Stream, Broken> {
        let Some(proxy) = &self.way.proxy else {
            return Ok(stream);
        };
        let through = async {
            if proxy.uri().scheme_str() == Some("https") {
                stream = shake_tls(stream, self.first().0, &self.proxy_tls).await?;
            }
            tunnel::open(stream, proxy, &self.to).await
        };
        through.await.map_err(|cause| Broken {
            stage: Stage::Tunnel,
            cause,
        })
    }

    /// Starts TLS with the service, unless it is reached by plain http.
    pub(crate) async fn encrypt(
        &self,
        stream: Stream,
        tls: &Arc<ClientConfig>,
    ) -> Result<Stream, Broken> {
        if !self.is_encrypted() {
            return Ok(stream);
        }
        let encrypted = shake_tls(stream, self.service().0, tls).await;
        encrypted.map_err(|cause| Broken {
            stage: Stage::Tls,
            cause,
        })
    }
}

async fn shake_tls(
    stream: Stream,
    host: &str,
    config: &Arc<ClientConfig>,
) -> Result<Stream, BoxError> {
    let name = ServerName::try_from(bare(host).to_owned())?;
    let connector = TlsConnector::from(Arc::clone(config));
    Ok(Box::new(connector.connect(name, stream).await?))
}

/// A host without the brackets of an IPv6 address.
fn bare(host: &str) -> &str {
    host.trim_matches(['[', ']'])
}

type Connected = (SendRequest<reqwest::Body>, AbortOnDropHandle<()>);

async fn shake_hands(stream: Stream) -> Result<Connected, hyper::Error> {
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Connection errors reach the caller through the request or the body, which it awaits.
    let driven = tokio::spawn(async move { _ = connection.await });
    Ok((sender, AbortOnDropHandle::new(driven)))
}

/// A response whose head has arrived. Dropping it closes the connection.
pub(crate) struct HttpResponse {
    head: Response<Incoming>,
    sent: Option<u64>,
    _connection: AbortOnDropHandle<()>,
}

impl HttpResponse {
    pub(crate) fn status(&self) -> hyper::StatusCode {
        self.head.status()
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// Size of the request's body in bytes, if known.
    pub(crate) fn sent(&self) -> Option<u64> {
        self.sent
    }

    /// The next bytes of the body; `None` at its end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, hyper::Error> {
        let body = self.head.body_mut();
        loop {
            let frame = std::future::poll_fn(|context| Pin::new(&mut *body).poll_frame(context));
            let Some(frame) = frame.await.transpose()? else {
                return Ok(None);
            };
            // Skip trailers.
            if let Ok(data) = frame.into_data() {
                return Ok(Some(data));
            }
        }
    }
}

/// Resolves every name to addresses that are known.
#[derive(Clone)]
struct Known(Vec<SocketAddr>);

impl Service<Name> for Known {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = std::future::Ready<Result<Self::Response, io::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Name) -> Self::Future {
        std::future::ready(Ok(self.0.clone().into_iter()))
    }
}
