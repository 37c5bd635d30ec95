//! The connection to the service: TCP, through a proxy if needed, TLS, and HTTP/1.1 for one request.
//!
//! reqwest builds the requests, but hyper sends them, because reqwest silently skips interim responses (HTTP 1xx). A
//! service that sends those endlessly would keep a core busy until the timeout.

use std::{
    error::Error as StdError,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
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
    header::{HOST, HeaderMap, HeaderValue, USER_AGENT},
    rt::{Read, Write},
};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::{
    HttpConnector,
    dns::{GaiResolver, Name},
    proxy::Tunnel,
};
use rustls::{ClientConfig, crypto::CryptoProvider, pki_types::CertificateDer};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tower_service::Service;

use crate::{origin::Origin, proxy::Way};

/// The most interim responses (HTTP 1xx) before an answer.
pub const INTERIM_LIMIT: u64 = 100;

/// The client's `User-Agent`.
pub(crate) const NAME: HeaderValue =
    HeaderValue::from_static(concat!("finagent/", env!("CARGO_PKG_VERSION")));

const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_RETRIES: u32 = 3;

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

type Tcp = HttpConnector<Resolver>;

/// Opens connections to one origin.
pub(crate) struct Transport {
    to: Uri,
    host: HeaderValue,
    way: Way,
    tls: Arc<ClientConfig>,
    /// TLS to the proxy, without ALPN: the proxy may speak another protocol than HTTP/1.1.
    proxy_tls: Arc<ClientConfig>,
    timeout: Duration,
}

/// Why a request got no response head.
pub(crate) enum TransportError {
    /// Connecting failed.
    Connect(BoxError),
    /// Connecting timed out.
    ConnectTimeout,
    /// The connection failed.
    Send(hyper::Error),
    /// More than [`INTERIM_LIMIT`] interim responses.
    Interim,
    /// The request can't be built.
    Request(BoxError),
}

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
        let mut tls = tls(extra_ca)?;
        let proxy_tls = Arc::new(tls.clone());
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            to,
            host,
            way,
            tls: Arc::new(tls),
            proxy_tls,
            timeout,
        })
    }

    pub(crate) fn takes_proxy(&self) -> bool {
        self.way.takes_proxy()
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
        let flood = CancellationToken::new();
        let seen = (AtomicU64::new(0), flood.clone());
        hyper::ext::on_informational(&mut request, move |_| {
            let (count, flood) = &seen;
            if count.fetch_add(1, Ordering::Relaxed) >= INTERIM_LIMIT {
                flood.cancel();
            }
        });
        let connecting = tokio::time::timeout(self.timeout, self.connect());
        let (mut sender, connection) = match connecting.await {
            Ok(connected) => connected.map_err(TransportError::Connect)?,
            Err(_) => return Err(TransportError::ConnectTimeout),
        };
        let head = tokio::select! {
            head = sender.send_request(request) => head.map_err(TransportError::Send)?,
            () = flood.cancelled() => return Err(TransportError::Interim),
        };
        Ok(HttpResponse {
            head,
            _connection: connection,
        })
    }

    async fn connect(&self) -> Result<Connected, BoxError> {
        let mut tcp = Tcp::new_with_resolver(Resolver(GaiResolver::new()));
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp.set_keepalive_retries(Some(KEEPALIVE_RETRIES));
        let tls = Arc::clone(&self.tls);
        match &self.way {
            Way::Direct => {
                let mut way = HttpsConnector::from((tcp, tls));
                shake_hands(way.call(self.to.clone()).await?).await
            }
            Way::Proxy(proxy) => {
                let to_proxy = HttpsConnector::from((tcp, Arc::clone(&self.proxy_tls)));
                let named = HeaderMap::from_iter([(USER_AGENT, NAME)]);
                let mut tunnel = Tunnel::new(proxy.uri().clone(), to_proxy).with_headers(named);
                if let Some(login) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(login.clone());
                }
                let mut way = HttpsConnector::from((tunnel, tls));
                shake_hands(way.call(self.to.clone()).await?).await
            }
        }
    }
}

type Connected = (SendRequest<reqwest::Body>, AbortOnDropHandle<()>);

async fn shake_hands<T>(stream: T) -> Result<Connected, BoxError>
where
    T: Read + Write + Unpin + Send + 'static,
{
    let (sender, connection) = http1::handshake(stream).await?;
    // Connection errors reach the caller through the request or the body, which it awaits.
    let driven = tokio::spawn(async move { _ = connection.await });
    Ok((sender, AbortOnDropHandle::new(driven)))
}

/// Trusts the system's certificates and these.
fn tls(extra_ca: Vec<Vec<u8>>) -> Result<ClientConfig, BoxError> {
    let provider = CryptoProvider::get_default().cloned();
    let provider =
        provider.unwrap_or_else(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    let verifier = if extra_ca.is_empty() {
        rustls_platform_verifier::Verifier::new(Arc::clone(&provider))?
    } else {
        let extra = extra_ca.into_iter().map(CertificateDer::from);
        rustls_platform_verifier::Verifier::new_with_extra_roots(extra, Arc::clone(&provider))?
    };
    let config =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(config
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}

/// A response whose head has arrived. Dropping it closes the connection.
pub(crate) struct HttpResponse {
    head: Response<Incoming>,
    _connection: AbortOnDropHandle<()>,
}

impl HttpResponse {
    pub(crate) fn status(&self) -> hyper::StatusCode {
        self.head.status()
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.head.headers()
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

/// Resolves host names with the system. `localhost` always is this machine, whatever the hosts file says, because plain
/// http must not leave it.
#[derive(Clone)]
struct Resolver(GaiResolver);

/// DNS found no address for a host.
#[derive(Debug, thiserror::Error)]
#[error("no address: {0}")]
pub(crate) struct NoAddress(#[source] std::io::Error);

type Resolving = dyn Future<Output = Result<std::vec::IntoIter<SocketAddr>, NoAddress>> + Send;

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = NoAddress;
    type Future = Pin<Box<Resolving>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), NoAddress>> {
        Service::poll_ready(&mut self.0, context).map_err(NoAddress)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        if name.as_str() == "localhost" {
            let here = [
                SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
                SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
            ];
            return Box::pin(std::future::ready(Ok(Vec::from(here).into_iter())));
        }
        let asking = self.0.call(name);
        Box::pin(async move {
            let found: Vec<_> = asking.await.map_err(NoAddress)?.collect();
            Ok(found.into_iter())
        })
    }
}
