//! The connection to the service: TCP, where needed through a proxy, TLS, and HTTP/1.1 for one request.
//!
//! reqwest writes the requests; hyper sends them, because reqwest passes over interim responses (HTTP 1xx) without a word. A
//! service that sends them without end would keep a core busy for as long as an answer is waited for.

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
use rustls::{
    ClientConfig,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, pem::PemObject},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tower_service::Service;

use crate::{origin::Origin, proxy::Way};

/// The most interim responses (HTTP 1xx) that may come before an answer.
pub const INTERIM_LIMIT: u64 = 100;

/// How this client names itself.
pub(crate) const NAME: HeaderValue =
    HeaderValue::from_static(concat!("finagent/", env!("CARGO_PKG_VERSION")));

const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_RETRIES: u32 = 3;

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

type Tcp = HttpConnector<Resolver>;

/// What it takes to connect.
pub(crate) struct Transport {
    to: Uri,
    host: HeaderValue,
    way: Way,
    tls: Arc<ClientConfig>,
    /// To a proxy, which may speak another protocol.
    proxy_tls: Arc<ClientConfig>,
    timeout: Duration,
}

/// What ended a request before its answer.
pub(crate) enum TransportError {
    /// There is no connection.
    Connect(BoxError),
    /// There was none within the time.
    ConnectTimeout,
    /// The connection failed.
    Send(hyper::Error),
    /// More interim responses than [`INTERIM_LIMIT`].
    Interim,
    /// The request can't be written.
    Request(BoxError),
}

impl Transport {
    /// The way to an origin; with further certificates in PEM to trust.
    ///
    /// # Errors
    /// Where the certificates can't be used, these or the system's.
    pub(crate) fn new(
        origin: &Origin,
        way: Way,
        extra_ca: Option<&[u8]>,
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

    /// Sends a request over a connection of its own, and waits for the head of the answer.
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
    // How the connection ends is heard at the other end, where the request or the body is waited for.
    let driven = tokio::spawn(async move { _ = connection.await });
    Ok((sender, AbortOnDropHandle::new(driven)))
}

/// Trusts what the system trusts, and these certificates.
fn tls(extra_ca: Option<&[u8]>) -> Result<ClientConfig, BoxError> {
    let provider = CryptoProvider::get_default().cloned();
    let provider =
        provider.unwrap_or_else(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    let extra = CertificateDer::pem_slice_iter(extra_ca.unwrap_or_default());
    let extra: Vec<_> = extra.collect::<Result<_, _>>()?;
    if extra.is_empty() && extra_ca.is_some() {
        return Err("no certificate in it".into());
    }
    let verifier = if extra.is_empty() {
        rustls_platform_verifier::Verifier::new(Arc::clone(&provider))?
    } else {
        rustls_platform_verifier::Verifier::new_with_extra_roots(extra, Arc::clone(&provider))?
    };
    let config =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(config
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}

/// An answer whose head has come. Dropped, it closes the connection.
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

    /// The next bytes of the body.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, hyper::Error> {
        let body = self.head.body_mut();
        loop {
            let frame = std::future::poll_fn(|context| Pin::new(&mut *body).poll_frame(context));
            let Some(frame) = frame.await.transpose()? else {
                return Ok(None);
            };
            // Trailers are passed over.
            if let Ok(data) = frame.into_data() {
                return Ok(Some(data));
            }
        }
    }
}

/// Asks the system for the addresses of a host. `localhost` is this machine, whatever a hosts file says: plain http must not
/// leave it.
#[derive(Clone)]
struct Resolver(GaiResolver);

/// A host's name has no address.
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
