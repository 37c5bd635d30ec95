//! Certificates: the system's, an extra CA's, and invalid ones; also through a proxy.

use std::{sync::Arc, time::Duration};

use finagent::{
    CallOptions, CertificateFile, Client, ClientBuilder, Error, Origin, ProxySetting, RetryPolicy,
    Timeouts,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsAcceptor, rustls};

use crate::{run, server::response, sync};

/// An https server with its own CA.
pub(crate) struct Https {
    pub(crate) port: u16,
    pub(crate) ca_pem: String,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Https {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(crate) async fn https(name: &str) -> Https {
    https_with(name, |_| response(200, "", r#"{"result":"r"}"#)).await
}

/// An https server that answers each request, of which it is given the head and the body, with these bytes.
pub(crate) async fn https_with(
    name: &str,
    reply: impl Fn(&str) -> Vec<u8> + Send + 'static,
) -> Https {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()])
        .unwrap()
        .signed_by(&key, &ca)
        .unwrap();
    let chain = vec![certificate.der().to_vec()];
    serve_with(chain, &key.serialize_der(), ca.pem(), reply).await
}

/// A server with this chain of certificates.
pub(crate) async fn serve(chain: Vec<Vec<u8>>, key: &[u8], ca_pem: String) -> Https {
    let reply = |_: &str| response(200, "", r#"{"result":"r"}"#);
    serve_with(chain, key, ca_pem, reply).await
}

async fn serve_with(
    chain: Vec<Vec<u8>>,
    key: &[u8],
    ca_pem: String,
    reply: impl Fn(&str) -> Vec<u8> + Send + 'static,
) -> Https {
    let chain = chain
        .into_iter()
        .map(rustls::pki_types::CertificateDer::from);
    let key = rustls::pki_types::PrivateKeyDer::try_from(key.to_vec()).unwrap();
    let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&key).unwrap();
    let certified = rustls::sign::CertifiedKey::new(chain.collect(), key);
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::aws_lc_rs::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_no_client_auth()
    .with_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(certified)));
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = Vec::new();
            while !request.ends_with(b"}") {
                if stream.read_buf(&mut request).await.unwrap_or_default() == 0 {
                    break;
                }
            }
            let answer = reply(&String::from_utf8_lossy(&request));
            _ = stream.write_all(&answer).await;
            _ = stream.shutdown().await;
        }
    });
    Https { port, ca_pem, task }
}

pub(crate) fn to(origin: &str) -> ClientBuilder {
    let origin: Origin = origin.parse().unwrap();
    Client::builder(origin)
        .retry(RetryPolicy::NEVER)
        .timeouts(Timeouts {
            connect: Duration::from_secs(5),
            silence: Duration::from_secs(20),
        })
}

pub(crate) async fn error(client: &Client) -> Error {
    run(client, &CallOptions::default())
        .await
        .0
        .unwrap_err()
        .error
}

#[tokio::test]
async fn an_unknown_authority_is_a_tls_error_until_it_is_trusted() {
    let server = https("localhost").await;
    let origin = format!("https://localhost:{}", server.port);
    let refused = error(&to(&origin).build().unwrap()).await;
    assert!(
        matches!(&refused, Error::Tls { host, detail, .. } if host == "localhost" && !detail.is_empty()),
        "{refused:?}"
    );

    let trusting = to(&origin)
        .extra_ca(Some(server.ca_pem.clone().into_bytes()))
        .build()
        .unwrap();
    assert_eq!(run(&trusting, &sync()).await.0.unwrap().output, "r");
}

#[tokio::test]
async fn a_certificate_for_another_host_is_a_tls_error() {
    let server = https("elsewhere.example").await;
    let client = to(&format!("https://localhost:{}", server.port))
        .extra_ca(Some(server.ca_pem.clone().into_bytes()))
        .build()
        .unwrap();
    assert_eq!(error(&client).await.code(), "tls");
}

#[tokio::test]
async fn https_to_a_server_without_tls_is_a_tls_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let plain = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
        stream
            .read_to_end(&mut Vec::new())
            .await
            .unwrap_or_default();
    });
    let error = error(&to(&format!("https://127.0.0.1:{port}")).build().unwrap()).await;
    assert_eq!(error.code(), "tls", "{error:?}");
    plain.abort();
}

#[tokio::test]
async fn a_handshake_that_never_ends_is_a_timeout_of_the_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let timeouts = Timeouts {
        connect: Duration::from_millis(100),
        silence: Duration::from_secs(20),
    };
    let client = to(&format!("https://127.0.0.1:{port}"))
        .timeouts(timeouts)
        .build()
        .unwrap();
    let error = error(&client).await;
    assert_eq!(error.params()["phase"], "connect", "{error:?}");
}

#[tokio::test]
async fn a_service_is_reached_through_a_proxy_and_its_tls_errors_are_its_own() {
    let server = https("service.invalid").await;
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy_url = format!("http://{}", proxy.local_addr().unwrap());
    let port = server.port;
    let tunnel = tokio::spawn(async move {
        loop {
            let (mut client, _) = proxy.accept().await.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                client.read_buf(&mut head).await.unwrap();
            }
            assert!(head.starts_with(b"CONNECT service.invalid:443 "));
            let mut upstream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            tokio::spawn(
                async move { tokio::io::copy_bidirectional(&mut client, &mut upstream).await },
            );
        }
    });
    let through = || {
        let setting = ProxySetting {
            url: proxy_url.clone(),
            no_proxy: String::new(),
        };
        to("https://service.invalid").proxy(Some(setting))
    };
    assert_eq!(error(&through().build().unwrap()).await.code(), "tls");
    let trusting = through()
        .extra_ca(Some(server.ca_pem.clone().into_bytes()))
        .build()
        .unwrap();
    assert_eq!(run(&trusting, &sync()).await.0.unwrap().output, "r");
    tunnel.abort();
}

#[test]
fn an_extra_authority_that_is_none_is_refused_when_the_client_is_built() {
    use CertificateFile::{Damaged, Empty, Other};
    for (pem, found) in [
        ("", Empty),
        ("no certificate", Other),
        (
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            Damaged,
        ),
    ] {
        let built = to("https://service.invalid")
            .extra_ca(Some(pem.into()))
            .build();
        assert_eq!(built.unwrap_err(), Error::UnreadableCa { found }, "{pem:?}");
    }
}
