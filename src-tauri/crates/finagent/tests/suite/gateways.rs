//! Gateways on the way that answer instead of the service, or change its answer.

use std::process::{Child, Command, Stdio};

use finagent::{
    CallOptions, Client, Consequence, Error, Image, ImageFormat, ProxySetting, Request,
};
use tokio_util::sync::CancellationToken;

use crate::{
    ask, ask_sync, quick,
    server::{STREAM_HEAD, Server, chunk, response},
    sync,
    tls::{Https, https, to},
};

/// A PNG of this many bytes: a real picture, and then nothing but zeros.
fn picture(bytes: usize) -> Image {
    let mut png =
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde".to_vec();
    png.resize(bytes, 0);
    Image {
        name: "poster.png".to_owned(),
        bytes: png.into(),
        format: ImageFormat::Png,
    }
}

async fn upload(client: &Client, bytes: usize) -> Error {
    let request = Request::Audit {
        query: "q".into(),
        image: Some(picture(bytes)),
    };
    let cancel = CancellationToken::new();
    let options = CallOptions::default();
    let result = client.call(&request, &options, &cancel, &mut |_| {}).await;
    result.unwrap_err().error
}

#[tokio::test]
async fn a_limit_on_the_size_of_uploads_is_told_with_the_size_that_was_sent() {
    let page = "<html><h1>413 Request Entity Too Large</h1></html>";
    let server = Server::replying(413, "content-type: text/html", page).await;
    let error = upload(&quick(&server).build().unwrap(), 3_000_000).await;
    let params = error.params();
    assert_eq!(params["status"], 413, "{error:?}");
    let sent = server.request().body.len() as u64;
    assert!(sent > 3_000_000);
    assert_eq!(params["sent"], sent);
    assert_eq!(
        error.consequence(),
        Consequence::Skip,
        "a smaller picture may pass"
    );
}

#[tokio::test]
async fn a_page_that_refuses_is_not_taken_for_a_refused_key() {
    for status in [401, 403] {
        let server = Server::replying(status, "content-type: text/html", "<html>Blocked").await;
        for error in [ask(&server).await.0, ask_sync(&server).await.0] {
            let error = error.unwrap_err().error;
            assert_eq!(error.params()["page"], true);
            assert_eq!(error.consequence(), Consequence::FixNetwork);
            assert!(!error.is_key_refused());
        }
        let server = Server::replying(status, "content-type: application/json", "{}").await;
        let error = ask(&server).await.0.unwrap_err().error;
        assert_eq!(error.consequence(), Consequence::FixKey);
    }
    for status in [407, 511] {
        let server = Server::replying(status, "content-type: text/html", "<html>").await;
        let error = ask(&server).await.0.unwrap_err().error;
        assert_eq!(error.consequence(), Consequence::FixNetwork);
    }
}

