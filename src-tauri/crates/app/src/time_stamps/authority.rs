//! A time stamp authority for tests: `openssl` makes the stamps, and a small HTTP server on loopback hands them out.

#[path = "../../../rfc3161/tests/suite/authority.rs"]
#[expect(dead_code, reason = "the tests of rfc3161 need more of it")]
mod openssl;

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

pub(crate) use openssl::{Authority, NAME, Shape, USUAL};

/// The requests that a server received: head and body of each.
type Asked = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// A server on loopback. It ends with the test.
pub(crate) struct Server {
    pub(crate) address: String,
    asked: Asked,
    serving: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Server {
    /// A server that answers a request with these bytes, head included; with nothing at all if there are none.
    pub(crate) async fn new(answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let asked = Asked::default();
        let heard = Arc::clone(&asked);
        let serving = tokio::spawn(async move {
            // Connections that are never answered stay open.
            let mut open = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let (head, body) = read(&mut stream).await;
                let answer = answer(&body);
                heard.lock().unwrap().push((head, body));
                stream.write_all(&answer).await.ok();
                if answer.is_empty() {
                    open.push(stream);
                }
            }
        });
        Self {
            address,
            asked,
            serving,
        }
    }

    /// A server of an authority.
    pub(crate) async fn of(authority: Authority) -> Self {
        Self::new(move |query| ok(&authority.answer(query))).await
    }

    pub(crate) fn asked(&self) -> Vec<(String, Vec<u8>)> {
        self.asked.lock().unwrap().clone()
    }
}

async fn read(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.parse().ok())?
            });
            let start = head.len() + 4;
            if bytes.len() >= start + length.unwrap_or(0) {
                return (head.to_owned(), bytes[start..].to_vec());
            }
        }
        let mut more = [0; 4096];
        match stream.read(&mut more).await {
            Ok(count) if count > 0 => bytes.extend_from_slice(&more[..count]),
            _ => return (text, Vec::new()),
        }
    }
}

/// An answer with this body.
pub(crate) fn ok(body: &[u8]) -> Vec<u8> {
    page(
        "200 OK",
        "content-type: application/timestamp-reply\r\n",
        body,
    )
}

pub(crate) fn page(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// The hash in a request of this app.
pub(crate) fn hash_in(query: &[u8]) -> [u8; 32] {
    query[24..56].try_into().unwrap()
}
