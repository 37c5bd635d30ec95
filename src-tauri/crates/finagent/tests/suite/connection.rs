//! Cancellation, redirects, proxies and the key check.

use std::time::{Duration, Instant};

use finagent::{
    ApiKey, CallOptions, Client, Error, KeyVerdict, NetworkReason, Origin, ProxySetting,
    RetryPolicy,
};
use tokio_util::sync::CancellationToken;

use crate::{
    Heard, ask, question, quick, run,
    server::{STREAM_HEAD, Server, chunk, response},
};

/// The shortest time limit of the client. A call that ends sooner has ended because of the cancellation.
const SHORTEST_LIMIT: Duration = Duration::from_secs(5);

/// Selects a moment of a call.
type When = fn(&finagent::Progress<'_>) -> bool;

/// Runs a call and cancels it as soon as `when` is true. Returns the time from then to its end.
async fn cancelled(server: &Server, when: When) -> (finagent::Failure, Duration) {
    let client = quick(server).build().unwrap();
    let cancel = CancellationToken::new();
    let mut at = Instant::now();
    let result = client
        .call(
            &question(),
            &CallOptions::default(),
            &cancel,
            &mut |progress| {
                if when(&progress) {
                    at = Instant::now();
                    cancel.cancel();
                }
            },
        )
        .await;
    (result.unwrap_err(), at.elapsed())
}

async fn silent_after(reply: Vec<u8>) -> Server {
    Server::start(move |mut exchange, _| {
        let reply = reply.clone();
        async move {
            exchange.send(reply).await.unwrap();
            exchange.hold().await;
        }
    })
    .await
}

#[tokio::test]
async fn a_call_is_cancelled_at_once_wherever_it_waits_and_keeps_what_arrived() {
    use finagent::Progress::{Attempt, Bytes, Connected, Text};
    let event = chunk("data: {\"data\":{\"text\":[\"half\"]}}\n\n");
    let begun = [STREAM_HEAD.as_bytes(), &event].concat();
    let waits: [(Vec<u8>, When, &str); 5] = [
        (Vec::new(), |p| matches!(p, Attempt { .. }), ""),
        (STREAM_HEAD.into(), |p| matches!(p, Connected { .. }), ""),
        (begun.clone(), |p| matches!(p, Text(_)), "half"),
        (begun, |p| matches!(p, Bytes(_)), ""),
        (
            b"HTTP/1.1 500 X\r\ncontent-length: 9\r\n\r\n".into(),
            |p| matches!(p, Connected { .. }),
            "",
        ),
    ];
    for (number, (reply, when, text)) in waits.into_iter().enumerate() {
        let server = silent_after(reply).await;
        let (failure, took) = cancelled(&server, when).await;
        assert_eq!(failure.error, Error::Cancelled, "case {number}");
        assert_eq!(failure.partial.text, text, "case {number}");
        assert!(took < SHORTEST_LIMIT, "case {number} took {took:?}");
    }
}

#[tokio::test]
async fn a_cancel_that_came_before_the_call_sends_nothing() {
    let server = silent_after(Vec::new()).await;
    let client = quick(&server).build().unwrap();
    let cancel = CancellationToken::new();
    cancel.cancel();
    let result = client
        .call(&question(), &CallOptions::default(), &cancel, &mut |_| {})
        .await;
    assert_eq!(result.unwrap_err().error, Error::Cancelled);
    assert_eq!(
        client.check_key(&cancel).await.unwrap_err(),
        Error::Cancelled
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_its_host_is_named() {
    let other = Server::replying(200, "", r#"{"result":"stolen"}"#).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: http://localhost:{}/x", other.port());
        let server = Server::replying(status, &location, "").await;
        let client = quick(&server)
            .key(Some(ApiKey::parse("secret-key").unwrap()))
            .build()
            .unwrap();
        let (result, heard) = run(&client, &CallOptions::default()).await;
        let expected = Error::Redirect {
            status,
            host: Some("localhost".into()),
        };
        assert_eq!(result.unwrap_err().error, expected);
        assert_eq!(heard.attempts.len(), 1);
    }
    assert!(other.received().is_empty(), "the key went to another host");
    let server = Server::replying(304, "", "").await;
    assert_eq!(
        ask(&server).await.0.unwrap_err().error.params()["status"],
        304
    );
}

#[tokio::test]
async fn a_key_is_accepted_when_the_service_only_finds_fault_with_the_request() {
    for (status, body, expected) in [
        (
            200,
            r#"{"code":1003,"message":"company is empty"}"#,
            KeyVerdict::Accepted,
        ),
        (
            400,
            r#"{"code":1003,"message":"company is empty"}"#,
            KeyVerdict::Accepted,
        ),
        (200, r#"{"code":1001,"message":"no"}"#, KeyVerdict::Rejected),
        (401, "", KeyVerdict::Rejected),
        (403, "<html>", KeyVerdict::Rejected),
        (
            200,
            r#"{"code":1002,"message":"no"}"#,
            KeyVerdict::InvalidUser,
        ),
    ] {
        let server = Server::replying(status, "", body).await;
        let client = quick(&server).build().unwrap();
        let verdict = client.check_key(&CancellationToken::new()).await;
        assert_eq!(verdict, Ok(expected), "{status} {body}");
        let sent = server.request().text();
        assert!(
            sent.contains(r#""company":"","stream":false"#),
            "it must cost nothing: {sent}"
        );
    }
}

#[tokio::test]
async fn what_says_nothing_about_a_key_is_an_error_and_is_asked_once() {
    for (status, body, code) in [
        (503, "", "http_status"),
        (200, r#"{"code":1006,"message":"m"}"#, "service"),
        (200, "<html>", "unreadable"),
        (200, r#"{"code":0,"data":{"result":"?"}}"#, "unreadable"),
        (404, "", "http_status"),
    ] {
        let server = Server::replying(status, "", body).await;
        let client = quick(&server).build().unwrap();
        assert_eq!(
            client
                .check_key(&CancellationToken::new())
                .await
                .unwrap_err()
                .code(),
            code
        );
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn asking_about_a_key_ends_after_15_seconds_however_patient_the_client_is() {
    let server = Server::start(|exchange, _| async move {
        // The request has arrived and nothing else will, so paused time advances by itself.
        tokio::time::pause();
        exchange.hold().await;
    })
    .await;
    let client = quick(&server).build().unwrap();
    let error = client
        .check_key(&CancellationToken::new())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "timeout");
    assert_eq!(error.params()["seconds"], 15.0);
}

fn far(proxy: &str) -> Client {
    let origin: Origin = "https://service.invalid".parse().unwrap();
    let setting = ProxySetting {
        url: proxy.to_owned(),
        no_proxy: String::new(),
    };
    Client::builder(origin)
        .proxy(Some(setting))
        .retry(RetryPolicy::NEVER)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_failing_proxy_is_told_apart_from_a_failing_service() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://me:secret@{}", listener.local_addr().unwrap());
    drop(listener);
    let schemes = "proxy-authenticate: Negotiate\r\nproxy-authenticate: Basic realm=\"a\"";
    let unwilling = Server::raw(response(407, schemes, "")).await;
    let login = |server: &Server| format!("http://me:secret@127.0.0.1:{}", server.port());
    let ntlm = Server::raw(response(407, "proxy-authenticate: NTLM", "")).await;
    let strict = Server::raw(response(403, "content-type: text/html", "no")).await;
    let broken = Server::raw(response(502, "", "")).await;
    let odd = Server::raw(response(418, "", "")).await;
    let chatter = Server::raw("220 mail.example ESMTP\r\n").await;
    let mute = Server::raw("").await;
    let proxies = [
        (nobody, "refused", None, ""),
        (
            unwilling.origin().to_string(),
            "login",
            Some(407),
            "Negotiate, Basic",
        ),
        (
            login(&unwilling),
            "login_rejected",
            Some(407),
            "Negotiate, Basic",
        ),
        (login(&ntlm), "login_scheme", Some(407), "NTLM"),
        (strict.origin().to_string(), "forbidden", Some(403), ""),
        (broken.origin().to_string(), "no_way", Some(502), ""),
        (odd.origin().to_string(), "status", Some(418), ""),
        (chatter.origin().to_string(), "protocol", None, ""),
        (mute.origin().to_string(), "reset", None, ""),
        ("http://proxy.invalid:3128".to_owned(), "dns", None, ""),
    ];
    for (proxy, reason, status, schemes) in &proxies {
        let (result, _) = run(&far(proxy), &CallOptions::default()).await;
        let error = result.unwrap_err().error;
        assert_eq!(error.code(), "proxy", "{proxy}: {error:?}");
        let params = error.params();
        assert_eq!(params["reason"], *reason, "{proxy}: {error:?}");
        assert_eq!(params["status"].as_u64(), *status, "{proxy}");
        assert_eq!(params["schemes"], *schemes, "{proxy}");
        assert!(
            proxy.ends_with(params["proxy"].as_str().unwrap()),
            "{params}"
        );
        assert!(!format!("{error:?}").contains("secret"));
    }
    let requests = unwilling.received();
    let [without, with] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    assert!(without.head.starts_with("CONNECT service.invalid:443 "));
    assert_eq!(without.header("proxy-authorization"), None);
    assert_eq!(
        with.header("proxy-authorization"),
        Some("Basic bWU6c2VjcmV0")
    );
}

#[tokio::test]
async fn this_machine_is_never_reached_through_a_proxy() {
    let proxy = Server::raw("").await;
    let server = Server::replying(200, "", r#"{"result":"r"}"#).await;
    let setting = ProxySetting {
        url: proxy.origin().to_string(),
        no_proxy: String::new(),
    };
    let client = quick(&server).proxy(Some(setting)).build().unwrap();
    assert_eq!(run(&client, &crate::sync()).await.0.unwrap().output, "r");
    assert!(proxy.received().is_empty());
}

#[tokio::test]
async fn localhost_is_this_machine() {
    let server = Server::replying(200, "", r#"{"result":"r"}"#).await;
    let origin: Origin = format!("http://localhost:{}", server.port())
        .parse()
        .unwrap();
    let client = Client::builder(origin)
        .retry(RetryPolicy::NEVER)
        .build()
        .unwrap();
    assert_eq!(run(&client, &crate::sync()).await.0.unwrap().output, "r");
}

#[tokio::test]
async fn a_name_without_an_address_is_no_network() {
    // `.invalid` never resolves (RFC 2606), so only the DNS query leaves this machine.
    let origin: Origin = "https://service.invalid".parse().unwrap();
    let setting = ProxySetting {
        url: "http://127.0.0.1:1".into(),
        no_proxy: "service.invalid".into(),
    };
    let client = Client::builder(origin)
        .proxy(Some(setting))
        .retry(RetryPolicy::NEVER)
        .build()
        .unwrap();
    let (result, _): (_, Heard) = run(&client, &CallOptions::default()).await;
    let expected = Error::NoNetwork {
        host: "service.invalid".into(),
        reason: NetworkReason::Dns,
    };
    assert_eq!(result.unwrap_err().error, expected);
}

#[tokio::test]
async fn a_call_can_run_on_any_thread() {
    let server = Server::replying(200, "", r#"{"result":"r"}"#).await;
    let client = quick(&server).build().unwrap();
    let task = tokio::spawn(async move { run(&client, &crate::sync()).await.0 });
    assert_eq!(task.await.unwrap().unwrap().output, "r");
}
