//! Proxies on this machine that lead every connection to one port of it.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A proxy that runs until it is dropped.
pub(crate) struct Proxy {
    port: u16,
    asked: Arc<Mutex<Vec<Vec<u8>>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Proxy {
    /// An HTTP proxy; with a login, in Base64, it refuses all others.
    pub(crate) async fn http(to: u16, login: Option<&'static str>) -> Self {
        Self::start(to, move |mut client, asked| async move {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                if client.read_buf(&mut head).await.unwrap_or_default() == 0 {
                    return None;
                }
            }
            asked.lock().unwrap().push(head.clone());
            let head = String::from_utf8_lossy(&head).to_lowercase();
            let wanted = |login: &str| {
                head.contains(&format!("proxy-authorization: basic {login}\r\n").to_lowercase())
            };
            if !login.is_none_or(wanted) {
                let refusal = "HTTP/1.1 407 X\r\nproxy-authenticate: Digest realm=\"a\", nonce=\"b\"\r\nproxy-authenticate: Basic realm=\"a\"\r\ncontent-length: 0\r\n\r\n";
                client.write_all(refusal.as_bytes()).await.unwrap();
                return None;
            }
            client.write_all(b"HTTP/1.0 200 Connection established\r\nProxy-agent: a\r\n\r\n").await.unwrap();
            Some(client)
        })
        .await
    }

    /// A SOCKS5 proxy that wants the user name `me` and the password `secret`.
    pub(crate) async fn socks(to: u16) -> Self {
        Self::start(to, |mut client, asked| async move {
            let mut greeting = [0; 4];
            client.read_exact(&mut greeting).await.ok()?;
            client.write_all(&[5, 2]).await.ok()?;
            let mut login = [0; 11];
            client.read_exact(&mut login).await.ok()?;
            let known = &login == b"\x01\x02me\x06secret";
            client.write_all(&[1, u8::from(!known)]).await.ok()?;
            let mut head = [0; 5];
            client.read_exact(&mut head).await.ok()?;
            let [.., length] = head;
            let mut host = vec![0; usize::from(length) + 2];
            client.read_exact(&mut host).await.ok()?;
            asked.lock().unwrap().push(host);
            client
                .write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
                .await
                .ok()?;
            Some(client)
        })
        .await
    }

    async fn start<F, Fut>(to: u16, greet: F) -> Self
    where
        F: Fn(TcpStream, Arc<Mutex<Vec<Vec<u8>>>>) -> Fut + Clone + Send + 'static,
        Fut: Future<Output = Option<TcpStream>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let greeting = greet(client, Arc::clone(&seen));
                connections.spawn(async move {
                    let Some(mut client) = greeting.await else {
                        return;
                    };
                    let mut service = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
                    _ = tokio::io::copy_bidirectional(&mut client, &mut service).await;
                });
            }
        });
        Self { port, asked, task }
    }

    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What it was asked for: heads of requests, or hosts with their ports.
    pub(crate) fn asked(&self) -> Vec<Vec<u8>> {
        self.asked.lock().unwrap().clone()
    }
}
