//! The socket: bound to loopback only, with a bound on connections, and gone when the service is stopped or dropped.

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

/// Connections at a time; further ones wait to be accepted.
const MOST_CONNECTIONS: usize = 64;
/// How long a client may take over the head of a request, and how long an idle connection is kept.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// The wait after a failed accept, which for want of descriptors would fail again at once.
const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(50);

/// Why the service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken or may not be used.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Bind {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A fault was named that does not exist.
    #[error("unknown fault `{fault}`")]
    UnknownFault {
        /// The name given.
        fault: String,
    },
    /// A fault was given something else than it wants.
    #[error("fault `{fault}` wants {wanted}")]
    FaultArgument {
        /// The name of the fault.
        fault: String,
        /// What it wants.
        wanted: &'static str,
    },
}

/// The running service. Dropping it closes the port and every connection, as [`stop`](Self::stop) does.
#[derive(Debug)]
pub struct DemoService {
    address: SocketAddr,
    under_way: watch::Receiver<usize>,
    cancel: CancellationToken,
    accepting: Option<JoinHandle<()>>,
}

impl DemoService {
    /// Binds `127.0.0.1` and answers until stopped or dropped. Needs a tokio runtime with IO and time.
    ///
    /// # Errors
    /// [`StartError::Bind`] when the port cannot be had.
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

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`, without a slash behind.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many answers are being worked on. It goes down when an answer has been sent in full, and as well when its client
    /// went away.
    pub fn under_way(&self) -> watch::Receiver<usize> {
        self.under_way.clone()
    }

    /// Closes the port and breaks off every connection; when this returns, both have happened.
    pub async fn stop(mut self) {
        self.cancel.cancel();
        if let Some(accepting) = self.accepting.take() {
            // It ends only by the token; a panic inside it has nothing left to stop.
            let _ended = accepting.await;
        }
    }
}

impl Drop for DemoService {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// Takes connections until cancelled. They live in the set, so that none outlives this task.
async fn accept(listener: TcpListener, router: Router, cancel: CancellationToken) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
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

/// Serves one connection. How it ended matters to nobody here: a client may leave at any time.
async fn serve(stream: TcpStream, router: Router) {
    // Pieces of a stream are small and must not wait for each other.
    let _best_effort = stream.set_nodelay(true);
    let _ended = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .await;
}
