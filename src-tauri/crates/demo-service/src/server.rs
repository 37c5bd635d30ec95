//! The TCP server: bound to loopback, with a connection limit, closed when the service is stopped or dropped.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::routes::{Shared, router};
use crate::settings::Settings;

/// The most simultaneous connections; further ones wait to be accepted.
const MAX_CONNECTIONS: usize = 64;
/// Time limit for receiving a request head, and for idle connections.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// Delay after a failed accept: without free descriptors the next one would fail immediately.
const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(50);

/// Why the service could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is in use or not permitted.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Bind {
        /// The requested port.
        port: u16,
        /// The system's error.
        #[source]
        source: io::Error,
    },
    /// There is no fault of this name.
    #[error("unknown fault `{fault}`")]
    UnknownFault {
        /// The given name.
        fault: String,
    },
    /// A fault got an invalid argument.
    #[error("fault `{fault}` expects {wanted}")]
    FaultArgument {
        /// The name of the fault.
        fault: String,
        /// The expected argument.
        wanted: &'static str,
    },
}

/// The running service. Dropping it closes the port and every connection, like [`stop`](Self::stop).
#[derive(Debug)]
pub struct DemoService {
    address: SocketAddr,
    under_way: watch::Receiver<usize>,
    cancel: CancellationToken,
    accepting: Option<JoinHandle<()>>,
}

impl DemoService {
    /// Binds to `127.0.0.1` and serves until stopped or dropped. Needs a Tokio runtime with I/O and time enabled.
    ///
    /// # Errors
    /// [`StartError::Bind`] if the port is not available.
    pub async fn start(settings: Settings) -> Result<Self, StartError> {
        let port = settings.port;
        let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listened = bound.and_then(|listener| Ok((listener.local_addr()?, listener)));
        let (address, listener) = listened.map_err(|source| StartError::Bind { port, source })?;

        let shared = Arc::new(Shared::new(settings));
        let under_way = shared.under_way();
        let cancel = CancellationToken::new();
        let accepting = tokio::spawn(accept(listener, router(shared), cancel.clone()));
        Ok(Self {
            address,
            under_way,
            cancel,
            accepting: Some(accepting),
        })
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`, without a trailing slash.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The number of answers in progress. It drops when an answer was sent completely or its client disconnected.
    pub fn under_way(&self) -> watch::Receiver<usize> {
        self.under_way.clone()
    }

    /// Closes the port and breaks every connection before it returns.
    pub async fn stop(mut self) {
        self.cancel.cancel();
        if let Some(accepting) = self.accepting.take() {
            // The task only ends when cancelled; if it panicked, there is nothing left to stop.
            let _ended = accepting.await;
        }
    }
}

impl Drop for DemoService {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// Accepts connections until cancelled. The join set owns them, so none outlives this task.
async fn accept(listener: TcpListener, router: Router, cancel: CancellationToken) {
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut connections = JoinSet::new();
    let serving = async {
        loop {
            let Ok(seat) = Arc::clone(&room).acquire_owned().await else {
                return;
            };
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(AFTER_FAILED_ACCEPT).await;
                continue;
            };
            while connections.try_join_next().is_some() {}
            let router = router.clone();
            connections.spawn(async move {
                serve(stream, router).await;
                drop(seat);
            });
        }
    };
    cancel.run_until_cancelled(serving).await;
    drop(listener);
    connections.shutdown().await;
}

/// Serves one connection. Errors are ignored: a client may disconnect at any time.
async fn serve(stream: TcpStream, router: Router) {
    // Pieces of a stream are small and must not be delayed by Nagle's algorithm.
    let _best_effort = stream.set_nodelay(true);
    let _ended = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .await;
}
