//! A server on this machine that follows a test's script byte by byte.

use std::{
    future::Future,
    sync::{Arc, Mutex},
};

use finagent::Origin;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A request as received.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// Request line and headers.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// A header's value; `name` is lowercase.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A server that runs until it is dropped.
pub struct Server {
    port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// Runs `script` for every connection, with the connection's number from 0.
    pub async fn start<F, Fut>(script: F) -> Self
    where
        F: Fn(Exchange, usize) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let received = Arc::new(Mutex::new(Vec::new()));
        let requests = Arc::clone(&received);
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            for number in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                let requests = Arc::clone(&requests);
                let mut exchange = Exchange { stream };
                let request = exchange.read_request().await;
                requests.lock().unwrap().push(request);
                connections.spawn(script(exchange, number));
            }
        });
        Self {
            port,
            received,
            task,
        }
    }

    /// Answers every request with the same bytes, then closes the connection.
    pub async fn raw(reply: impl Into<Vec<u8>>) -> Self {
        let reply: Arc<[u8]> = reply.into().into();
        Self::start(move |mut exchange, _| {
            let reply = Arc::clone(&reply);
            async move { _ = exchange.send(&reply).await }
        })
        .await
    }

    /// Answers every request with a complete response.
    pub async fn replying(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        Self::raw(response(status, headers, body)).await
    }

    /// Streams these pieces, one HTTP chunk each, and terminates the body properly.
    pub async fn streaming<P: AsRef<[u8]>>(pieces: impl IntoIterator<Item = P>) -> Self {
        let mut reply = STREAM_HEAD.as_bytes().to_vec();
        for piece in pieces {
            reply.extend(chunk(piece));
        }
        reply.extend(b"0\r\n\r\n");
        Self::raw(reply).await
    }

    /// Streams these bytes as one chunk, then drops the connection without terminating the body.
    pub async fn cutting_after(body: &[u8]) -> Self {
        let mut reply = STREAM_HEAD.as_bytes().to_vec();
        reply.extend(chunk(body));
        Self::raw(reply).await
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn origin(&self) -> Origin {
        format!("http://127.0.0.1:{}", self.port).parse().unwrap()
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The only request that arrived.
    pub fn request(&self) -> Received {
        let mut received = self.received();
        assert_eq!(received.len(), 1);
        received.pop().unwrap()
    }
}

/// The head of a streamed answer.
pub const STREAM_HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

/// A complete response; `headers` are lines without the last line ending.
pub fn response(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let headers = if headers.is_empty() {
        String::new()
    } else {
        format!("{headers}\r\n")
    };
    let length = body.len();
    let mut reply =
        format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n").into_bytes();
    reply.extend(body);
    reply
}

/// One chunk of a chunked body.
pub fn chunk(piece: impl AsRef<[u8]>) -> Vec<u8> {
    let piece = piece.as_ref();
    let mut framed = Vec::new();
    if !piece.is_empty() {
        framed.extend(format!("{:x}\r\n", piece.len()).into_bytes());
        framed.extend(piece);
        framed.extend(b"\r\n");
    }
    framed
}

/// One connection whose request has been read.
pub struct Exchange {
    stream: TcpStream,
}

impl Exchange {
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
        self.stream.write_all(bytes.as_ref()).await?;
        self.stream.flush().await
    }

    /// Waits until the client disconnects.
    pub async fn hold(mut self) {
        let mut rest = Vec::new();
        _ = self.stream.read_to_end(&mut rest).await;
    }

    /// Resets the connection instead of closing it properly.
    pub fn reset(self) {
        self.stream.set_zero_linger().unwrap();
    }

    async fn read_request(&mut self) -> Received {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            if self.stream.read_buf(&mut bytes).await.unwrap_or_default() == 0 {
                return Received::default();
            }
        };
        let body = bytes.split_off(end);
        let mut request = Received {
            head: String::from_utf8_lossy(&bytes).into_owned(),
            body,
        };
        let length = request
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap());
        while request.body.len() < length {
            if self
                .stream
                .read_buf(&mut request.body)
                .await
                .unwrap_or_default()
                == 0
            {
                break;
            }
        }
        request
    }
}