#[tokio::test]
async fn an_answer_that_is_compressed_unasked_is_named() {
    for stream in [true, false] {
        let head = STREAM_HEAD.replace("\r\n\r\n", "\r\ncontent-encoding: gzip\r\n\r\n");
        let reply = [head.as_bytes(), &chunk([0x1f, 0x8b, 8, 0])].concat();
        let server = Server::raw(reply).await;
        let result = if stream {
            ask(&server).await.0
        } else {
            ask_sync(&server).await.0
        };
        let expected = Error::Compressed {
            encoding: "gzip".into(),
        };
        assert_eq!(result.unwrap_err().error, expected);
    }
    let reply = response(200, "content-encoding: identity", r#"{"result":"r"}"#);
    let server = Server::raw(reply).await;
    assert_eq!(ask_sync(&server).await.0.unwrap().output, "r");
    let reply = response(
        502,
        "content-encoding: br\r\ncontent-type: text/html",
        [1, 2, 3],
    );
    let server = Server::raw(reply).await;
    let error = ask(&server).await.0.unwrap_err().error;
    assert_eq!(
        error.params()["excerpt"],
        "",
        "it would be unreadable: {error:?}"
    );
}

/// A program of the system that runs until it is dropped.
struct Program {
    child: Child,
    folder: tempfile::TempDir,
}

impl Drop for Program {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

impl Program {
    /// Starts a program with this configuration, in which `FOLDER` is a folder of its own, and waits until it listens
    /// on `port`. `None` if it is not installed.
    async fn start(
        program: &str,
        arguments: &[&str],
        configuration: &str,
        port: u16,
    ) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap().to_owned();
        std::fs::write(
            folder.path().join("conf"),
            configuration.replace("FOLDER", &path),
        )
        .unwrap();
        let file = format!("{path}/conf");
        let arguments = arguments.iter().map(|one| one.replace("FILE", &file));
        let child = Command::new(program)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let mut program = Self {
            child: child.ok()?,
            folder,
        };
        while tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_err()
        {
            let ended = program.child.try_wait().unwrap();
            assert_eq!(ended, None, "{:?}", program.logs());
            tokio::task::yield_now().await;
        }
        Some(program)
    }

    fn logs(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files
            .filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok())
            .collect()
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// An address of this machine that is not taken for it, so that the proxy is used.
const HERE: &str = "::ffff:127.0.0.1";

fn through(proxy: &str, server: &Https) -> Client {
    let setting = ProxySetting {
        url: proxy.to_owned(),
        no_proxy: String::new(),
    };
    to(&format!("https://[{HERE}]:{}", server.port))
        .proxy(Some(setting))
        .extra_ca(Some(server.ca_pem.clone().into_bytes()))
        .build()
        .unwrap()
}

#[tokio::test]
async fn tinyproxy_is_passed_with_its_login_and_its_refusals_are_named() {
    let server = https(HERE).await;
    let port = free_port();
    let configuration = format!(
        "Port {port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 9\nLogFile \"FOLDER/log\"\nBasicAuth me secret\nConnectPort {}\n",
        server.port
    );
    let arguments = ["-d", "-c", "FILE"];
    let Some(_proxy) = Program::start("tinyproxy", &arguments, &configuration, port).await else {
        return;
    };
    let at = |login: &str| format!("http://{login}127.0.0.1:{port}");
    let (result, _) = crate::run(&through(&at("me:secret@"), &server), &sync()).await;
    assert_eq!(result.unwrap().output, "r");
    for (login, reason, schemes) in [("", "login", "Basic"), ("me:wrong@", "login_rejected", "")] {
        let (result, _) = crate::run(&through(&at(login), &server), &CallOptions::default()).await;
        let error = result.unwrap_err().error.params();
        assert_eq!(error["reason"], reason, "{error}");
        assert_eq!(error["schemes"], schemes, "{error}");
    }
    let other = https(HERE).await;
    let (result, _) =
        crate::run(&through(&at("me:secret@"), &other), &CallOptions::default()).await;
    assert_eq!(result.unwrap_err().error.params()["reason"], "forbidden");
}

#[tokio::test]
async fn nginx_that_limits_and_buffers_and_gives_up_early_is_explained() {
    let event = "data: {\"event\":\"workflow_finished\",\"data\":{\"output\":\"the end\"}}\n\n";
    let silent = Server::start(|exchange, _| exchange.hold()).await;
    let streaming = Server::streaming([event]).await;
    let (port, impatient) = (free_port(), free_port());
    let configuration = format!(
        "daemon off; master_process off; worker_processes 1; pid FOLDER/pid; error_log FOLDER/log;\n\
         events {{}}\n\
         http {{\n\
         access_log off; client_body_temp_path FOLDER/a; proxy_temp_path FOLDER/b; fastcgi_temp_path FOLDER/c;\n\
         uwsgi_temp_path FOLDER/d; scgi_temp_path FOLDER/e; client_max_body_size 1m;\n\
         gzip on; gzip_min_length 1; gzip_proxied any; gzip_types text/event-stream;\n\
         server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{}; proxy_buffering on; }} }}\n\
         server {{ listen 127.0.0.1:{impatient}; proxy_read_timeout 1s; location / {{ proxy_pass http://127.0.0.1:{}; }} }}\n\
         }}\n",
        streaming.port(),
        silent.port()
    );
    let arguments = ["-c", "FILE", "-e", "stderr"];
    let Some(_gateway) = Program::start("nginx", &arguments, &configuration, port).await else {
        return;
    };
    let client = |port| to(&format!("http://127.0.0.1:{port}")).build().unwrap();
    let error = upload(&client(port), 4_000_000).await;
    let params = error.params();
    assert_eq!(params["status"], 413, "{error:?}");
    assert!(params["sent"].as_u64().unwrap() > 4_000_000);
    let (result, _) = crate::run(&client(port), &CallOptions::default()).await;
    // Buffering alone does no harm, and nothing is compressed that need not be.
    assert_eq!(result.unwrap().output, "the end");
    let (result, _) = crate::run(&client(impatient), &CallOptions::default()).await;
    let params = result.unwrap_err().error.params();
    assert_eq!(params["status"], 504);
}
