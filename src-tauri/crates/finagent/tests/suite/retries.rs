//! What is retried, when, and that the caller is told.

use std::time::{Duration, Instant};

use finagent::{Client, Error, RetryPolicy};
use tokio_util::sync::CancellationToken;

use crate::{
    CallOptions, Heard, ask, question, quick, run,
    server::{STREAM_HEAD, Server, chunk, response},
};

const REFUSAL: &str = "data: {\"code\":1006,\"message\":\"m\"}\n\n";
const FINISHED: &str = "data: {\"event\":\"workflow_finished\",\"data\":{\"output\":\"done\"}}\n\n";

#[tokio::test]
async fn a_call_that_works_at_the_third_attempt_is_an_answer_and_each_wait_is_seen() {
    let server = Server::start(|mut exchange, number| async move {
        let reply = match number {
            0 => response(503, "", ""),
            1 => response(200, "", r#"{"code":1009,"message":"db"}"#),
            _ => response(200, "content-type: text/event-stream", FINISHED),
        };
        exchange.send(reply).await.unwrap();
    })
    .await;
    let (result, heard) = ask(&server).await;
    assert_eq!(result.unwrap().output, "done");
    assert_eq!(heard.attempts, [(1, 3), (2, 3), (3, 3)]);
    let causes: Vec<_> = heard
        .retries
        .iter()
        .map(|(cause, _, next)| (cause.code(), *next))
        .collect();
    assert_eq!(causes, [("http_status", 2), ("service", 3)]);
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_request_that_the_service_may_have_got_is_not_sent_again_when_the_connection_breaks() {
    for reset in [true, false] {
        let server = Server::start(move |exchange, _| async move {
            if reset {
                exchange.reset();
            }
        })
        .await;
        let (result, heard) = ask(&server).await;
        let error = result.unwrap_err().error;
        assert_eq!(
            (error.code(), &error.params()["reason"]),
            ("no_network", &"reset".into())
        );
        assert_eq!(heard.attempts, [(1, 3)]);
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn nothing_is_repeated_once_an_event_has_come() {
    let server = Server::start(|mut exchange, _| async move {
        let event = chunk("data: {\"data\":{\"text\":[\"a\"]}}\n\n");
        exchange
            .send([STREAM_HEAD.as_bytes(), &event].concat())
            .await
            .unwrap();
        exchange.reset();
    })
    .await;
    let (result, heard) = ask(&server).await;
    let failure = result.unwrap_err();
    assert!(
        matches!(failure.error, Error::Interrupted { events: 1, .. }),
        "{failure:?}"
    );
    assert_eq!(heard.attempts, [(1, 3)]);

    let begun = "data: {\"event\":\"node_started\"}\n\n";
    let server = Server::streaming([begun, REFUSAL]).await;
    let (result, heard) = ask(&server).await;
    let failure = result.unwrap_err();
    assert!(failure.error.is_retryable());
    assert_eq!(failure.partial.events, 1);
    assert_eq!(heard.attempts, [(1, 3)], "the service had begun its work");
}

#[tokio::test]
async fn a_stream_that_begins_with_the_services_error_is_tried_again_like_the_same_error_as_json() {
    let server = Server::start(|mut exchange, number| async move {
        let body = match number {
            0 => REFUSAL,
            // Also without its blank line.
            1 => REFUSAL.trim_end(),
            _ => FINISHED,
        };
        let reply = response(200, "content-type: text/event-stream", body);
        exchange.send(reply).await.unwrap();
    })
    .await;
    let (result, heard) = ask(&server).await;
    assert_eq!(result.unwrap().output, "done");
    for (cause, _, _) in &heard.retries {
        assert_eq!(cause.params()["service_code"], 1006, "{cause:?}");
    }
    assert_eq!(heard.attempts, [(1, 3), (2, 3), (3, 3)]);
}

#[tokio::test]
async fn the_wait_that_the_service_asks_for_is_kept() {
    let server = Server::start(|mut exchange, number| async move {
        let reply = match number {
            0 => response(429, "retry-after: 1", ""),
            _ => response(200, "", FINISHED),
        };
        exchange.send(reply).await.unwrap();
    })
    .await;
    let begun = Instant::now();
    let (result, heard) = ask(&server).await;
    assert_eq!(result.unwrap().output, "done");
    assert!(begun.elapsed() >= Duration::from_secs(1));
    let (cause, after, _) = &heard.retries[0];
    assert_eq!(cause.params()["retry_after"], 1);
    assert_eq!(*after, Duration::from_secs(1));
}

#[tokio::test]
async fn a_service_that_wants_more_than_a_minute_is_not_asked_again() {
    let body = r#"{"code":1010,"message":"busy"}"#;
    for (reply, code) in [(body, "service"), ("", "http_status")] {
        let server = Server::replying(503, "retry-after: 61", reply).await;
        let (result, heard) = ask(&server).await;
        let error = result.unwrap_err().error;
        assert_eq!(error.code(), code);
        assert_eq!(error.params()["retry_after"], 61);
        assert_eq!(heard.attempts, [(1, 3)]);
        assert_eq!(heard.retries.len(), 0);
    }
}

#[tokio::test]
async fn a_wait_of_a_minute_can_be_cancelled_at_once() {
    let body = r#"{"code":1010,"message":"busy"}"#;
    let server = Server::replying(503, "retry-after: 60", body).await;
    let client = quick(&server).build().unwrap();
    let cancel = CancellationToken::new();
    let mut waits = Vec::new();
    let mut cancelled_at = None;
    let result = client
        .call(
            &question(),
            &CallOptions::default(),
            &cancel,
            &mut |progress| {
                if let finagent::Progress::Retrying { after, .. } = progress {
                    waits.push(after);
                    cancelled_at = Some(Instant::now());
                    cancel.cancel();
                }
            },
        )
        .await;
    assert_eq!(result.unwrap_err().error, Error::Cancelled);
    assert_eq!(waits, [Duration::from_secs(60)]);
    assert!(cancelled_at.unwrap().elapsed() < waits[0]);
}

#[tokio::test]
async fn attempts_end_with_the_last_error() {
    let server = Server::replying(502, "", "<html>bad gateway</html>").await;
    let (result, heard) = ask(&server).await;
    assert_eq!(result.unwrap_err().error.params()["status"], 502);
    assert_eq!(heard.attempts.len(), 3);
    assert_eq!(heard.retries.len(), 2);
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_and_no_retries_means_none() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let retry = RetryPolicy {
        attempts: 2,
        first_wait: Duration::from_millis(1),
    };
    for (policy, attempts) in [(retry, 2), (RetryPolicy::NEVER, 1)] {
        let client = Client::builder(origin.parse().unwrap())
            .retry(policy)
            .build()
            .unwrap();
        let (result, heard): (_, Heard) = run(&client, &CallOptions::default()).await;
        let error = result.unwrap_err().error;
        assert_eq!(
            (error.code(), &error.params()["reason"]),
            ("no_network", &"refused".into())
        );
        assert_eq!(heard.attempts.len(), attempts);
    }
}
